"""Servers that share one database, each of which may be killed, held and started again."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

from faults import recipes
from faults.reader import Reader
from postgres import Database
from process import Program, Server

LEASE_SECONDS = 2


class Node:
    """One of the servers, and all processes that it has been."""

    def __init__(self, number: int, command: Callable[[], Server]):
        self.name = f"server-{number}"
        self.command = command
        self.processes: list[Server] = []
        # Ended by the tests and by nobody else.
        self.killed: set[int] = set()
        self.is_held = False

    def start(self):
        self.processes.append(self.command())
        self.server.await_ready()

    @property
    def server(self) -> Server:
        return self.processes[-1]

    @property
    def process(self) -> int:
        return self.server.process.pid

    @property
    def is_up(self) -> bool:
        """Whether it should answer."""
        return bool(self.processes) and self.process not in self.killed and not self.is_held

    def kill(self):
        self.killed.add(self.process)
        self.server.kill()

    def hold(self):
        """Has it stand still, as under a debugger or in a machine that was suspended."""
        self.is_held = True
        self.server.process.send_signal(signal.SIGSTOP)

    def let_go(self):
        self.server.process.send_signal(signal.SIGCONT)
        self.is_held = False

    @property
    def log(self) -> str:
        return "".join(server.log for server in self.processes)


class Cluster:
    """So many servers on a database, and what they write outside of it."""

    def __init__(self, program: Program, database: Database, folder: Path, count: int):
        self.program, self.database, self.folder = program, database, folder
        self.reader = Reader(folder)
        self.traces = Reader.is_possible()
        self.key = folder / "sealing.key"
        assert program.run("keys", "new", self.key).returncode == 0
        self.config = folder / "config.json"
        self.config.write_text(json.dumps({
            "recipes_folder": str(recipes.write(folder / "recipes")), "log_level": "debug",
            "postgres": {"lease_seconds": LEASE_SECONDS}}))
        self.environment = {"SCRIPTORIUM_SEALING_KEY_FILE": str(self.key)}
        self.nodes = [Node(number, lambda number=number: self._begin(number)) for number in range(1, count + 1)]

    def _begin(self, number: int) -> Server:
        command = [
            self.program.binary, "serve", "--port", "0", "--config", self.config,
            "--database", self.database.address(f"server-{number}")]
        command = self.reader.command(*command) if self.traces else list(map(str, command))
        own = {"XDG_DATA_HOME": str(self.folder / f"server-{number}")}
        return Server(command, self.program.environment | self.environment | own, {})

    def start(self) -> "Cluster":
        """Starts all at once."""
        for node in self.nodes:
            node.processes.append(node.command())
        for node in self.nodes:
            node.server.await_ready()
        return self

    @property
    def up(self) -> list[Node]:
        return [node for node in self.nodes if node.is_up]

    @property
    def operator_token(self) -> str:
        """What the first of the servers left in a file."""
        [node] = [node for node in self.nodes if "The operator's token is in the file" in node.log]
        return (self.folder / node.name / "scriptorium/operator-token").read_text().strip()

    def command(self, *arguments: object):
        """Runs a command on the database."""
        return self.program.run(
            *arguments, "--database", self.database.address("command"), environment=self.environment)

    def stop(self):
        """Stops the servers, all at once."""
        for node in self.nodes:
            node.server.process.send_signal(signal.SIGTERM)
        for node in self.nodes:
            node.server.wait()

    def end(self):
        """Leaves nothing running, whatever happened."""
        for node in self.nodes:
            for server in node.processes:
                if server.is_running:
                    os.kill(server.process.pid, signal.SIGKILL)
                    server.wait()
        self.reader.close()
