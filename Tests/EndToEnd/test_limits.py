"""Limits and time-outs: nobody who is slow, silent, too many or too large keeps others out."""

import contextlib
import json
import os
import socket
import threading
import time

import pytest
from errors import check_problem
from process import SOON_SECONDS, eventually
from wire import Client, new_key, read_to_end

MEBIBYTE = 1_024 * 1_024


@pytest.fixture
def serve_with(serve, tmp_path):
    """Starts a server with members of `http` in its configuration."""
    def start(**http):
        file = tmp_path / "config.json"
        file.write_text(json.dumps({"http": http}))
        return serve("--config", file)
    return start


def seconds_until_closed(connection: socket.socket) -> float:
    begun = time.monotonic()
    with contextlib.suppress(ConnectionResetError):
        while connection.recv(65_536):
            pass
    return time.monotonic() - begun


def head(method: str = "POST", path: str = "/accounts", **headers: object) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: test"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


# Connections

def test_too_many_connections_are_turned_away(serve_with):
    server = serve_with(connections_max=20)
    connections = [server.client.raw() for _ in range(20)]
    try:
        for connection in connections:
            connection.sendall(head("GET", "/health"))
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        with server.client.raw() as extra:
            answer = read_to_end(extra)
            assert answer.startswith(b"HTTP/1.1 503 ") and b"retry-after: 1" in answer.lower()
        # Those that were there first are served on.
        connections[0].sendall(head("GET", "/health"))
        assert connections[0].recv(65_536).startswith(b"HTTP/1.1 200 ")
    finally:
        for connection in connections:
            connection.close()

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return server.client.get("/health").status == 200
        return False
    eventually(answers, "there is room again")


# Headers

