"""JSON: the parser beside Foundation's two, and Python's json and orjson, on one document.

Leaves out writing, and documents of another kind: this one is a list of small objects with short strings.
"""

import json
import statistics
import subprocess
import sys
import time

import orjson

from common import print_machine, spread

DOCUMENT = "/usr/share/iso-codes/json/iso_639-3.json"
ROUNDS = 21


def python_times(parse, data: bytes) -> list[float]:
    """Milliseconds of each round."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        parse(data)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def main() -> None:
    print_machine()
    with open(DOCUMENT, "rb") as file:
        data = file.read()
    print(f"document: iso_639-3.json, {len(data):,} bytes; milliseconds a parse; orjson {orjson.__version__}")
    times = json.loads(subprocess.run([sys.argv[1], DOCUMENT, str(ROUNDS)], capture_output=True, check=True).stdout)
    times["Python json"] = python_times(json.loads, data)
    times["Python orjson"] = python_times(orjson.loads, data)
    for name, values in times.items():
        print(f"  {name:24} {spread(values)}")
    ours = statistics.median(times["scriptorium"])
    foundation = min(statistics.median(v) for k, v in times.items() if k.startswith("JSON"))
    print(f"  ratio to the faster Foundation call: {foundation / ours:.1f} (goal: at least 3)")
    print(f"  ratio to orjson: {statistics.median(times['Python orjson']) / ours:.2f}")


main()
