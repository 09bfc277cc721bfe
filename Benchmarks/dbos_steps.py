"""The peer of the durable steps: DBOS with a workflow of three steps that do nothing, on a new SQLite file or on a
PostgreSQL database.

`dbos_steps.py FILE SEQUENTIAL CONCURRENT THREADS` prints one JSON object; FILE may be postgres://…. With `together` behind
it prints `ready` first, and begins when a line comes in.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS


@DBOS.step()
def first(value: int) -> int:
    return value


@DBOS.step()
def second(value: int) -> int:
    return value


@DBOS.step()
def third(value: int) -> int:
    return value


@DBOS.workflow()
def chain(value: int) -> int:
    return third(second(first(value)))


def timed(value: int) -> float:
    """Seconds of one workflow."""
    begun = time.perf_counter()
    if chain(value) != value:
        raise RuntimeError("the workflow gave another value")
    return time.perf_counter() - begun


def main() -> None:
    path, sequential, concurrent, threads = sys.argv[1], *map(int, sys.argv[2:5])
    url = path.replace("postgres://", "postgresql://") if path.startswith("postgres://") else f"sqlite:///{path}"
    DBOS(config={"name": "benchmark", "system_database_url": url, "run_admin_server": False, "log_level": "ERROR"})
    DBOS.launch()
    for value in range(20):
        chain(value)
    if sys.argv[5:] == ["together"]:
        print("ready", flush=True)
        sys.stdin.readline()
    seconds = [timed(value) for value in range(sequential)]
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(chain, range(concurrent)))
    print(json.dumps({"sequence": seconds, "concurrent_seconds": time.perf_counter() - begun}), flush=True)
    DBOS.destroy()
    os._exit(0)  # Its threads would keep the process for a while.


main()
