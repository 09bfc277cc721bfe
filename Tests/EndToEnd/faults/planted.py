"""Faults put into the tables by hand, each with the invariant that must notice it: who finds nothing must be able to."""

# A job that completed and was paid for, one that failed or was cancelled, and a step that must not be repeated.
PAID = "(SELECT id FROM threads WHERE state = 'COMPLETED' AND charged > 0 ORDER BY id LIMIT 1)"
REFUNDED = "(SELECT thread FROM transfers WHERE purpose = 'refund' ORDER BY sequence LIMIT 1)"
INTENDED = "(SELECT thread FROM events WHERE kind = 'step.intended' ORDER BY thread LIMIT 1)"
COMPLETED_ONCE = "(SELECT thread FROM events WHERE kind = 'step.completed' AND path = 'once' ORDER BY thread LIMIT 1)"
POST = f"(SELECT sequence FROM transfers WHERE thread = {PAID} AND kind = 'post' LIMIT 1)"
AVAILABLE = "(SELECT id FROM ledger_accounts WHERE purpose = 'available' ORDER BY id LIMIT 1)"
COLUMNS = "organization, at, kind, path, body, payload"


def again(thread: str, kind: str) -> str:
    """Adds a second event of a kind to a thread, in good order."""
    return f"""
        WITH one AS (SELECT thread, {COLUMNS} FROM events WHERE thread = {thread} AND kind = '{kind}' LIMIT 1),
        counted AS (UPDATE threads SET sequence = sequence + 1 WHERE id = {thread} RETURNING sequence),
        told AS (
            UPDATE event_counters SET latest = latest + 1 WHERE organization = (SELECT organization FROM one)
            RETURNING latest)
        INSERT INTO events (thread, {COLUMNS}, sequence, organization_sequence)
        SELECT one.*, counted.sequence, told.latest FROM one, counted, told
        """


PLANTED = {
    "an event is lost": (
        "a journal has no gaps", f"DELETE FROM events WHERE thread = {PAID} AND sequence = 2"),
    "an event is lost at the end": (
        "a job has one end", f"DELETE FROM events WHERE thread = {PAID} AND kind = 'thread.completed'"),
    "a place in a history is left out": (
        "a history has no gaps", f"UPDATE events SET organization_sequence = 1000000 WHERE thread = {PAID} AND sequence = 2"),
    "a job ends twice": ("a job has one end", again(PAID, "thread.completed")),
    "a job ends in another way": ("a job ends once", f"UPDATE threads SET state = 'CANCELLED' WHERE id = {PAID}"),
    "a job is forgotten": ("an accepted job is there", f"DELETE FROM threads WHERE id = {PAID}"),
    "a job is stuck": (
        "every job is over", f"UPDATE threads SET state = 'RUNNING', finished_at = NULL WHERE id = {PAID}"),
    "a step is stored twice": ("a step ends once", again(PAID, "step.completed")),
    "an intent is stored twice": ("an intent is stored once", again(INTENDED, "step.intended")),
    "an intent is not stored": (
        "an intent precedes its call",
        f"UPDATE events SET kind = 'step.waiting' WHERE thread = {COMPLETED_ONCE} AND kind = 'step.intended'"),
    "a charge is lost": ("each charge happens once", f"DELETE FROM transfers WHERE sequence = {POST}"),
    "a charge leaves a hold": ("no hold is left", f"UPDATE transfers SET pending = NULL WHERE sequence = {POST}"),
    "a charge is another": ("each charge happens once", f"UPDATE transfers SET amount = amount * 2 WHERE sequence = {POST}"),
    "a charge happens twice": (
        "a step is dealt with once",
        f"""
        INSERT INTO transfers (sequence, id, debit, credit, amount, currency, kind, purpose, thread, step, at)
        SELECT (SELECT MAX(sequence) + 1 FROM transfers), '\\x00', debit, credit, amount, currency, kind, purpose, thread,
            step, at
        FROM transfers WHERE sequence = {POST}
        """),
    "a refund is lost": (
        "what does not complete costs nothing", f"DELETE FROM transfers WHERE thread = {REFUNDED} AND purpose = 'refund'"),
    "a transfer is lost": (
        "transfers are numbered without gaps", "DELETE FROM transfers WHERE sequence = 2"),
    "money is held for ever": (
        "nothing is pending", f"UPDATE ledger_accounts SET debits_pending = debits_pending + 1 WHERE id = {AVAILABLE}"),
    "money appears": (
        "balances are what was promised",
        f"UPDATE ledger_accounts SET credits_posted = credits_posted + 1 WHERE id = {AVAILABLE}"),
    "books do not balance": (
        "debits are credits", f"UPDATE ledger_accounts SET debits_posted = debits_posted + 1 WHERE id = {AVAILABLE}"),
    "a job that is over has a worker": (
        "a job that is over has no worker", f"UPDATE threads SET worker = '\\x00' WHERE id = {PAID}"),
}
