"""A guest in somebody else's process: the library leaves alone what is not its own, and lets the process end."""

import json

STATE = """
import json, os, sys
import library
from support import create_account

def state():
    with open("/proc/self/status") as status:
        masks = [line.split() for line in status if line.startswith(("SigIgn", "SigCgt", "SigBlk"))]
    # glibc takes the signals 32 and 33 for itself when the first thread is started.
    signals = {name: int(mask, 16) & ~(0b11 << 31) for name, mask in masks}
    umask = os.umask(0)
    os.umask(umask)
    return [signals, umask, os.getcwd(), dict(os.environ)]

before = state()
engine = library.open_engine(library.options(sys.argv[1]))[1]
create_account(engine)
during = state()
library.lib.scriptorium_close(engine)
json.dump([before, during, state()], sys.stdout)
"""


def test_signals_mask_folder_and_environment_are_left_alone(python, database):
    before, during, after = json.loads(python(STATE, database))
    assert during == before
    assert after == before


SILENT = """
import sys
import library
library.open_engine(library.options(configuration={"log_level": "debug"}))
status, engine, _ = library.open_engine(library.options(sys.argv[1], configuration={"log_level": "debug"}))
library.call(engine, "accounts.get")
library.call(engine, b"\\xff")
library.open_engine(library.options("/nowhere/at/all"))
library.lib.scriptorium_close(engine)
"""


def test_nothing_is_printed(python, database):
    database.touch(mode=0o644)
    assert python(SILENT, database) == ""
    database.with_name("test.db-key").chmod(0o644)
    assert python(SILENT, database) == ""
    assert python.errors == ["", ""]


UNCLOSED = """
import sys
import library
from support import key_options
status, engine, _ = library.open_engine(library.options(sys.argv[1]))
assert status == 0
completions = library.Completions()
for number in range(int(sys.argv[2])):
    status, _, _ = library.submit(engine, completions, number, "accounts.create", {}, key_options())
    assert status == 0
completions.wait(int(sys.argv[3]))
"""


def test_a_process_may_end_without_closing(python, database):
    for _ in range(5):
        assert python(UNCLOSED, database, 0, 0) == ""
        assert python(UNCLOSED, database, 50, 50) == ""


def test_a_process_may_end_in_the_middle(python, database):
    # os._exit: what Python itself does to callbacks while it ends is not the library's doing.
    for number in range(5):
        python(UNCLOSED + "import os\nos._exit(0)\n", database, 200, number * 10)
