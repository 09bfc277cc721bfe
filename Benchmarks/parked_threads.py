"""Threads that wait: what each costs on disk and in memory, how long a start takes beside them, how long 10,000 timers take
that are due at one time, and how fast a thread with a long journal is read and run through again.

The threads are copies of one that the engine itself brought to its wait of 30 days, made through the store: a row, its
journal, its entries in every index. The database is new for each count; the start is measured in a process of its own, on a
file that the system may hold in memory. As a limit for the timers, the same run measures how many threads of three steps
the engine does at 1,024 at once: a timer that is due has one step to note and an end.
Leaves out waits for events and questions, whose threads have one row more, and other processes on the store.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

from common import load, print_machine, spread

COUNTS = (1_000, 10_000, 100_000, 1_000_000)
STARTS = 5
DUE = 10_000
RECORDS = (10_000, 100_000)
LIMIT_THREADS = 12_000


def run(*command: object) -> dict:
    """What one run prints."""
    words = [str(word) for word in command]
    printed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    return json.loads(printed) if printed.strip() else {}


def size(path: str) -> int:
    """Bytes of a database whose log was moved into it."""
    base = sqlite3.connect(path)
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return os.path.getsize(path)


def parked(program: str, count: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        path = os.path.join(folder, "parked.db")
        run(program, "prepare", path)
        before, begun = size(path), time.perf_counter()
        run(program, "park", path, count)
        seconds, grown = time.perf_counter() - begun, size(path) - before
        starts = [run(program, "restart", path) for _ in range(STARTS)]
        wakes = [run(program, "wake", path, DUE)["seconds"] for _ in range(3)]
        print(f"{count:9,} parked: {grown / count:,.0f} bytes each on disk (aim: 2,048),"
              f" {statistics.median(s['held_bytes'] for s in starts) / count:.1f} in memory (aim: 0);"
              f" made in {seconds:.1f} s")
        print(f"            start: open {spread([s['open_seconds'] * 1e3 for s in starts], 1)} ms,"
              f" engine {spread([s['start_seconds'] * 1e3 for s in starts], 1)} ms (aim: under 1,000)")
        print(f"            {DUE:,} due at once: {spread(wakes)} s, {DUE / statistics.median(wakes):,.0f}/s")


def replay(program: str, records: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        rates = []
        for number in range(3):
            found = run(program, "replay", os.path.join(folder, f"{number}.db"), records)
            rates.append(found["records"] / found["seconds"])
        print(f"a journal of {records:,} steps: {spread(rates, 0)} records/s read and run through (aim: 500,000)")


def main() -> None:
    program = sys.argv[1]
    counts = [int(word) for word in sys.argv[2:]] or COUNTS
    print_machine()
    print(f"load of the machine: {load():.1f}")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        rates = []
        for number in range(3):
            found = run(program, "pure", "engine", os.path.join(folder, f"{number}.db"), LIMIT_THREADS, 1_024)
            rates.append(LIMIT_THREADS / found["seconds"])
        print(f"limit: threads of three pure steps, 1,024 at once: {spread(rates, 0)}/s")
    for records in RECORDS:
        replay(program, records)
    for count in counts:
        parked(program, count)
    print(f"load of the machine afterwards: {load():.1f}")


main()
