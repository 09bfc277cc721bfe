"""Stored scripts over HTTP, in the form of the Scriptum family."""

import json

import pytest
from wire import Client, new_key

ROOT = "/v1/scriptum"
SOURCE = """\
script "Sample"
input
  name : text = "Ada"
output
  greeting : text
emit
  greeting = "Hello, {name}"
"""
FAULTY = "emit\n  greeting = nme\n"


@pytest.fixture
def account(shared) -> Client:
    return shared.client.bearer(shared.client.create_account().json()["bearer_token"])


def ask(client: Client, method: str, path: str, body=None) -> dict:
    reply = send(client, method, path, body)
    assert reply.status == 200, reply
    return reply.json()


def send(client: Client, method: str, path: str, body=None):
    if method == "POST":
        return client.post(ROOT + path, body)
    data = None if body is None else json.dumps(body).encode()
    headers = {} if data is None else {"Content-Type": "application/json"}
    return client.send(method, ROOT + path, headers, data)


def refused(client: Client, status: int, reason: str, method: str, path: str, body=None) -> dict:
    reply = send(client, method, path, body)
    assert reply.status == status, reply
    error = reply.json()["error"]
    assert error["details"][0]["reason"] == reason, error
    return error


def publish(account: Client, name: str, source: str = SOURCE) -> dict:
    ask(account, "POST", f"/scripts/{name}/draft", {"dslContent": source})
    assert ask(account, "POST", f"/scripts/{name}/draft/compile")["success"]
    return ask(account, "POST", f"/scripts/{name}/draft/publish", {"changeNote": "New."})["version"]


def test_from_draft_to_version(account):
    made = ask(account, "POST", "/scripts", {"name": "sample", "tags": ["a"], "env": {"REGION": "eu"}})["script"]
    assert made["status"] == "SCRIPT_STATUS_CREATED" and made["activeVersion"] == 0 and "contract" not in made
    assert int(made["createdAtMs"]) > 1_700_000_000_000
    draft = ask(account, "POST", "/scripts/sample/draft", {"dsl_content": SOURCE})["draft"]
    assert draft["status"] == "VERSION_STATUS_DRAFT" and draft["dslContent"] == SOURCE and draft["diagnostics"] == []
    refused(account, 400, "DRAFT_NOT_COMPILED", "POST", "/scripts/sample/draft/publish", {})
    compiled = ask(account, "POST", "/scripts/sample/draft/compile", {})
    assert compiled["success"] and "format: 1" in compiled["irYaml"]
    version = ask(account, "POST", "/scripts/sample/draft/publish", {"change_note": "First."})["version"]
    assert version["status"] == "VERSION_STATUS_ACTIVE" and version["version"] == 1
    [field] = version["contract"]["inputs"]
    assert (field["name"], field["type"]["base"], field["defaultValueJson"]) == ("name", "text", '"Ada"')
    shown = ask(account, "GET", "/scripts/sample")
    assert shown["script"]["status"] == "SCRIPT_STATUS_ACTIVE" and shown["active"] == version
    assert ask(account, "GET", "/scripts/sample/env") == {"env": {"REGION": "eu"}, "redactedKeys": []}
    assert ask(account, "GET", "/scripts/sample/code/versions/1")["dslContent"] == SOURCE
    ask(account, "DELETE", "/scripts/sample")
    refused(account, 404, "NOT_FOUND", "GET", "/scripts/sample")


def test_diagnostics_and_programs(account):
    ask(account, "POST", "/scripts", {"name": "sample"})
    [fault, *_] = ask(account, "POST", "/scripts/sample/draft", {"dslContent": FAULTY})["draft"]["diagnostics"]
    assert (fault["line"], fault["severity"]) == (2, "SEVERITY_ERROR") and fault["code"].startswith("E")
    assert not ask(account, "POST", "/scripts/sample/draft/compile", {})["success"]
    refused(account, 400, "DRAFT_HAS_ERRORS", "POST", "/scripts/sample/draft/publish", {})
    ask(account, "POST", "/scripts/sample/draft", {"dslContent": SOURCE})
    yaml = ask(account, "POST", "/scripts/sample/draft/compile", {})["irYaml"]
    ask(account, "POST", "/scripts", {"name": "program"})
    ask(account, "POST", "/scripts/program/draft", {"yamlContent": yaml})
    assert ask(account, "POST", "/scripts/program/draft/compile", {})["irYaml"] == yaml
    error = refused(account, 400, "INPUT_INVALID", "POST", "/scripts/program/draft", {"yamlContent": "a: [1"})
    assert error["details"][1]["fieldViolations"][0]["field"] == "yamlContent"
    refused(account, 400, "INPUT_INVALID", "POST", "/scripts/program/draft", {"dslContent": "", "yamlContent": yaml})


