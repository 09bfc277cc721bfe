"""Durable steps: jobs of three steps that do nothing, 256 at once, beside a bare C loop that runs the statements which
the engine's writer ran, on a new database with the same tables, settings and commits; then one job after the other,
beside DBOS on SQLite. Every run has a new database; engine and loop alternate.

A job is accepted by `recipes.run` with an account's token, and another one when one makes its last call; the clock stops
when the last is stored as completed. The statements are recorded in a run of its own. The loop leaves out savepoints (the
engine needs them only after a refusal), the statements of the reading connections, JSON, and everything else but SQLite. All sync
each commit (synchronous=FULL, write-ahead log), except that DBOS uses SQLite's default, the rollback journal. One after
the other, the engine's time runs until the account's stream tells the end, that of DBOS until the workflow returns.
Leaves out prices, ingredients that do something, restarts, and hosts.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from importlib import metadata, util

from common import ROOT, load, milliseconds, print_machine, spread

RUNS = 5
JOBS, WIDTH, STEPS = 5_000, 256, 3
SEQUENTIAL_JOBS = 400
PEER_JOBS, PEER_WIDTH = 300, 4


def run(*command: str) -> dict:
    """What one run prints; `NEW` stands for the file of a new database."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        words = [os.path.join(folder, "steps.db") if word == "NEW" else word for word in command]
        return json.loads(subprocess.run(words, capture_output=True, text=True, check=True).stdout)


def show_writes(bare: dict, engine: dict, steps: int) -> None:
    print(f"  a step: {bare['statements'] / steps:.1f} statements, {bare['rows'] / steps:.1f} rows,"
          f" {steps / bare['commits']:.0f} steps in a commit;"
          f" bytes written: bare {bare['written_bytes'] / steps:,.0f}, engine {engine['written_bytes'] / steps:,.0f}")


def compare_at_once(program: str, recording: str) -> None:
    steps = JOBS * STEPS
    print(f"{WIDTH} jobs at once, {JOBS:,} jobs of {STEPS} steps a run")
    run(program, "record", "NEW", str(JOBS), str(WIDTH), recording)
    commands = {"bare": (program, "bare", "NEW", recording), "engine": (program, "engine", "NEW", str(JOBS), str(WIDTH))}
    results: dict[str, list[dict]] = {name: [] for name in commands}
    loads = []
    for number in range(RUNS):
        for name in sorted(commands, reverse=number % 2 == 1):
            loads.append(load())
            results[name].append(run(*commands[name]))
    rates = {name: [steps / result["seconds"] for result in found] for name, found in results.items()}
    for name, found in results.items():
        print(f"  {name:6} {spread(rates[name], 0)} steps/s;"
              f" processor time {spread([result['cpu_seconds'] / steps * 1e6 for result in found], 0)} us a step")
    print(f"  engine {spread([rate / STEPS for rate in rates['engine']], 0)} jobs/s")
    ratio = statistics.median(rates["engine"]) / statistics.median(rates["bare"])
    print(f"  ratio: {ratio:.0%} (goal: at least 40 %); load of the machine: {spread(loads, 1)}")
    show_writes(results["bare"][0], results["engine"][0], steps)


def engine_in_sequence(program: str) -> None:
    seconds = run(program, "sequence", "NEW", str(SEQUENTIAL_JOBS))["seconds"]
    at_once = run(program, "engine", "NEW", str(PEER_JOBS * 4), str(PEER_WIDTH))["seconds"]
    print(f"  engine {len(seconds) / sum(seconds):.0f} jobs/s, {milliseconds(seconds)};"
          f" {PEER_WIDTH} at once: {PEER_JOBS * 4 / at_once:.0f} jobs/s")


def peer_in_sequence() -> None:
    if util.find_spec("dbos") is None:
        print("  DBOS is not installed for this Python, and is left out")
        return
    script = os.path.join(ROOT, "Benchmarks", "dbos_steps.py")
    found = run(sys.executable, script, "NEW", str(PEER_JOBS), str(PEER_JOBS), str(PEER_WIDTH))
    print(f"  DBOS {metadata.version('dbos')} {len(found['sequence']) / sum(found['sequence']):.0f} jobs/s,"
          f" {milliseconds(found['sequence'])};"
          f" {PEER_WIDTH} at once: {PEER_JOBS / found['concurrent_seconds']:.0f} jobs/s")


def main() -> None:
    print_machine()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        compare_at_once(sys.argv[1], os.path.join(folder, "recording"))
    print(f"one job after the other; load of the machine: {load():.1f}")
    engine_in_sequence(sys.argv[1])
    peer_in_sequence()
    print(f"  load of the machine afterwards: {load():.1f}")


main()
