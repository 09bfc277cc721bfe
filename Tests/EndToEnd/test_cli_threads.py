"""The commands on threads, on a file and on a server alike."""

import json
import subprocess

import pytest
from commands import Place, new_account, private_file, rows
from errors import check_command_failed
from process import eventually

PLAIN = """\
input
  name : text
output
  greeting : text
stream
  note : text
yield "Tell"
  note = "greeting {name}"
wait 10ms
emit
  greeting = "Hello, {name}"
"""
QUESTION = """\
output
  choice : text
ask "Approve"
  prompt = "May it?"
  options = ["yes", "no"]
  -> answer
emit
  choice = answer.value
"""


@pytest.fixture
def on_server(program, database, serve, tmp_path) -> Place:
    account = new_account(program, database)
    token = private_file(tmp_path / "token", account["bearer_token"])
    return Place(program, "--url", serve().url, "--token-file", token)


@pytest.fixture(params=["file", "server"])
def place(request, program, database) -> Place:
    if request.param == "server":
        return request.getfixturevalue("on_server")
    account = new_account(program, database)
    return Place(program, "--database", database, "--account", account["user_id"])


def publish(place: Place, name: str, source: str, folder):
    file = folder / f"{name}.scriptum"
    file.write_text(source)
    place.text("script", "create", name)
    place.text("draft", "save", name, "--file", file)
    place.text("draft", "compile", name)
    place.text("draft", "publish", name)


def test_a_script_is_run(place, tmp_path):
    publish(place, "greeting", PLAIN, tmp_path)
    run = place.run("thread", "run", "greeting", "--input", '{"name": "Ada"}', "--metadata", "order=7")
    assert run.returncode == 0, run
    assert json.loads(run.stdout) == {"greeting": "Hello, Ada"}
    assert b"step.yielded  Tell  " in run.stderr and b"thread.completed" in run.stderr
    [[thread, script, status, *_]] = rows(place.text("thread", "list"))
    assert (script, status) == ("greeting", "completed") and thread.startswith("thr_")
    shown = place.json("thread", "show", thread)
    assert shown["metadata"] == {"order": "7"} and [each["primitive"] for each in shown["steps"]] == ["yield", "wait"]
    assert json.loads(place.text("thread", "result", thread)) == {"greeting": "Hello, Ada"}
    assert "Tell" in place.text("thread", "steps", thread)
    watched = place.text("thread", "watch", thread, "--json").splitlines()
    assert json.loads(watched[-1])["event"] == "thread.completed"
    place.text("thread", "delete", thread)
    assert "No threads." in place.text("thread", "list")


def test_what_is_wrong_is_said(place, tmp_path):
    publish(place, "greeting", PLAIN, tmp_path)
    failed = place.run("thread", "run", "greeting", "--input", '{"name": 7}')
    check_command_failed(failed, 2, "INPUT_INVALID")
    check_command_failed(place.run("thread", "run", "greting"), 3, "NOT_FOUND")
    assert b'Did you mean "greeting"' in place.run("thread", "run", "greting").stderr
    check_command_failed(place.run("thread", "show", "thr_00000000000000000000000000"), 3, "NOT_FOUND")


def test_a_question_on_a_file_ends_the_command(program, database, tmp_path):
    account = new_account(program, database)
    place = Place(program, "--database", database, "--account", account["user_id"])
    publish(place, "ask", QUESTION, tmp_path)
    run = place.run("thread", "run", "ask")
    assert run.returncode == 1 and b"asks at 0: May it?" in run.stdout, run
    [[thread, *_]] = rows(place.text("ask", "list"))
    place.text("thread", "resume", thread, "--input", "yes", "--by", "ada")
    place.text("thread", "watch", thread)
    assert json.loads(place.text("thread", "result", thread)) == {"choice": "yes"}


def test_a_question_is_answered_from_another_terminal(on_server, tmp_path):
    publish(on_server, "ask", QUESTION, tmp_path)
    program = on_server.program
    running = subprocess.Popen(
        [program.binary, "thread", "run", "ask", *map(str, on_server.options)], env=program.environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    eventually(lambda: "May it?" in on_server.text("ask", "list"), "the question")
    [[thread, *_]] = rows(on_server.text("ask", "list"))
    check_command_failed(on_server.run("thread", "resume", thread, "--input", "perhaps"), 2, "ASK_ANSWER_INVALID")
    on_server.text("thread", "resume", thread, "--input", "no")
    output, errors = running.communicate(timeout=20)
    assert json.loads(output) == {"choice": "no"} and b"thread.paused  (ask)" in errors
    assert running.returncode == 0


def test_a_thread_is_cancelled(on_server, tmp_path):
    publish(on_server, "long", "wait 1h\nemit\n  value = 1\n", tmp_path)
    thread = on_server.json("thread", "create", "long")["thread_id"]
    on_server.text("thread", "cancel", thread)
    eventually(lambda: on_server.json("thread", "show", thread)["status"] == "cancelled", "the end")
    on_server.text("thread", "send", thread, "paid", status=5)
