"""A small HTTP/1.1 client: one connection for each request, everything bounded in time."""

import contextlib
import http.client
import json
import secrets
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 20

Headers = dict[str, str] | list[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The one value of a header; fails when it was sent twice."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else None

    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    """Talks to the server at `url`; `headers` go with every request."""

    def __init__(self, url: str, headers: dict[str, str] | None = None, timeout: float = TIMEOUT_SECONDS):
        parts = urlsplit(url)
        assert parts.hostname in ("127.0.0.1", "::1"), "tests stay on the loopback interface"
        self.url = url
        self.address = (parts.hostname, parts.port)
        self.headers = headers or {}
        self.timeout = timeout

    def bearer(self, token: str) -> "Client":
        """The same server, asked by the holder of `token`."""
        return Client(self.url, {"Authorization": f"Bearer {token}"})

    def send(
        self, method: str, path: str, headers: Headers = (), body: bytes | None = None, announces_length: bool = True
    ) -> Reply:
        """Sends a request; a repeated header is given as a list of pairs."""
        connection = http.client.HTTPConnection(*self.address, timeout=self.timeout)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in [*self.headers.items(), *dict_items(headers)]:
                connection.putheader(name, value)
            if body is not None and announces_length:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Reply(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def get(self, path: str, headers: Headers = ()) -> Reply:
        return self.send("GET", path, headers)

    def post(self, path: str, body: Any = None, headers: Headers = ()) -> Reply:
        """Posts `body`: bytes as they are, anything else as JSON, None as no body at all."""
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        typed = [("Content-Type", "application/json")] if body is not None else []
        return self.send("POST", path, [*typed, *dict_items(headers)], body)

    def create_account(self, key: str | None = None, body: Any = None) -> Reply:
        return self.post("/accounts", body, {"Idempotency-Key": key or new_key()})

    def raw(self) -> socket.socket:
        """A bare connection, for what no client library would send."""
        return socket.create_connection(self.address, timeout=TIMEOUT_SECONDS)

    def exchange(self, data: bytes) -> bytes:
        """Sends `data` as it is and returns everything until the server closes the connection."""
        with self.raw() as connection:
            # The server may refuse before it has read everything; its answer still counts.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(data)
            return read_to_end(connection)


def dict_items(headers: Headers) -> list[tuple[str, str]]:
    return list(headers.items()) if isinstance(headers, dict) else list(headers)


def read_to_end(connection: socket.socket) -> bytes:
    received = b""
    while True:
        try:
            chunk = connection.recv(65_536)
        except ConnectionResetError:
            return received
        if not chunk:
            return received
        received += chunk


def new_key() -> str:
    """An idempotency key of the form that account creation asks for."""
    return secrets.token_hex(32)
