"""The description of the API: valid, whole, and true."""

import re

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from wire import new_key

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}


@pytest.fixture(scope="module")
def document(shared) -> dict:
    reply = shared.client.get("/openapi.json")
    assert (reply.status, reply.header("content-type")) == (200, "application/json")
    return reply.json()


def operations(document: dict):
    for path, item in document["paths"].items():
        for method in METHODS & set(item):
            yield path, method, item[method]


def test_it_is_valid(document):
    assert document["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document).validate()


def test_every_operation_is_in_it(document, program, tmp_path):
    listed = program.run("call", "--list", "--database", tmp_path / "list.db")
    assert listed.returncode == 0, listed.stderr
    names = [line.split()[0] for line in listed.stdout.decode().splitlines()]
    assert {"system.health", "system.ready", "accounts.create", "accounts.get"} <= set(names)
    assert len(names) == len(set(names))
    described = {path.removeprefix("/v1/operations/") for path in document["paths"] if "/operations/" in path}
    assert described == set(names)
    for name in names:
        assert "post" in document["paths"][f"/v1/operations/{name}"]


def test_every_path_is_answered(document, client):
    for path, method, _ in operations(document):
        reply = client.send(method.upper(), path)
        assert reply.status not in (405, 500, 501), (method, path, reply)
        assert reply.status != 404 or reply.json()["reason"] == "NOT_FOUND", (method, path, reply)


def test_every_operation_is_described(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    for path, _, operation in operations(document):
        assert operation["summary"].endswith("."), path
        assert operation["tags"], path
        assert "default" in operation["responses"], path
        assert any(re.fullmatch("2[0-9][0-9]", status) for status in operation["responses"]), path


def test_every_field_is_described(document):
    for name, schema in document["components"]["schemas"].items():
        assert schema.get("description"), name
        for field, described in schema.get("properties", {}).items():
            assert described.get("description"), f"{name}.{field}"
            assert set(described) > {"description"}, f"{name}.{field} has no type"


def test_contents_and_forms_are_described(document):
    content = document["paths"]["/blobs"]["post"]["requestBody"]
    assert content["required"] and list(content["content"]) == ["application/octet-stream"]
    assert content["content"]["application/octet-stream"]["schema"] == {"type": "string", "format": "binary"}
    run = document["paths"]["/recipes/{id}"]["post"]["requestBody"]["content"]
    assert set(run) == {"application/json", "multipart/form-data"}
    # The canonical path takes its input as JSON.
    assert list(document["paths"]["/v1/operations/blobs.put"]["post"]["requestBody"]["content"]) == ["application/json"]


def check_answer(document: dict, path: str, method: str, reply):
    response = document["paths"][path][method]["responses"][str(reply.status)]
    schema = response["content"]["application/json"]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema).validate(reply.json())


def test_answers_are_as_described(document, client):
    key = {"Idempotency-Key": new_key()}
    created = client.post("/accounts", {}, key)
    owner = client.bearer(created.json()["bearer_token"])
    check_answer(document, "/accounts", "post", created)
    check_answer(document, "/accounts/me", "get", owner.get("/accounts/me"))
    for asking, path in ((client, "/v1/operations/accounts.create"), (owner, "/v1/operations/accounts.get")):
        check_answer(document, path, "post", asking.post(path, {}, key))
    for path in ("/health", "/healthz", "/ready"):
        check_answer(document, path, "get", client.get(path))


def test_refusals_are_as_described(document, client):
    content = document["components"]["responses"]["Problem"]["content"]["application/problem+json"]
    validator = Draft202012Validator(content["schema"])
    for reply in (client.get("/nowhere"), client.post("/accounts"), client.post("/accounts", {"a": 1}, {
            "Idempotency-Key": new_key()}), client.get("/accounts/me"), client.send("DELETE", "/accounts")):
        assert reply.status >= 400
        validator.validate(reply.json())


def test_the_key_of_account_creation_is_described(document):
    # The body may hold the key at `/accounts`, so that the header alone is required on the canonical path only.
    for path, required in (("/accounts", False), ("/v1/operations/accounts.create", True)):
        [parameter] = document["paths"][path]["post"]["parameters"]
        assert (parameter["name"], parameter["in"], parameter["required"]) == ("Idempotency-Key", "header", required)
    members = document["paths"]["/accounts"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert members["idempotency_key"]["type"] == ["string", "null"]
    pattern = re.compile(parameter["schema"]["pattern"])
    assert pattern.search("a" * 32) and pattern.search("a" * 128)
    assert not pattern.search("a" * 31) and not pattern.search("a" * 129) and not pattern.search("a" * 31 + ".")


def test_who_may_call_is_described(document):
    assert document["paths"]["/accounts"]["post"]["security"] == []
    assert document["paths"]["/accounts/me"]["get"]["security"] == [{"bearer": []}]


def test_forms_are_described(document):
    schemas = document["components"]["schemas"]
    run = document["paths"]["/generate/recipe"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert run["properties"]["input"]["type"] == "object"
    name = re.compile(run["properties"]["recipe_id"]["pattern"])
    assert name.search("scriptorium:flow:wait") and not name.search("scriptorium:flow") and not name.search("A:b:c")
    amount = schemas["CreditInput"]["properties"]["amount"]
    assert amount["exclusiveMinimum"] == 0 and "minimum" not in amount
    assert not re.search(amount["pattern"], "0.00") and not re.search(amount["pattern"], "0")
    assert re.search(amount["pattern"], "0.01") and re.search(amount["pattern"], "10")
