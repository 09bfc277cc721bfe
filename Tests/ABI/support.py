"""Small things that several tests of the C interface need."""

import secrets
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import library


def guest_count(database: Path) -> int:
    """How many accounts a database file holds, looked up from outside."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT COUNT(*) FROM principals WHERE kind = 'guest'").fetchone()[0]
    finally:
        connection.close()


def key_options() -> dict[str, str]:
    """Call options with an idempotency key of its own."""
    return {"idempotency_key": secrets.token_hex(32)}


def create_account(engine: int) -> dict[str, str]:
    status, account = library.call(engine, "accounts.create", {}, key_options())
    assert status == library.OK, account
    return account


def eventually(condition: Callable[[], bool], what: str, seconds: float = 10):
    """Waits until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.002)
