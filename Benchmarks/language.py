"""The language: checking 10,000 lines beside `python -m py_compile` and `node --check`; a loop beside CPython and Lua.

The three sources say the same, line for line as far as the languages allow. Checking a script is more than the others do: it
resolves names, infers and checks types, and translates. Leaves out other machines, and loops of another kind.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from common import output, print_machine, spread

LINES = 10_000
LOOPS = 10_000_000
ROUNDS = 15

SCRIPT = '''do "Load item {n}" with http_request
  url    = "https://example.com/items/{n}"
  method = "GET"
  on error retry 2 every 5s then ignore
  -> page{n}
let total{n} = if page{n}?.status == 200 then count(page{n}.text) else 0
each item{n}, index{n} in [1, 2, 3]
  let scaled{n} = item{n} * total{n} + index{n} * 10
  -> list{n} = scaled{n}
check sum(list{n}) < 1_000_000 and total{n} >= 0
'''
PYTHON = '''try:
    page{n} = http_request(
        url="https://example.com/items/{n}",
        method="GET")
except Error: page{n} = None
total{n} = len(page{n}.body) if page{n} and page{n}.status == 200 else 0
list{n} = []
for index{n}, item{n} in enumerate([1, 2, 3]):
    list{n}.append(item{n} * total{n} + index{n} * 10)
assert sum(list{n}) < 1_000_000 and total{n} >= 0
'''
JAVASCRIPT = '''let page{n}; try {
    page{n} = await httpRequest({
        url: "https://example.com/items/{n}",
        method: "GET"});
} catch { page{n} = null; }
const total{n} = page{n}?.status === 200 ? page{n}.body.length : 0;
const list{n} = [];
for (const [index{n}, item{n}] of [1, 2, 3].entries())
    list{n}.push(item{n} * total{n} + index{n} * 10);
console.assert(list{n}.reduce((a, b) => a + b) < 1_000_000 && total{n} >= 0);
'''
LOOP = f'''output
  total : integer
let total = 0
repeat {LOOPS} times
  let next = total + 1
  let total = next
emit
  total = total
'''
PYTHON_LOOP = f'''import time
def main():
    total = 0
    for _ in range({LOOPS}):
        next = total + 1
        total = next
    return total
begun = time.perf_counter()
main()
print((time.perf_counter() - begun) * 1000)
'''
LUA_LOOP = f'''local begun = os.clock()
local total = 0
for _ = 1, {LOOPS} do
  local next = total + 1
  total = next
end
print((os.clock() - begun) * 1000)
'''


def commands(rounds: int, *command: object) -> list[float]:
    """Milliseconds of a command, from its start to its end."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        subprocess.run(list(map(str, command)), check=True, capture_output=True)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def printed(rounds: int, *command: object) -> list[float]:
    """Milliseconds that a command prints of itself."""
    return [float(output(*map(str, command))) for _ in range(rounds)]


def in_process(program: str, what: str, file: pathlib.Path, rounds: int) -> list[float]:
    command = [program, what, str(file), str(rounds)]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def checking(folder: pathlib.Path, program: str, scriptorium: str) -> None:
    sources = {}
    for name, chunk in (("a.scriptum", SCRIPT), ("a.py", PYTHON), ("a.mjs", JAVASCRIPT)):
        text = "".join(chunk.replace("{n}", str(n)) for n in range(LINES // 10))
        header = "import tools\n  http_request from native\n" if name.endswith("scriptum") else ""
        sources[name] = folder / name
        sources[name].write_text(header + text)
        (folder / f"empty{sources[name].suffix}").write_text("")
    print(f"checking {LINES:,} lines; milliseconds")
    ours = in_process(program, "check", sources["a.scriptum"], ROUNDS)
    median = statistics.median(ours)
    print(f"  scriptorium, in a process that runs  {spread(ours)}  {LINES / median * 1000:,.0f} lines/s (goal: under 200 ms)")
    python = [sys.executable, "-m", "py_compile"]
    node = ["node", "--check"]
    for name, command, suffix in (
        ("scriptorium script check", [scriptorium, "script", "check"], ".scriptum"),
        ("python -m py_compile", python, ".py"), ("node --check", node, ".mjs"),
    ):
        whole = commands(ROUNDS, *command, folder / f"a{suffix}")
        empty = statistics.median(commands(ROUNDS, *command, folder / f"empty{suffix}"))
        rest = statistics.median(whole) - empty
        print(f"  {name:36} {spread(whole)}  {empty:.1f} of it for an empty file; {LINES / rest * 1000:,.0f} lines/s")


def looping(folder: pathlib.Path, program: str) -> None:
    for name, text in (("loop.scriptum", LOOP), ("loop.py", PYTHON_LOOP), ("loop.lua", LUA_LOOP)):
        (folder / name).write_text(text)
    print(f"a loop of {LOOPS:,} rounds with two bindings and an addition; milliseconds")
    ours = in_process(program, "run", folder / "loop.scriptum", 7)
    python = printed(7, sys.executable, folder / "loop.py")
    lua = printed(7, "lua5.4", folder / "loop.lua")
    for name, times in (("scriptorium", ours), ("CPython", python), ("Lua", lua)):
        print(f"  {name:12} {spread(times)}  {statistics.median(times) / LOOPS * 1e6:.1f} ns a round")
    print(f"  ratio to CPython: {statistics.median(python) / statistics.median(ours):.2f} (goal: above 1)")
    print(f"  ratio to Lua: {statistics.median(lua) / statistics.median(ours):.2f}")


def main() -> None:
    print_machine()
    print(f"peers: {output('node', '--version')} (node), {output('lua5.4', '-v')}")
    with tempfile.TemporaryDirectory() as name:
        checking(pathlib.Path(name), sys.argv[1], sys.argv[2])
        looping(pathlib.Path(name), sys.argv[1])


main()
