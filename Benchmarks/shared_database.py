"""One PostgreSQL server for several processes: jobs of three steps that do nothing, and single transfers, from 1, 2 and 4
processes; beside DBOS with the same three steps on the same server; then the cost of a job with a thousand to a million
jobs in the tables, and how the statements find their rows.

Each process accepts its own jobs (`recipes.run` with the token of an account of its own), 64 at once, and carries them
on as a worker with a lease, as a server does; it shares the two processors with PostgreSQL. Time runs from the moment
that all are told to go, each after 20 jobs (theirs too), until the last has stored its last job as completed. DBOS runs
its workflows directly from 8 threads in each process. PostgreSQL is a private one with its own settings: fsync and synchronous_commit are on.
Every run has a new database; ours and theirs alternate. One job after the other: until the account's stream tells the end, and
until the workflow returns. The tables are filled by SQL with copies of a completed job, of a thousand accounts.
Leaves out networks (all is on one machine), hosts, prices of jobs, ingredients that do something, and faults.

FILL_MAX (1000000) bounds how many jobs the tables are filled with.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from importlib import metadata, util

from common import ROOT, load, milliseconds, print_machine, spread
from databases import Databases, PrivatePostgres
from filled_tables import connected, fill, plans, watch
from processes import together

RUNS = 5
PROCESSES = (1, 2, 4)
JOBS, WIDTH, STEPS = 4_000, 64, 3
TRANSFERS, TASKS = 40_000, 64
SEQUENTIAL_JOBS = 400
PEER_JOBS, PEER_THREADS = 400, 8
FILLS = (1_000, 10_000, 100_000, 1_000_000)
FILLED_JOBS, FILLED_RUNS = 2_000, 3


def call(*command: object):
    """What a process prints, which is JSON or nothing."""
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout
    return json.loads(said) if said.strip() else None


def jobs_rate(program: str, url: str, processes: int) -> float:
    """Jobs a second of so many processes."""
    call(program, "make", url)
    share = JOBS // processes
    seconds, _ = together([[program, "together", url, str(share), str(WIDTH)]] * processes)
    return share * processes / seconds


def transfers_rate(program: str, url: str, processes: int) -> float:
    """Transfers a second, one in each write."""
    call(program, "make", url, 0, TASKS)
    share = TRANSFERS // processes
    seconds, results = together([
        [program, "together", url, str(share), str(TASKS), str(number)] for number in range(1, processes + 1)])
    call(program, "verify", url, share * processes, 1)
    if busy := sum(result["busy"] for result in results):
        print(f"    {busy} writes were refused as BUSY and sent again")
    return share * processes / seconds


def peer_command(url: str, sequential: int, concurrent: int, *more: str) -> list[str]:
    script = os.path.join(ROOT, "Benchmarks", "dbos_steps.py")
    return [sys.executable, script, url, str(sequential), str(concurrent), str(PEER_THREADS), *more]


def peer_rate(url: str, processes: int) -> float:
    call(*peer_command(url, 0, 0))
    share = PEER_JOBS // processes
    seconds, _ = together([peer_command(url, 0, share, "together")] * processes)
    return share * processes / seconds


def compare(databases: Databases, rates: dict, unit: str, runs: int = RUNS) -> None:
    """Measures each of `rates` in turn, with every number of processes."""
    for processes in PROCESSES:
        found: dict[str, list[float]] = {name: [] for name in rates}
        for run in range(runs):
            for name in sorted(rates, reverse=run % 2 == 1):
                with databases.new() as url:
                    found[name].append(rates[name](url, processes))
        for name, values in found.items():
            print(f"  {processes} processes {name:8} {spread(values, 0)} {unit}", flush=True)


def compare_in_sequence(databases: Databases, program: str) -> None:
    with databases.new() as url:
        seconds = call(program, "sequence", url, SEQUENTIAL_JOBS)["seconds"]
    print(f"  ours {len(seconds) / sum(seconds):.0f} jobs/s, {milliseconds(seconds)}")
    if has_peer():
        with databases.new() as url:
            found = call(*peer_command(url, PEER_JOBS, 0))["sequence"]
        print(f"  DBOS {len(found) / sum(found):.0f} jobs/s, {milliseconds(found)}", flush=True)


def has_peer() -> bool:
    return util.find_spec("dbos") is not None


def written(url: str) -> int:
    """Bytes of the write-ahead log so far."""
    with connected(url) as connection:
        return int(connection.execute("SELECT pg_current_wal_lsn() - '0/0'").fetchone()[0])


def measure_filled(databases: Databases, program: str) -> None:
    limit = int(os.environ.get("FILL_MAX", FILLS[-1]))
    with databases.new() as url:
        call(program, "engine", url, 100, WIDTH)
        for jobs in (jobs for jobs in FILLS if jobs <= limit):
            begun = time.monotonic()
            fill(url, jobs)
            filled = time.monotonic() - begun
            rates, before = [], written(url)
            for _ in range(FILLED_RUNS):
                rates.append(FILLED_JOBS / call(program, "engine", url, FILLED_JOBS, WIDTH)["seconds"])
            bytes_a_job = (written(url) - before) / FILLED_RUNS / FILLED_JOBS
            seconds = call(program, "sequence", url, SEQUENTIAL_JOBS // 2)["seconds"]
            print(f"  {jobs:9,} jobs there: {1e3 / statistics.median(rates):.2f} ms a job, {spread(rates, 0)} jobs/s;"
                  f" {bytes_a_job:,.0f} bytes logged a job; {milliseconds(seconds)}; filled in {filled:.0f} s", flush=True)
        watch(url)
        call(program, "engine", url, FILLED_JOBS, WIDTH)
        print("the statements of a job with the tables as full as that: share of their time, calls, time of one")
        for line in plans(url, FILLED_JOBS):
            print(f"  {line}")


def main() -> None:
    steps, ledger = sys.argv[1:3]
    print_machine()
    server = PrivatePostgres(["shared_preload_libraries=pg_stat_statements"])
    try:
        with connected(server.address) as connection:
            print(f"PostgreSQL {connection.execute('SHOW server_version').fetchone()[0]};"
                  f" DBOS {metadata.version('dbos') if has_peer() else 'is not installed, and is left out'};"
                  f" load of the machine: {load():.1f}")
        databases = Databases(server)
        print(f"jobs of {STEPS} steps, {JOBS:,} a run (DBOS {PEER_JOBS:,})")
        rates = {"ours": lambda url, processes: jobs_rate(steps, url, processes)}
        compare(databases, rates | ({"DBOS": peer_rate} if has_peer() else {}), "jobs/s")
        print(f"transfers, one in each write, {TASKS} at once in each process, {TRANSFERS:,} a run")
        compare(databases, {"ours": lambda url, processes: transfers_rate(ledger, url, processes)}, "transfers/s")
        print(f"one job after the other; load of the machine: {load():.1f}")
        compare_in_sequence(databases, steps)
        print(f"the cost of a job, {WIDTH} at once, one process; load of the machine: {load():.1f}")
        measure_filled(databases, steps)
        print(f"load of the machine afterwards: {load():.1f}")
    finally:
        server.remove()


main()
