"""What commands print: tables, wide characters, control characters, errors."""

import json
import subprocess
import unicodedata

import pytest
from commands import Place, new_account, printed, rows
from errors import check_command_failed
from jobs import ECHO

EVIL = "\x1b[2J\x1b]0;owned\x07\u202eabc\x9b31m\x7f\u2028"


@pytest.fixture
def file(program, database) -> Place:
    new_account(program, database)
    return Place(program, "--database", database)


def columns(text: str) -> int:
    """Columns that a terminal gives a text of ordinary and wide characters."""
    return sum(
        0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text)


def test_columns_stand_under_each_other_whatever_is_in_them(file):
    names = ["plain", "日本語", "한국어", "e\u0301tude", "ｆｕｌｌ", "🎉 done", "a\u200bb", "ñandú"]
    for name in names:
        file.json("account", "token", "create", "--label", name)
    head, *lines = file.text("account", "token", "list").splitlines()
    place = columns(head[: head.index("CREATED")])
    for line, name in zip(lines, reversed(names)):
        assert columns(line[: line.index("  2")]) <= place
        before = line[: line.index("20", line.index(name) + len(name))]
        assert columns(before) == place, line


@pytest.mark.parametrize("character", ["日", "ａ", "가", "ｱ", "é", "ß", "Ω", "א", "—", "…", "豈", "𠀀", "ㄅ", "、", "　"])
def test_widths_agree_with_the_standard(file, character):
    name = "x" + character * 3 + "x"
    file.json("account", "token", "create", "--label", name)
    head, line = file.text("account", "token", "list").splitlines()
    assert columns(line[: line.index(" 20", line.index(name))]) + 1 == columns(head[: head.index("CREATED")])


def test_control_characters_never_reach_the_terminal(file):
    job = file.json("recipe", "run", ECHO, "--set", f"value={EVIL}", "--input", json.dumps({EVIL: EVIL}))
    for command in (("job", "show", job["job_id"]), ("job", "list"), ("job", "show", job["job_id"], "--json")):
        seen = file.text(*command)
        assert not any(mark in seen for mark in EVIL.replace("[2J", "").replace("]0;owned", "").replace("abc", "").replace(
            "31m", "")), seen
    assert file.json("job", "show", job["job_id"])["result"] == {"value": EVIL, EVIL: EVIL}
    refused = check_command_failed(file.run("recipe", "show", EVIL), 3, "NOT_FOUND")
    assert "\x1b" not in refused and "\u202e" not in refused
    for arguments in ((EVIL,), ("job", "list", "--" + EVIL), ("ledger", "export", "--format", EVIL)):
        assert "\x1b" not in file.run(*arguments).stderr.decode()


def test_a_huge_cell_is_cut_and_json_has_it_whole(file):
    reference = "r" * 200
    file.json("recipe", "run", ECHO, "--set", "value=1", "--reference", reference)
    [row] = rows(file.text("job", "list"))
    assert len(row[-1]) == 120 and row[-1].endswith("…")
    assert file.json("job", "list")["jobs"][0]["reference_id"] == reference


def test_errors_are_json_where_output_is(file, database):
    for command in (("job", "show", "x"), ("account", "show", "x"), ("recipe", "show", "x"), ("ledger", "balance", "--account", "x"),
                    ("account", "token", "revoke", "x"), ("backup", database), ("keys", "check", "/nowhere"),
                    ("recipe", "run", ECHO, "--input", "{\n!")):
        result = file.run(*command, "--json")
        told = json.loads(result.stderr)
        assert result.returncode in (2, 3, 5) and result.stdout == b"", command
        assert told["reason"].isupper() and told["message"] and told["code"]
    assert (told["reason"], told["line"], told["column"]) == ("JSON_INVALID", 2, 1)


def test_nothing_to_list(file):
    assert file.text("job", "list") == "No jobs.\n"
    assert file.json("job", "list") == {"jobs": [], "next_cursor": None}
    assert file.text("account", "token", "list") == "No tokens.\n"


@pytest.mark.parametrize("command", [
    ("account", "create"), ("account", "show", "00000000-0000-7000-8000-000000000000"), ("recipe", "list"), ("recipe", "run", ECHO, "--set", "value=1"),
    ("job", "list"), ("ledger", "verify"), ("ledger", "export"), ("backup", "copy.db"), ("doctor",), ("keys", "check"),
])
def test_what_is_no_database(program, tmp_path, command):
    text, folder = tmp_path / "text.db", tmp_path / "folder"
    text.write_text("no database at all " * 500)
    folder.mkdir()
    for path in (text, folder, tmp_path / "missing/x.db"):
        result = program.run(*command, "--database", path, cwd=tmp_path)
        assert 1 <= result.returncode <= 7, result
        assert b"Fatal" not in result.stderr
        assert command == ("doctor",) or result.stderr.startswith(b"error[DATABASE_"), result
    assert text.read_text().startswith("no database") and list(folder.iterdir()) == []


def test_what_cannot_be_printed_is_told(program, tmp_path):
    with open("/dev/full", "wb") as full:
        lost = subprocess.run([program.binary, "account", "create", "--json", "--database", tmp_path / "a.db"],
                              stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert lost.returncode == 1
    assert b"could not be written: No space left on device" in lost.stderr


def test_who_stops_reading_has_seen_enough(program, tmp_path):
    made = program.run("account", "create", "--database", tmp_path / "a.db")
    assert made.returncode == 0
    command = f"'{program.binary}' call --list --database '{tmp_path}/a.db' | head -1; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, check=False, timeout=60)
    assert ended.stdout.split()[-1] in (b"0", b"141") and b"written" not in ended.stderr
