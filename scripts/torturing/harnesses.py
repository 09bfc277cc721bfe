"""What is tortured: the tests' own harnesses, each by the commands that make one round of it."""

import pathlib
import re
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYTEST = [str(ROOT / ".venv/bin/python"), "-m", "pytest", "-q", "-p", "no:cacheprovider"]
# What `swift build` and `swift test` are given for a sanitizer, which has a folder of its own for what it builds.
SANITIZERS = {"": [], "thread": ["--sanitize", "thread", "--scratch-path", ".build-tsan"]}


@dataclass(frozen=True)
class Command:
    arguments: list[str]
    # How many tests it must run, where that is known: a test that was renamed must not be left out in silence.
    tests: int | None = None


@dataclass(frozen=True)
class Harness:
    name: str
    commands: list[Command]


def drawn_tests() -> list[str]:
    """The Swift tests that take their seeds from `Torture`, as `Suite/function`."""
    found = []
    for file in sorted((ROOT / "Tests").rglob("*.swift")):
        suite, *tests = re.split(r"(?m)^ +@Test\b", file.read_text())
        name = re.search(r"(?m)^(?:@Suite.* )?(?:struct|class) (\w+)", suite)
        for test in tests:
            function = re.search(r"\bfunc (\w+)", test)
            end = re.search(r"(?m)^    }$", test)
            if name and function and end and "Torture.seed" in test[: end.start()]:
                found.append(f"{name[1]}/{function[1]}")
    return found


def harnesses(sanitizer: str) -> list[Harness]:
    drawn = drawn_tests()
    return [harness for harness in (
        Harness("properties", [swift(rf"\.({'|'.join(drawn)})\(", sanitizer, len(drawn))]),
        Harness("kill", pytest(
            sanitizer, "test_kill.py", "test_job_kill.py",
            "test_job_stream.py::TestResuming::test_nothing_is_lost_or_told_twice_when_the_connection_is_cut")),
        Harness("disk", [swift(r"\.FaultyDiskTests/", sanitizer), *pytest(sanitizer, "test_disk_full.py")]),
        Harness("damage", pytest(
            sanitizer, "test_damage.py", "test_extract.py::test_damaged_documents_end_in_order")),
        Harness("faults", pytest(sanitizer, "test_shared_database.py")),
        Harness("fuzz", fuzzers(sanitizer)),
    ) if harness.commands]


def swift(pattern: str, sanitizer: str, tests: int | None = None) -> Command:
    return Command(["swift", "test", "--skip-build", *SANITIZERS[sanitizer], "--filter", pattern], tests)


def pytest(sanitizer: str, *tests: str) -> list[Command]:
    """Nothing under a sanitizer: that is for what runs inside the tests' own process."""
    return [] if sanitizer else [Command([*PYTEST, *(f"Tests/EndToEnd/{test}" for test in tests)])]


def fuzzers(sanitizer: str) -> list[Command]:
    """Nothing under a sanitizer: the fuzzer is built with one of its own."""
    return [] if sanitizer else [Command([str(ROOT / "scripts/fuzz")])]


def build(sanitizer: str) -> list[str]:
    return ["swift", "build", "--build-tests", *SANITIZERS[sanitizer]]
