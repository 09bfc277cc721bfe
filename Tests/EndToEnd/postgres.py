"""A PostgreSQL server of the tests' own, and its databases seen from outside, without the program."""

import contextlib
import secrets
import sys
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
