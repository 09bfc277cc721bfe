"""Headings, facts, tables and progress, in colours on a terminal only; `NO_COLOR` turns them off."""

import os
import shutil
import sys
import textwrap
import time

TERMINAL = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
COLOURS = TERMINAL and not os.environ.get("NO_COLOR")
WIDTH = max(60, min(100, shutil.get_terminal_size((80, 24)).columns))


def paint(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if COLOURS else text


def say(text: str = "") -> None:
    print(text, flush=True)


def heading(text: str) -> None:
    say("\n" + paint("1;36", text) + "\n" + paint("36", "─" * len(text)))


def below(text: str) -> None:
    say("\n  " + paint("1", text))


def fact(name: str, text: str) -> None:
    for number, line in enumerate(textwrap.wrap(text, WIDTH - 14)):
        say("  " + paint("2", (name if number == 0 else "").ljust(11)) + " " + line)


def good(text: str) -> None:
    for number, line in enumerate(textwrap.wrap(text, WIDTH - 4)):
        say("  " + (paint("32", "✓") if number == 0 else " ") + " " + line)


def table(head: list[str], rows: list[list[str]], right: set[int], total: bool = False) -> None:
    """Columns under each other; those in `right` end at one line. With `total` a rule stands before the last row."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(row: list[str]) -> str:
        cells = (cell.rjust(width) if column in right else cell.ljust(width)
                 for column, (cell, width) in enumerate(zip(row, widths)))
        return "    " + "  ".join(cells).rstrip()

    say(paint("2", line(head)))
    for number, row in enumerate(rows):
        if total and number == len(rows) - 1:
            say(paint("2", "    " + "─" * (sum(widths) + 2 * len(widths) - 2)))
        say(line(row))


class Progress:
    """Shows the events of a job as they come: one bar on a terminal, otherwise a line for each step."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def show(self, event: dict) -> None:
        share, step = event.get("progress"), event.get("step")
        if event["event"] == "thread.created":
            share, step = 0, "accepted"
        if share is not None:
            full = round(share * 24)
            bar = paint("36", "█" * full) + paint("2", "░" * (24 - full))
            line = f"    {time.monotonic() - self.began:4.1f} s  {bar}  {share:4.0%}  {step}"
            print(("\r\033[K" if TERMINAL else "") + line, end="" if TERMINAL else "\n", flush=True)
        if event["event"] in ("thread.completed", "thread.failed", "thread.cancelled", "thread.expired") and TERMINAL:
            print("\r\033[K", end="", flush=True)
        if event["event"] == "thread.completed":
            say(f"    {time.monotonic() - self.began:4.1f} s  {paint('32', 'completed')}")
