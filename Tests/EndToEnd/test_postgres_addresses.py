"""What is wrong with a PostgreSQL address, a right or a key is told clearly, at once, and without the password."""

import socket
import subprocess
import time

import psycopg
import pytest
from errors import check_command_failed
from postgres import Database
from process import Program

PASSWORD = "hunter2-correct-horse"
KEY = "SCRIPTORIUM_SEALING_KEY_FILE"
# A fault that is known is told; nobody waits for it to mend itself.
AT_ONCE_SECONDS = 18


@pytest.fixture
def refused(program, sealing_key):
    """Starts a server that must be refused, and returns what it says."""

    def check(database: str, reason: str = "DATABASE_UNAVAILABLE", status: int = 6, **environment: str) -> str:
        begun = time.monotonic()
        result = program.run(
            "serve", "--database", database, "--port", "0", environment={KEY: str(sealing_key)} | environment)
        text = check_command_failed(result, status, reason)
        assert time.monotonic() - begun < AT_ONCE_SECONDS
        for secret in (PASSWORD, PASSWORD[3:-3], sealing_key.read_text().strip()):
            assert secret not in text and secret.encode() not in result.stdout
        return text

    return check


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def guarded(common):
    """Adds a user who is asked for his password."""
    name = f"guest_{common.name}"
    rules = common.server.data / "pg_hba.conf"
    before = rules.read_text()
    rules.write_text(f"host all {name} 127.0.0.1/32 scram-sha-256\n{before}")
    common.rows("SELECT pg_reload_conf()")
    with common.connect() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        connection.execute(f"GRANT ALL ON SCHEMA public TO {name}")
    yield name
    common.close()
    with common.connect() as connection:
        connection.execute(f"DROP OWNED BY {name}")
        connection.execute(f"DROP ROLE {name}")
    rules.write_text(before)
    common.rows("SELECT pg_reload_conf()")


def test_no_server_at_the_port(refused, closed_port):
    text = refused(f"postgres://scriptorium:{PASSWORD}@127.0.0.1:{closed_port}/db")
    assert str(closed_port) in text and "refused" in text


def test_no_such_host(refused):
    text = refused(f"postgres://scriptorium:{PASSWORD}@nowhere.invalid/db")
    assert "nowhere.invalid" in text


def test_no_such_database(refused, common):
    text = refused(common.address().replace(common.name, "nowhere").replace(common.password, PASSWORD))
    assert '"nowhere"' in text and "does not exist" in text


def test_no_such_user(refused, common):
    text = refused(f"postgres://nobody:{PASSWORD}@127.0.0.1:{common.server.port}/{common.name}")
    assert '"nobody"' in text


def address(common: Database, user: str, password: str) -> str:
    return f"postgres://{user}:{password}@127.0.0.1:{common.server.port}/{common.name}"


def test_a_wrong_password(refused, common, guarded):
    text = refused(address(common, guarded, PASSWORD + "x"))
    assert "password authentication failed" in text and guarded in text


def test_a_password_that_is_right_and_one_that_is_missing(refused, program, common, guarded, sealing_key):
    environment = {KEY: str(sealing_key)}
    made = program.run("account", "create", "--database", address(common, guarded, PASSWORD), environment=environment)
    assert made.returncode == 0, made.stderr
    bare = address(common, guarded, "").replace(":@", "@")
    assert "password" in refused(bare)
    # As libpq takes it from elsewhere.
    known = program.run("account", "create", "--database", bare, environment=environment | {"PGPASSWORD": PASSWORD})
    assert known.returncode == 0, known.stderr


@pytest.mark.parametrize("form", [
    pytest.param("postgres://scriptorium:{0}@127.0.0.1:port/db", id="port"),
    pytest.param("postgres://scriptorium:{0}@127.0.0.1:99999/db", id="port range"),
    pytest.param("postgres://scriptorium:{0}@[::1/db", id="host"),
    pytest.param("postgres://scriptorium:{0}@127.0.0.1/db?colour=red", id="parameter"),
    pytest.param("postgres://scriptorium:{0}%zz@127.0.0.1/db", id="password"),
    pytest.param("postgres://scriptorium:{0}@127.0.0.1/db?sslmode=maybe", id="value"),
])
def test_an_address_that_is_none(refused, form):
    refused(form.format(PASSWORD))


