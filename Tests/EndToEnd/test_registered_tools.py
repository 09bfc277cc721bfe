"""Tools that organizations register by URL, against servers that mean well and such that do not."""

import hashlib
import hmac
import json

import pytest
from commands import printed, printed_json
from process import eventually
from scripts import Scripts
from tool_server import ToolEndpoint

PERMISSION = {"SCRIPTORIUM_ALLOW_PRIVATE_ADDRESSES": "1"}
TAKES = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string", "maxLength": 20}},
         "additionalProperties": False}
GIVES = {"type": "object", "required": ["degrees"], "properties": {
    "degrees": {"type": "number"}, "city": {"type": "string"}}}


def calling(tool: str, city: str = "city") -> str:
    return (f"input\n  city : text\n\noutput\n  degrees : number\n\nimport tools\n  {tool} from cloud\n\n"
            f'do "Look" with {tool}\n  city = {city}\n  -> found\n\nemit\n  degrees = found.degrees\n')


def definition(name: str, **more) -> dict:
    return {"name": name, "description": "Tells the weather.", "inputSchema": TAKES, "outputSchema": GIVES, **more}


@pytest.fixture
def endpoint():
    server = ToolEndpoint()
    yield server
    server.close()


@pytest.fixture
def scripts(serve):
    return Scripts.of(serve(environment=PERMISSION))


def register(scripts: Scripts, endpoint: ToolEndpoint, path: str, name: str | None = None, **more) -> dict:
    return scripts.ask("POST", "/tools", {"tool": definition(name or path, **more), "endpoint": endpoint.url(path)})


def run(scripts: Scripts, tool: str, status: str, city: str = "Bern") -> str:
    if scripts.send("GET", f"/scripts/use_{tool}").status == 404:
        scripts.publish(f"use_{tool}", calling(tool))
    thread = scripts.begin(f"use_{tool}", {"city": city})
    scripts.until(thread, status)
    return thread


def failure(scripts: Scripts, thread: str) -> str:
    return json.dumps(scripts.thread(thread)) + json.dumps(scripts.steps(thread))


def test_a_call(scripts, endpoint):
    registered = register(scripts, endpoint, "good", headers={"X-Key": "k-1"}, effect="idempotent", tags=["sky"])
    secret = registered["signingSecret"]
    thread = run(scripts, "good", "COMPLETED")
    assert scripts.output(thread) == {"degrees": 22.5}
    [call] = endpoint.calls("good")
    body, headers = call["body"], call["headers"]
    assert body | {"threadId": 0, "idempotencyKey": 0, "stepPath": 0} == {
        "tool": "good", "version": "1", "input": {"city": "Bern"}, "threadId": 0, "stepPath": 0, "attempt": 1,
        "idempotencyKey": 0}
    assert headers["idempotency-key"] == body["idempotencyKey"] and headers["x-key"] == "k-1"
    signed = headers["x-scriptorium-timestamp"].encode() + b"." + call["raw"]
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-scriptorium-signature"] == "v1=" + expected


def test_what_is_shown(scripts, endpoint):
    register(scripts, endpoint, "good", headers={"X-Key": "k-secret"}, effect="idempotent")
    again = register(scripts, endpoint, "good")
    assert again["signingSecret"] == "" and again["tool"]["version"] == "2"
    first = scripts.ask("GET", "/tools/good?version=1")["tool"]
    assert (first["headerNames"], first["idempotent"], first["kind"]) == (["x-key"], True, "TOOL_KIND_CLOUD")
    assert first["inputSchema"] == TAKES and first["endpoint"] == endpoint.url("good")
    newest = scripts.ask("GET", "/tools/good")["tool"]
    assert (newest["version"], newest["effect"]) == ("2", "once")
    listed = scripts.ask("GET", "/tools?kindFilter=TOOL_KIND_CLOUD&query=weather")["tools"]
    assert [tool["name"] for tool in listed] == ["good"]
    assert "k-secret" not in json.dumps([first, newest, listed])
    names, token = [], ""
    while True:
        page = scripts.ask("GET", f"/tools?pageSize=4&pageToken={token}")
        names += [tool["name"] for tool in page["tools"]]
        if not (token := page["nextPageToken"]):
            break
    assert {"good", "http_request", "llm"} <= set(names) and len(names) == len(set(names))


