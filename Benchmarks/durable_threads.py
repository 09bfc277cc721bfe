"""Durable threads of a script: three steps that do nothing, alone and 1, 64 and 1,024 at once; beside a bare C loop that
runs the statements which the engine's writer ran, plain SQLite from Python, LangGraph and DBOS on SQLite, and Absurd on
PostgreSQL.

The engine is measured twice: with steps that declare themselves idempotent, each of which is stored before the next one
begins, as the peers do it; and with pure ones, which it may store together. The figures beside the peers are the first.

A thread is begun by `threads.create` with an account's token. Alone, time runs until the thread's stream has told its end;
at once, until the last is stored as completed, and another one is begun when one makes its last call. The peers run as
many threads of the operating system as workflows at once, Absurd at most 8 workers, and their time runs until the call
returns. Every run has a new database; engine and loop alternate. All sync each commit (synchronous=FULL; the log of
PostgreSQL), all in a write-ahead log but DBOS, which uses SQLite's default, the rollback journal. Plain SQLite stores a
thread, three steps and its end in as many commits as the engine, one after the other.
Leaves out inputs of any size, tools that do something, waits, restarts, and hosts. At once, the peers do fewer workflows
in a run than the engine, since theirs take longer.
"""

import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata, util

from common import ROOT, load, milliseconds, print_machine, spread
from databases import Databases, PrivatePostgres

RUNS = 5
STEPS = 3
WIDTHS = {1: 1_500, 64: 6_000, 1_024: 12_000}
ALONE = 400
KINDS = {"scripts": "idempotent steps", "pure": "pure steps"}
# How often the engine syncs for a thread that is alone.
COMMITS = {"scripts": 4, "pure": 2}
PEER_ALONE, PEER_MANY = 200, {64: 400, 1_024: 1_100}
ABSURD_WORKERS_MAX = 8


def run(*command: object) -> dict:
    """What one run prints; `NEW` stands for the file of a new database."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        words = [os.path.join(folder, "threads.db") if word == "NEW" else str(word) for word in command]
        return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def at_once(program: str, kind: str, width: int, recording: str) -> float:
    """Threads a second; printed beside the bare loop."""
    threads = WIDTHS[width]
    run(program, kind, "record", "NEW", threads, width, recording)
    commands = {"bare": (program, "bare", "NEW", recording), "engine": (program, kind, "engine", "NEW", threads, width)}
    results: dict[str, list[dict]] = {name: [] for name in commands}
    for number in range(RUNS):
        for name in sorted(commands, reverse=number % 2 == 1):
            results[name].append(run(*commands[name]))
    rates = {name: [threads / result["seconds"] for result in found] for name, found in results.items()}
    rate, bare = statistics.median(rates["engine"]), statistics.median(rates["bare"])
    print(f"{width:5} at once: engine {spread(rates['engine'], 0)} threads/s, {rate * STEPS:,.0f} steps/s;"
          f" bare {spread(rates['bare'], 0)}; ratio {rate / bare:.0%} (goal: at least 40 %);"
          f" {results['bare'][0]['rows'] / threads:.1f} rows, {results['bare'][0]['statements'] / threads:.1f} statements"
          f" a thread, {threads / results['bare'][0]['commits']:.1f} threads a commit")
    return rate


def floor(commits: int) -> list[float]:
    """Seconds of a thread of three steps in so many commits, by nothing but SQLite."""
    seconds = []
    statements = [("INSERT INTO threads VALUES (?, 'RUNNING', '[1]', NULL)", ())]
    statements += [("INSERT INTO steps VALUES (?, ?, '1')", (step,)) for step in range(STEPS)]
    end = ("UPDATE threads SET state = 'COMPLETED', output = '1' WHERE id = ?", ())
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        base = sqlite3.connect(os.path.join(folder, "floor.db"), isolation_level=None)
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, state TEXT, input TEXT, output TEXT)")
        base.execute("CREATE TABLE steps (thread INT, number INT, output TEXT, PRIMARY KEY (thread, number)) WITHOUT ROWID")
        for number in range(ALONE):
            begun = time.perf_counter()
            for place, (text, values) in enumerate([*statements, end]):
                # What is stored together with the one before it comes right behind the commit of that.
                if place < commits:
                    base.execute("BEGIN IMMEDIATE")
                base.execute(text, (number, *values))
                if place < commits - 1 or place == STEPS + 1:
                    base.execute("COMMIT")
            seconds.append(time.perf_counter() - begun)
        base.close()
    return seconds


def is_there(module: str) -> bool:
    if util.find_spec(module) is None:
        print(f"  {module} is not installed for this Python, and is left out")
        return False
    return True


def show(name: str, found: dict[int, dict], rates: dict[int, float]) -> None:
    alone = next(iter(found.values()))["sequence"]
    print(f"  {name}: {len(alone) / sum(alone):.0f}/s alone, {milliseconds(alone)}".replace("jobs", "threads"))
    for width, result in found.items():
        rate = PEER_MANY[width] / result["concurrent_seconds"]
        print(f"    {width} at once: {rate:.0f} threads/s; engine {rates[width] / rate:.0f} times as many")


def peers(rates: dict[int, float]) -> None:
    for module, script in (("langgraph", "langgraph_steps.py"), ("dbos", "dbos_steps.py")):
        if is_there(module):
            path = os.path.join(ROOT, "Benchmarks", script)
            found = {}
            for width, count in PEER_MANY.items():
                try:
                    found[width] = run(sys.executable, path, "NEW", PEER_ALONE, count, width)
                except subprocess.CalledProcessError as error:
                    print(f"  {module} failed with {width} at once: {error.stderr.strip().splitlines()[-1:]}")
            if found:
                show(f"{module} {metadata.version(module)} on SQLite", found, rates)
    if is_there("absurd_sdk"):
        show(f"absurd {metadata.version('absurd-sdk')} on PostgreSQL", absurd(), rates)


def absurd() -> dict[int, dict]:
    server = PrivatePostgres()
    try:
        databases, found = Databases(server), {}
        path = os.path.join(ROOT, "Benchmarks", "absurd_steps.py")
        for width, count in PEER_MANY.items():
            with databases.new() as url:
                found[width] = run(sys.executable, path, url, PEER_ALONE, count, min(width, ABSURD_WORKERS_MAX))
        return found
    finally:
        server.remove()


def main() -> None:
    program = sys.argv[1]
    print_machine()
    print(f"threads of {STEPS} steps; load of the machine: {load():.1f}")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        rates = {}
        for kind, words in KINDS.items():
            print(f"{words}:")
            rates[kind] = {
                width: at_once(program, kind, width, os.path.join(folder, "recording")) for width in WIDTHS}
    for kind, words in KINDS.items():
        alone = run(program, kind, "sequence", "NEW", ALONE)["seconds"]
        bare = floor(COMMITS[kind])
        print(f"alone, {words}: engine {milliseconds(alone)}; plain SQLite, {COMMITS[kind]} commits"
              f" {milliseconds(bare)}".replace("jobs", "threads"))
        print(f"  ratio of the medians: {statistics.median(alone) / statistics.median(bare):.2f} (goal: at most 1.5)")
    peers(rates["scripts"])
    print(f"load of the machine afterwards: {load():.1f}")


main()
