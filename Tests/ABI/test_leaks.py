"""What is opened and closed a thousand times leaves nothing behind in the process."""

import json

import pytest

WARM_UP = 200
# Allocators keep some pages; over 1,000 rounds a leak of 1 KiB each would be a mebibyte.
GROWTH_MAX = 1_024 * 1_024

PROGRAM = """
import ctypes, gc, json, os, sys, time
import library
from support import eventually, key_options

def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")

def count(kind):
    return len(os.listdir("/proc/self/" + kind))

def round_of(kind, given):
    status, engine, error = library.open_engine(given)
    assert status == 0, error
    if kind == "calls":
        assert library.call(engine, "accounts.create", {}, {"idempotency_key": "k" * 40})[0] == 0
        assert library.call(engine, "no.such", {})[0] == 5
        completions = library.Completions()
        assert library.submit(engine, completions, 1, "system.ready")[0] == 0
    assert library.lib.scriptorium_close(engine) == 0
    if kind == "refusals":
        assert library.open_engine(library.options(given.database.decode(), bytes(32)))[0] == 9

kind, path, warm_up, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
given = library.options(path)
for _ in range(warm_up):
    round_of(kind, given)
gc.collect()
threads = count("task")
before = {"memory": resident(), "descriptors": count("fd"), "threads": threads}
for _ in range(rounds):
    round_of(kind, given)
gc.collect()
eventually(lambda: count("task") <= threads, "the threads have ended")
print(json.dumps([before, {"memory": resident(), "descriptors": count("fd"), "threads": count("task")}]))
"""


@pytest.mark.parametrize("kind, path, rounds", [
    ("calls", "test.db", 1_000), ("refusals", "test.db", 200), ("calls", ":memory:", 300)])
def test_opening_and_closing_leaves_nothing(python, tmp_path, kind, path, rounds):
    path = path if path == ":memory:" else tmp_path / path
    before, after = json.loads(python(PROGRAM, kind, path, WARM_UP, rounds))
    assert after["descriptors"] == before["descriptors"]
    assert after["threads"] <= before["threads"]
    assert after["memory"] - before["memory"] <= GROWTH_MAX, (before, after)


CALLS = """
import gc, json, os, sys
import library
from support import key_options

def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")

status, engine, _ = library.open_engine()
completions = library.Completions()

def round_of(count):
    for _ in range(count):
        library.call(engine, "accounts.get")
        library.call(engine, "accounts.get", b"{")
        library.submit(engine, completions, 1, "system.ready")
    completions.wait(count)
    completions.done.clear()

round_of(500)
gc.collect()
growth = []
for _ in range(6):
    before = resident()
    for _ in range(10):
        round_of(500)
    gc.collect()
    growth.append(resident() - before)
print(min(growth))
"""


def test_calls_leave_nothing(python):
    # What calls leave grows with each series; how much waits at once, on a busy machine, only now and then.
    assert int(python(CALLS)) <= GROWTH_MAX
