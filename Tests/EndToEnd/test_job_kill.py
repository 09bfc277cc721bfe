"""The program is killed and stopped while jobs run, and each goes on, and is paid for once."""

import http.client
import random
import signal
import threading
import time

import pytest
import torture
from jobs import PRICE, THREE, Account, House, atomic, chain, composed, fixed, in_flight, succeeded
from process import SOON_SECONDS, eventually
from wire import Reply, new_key

SEED = torture.seed(20_250_702)
# Kills that must fall into a step; more are tried until so many did.
KILLS = torture.amount(10)
KILLS_MAX = 3 * KILLS
CROWD = 30
STEP_MS = 80


def check_paid_once(account: Account, jobs: list[str], steps: str = "abc"):
    """Each step of each job was charged, once, and nothing is held or was given back."""
    assert account.charges() == sorted((job, each, PRICE) for job in jobs for each in steps)
    purposes = {each["purpose"] for each in account.transfers()}
    assert purposes == {"funding", "hold", "charge"}
    for job in jobs:
        assert [each["step"] for each in account.steps(job)] == list(steps)


def hex_of(job: str) -> str:
    return job.replace("-", "")


def test_a_job_goes_on_after_a_kill(serve, database):
    chance = random.Random(SEED)
    server = serve()
    account = House(server, database).account(str(KILLS_MAX))
    jobs: list[str] = []
    hits = 0
    while hits < KILLS:
        assert len(jobs) < KILLS_MAX, f"only {hits} of {len(jobs)} kills fell into a step"
        job = account.run(THREE, {"ms": STEP_MS})
        account.await_steps(job, hits % 3)
        time.sleep(chance.uniform(0, STEP_MS / 2_000))  # not a wait for anything: the moment is drawn
        server.kill()
        found = in_flight(database)
        if found:
            assert list(found) == [hex_of(job)] and found[hex_of(job)] >= hits % 3
            hits += 1

        server = serve()
        account = account.at(server)
        done = account.ended(job)
        assert (done["result"], done["cost"]["amount"], done["steps_done"]) == ({"text": "c"}, "0.3", 3)
        jobs.append(job)
        check_paid_once(account, jobs)
        rest = str(KILLS_MAX - 3 * PRICE * len(jobs)).removesuffix(".0")
        assert account.balance() == (rest, "0", rest)
    House(server, database).check_books()


def test_one_job_outlives_many_kills(serve, database):
    chance = random.Random(SEED + 1)
    server = serve()
    account = House(server, database).account("1")
    # A wait that has begun is over at its time, however often the server is killed meanwhile.
    job = account.run(THREE, {"ms": 3_000})
    for _ in range(10):
        time.sleep(chance.uniform(0, 0.02))  # again the moment is drawn
        server.kill()
        server = serve()
        account = account.at(server)
    assert account.job(job)["steps_done"] < 3
    account.ended(job)
    check_paid_once(account, [job])
    assert account.balance() == ("0.7", "0", "0.7")
    House(server, database).check_books()


class Crowd:
    """Threads that begin jobs, each with a key of its own, until all were accepted or the server is gone."""

    def __init__(self, keys: dict[str, int]):
        self.keys = keys
        self.jobs: dict[str, str] = {}
        self.surprises: list[Reply] = []

    def begin(self, account: Account):
        missing = [key for key in self.keys if key not in self.jobs]
        threads = [threading.Thread(target=self._run, args=(account, missing[part::6])) for part in range(6)]
        for thread in threads:
            thread.start()
        self.threads = threads

    def _run(self, account: Account, keys: list[str]):
        for key in keys:
            try:
                reply = account.ask(THREE, {"ms": self.keys[key]}, {"Idempotency-Key": key})
            except (OSError, http.client.HTTPException):
                return
            if reply.status != 202:
                self.surprises.append(reply)
                return
            job = reply.json()["job_id"]
            if self.jobs.setdefault(key, job) != job:
                self.surprises.append(reply)

    def join(self):
        for thread in self.threads:
            thread.join(timeout=30)
            assert not thread.is_alive()
        assert not self.surprises, self.surprises[0]


def test_a_crowd_of_jobs_outlives_kills_at_any_moment(serve, database):
    chance = random.Random(SEED + 2)
    crowd = Crowd({new_key(): chance.randrange(40, 250) for _ in range(CROWD)})
    server = serve()
    account = House(server, database).account("20")
    hits = kills = 0
    while hits < 4 and kills < 40:
        kills += 1
        crowd.begin(account)
        time.sleep(chance.uniform(0.01, 0.2))  # again the moment of the kill is drawn
        server.kill()
        crowd.join()
        hits += len(in_flight(database)) > 0
        server = serve()
        account = account.at(server)
    assert hits == 4, f"only {hits} of {kills} kills fell into a step"
    # What was accepted without an answer is found again by its key.
    crowd.begin(account)
    crowd.join()
    jobs = list(crowd.jobs.values())
    assert len(set(jobs)) == CROWD
    for job in jobs:
        account.ended(job)
    assert {job["job_id"] for job in account.jobs()} == set(jobs)
    check_paid_once(account, jobs)
    assert account.balance() == ("11", "0", "11")
    House(server, database).check_books()


