"""Fills the tables with jobs that are over, as the program left one of them, and looks at how its statements are run."""

import contextlib
import re
from collections.abc import Iterator

import psycopg

ORGANIZATIONS = 1_000
# Statements that take less of the time than this are not looked at.
SHARE_MIN = 0.005
LARGE = ("threads", "events", "transfers", "audit_entries", "idempotency_records")


@contextlib.contextmanager
def connected(url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        yield connection


def columns(connection: psycopg.Connection, table: str) -> list[str]:
    return [name for [name] in connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", [table])]


def job_count(connection: psycopg.Connection) -> int:
    return connection.execute("SELECT COUNT(*) FROM threads").fetchone()[0]


def fill(url: str, jobs: int) -> None:
    """Adds copies of the latest completed job, each with its events and its audit entries, until there are so many.

    They belong to a thousand organizations in turn; their ids rise with their numbers, as those that the program draws.
    """
    with connected(url) as connection:
        connection.execute("SET synchronous_commit = off")
        have = job_count(connection)
        if have >= jobs:
            return
        connection.execute("DROP TABLE IF EXISTS pattern")
        connection.execute(
            "CREATE TEMPORARY TABLE pattern AS SELECT * FROM threads WHERE state = 'COMPLETED' ORDER BY id DESC LIMIT 1")
        steps = connection.execute(
            "SELECT COUNT(*) FROM events WHERE thread = (SELECT id FROM pattern)").fetchone()[0]
        names = {
            "id": "set_byte(decode(lpad(to_hex(n), 32, '0'), 'hex'), 0, 1)",
            "organization": f"decode(lpad(to_hex(n % {ORGANIZATIONS}), 32, '0'), 'hex')"}
        numbers = f"generate_series({have}, {jobs} - 1) n"
        copy(connection, "threads", "pattern t", names, numbers)
        places = {
            "thread": names["id"], "organization": names["organization"],
            "organization_sequence": f"t.sequence + {steps} * (n / {ORGANIZATIONS})"}
        copy(connection, "events", "(SELECT * FROM events WHERE thread = (SELECT id FROM pattern)) t", places, numbers)
        copy(
            connection, "audit_entries", "(SELECT * FROM audit_entries WHERE operation = 'recipes.run' LIMIT 1) t",
            {"request_id": names["id"], "organization": names["organization"]}, numbers)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def copy(connection: psycopg.Connection, table: str, source: str, changed: dict[str, str], numbers: str) -> None:
    names = columns(connection, table)
    values = ", ".join(changed.get(name, f"t.{name}") for name in names)
    connection.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {source}, {numbers}")


# MARK: Plans


def watch(url: str) -> None:
    """Begins to count statements."""
    with connected(url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        connection.execute("SELECT pg_stat_statements_reset()")


def plans(url: str, jobs: int) -> list[str]:
    """A line for each statement that took some of the time: how often a job has it run, how long it takes, and by what
    it finds its rows; a scan of a large table from end to end is called out."""
    with connected(url) as connection:
        found = connection.execute(
            """
            SELECT query, calls, mean_exec_time, total_exec_time / SUM(total_exec_time) OVER () share
            FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND query ~ '^\\s*(SELECT|INSERT|UPDATE|DELETE|WITH)' AND query !~ 'pg_' ORDER BY share DESC
            """).fetchall()
        lines = []
        for query, calls, mean, share in found:
            if share >= SHARE_MIN:
                ways = access(connection, query)
                lines.append(f"{share:5.1%} {calls / jobs:6.2f} a job {mean:7.3f} ms  {shortened(query)}\n{'':30}{ways}")
        return lines


def access(connection: psycopg.Connection, query: str) -> str:
    """How PostgreSQL finds the rows, whatever the parameters are."""
    connection.execute("SET plan_cache_mode = force_generic_plan")
    # Constants that the counting took out stand in no expression that is prepared with them.
    try:
        connection.execute(f"PREPARE looked_at AS {query}")
    except psycopg.Error as error:
        return f"not to be prepared: {str(error).splitlines()[0]}"
    try:
        [types] = connection.execute(
            "SELECT parameter_types::text[] FROM pg_prepared_statements WHERE name = 'looked_at'").fetchone()
        arguments = f"({', '.join(['NULL'] * len(types))})" if types else ""
        plan = "\n".join(line for [line] in connection.execute(f"EXPLAIN (COSTS OFF) EXECUTE looked_at{arguments}"))
    finally:
        connection.execute("DEALLOCATE looked_at")
    ways = re.findall(r"(Index Only Scan|Index Scan|Bitmap Index Scan|Seq Scan)(?: Backward)?(?: using (\w+))? on (\w+)", plan)
    shown = [f"{index or table} ({kind.lower()})" for kind, index, table in ways if kind != "Seq Scan"]
    shown += [f"{'ALL OF ' if table in LARGE else 'all of '}{table}" for kind, _, table in ways if kind == "Seq Scan"]
    return ", ".join(dict.fromkeys(shown)) or "no look-up"


def shortened(query: str) -> str:
    return " ".join(query.split())[:110]
