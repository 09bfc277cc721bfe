"""How much the tests that draw by chance do, and from which numbers: the one place that both come from.

`make test` sets nothing, so each test runs the same small slice every time. `make torture` sets the two variables,
which the Swift tests read too (`Sources/CoreTesting/Torture.swift`). A round that is repeated kills after the same
delays; what the program is doing at such a moment is the machine's affair.
"""

import os
import random

ROUND = int(os.environ.get("SCRIPTORIUM_TORTURE_SEED", "0"))
AMOUNT = int(os.environ.get("SCRIPTORIUM_TORTURE_AMOUNT", "1"))


def seed(own: int) -> int:
    """The seed to use instead of a test's `own`."""
    return own + ROUND * 1_000_000


def amount(own: int) -> int:
    """How many to do instead of a test's `own`."""
    return own * AMOUNT


def tell(report: str):
    """Shows what was done to whoever runs the torture."""
    print(report)
    if path := os.environ.get("SCRIPTORIUM_TORTURE_REPORT"):
        with open(path, "a") as file:
            file.write(report + "\n")


def sizes(own: list[int], least: float, most: float) -> list[int]:
    """The sizes to try instead of a test's `own`: each times a share from `least` to `most`, in steps of four."""
    if ROUND == 0:
        return own
    chance = random.Random(seed(sum(own)))
    return [max(4, round(size * chance.uniform(least, most)) // 4 * 4) for size in own]
