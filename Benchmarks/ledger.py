"""The ledger: batches of 8,000 transfers beside a bare C loop that inserts the same rows, and single transfers from
64 tasks beside a loop that commits 64 rows at a time; every run on a new database, in alternating order.

The bare loop checks nothing: no limit, no id that was used before (beyond the unique index), no counters; for the single
transfers it sets the counters of both accounts. All sync each commit (synchronous=FULL, write-ahead log), all have the
ledger's tables and indexes. Leaves out chains, holds, refusals, and databases larger than memory.
"""

import os
import statistics
import subprocess
import sys
import tempfile

from common import print_machine, spread

RUNS = 7
BATCH, BATCH_COUNT = 8_000, 160_000
TASKS, SINGLE_COUNT = 64, 40_000


def rate(program: str, mode: str, count: int, width: int) -> float:
    """Transfers a second of one run on a new database."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCHMARK_FOLDER")) as folder:
        command = [program, mode, os.path.join(folder, "ledger.db"), str(count), str(width)]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def compare(program: str, mode: str, bare: str, count: int, width: int, goal: str) -> None:
    rates: dict[str, list[float]] = {bare: [], mode: []}
    for run in range(RUNS):
        for name in (bare, mode) if run % 2 == 0 else (mode, bare):
            rates[name].append(rate(program, name, count, width))
    for name, values in rates.items():
        print(f"  {name:12} {spread(values, 0)} transfers/s")
    ratio = statistics.median(rates[mode]) / statistics.median(rates[bare])
    print(f"  ratio: {ratio:.0%}{goal}")


def main() -> None:
    print_machine()
    print(f"batches of {BATCH:,}, {BATCH_COUNT:,} transfers a run")
    compare(sys.argv[1], "batch", "bare", BATCH_COUNT, BATCH, " (goal: at least 60 %)")
    print(f"one transfer a write from {TASKS} tasks, {SINGLE_COUNT:,} a run")
    compare(sys.argv[1], "single", "bare-single", SINGLE_COUNT, TASKS, "")


main()
