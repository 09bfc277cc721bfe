"""A stand-in for `pdftotext` that leaves a trace of each call outside of every database, and takes as long as it is told.

The servers find it in the place of the real one, in a mount namespace of their own. A document is two lines: the mark of
PDF, then a mark by which the call is known and how many seconds it takes. What a server did in the world can so be
held against what its journal says, and what it does at the moment of a fault is known without asking it.
"""

import base64
import contextlib
import os
import select
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

REPLACED = "/usr/bin/pdftotext"
SCRIPT = """#!/bin/bash
IFS= read -r head
IFS=' ' read -r mark seconds
trace() { printf '%s %s %s %s %s\\n' "$1" "$mark" "$PPID" "$$" "$EPOCHREALTIME" > "{trace}"; }
trace begin
read -rt "$seconds" <> "{never}"
trace end
printf 'read %s\\f' "$mark"
"""


@dataclass
class Call:
    mark: str
    # The server that made it, and what it runs.
    server: int
    process: int
    # By the system's clock, in nanoseconds; one that was ended from outside has no end.
    begun_at: int
    ended_at: int | None = None

    @property
    def is_running(self) -> bool:
        return self.ended_at is None and Path(f"/proc/{self.process}").exists()


class Reader:
    """The stand-in and the calls of it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.calls: list[Call] = []
        trace, never, self.script = folder / "trace", folder / "never", folder / "pdftotext"
        for pipe in (trace, never):
            os.mkfifo(pipe, 0o600)
        self.script.write_text(SCRIPT.replace("{trace}", str(trace)).replace("{never}", str(never)))
        self.script.chmod(0o755)
        # Open for both, so that it never ends, and nobody who writes waits for a reader.
        self._pipe = os.open(trace, os.O_RDWR | os.O_NONBLOCK)
        self._is_open = True
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def command(self, *command: object) -> list[str]:
        """The command, so that it finds the stand-in; the process it begins in is the one it goes on in."""
        shell = f'mount --bind "$0" {REPLACED} && exec "$@"'
        return [*self.wrapper(), "sh", "-c", shell, str(self.script), *map(str, command)]

    @staticmethod
    def wrapper() -> list[str]:
        return ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]

    @classmethod
    def is_possible(cls) -> bool:
        """Whether a process can have files of its own in the place of others here."""
        shell = f"mount --bind /bin/true {REPLACED}"
        return subprocess.run([*cls.wrapper(), "sh", "-c", shell], capture_output=True).returncode == 0

    def _read(self):
        rest = b""
        while self._is_open:
            if not select.select([self._pipe], [], [], 0.2)[0]:
                continue
            with contextlib.suppress(BlockingIOError):
                *lines, rest = (rest + os.read(self._pipe, 65_536)).split(b"\n")
                for line in lines:
                    self._take(line.decode())

    def _take(self, line: str):
        what, mark, server, process, seconds = line.split(" ")
        time = int(seconds.replace(".", "")) * 1_000
        if what == "begin":
            self.calls.append(Call(mark, int(server), int(process), time))
            return
        for call in reversed(self.calls):
            if (call.mark, call.process) == (mark, int(process)):
                call.ended_at = time
                return

    def running(self, server: int) -> list[Call]:
        """The calls of a server that are under way."""
        # Older ones are over: none takes this long, and a job makes few.
        return [call for call in self.calls[-200:] if call.server == server and call.is_running]

    def close(self):
        self._is_open = False
        self._thread.join(timeout=10)
        os.close(self._pipe)


def document(mark: str, seconds: float) -> dict[str, str]:
    """A document for the stand-in."""
    content = f"%PDF-1.4\n{mark} {seconds:.3f}\n".encode()
    return {"name": "a.pdf", "media_type": "application/pdf", "data": base64.b64encode(content).decode()}
