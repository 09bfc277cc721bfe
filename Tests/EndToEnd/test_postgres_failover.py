"""With several PostgreSQL servers in the address the primary is found, and what became of a lost commit is told truly."""

import signal
import socket
import threading
import time

import pytest
from errors import check_problem
from postgres import Database, Relay, Standby, private_server
from process import Server, eventually
from wire import Reply, new_key

CONNECT_SECONDS = 2


@pytest.fixture
def primary():
    """A server that may be mistreated."""
    with private_server("fsync=off", "wal_level=replica") as server:
        yield server


@pytest.fixture
def home(primary) -> Database:
    database = Database(primary)
    yield database
    database.close()


@pytest.fixture
def relays():
    """Makes relays to ports."""
    made: list[Relay] = []

    def make(target: int) -> Relay:
        made.append(Relay(target))
        return made[-1]

    yield make
    for relay in made:
        relay.close()


@pytest.fixture
def standby(primary, home, relays):
    """A standby whose word from the primary comes over `standby.way`."""
    way = relays(primary.port)
    standby = Standby(primary, way.port)
    standby.way = way
    yield standby
    standby.stop()


@pytest.fixture
def start(program, sealing_key):
    """Starts a server on a database that is at these ports."""
    servers: list[Server] = []

    def start(home: Database, *ports: int, config=None, **parameters: object) -> Server:
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
        query = "&".join(f"{key}={value}" for key, value in {"connect_timeout": CONNECT_SECONDS, **parameters}.items())
        address = f"postgres://scriptorium@{hosts}/{home.name}?{query}"
        servers.append(program.serve(
            "--database", address, "--port", "0", *(("--config", config) if config else ()),
            environment={"SCRIPTORIUM_SEALING_KEY_FILE": str(sealing_key)}))
        return servers[-1].await_ready()

    yield start
    for server in servers:
        server.kill()


class Call(threading.Thread):
    """An account that is made meanwhile."""

    def __init__(self, server: Server, key: str):
        super().__init__(daemon=True)
        self.server, self.key = server, key
        self.start()

    def run(self):
        self.reply = self.server.client.create_account(self.key)

    def answer(self) -> Reply:
        self.join(60)
        return self.reply


def makes_accounts(server: Server) -> bool:
    return server.client.create_account().status == 201


def waits_in_commit(home: Database) -> bool:
    """Whether a transaction that made an account waits for a standby to have it."""
    return home.value(
        "SELECT COUNT(*) FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE wait_event = 'SyncRep' "
        "AND mode = 'RowExclusiveLock' AND relation = to_regclass('principals')") > 0


def set_standby(home: Database, name: str):
    with home.connect() as connection:
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        connection.execute("SELECT pg_reload_conf()")
    eventually(lambda: home.value("SHOW synchronous_standby_names") == name, "the setting is taken")


def test_a_silent_host_is_passed(start, home):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        server = start(home, silent.getsockname()[1], home.server.port)
        assert CONNECT_SECONDS <= time.monotonic() - begun < 4 * CONNECT_SECONDS
        # It is not waited for again.
        begun = time.monotonic()
        account = server.client.bearer(server.client.create_account().json()["bearer_token"])
        assert {account.get("/accounts/me").status for _ in range(8)} == {200}
        assert time.monotonic() - begun < CONNECT_SECONDS


def test_a_standby_is_passed(start, home, standby):
    server = start(home, standby.port, home.server.port)
    token = server.client.create_account().json()["bearer_token"]
    with standby.connect(home.name) as connection:
        connection.execute("SELECT pg_wal_replay_pause()")
        account = server.client.bearer(token)
        made = account.post("/accounts/me/tokens", {}).json()
        another = server.client.bearer(made["bearer_token"])
        assert {another.get("/accounts/me").status for _ in range(8)} == {200}
        assert account.send("DELETE", f"/accounts/me/tokens/{made['id']}").status == 200
        assert {another.get("/accounts/me").status for _ in range(8)} == {401}
        assert connection.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'scriptorium'").fetchone() == (0,)


@pytest.mark.parametrize(("parameters", "is_standby"), [
    ("", False), ("?target_session_attrs=any", False), ("?target_session_attrs=prefer-standby", True),
])
def test_a_command_looks_at_the_primary_unless_it_is_told_otherwise(
        program, start, home, standby, parameters, is_standby):
    start(home, home.server.port).stop()
    eventually(lambda: home.value(
        "SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication"), "the standby has everything")
    ports = [standby.port, home.server.port] if not parameters else [home.server.port, standby.port]
    hosts = ",".join(f"127.0.0.1:{port}" for port in ports)
    examined = program.run("doctor", "--database", f"postgres://scriptorium@{hosts}/{home.name}{parameters}")
    assert ("it is a standby" in examined.stdout.decode()) == is_standby, examined


