"""What is digested, by which recipe, with which program and library; and what came out, for comparison."""

import base64
import gzip
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

from demonstration.terminal import say

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / os.environ.get("SCRIPTORIUM_BINARY", ".build/debug/scriptorium")
LIBRARY = ROOT / os.environ.get("SCRIPTORIUM_LIBRARY", "dist/libscriptorium.so")
RECIPE = "scriptorium:document:digest"
PAGE_OF_OURS = ROOT / "docs" / "threads.md"
MEDIA_TYPES = {".pdf": "application/pdf", ".md": "text/markdown", ".html": "text/html", ".txt": "text/plain"}
WAIT_SECONDS = 120


class Failed(Exception):
    """What went wrong, in a sentence for whoever watches."""


def policy_manual() -> pathlib.Path | None:
    """The manual that the package debian-policy ships, packed or not, if it is installed."""
    listed = subprocess.run(["dpkg", "-L", "debian-policy"], capture_output=True, text=True).stdout.split("\n")
    found = [path for path in listed if path.endswith(("/policy.pdf", "/policy.pdf.gz")) and os.path.exists(path)]
    return pathlib.Path(found[0]) if found else None


def fetched(chosen: list[str], folder: pathlib.Path) -> pathlib.Path:
    """The document to digest, copied into the folder."""
    if not chosen and shutil.which("dpkg"):
        chosen = [str(policy_manual() or "")]
    if not any(chosen):
        say("The Debian Policy Manual is not installed (`scripts/setup debian-policy`), so docs/http.md stands in.")
        chosen = [str(ROOT / "docs" / "http.md")]
    source = pathlib.Path(chosen[0])
    if not source.is_file():
        raise Failed(f"There is no document {source}.")
    packed = source.suffix == ".gz"
    copy = folder / (source.stem if packed else source.name)
    if copy.suffix not in MEDIA_TYPES:
        raise Failed(f"{copy.name} is not read here; the name of a document ends in {', '.join(MEDIA_TYPES)}.")
    with (gzip.open if packed else open)(source, "rb") as stream:
        copy.write_bytes(stream.read())
    return copy


def inline(document: pathlib.Path) -> dict:
    return {"name": document.name, "media_type": MEDIA_TYPES[document.suffix],
            "data": base64.b64encode(document.read_bytes()).decode()}


def seal(digest: dict) -> str:
    """A short hash of a digest, to compare those that came in different ways."""
    return hashlib.sha256(json.dumps(digest, sort_keys=True).encode()).hexdigest()[:12]


def outcome(way: str, job: dict, found: str, left: str) -> dict:
    if job["status"] != "completed":
        raise Failed(f"The job ended as {job['status']}: {json.dumps(job.get('error'))}")
    return {"way": way, "digest": seal(job["result"]), "cost": job["cost"]["amount"], "found": found, "left": left}
