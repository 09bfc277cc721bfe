"""What swift-testing and pytest say: how many tests there were, and the lines that tell why a run is red."""

import re

LINES_OF_FAULTS = 40
LINES_OF_THE_END = 40
LENGTH_OF_A_LINE = 400
# The summaries of swift-testing and of pytest.
SWIFT = re.compile(r"Test run with (\d+) tests?")
SWIFT_SKIPPED = re.compile(r"(?m)^\S+ Test .+ skipped")
PYTEST = re.compile(r"(\d+) (passed|skipped)\b")
FAULT = re.compile(r"✘|recorded an issue|Fatal error|Crash|^E  |^FAILED|^ERROR|WARNING: ThreadSanitizer|error:")
STARTED = re.compile(r"(?m)^\S+ Test (.+) started\.$")
ENDED = re.compile(r"(?m)^\S+ Test (.+?) (?:with \d+ test cases? )?(?:passed|failed|skipped)\b")


def counts(said: str) -> tuple[int, int]:
    """The tests that were run to the end, and those that were skipped."""
    if swift := SWIFT.findall(said):
        skipped = len(SWIFT_SKIPPED.findall(said))
        return sum(map(int, swift)) - skipped, skipped
    numbers = {what: int(number) for number, what in PYTEST.findall(said)}
    return numbers.get("passed", 0), numbers.get("skipped", 0)


def excerpt(said: str) -> str:
    """The lines that name faults, the tests that had begun when the run ended, and the end of it all."""
    lines = [line[:LENGTH_OF_A_LINE] for line in said.splitlines()]
    faults = [line for line in lines[:-LINES_OF_THE_END] if FAULT.search(line)]
    parts = faults[:LINES_OF_FAULTS] + ["…"] * bool(faults) + lines[-LINES_OF_THE_END:]
    if unfinished := set(STARTED.findall(said)) - set(ENDED.findall(said)):
        parts.append("Begun and not ended: " + ", ".join(sorted(unfinished)))
    return "\n".join(parts)