@pytest.mark.parametrize("data", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: te"])
def test_headers_that_do_not_come(serve_with, data):
    server = serve_with(header_timeout_seconds=1)
    with server.client.raw() as connection:
        connection.sendall(data)
        assert 0.5 < seconds_until_closed(connection) < 4
    assert server.client.get("/health").status == 200


def test_headers_that_come_a_byte_at_a_time(serve_with):
    server = serve_with(header_timeout_seconds=2)
    with server.client.raw() as connection:
        begun = time.monotonic()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for byte in b"GET /health HTTP/1.1\r\nHost: test\r\nX-Filler: " + b"a" * 200:
                connection.sendall(bytes([byte]))
                time.sleep(0.05)
        assert time.monotonic() - begun < 6


def test_an_idle_connection_is_closed(serve_with):
    server = serve_with(idle_timeout_seconds=1, header_timeout_seconds=60)
    with server.client.raw() as connection:
        connection.sendall(head("GET", "/health"))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        time.sleep(0.5)
        connection.sendall(head("GET", "/health"))
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")
        assert 0.5 < seconds_until_closed(connection) < 4


# Bodies

def test_a_body_that_stalls(serve_with):
    server = serve_with(body_timeout_seconds=1)
    with server.client.raw() as connection:
        connection.sendall(head(Content_Length=100, Idempotency_Key=new_key()) + b"{")
        begun = time.monotonic()
        assert read_to_end(connection).startswith(b"HTTP/1.1 408 ")
        assert 0.5 < time.monotonic() - begun < 4


@pytest.mark.parametrize("framing", [{"Content_Length": 4_000}, {"Transfer_Encoding": "chunked"}])
def test_a_body_that_drips(serve_with, framing):
    # Never silent for long, and yet far below the least rate.
    server = serve_with(body_timeout_seconds=1, body_bytes_per_second_min=1_000)
    with server.client.raw() as connection:
        connection.sendall(head(Idempotency_Key=new_key(), **framing))
        begun, answer = time.monotonic(), b""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            for _ in range(100):
                connection.sendall(b" " if "Content_Length" in framing else b"1\r\n \r\n")
                time.sleep(0.1)
        with contextlib.suppress(ConnectionResetError):
            answer = read_to_end(connection)
        assert time.monotonic() - begun < 5
        assert answer == b"" or answer.startswith(b"HTTP/1.1 408 ")


def test_a_slow_body_above_the_least_rate_is_awaited(serve_with):
    server = serve_with(body_timeout_seconds=1, body_bytes_per_second_min=10)
    with server.client.raw() as connection:
        connection.sendall(head(Content_Length=200, Idempotency_Key=new_key(), Connection="close"))
        for _ in range(20):
            connection.sendall(b" " * 9)
            time.sleep(0.15)
        connection.sendall(b" " * 18 + b"{}")
        assert read_to_end(connection).startswith(b"HTTP/1.1 201 ")


def test_slow_bodies_do_not_keep_others_out(serve_with):
    server = serve_with(body_timeout_seconds=SOON_SECONDS + 1)
    connections = [server.client.raw() for _ in range(300)]
    try:
        for connection in connections:
            connection.sendall(head(Content_Length=100, Idempotency_Key=new_key()) + b"{")
        begun = time.monotonic()
        assert server.client.create_account().status == 201
        assert time.monotonic() - begun < SOON_SECONDS
        for connection in connections:
            connection.settimeout(4 * SOON_SECONDS)
            assert read_to_end(connection).startswith(b"HTTP/1.1 408 ")
    finally:
        for connection in connections:
            connection.close()
    ended = 'scriptorium_http_connections_ended_total{cause="body"} 300'
    assert ended in server.client.get("/metrics").body.decode()


def test_bodies_that_are_too_much_together(serve_with):
    server = serve_with(bodies_bytes_max=MEBIBYTE)
    account = server.client.create_account().json()
    part = b"{" + b" " * (600 * 1_024)
    with server.client.raw() as first:
        first.sendall(head(Content_Length=len(part) + 1, Idempotency_Key=new_key()) + part)
        held = f"scriptorium_http_body_bytes_held {len(part)}"
        eventually(lambda: held in server.client.get("/metrics").body.decode(), "the first body is held")
        refused = server.client.create_account(body=part[:-1] + b"}")
        check_problem(refused, 503, "BUSY")
        assert refused.header("retry-after") == "1"
        # Small ones still fit.
        assert server.client.bearer(account["bearer_token"]).post("/accounts/me/tokens", {}).status == 201
        first.sendall(b"}")
        assert first.recv(65_536).startswith(b"HTTP/1.1 201 ")
    assert server.client.create_account(body=part[:-1] + b"}").status == 201
    assert "scriptorium_http_body_bytes_held 0\n" in server.client.get("/metrics").body.decode()


def test_room_is_given_back_when_a_body_ends_early(serve_with):
    server = serve_with(bodies_bytes_max=MEBIBYTE)
    for _ in range(10):
        with server.client.raw() as connection:
            connection.sendall(head(Content_Length=900_000, Idempotency_Key=new_key()) + b" " * 500_000)
    eventually(
        lambda: "scriptorium_http_body_bytes_held 0\n" in server.client.get("/metrics").body.decode(), "all is given back")


# What can be refused before the body is

EARLY = pytest.mark.parametrize("path, headers, status, reason", [
    ("/nowhere", {}, 404, "ROUTE_UNKNOWN"),
    ("/accounts/me", {}, 405, "METHOD_NOT_ALLOWED"),
    ("/v1/operations/nothing", {}, 404, "OPERATION_UNKNOWN"),
    ("/accounts/me/tokens", {}, 401, "CREDENTIAL_MISSING"),
    ("/generate/recipe", {"Authorization": "Bearer scrypted_x"}, 401, "CREDENTIAL_INVALID"),
    ("/v1/operations/ledger.verify", {"Authorization": "Bearer scrypted_x"}, 401, "CREDENTIAL_INVALID"),
    ("/accounts/me/tokens", {"Authorization": "Basic x"}, 401, "CREDENTIAL_INVALID"),
    ("/accounts", {"x-organization-id": "x"}, 400, "REQUEST_INVALID"),
])


@EARLY
@pytest.mark.parametrize("expects", [False, True])
def test_a_refusal_does_not_wait_for_the_body(shared, path, headers, status, reason, expects):
    names = {name.replace("-", "_"): value for name, value in headers.items()}
    if expects:
        names["Expect"] = "100-continue"
    with shared.client.raw() as connection:
        connection.settimeout(3)
        connection.sendall(head(path=path, Content_Length=3 * MEBIBYTE, **names))
        answer = read_to_end(connection)
        assert answer.startswith(b"HTTP/1.1 %d " % status), answer[:200]
        assert reason.encode() in answer
        assert b"\r\nconnection: close\r\n" in answer.lower()


def test_a_refused_token_that_was_replaced_still_hears_its_answer(shared):
    # The key that proves it may stand in the body, so the body is read first.
    token = shared.client.create_account().json()["bearer_token"]
    key = new_key()
    body = json.dumps({"revoke_current": True, "idempotency_key": key}).encode() + b" " * 100_000
    old = shared.client.bearer(token)
    first = old.post("/accounts/me/tokens", body)
    assert first.status == 201, first.body
    if key in first.body.decode():
        pytest.fail("the key came back")
    assert old.post("/accounts/me/tokens", body).json() == first.json()


def test_go_on_is_said_once_the_head_is_good(shared):
    token = shared.client.create_account().json()["bearer_token"]
    with shared.client.raw() as connection:
        connection.settimeout(3)
        connection.sendall(head(
            path="/accounts/me/tokens", Content_Length=2, Expect="100-continue", Authorization=f"Bearer {token}"))
        assert connection.recv(65_536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"{}")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 201 ")


def test_a_client_that_sends_all_the_same_hears_the_refusal(shared):
    with shared.client.raw() as connection:
        connection.settimeout(5)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head(path="/nowhere", Content_Length=3 * MEBIBYTE) + b" " * 3 * MEBIBYTE)
        assert read_to_end(connection).startswith(b"HTTP/1.1 404 ")