def test_nobody_stays_at_a_standby_while_the_primary_was_away(start, home, standby, configured):
    server = start(home, home.server.port, standby.port, config=configured(reconnect_timeout_seconds=1))
    home.close()
    home.server.stop()
    problem = check_problem(server.client.create_account(), 503, "DATABASE_UNAVAILABLE")
    assert "takes no changes" in problem["detail"] or "cannot be reached" in problem["detail"]
    assert home.server.start()
    eventually(lambda: makes_accounts(server), "it is back", 20)
    with standby.connect(home.name) as connection:
        assert connection.execute(
            "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = 'scriptorium'").fetchone() == (0,)


def test_a_standby_that_was_connected_to_is_left(start, home, standby, relays, configured):
    way = relays(home.server.port)
    server = start(home, way.port, config=configured(reconnect_timeout_seconds=1), target_session_attrs="any")
    assert makes_accounts(server)
    way.target = standby.port
    way.cut()
    check_problem(server.client.create_account(), 503, "DATABASE_UNAVAILABLE")
    # The connections stay; only new ones lead elsewhere.
    way.target = home.server.port
    eventually(lambda: makes_accounts(server), "the primary is found", 20)


def test_a_standby_that_is_promoted_is_gone_on_with(start, home, standby):
    server = start(home, home.server.port, standby.port)
    token = server.client.create_account().json()["bearer_token"]
    eventually(lambda: home.value(
        "SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication"), "the standby has everything")
    home.close()
    home.server.stop()
    with standby.connect(home.name) as connection:
        connection.execute("SELECT pg_promote()")
    eventually(lambda: makes_accounts(server), "the new primary is found", 20)
    assert server.client.bearer(token).get("/accounts/me").status == 200


def test_a_commit_is_not_taken_for_another_one_of_a_promoted_standby(start, home, standby, relays, configured):
    way = relays(standby.port)
    server = start(
        home, home.server.port, way.port, config=configured(reconnect_timeout_seconds=40), connect_timeout=10)
    assert makes_accounts(server)
    set_standby(home, "standby")
    eventually(
        lambda: home.rows("SELECT sync_state FROM pg_stat_replication") == [("sync",)], "the standby is waited for")
    assert makes_accounts(server)
    before = home.value("SELECT COUNT(*) FROM principals")
    standby.way.freeze()
    key = new_key()
    call = Call(server, key)
    eventually(lambda: waits_in_commit(home), "it is being committed")
    last = home.value(
        "SELECT MAX(backend_xid::text::bigint) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
    way.freeze()
    home.close()
    home.server.stop(signal.SIGQUIT)
    with standby.connect(home.name) as connection:
        connection.execute("SELECT pg_promote()")
        # Others go on, and use the numbers that this server has not heard of.
        while connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()[0] <= last:
            pass
        way.cut()
        check_problem(call.answer(), 503, "OUTCOME_UNKNOWN")
        assert connection.execute("SELECT COUNT(*) FROM principals").fetchone() == (before,)
        assert server.client.create_account(key).status == 201
        assert connection.execute("SELECT COUNT(*) FROM principals").fetchone() == (before + 1,)


def test_what_became_of_a_commit_is_asked_also_when_its_loss_is_noticed_late(start, home, relays, configured):
    way = relays(home.server.port)
    server = start(home, way.port, config=configured(reconnect_timeout_seconds=2))
    assert makes_accounts(server)
    before = home.value("SELECT COUNT(*) FROM principals")
    set_standby(home, "nobody")
    call = Call(server, new_key())
    eventually(lambda: waits_in_commit(home), "it is being committed")
    way.freeze()
    # This change waits for that standby too, unless it says otherwise.
    with home.connect() as connection:
        connection.execute("SET synchronous_commit = local")
        connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
        connection.execute("SELECT pg_reload_conf()")
    eventually(lambda: home.value("SELECT COUNT(*) FROM principals") == before + 1, "it is committed")
    time.sleep(4)
    assert call.is_alive()
    way.cut()
    assert call.answer().status == 201
    assert home.value("SELECT COUNT(*) FROM principals") == before + 1