def test_a_kill_right_after_the_acceptance(serve, database):
    server = serve()
    account = House(server, database).account("3")
    jobs = []
    for _ in range(5):
        jobs.append(account.run())
        server.kill()
        server = serve()
        account = account.at(server)
    for job in jobs:
        account.ended(job)
    check_paid_once(account, jobs)
    assert account.balance() == ("1.5", "0", "1.5")


def test_cancelled_stays_cancelled_after_a_kill(serve, database):
    server = serve()
    account = House(server, database).account("1")
    for _ in range(3):
        job = account.begin_wait()
        answered = succeeded(account.cancel(job))
        server.kill()
        server = serve()
        account = account.at(server)
        assert account.job(job) == answered
        assert account.balance() == ("1", "0", "1")


def test_a_time_to_live_passes_while_the_server_is_away(serve, database):
    server = serve()
    account = House(server, database).account("1")
    job = account.begin_wait(ttl_seconds=1)
    begun = time.monotonic()
    server.kill()
    eventually(lambda: time.monotonic() - begun > 1.1, "its time has passed")
    account = account.at(serve())
    assert account.ended(job, "failed")["error"]["reason"] == "THREAD_EXPIRED"
    assert account.balance() == ("1", "0", "1")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
def test_a_stop_leaves_the_rest_to_the_next_start(serve, database, how):
    server = serve()
    account = House(server, database).account("2")
    job, waiting = account.run(THREE, {"ms": 300}), account.begin_wait()
    account.await_steps(job, 1)
    begun = time.monotonic()
    assert server.stop(how) == 0
    assert time.monotonic() - begun < SOON_SECONDS
    assert set(in_flight(database)) == {hex_of(job), hex_of(waiting)}
    server = serve()
    account = account.at(server)
    account.ended(job)
    assert account.job(waiting)["status"] == "processing"
    assert account.cancel(waiting).status == 200
    assert [each[1:] for each in account.charges(job)] == [(each, PRICE) for each in "abc"]
    assert account.balance() == ("1.7", "0", "1.7")
    House(server, database).check_books()


class TestOnce:
    """Ingredients that must not be called twice."""

    @pytest.fixture
    def house(self, serve, database) -> House:
        self.server = serve()
        house = House(self.server, database)
        house.publish(atomic("demo:tool:once", effect="once", cost=fixed(PRICE)))
        house.publish(composed("demo:flow:once", chain("a", "b", ingredient="demo:tool:once")))
        return house

    def test_each_is_intended_before_it_is_called(self, house):
        account = house.account("1")
        job = account.run("demo:flow:once", {"ms": 10})
        account.ended(job)
        assert [each[1] for each in account.charges(job)] == ["a", "b"]
        stream = account.client.get(f"/jobs/stream?job_id={job}").body.decode()
        intents = [stream.index('"step.intended"'), stream.rindex('"step.intended"')]
        results = [stream.index('"step.completed"'), stream.rindex('"step.completed"')]
        assert intents[0] < results[0] < intents[1] < results[1]

    def test_a_kill_leaves_it_in_doubt_and_refunds(self, house, serve):
        account = house.account("1")
        job = account.run("demo:flow:once", {"ms": 300})
        account.await_steps(job, 1)
        eventually(lambda: account.steps(job)[-1]["step"] == "b", "the second step is intended")
        assert account.steps(job)[-1]["status"] == "running"
        self.server.kill()
        account = account.at(serve())
        failed = account.ended(job, "failed")
        assert (failed["error"]["reason"], failed["error"]["step"]) == ("STEP_IN_DOUBT", "b")
        assert account.balance() == ("1", "0", "1")

    def test_a_stop_waits_for_it(self, house, serve):
        account = house.account("1")
        job = account.run("demo:flow:once", {"ms": 600})
        eventually(lambda: account.steps(job) != [], "the first step is intended")
        begun = time.monotonic()
        assert self.server.stop() == 0
        assert time.monotonic() - begun < 0.6 + SOON_SECONDS
        account = account.at(serve())
        # Its result was stored, so the job is not in doubt; the second step begins now.
        assert account.ended(job)["cost"]["amount"] == "0.2"
        assert [each[1] for each in account.charges(job)] == ["a", "b"]
        assert account.balance() == ("0.8", "0", "0.8")
