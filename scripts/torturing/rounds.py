"""One round of a harness: its commands, with the numbers of one seed, in a folder that is gone afterwards."""

import os
import pathlib
import shutil
import tempfile
import time
from dataclasses import dataclass, field

from torturing.harnesses import Command, Harness
from torturing.options import Options
from torturing.outputs import counts, excerpt
from torturing.processes import run, unmount

# Far beyond what a round takes; one that is not over by then hangs, which is a failure.
ROUND_SECONDS = 900
# What tests may write into the folder of their round, for people.
REPORT = "report.txt"
# After a crash: what the thread was doing that crashed, and no more.
BACKTRACE = "interactive=no,color=no,threads=crashed,registers=none,images=none,limit=24"


@dataclass
class Record:
    """What a harness has done so far."""

    harness: Harness
    rounds: int = 0
    seconds: float = 0
    passed: int = 0
    skipped: int = 0
    failed_seed: int | None = None
    # What its tests tell of each round, where they do.
    reports: list[str] = field(default_factory=list)


def play(record: Record, seed: int, asked: Options) -> None:
    """Plays one round; says what went wrong, if something did, and keeps the folder then, if asked to."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"scriptorium-torture-{record.harness.name}-{seed}-"))
    # A PostgreSQL server has its data here, and is run by another user where this one is root.
    folder.chmod(0o711)
    began = time.monotonic()
    kept = False
    try:
        fault = fault_in(record, seed, asked.amount, folder)
        record.rounds += 1
        kept = asked.keep and fault is not None
        record.failed_seed = seed if fault else None
        files = f" Its files: {folder}" if kept else ""
        seconds = time.monotonic() - began
        print(f"{record.harness.name}, seed {seed}, {seconds:.0f} s: {fault or 'sound.'}{files}", flush=True)
        if (told := folder / REPORT).is_file():
            record.reports.append(told.read_text())
            print(record.reports[-1], flush=True)
    finally:
        record.seconds += time.monotonic() - began
        unmount(folder)
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def fault_in(record: Record, seed: int, amount: int, folder: pathlib.Path) -> str | None:
    """Runs the commands of a round until one fails; shows what that one said, and returns why it failed."""
    environment = os.environ | {
        "SCRIPTORIUM_TORTURE_SEED": str(seed), "SCRIPTORIUM_TORTURE_AMOUNT": str(amount), "TMPDIR": str(folder),
        "SCRIPTORIUM_TORTURE_REPORT": str(folder / REPORT), "PYTHONDONTWRITEBYTECODE": "1", "SWIFT_BACKTRACE": BACKTRACE}
    for number, command in enumerate(record.harness.commands):
        log = folder / f"{number}.log"
        status = run(command.arguments, environment, log, ROUND_SECONDS)
        said = log.read_text(errors="replace")
        passed, skipped = counts(said)
        record.passed += passed
        record.skipped += skipped
        if fault := judged(command, status, passed + skipped):
            print("\n" + excerpt(said) + "\n", flush=True)
            return fault
    return None


def judged(command: Command, status: int | None, ran: int) -> str | None:
    if status is None:
        return f"It was not over in {ROUND_SECONDS} s."
    if status != 0:
        return f"It ended with status {status}."
    if ran == 0 or command.tests not in (None, ran):
        return f"It ran {ran} tests, not {command.tests or 'any'}."
    return None
