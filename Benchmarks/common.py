"""What the benchmarks share: the machine, medians with their spread, and servers that are started and stopped."""

import contextlib
import os
import platform
import re
import signal
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def output(*command: str) -> str:
    """What a command prints, in one line."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip().split("\n")[0]


def print_machine() -> None:
    """The machine and the versions that a figure belongs to."""
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*: (.*)", file.read())
    print(f"machine: {os.cpu_count()} cores, {model[1] if model else platform.machine()}, {platform.platform()}")
    print(f"versions: {output('swift', '--version')}; Python {platform.python_version()}")


def spread(values: list[float], digits: int = 2) -> str:
    """The median, and the least and the greatest beside it."""
    return (f"median {statistics.median(values):.{digits}f}"
            f" (from {min(values):.{digits}f} to {max(values):.{digits}f}, {len(values)} runs)")


def milliseconds(seconds: list[float]) -> str:
    """The median and the 99th percentile."""
    percentile = sorted(seconds)[len(seconds) * 99 // 100]
    return f"p50 {statistics.median(seconds) * 1e3:.2f} ms, p99 {percentile * 1e3:.2f} ms, {len(seconds)} jobs"


def load() -> float:
    """How many processes wanted a processor in the last minute."""
    return os.getloadavg()[0]


@contextlib.contextmanager
def server(*command: str, **environment: str):
    """Starts a server that prints `listening on URL`; gives (process, url, seconds until that line)."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env={**os.environ, **environment})
    try:
        line = process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"{command[0]} did not start: {line!r}")
        yield process, line.split()[-1], time.monotonic() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def resident_megabytes(process: subprocess.Popen) -> float:
    """The resident memory of a process."""
    with open(f"/proc/{process.pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read())[1]) / 1024