def test_lists(account):
    for number in range(5):
        ask(account, "POST", "/scripts", {
            "name": f"s{number}", "tags": ["all", *(["even"] if number % 2 == 0 else [])],
            "labels": [{"key": "n", "values": [str(number)]}]})
    def names(query: str) -> list[str]:
        return [each["name"] for each in ask(account, "GET", f"/scripts?{query}")["scripts"]]
    assert names("") == names("page_size=0") == [f"s{number}" for number in range(5)]
    assert names("tags=all&tags=even") == ["s0", "s2", "s4"]
    assert names("labels=n:1&labels=n:3") == ["s1", "s3"]
    first = ask(account, "GET", "/scripts?pageSize=2")
    assert names(f"page_size=2&page_token={first['nextPageToken']}") == ["s2", "s3"]
    assert ask(account, "GET", "/scripts?pageSize=100000")["nextPageToken"] == ""
    refused(account, 400, "INPUT_INVALID", "GET", "/scripts?page_size=-1")
    refused(account, 400, "INPUT_INVALID", "GET", "/scripts?pageSize=x")
    refused(account, 400, "PAGE_TOKEN_INVALID", "GET", "/scripts?pageToken=x")
    refused(account, 400, "INPUT_INVALID", "GET", "/scripts?nonsense=1")


def test_versions_and_rollback(account):
    ask(account, "POST", "/scripts", {"name": "sample"})
    for number in range(1, 4):
        publish(account, "sample", SOURCE.replace("Hello", f"Hello {number}"))
    versions = ask(account, "GET", "/scripts/sample/versions")["versions"]
    assert [each["version"] for each in versions] == [3, 2, 1]
    assert ask(account, "POST", "/scripts/sample/rollback", {})["active"]["version"] == 2
    assert ask(account, "POST", "/scripts/sample/rollback", {"version": 1})["script"]["activeVersion"] == 1
    assert ask(account, "GET", "/scripts/sample/versions/3")["version"]["status"] == "VERSION_STATUS_SUPERSEDED"
    refused(account, 404, "NOT_FOUND", "GET", "/scripts/sample/versions/4")
    refused(account, 400, "INPUT_INVALID", "GET", "/scripts/sample/versions/x")


def test_nobody_overwrites_what_he_has_not_seen(account):
    etag = ask(account, "POST", "/scripts", {"name": "sample", "tags": ["a"]})["script"]["etag"]
    changed = ask(account, "PATCH", "/scripts/sample", {"description": "New.", "etag": etag})["script"]
    assert changed["description"] == "New." and changed["tags"] == ["a"]
    refused(account, 409, "ETAG_MISMATCH", "PATCH", "/scripts/sample", {"description": "Old.", "etag": etag})
    emptied = ask(account, "PATCH", "/scripts/sample", {"updatePaths": ["tags"]})["script"]
    assert emptied["tags"] == [] and emptied["description"] == "New."
    off = ask(account, "PATCH", "/scripts/sample", {"status": "SCRIPT_STATUS_DISABLED"})["script"]
    assert off["status"] == "SCRIPT_STATUS_DISABLED"
    refused(account, 400, "INPUT_INVALID", "PATCH", "/scripts/sample", {"status": "SCRIPT_STATUS_DISABELD"})
    refused(account, 400, "INPUT_INVALID", "PATCH", "/scripts/sample", {"status": "SCRIPT_STATUS_CREATED"})


def test_a_call_is_repeated_safely(account):
    key = new_key()
    first = ask(account, "POST", "/scripts", {"name": "sample", "requestId": key})
    assert ask(account, "POST", "/scripts", {"name": "sample", "request_id": key}) == first
    refused(account, 409, "ALREADY_EXISTS", "POST", "/scripts", {"name": "sample"})


def test_variables(account):
    ask(account, "PUT", "/env", {"key": "PLAIN", "value": "open"})
    ask(account, "PUT", "/env", {"key": "HIDDEN", "value": "hunter2", "secret": True})
    listed = ask(account, "GET", "/env")["vars"]
    assert [(each["key"], each["value"], each["redacted"]) for each in listed] == [
        ("HIDDEN", "", True), ("PLAIN", "open", False)]
    assert ask(account, "GET", "/env?reveal=true")["vars"][0]["value"] == "hunter2"
    assert ask(account, "GET", "/env/HIDDEN")["value"] == "hunter2"
    result = ask(account, "POST", "/env/import", {"dotenv": "A=1\nPLAIN=2\n", "vars": {"B": "3"}})
    assert (result["imported"], result["skipped"]) == (2, 1)
    ask(account, "POST", "/scripts", {"name": "sample"})
    own = ask(account, "PATCH", "/scripts/sample/env", {"env": {"A": "own", "PLAIN": ""}})
    assert own["env"] == {"A": "own", "PLAIN": ""}
    found = ask(account, "GET", "/scripts/sample/env?effective=true")
    assert found == {"env": {"A": "own", "B": "3", "HIDDEN": "", "PLAIN": "open"}, "redactedKeys": ["HIDDEN"]}
    ask(account, "DELETE", "/env/A")
    refused(account, 404, "NOT_FOUND", "GET", "/env/A")


def test_others_see_nothing(shared, account):
    ask(account, "POST", "/scripts", {"name": "sample"})
    ask(account, "PUT", "/env", {"key": "A", "value": "1"})
    other = shared.client.bearer(shared.client.create_account().json()["bearer_token"])
    assert ask(other, "GET", "/scripts")["scripts"] == []
    assert ask(other, "GET", "/env")["vars"] == []
    for method, path in (("GET", "/scripts/sample"), ("DELETE", "/scripts/sample"), ("GET", "/scripts/sample/env"),
                         ("GET", "/env/A"), ("DELETE", "/env/A")):
        refused(other, 404, "NOT_FOUND", method, path)
    reply = shared.client.get(f"{ROOT}/scripts")
    assert reply.status == 401 and reply.json()["error"]["status"] == "UNAUTHENTICATED"
