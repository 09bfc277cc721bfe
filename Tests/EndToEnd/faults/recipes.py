"""What is run while servers fail: free and priced, repeatable or not, quick or slow, in lanes, and one that fails."""

import json
import random
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from faults.reader import document
from jobs import ECHO, FAIL, WAIT, atomic, chain, composed, fixed, plan, step

TOOL, READ, ONCE = "faults:tool:wait", "faults:tool:read", "faults:tool:once"
FREE, PRICED, LANES = "faults:flow:free", "faults:flow:priced", "faults:flow:lanes"
TRACED, FAILING, PAUSE = "faults:flow:traced", "faults:flow:failing", "faults:flow:pause"
EXTRACT = "scriptorium:document:extract"
PRICES = {TOOL: Decimal("0.1"), READ: Decimal("0.02"), ONCE: Decimal("0.3")}
AGAIN = {"max_attempts": 10, "backoff_seconds": 0.1, "factor": 2, "cap_seconds": 1}
DOCUMENTS = ("first", "second")


def tool(id: str, handler: str, **fields: Any) -> dict[str, Any]:
    return atomic(id, handler, cost=fixed(PRICES[id]), **fields)


def traced() -> dict[str, Any]:
    """A step that may be called again, then one that must not, then a wait."""
    reads = [{"document": {"from": f"inputs.{name}"}} for name in DOCUMENTS]
    return plan(
        step("read", READ, reads[0], retry=AGAIN), step("once", ONCE, reads[1], depends_on=["read"]),
        step("rest", TOOL, {"milliseconds": 100}, depends_on=["once"]),
        inputs={name: {"type": "document"} for name in DOCUMENTS}, outputs={"done": True})


def lanes() -> dict[str, Any]:
    return plan(
        step(
            "fan", TOOL, {"milliseconds": {"from": "item"}, "value": {"from": "index"}}, for_each="inputs.waits",
            max_items=8, concurrency=3),
        step("last", ECHO, {"value": {"from": "steps.fan.output"}}),
        inputs={"waits": {"type": "array", "schema": {"items": {"type": "integer"}}}})


def failing() -> dict[str, Any]:
    return plan(
        step("paid", TOOL, {"milliseconds": {"from": "inputs.ms"}}),
        step("bad", FAIL, {"message": "as it should"}, depends_on=["paid"], retry={"max_attempts": 1}),
        inputs={"ms": {"type": "integer"}})


def definitions() -> dict[str, dict[str, Any]]:
    """What the servers publish at their start, by the name of the file."""
    waits = [
        step(id, WAIT, {"milliseconds": {"from": "inputs.ms"}}, depends_on=before)
        for id, before in (("a", []), ("b", ["a"]))]
    every = [
        tool(TOOL, WAIT), tool(READ, EXTRACT, effect="idempotent", concurrency=8),
        tool(ONCE, EXTRACT, effect="once", concurrency=8),
        composed(FREE, plan(*waits, step("c", ECHO, {"value": 1}, depends_on=["b"]), inputs={"ms": {"type": "integer"}})),
        composed(PRICED, chain("a", "b", "c", ingredient=TOOL)), composed(LANES, lanes()),
        composed(TRACED, traced()), composed(FAILING, failing()),
        composed(PAUSE, plan(step("once", "faults:tool:pause", {"milliseconds": {"from": "inputs.ms"}}),
                             inputs={"ms": {"type": "integer"}})),
        atomic("faults:tool:pause", WAIT, effect="once"),
    ]
    return {f"{number:02}": definition for number, definition in enumerate(every)}


def write(folder: Path) -> Path:
    """The definitions as files, which call the kind another name."""
    folder.mkdir()
    for name, definition in definitions().items():
        file = {"versionType" if field == "kind" else field: value for field, value in definition.items()}
        (folder / f"{name}.avb.json").write_text(json.dumps(file))
    return folder


@dataclass(frozen=True)
class Order:
    """A run that is asked for, and what must become of it."""

    recipe: str
    input: dict[str, Any]
    # What it costs once it is completed.
    price: Decimal
    # What it leaves in the world: the marks of calls that may be repeated, and of those that must not.
    repeatable: tuple[str, ...] = ()
    unrepeatable: tuple[str, ...] = ()

    @property
    def may_be_in_doubt(self) -> bool:
        return self.recipe in (TRACED, PAUSE)

    @property
    def must_fail(self) -> bool:
        return self.recipe == FAILING


# How often each is run.
SHARES = {FREE: 2, PRICED: 4, LANES: 2, FAILING: 1, PAUSE: 1, TRACED: 6}


def drawn(chance: random.Random, mark: str, traces: bool) -> Order:
    """One of any kind."""
    shares = {kind: share for kind, share in SHARES.items() if traces or kind != TRACED}
    [kind] = chance.choices(list(shares), list(shares.values()))
    return order(kind, chance, mark)


def order(kind: str, chance: random.Random, mark: str) -> Order:
    """One of a kind; its slow steps take 0.2 to 2 s."""

    def ms() -> int:
        return chance.choice([chance.randrange(200, 700), chance.randrange(200, 2_000)])

    if kind == PRICED:
        return Order(kind, {"ms": ms() // 2}, 3 * PRICES[TOOL])
    if kind == LANES:
        waits = [ms() for _ in range(chance.randrange(2, 6))]
        return Order(kind, {"waits": waits}, len(waits) * PRICES[TOOL])
    if kind == TRACED:
        marks = [f"{mark}/{name}" for name in DOCUMENTS]
        documents = {name: document(each, ms() / 1_000) for name, each in zip(DOCUMENTS, marks, strict=True)}
        return Order(kind, documents, sum(PRICES.values(), Decimal(0)), (marks[0],), (marks[1],))
    return Order(kind, {"ms": ms()}, Decimal(0))
