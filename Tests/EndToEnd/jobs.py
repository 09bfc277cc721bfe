"""Recipes, the jobs that run them, and the money they take, as the operator and a customer see them."""

import http.client
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from process import Server, eventually
from stored import parts
from wire import TIMEOUT_SECONDS, Client, Headers, Reply

ECHO, WAIT, FAIL = "scriptorium:flow:echo", "scriptorium:flow:wait", "scriptorium:flow:fail"
PRICED, THREE = "demo:tool:priced", "demo:flow:three"
PRICE = Decimal("0.1")
# A wait that no test sits out.
LONG_MS = 60_000


# MARK: Definitions


def step(id: str, ingredient: str = WAIT, input: Any = None, **fields: Any) -> dict[str, Any]:
    """A step of a plan; by default one that takes no time."""
    if input is None:
        input = {"milliseconds": 0, "value": id}
    return {"id": id, "ingredient": ingredient, "input": input, **fields}


def plan(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"schema_version": 2, "steps": list(steps), **fields}


def atomic(id: str, handler: str = WAIT, **fields: Any) -> dict[str, Any]:
    return {"id": id, "version": "1.0.0", "kind": "atomic", "handler": handler, **fields}


def composed(id: str, plan: Any, **fields: Any) -> dict[str, Any]:
    return {"id": id, "version": "1.0.0", "kind": "composed", "plan": plan, **fields}


def fixed(amount: Decimal | str, currency: str = "USDC") -> dict[str, str]:
    return {"model": "fixed", "currency": currency, "amount": str(amount)}


def chain(*ids: str, ingredient: str = PRICED) -> dict[str, Any]:
    """A plan whose steps run one after the other, each for the input `ms`; its result is that of the last."""
    waits = {"milliseconds": {"from": "inputs.ms"}}
    before = {id: list(ids[max(0, number - 1) : number]) for number, id in enumerate(ids)}
    steps = [step(id, ingredient, {**waits, "value": id}, depends_on=before[id]) for id in ids]
    last = {"text": {"from": f"$.steps.{ids[-1]}.output.value"}}
    return plan(*steps, inputs={"ms": {"type": "integer", "default": 0, "minimum": 0}}, outputs=last)


# MARK: People


class House:
    """A server with its operator, and with the ingredient and the recipe that most tests use."""

    def __init__(self, server: Server, database: Path, token_file: Path | None = None):
        token = (token_file or database.with_name(f"{database.name}-operator-token")).read_text().strip()
        self.client = server.client
        self.operator = server.client.bearer(token)
        self.publish(atomic(PRICED, cost=fixed(PRICE)))
        self.publish(composed(THREE, chain("a", "b", "c")))

    def operate(self, operation: str, input: Any = None, headers: Headers = ()) -> Reply:
        return self.operator.post(f"/v1/operations/{operation}", input or {}, headers)

    def offer(self, definition: dict[str, Any], headers: Headers = ()) -> Reply:
        return self.operate("recipes.publish", definition, headers)

    def publish(self, definition: dict[str, Any]) -> dict[str, Any]:
        return succeeded(self.offer(definition))

    def credit(self, account: str, amount: Any, headers: Headers = (), **fields: Any) -> Reply:
        return self.operate("ledger.credit", {"account": account, "amount": amount, **fields}, headers)

    def account(self, amount: str | None = None) -> "Account":
        """A new account, with this much credited to it."""
        made = self.client.create_account().json()
        if amount is not None:
            succeeded(self.credit(made["organization_id"], amount))
        return Account(self.client.bearer(made["bearer_token"]), made["organization_id"])

    def check_books(self):
        """The ledger is sound and balanced, and nothing is held any more."""
        report = succeeded(self.operate("ledger.verify"))
        assert report["is_sound"] and report["findings"] == 0 and report["transfers"] > 0, report
        balance = succeeded(self.operate("ledger.trial_balance"))
        assert balance == report["trial_balance"]
        assert balance["is_balanced"] and balance["currencies"], balance
        for line in balance["currencies"]:
            assert line["debits_posted"] == line["credits_posted"], line
            assert (line["debits_pending"], line["credits_pending"]) == ("0", "0"), line


