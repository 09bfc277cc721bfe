"""The examples of the documents, run as they stand there."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
LIBRARY = PROJECT / os.environ.get("SCRIPTORIUM_LIBRARY", "dist/libscriptorium.so")
README = PROJECT / "README.md"
DOCUMENTS = [README, *sorted((PROJECT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^<!-- (run|compile) -->\n```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


def blocks(document: Path, language: str) -> list[str]:
    """The marked blocks of a language, in order."""
    return [body for _, name, body in BLOCK.findall(document.read_text()) if name == language]


def documents_with(language: str) -> list[Path]:
    found = [document for document in DOCUMENTS if blocks(document, language)]
    assert found, f"no document has a marked {language} block"
    return found


def name(document: Path) -> str:
    return str(document.relative_to(PROJECT))


@pytest.mark.parametrize("document", [each for each in documents_with("sh") if each != README], ids=name)
def test_shell_examples_run(document, serve, tmp_path):
    server = serve()
    script = "\n".join(blocks(document, "sh"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "URL": server.url}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], env=environment, cwd=tmp_path,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert done.stdout.strip()


def test_the_tour_of_the_readme_runs(binary, tmp_path):
    """As in a fresh clone after `make build`: the tour starts a server of its own, and stops it."""
    built = tmp_path / ".build/debug"
    built.mkdir(parents=True)
    (built / "scriptorium").symlink_to(binary)
    (tmp_path / "docs").symlink_to(PROJECT / "docs")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = str(listener.getsockname()[1])
    script = "\n".join(blocks(README, "sh")).replace("8080", port)
    process = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, start_new_session=True, text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        output, errors = process.communicate(timeout=60)
        assert process.returncode == 0, f"{output}\n{errors}"
    finally:
        # The group is the script and what it started; it has ended unless something failed.
        try:
            os.killpg(process.pid, signal.SIGKILL)
            ended = False
        except ProcessLookupError:
            ended = True
    assert ended, "the tour leaves something running"
    for expected in ('"available":"5"', "event: job", "thread.completed", "Threads: how a program runs", '"summary"',
                     '"step":"summarize"', '"available":"4.99', '"label":"laptop"', "cost      0.00", "is sound"):
        assert expected in output, f"{expected} is missing in\n{output}"


@pytest.mark.parametrize("document", documents_with("python"), ids=name)
def test_python_examples_run(document, tmp_path):
    for body in blocks(document, "python"):
        done = subprocess.run([sys.executable, "-c", body], cwd=tmp_path, capture_output=True, text=True, timeout=60,
                              env={**os.environ, "SCRIPTORIUM_LIBRARY": str(LIBRARY)})
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("document", documents_with("c"), ids=name)
def test_c_examples_compile_and_run(document, tmp_path):
    for number, body in enumerate(blocks(document, "c")):
        source, program = tmp_path / f"example{number}.c", tmp_path / f"example{number}"
        source.write_text(body)
        subprocess.run(["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", f"-I{PROJECT / 'include'}",
                        str(source), str(LIBRARY), f"-Wl,-rpath,{LIBRARY.parent}", "-o", str(program)],
                       check=True, timeout=60)
        done = subprocess.run([program], cwd=tmp_path, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        assert done.stdout.strip()


@pytest.mark.parametrize("document", [*DOCUMENTS, PROJECT / "CONTRIBUTING.md"], ids=name)
def test_links_lead_somewhere(document):
    for target in LINK.findall(document.read_text()):
        assert (document.parent / target).exists(), f"{target} does not exist"
