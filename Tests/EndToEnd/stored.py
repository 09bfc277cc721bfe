"""Looks into a database file from outside, without the program."""

import contextlib
import sqlite3
from pathlib import Path


@contextlib.contextmanager
def opened(database: Path, mode: str = "ro"):
    connection = sqlite3.connect(f"file:{database}?mode={mode}", uri=True, isolation_level=None, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def guest_count(database: Path) -> int:
    with opened(database) as connection:
        return connection.execute("SELECT COUNT(*) FROM principals WHERE kind = 'guest'").fetchone()[0]


def guests(database: Path) -> set[str]:
    """The ids of all accounts' principals, in hexadecimal without dashes."""
    with opened(database) as connection:
        return {row[0].hex() for row in connection.execute("SELECT id FROM principals WHERE kind = 'guest'")}


def contents(database: Path) -> list[str]:
    """Everything stored, as SQL text. Nobody else may have it open; the write-ahead log is folded in."""
    with opened(database, "rw") as connection:
        return list(connection.iterdump())


def fold_log(database: Path):
    """Moves everything from the write-ahead log into the file itself. Nobody else may have it open."""
    with opened(database, "rw") as connection:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert busy == 0
    leftovers = [part for part in parts(database) if part.name.endswith(("-wal", "-shm"))]
    assert not leftovers, leftovers


def parts(database: Path) -> list[Path]:
    """The file and everything that lies beside it under its name."""
    return sorted(database.parent.glob(database.name + "*"))


@contextlib.contextmanager
def write_lock(database: Path):
    """Holds SQLite's write lock, so that a write of the program waits until the lock is let go."""
    with opened(database, "rw") as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")