def test_a_user_without_rights(refused, common, guarded):
    with common.connect() as connection:
        connection.execute(f"REVOKE ALL ON SCHEMA public FROM {guarded}")
    text = refused(address(common, guarded, PASSWORD))
    assert "rights" in text


def test_a_standby_or_a_read_only_database(refused, common):
    with common.connect() as connection:
        connection.execute(f"ALTER DATABASE {common.name} SET default_transaction_read_only = on")
    text = refused(common.address())
    assert "read-only" in text and "primary" in text


def test_a_database_in_another_encoding(refused, postgres):
    database = Database(postgres, "LATIN1")
    try:
        assert "UTF-8" in refused(database.address())
    finally:
        database.drop()


def test_a_database_of_a_newer_program(refused, join, common):
    join().stop()
    with common.connect() as connection:
        connection.execute("INSERT INTO schema_migrations (version, name, applied_at) VALUES (1000, 'later', 0)")
    assert "1000" in refused(common.address(), "DATABASE_NEWER", 5)


def test_a_full_pool(refused, postgres, common, closed_port):
    common.rows("SELECT 1")
    crowd: list[psycopg.Connection] = []
    try:
        with pytest.raises(psycopg.OperationalError):
            while True:
                crowd.append(common.connect())
        refused(common.address())
    finally:
        for connection in crowd:
            connection.close()


class TestKeys:
    def test_none(self, program, common):
        result = program.run("serve", "--database", common.address(), "--port", "0")
        text = check_command_failed(result, 5, "SEALING_KEY_MISSING")
        assert KEY in text and "fix: " in text
        # Nothing was made that would need that key later.
        assert common.value("SELECT to_regclass('settings')") is None or not common.rows("SELECT 1 FROM settings")

    @pytest.mark.parametrize("command", [("serve", "--port", "0"), ("account", "create"), ("job", "list")])
    def test_another(self, program: Program, join, common, tmp_path, command):
        join()
        other = tmp_path / "other.key"
        assert program.run("keys", "new", other).returncode == 0
        before = common.rows("SELECT * FROM settings ORDER BY name")
        result = program.run(*command, "--database", common.address(), environment={KEY: str(other)})
        check_command_failed(result, 5, "SEALING_KEY_WRONG")
        assert common.rows("SELECT * FROM settings ORDER BY name") == before

    def test_check(self, program, join, common, sealing_key, tmp_path):
        join()
        other = tmp_path / "other.key"
        assert program.run("keys", "new", other).returncode == 0
        right = program.run("keys", "check", sealing_key, "--database", common.address())
        assert right.returncode == 0, right.stderr
        wrong = program.run("keys", "check", other, "--database", common.address())
        check_command_failed(wrong, 5, "SEALING_KEY_WRONG")


def test_the_password_is_in_no_log_and_no_answer(join, configured, common):
    server = join("--config", configured(reconnect_timeout_seconds=1))
    for path in ("/health", "/ready", "/metrics", "/openapi.json", "/nowhere"):
        assert common.password not in server.client.get(path).body.decode()
    common.close()
    common.server.stop()
    try:
        assert common.password not in server.client.get("/ready").body.decode()
    finally:
        assert common.server.start()
    assert server.stop() == 0
    assert common.password not in server.log + "".join(server.stdout)


def test_a_server_is_started_with_the_address_in_its_environment(program, common, sealing_key):
    """So that the password is in no list of processes."""
    result: subprocess.CompletedProcess = program.run(
        "account", "create", "--json",
        environment={KEY: str(sealing_key), "SCRIPTORIUM_DATABASE": common.address()})
    assert result.returncode == 0, result.stderr
    assert common.value("SELECT COUNT(*) FROM principals WHERE kind = 'guest'") == 1
