"""Fixtures of the end-to-end tests: the executable, a folder for each test, and servers that are always stopped."""

import json
import os
from pathlib import Path

import pytest
from postgres import Database, private_server
from process import Program, Server

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def binary() -> Path:
    path = PROJECT / os.environ.get("SCRIPTORIUM_BINARY", ".build/debug/scriptorium")
    if not path.is_file():
        pytest.exit(f"{path} is missing; build it, or name another one in SCRIPTORIUM_BINARY", returncode=2)
    return path


@pytest.fixture
def program(binary, tmp_path) -> Program:
    home = tmp_path / "home"
    home.mkdir()
    return Program(binary, home)


@pytest.fixture
def database(tmp_path) -> Path:
    """A path for a database in a folder of its own; nothing is there yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "test.db"


@pytest.fixture
def serve(program, database):
    """Starts servers on `database` and a free port; those still running at the end must stop cleanly."""
    servers: list[Server] = []

    def start(*arguments: object, ready: bool = True, **options) -> Server:
        if "--database" not in arguments:
            arguments = ("--database", database, *arguments)
        if "--port" not in arguments:
            arguments = (*arguments, "--port", "0")
        server = program.serve(*arguments, **options)
        servers.append(server)
        return server.await_ready() if ready else server

    yield start
    stop_all(servers)


def stop_all(servers: list[Server]):
    """Stops what is running; fails, after everything was stopped, when a server did not end as it should."""
    failures = []
    for server in servers:
        if not server.is_running:
            continue
        try:
            status = server.stop()
        except Exception as error:
            server.kill()
            failures.append(f"the server did not stop: {error}\n{server.log}")
        else:
            if status != 0:
                failures.append(f"the server ended with {status}\n{server.log}")
    assert not failures, "\n".join(failures)


@pytest.fixture(scope="module")
def shared(binary, tmp_path_factory):
    """One server for the tests of a module that leave nothing behind which another could trip over."""
    folder = tmp_path_factory.mktemp("shared")
    server = Program(binary, folder).serve("--database", folder / "shared.db", "--port", "0").await_ready()
    server.database = folder / "shared.db"
    yield server
    stop_all([server])


@pytest.fixture
def client(shared):
    """A client of the module's server, which must still be running afterwards."""
    yield shared.client
    assert shared.is_running, f"the server died:\n{shared.log}"


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of the tests' own."""
    with private_server() as server:
        yield server


@pytest.fixture
def common(postgres):
    """A new database of that server, which several servers may use."""
    database = Database(postgres)
    yield database
    database.drop()


@pytest.fixture
def sealing_key(program, tmp_path) -> Path:
    path = tmp_path / "sealing.key"
    assert program.run("keys", "new", path).returncode == 0
    return path


@pytest.fixture
def join(program, common, sealing_key):
    """Starts servers on `common`; those still running at the end must stop cleanly."""
    servers: list[Server] = []

    key = {"SCRIPTORIUM_SEALING_KEY_FILE": str(sealing_key)}

    def start(*arguments: object, ready: bool = True, name: str = "scriptorium", environment=None) -> Server:
        server = program.serve(
            "--database", common.address(name), "--port", "0", *arguments, environment=key | (environment or {}))
        servers.append(server)
        return server.await_ready() if ready else server

    yield start
    stop_all(servers)


@pytest.fixture
def configured(tmp_path):
    """Writes a configuration with these settings of PostgreSQL's."""

    def write(**settings) -> Path:
        file = tmp_path / "config.json"
        file.write_text(json.dumps({"postgres": settings}))
        return file

    return write
