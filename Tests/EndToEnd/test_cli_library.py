"""The commands on stored scripts, on a file and on a server alike."""

import pytest
from commands import Place, new_account, private_file, rows
from errors import check_command_failed, check_error_text

SOURCE = """\
input
  name : text  -- whom to greet
output
  greeting : text
emit
  greeting = "Hello, {name}"
"""


@pytest.fixture(params=["file", "server"])
def place(request, program, database, serve, tmp_path) -> Place:
    account = new_account(program, database)
    if request.param == "file":
        return Place(program, "--database", database, "--account", account["user_id"])
    token = private_file(tmp_path / "token", account["bearer_token"])
    return Place(program, "--url", serve().url, "--token-file", token)


def test_from_a_file_to_a_version(place, tmp_path):
    file = tmp_path / "greeting.scriptum"
    file.write_text(SOURCE)
    assert "created" in place.text("script", "create", "greeting", "--tag", "a", "--label", "team=x", "--label", "team=y")
    assert place.json("script", "show", "greeting")["script"]["labels"] == [{"key": "team", "values": ["x", "y"]}]
    assert "draft" in place.text("draft", "save", "greeting", "--file", file)
    check_command_failed(place.run("draft", "publish", "greeting"), 5, "DRAFT_NOT_COMPILED")
    assert place.json("draft", "compile", "greeting")["success"]
    assert "First." in place.text("draft", "publish", "greeting", "--note", "First.")
    assert place.text("version", "code", "greeting", 1) == place.text("version", "code", "greeting") == SOURCE
    [row] = rows(place.text("version", "list", "greeting"))
    assert row[:2] == ["1", "active"]
    shown = place.text("script", "show", "greeting")
    assert "\ninput\n  name  text: whom to greet\n" in shown and "\noutput\n  greeting  text\n" in shown, shown
    [_, row] = place.text("script", "list", "--tag", "a", "--label", "team=y").splitlines()
    assert row.split()[:4] == ["greeting", "active", "1", "1"]
    assert place.text("script", "list", "--tag", "b") == "No scripts.\n"
    place.text("script", "delete", "greeting")
    check_command_failed(place.run("script", "show", "greeting"), 3, "NOT_FOUND")


def test_errors_of_a_draft_are_shown(place):
    place.text("script", "create", "faulty")
    saved = place.text("draft", "save", "faulty", "--file", "-", stdin=b"emit\n  x = nme\n")
    assert "2:7: error[E" in saved, saved
    result = place.run("draft", "compile", "faulty")
    check_error_text(result.returncode, result.stderr.decode(), 5, "DRAFT_HAS_ERRORS")
    assert "2:7: error[E" in result.stdout.decode()
    place.text("draft", "save", "faulty", "--file", "-", stdin=b"let unused = 1\nemit\n  x = 1\n")
    result = place.run("draft", "compile", "faulty", "--strict")
    check_error_text(result.returncode, result.stderr.decode(), 5, "DRAFT_HAS_ERRORS")
    place.text("draft", "compile", "faulty")
    check_command_failed(place.run("draft", "save", "faulty", "--file", "-", stdin=b"\xff"), 2, "REQUEST_INVALID")
    place.text("draft", "discard", "faulty")
    check_command_failed(place.run("draft", "show", "faulty"), 3, "NOT_FOUND")


def test_programs_are_drafts_too(place, tmp_path):
    (tmp_path / "a.scriptum").write_text(SOURCE)
    for form in (["--yaml"], []):
        file = tmp_path / ("a.yaml" if form else "a.json")
        file.write_text(place.program.run("script", "compile", tmp_path / "a.scriptum", *form).stdout.decode())
        name = file.name.replace(".", "-")
        place.text("script", "create", name)
        place.text("draft", "save", name, "--file", file)
        place.text("draft", "compile", name)
        place.text("draft", "publish", name)
        assert place.json("version", "code", name, 1)["program"]["format"] == 1


def test_variables(place):
    place.text("env", "set", "PLAIN", "open")
    place.text("env", "set", "HIDDEN", "-", "--secret", stdin=b"hunter2\n")
    assert [row.split()[:2] for row in place.text("env", "list").splitlines()[1:]] == [
        ["HIDDEN", "(secret)"], ["PLAIN", "open"]]
    assert "hunter2" in place.text("env", "list", "--reveal")
    assert place.text("env", "get", "HIDDEN") == "hunter2\n"
    place.text("script", "create", "sample")
    place.text("env", "set", "PLAIN", "own", "--script", "sample")
    assert place.text("env", "list", "--script", "sample") == "PLAIN  own\n"
    assert place.text("env", "list", "--script", "sample", "--effective") == "HIDDEN  (secret)\nPLAIN   own\n"
    result = place.json("env", "import", "-", stdin=b"A=1\nPLAIN=2\n")
    assert (result["imported"], result["skipped"]) == (1, 1)
    place.text("env", "delete", "PLAIN", "--script", "sample")
    place.text("env", "delete", "A")
    check_command_failed(place.run("env", "get", "A"), 3, "NOT_FOUND")


def test_rollback(place):
    place.text("script", "create", "sample")
    for number in (1, 2):
        place.text("draft", "save", "sample", "--file", "-", stdin=SOURCE.replace("Hello", f"Hello {number}").encode())
        place.text("draft", "compile", "sample")
        place.text("draft", "publish", "sample")
    assert place.json("version", "rollback", "sample")["version"] == 1
    assert place.json("version", "rollback", "sample", 2)["status"] == "active"
    place.text("script", "update", "sample", "--status", "disabled", "--description", "Off.")
    assert place.json("script", "show", "sample")["script"]["status"] == "disabled"
    etag = place.json("script", "show", "sample")["script"]["etag"]
    place.text("script", "update", "sample", "--description", "On.", "--etag", etag)
    check_command_failed(place.run("script", "update", "sample", "--etag", etag), 5, "ETAG_MISMATCH")
