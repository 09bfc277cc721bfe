"""Recipes from the command line, on a file and on a server."""

import base64
import json

import pytest
from commands import Place, new_account, printed, printed_json, private_file, rows
from errors import check_command_failed
from jobs import ECHO, FAIL, PRICED, WAIT, atomic, chain, composed, fixed


@pytest.fixture
def file(program, database) -> Place:
    return Place(program, "--database", database)


@pytest.fixture(params=["file", "server"])
def place(request, program, database, tmp_path) -> Place:
    """Each test runs on a file as an account, and on a server with that account's token."""
    account = new_account(program, database)
    if request.param == "file":
        return Place(program, "--database", database, "--account", account["user_id"])
    server = request.getfixturevalue("serve")()
    token = private_file(tmp_path / "my.token", account["bearer_token"] + "\n")
    return Place(program, "--url", server.url, "--token-file", token)


def everywhere(place: Place) -> Place:
    """The same place for commands that act for nobody."""
    if "--account" in place.options:
        return Place(place.program, *place.options[:2])
    return place


def test_recipes_are_listed_and_shown(place):
    place = everywhere(place)
    listed = {row[0]: row for row in rows(place.text("recipe", "list"))}
    assert {ECHO, FAIL, WAIT} <= set(listed)
    assert listed[WAIT][1:3] == ["1.0.0", "atomic"]
    page = place.json("recipe", "list", "--limit", 1)
    assert len(page["recipes"]) == 1 and page["next_cursor"]
    assert place.json("recipe", "list", "--limit", 1, "--cursor", page["next_cursor"])["recipes"] != page["recipes"]
    text = place.text("recipe", "show", WAIT)
    assert "maximum_cost  free" in text and '"milliseconds"' in text
    assert place.json("recipe", "show", WAIT)["id"] == WAIT
    check_command_failed(place.run("recipe", "show", "demo:tool:none"), 3, "NOT_FOUND")
    composed = rows(place.text("recipe", "list", "--kind", "composed"))
    assert [row[0] for row in composed] == ["scriptorium:document:digest"]


def test_a_run_is_followed_to_its_end(place):
    ran = place.run("recipe", "run", WAIT, "--set", "milliseconds=50", "--set", "value=hello", "--reference", "r 1")
    text = printed(ran)
    assert "status     completed" in text and "reference  r 1" in text
    assert json.loads(text.split("\n\n")[1]) == {"value": "hello"}
    progress = ran.stderr.decode().splitlines()
    assert [line.split("  ")[1] for line in progress if "job" in line] == ["job created", "job started", "job completed"]
    assert any("step completed call  100 %" in line for line in progress)
    assert "\x1b" not in ran.stderr.decode()


def test_json_is_the_job_alone(place):
    ran = place.run("recipe", "run", ECHO, "--set", "value=1", "--json")
    assert ran.stderr == b""
    job = printed_json(ran)
    assert job["status"] == "completed" and job["result"] == {"value": 1}


def test_a_run_that_fails_has_status_1(place):
    ran = place.run("recipe", "run", FAIL, "--set", "message=boom")
    assert "STEP_FAILED: boom" in printed(ran, 1)
    assert place.json("recipe", "run", FAIL, "--set", "message=boom", status=1)["status"] == "failed"


def test_how_the_input_is_put_together(file, tmp_path):
    given = tmp_path / "in.json"
    given.write_text('{"value": 1, "other": "kept"}')
    job = file.json("recipe", "run", ECHO, "--input", f"@{given}", "--set", "value=[1, 2]")
    assert job["result"] == {"value": [1, 2], "other": "kept"}
    for text, value in (("3", 3), ('"3"', "3"), ("true", True), ("a=b", "a=b"), ("", ""), ("[", "["), ("0.10", 0.1)):
        assert file.json("recipe", "run", ECHO, "--set", f"value={text}")["result"]["value"] == value
    assert file.json("recipe", "run", ECHO, "--input", "-", stdin=b'{"value": null}')["result"] == {"value": None}


@pytest.mark.parametrize("name, media_type", [
    ("a.pdf", "application/pdf"), ("a.b.TXT", "text/plain"), ("a.md", "text/markdown"), ("ä.html", "text/html"),
])
def test_documents_are_sent_with_their_type(file, tmp_path, name, media_type):
    for data in (b"", b"%", b"\x00\xff", b"abc", bytes(range(256)) * 5):
        (tmp_path / name).write_bytes(data)
        job = file.json("recipe", "run", ECHO, "--document", f"value={tmp_path / name}")
        assert job["result"]["value"] == {
            "name": name, "media_type": media_type, "data": base64.b64encode(data).decode()}


