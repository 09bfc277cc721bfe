"""Jobs are followed as they go on: in order, without gap or repetition, and by their owner alone."""

import contextlib
import random
import signal
import time
from collections.abc import Iterator

import pytest
import torture
from errors import check_problem
from jobs import (
    ECHO, FAIL, PRICED, THREE, WAIT, Account, Event, Follower, House, composed, plan, step, succeeded)
from process import SOON_SECONDS
from wire import Client

SEED = torture.seed(20_250_701)
# What a job of three steps tells, one after the other.
WHOLE = ["thread.created", "thread.started", *["step.completed"] * 3, "thread.completed"]
# The same when each step waits.
WAITING = ["thread.created", "thread.started", *["step.waiting", "step.completed"] * 3, "thread.completed"]
QUICK = {"value": 1, "more": True}


@pytest.fixture(scope="module")
def house(shared) -> House:
    return House(shared, shared.database)


@pytest.fixture
def account(house, client) -> Account:
    return house.account("10")


@pytest.fixture(scope="module", autouse=True)
def quiet(house) -> Iterator[Follower]:
    """A stream on which nothing happens, and whose token is worth nothing any more."""
    account = house.account()
    second, id = second_token(account)
    with Follower(second) as stream:
        revoke(account.client, id)
        yield stream


def second_token(account: Account) -> tuple[Client, str]:
    made = succeeded(account.client.post("/accounts/me/tokens", {}), 201)
    return account.client.bearer(made["bearer_token"]), made["id"]


def revoke(client: Client, token_id: str):
    assert client.send("DELETE", f"/accounts/me/tokens/{token_id}").status == 200


def kinds(events: list[Event]) -> list[str]:
    return [event.kind for event in events]


def ids(events: list[Event]) -> list[int]:
    return [event.id for event in events]


def history(account: Account, count: int) -> list[Event]:
    """The first `count` events of everything that happened."""
    with Follower(account.client, "?after=0") as stream:
        return stream.take(count)


