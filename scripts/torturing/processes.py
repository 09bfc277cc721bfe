"""Runs a command in a session of its own, so that everything it started, and nothing else, can be ended."""

import contextlib
import os
import pathlib
import signal
import subprocess
import time

from torturing.harnesses import ROOT

GRACE_SECONDS = 20


def run(arguments: list[str], environment: dict[str, str], log: pathlib.Path, seconds: float) -> int | None:
    """Runs to the end, the output to `log`; returns the status, or None when it took longer than `seconds`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
            start_new_session=True)
        try:
            return process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            end(process)


def end(process: subprocess.Popen) -> None:
    """Ends what is left of a session: first its leader, who may put things away, then everyone in it."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=GRACE_SECONDS)
    for _ in range(50):
        left = members(process.pid)
        if not left:
            break
        for number in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        process.poll()
        time.sleep(0.1)


def members(session: int) -> list[int]:
    """The living processes of a session, by proc(5): the state and the session stand behind the name in brackets."""
    found = []
    for file in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, its_session = file.read_text(errors="replace").rpartition(")")[2].split()[:4]
            if int(its_session) == session and state not in "ZX":
                found.append(int(file.parent.name))
    return found


def unmount(folder: pathlib.Path) -> None:
    """Unmounts what a test that was ended left mounted below a folder."""
    for line in pathlib.Path("/proc/mounts").read_text().splitlines():
        place = line.split()[1]
        if place.startswith(f"{folder}/"):
            subprocess.run(["umount", "--lazy", place], capture_output=True)
