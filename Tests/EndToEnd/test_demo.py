"""`scripts/demo`, as whoever tries the project sees it: what it shows, how it fails, and that it leaves nothing."""

import os
import re
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
DEMO = PROJECT / "scripts/demo"
LIBRARY = PROJECT / os.environ.get("SCRIPTORIUM_LIBRARY", "dist/libscriptorium.so")
STEPS = ["extract", "language", "outline", "statistics", "chunk", "keywords", "summarize"]
SMALL = "\n\n".join(
    ["# The lighthouse", *(f"## Year {year}\n\nThe lighthouse keeper lit the lamp of the lighthouse every evening. "
                           f"Ships in the bay saw the lamp, and the keeper wrote {year} in his book." for year in range(9))])


class Demo:
    """The demonstration with a folder for temporary files of its own, in which nothing may be left."""

    def __init__(self, binary: Path, folder: Path):
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.small = folder / "lighthouse.md"
        self.small.write_text(SMALL)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TMPDIR": str(self.temporary),
            "SCRIPTORIUM_BINARY": str(binary), "SCRIPTORIUM_LIBRARY": str(LIBRARY)}

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, DEMO, *map(str, arguments)], env=self.environment | environment, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments: object, **environment: str) -> tuple[int, str, str]:
        process = self.start(*arguments, **environment)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors

    def leaves_nothing(self) -> bool:
        return not list(self.temporary.iterdir()) and not self.running()

    def running(self) -> list[str]:
        """The commands of processes that work in the folder for temporary files."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.readlink(process / "cwd").startswith(str(self.temporary)):
                    found.append((process / "cmdline").read_text())
            except OSError:
                continue  # It has ended meanwhile.
        return found


@pytest.fixture
def demo(binary, tmp_path) -> Demo:
    if not LIBRARY.is_file():
        pytest.skip("the C library is missing: `make library`")
    return Demo(binary, tmp_path)


def policy_is_installed() -> bool:
    listed = subprocess.run(["dpkg", "-L", "debian-policy"], capture_output=True, text=True).stdout.split("\n")
    return any(path.endswith(("/policy.pdf", "/policy.pdf.gz")) and os.path.exists(path) for path in listed)


def last_table(output: str) -> list[list[str]]:
    """The rows that compare the ways: way, hash, found, cost, left."""
    lines = output[output.index("One account, one ledger, three ways in"):].split("\n")[3:7]
    return [re.split(r" {2,}", line.strip()) for line in lines]


def test_the_whole(demo):
    status, output, errors = demo.run(*([] if policy_is_installed() else [demo.small]), COLUMNS="80")
    assert (status, errors) == (0, "")
    headings = ["1  Over HTTP", "2  Through the C library, inside of this Python program",
                "3  On the command line, on the file itself", "One account, one ledger, three ways in",
                "What to try next"]
    assert re.findall(r"^(.+)\n─+$", output, re.MULTILINE) == headings
    for step in STEPS:
        assert len(re.findall(rf"^    {step} +\d+ ms +0\.\d+$", output, re.MULTILINE)) == 2, step
    assert output.count("Its outline, by page") == output.count("Its summary: sentences") == 2
    assert re.search(r"^    p\. \d+ +\w", output, re.MULTILINE)
    assert output.count("✓ debits equal credits") == 2
    assert re.search(r"USDC +([\d.]+) +\1 +0  yes", output)
    assert "✓ SIGTERM stopped the server, with status 0" in output
    assert "✓ The ledger is sound" in output
    if policy_is_installed():
        assert "193 pages" in output and "ABOUT THIS MANUAL" in output
    assert max(map(len, output.splitlines())) <= 80
    assert "\033" not in output
    assert demo.leaves_nothing()


def test_the_three_ways_agree(demo):
    status, output, _ = demo.run(demo.small)
    assert status == 0
    rows = last_table(output)
    assert [row[0] for row in rows] == ["HTTP, lighthouse.md", "HTTP, threads.md", "C library", "command line"]
    hashes = [row[1] for row in rows]
    assert hashes[0] == hashes[2] == hashes[3] != hashes[1]
    assert Decimal(rows[0][2]) == 25
    for row, following in zip(rows, [*rows[1:], None]):
        found, cost, left = map(Decimal, row[2:])
        assert found - cost == left and cost > 0
        assert following is None or Decimal(following[2]) == left
    assert demo.leaves_nothing()


def test_what_is_missing_is_told(demo, tmp_path):
    cases = [
        ([tmp_path / "nothing.pdf"], {}, "There is no document"),
        ([sys.executable], {}, "the name of a document ends in .pdf"),
        ([demo.small], {"SCRIPTORIUM_BINARY": str(tmp_path / "program")}, "`make build` does it"),
        ([demo.small], {"SCRIPTORIUM_LIBRARY": str(tmp_path / "library")}, "`make library` does it"),
        ([demo.small], {"SCRIPTORIUM_BINARY": "/bin/false"}, "The server did not start"),
    ]
    for arguments, environment, expected in cases:
        status, output, errors = demo.run(*arguments, **environment)
        assert status == 1
        assert errors.startswith("\ndemo: ") and expected in errors and "Traceback" not in errors
        assert demo.leaves_nothing()


def test_a_document_that_cannot_be_read_fails_the_demo(demo, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    status, _, errors = demo.run(broken)
    assert status == 1
    assert "DOCUMENT_UNREADABLE" in errors
    assert demo.leaves_nothing()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["server ", "threads.md", "2  Through", "job created"])
def test_a_stop_leaves_nothing(demo, how, moment):
    process = demo.start(demo.small)
    for line in process.stdout:
        if moment in line:
            break
    process.send_signal(how)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "demo: stopped" in errors and "Traceback" not in errors
    assert demo.leaves_nothing(), demo.running()


def test_a_reader_that_goes_away_leaves_nothing(demo):
    process = demo.start(demo.small)
    process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    assert process.wait(timeout=60) == 1
    assert errors == ""
    assert demo.leaves_nothing()
