"""The program is killed in the middle of its work, again and again, and nothing that it promised is lost."""

import http.client
import json
import random
import threading
import time

import torture
from stored import guest_count, guests
from wire import Client, Reply, new_key

ROUNDS = torture.amount(20)
# A kill between a commit and its answer is what this is about; rounds are added until one was seen.
ROUNDS_MAX = 3 * ROUNDS
THREADS = 6
SEED = torture.seed(20_240_229)


class Hammer:
    """Threads that make accounts as fast as they can, each call with a key of its own, until the server is gone."""

    def __init__(self, client: Client):
        self.answered: dict[str, bytes] = {}
        self.unanswered: set[str] = set()
        self.surprises: list[Reply] = []
        self.threads = [threading.Thread(target=self._run, args=(client,)) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def _run(self, client: Client):
        while True:
            key = new_key()
            try:
                reply = client.create_account(key)
            except (OSError, http.client.HTTPException):
                self.unanswered.add(key)
                return
            if reply.status != 201:
                self.surprises.append(reply)
                return
            self.answered[key] = reply.body

    def join(self):
        for thread in self.threads:
            thread.join(timeout=30)
            assert not thread.is_alive()
        assert not self.surprises, self.surprises[0]


def test_what_was_answered_outlives_a_kill(serve, database):
    chance = random.Random(SEED)
    total = committed_unanswered = rounds = 0
    server = serve()
    while rounds < ROUNDS or (committed_unanswered == 0 and rounds < ROUNDS_MAX):
        rounds += 1
        hammer = Hammer(server.client)
        time.sleep(chance.uniform(0.01, 0.12))  # not a wait for anything: the moment of the kill is drawn
        server.kill()
        hammer.join()

        server = serve()
        there = guests(database)
        for body in hammer.answered.values():
            assert user_of(server.client, body) in there, f"round {rounds}: an answered account is gone"
        committed_unanswered += len(there) - total - len(hammer.answered)
        assert total + len(hammer.answered) <= len(there) <= total + len(hammer.answered) + len(hammer.unanswered)

        for key in hammer.unanswered:
            reply = server.client.create_account(key)
            assert reply.status == 201
            assert server.client.create_account(key).body == reply.body
        for key in chance.sample(sorted(hammer.answered), min(5, len(hammer.answered))):
            assert server.client.create_account(key).body == hammer.answered[key]
        total += len(hammer.answered) + len(hammer.unanswered)
        assert guest_count(database) == total, f"round {rounds}: each key makes exactly one account"
    assert committed_unanswered > 0, f"in {rounds} rounds no kill fell between a commit and its answer"


def user_of(client: Client, body: bytes) -> str:
    """The id of the account in an answer, in hexadecimal."""
    return json.loads(body)["user_id"].replace("-", "")


def test_a_first_start_that_was_killed_is_no_obstacle(program, database):
    chance = random.Random(SEED)
    for number in range(torture.amount(15)):
        path = database.with_name(f"{number}.db")
        starting = program.serve("--database", path, "--port", "0")
        time.sleep(chance.uniform(0, 0.06))  # again the moment of the kill is drawn
        starting.kill()
        result = program.run("account", "create", "--database", path)
        assert result.returncode == 0, result.stderr
        assert guest_count(path) == 1
