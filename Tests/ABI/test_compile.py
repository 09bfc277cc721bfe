"""The header and the library, as compilers, linkers and loaders see them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from library import HEADER, PATH

HERE = Path(__file__).parent
SIZE_MAX = 18_000_000
STRICT = ["-Wall", "-Wextra", "-Werror", "-pedantic", "-Wconversion", "-Wshadow"]


def run(*command: object, **options) -> str:
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, **options)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("compiler", [
    ["gcc", "-std=c99", "-Wstrict-prototypes"],
    ["gcc", "-std=c17", "-Wstrict-prototypes"],
    ["g++", "-x", "c++", "-std=c++17"],
], ids=["c99", "c17", "c++17"])
def test_a_program_compiles_links_and_runs(compiler, tmp_path):
    program = tmp_path / "smoke"
    run(*compiler, *STRICT, f"-I{HEADER.parent}", HERE / "smoke.c", "-x", "none", PATH,
        f"-Wl,-rpath,{PATH.parent}", "-o", program)
    # Without an environment: nothing of the machine's set-up is needed.
    assert run("/usr/bin/env", "-i", program).endswith(": ok\n")


@pytest.mark.parametrize("include", ["#include <scriptorium.h>\n", "#include <scriptorium.h>\n" * 2])
@pytest.mark.parametrize("language", ["c", "c++"])
def test_the_header_stands_alone(include, language, tmp_path):
    source = tmp_path / "alone"
    source.write_text(include)
    run("gcc", "-x", language, *STRICT, "-fsyntax-only", f"-I{HEADER.parent}", source)


def test_the_shipped_header_is_the_same():
    shipped = PATH.parent / "include/scriptorium.h"
    if not shipped.exists():
        pytest.skip("no header lies beside the library")
    assert shipped.read_bytes() == HEADER.read_bytes()


def exported() -> set[str]:
    """The names that the library exports: those of an upper-case type."""
    lines = run("nm", "--dynamic", "--defined-only", PATH).splitlines()
    return {name for _, kind, name in (line.split(maxsplit=2) for line in lines) if kind.isupper()}


def test_exactly_the_listed_symbols_are_exported():
    assert exported() == set((HERE / "symbols.txt").read_text().split())


def test_the_list_of_symbols_is_sorted():
    names = (HERE / "symbols.txt").read_text().splitlines()
    assert names == sorted(set(names))


def test_every_declared_function_is_exported_and_the_other_way_round():
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    declared = re.findall(r"^SCRIPTORIUM_API[^;(]*?(\w+)\(", text, flags=re.MULTILINE)
    assert len(declared) == len(set(declared))
    assert set(declared) == exported()


def test_every_declared_function_is_described():
    text = HEADER.read_text()
    described = re.findall(r"/\*\*(?:(?!\*/).)*?Since ABI \d+\.\s*\*/\s*SCRIPTORIUM_API[^;(]*?(\w+)\(", text, re.DOTALL)
    assert set(described) == exported()


def test_what_the_library_needs():
    text = run("ldd", PATH)
    assert "not found" not in text
    for unwanted in ("swift", "foundation", "libpq", "dispatch", "blocksruntime", "icu", "/opt/"):
        assert unwanted not in text.lower()


def test_its_name_and_size():
    assert "Library soname: [libscriptorium.so]" in run("readelf", "--dynamic", PATH)
    assert PATH.stat().st_size <= SIZE_MAX


def test_it_names_no_folder_of_the_machine_it_was_built_on():
    dynamic = run("readelf", "--dynamic", PATH)
    assert "RPATH" not in dynamic
    assert not re.search(r"RUNPATH.*\[(?!\$ORIGIN\])", dynamic)


def test_it_loads_without_an_environment():
    program = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).scriptorium_abi_version())"
    assert run("/usr/bin/env", "-i", os.path.realpath(sys.executable), "-I", "-S", "-c", program, PATH) == "1\n"


def test_it_loads_from_another_folder(tmp_path):
    copy = shutil.copy2(PATH, tmp_path)
    program = "import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).scriptorium_abi_version())"
    assert run(sys.executable, "-c", program, copy, cwd="/") == "1\n"
