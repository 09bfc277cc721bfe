"""Writes down what was done, for those who were not there."""

import subprocess

from torturing.harnesses import ROOT
from torturing.rounds import Record


def write_proof(records: list[Record]) -> None:
    """One document in docs/proof for each harness whose tests tell what they did."""
    for record in records:
        if not record.reports:
            continue
        path = ROOT / "docs" / "proof" / f"{record.harness.name}.md"
        path.parent.mkdir(exist_ok=True)
        verdict = "sound" if record.failed_seed is None else f"NOT sound: seed {record.failed_seed}"
        blocks = "\n\n".join(f"```\n{report.strip()}\n```" for report in record.reports)
        path.write_text(
            f"# make torture ONLY={record.harness.name}\n\nCommit {commit()}, {record.rounds} rounds in"
            f" {record.seconds:.0f} s: {verdict}.\n\n{blocks}\n")
        print(f"written: {path.relative_to(ROOT)}")


def commit() -> str:
    """The commit, and whether the files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout.strip() or "unknown"
