"""What must hold once everything is at rest, asked of the tables themselves: the program is not trusted to tell."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from faults.customers import Accepted, Customer
from faults.reader import Call
from postgres import Database, stored, text

FINAL = {
    "COMPLETED": "thread.completed", "FAILED": "thread.failed", "CANCELLED": "thread.cancelled",
    "EXPIRED": "thread.expired"}
STATUS = {"COMPLETED": "completed", "FAILED": "failed", "CANCELLED": "cancelled", "EXPIRED": "failed"}
UNIT = Decimal(10) ** 18


@dataclass(frozen=True)
class Broken:
    """An invariant that does not hold, and where."""

    invariant: str
    detail: str
    job: bytes | None = None

    def describe(self, database: Database) -> str:
        lines = [f"{self.invariant}: {self.detail}"]
        if self.job is not None:
            lines.append(f"  job {text(self.job)}: {history(database, self.job)}")
        return "\n".join(lines)


def history(database: Database, job: bytes) -> str:
    """All that is known of a job, one line for each event and transfer."""
    thread = database.rows(
        "SELECT program_name, state, sequence, epoch, steps_done, steps_total FROM threads WHERE id = %s", job)
    events = database.rows(
        "SELECT sequence, kind, path, convert_from(body, 'UTF8') FROM events WHERE thread = %s ORDER BY sequence", job)
    transfers = database.rows(
        "SELECT sequence, kind, purpose, step, amount / 1e18 FROM transfers WHERE thread = %s ORDER BY sequence", job)
    return "\n    ".join(
        [str(thread), *(" ".join(map(str, row))[:200] for row in events), *(" ".join(map(str, row)) for row in transfers)])


def broken(database: Database, customers: list[Customer], calls: list[Call]) -> Iterator[Broken]:
    """Everything that does not hold."""
    yield from promises(database, customers)
    yield from journals(database)
    yield from money(database)
    yield from balances(database, customers)
    yield from effects(database, customers, calls)
    yield from leftovers(database)


# MARK: Jobs


def promises(database: Database, customers: list[Customer]) -> Iterator[Broken]:
    """What was accepted is there, ended as it was said to, and nothing else is there."""
    known = {bytes(id): (state, failure) for id, state, failure in database.rows(
        "SELECT id, state, convert_from(failure, 'UTF8') FROM threads")}
    accepted = [job for customer in customers for job in customer.promised.jobs]
    if len({job.id for job in accepted}) != len(accepted):
        yield Broken("one job for each key", "two keys were answered with the same job")
    for job in accepted:
        id = stored(job.id)
        if id not in known:
            yield Broken("an accepted job is there", f"{job.id} is not")
            continue
        yield from promise(job, id, *known.pop(id))
    for id in known:
        yield Broken("nothing is there that nobody asked for", "nobody was told of it", id)


def promise(job: Accepted, id: bytes, state: str, failure: str | None) -> Iterator[Broken]:
    status = STATUS.get(state, "open")
    if job.ended not in (None, status):
        yield Broken("a job ends once", f"it was said to be {job.ended}", id)
    if job.cancelled and job.ended == "cancelled" and state != "CANCELLED":
        yield Broken("cancelled stays cancelled", f"it is {state}", id)
    if state == "CANCELLED" and not job.cancelled:
        yield Broken("only what was cancelled is", "nobody cancelled it", id)
    if state == "COMPLETED" and job.order.must_fail:
        yield Broken("what must fail fails", "it completed", id)
    if state == "FAILED":
        reason = "STEP_FAILED" if job.order.must_fail else "STEP_IN_DOUBT"
        if f'"{reason}"' not in (failure or "") or not (job.order.must_fail or job.order.may_be_in_doubt):
            yield Broken("a job fails for a reason", failure or "it has none", id)


def journals(database: Database) -> Iterator[Broken]:
    """Each journal is without gaps and has one end, which is its last event; so is each organization's history."""
    for id, state, sequence, count, first, last, ends, end, created, started in database.rows(
        """
        SELECT t.id, t.state, t.sequence, COUNT(e), MIN(e.sequence), MAX(e.sequence),
            COUNT(e) FILTER (WHERE e.kind = ANY (%s)), MAX(e.kind) FILTER (WHERE e.sequence = t.sequence),
            COUNT(e) FILTER (WHERE e.kind = 'thread.created' AND e.sequence = 1),
            COUNT(e) FILTER (WHERE e.kind = 'thread.started')
        FROM threads t LEFT JOIN events e ON e.thread = t.id GROUP BY t.id
        """, list(FINAL.values())):
        if (count, first, last) != (sequence, 1, sequence):
            yield Broken("a journal has no gaps", f"{count} events from {first} to {last}, and {sequence} counted", id)
        if ends != 1 or end != FINAL.get(state):
            yield Broken("a job has one end", f"{ends} ends; its last event is {end}, its state {state}", id)
        if created != 1 or started > 1:
            yield Broken("a job begins once", f"created {created} times, started {started} times", id)
    for id, path, kind, count in database.rows(
        """
        SELECT thread, path, kind, COUNT(*) FROM events WHERE kind IN ('step.completed', 'step.failed')
        GROUP BY thread, path, kind HAVING COUNT(*) > 1
        """):
        yield Broken("a step ends once", f"{path} has {count} events {kind}", id)
    for organization, count, first, last, latest in database.rows(
        """
        SELECT c.organization, COUNT(e), MIN(e.organization_sequence), MAX(e.organization_sequence), c.latest
        FROM event_counters c LEFT JOIN events e ON e.organization = c.organization GROUP BY c.organization, c.latest
        """):
        if (count, first, last) != (latest, 1, latest):
            detail = f"{text(organization)}: {count} events from {first} to {last}, and {latest} counted"
            yield Broken("a history has no gaps", detail)


