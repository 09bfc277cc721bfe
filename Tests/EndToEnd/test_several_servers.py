"""Several servers on one PostgreSQL database are as one: what one does, the others know at once."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from errors import check_problem
from jobs import LONG_MS, PRICE, PRICED, THREE, Account, Follower, House, atomic, composed, chain, fixed, succeeded
from postgres import Database, stored
from process import SOON_SECONDS, Program, Server, eventually
from wire import new_key

# Far less than a lease, and far more than a word between servers takes.


def token_file(program: Program) -> Path:
    return Path(program.environment["HOME"], ".local/share/scriptorium/operator-token")


@pytest.fixture
def two(join) -> tuple[Server, Server]:
    return join(name="one"), join(name="two")


@pytest.fixture
def house(two, program) -> House:
    return House(two[0], Path(), token_file(program))


def is_free(database: Database, name: str) -> bool:
    """Whether a server has let go of the database."""
    return database.value("SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = %s", name) == 0


def test_servers_that_start_at_once_set_the_database_up_once(join, program, common, tmp_path):
    homes = [tmp_path / f"home-{number}" for number in range(4)]
    servers = [join(ready=False, environment={"XDG_DATA_HOME": str(home)}) for home in homes]
    for server in servers:
        server.await_ready()
    versions = [version for [version] in common.rows("SELECT version FROM schema_migrations ORDER BY version")]
    assert versions == list(range(1, len(versions) + 1)) and versions
    assert common.rows("SELECT COUNT(*) FROM principals WHERE kind = 'operator'") == [(1,)]
    recipes = {server.client.get("/recipes?limit=200").body for server in servers}
    assert len(recipes) == 1 and b"scriptorium:flow:wait" in recipes.pop()
    # One of them made the operator's token, and it is good for all.
    [home] = [home for home, server in zip(homes, servers, strict=True) if "operator's token is in" in server.log]
    operator = (home / "scriptorium/operator-token").read_text().strip()
    for server in servers:
        assert server.client.bearer(operator).get("/accounts/me").status == 200
        assert server.client.get("/ready").status == 200
    assert common.value("SELECT COUNT(*) FROM workers WHERE lease_until > 0") == len(servers)


def test_servers_of_one_user_may_start_at_once(join):
    servers = [join(ready=False) for _ in range(4)]
    for server in servers:
        server.await_ready()


def test_an_account_is_known_to_the_other_server(two):
    one, other = two
    token = one.client.create_account().json()["bearer_token"]
    shown = other.client.bearer(token).get("/accounts/me")
    assert shown.status == 200
    assert shown.body == one.client.bearer(token).get("/accounts/me").body


def test_a_token_that_is_revoked_is_refused_by_the_other_at_once(two):
    one, other = two
    first = one.client.create_account().json()["bearer_token"]
    for _ in range(10):
        made = succeeded(one.client.bearer(first).post("/accounts/me/tokens", {}), 201)
        second = other.client.bearer(made["bearer_token"])
        assert second.get("/accounts/me").status == 200
        assert one.client.bearer(first).send("DELETE", f"/accounts/me/tokens/{made['id']}").status == 200
        check_problem(second.get("/accounts/me"), 401, "CREDENTIAL_INVALID")


def test_a_token_is_replaced_by_one_whoever_is_asked(two):
    def replace(client, key):
        return client.post("/accounts/me/tokens", {"revoke_current": True}, {"Idempotency-Key": key})

    token = two[0].client.create_account().json()["bearer_token"]
    with ThreadPoolExecutor(2) as pool:
        for _ in range(15):
            keys = [new_key(), new_key()]
            clients = [server.client.bearer(token) for server in two]
            replies = list(pool.map(replace, clients, keys))
            [winner] = [number for number in range(2) if replies[number].status == 201]
            check_problem(replies[1 - winner], 401, "CREDENTIAL_INVALID")
            # Its answer is heard again, from either.
            assert {replace(client, keys[winner]).body for client in clients} == {replies[winner].body}
            token = replies[winner].json()["bearer_token"]
            assert two[1 - winner].client.bearer(token).get("/accounts/me").status == 200


@pytest.mark.parametrize("path", ["/accounts", f"/recipes/{THREE}"])
def test_one_key_is_one_call_whoever_is_asked(two, house, common, path):
    account = house.account("50")
    clients = [account.client, account.at(two[1]).client]
    counted = {"/accounts": "principals"}.get(path, "threads")
    for _ in range(5):
        key, before = new_key(), common.value(f"SELECT COUNT(*) FROM {counted}")
        with ThreadPoolExecutor(8) as pool:
            replies = list(pool.map(
                lambda number: clients[number % 2].post(
                    path, {"input": {}} if path != "/accounts" else None, {"Idempotency-Key": key}), range(16)))
        assert {reply.status for reply in replies} == {202 if path != "/accounts" else 201}
        assert len({reply.body for reply in replies}) == 1
        assert common.value(f"SELECT COUNT(*) FROM {counted}") == before + 1


class TestJobs:
    @pytest.fixture
    def account(self, house) -> Account:
        return house.account("10")

    @pytest.fixture
    def there(self, account, two) -> Account:
        """The same account at the other server."""
        return account.at(two[1])

    def test_it_is_followed_and_shown_elsewhere(self, account, there):
        id = account.run(THREE, {"ms": 150})
        with Follower(there.client, f"?job_id={id}") as stream:
            events = list(stream)
        assert [event.kind for event in events][-1] == "thread.completed"
        with Follower(account.client, f"?job_id={id}") as stream:
            assert list(stream) == events
        assert account.job(id) == there.job(id)
        assert there.job(id)["result"] == {"text": "c"}
        assert there.balance() == account.balance() == ("9.7", "0", "9.7")

    def test_its_events_are_told_elsewhere_at_once(self, account, there):
        with Follower(there.client) as stream:
            for _ in range(5):
                begun = time.monotonic()
                account.run("scriptorium:flow:echo", {"value": 1})
                stream.take(4)
                assert time.monotonic() - begun < SOON_SECONDS

    def test_it_is_cancelled_elsewhere(self, account, there, common):
        id = account.begin_wait()
        assert account.balance() == ("9.7", "0.3", "10")
        with Follower(account.client, f"?job_id={id}") as stream:
            stream.take(3)
            begun = time.monotonic()
            assert succeeded(there.cancel(id))["status"] == "cancelled"
            [last] = list(stream)
        assert last.kind == "thread.cancelled"
        assert time.monotonic() - begun < SOON_SECONDS
        assert account.balance() == there.balance() == ("10", "0", "10")
        assert common.row("SELECT worker, state FROM threads WHERE id = %s", stored(id)) == (None, "CANCELLED")

    def test_a_call_that_was_begun_here_is_given_up_when_it_is_cancelled_there(self, house, account, there, two):
        # In memory, and not to be repeated: a stop would wait for it.
        house.publish(atomic("demo:tool:once", effect="once", cost=fixed(PRICE)))
        id = account.run("demo:tool:once", {"milliseconds": LONG_MS})
        eventually(lambda: account.steps(id) != [], "it is intended")
        assert succeeded(there.cancel(id))["status"] == "cancelled"
        begun = time.monotonic()
        assert two[0].stop() == 0
        assert time.monotonic() - begun < SOON_SECONDS

    def test_it_is_cancelled_by_both_at_once_and_refunded_once(self, account, there):
        for _ in range(5):
            id = account.begin_wait()
            with ThreadPoolExecutor(8) as pool:
                replies = list(pool.map(lambda number: (account, there)[number % 2].cancel(id), range(8)))
            assert {reply.json()["status"] for reply in replies} == {"cancelled"}
            assert account.balance() == ("10", "0", "10")

    @pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
    def test_a_stop_hands_it_over_at_once(self, account, there, two, common, how):
        jobs = [account.run(THREE, {"ms": ms}) for ms in (100, 200, 300)]
        waiting = account.begin_wait()
        assert two[0].stop(how) == 0
        stopped = time.monotonic()
        for job in jobs:
            there.ended(job)
        # The lease would have lasted for 15 s.
        assert time.monotonic() - stopped < SOON_SECONDS
        assert is_free(common, "one")
        assert common.value("SELECT COUNT(*) FROM workers WHERE lease_until > 0") == 1
        assert there.charges() == sorted((job, step, PRICE) for job in jobs for step in "abc")
        assert succeeded(there.cancel(waiting))["status"] == "cancelled"
        assert there.balance() == ("9.1", "0", "9.1")

    def test_a_stop_waits_for_a_call_that_must_not_be_repeated(self, house, account, there, two):
        house.publish(atomic("demo:tool:once", effect="once", cost=fixed(PRICE)))
        house.publish(composed("demo:flow:once", chain("a", "b", ingredient="demo:tool:once")))
        job = account.run("demo:flow:once", {"ms": 700})
        eventually(lambda: account.steps(job) != [], "the first step is intended")
        assert two[0].stop() == 0
        there.ended(job)
        assert [each[1] for each in there.charges(job)] == ["a", "b"]

    def test_who_was_killed_is_replaced_when_its_lease_is_over(self, program, join, configured):
        config = configured(lease_seconds=2)
        one, other = join("--config", config), join("--config", config)
        account = House(one, Path(), token_file(program)).account("10")
        there = account.at(other)
        jobs = [account.run(THREE, {"ms": 400}) for _ in range(3)]
        account.await_steps(jobs[0], 1)
        one.kill()
        killed = time.monotonic()
        for job in jobs:
            there.ended(job)
        assert time.monotonic() - killed < 2 + 1.2 + SOON_SECONDS
        assert there.charges() == sorted((job, step, PRICE) for job in jobs for step in "abc")


def test_servers_come_through_a_restart_of_the_database(join, configured, program, common):
    config = configured(reconnect_timeout_seconds=1)
    two = [join("--config", config) for _ in range(2)]
    house = House(two[0], Path(), token_file(program))
    account = house.account("10")
    other = account.at(two[1])
    job = account.run(THREE, {"ms": 400})
    common.close()
    common.server.stop()
    for server in two:
        assert server.client.get("/health").status == 200
        problem = check_problem(server.client.get("/ready"), 503, "DATABASE_UNAVAILABLE")
        assert common.password not in str(problem)
    assert common.server.start()
    for server in two:
        eventually(lambda server=server: server.client.get("/ready").status == 200, "the server is ready again", 20)
    other.ended(job)
    assert other.charges() == [(job, step, PRICE) for step in "abc"]
    house.check_books()


def test_more_than_one_server_works(join, program, common):
    """A backlog is shared: of many jobs each server does some, whoever accepted them."""
    servers = [join(name=f"server-{number}") for number in range(2)]
    house = House(servers[0], Path(), token_file(program))
    accounts = [house.account("100").at(servers[number]) for number in (0, 1)]
    jobs = [account.run(THREE, {"ms": 100}) for _ in range(10) for account in accounts]
    owners = "SELECT COUNT(DISTINCT worker) FROM threads WHERE finished_at IS NULL"
    assert common.value(owners) == 2
    for number, job in enumerate(jobs):
        accounts[number % 2].ended(job)
    house.check_books()
