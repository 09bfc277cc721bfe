"""`scriptorium script` and the operations behind it: sources in, diagnostics, programs and rehearsals out."""

import contextlib
import json
import os
import select
import stat
import time

import pytest
from commands import printed, printed_json
from errors import check_command_failed, check_problem

GREETING = """\
script "greeting"

input
  name  : text
  times : integer = 2

output
  greeting : text

import tools
  echo from native
  http_request from native

-- Say it first.
do "Say" with echo
  value = "Hello, {name}"
  -> said

each n in range(0, times)
  wait 1h

do "Tell" with http_request
  url    = "https://example.com/{said}"
  method = "POST"
  on error retry 2 every 10s then fail "cannot tell"
  -> answer

emit
  greeting = said
"""
FAULTY = """\
input
  name: txt
do "Say" wth echo
  value = nam
let x: integer = "a"
"""


@pytest.fixture
def script(tmp_path):
    def make(text: str | bytes, name: str = "greeting.scriptum"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def test_check_a_good_script(program, script):
    result = program.run("script", "check", script(GREETING))
    assert (printed(result), result.stderr.endswith(b": nothing is wrong\n")) == ("", True)


def test_check_tells_of_every_fault(program, script):
    path = script(FAULTY)
    text = printed(program.run("script", "check", path), 1)
    heads = [line for line in text.splitlines() if line.startswith(f"{path}:")]
    assert [head.removeprefix(f"{path}:").split(" ", 2)[:2] for head in heads] == [
        ["2:9:", "error[E401]:"], ["3:10:", "error[E205]:"], ["4:11:", "error[E301]:"], ["5:18:", "error[E402]:"],
    ]
    assert "did you mean `with`?" in text and "4 |   value = nam" in text and "^^^" in text


def test_a_warning_is_no_error(program, script):
    text = printed(program.run("script", "check", script("let x = 1\n")), 0)
    assert ": warning[W301]: " in text.splitlines()[0]


def test_check_as_json(program, script):
    check = printed_json(program.run("script", "check", "--json", script(FAULTY)), 1)
    assert (check["is_valid"], check["errors"], check["warnings"]) == (False, 4, 0)
    first = check["diagnostics"][0]
    assert (first["line"], first["column"], first["end_line"], first["end_column"]) == (2, 9, 2, 12)
    assert (first["code"], first["severity"], first["fix"]["replacement"]) == ("E401", "error", "text")


def test_several_files_and_standard_input(program, script):
    good, bad = script(GREETING), script(FAULTY, "bad.scriptum")
    assert "bad.scriptum:2:9: " in printed(program.run("script", "check", good, bad), 1)
    assert "<stdin>:2:9: " in printed(program.run("script", "check", "-", stdin=FAULTY.encode()), 1)


@pytest.mark.parametrize("content", [
    b"\xff\xfe", b"\x00" * 100, b"let x = \xc3", b"\xef\xbb\xbflet x = \"", b"(" * 100_000, b"\t \tlet", "let é = 🏛".encode(),
    b"if " * 10_000, b"let x = " + b"[" * 300, b"\r\r\r", b"let x = 99999999999999999999",
], ids=range(11))
def test_garbage_is_told_of(program, script, content):
    result = program.run("script", "check", script(content))
    assert result.returncode in (0, 1) and b"Fatal error" not in result.stderr


def test_a_source_that_is_too_large(program, script):
    text = printed(program.run("script", "check", script(b"-" * (10 * 1024 * 1024 + 1))), 1)
    assert "error[E102]" in text


def test_usage(program, tmp_path):
    for arguments in (("check",), ("check", "--what", "x"), ("fmt", "--check", "--stdout", "x"), ("run", "-", "--input", "-")):
        assert program.run("script", *arguments).returncode == 2, arguments
    check_command_failed(program.run("script", "check", tmp_path / "missing.scriptum"), 2, "REQUEST_INVALID")


def test_no_command_needs_a_database(program, script, tmp_path):
    path = script(GREETING)
    for arguments in (["check", path], ["compile", path], ["explain", path], ["fmt", path]):
        printed(program.run("script", *arguments, cwd=tmp_path))
    assert {file.name for file in tmp_path.iterdir()} == {"greeting.scriptum", "home"}


# Formatting


def test_format_in_place(program, script):
    path = script(GREETING.replace("  name  : text", "  name:text -- who").replace("-- Say it first.\n", "-- Say it first.\n\n\n"))
    path.chmod(0o640)
    printed(program.run("script", "fmt", path))
    once = path.read_text()
    assert "-- Say it first." in once and "-- who" in once
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = path.stat().st_mtime_ns
    printed(program.run("script", "fmt", path))
    assert (path.read_text(), path.stat().st_mtime_ns) == (once, before)


def test_format_keeps_a_link(program, script, tmp_path):
    path = script("let  x=1\n")
    link = tmp_path / "link.scriptum"
    link.symlink_to(path)
    printed(program.run("script", "fmt", link))
    assert link.is_symlink() and path.read_text() == "let x = 1\n"


def test_format_checks(program, script):
    path = script("let  x=1\n")
    assert printed(program.run("script", "fmt", "--check", path), 1) == f"{path}\n"
    assert path.read_text() == "let  x=1\n"
    assert printed(program.run("script", "fmt", "--stdout", path)) == "let x = 1\n"
    assert path.read_text() == "let  x=1\n"
    assert printed(program.run("script", "fmt", "-", stdin=b"let  x=1")) == "let x = 1\n"
    printed(program.run("script", "fmt", path))
    assert printed(program.run("script", "fmt", "--check", path)) == ""


def test_what_cannot_be_read_is_left_as_it_is(program, script):
    path = script(FAULTY)
    result = program.run("script", "fmt", path)
    assert (result.returncode, path.read_text()) == (1, FAULTY)
    assert b"error[E205]" in result.stderr


def test_a_file_that_may_not_be_written(program, script):
    path = script("let  x=1\n")
    path.parent.chmod(0o500)
    try:
        result = program.run("script", "fmt", path)
        if os.geteuid() != 0:
            check_command_failed(result, 2, "REQUEST_INVALID")
            assert path.read_text() == "let  x=1\n"
    finally:
        path.parent.chmod(0o700)


# Programs


def test_compile(program, script):
    path = script(GREETING)
    compiled = printed_json(program.run("script", "compile", "--json", path))
    assert compiled["program"] == printed_json(program.run("script", "compile", path))
    assert compiled["tools_required"] == ["native:echo", "native:http_request"]
    assert compiled["contract"]["inputs"][0]["name"] == "name"
    # What is only formatted anew is the same program.
    reformatted = script(GREETING.replace("  name  : text", "  name: text").replace("-- Say it first.\n", ""), "b.scriptum")
    assert printed_json(program.run("script", "compile", "--json", reformatted))["digest"] == compiled["digest"]


def test_a_program_goes_through_json_and_yaml(program, script):
    path = script(GREETING)
    compiled = printed_json(program.run("script", "compile", "--json", path))
    for name, text in (
        ("p.json", printed(program.run("script", "compile", path))),
        ("p.yaml", printed(program.run("script", "compile", "--yaml", path))),
    ):
        verified = printed_json(program.run("script", "compile", "--json", script(text, name)))
        assert (verified["program"], verified["digest"]) == (compiled["program"], compiled["digest"]), name


def test_a_program_from_outside_is_verified(program, script):
    compiled = printed_json(program.run("script", "compile", script(GREETING)))
    compiled["body"]["steps"][0]["input"] = {"op": "ref", "root": "nothing", "path": []}
    failed = program.run("script", "compile", script(json.dumps(compiled), "p.json"))
    check_command_failed(failed, 2, "INPUT_INVALID")
    assert b"At /program/body/steps/0/input: " in failed.stderr
    failed = program.run("script", "compile", script("a: *b", "p.yml"))
    check_command_failed(failed, 2, "INPUT_INVALID")
    assert b"p.yml:1:4: " in failed.stderr


def test_a_tool_that_is_not_known(program, script):
    path = script('import tools\n  frob from mcp\ndo "It" with frob\n  a = 1\n')
    assert "warning[W701]" in printed(program.run("script", "check", path), 0)
    failed = program.run("script", "compile", path)
    assert (failed.returncode, failed.stdout) == (1, b"") and b"error[E701]" in failed.stderr


def test_explain(program, script):
    path = script(GREETING)
    text = printed(program.run("script", "explain", path))
    assert "takes   name: text" in text and "http_request" in text
    explained = printed_json(program.run("script", "explain", "--json", path))
    assert explained["input_schema"]["required"] == ["name"]
    assert explained["maximum_price"] == "0"
    asks = script('do with llm\n  prompt = "a"\n  -> _b\n', "asks.scriptum")
    assert "maximum_price" not in printed_json(program.run("script", "explain", "--json", asks))
    assert "without a bound that is known" in printed(program.run("script", "explain", asks))
    effects = {(effect["kind"], effect["name"]): effect.get("times_max") for effect in explained["effects"]}
    assert effects == {("tool", "echo"): 1, ("tool", "http_request"): 3, ("wait", ""): None}


def test_explain_a_code(program, client):
    text = printed(program.run("script", "explain", "E301"))
    assert text.startswith("E301: ") and "With the fault:\n\n    " in text
    explained = printed_json(program.run("script", "explain", "w301", "--json"))
    assert explained["code"] == "W301" and explained["bad"] != explained["good"]
    assert client.get("/scripts/diagnostics/W301").json() == explained
    check_command_failed(program.run("script", "explain", "E999"), 3, "NOT_FOUND")


# Rehearsals

WORLD = {"effects": [
    {"tool": "http_request", "fails": {"code": "TIMEOUT", "message": "too slow", "retryable": True}, "times": 1},
    {"tool": "http_request", "returns": {"status": 200, "body": ""}, "takes_ms": 150},
]}


def test_run(program, script):
    world = script(json.dumps(WORLD), "world.json")
    begun = time.monotonic()
    result = program.run("script", "run", script(GREETING), "--input", '{"name": "Ada", "times": 48}', "--effects", world)
    # Two days pass on its clock, and none on ours.
    assert json.loads(printed(result)) == {"greeting": "Hello, Ada"} and time.monotonic() - begun < 10
    trace = result.stderr.decode()
    assert "2d 00:00:10.150  completed" in trace and "failed: TIMEOUT: too slow" in trace and "attempt 2" in trace


def test_run_as_text_is_in_the_order_of_time(program, script):
    source = ('import tools\n  http_request from native\neach x in [1, 2] parallel 2\n  do with http_request\n'
              '    url = "https://example.com/{x}"\n    on error: retry 1 every 1s\n')
    effects = WORLD["effects"] + [{"tool": "nobody", "returns": {}}]
    world = script(json.dumps({"effects": effects}), "unused.json")
    lines = program.run("script", "run", script(source), "--effects", world).stderr.decode().splitlines()
    times = [line.split()[0] for line in lines if line[:1].isdigit() and "tool" in line]
    assert times == ["0:00.000", "0:00.000", "0:01.000"]
    assert "  no effect used rule 2 of the world (from 0)" in lines


def test_run_as_json_gives_the_same_each_time(program, script):
    world = script("effects:\n- tool: http_request\n  returns: {status: 200, body: ''}\n", "world.yaml")
    arguments = ("script", "run", script(GREETING), "--input", '{"name": "Ada"}', "--effects", world, "--json")
    outcome = printed_json(program.run(*arguments))
    assert (outcome["status"], outcome["elapsed_ms"]) == ("completed", 7_200_000)
    assert [entry["effect"] for entry in outcome["trace"]] == ["tool", "wait", "wait", "tool"]
    assert printed_json(program.run(*arguments)) == outcome


def test_run_without_an_answer(program, script):
    result = program.run("script", "run", script(GREETING), "--input", '{"name": "Ada"}')
    assert result.returncode == 1
    assert b":22:1: error[EFFECT_UNANSWERED]" in result.stderr and b'{"tool":"http_request"' in result.stderr


@pytest.mark.parametrize("inputs, world, status, word", [
    ("{}", {}, 1, b"INPUT_INVALID"),
    ("[]", {}, 2, b"INPUT_INVALID"),
    ("{", {}, 2, b"JSON_INVALID"),
    ('{"name": "Ada"}', {"efects": []}, 2, b"/world/efects"),
    ('{"name": "Ada"}', {"effects": [{"tool": "echo"}]}, 2, b"/world/effects/0"),
])
def test_run_with_bad_input(program, script, inputs, world, status, word):
    path = script(json.dumps(world), "world.json")
    result = program.run("script", "run", script(GREETING), "--input", inputs, "--effects", path)
    assert result.returncode == status and word in result.stderr, result


def test_run_a_faulty_script(program, script):
    result = program.run("script", "run", script(FAULTY))
    assert (result.returncode, result.stdout) == (1, b"") and b"error[E205]" in result.stderr


def test_run_a_program(program, script):
    compiled = printed(program.run("script", "compile", script(GREETING)))
    world = script(json.dumps(WORLD), "world.json")
    result = program.run("script", "run", script(compiled, "p.json"), "--input", '{"name": "Ada"}', "--effects", world)
    assert json.loads(printed(result)) == {"greeting": "Hello, Ada"}


def test_a_script_that_never_ends_is_ended(program, script):
    result = program.run("script", "run", script("let x = 0\nrepeat\n  let y = 1\n  until false\n"))
    assert result.returncode in (1, 2)


def test_tools(program):
    tools = printed_json(program.run("tool", "list", "--json"))["tools"]
    names = {tool["name"] for tool in tools}
    assert {"echo", "http_request", "fetch_url", "grep", "file_read", "file_write", "file_glob", "llm"} <= names
    request = next(tool for tool in tools if tool["name"] == "http_request")
    assert request["input_schema"]["required"] == ["url"] and request["source"] == "native"
    natives = printed_json(program.run("tool", "list", "--json", "--source", "native"))["tools"]
    assert {tool["source"] for tool in natives} == {"native"}
    assert "http_request" in printed(program.run("tool", "list"))


# Over HTTP


@pytest.fixture(scope="module")
def client(shared):
    return shared.client.bearer(shared.client.create_account().json()["bearer_token"])


def test_the_same_over_http(program, client, script):
    path = script(FAULTY)
    check = client.post("/scripts/check", {"source": FAULTY, "file": str(path)}).json()
    assert check == printed_json(program.run("script", "check", "--json", path), 1)
    compiled = client.post("/scripts/compile", {"source": GREETING, "file": str(path)}).json()
    assert compiled == printed_json(program.run("script", "compile", "--json", script(GREETING)))
    formatted = client.post("/scripts/format", {"source": "let  x=1"}).json()
    assert (formatted["formatted"], formatted["is_changed"]) == ("let x = 1\n", True)
    assert client.post("/scripts/explain", {"source": GREETING}).json()["maximum_price"] == "0"
    verified = client.post("/scripts/verify", {"program": compiled["program"]}).json()
    assert verified == {"program": compiled["program"], "digest": compiled["digest"]}
    rehearsed = client.post(
        "/scripts/rehearse", {"source": GREETING, "input": {"name": "Ada"}, "world": WORLD}).json()
    assert rehearsed["outcome"]["result"] == {"greeting": "Hello, Ada"}
    assert client.get("/tools?source=model").json()["tools"]


LONG = "let n = 0\nrepeat until n == 100000000 max 10000000\n    let n = n + 1 - 1\n"


def test_long_rehearsals_hold_up_nobody(client):
    """More of them than the machine has processors: whoever asks for little is answered before the first has ended."""
    body = json.dumps({"source": LONG}).encode()
    head = f"POST /scripts/rehearse HTTP/1.1\r\nHost: a\r\nAuthorization: {client.headers['Authorization']}\r\n" + (
        f"Content-Type: application/json\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n")
    with contextlib.ExitStack() as stack:
        long = [stack.enter_context(client.raw()) for _ in range(2 * (os.cpu_count() or 1))]
        for connection in long:
            connection.sendall(head.encode() + body)
        time.sleep(0.2)
        assert client.post("/scripts/check", {"source": "let x = 1"}).json()["is_valid"]
        assert select.select(long, [], [], 0)[0] == []
        long[0].settimeout(120)
        assert b"200 OK" in long[0].recv(65_536)


def test_who_may_ask(shared, client):
    for path in ("check", "format", "compile", "explain", "verify", "rehearse"):
        check_problem(shared.client.post(f"/scripts/{path}", {"source": "let x = 1"}), 401, "CREDENTIAL_MISSING")
    check_problem(shared.client.get("/tools"), 401, "CREDENTIAL_MISSING")


@pytest.mark.parametrize("body", [
    {}, {"source": "a", "source_base64": "YQ=="}, {"source_base64": "%"}, {"source": 1}, {"source": "a", "report": "loud"},
])
def test_bad_bodies(client, body):
    check_problem(client.post("/scripts/check", body), 422, "INPUT_INVALID")


def test_an_origin_that_there_is_not(program, client):
    problem = client.get("/tools?source=nativ")
    check_problem(problem, 422, "INPUT_INVALID")
    assert "Did you mean \"native\"?" in problem.json()["detail"]
    assert program.run("tool", "list", "--source", "nativ").returncode == 2


@pytest.mark.parametrize("command", ["check", "fmt"])
def test_a_file_that_cannot_be_opened_does_not_stop_the_others(program, script, tmp_path, command):
    other = script("let  x = 1\nemit\n  x = x\n")
    done = program.run("script", command, tmp_path / "nowhere.scriptum", other)
    assert done.returncode == 2
    assert b"nowhere.scriptum" in done.stderr
    if command == "fmt":
        assert "let x = 1" in other.read_text()
    else:
        assert f"{other}: nothing is wrong".encode() in done.stderr


def test_a_report_as_text(client):
    body = {"source": FAULTY, "file": "a\x1b[31m.scriptum", "report": "plain"}
    report = client.post("/scripts/check", body).json()["report"]
    assert "error[E205]" in report and "\x1b" not in report
    assert "\x1b[" in client.post("/scripts/check", body | {"report": "coloured"}).json()["report"]