@pytest.mark.parametrize("change, place", [
    ({"name": "Bad-Name"}, "name"), ({"inputSchema": {"type": "array"}}, "input_schema"),
    ({"inputSchema": {"type": "object", "properties": {"a-b": {}}}}, "input_schema"),
    ({"outputSchema": {"type": "nothing"}}, "output_schema"), ({"streaming": True}, "streaming"),
    ({"transactional": True}, "transactional"), ({"headers": {"Host": "a"}}, "headers"),
    ({"headers": {"X-A": "a\r\nb"}}, "headers"), ({"headers": {"Idempotency-Key": "a"}}, "headers"),
    ({"kind": "TOOL_KIND_MCP"}, "source"), ({"attempts": 11}, "attempts"), ({"effect": "twice"}, "repeated"),
])
def test_faulty_tools(scripts, endpoint, change, place):
    body = {"tool": definition("good") | change, "endpoint": endpoint.url("good")}
    assert place in json.dumps(scripts.refused("INPUT_INVALID", "POST", "/tools", body))


def test_names_and_places(scripts, endpoint):
    for name in ("http_request", "llm"):
        scripts.refused("ALREADY_EXISTS", "POST", "/tools", {
            "tool": definition(name), "endpoint": endpoint.url("good")})
    for url in ("ftp://a.example/", "https://user:word@a.example/", "nowhere"):
        scripts.refused("INPUT_INVALID", "POST", "/tools", {"tool": definition("good"), "endpoint": url})
    scripts.refused("INPUT_INVALID", "POST", "/tools", {"endpoint": endpoint.url("good")})
    scripts.refused("STATE_CONFLICT", "POST", "/tools", {
        "tool": definition("good", version="7"), "endpoint": endpoint.url("good")})
    scripts.refused("NOT_FOUND", "GET", "/tools/good")
    scripts.refused("NOT_FOUND", "DELETE", "/tools/good")


def test_scripts_are_checked_against_the_schemas(scripts, endpoint):
    register(scripts, endpoint, "good")
    scripts.ask("POST", "/scripts", {"name": "wrong"})
    scripts.ask("POST", "/scripts/wrong/draft", {"dslContent": calling("good", "17")})
    compiled = scripts.ask("POST", "/scripts/wrong/draft/compile", {})
    assert not compiled["success"] and "city" in json.dumps(compiled["diagnostics"])


def test_input_is_checked_against_the_whole_schema(scripts, endpoint):
    register(scripts, endpoint, "good")
    thread = run(scripts, "good", "PAUSED", city="x" * 21)
    assert "INPUT_INVALID" in failure(scripts, thread) and not endpoint.calls("good")


@pytest.mark.parametrize("path, reason", [
    ("failing", "TOOL_FAILED"), ("refusing", "TOOL_FAILED"), ("limited", "TOOL_UNAVAILABLE"),
    ("broken", "OUTCOME_UNKNOWN"), ("redirect", "TOOL_ANSWER_INVALID"), ("garbage", "TOOL_ANSWER_INVALID"),
    ("nothing", "TOOL_ANSWER_INVALID"), ("misfit", "TOOL_ANSWER_INVALID"), ("huge", "TOOL_ANSWER_INVALID"),
    ("reset", "OUTCOME_UNKNOWN"), ("slow", "OUTCOME_UNKNOWN"),
])
def test_hostile_tools(scripts, endpoint, path, reason):
    register(scripts, endpoint, path, timeoutSeconds=2)
    thread = run(scripts, path, "PAUSED")
    told = failure(scripts, thread)
    assert reason in told and len(endpoint.calls(path)) == 1 and endpoint.url("") not in told
    assert not endpoint.calls("good") or path == "good"


def test_a_repeatable_call_is_tried_again_with_the_same_key(scripts, endpoint):
    register(scripts, endpoint, "flaky", attempts=3, effect="idempotent")
    thread = run(scripts, "flaky", "COMPLETED")
    assert scripts.output(thread) == {"degrees": 22.5}
    calls = endpoint.calls("flaky")
    assert [call["body"]["attempt"] for call in calls] == [1, 2, 3]
    assert len({call["headers"]["idempotency-key"] for call in calls}) == 1