def effects(database: Database, customers: list[Customer], calls: list[Call]) -> Iterator[Broken]:
    """What must not be done twice was not, in the world as in the journal."""
    for id, path, count in database.rows(
        """
        SELECT thread, path, COUNT(*) FROM events WHERE kind = 'step.intended'
        GROUP BY thread, path HAVING COUNT(*) > 1
        """):
        yield Broken("an intent is stored once", f"{path} was intended {count} times", id)
    for id, path in database.rows(
        """
        SELECT e.thread, e.path FROM events e JOIN threads t ON t.id = e.thread
        WHERE e.kind = 'step.completed' AND e.path = 'once' AND NOT EXISTS (
            SELECT FROM events i WHERE i.thread = e.thread AND i.path = e.path AND i.kind = 'step.intended')
        """):
        yield Broken("an intent precedes its call", f"{path} was completed, and never intended", id)
    begun: dict[str, list[Call]] = {}
    for call in calls:
        begun.setdefault(call.mark, []).append(call)
    states = {bytes(id): state for id, state in database.rows("SELECT id, state FROM threads")}
    for job in (job for customer in customers for job in customer.promised.jobs):
        yield from effect(job, states.get(stored(job.id)), begun)


def effect(job: Accepted, state: str | None, begun: dict[str, list[Call]]) -> Iterator[Broken]:
    id = stored(job.id)
    for mark in job.order.unrepeatable:
        if len(begun.get(mark, [])) > 1:
            yield Broken("what must not be done twice is not", f"{mark} was called: {begun[mark]}", id)
    if state == "COMPLETED":
        for mark in job.order.unrepeatable + job.order.repeatable:
            if not any(call.ended_at for call in begun.get(mark, [])):
                yield Broken("what is done was done", f"{mark} was called: {begun.get(mark, [])}", id)


# MARK: Money