@dataclass(frozen=True)
class Account:
    """A customer: its client and its organization."""

    client: Client
    organization: str

    def at(self, server: Server) -> "Account":
        """The same customer, asking the server that came after."""
        return Account(Client(server.url, self.client.headers), self.organization)

    def ask(self, recipe: str = THREE, input: Any = None, headers: Headers = (), **members: Any) -> Reply:
        return self.client.post(f"/recipes/{recipe}", {"input": input or {}, **members}, headers)

    def run(self, recipe: str = THREE, input: Any = None, **members: Any) -> str:
        """Begins a job and returns its id."""
        return succeeded(self.ask(recipe, input, **members), 202)["job_id"]

    def begin_wait(self, recipe: str = THREE, **members: Any) -> str:
        """Begins a job that waits for longer than any test does, and returns once it is under way."""
        input = {"milliseconds": LONG_MS} if recipe in (WAIT, PRICED) else {"ms": LONG_MS}
        id = self.run(recipe, input, **members)
        eventually(lambda: self.job(id)["status"] == "processing", "the job is under way")
        return id

    def job(self, id: str) -> dict[str, Any]:
        return succeeded(self.client.get(f"/jobs/{id}"))

    def await_steps(self, id: str, count: int):
        eventually(lambda: self.job(id)["steps_done"] >= count, f"{count} steps are done", 20)

    def ended(self, id: str, status: str = "completed") -> dict[str, Any]:
        """The job once it is over, which must be in this way."""
        eventually(lambda: self.job(id)["status"] not in ("pending", "processing"), "the job is over", 20)
        job = self.job(id)
        assert job["status"] == status, job
        return job

    def steps(self, id: str) -> list[dict[str, Any]]:
        return succeeded(self.client.get(f"/jobs/{id}/steps"))["steps"]

    def cancel(self, id: str) -> Reply:
        return self.client.post(f"/jobs/{id}/cancel")

    def delete(self, id: str) -> Reply:
        return self.client.send("DELETE", f"/jobs/{id}")

    def balance(self, currency: str = "USDC") -> tuple[str, str, str]:
        """What is available, pending and posted."""
        balances = succeeded(self.client.get("/accounts/me/balances"))["balances"]
        [found] = [balance for balance in balances if balance["currency"] == currency]
        return found["available"], found["pending"], found["posted"]

    def transfers(self, limit: int = 200) -> list[dict[str, Any]]:
        return list(pages(self.client, "/accounts/me/transfers", "transfers", limit))

    def charges(self, job: str | None = None) -> list[tuple[str, str, Decimal]]:
        """What was charged: job, step and amount, in the order of the ids and steps."""
        return sorted(
            (each["thread_id"], each["step"], Decimal(each["amount"])) for each in self.transfers()
            if each["purpose"] == "charge" and job in (None, each["thread_id"]))

    def jobs(self, query: str = "", limit: int = 200) -> list[dict[str, Any]]:
        return list(pages(self.client, f"/jobs?{query}", "jobs", limit))


def succeeded(reply: Reply, status: int = 200) -> dict[str, Any]:
    assert reply.status == status, reply
    return reply.json()


def pages(client: Client, path: str, member: str, limit: int) -> Iterator[dict[str, Any]]:
    """Every item of a list, page by page."""
    path += ("&" if "?" in path else "?") + f"limit={limit}"
    cursor, seen = "", set()
    while cursor is not None:
        page = succeeded(client.get(path + (f"&cursor={cursor}" if cursor else "")))
        assert len(page[member]) <= limit
        yield from page[member]
        cursor = page.get("next_cursor")
        assert cursor not in seen, "a cursor leads back"
        seen.add(cursor)


# MARK: Streams


@dataclass(frozen=True)
class Event:
    name: str
    id: int | None
    data: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.data["event"]


class Follower:
    """Reads the events of `GET /jobs/stream` as they come (server-sent events)."""

    def __init__(self, client: Client, query: str = "", last: int | str | None = None):
        self._begin(client, query, last)
        if self.response.status != 200:
            raise AssertionError(self._refusal())
        assert self.response.getheader("content-type") == "text/event-stream"
        assert self.response.getheader("cache-control") == "no-cache"

    @classmethod
    def refusal(cls, client: Client, query: str = "", last: int | str | None = None) -> Reply:
        """The answer of a stream that must not begin; one that does would never be read to its end."""
        follower = cls.__new__(cls)
        follower._begin(client, query, last)
        assert follower.response.status != 200, "the stream began"
        return follower._refusal()

    def _begin(self, client: Client, query: str, last: int | str | None):
        self.connection = http.client.HTTPConnection(*client.address, timeout=client.timeout)
        headers = client.headers | ({} if last is None else {"Last-Event-ID": str(last).encode()})
        self.connection.request("GET", "/jobs/stream" + query, headers=headers)
        self.response = self.connection.getresponse()

    def _refusal(self) -> Reply:
        reply = Reply(self.response.status, self.response.getheaders(), self.response.read())
        self.close()
        return reply

    def __enter__(self) -> "Follower":
        return self

    def __exit__(self, *_: object):
        self.close()

    def __iter__(self) -> Iterator[Event]:
        while (event := self.next()) is not None:
            yield event

    def next(self) -> Event | None:
        """The next event; None when the stream ended, as it should, between two events."""
        fields: dict[str, str] = {}
        end = time.monotonic() + TIMEOUT_SECONDS
        while line := self.response.readline():
            assert time.monotonic() < end, "signs of life, but no event"
            text = line.decode().removesuffix("\n")
            if text == "":
                if fields:
                    id = int(fields["id"]) if "id" in fields else None
                    return Event(fields["event"], id, json.loads(fields["data"]))
            elif not text.startswith(":"):
                name, _, value = text.partition(": ")
                assert name not in fields and name in ("event", "id", "data"), text
                fields[name] = value
        assert not fields, f"the stream ended within an event: {fields}"
        return None

    def take(self, count: int) -> list[Event]:
        events = []
        for _ in range(count):
            event = self.next()
            assert event is not None, f"the stream ended after {len(events)} of {count} events"
            events.append(event)
        return events

    def close(self):
        """Cuts the connection, without reading what is still on its way."""
        self.response.close()
        self.connection.close()


# MARK: What a crash left


def in_flight(database: Path) -> dict[str, int]:
    """Of jobs that are begun and not over: how many steps each has behind it.

    Nobody may have the database open. It looks at a copy, so that the next start finds what the crash left.
    """
    with tempfile.TemporaryDirectory() as folder:
        for part in parts(database):
            if part.name == database.name or part.name.endswith("-wal"):
                Path(folder, part.name).write_bytes(part.read_bytes())
        connection = sqlite3.connect(Path(folder, database.name))
        try:
            return {
                id.hex(): done
                for id, done in connection.execute(
                    "SELECT id, steps_done FROM threads WHERE state = 'RUNNING' AND steps_done < steps_total")
            }
        finally:
            connection.close()
