"""What whoever calls asks for, by variables: `make torture MINUTES=5 SEED=17`."""

import os
import random
from dataclasses import dataclass

from torturing.harnesses import SANITIZERS

# Draws above this would only be harder to type.
SEED_DRAWN_MAX = 999_999
# What `Torture` in Sources/CoreTesting accepts, less the rounds of any one run.
SEED_MAX = 900_000_000


class Refused(Exception):
    """What is wrong with an option, in a sentence."""


@dataclass(frozen=True)
class Options:
    minutes: float
    seed: int
    rounds: int | None
    amount: int
    only: list[str]
    keep: bool
    proof: bool
    sanitizer: str


def options() -> Options:
    sanitizer = os.environ.get("SANITIZE", "")
    if sanitizer not in SANITIZERS:
        raise Refused(f"SANITIZE is {sanitizer}, not thread.")
    return Options(
        minutes=number("MINUTES", 30, 0.1, 7 * 24 * 60),
        seed=int(number("SEED", random.randint(1, SEED_DRAWN_MAX), 0, SEED_MAX)),
        rounds=int(number("ROUNDS", 0, 0, 1_000_000)) or None,
        amount=int(number("AMOUNT", 1, 1, 1_000)),
        only=os.environ.get("ONLY", "").replace(",", " ").split(),
        keep=switch("KEEP"), proof=switch("PROOF"),
        sanitizer=sanitizer)


def switch(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


def number(name: str, default: float, least: float, most: float) -> float:
    text = os.environ.get(name) or str(default)
    try:
        value = float(text) if name == "MINUTES" else int(text)
    except ValueError:
        raise Refused(f"{name} is {text}, not a number.") from None
    if not least <= value <= most:
        raise Refused(f"{name} is {text}, not from {least} to {most}.")
    return value