def money(database: Database) -> Iterator[Broken]:
    """Each completed step is paid for once, and what failed or was cancelled is given back."""
    for id, state, charged, costs, paid, refunded, holds, ends in database.rows(
        """
        SELECT t.id, t.state, t.charged, c.costs, m.paid, m.refunded, m.holds, m.ends
        FROM threads t
        CROSS JOIN LATERAL (
            SELECT COALESCE(SUM((convert_from(e.body, 'UTF8')::json -> 'cost' ->> 'amount')::numeric), 0) costs
            FROM events e WHERE e.thread = t.id AND e.kind = 'step.completed'
        ) c
        LEFT JOIN (
            SELECT x.thread, COALESCE(SUM(x.amount) FILTER (WHERE x.kind = 'post'), 0) paid,
                COALESCE(SUM(x.amount) FILTER (WHERE x.purpose = 'refund'), 0) refunded,
                COUNT(*) FILTER (WHERE x.kind = 'pending') holds, COUNT(*) FILTER (WHERE x.pending IS NOT NULL) ends
            FROM transfers x WHERE x.thread IS NOT NULL GROUP BY x.thread
        ) m ON m.thread = t.id
        """):
        paid, refunded, holds, ends = paid or 0, refunded or 0, holds or 0, ends or 0
        if holds != ends:
            yield Broken("no hold is left", f"{holds} holds, {ends} ended", id)
        if state == "COMPLETED":
            if not paid == costs * UNIT == charged or refunded:
                detail = f"steps cost {costs}, paid {paid}, charged {charged}, refunded {refunded}"
                yield Broken("each charge happens once", detail, id)
        elif paid != refunded:
            yield Broken("what does not complete costs nothing", f"paid {paid}, refunded {refunded}", id)
    for id, step, purpose, count in database.rows(
        """
        SELECT thread, step, purpose, COUNT(*) FROM transfers WHERE thread IS NOT NULL
        GROUP BY thread, step, purpose HAVING COUNT(*) > 1
        """):
        yield Broken("a step is dealt with once", f"{count} transfers {purpose} for {step}", id)


def balances(database: Database, customers: list[Customer]) -> Iterator[Broken]:
    """What customers have is what they were credited less what their completed jobs cost, by the price list."""
    states = {bytes(id): state for id, state in database.rows("SELECT id, state FROM threads")}
    for customer in customers:
        spent = sum(
            (job.order.price for job in customer.promised.jobs if states.get(stored(job.id)) == "COMPLETED"), Decimal(0))
        pending, posted = database.row(
            """
            SELECT SUM(debits_pending), SUM(credits_posted - debits_posted) FROM (
                SELECT id, debits_pending, credits_posted, debits_posted FROM ledger_accounts
                UNION ALL SELECT account, debits_pending, credits_posted, debits_posted FROM ledger_shards
            ) parts WHERE id = (
                SELECT id FROM ledger_accounts WHERE purpose = 'available' AND organization = %s)
            """, stored(customer.organization))
        if pending != 0 or posted != (customer.promised.credits - spent) * UNIT:
            detail = f"{customer.organization} was credited {customer.promised.credits}, spent {spent}, has {posted}, holds {pending}"
            yield Broken("balances are what was promised", detail)


def leftovers(database: Database) -> Iterator[Broken]:
    """Nothing is under way, pending or numbered with a gap."""
    checks = {
        "every job is over": "SELECT COUNT(*) FROM threads WHERE finished_at IS NULL",
        "a job that is over has no worker": "SELECT COUNT(*) FROM threads WHERE worker IS NOT NULL",
        "nothing is pending": """
            SELECT SUM(debits_pending + credits_pending) FROM (
                SELECT debits_pending, credits_pending FROM ledger_accounts
                UNION ALL SELECT debits_pending, credits_pending FROM ledger_shards) parts""",
        "debits are credits": """
            SELECT SUM(debits_posted - credits_posted) FROM (
                SELECT debits_posted, credits_posted FROM ledger_accounts
                UNION ALL SELECT debits_posted, credits_posted FROM ledger_shards) parts""",
        "transfers are numbered without gaps": "SELECT MAX(sequence) - COUNT(*) FROM transfers",
        "transfers are numbered from 1": "SELECT MIN(sequence) - 1 FROM transfers",
    }
    for invariant, statement in checks.items():
        if (found := database.value(statement)) not in (0, None):
            yield Broken(invariant, f"{found}, not 0")
