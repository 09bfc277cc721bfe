"""Fixtures of the tests of the C interface."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

if not (PROJECT / os.environ.get("SCRIPTORIUM_LIBRARY", "dist/libscriptorium.so")).is_file():
    pytest.exit("the C library is missing: `make library`, or name another one in SCRIPTORIUM_LIBRARY", returncode=2)

import library  # noqa: E402  (it loads the library)


@pytest.fixture
def database(tmp_path) -> Path:
    """A path for a database; nothing is there yet."""
    return tmp_path / "test.db"


@pytest.fixture
def opened():
    """Opens engines, which are closed at the end unless the test closed them."""
    engines: list[int] = []

    def open_one(database=":memory:", **options) -> int:
        status, engine, error = library.open_engine(library.options(database, **options))
        assert (status, error) == (library.OK, None)
        engines.append(engine)
        return engine

    yield open_one
    for engine in engines:
        assert library.lib.scriptorium_close(engine) in (library.OK, library.INVALID_HANDLE)


@pytest.fixture
def engine(opened) -> int:
    """An engine in memory."""
    return opened()


@pytest.fixture
def command(tmp_path):
    """Runs the executable."""
    binary = PROJECT / os.environ.get("SCRIPTORIUM_BINARY", ".build/debug/scriptorium")

    def run(*arguments: object) -> subprocess.CompletedProcess:
        return subprocess.run(
            [binary, *map(str, arguments)], env={"HOME": str(tmp_path)}, capture_output=True, timeout=20)

    return run


@pytest.fixture
def python(tmp_path):
    """Runs a Python program of its own that may `import library`; fails when the program does."""

    def run(program: str, *arguments: object) -> str:
        result = subprocess.run(
            [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, timeout=60,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)})
        assert result.returncode == 0, result.stderr[-4_000:] or result.returncode
        run.errors.append(result.stderr)
        return result.stdout

    run.errors = []
    return run


@pytest.fixture
def write_lock(database):
    """Holds SQLite's write lock on the database from another process, so that writes wait until it is let go."""
    program = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "print('locked', flush=True)\n"
        "sys.stdin.read()\n"
        "connection.execute('ROLLBACK')\n")

    @contextlib.contextmanager
    def hold():
        holder = subprocess.Popen(
            [sys.executable, "-c", program, database], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            assert holder.stdout.readline() == b"locked\n"
            yield
            holder.communicate(timeout=10)
        finally:
            holder.kill()
            holder.wait()

    return hold
