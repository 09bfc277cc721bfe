"""Every command on the page of the command line, run as it stands there."""

import re
import socket
import subprocess
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PAGE = PROJECT / "docs/cli.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def commands_of(text: str) -> set[str]:
    """The commands and subcommands that a script names."""
    return set(re.findall(r"\bscriptorium ((?:[a-z]+ ?)+)", text))


@pytest.fixture
def session(binary, tmp_path):
    """A shell in an empty folder that keeps its variables from block to block, as a user's does."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "scriptorium").symlink_to(binary)
    home = tmp_path / "home"
    home.mkdir()
    port = str(free_port())
    servers: list[subprocess.Popen] = []
    environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C.UTF-8"}
    (tmp_path / "variables").write_text("")

    def run(block: str) -> str:
        block = block.replace("8080", port)
        if block.startswith("scriptorium serve"):
            server = subprocess.Popen(
                ["bash", "-c", "exec " + block], cwd=tmp_path, env=environment, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL)
            servers.append(server)
            return server.stdout.readline().decode()
        script = f"set -euo pipefail; . ./variables\n{block}\ndeclare -p ACCOUNT JOB ID KEY SCRIPTORIUM_DATABASE 2>/dev/null > variables || true"
        done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, timeout=60)
        assert done.returncode == 0, (block, done.stdout.decode(), done.stderr.decode())
        return done.stdout.decode() + done.stderr.decode()

    yield run
    for server in servers:
        server.terminate()
        assert server.wait(timeout=15) == 0


def test_every_block_runs(session):
    blocks = BLOCK.findall(PAGE.read_text())
    assert len(blocks) > 15
    began = time.monotonic()
    transcript = [session(block) for block in blocks]
    assert time.monotonic() - began < 90
    whole = "\n".join(transcript)
    for expected in ("listening on http://", '"value": "hello"', "USDC      25", "✓ The ledger is sound",
                     "every page is sound", "The key fits the database", "another key: status 5",
                     "not completed: status 1", "status 2"):
        assert expected in whole, expected
    assert "Fatal error" not in whole


def test_every_block_about_stored_scripts_runs(session):
    whole = "\n".join(session(block) for block in BLOCK.findall((PROJECT / "docs/scripts.md").read_text()))
    for expected in ("status          active", "The first.", "REGION     us", "API_TOKEN  (secret)"):
        assert expected in whole, (expected, whole)


def test_the_page_names_every_command(program):
    text = PAGE.read_text()
    named = " ".join(re.findall(r"`([^`\n]+)`", text)) + text
    for line in program.run("--help").stdout.decode().split("SUBCOMMANDS:")[1].splitlines():
        words = line.split()
        if line.startswith("  ") and not line.startswith("   ") and words[0] not in ("See",):
            assert words[0] in named, words[0]
            help_text = program.run(words[0], "--help").stdout.decode()
            if "SUBCOMMANDS:" in help_text:
                for inner in help_text.split("SUBCOMMANDS:")[1].splitlines():
                    if re.match(r"  [a-z]", inner):
                        assert re.search(rf"{words[0]}[^\n]*\b{inner.split()[0]}\b", text), (words[0], inner)
