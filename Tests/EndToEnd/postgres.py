"""A PostgreSQL server of the tests' own, and its databases seen from outside, without the program."""

import contextlib
import copy
import os
import secrets
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from private_postgres import PrivatePostgres  # noqa: E402

# Names the connections of the tests, so that no fault is ever done to them.
OWN_NAME = "tests"
RETURN_SECONDS = 30


class Database:
    """A new database of a server."""

    def __init__(self, server: PrivatePostgres, encoding: str = "UTF8"):
        self.server = server
        self.name = f"test_{secrets.token_hex(6)}"
        # The server takes anybody; that it is asked for no password is no reason to tell one.
        self.password = secrets.token_hex(16)
        server.run(
            "createdb", "-h", "127.0.0.1", "-p", server.port, "-U", "scriptorium", "-T", "template0", "-E", encoding,
            "--locale=C", self.name)
        self._connection: psycopg.Connection | None = None

    def address(self, name: str = "scriptorium", **parameters: object) -> str:
        """The URL for the program; its connections are called `name`."""
        query = "&".join(f"{key}={value}" for key, value in {"application_name": name, **parameters}.items())
        return f"postgres://scriptorium:{self.password}@127.0.0.1:{self.server.port}/{self.name}?{query}"

    def connect(self, **options: Any) -> psycopg.Connection:
        """A connection of the tests' own; without options each statement is a transaction."""
        return psycopg.connect(
            host="127.0.0.1", port=self.server.port, user="scriptorium", dbname=self.name, application_name=OWN_NAME,
            connect_timeout=10, **({"autocommit": True} | options))

    def rows(self, statement: str, *parameters: Any) -> list[tuple]:
        """The rows of a statement that changes nothing; one that the server went away from is asked again."""
        end = time.monotonic() + RETURN_SECONDS
        while True:
            try:
                if self._connection is None or self._connection.closed:
                    self._connection = self.connect()
                return self._connection.execute(statement, parameters or None).fetchall()
            except psycopg.OperationalError:
                self.close()
                if time.monotonic() > end:
                    raise

    def row(self, statement: str, *parameters: Any) -> tuple:
        [row] = self.rows(statement, *parameters)
        return row

    def value(self, statement: str, *parameters: Any) -> Any:
        [value] = self.row(statement, *parameters)
        return value

    @contextlib.contextmanager
    def undone(self, *statements: str) -> Iterator[None]:
        """Changes that :meth:`rows` sees meanwhile, and that are taken back."""
        self.rows("SELECT 1")
        self._connection.execute("BEGIN")
        try:
            for statement in statements:
                assert self._connection.execute(statement).rowcount > 0, f"nothing was changed by {statement}"
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def now(self) -> int:
        """The database's time, in nanoseconds."""
        return self.value("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) * 1000")

    def close(self):
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error):
                self._connection.close()
        self._connection = None

    def drop(self):
        self.close()
        self.server.run(
            "dropdb", "-f", "-h", "127.0.0.1", "-p", self.server.port, "-U", "scriptorium", self.name)


@contextlib.contextmanager
def private_server(*settings: str) -> Iterator[PrivatePostgres]:
    """A server, with settings of PostgreSQL's such as `max_connections=40`, that is gone afterwards."""
    server = PrivatePostgres(list(settings))
    try:
        yield server
    finally:
        server.remove()


def text(id: bytes) -> str:
    """The id as the program writes it."""
    return str(uuid.UUID(bytes=bytes(id)))


def stored(id: str) -> bytes:
    """The id as it is stored."""
    return uuid.UUID(id).bytes


class Standby:
    """A standby of a server; its word to the server goes to `port`."""

    def __init__(self, primary: PrivatePostgres, port: int, name: str = "standby"):
        self.data = primary.folder / name
        self.primary = primary
        primary.run(
            "pg_basebackup", "-h", "127.0.0.1", "-p", primary.port, "-U", "scriptorium", "-D", self.data, "-X", "stream",
            "-c", "fast")
        signal = self.data / "standby.signal"
        signal.touch()
        if primary.identity:
            os.chown(signal, primary.identity["user"], primary.identity["group"])
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(
                f"primary_conninfo = 'host=127.0.0.1 port={port} user=scriptorium application_name={name}'\n")
        # Another server in all but where its files are.
        self.server = copy.copy(primary)
        self.server.data = self.data
        self.server.process = None
        self.server.start_on_free_port()
        self.port = self.server.port

    def connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="scriptorium", dbname=database, application_name=OWN_NAME,
            connect_timeout=10, autocommit=True)

    def stop(self):
        self.server.stop()


class Relay:
    """A way to a server that can be led to another one, fall silent, and be cut off."""

    def __init__(self, target: int):
        self.target = target
        self._is_open = threading.Event()
        self._is_open.set()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self):
        """Nothing comes through, and nobody is told."""
        self._is_open.clear()

    def cut(self):
        """Ends all connections, and lets new ones through."""
        for pair in self._pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._pairs.clear()
        self._is_open.set()

    def close(self):
        self._listener.close()
        self.cut()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._lead, args=(near,), daemon=True).start()

    def _lead(self, near: socket.socket):
        with near, contextlib.suppress(OSError):
            self._is_open.wait()
            with socket.create_connection(("127.0.0.1", self.target)) as far:
                self._pairs.append((near, far))
                back = threading.Thread(target=self._pass_on, args=(far, near), daemon=True)
                back.start()
                self._pass_on(near, far)
                back.join()

    def _pass_on(self, source: socket.socket, target: socket.socket):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                self._is_open.wait()
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