def test_two_answers_are_one(scripts, endpoint):
    register(scripts, endpoint, "twice")
    for _ in range(3):
        assert scripts.output(run(scripts, "twice", "COMPLETED")) == {"degrees": 22.5}


def test_a_server_that_is_not_there(scripts, endpoint):
    register(scripts, endpoint, "good")
    endpoint.close()
    assert "TOOL_UNAVAILABLE" in failure(scripts, run(scripts, "good", "PAUSED"))


def test_private_addresses_are_refused(serve, endpoint):
    scripts = Scripts.of(serve())
    register(scripts, endpoint, "good")
    thread = run(scripts, "good", "PAUSED")
    assert "ADDRESS_REFUSED" in failure(scripts, thread) and not endpoint.asked


def test_threads_keep_their_version(scripts, endpoint):
    register(scripts, endpoint, "good")
    run(scripts, "good", "COMPLETED")
    register(scripts, endpoint, "failing", name="good")
    run(scripts, "good", "COMPLETED")
    assert {call["body"]["version"] for call in endpoint.asked} == {"1"}
    scripts.ask("DELETE", "/tools/good?version=1")
    assert "TOOL_REMOVED" in failure(scripts, run(scripts, "good", "PAUSED"))
    scripts.ask("DELETE", "/tools/good")
    scripts.refused("NOT_FOUND", "GET", "/tools/good")
    assert register(scripts, endpoint, "good")["tool"]["version"] == "3"


def test_tenants_see_nothing_of_each_other(serve, endpoint):
    server = serve(environment=PERMISSION)
    owner, other = Scripts.of(server), Scripts.of(server)
    register(owner, endpoint, "good")
    other.refused("NOT_FOUND", "GET", "/tools/good")
    other.refused("NOT_FOUND", "DELETE", "/tools/good")
    assert other.ask("GET", "/tools?kindFilter=TOOL_KIND_CLOUD")["tools"] == []
    other.ask("POST", "/scripts", {"name": "theirs"})
    other.ask("POST", "/scripts/theirs/draft", {"dslContent": calling("good")})
    assert not other.ask("POST", "/scripts/theirs/draft/compile", {})["success"]
    register(other, endpoint, "failing", name="good")
    run(owner, "good", "COMPLETED")
    run(other, "good", "PAUSED")


def test_a_kill_in_the_middle_of_a_call_is_in_doubt(serve, endpoint):
    server = serve(environment=PERMISSION)
    scripts = Scripts.of(server)
    register(scripts, endpoint, "slow")
    scripts.publish("use_slow", calling("slow"))
    thread = scripts.begin("use_slow", {"city": "Bern"})
    eventually(lambda: len(endpoint.calls("slow")) == 1, "the call is under way")
    server.kill()
    scripts = scripts.at(serve(environment=PERMISSION))
    scripts.until(thread, "PAUSED")
    assert "STEP_IN_DOUBT" in failure(scripts, thread) or "IN_DOUBT" in failure(scripts, thread)
    assert len(endpoint.calls("slow")) == 1


def test_the_commands(program, database, endpoint, tmp_path):
    file = tmp_path / "good.yaml"
    file.write_text("name: good\ninput_schema:\n  type: object\nheaders: { X-Key: k-1 }\n")
    place = ("--database", database)
    registered = printed(program.run("tool", "register", file, "--endpoint", "https://tools.example/good", *place))
    assert "tsec_" in registered
    listed = printed(program.run("tool", "list", "--source", "cloud", *place))
    assert "good" in listed and "http_request" not in listed
    shown = printed_json(program.run("tool", "show", "good", *place))
    assert shown["header_names"] == ["x-key"] and "tsec_" not in json.dumps(shown)
    printed(program.run("tool", "remove", "good", *place))
    assert program.run("tool", "show", "good", *place).returncode != 0
    assert program.run("tool", "register", file, "--endpoint", "nowhere", *place).returncode == 2
