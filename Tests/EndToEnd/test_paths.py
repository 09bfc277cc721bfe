"""Paths and methods that lead nowhere."""

import pytest
from errors import check_problem


@pytest.mark.parametrize("path", [
    "/", "/nowhere", "/accounts/me/tokens/", "/accounts/you", "/Health", "/health/", "//health", "/accounts//me",
    "/health/../health", "/v1", "/v1/operations", "/v1/operations/", "/v1/operations/accounts.get/more",
    "/v1/operations/%61ccounts.get/", "/health;a=b", "/" + "a" * 10_000, "/" + "a/" * 1_000,
])
def test_an_unknown_path(client, path):
    problem = check_problem(client.get(path), 404, "ROUTE_UNKNOWN")
    assert "/openapi.json" in problem["fix"]
    assert len(problem["detail"]) < 500


@pytest.mark.parametrize("method, path, allowed", [
    ("POST", "/health", {"GET"}),
    ("DELETE", "/ready", {"GET"}),
    ("PUT", "/openapi.json", {"GET"}),
    ("GET", "/accounts", {"POST"}),
    ("DELETE", "/accounts", {"POST"}),
    ("OPTIONS", "/accounts", {"POST"}),
    ("PATCH", "/accounts/me", {"GET"}),
    ("GET", "/v1/operations/accounts.get", {"POST"}),
    ("PROPFIND", "/accounts", {"POST"}),
])
def test_a_wrong_method(client, method, path, allowed):
    reply = client.send(method, path)
    problem = check_problem(reply, 405, "METHOD_NOT_ALLOWED")
    allow = {word.strip() for word in reply.header("allow").split(",")}
    # HEAD may be named beside GET, of which it is a form.
    assert allow - {"HEAD"} == allowed == set(problem["allow"]) - {"HEAD"}


@pytest.mark.parametrize("path, what", [
    ("/%00", "NUL"),
    ("/health%00", "NUL"),
    ("/accounts%2Fme", "slash"),
    ("/accounts%2fme", "slash"),
    ("/v1/operations/a%2Fb", "slash"),
    ("/%", "percent"),
    ("/%a", "percent"),
    ("/%zz", "percent"),
    ("/%0", "percent"),
    ("/%%30", "percent"),
    ("/%+1", "percent"),
    ("/%ff", "UTF-8"),
    ("/%C0%AF", "UTF-8"),
    ("/%ED%A0%80", "UTF-8"),
    ("/%e2%82", "UTF-8"),
])
def test_a_path_that_cannot_be_decoded(client, path, what):
    problem = check_problem(client.get(path), 400, "REQUEST_INVALID")
    assert what in problem["detail"]


def test_a_path_is_decoded_once(client):
    check_problem(client.get("/%2568ealth"), 404, "ROUTE_UNKNOWN")
    check_problem(client.get("/%252e%252e"), 404, "ROUTE_UNKNOWN")


@pytest.mark.parametrize("name, meant", [
    ("accounts.creat", "accounts.create"),
    ("account.get", "accounts.get"),
    ("acounts.get", "accounts.get"),
    ("accounts.gte", "accounts.get"),
    ("accounts.Get", "accounts.get"),
    ("system.heath", "system.health"),
    ("something.else", None),
    ("x", None),
    ("%F0%9F%A6%8A", None),
    ("a" * 5_000, None),
])
def test_an_unknown_operation(client, name, meant):
    problem = check_problem(client.post(f"/v1/operations/{name}"), 404, "OPERATION_UNKNOWN")
    if meant:
        assert f'Did you mean "{meant}"?' in problem["detail"]
    else:
        assert "Did you mean" not in problem["detail"]
    assert len(problem["detail"]) < 500


def test_a_strange_path_is_echoed_as_text(client):
    for path in ("/<script>alert(1)</script>", '/"quote"', "/back\\slash", "/%3Cb%3E"):
        reply = client.get(path)
        assert check_problem(reply, 404, "ROUTE_UNKNOWN")["detail"] == f"There is nothing at {path}."
