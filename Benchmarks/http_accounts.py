"""HTTP: GET /accounts/me with a token beside a bare Hummingbird route that returns a constant, in alternating runs;
and the start-up and the idle memory of both.

Leaves out TLS, other routes and other numbers of connections. The load generator shares the machine's cores.
"""

import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from common import output, print_machine, resident_megabytes, server, spread

RUNS = 5
SECONDS = 4


def rate(url: str, *headers: str) -> float:
    """Requests a second at 32 connections; fails when an answer was not a success."""
    options = [part for header in headers for part in ("-H", header)]
    text = subprocess.run(["wrk", "-t1", "-c32", f"-d{SECONDS}s", *options, url + "/accounts/me"],
                          capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(text)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text)[1])


def new_token(url: str) -> str:
    request = urllib.request.Request(url + "/accounts", method="POST",
                                     headers={"Idempotency-Key": secrets.token_hex(32)})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["bearer_token"]


def first_answer(command: list[str], path: str) -> float:
    """Milliseconds from the start of the process to its first answer."""
    begun = time.monotonic()
    with server(*command) as (_, url, _):
        request = urllib.request.Request(url + path)
        try:
            urllib.request.urlopen(request).read()
        except urllib.error.HTTPError as refusal:
            refusal.read()
        return (time.monotonic() - begun) * 1000


def main() -> None:
    ours, bare = sys.argv[1], sys.argv[2]
    print_machine()
    print(f"load: {output('wrk', '--version').split(' [')[0]}, 1 thread, 32 connections, {SECONDS} s a run")
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "bench.db")
        command = [ours, "serve", "--database", database, "--port", "0"]
        with server(*command) as (process, url, _), server(bare) as (bare_process, bare_url, _):
            token = new_token(url)
            urllib.request.urlopen(bare_url + "/accounts/me").read()
            memory, bare_memory = resident_megabytes(process), resident_megabytes(bare_process)
            rates, bare_rates = [], []
            for _ in range(RUNS):
                bare_rates.append(rate(bare_url))
                rates.append(rate(url, f"Authorization: Bearer {token}"))
        print(f"  GET /accounts/me          {spread(rates, 0)} requests/s")
        print(f"  bare Hummingbird route    {spread(bare_rates, 0)} requests/s")
        ratio = statistics.median(rates) / statistics.median(bare_rates)
        print(f"  ratio: {ratio:.0%} (goal: at least 50 %)")
        starts = [first_answer(command, "/health") for _ in range(11)]
    print(f"  start-up to first answer  {spread(starts, 1)} ms (goal: at most 50), on a database that exists")
    print(f"  idle memory               {memory:.1f} MB; bare Hummingbird {bare_memory:.1f} MB;"
          f" difference {memory - bare_memory:.1f} MB (goal: within 15)")


main()