@pytest.mark.parametrize("arguments, stdin, reason", [
    (("--input", '{"value": 1,\n  x}'), b"", "JSON_INVALID"),
    (("--input", "-"), b"\x00\x01\xff", "JSON_INVALID"),
    (("--input", "[]"), b"", "INPUT_INVALID"),
    (("--input", "@missing.json"), b"", "REQUEST_INVALID"),
    (("--input", "@."), b"", "REQUEST_INVALID"),
    (("--set", "value"), b"", "REQUEST_INVALID"),
    (("--set", "=1"), b"", "REQUEST_INVALID"),
    (("--document", "value=missing.pdf"), b"", "REQUEST_INVALID"),
    (("--document", "value=note"), b"", "REQUEST_INVALID"),
    (("--document", "value=note.exe"), b"", "REQUEST_INVALID"),
    (("--document", "value="), b"", "REQUEST_INVALID"),
    ((), b"", "INPUT_INVALID"),
    (("--set", "value=1", "--ttl-seconds", "0"), b"", "INPUT_INVALID"),
    (("--set", "value=1", "--reference", ""), b"", "INPUT_INVALID"),
    (("--set", "value=1", "--idempotency-key", ""), b"", "IDEMPOTENCY_KEY_INVALID"),
])
def test_inputs_that_are_refused(file, tmp_path, arguments, stdin, reason):
    (tmp_path / "note").write_text("x")
    (tmp_path / "note.exe").write_text("x")
    refused = file.run("recipe", "run", ECHO, *arguments, stdin=stdin, cwd=tmp_path)
    text = check_command_failed(refused, 2, reason)
    if arguments[:2] == ("--input", '{"value": 1,\n  x}'):
        assert "Line 2, column 3" in text


def test_faulty_inputs_open_no_database(program, database):
    assert program.run("recipe", "run", ECHO, "--input", "{", "--database", database).returncode == 2
    assert list(database.parent.iterdir()) == []


def test_a_run_that_cannot_be_paid(place, database, program):
    file = Place(program, "--database", database)
    server = "--url" in place.options
    operator = file
    if server:
        operator = Place(program, "--url", place.options[1], "--token-file", f"{database}-operator-token")
    for definition in (atomic(PRICED, cost=fixed("0.1")), composed("demo:flow:paid", chain("a", "b"))):
        operator.run("call", "recipes.publish", json.dumps(definition))
    refused = place.run("recipe", "run", "demo:flow:paid")
    assert "0.2" in check_command_failed(refused, 5, "INSUFFICIENT_FUNDS")
    account = place.json("account", "show") if server else None
    id = account["user_id"] if server else place.options[3]
    assert rows(operator.text("account", "credit", id, "1")) == [["USDC", "1", "0", "1"]]
    assert "cost      0.2 USDC" in place.text("recipe", "run", "demo:flow:paid")


def test_a_key_makes_a_run_repeatable(place):
    command = ("recipe", "run", ECHO, "--set", "value=1", "--idempotency-key", "once")
    first, again = place.json(*command), place.json(*command)
    assert first["job_id"] == again["job_id"]
    refused = place.run("recipe", "run", ECHO, "--set", "value=2", "--idempotency-key", "once")
    check_command_failed(refused, 2, "IDEMPOTENCY_MISMATCH")


def test_a_detached_run_on_a_file_rests_and_goes_on(file, serve):
    for command in (("recipe", "run", WAIT, "--set", "milliseconds=10", "--detach", "--json"),
                    ("call", "recipes.run", json.dumps({"recipe_id": WAIT, "input": {"milliseconds": 10}}))):
        begun = file.run(*command)
        job = printed_json(begun)["job_id"]
        hint = begun.stderr.decode()
        assert f"scriptorium job watch {job} --database" in hint and "scriptorium serve" in hint
        assert "status   pending" in file.text("job", "show", job)
        assert "status    completed" in file.text("job", "watch", job)


def test_a_detached_run_on_a_server_goes_on(place):
    if "--url" not in place.options:
        pytest.skip("the other test is about files")
    begun = place.run("recipe", "run", WAIT, "--set", "milliseconds=10", "--detach")
    job = printed(begun).split()[1]
    assert f"goes on at the server; `scriptorium job watch {job} --url" in begun.stderr.decode()
    assert place.json("job", "list")["jobs"][0]["job_id"] == job