class TestFollowing:
    def test_events_come_while_the_job_goes_on(self, account):
        with Follower(account.client) as stream:
            id = account.run(THREE, {"ms": 200})
            first = stream.take(4)
            # The first step is done, and the job is not: the stream did not wait for the end.
            assert account.job(id)["status"] == "processing"
            events = first + stream.take(5)
        assert kinds(events) == WAITING
        assert ids(events) == list(range(1, 10))
        assert {event.name for event in events} == {"job"}
        assert {event.data["job_id"] for event in events} == {id}
        assert [event.data["status"] for event in events] == ["pending", *["processing"] * 7, "completed"]
        times = [event.data["occurred_at"] for event in events]
        assert times == sorted(times)

    def test_a_step_is_told_with_its_cost_and_progress(self, account):
        account.ended(account.run(THREE, {"ms": 0}))
        steps = history(account, 6)[2:5]
        for number, (event, name) in enumerate(zip(steps, "abc", strict=True), 1):
            assert event.data["step"] == name and event.data["attempt"] == 1
            assert event.data["cost"] == {"amount": "0.1", "currency": "USDC"}
            assert event.data["progress"] == pytest.approx(number / 3)

    def test_it_begins_now(self, account):
        before = account.run(ECHO, QUICK)
        account.ended(before)
        with Follower(account.client) as stream:
            after = account.run(ECHO, QUICK)
            events = stream.take(4)
        assert {event.data["job_id"] for event in events} == {after}
        assert ids(events) == [5, 6, 7, 8]

    def test_every_ending_is_told(self, house, account):
        retry = {"max_attempts": 2, "backoff_seconds": 0.01}
        house.publish(composed("demo:flow:again", plan(
            step("bad", FAIL, {"message": "it broke", "retryable": True}, retry=retry))))
        failing = account.run("demo:flow:again")
        account.ended(failing, "failed")
        with Follower(account.client, f"?job_id={failing}") as stream:
            events = list(stream)
        assert kinds(events) == [
            "thread.created", "thread.started", "step.retrying", "step.failed", "thread.failed"]
        assert [event.data.get("attempt") for event in events[2:4]] == [1, 2]
        for event in events[2:]:
            error = event.data["error"]
            assert (error["reason"], error["message"]) == ("STEP_FAILED", "it broke")

        stopped = account.begin_wait()
        expiring = account.run(WAIT, {"milliseconds": 60_000}, ttl_seconds=1)
        with Follower(account.client, f"?job_id={stopped}") as stream:
            stream.take(3)
            account.cancel(stopped)
            [last] = list(stream)
        assert (last.kind, last.data["status"]) == ("thread.cancelled", "cancelled")
        with Follower(account.client, f"?job_id={expiring}") as stream:
            last = list(stream)[-1]
        assert (last.kind, last.data["status"]) == ("thread.expired", "failed")
        assert last.data["error"]["reason"] == "THREAD_EXPIRED"

    def test_other_accounts_are_never_seen(self, house, account):
        other = house.account("10")
        with Follower(account.client) as mine, Follower(other.client) as theirs:
            jobs = [(account.run(ECHO, QUICK), other.run(ECHO, QUICK)) for _ in range(5)]
            for stream, own in ((mine, 0), (theirs, 1)):
                events = stream.take(5 * 4)
                assert {event.data["job_id"] for event in events} == {pair[own] for pair in jobs}
                # Each account counts its own events, so that a gap would tell of others.
                assert ids(events) == list(range(1, 21))

    def test_many_follow_at_once(self, account):
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(Follower(account.client)) for _ in range(50)]
            account.run(THREE, {"ms": 10})
            told = [stream.take(9) for stream in streams]
        assert kinds(told[0]) == WAITING
        assert all(events == told[0] for events in told)

    def test_a_client_that_goes_away_harms_nobody(self, shared, account):
        with Follower(account.client) as stays:
            for _ in range(30):
                Follower(account.client).close()
            account.run(ECHO, QUICK)
            assert len(stays.take(4)) == 4
        assert shared.is_running


class TestOneJob:
    def test_it_is_told_from_its_beginning_to_its_end(self, account):
        other, id = account.run(THREE, {"ms": 20}), account.run(THREE, {"ms": 20})
        for job in (other, id):
            account.ended(job)
        with Follower(account.client, f"?job_id={id}") as stream:
            events = list(stream)
        assert kinds(events) == WAITING
        assert {event.data["job_id"] for event in events} == {id}
        assert ids(events) == sorted(set(ids(events)))
        assert events == [event for event in history(account, 18) if event.data["job_id"] == id]

    def test_it_ends_with_a_job_that_is_under_way(self, account):
        id = account.run(THREE, {"ms": 100})
        account.await_steps(id, 1)
        with Follower(account.client, f"?job_id={id}") as stream:
            events = list(stream)
        assert kinds(events) == WAITING

    def test_each_place_can_be_resumed(self, account):
        id = account.run(THREE, {"ms": 0})
        account.ended(id)
        with Follower(account.client, f"?job_id={id}") as stream:
            events = list(stream)
        for count, event in enumerate(events, 1):
            with Follower(account.client, f"?job_id={id}", last=event.id) as stream:
                assert list(stream) == events[count:]
            with Follower(account.client, f"?job_id={id}&after={event.id}") as stream:
                assert list(stream) == events[count:]

    @pytest.mark.parametrize("id, status, reason", [
        ("x", 422, "INPUT_INVALID"), ("", 422, "INPUT_INVALID"),
        ("00000000-0000-7000-8000-000000000000", 404, "NOT_FOUND")])
    def test_a_job_that_is_none(self, account, id, status, reason):
        check_problem(Follower.refusal(account.client, f"?job_id={id}"), status, reason)


