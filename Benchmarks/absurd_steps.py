"""A peer of the durable threads: Absurd with a task of three steps that do nothing, on a PostgreSQL database.

`absurd_steps.py URL SEQUENTIAL CONCURRENT WORKERS` prints one JSON object; the database is to be empty. Alone, a task is
spawned and worked off in this process, so that nobody polls; the many are spawned first, and the clock runs while the
workers drain them.
"""

import json
import os
import subprocess
import sys
import threading
import time

import psycopg
from absurd_sdk import Absurd


def application(url: str) -> Absurd:
    app = Absurd(url, queue_name="steps")

    @app.register_task(name="chain")
    def chain(params, context):
        first = context.step("first", lambda: params["value"])
        second = context.step("second", lambda: first)
        return context.step("third", lambda: second)

    return app


def drain(url: str, worker: int) -> None:
    app = application(url)
    with psycopg.connect(url, autocommit=True) as connection:
        left = True
        while left:
            app.work_batch(f"worker-{worker}", 60, 50)
            left = connection.execute("SELECT EXISTS (SELECT 1 FROM absurd.t_steps WHERE state = 'pending')").fetchone()[0]


def main() -> None:
    url = sys.argv[1].replace("postgres://", "postgresql://")
    sequential, concurrent, workers = map(int, sys.argv[2:5])
    control = os.path.join(os.path.dirname(sys.executable), "absurdctl")
    for words in (["init"], ["create-queue", "steps"]):
        subprocess.run([control, *words], env={**os.environ, "ABSURD_DATABASE_URL": url}, check=True, stdout=subprocess.DEVNULL)
    app = application(url)

    def run(number: int) -> float:
        begun = time.perf_counter()
        app.spawn("chain", {"value": number})
        app.work_batch("alone", 60, 1)
        return time.perf_counter() - begun

    for number in range(20):
        run(number)
    seconds = [run(number) for number in range(sequential)]
    for number in range(concurrent):
        app.spawn("chain", {"value": number})
    begun = time.perf_counter()
    threads = [threading.Thread(target=drain, args=(url, worker)) for worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begun
    with psycopg.connect(url) as connection:
        states = dict(connection.execute("SELECT state::text, COUNT(*) FROM absurd.t_steps GROUP BY 1").fetchall())
    if states != {"completed": 20 + sequential + concurrent}:
        raise RuntimeError(f"not every task is completed: {states}")
    print(json.dumps({"sequence": seconds, "concurrent_seconds": took}), flush=True)
    os._exit(0)  # Its threads would keep the process for a while.


main()
