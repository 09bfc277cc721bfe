"""Processes that begin together: each says `ready`, and all are told to go at the same moment."""

import json
import subprocess
import time

# Beyond what any run takes.
PATIENCE_SECONDS = 300


def together(commands: list[list[str]]) -> tuple[float, list]:
    """Starts them, lets them go, and waits for all; the seconds from the start signal to the last end, and what each
    printed as JSON."""
    running = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for command in commands]
    try:
        for process in running:
            if process.stdout.readline().strip() != "ready":
                raise RuntimeError(f"{process.args} did not start")
        begun = time.perf_counter()
        for process in running:
            process.stdin.write("go\n")
            process.stdin.flush()
        # Each prints its result when its work is done, before it puts anything away.
        results = [json.loads(process.stdout.readline()) for process in running]
        seconds = time.perf_counter() - begun
        for process in running:
            if process.wait(timeout=PATIENCE_SECONDS) != 0:
                raise RuntimeError(f"{process.args} ended with {process.returncode}")
        return seconds, results
    finally:
        for process in running:
            if process.poll() is None:
                process.kill()
                process.wait()
