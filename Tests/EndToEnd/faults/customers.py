"""Customers: each runs jobs, looks at them, cancels some, makes tokens and revokes them, and notes what it was promised."""

import random
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from faults import recipes
from faults.asking import Caller, Surprise
from faults.cluster import Cluster
from faults.recipes import Order
from wire import new_key

OPEN = ("pending", "processing")
# Of one customer at a time.
OPEN_JOBS_MAX = 5
TOKENS_MAX = 20
CREDIT = 5_000


@dataclass
class Accepted:
    """A job as its customer knows it."""

    id: str
    order: Order
    answer: "Answer"
    # How a server said that it ended; none may ever say else.
    ended: str | None = None
    cancelled: bool = False


@dataclass(frozen=True)
class Answer:
    """What a call with a key was answered with: every repetition must be, too."""

    caller: Caller
    path: str
    input: Any
    key: str
    status: int
    body: bytes


@dataclass
class Promises:
    """What a customer was told."""

    jobs: list[Accepted] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    credits: Decimal = Decimal(0)
    revoked: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)


class Customer(threading.Thread):
    """One account under load, until it is told to stop and every call of it was answered."""

    def __init__(self, cluster: Cluster, operator: str, seed: str):
        super().__init__(daemon=True)
        self.cluster = cluster
        self.chance = random.Random(seed)
        self.operator = Caller(cluster, self.chance, operator)
        self.promised = Promises()
        self.stopping = threading.Event()
        self.surprise: Exception | None = None
        made = self.post(Caller(cluster, self.chance), "/accounts", None, 201)
        self.organization = made["organization_id"]
        self.token = made["bearer_token"]
        self.promised.secrets.append(self.token)
        self.caller = Caller(cluster, self.chance, self.token)
        self.credit(CREDIT)

    def post(self, caller: Caller, path: str, input: Any, status: int = 200) -> dict[str, Any]:
        """Makes a call with a key of its own, and keeps the answer."""
        key = new_key()
        self.promised.secrets.append(key)
        reply = caller.succeed("POST", path, input, key, status)
        self.promised.answers.append(Answer(caller, path, input, key, status, reply.body))
        return reply.json()

    def repeat(self, answer: Answer):
        """The same call with the same key, at any server: the same bytes."""
        again = answer.caller.succeed("POST", answer.path, answer.input, answer.key, answer.status)
        if again.body != answer.body:
            raise Surprise(f"POST {answer.path} was answered with {answer.body!r}, and repeated with {again.body!r}")

    # MARK: The load

    def run(self):
        try:
            while not self.stopping.is_set():
                self.do_something()
        except Exception as error:  # whatever it is: it is the test's finding
            self.surprise = error

    def do_something(self):
        still_open = [job for job in self.promised.jobs if job.ended is None]
        if len(still_open) < OPEN_JOBS_MAX:
            return self.begin(recipes.drawn(self.chance, self.mark(), self.cluster.traces))
        deeds = {self.look: 20, self.cancel: 2, self.repeat_some: 2, self.change_tokens: 1, self.top_up: 1}
        [deed] = self.chance.choices(list(deeds), list(deeds.values()))
        deed(self.chance.choice(still_open))
        # Looking without a pause would leave the servers no time to work.
        self.stopping.wait(0.02)

    def mark(self) -> str:
        """A name for what the next job does outside of the database."""
        return f"{self.organization}-{len(self.promised.jobs)}"

    def begin(self, order: Order):
        made = self.post(self.caller, f"/recipes/{order.recipe}", {"input": order.input}, 202)
        self.promised.jobs.append(Accepted(made["job_id"], order, self.promised.answers[-1]))

    def begin_each(self):
        """One of every kind."""
        for kind in recipes.SHARES:
            if self.cluster.traces or kind != recipes.TRACED:
                self.begin(recipes.order(kind, self.chance, self.mark()))

    def look(self, job: Accepted):
        shown = self.caller.succeed("GET", f"/jobs/{job.id}").json()
        self.note(job, shown["status"])

    def look_at_all(self):
        """Looks at every job again, also at those that were said to be over."""
        for job in self.promised.jobs:
            self.look(job)

    def note(self, job: Accepted, status: str):
        if status in OPEN and job.ended is None:
            return
        if job.ended not in (None, status):
            raise Surprise(f"the job {job.id} was {job.ended}, and is {status} now")
        job.ended = status

    def cancel(self, job: Accepted):
        shown = self.caller.succeed("POST", f"/jobs/{job.id}/cancel").json()
        job.cancelled = True
        if shown["status"] in OPEN:
            raise Surprise(f"the job {job.id} was cancelled, and is {shown['status']}")
        self.note(job, shown["status"])

    def repeat_some(self, _: Accepted):
        self.repeat(self.chance.choice(self.promised.answers))

    # MARK: Tokens and money

    def change_tokens(self, _: Accepted):
        if len(self.promised.revoked) >= TOKENS_MAX:
            return
        made = self.post(self.caller, "/accounts/me/tokens", {"label": "faults"}, 201)
        token = made["bearer_token"]
        self.promised.secrets.append(token)
        Caller(self.cluster, self.chance, token).succeed("GET", "/accounts/me")
        self.caller.succeed("DELETE", f"/accounts/me/tokens/{made['id']}")
        self.promised.revoked.append(token)
        # Revoked on one server, and refused by every other from now on.
        Caller(self.cluster, self.chance, token).succeed("GET", "/accounts/me", status=401)

    def top_up(self, _: Accepted):
        self.credit(self.chance.randrange(1, 5))

    def credit(self, amount: int):
        input = {"account": self.organization, "amount": str(amount)}
        self.post(self.operator, "/v1/operations/ledger.credit", input)
        self.promised.credits += amount
