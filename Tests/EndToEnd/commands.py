"""Helpers for tests of the commands: a file, a file that a server owns, and a server, asked alike."""

import json
import subprocess
from pathlib import Path
from typing import Any

from process import Program


def printed(result: subprocess.CompletedProcess, status: int = 0) -> str:
    """Standard output of a command that ended with `status`."""
    assert result.returncode == status, (result.returncode, result.stdout, result.stderr)
    assert b"Fatal error" not in result.stderr, result.stderr
    return result.stdout.decode()


def printed_json(result: subprocess.CompletedProcess, status: int = 0) -> Any:
    return json.loads(printed(result, status))


class Place:
    """Commands on one place: options that name it go with each."""

    def __init__(self, program: Program, *options: object):
        self.program = program
        self.options = options

    def run(self, *command: object, **options) -> subprocess.CompletedProcess:
        return self.program.run(*command, *self.options, **options)

    def text(self, *command: object, status: int = 0, **options) -> str:
        return printed(self.run(*command, **options), status)

    def json(self, *command: object, status: int = 0, **options) -> Any:
        return printed_json(self.run(*command, "--json", **options), status)


def new_account(program: Program, database: Path) -> dict[str, Any]:
    return printed_json(program.run("account", "create", "--json", "--database", database))


def private_file(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o600)
    return path


def rows(text: str) -> list[list[str]]:
    """The rows of a table, without its head: cells are two spaces or more apart."""
    lines = text.split("\n\n")[0].splitlines()[1:]
    return [[cell for cell in line.split("  ") if cell] for line in lines]