class TestResuming:
    def test_nothing_is_lost_or_told_twice_when_the_connection_is_cut(self, account):
        chance = random.Random(SEED)
        told: list[Event] = []
        cuts, total = 0, 0
        while cuts < 12 or len(told) < total:
            if cuts < 12:
                account.run(THREE, {"ms": chance.randrange(1, 30)})
                total += 9
            with Follower(account.client, last=told[-1].id if told else 0) as stream:
                told += stream.take(min(chance.randrange(1, 7), total - len(told)))
            cuts += 1
        assert ids(told) == list(range(1, total + 1))
        assert told == history(account, total)
        for job in account.jobs():
            own = [event for event in told if event.data["job_id"] == job["job_id"]]
            assert kinds(own) == WAITING

    def test_it_goes_on_behind_a_long_history(self, account):
        # More events than are read at once.
        jobs = [account.run(ECHO, QUICK) for _ in range(40)]
        for job in jobs:
            account.ended(job)
        events = history(account, 160)
        assert ids(events) == list(range(1, 161))
        with Follower(account.client, last=100) as stream:
            assert stream.take(60) == events[100:]
            account.run(ECHO, QUICK)
            assert ids(stream.take(4)) == [161, 162, 163, 164]

    def test_the_header_wins_over_the_query(self, account):
        account.ended(account.run(ECHO, QUICK))
        with Follower(account.client, "?after=0", last=3) as stream:
            assert stream.take(1)[0].id == 4

    @pytest.mark.parametrize("last", ["x", "-1", "1.5", "0x1", "1 2", "9" * 30, "+1", "١"])
    def test_a_place_that_is_none(self, account, last):
        problem = check_problem(Follower.refusal(account.client, last=last), 400, "REQUEST_INVALID")
        assert "Last-Event-ID" in problem["detail"]

    @pytest.mark.parametrize("query", ["after=x", "after=-1", "after=1.5", "since=1"])
    def test_a_query_that_does_not_fit(self, account, query):
        check_problem(Follower.refusal(account.client, f"?{query}"), 422, "INPUT_INVALID")

    def test_it_outlives_a_restart(self, serve, database):
        server = serve()
        account = House(server, database).account("1")
        account.ended(account.run(THREE))
        first = history(account, 3)
        assert server.stop() == 0
        account = account.at(serve())
        with Follower(account.client, last=first[-1].id) as stream:
            rest = stream.take(3)
            account.run(ECHO, QUICK)
            rest += stream.take(1)
        assert kinds(first + rest) == WHOLE + ["thread.created"]
        assert ids(first + rest) == [1, 2, 3, 4, 5, 6, 7]


class TestEnding:
    def test_a_revoked_token_follows_no_further(self, account):
        second, id = second_token(account)
        with Follower(second) as stream:
            account.run(ECHO, QUICK)
            stream.take(4)
            revoke(account.client, id)
            account.run(ECHO, QUICK)
            [error] = list(stream)
        assert (error.name, error.id) == ("error", None)
        assert error.data["reason"] == "CREDENTIAL_INVALID"

    def test_a_quiet_stream_ends_with_its_token_too(self, quiet):
        # It was revoked before the first test. A stream looks anew when it gives a sign of life, every 15 s.
        [error] = list(quiet)
        assert (error.name, error.data["reason"]) == ("error", "CREDENTIAL_INVALID")

    def test_a_stop_of_the_server_ends_every_stream(self, serve, database):
        server = serve()
        house = House(server, database)
        account = house.account("1")
        id = account.begin_wait(PRICED)
        with contextlib.ExitStack() as stack:
            streams = [stack.enter_context(Follower(account.client)) for _ in range(20)]
            streams += [stack.enter_context(Follower(account.client, f"?job_id={id}")) for _ in range(5)]
            for stream in streams[20:]:
                assert kinds([stream.next() for _ in range(3)]) == ["thread.created", "thread.started", "step.waiting"]
            begun = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            for stream in streams:
                assert list(stream) == []
            assert server.wait() == 0
        assert time.monotonic() - begun < SOON_SECONDS
        again = account.at(serve())
        assert again.cancel(id).json()["status"] == "cancelled"
