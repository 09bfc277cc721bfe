"""Runs the program: one command to its end, or a server until it is told to stop."""

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from wire import Client

START_SECONDS = 15
STOP_SECONDS = 15
COMMAND_SECONDS = 20
# Far below every wait of the server, and far above what a busy machine needs for what waits for nothing.
SOON_SECONDS = 5


class Program:
    """The executable, with an environment in which nothing of the user's own is found."""

    def __init__(self, binary: Path, home: Path):
        self.binary = binary
        self.environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

    def run(self, *arguments: object, stdin: bytes = b"", environment: dict[str, str] | None = None, **options):
        """Runs a command to its end; `options` go to `subprocess.run`."""
        return subprocess.run(
            [options.pop("binary", self.binary), *map(str, arguments)], input=stdin, capture_output=True,
            env=self.environment | (environment or {}), timeout=COMMAND_SECONDS, **options)

    def serve(self, *arguments: object, environment: dict[str, str] | None = None, **options) -> "Server":
        return Server([self.binary, "serve", *map(str, arguments)], self.environment | (environment or {}), options)


class Server:
    """A running server. Its output is read as it comes, so that no pipe ever fills."""

    def __init__(self, command: list, environment: dict[str, str], options: dict):
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.process = subprocess.Popen(command, env=environment, **(streams | options))
        self.stdout: list[str] = []
        self.stderr: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._readers = [
            threading.Thread(target=self._read_output, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self._readers:
            reader.start()

    def _read_output(self):
        for line in self.process.stdout:
            self.stdout.append(line.decode())
            self._lines.put(line.decode())
        self._lines.put(None)

    def _read_errors(self):
        for line in self.process.stderr or ():
            self.stderr.append(line.decode(errors="replace"))

    def await_ready(self) -> "Server":
        line = self._lines.get(timeout=START_SECONDS)
        assert line is not None, f"the server ended with {self.wait()}:\n{self.log}"
        assert line.startswith(("listening on http://", "listening on https://")), line
        self.url = line.removeprefix("listening on ").strip()
        self.client = Client(self.url)
        return self

    @property
    def log(self) -> str:
        return "".join(self.stderr)

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        """Waits for the end and returns the exit status; a negative one names a signal."""
        status = self.process.wait(timeout=STOP_SECONDS)
        for reader in self._readers:
            reader.join(timeout=STOP_SECONDS)
        return status

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.wait()

    def kill(self):
        """Ends the process at once, as a loss of power would."""
        self.process.kill()
        self.wait()


def eventually(condition: Callable[[], bool], what: str, seconds: float = 20):
    """Waits until `condition` holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.005)