# Streams and answers

def stream(client: Client, token: str) -> socket.socket:
    connection = client.raw()
    connection.sendall(head("GET", "/jobs/stream", Authorization=f"Bearer {token}"))
    received = b""
    while b": connected" not in received:
        chunk = connection.recv(65_536)
        assert chunk, received
        received += chunk
    return connection


@pytest.mark.parametrize("how", ["closed", "reset"])
def test_clients_that_vanish_from_their_streams(shared, how):
    token = shared.client.create_account().json()["bearer_token"]
    connections = [stream(shared.client, token) for _ in range(100)]
    assert "scriptorium_http_streams 100\n" in shared.client.get("/metrics").body.decode()
    for connection in connections:
        if how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        connection.close()
    begun = time.monotonic()
    assert shared.client.bearer(token).get("/accounts/me").status == 200
    assert time.monotonic() - begun < SOON_SECONDS
    # Well before the next heartbeat, which comes after 15 s.
    eventually(
        lambda: "scriptorium_http_streams 0\n" in shared.client.get("/metrics").body.decode(), "all streams ended", 5)


def test_a_client_that_takes_no_answer(serve_with):
    server = serve_with(write_timeout_seconds=1)
    with server.client.raw() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, BlockingIOError):
            connection.settimeout(0.2)
            for _ in range(400):
                connection.sendall(head("GET", "/openapi.json"))
        counted = 'scriptorium_http_connections_ended_total{cause="write"} 1'
        eventually(lambda: counted in server.client.get("/metrics").body.decode(), "it was hung up on", 10)


def test_a_head_request_on_a_stream(shared):
    token = shared.client.create_account().json()["bearer_token"]
    with shared.client.raw() as connection:
        connection.settimeout(3)
        connection.sendall(head("HEAD", "/jobs/stream", Authorization=f"Bearer {token}"))
        answer = read_to_end(connection).lower()
        assert answer.startswith(b"http/1.1 200 ")
        assert b"content-type: text/event-stream" in answer
        assert b"content-length" not in answer
        assert answer.endswith(b"\r\n\r\n") and answer.count(b"\r\n\r\n") == 1


def test_head_has_the_headers_of_get(shared):
    for path in ("/health", "/openapi.json", "/docs", "/nowhere", "/accounts/me"):
        got, asked = shared.client.get(path), shared.client.send("HEAD", path)
        assert (asked.status, asked.body) == (got.status, b"")
        assert asked.header("content-type") == got.header("content-type")
        assert asked.header("content-length") == str(len(got.body))


# Settings

@pytest.mark.parametrize("http, named", [
    ({"connections_max": 0}, "connections_max"), ({"header_timeout_seconds": "x"}, "header_timeout_seconds"),
    ({"metrics": "some"}, "metrics"), ({"idle_timeout": 1}, "idle_timeout"), ({"stop_timeout_seconds": 0}, "stop"),
])
def test_settings_that_do_not_fit(program, database, tmp_path, http, named):
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"http": http}))
    result = program.run("serve", "--config", file, "--database", database)
    assert result.returncode == 2
    assert "CONFIGURATION_INVALID" in result.stderr.decode() and named in result.stderr.decode()
