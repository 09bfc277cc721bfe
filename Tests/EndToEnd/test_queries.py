"""Queries are inputs too: read by type, refused when they do not fit; and a request has one place for its input."""

import pytest
from errors import check_problem
from wire import Client

TOKENS = "/accounts/me/tokens"


@pytest.fixture
def owner(client) -> Client:
    return client.bearer(client.create_account().json()["bearer_token"])


@pytest.mark.parametrize("query", ["", "?", "?limit=1", "?limit=200", "?&&limit=7&", "?li%6dit=%37", "?limit=7&limit=7"])
def test_what_fits_is_read(owner, query):
    assert owner.get(TOKENS + query).status == 200
    assert owner.send("HEAD", TOKENS + query).status == 200


@pytest.mark.parametrize("query, name, text", [
    ("lmit=7", "lmit", 'Did you mean "limit"?'),
    ("limit=0", "limit", "Expected 1 to 200"),
    ("limit=201", "limit", "Expected 1 to 200"),
    ("limit=seven", "limit", "whole number"),
    ("limit=1+", "limit", "whole number"),
    ("limit=7.5", "limit", "whole number"),
    ("cursor=", "cursor", "characters"),
    ("current=true", "current", "There is no field"),
])
def test_what_does_not_fit_is_told(owner, query, name, text):
    [error] = check_problem(owner.get(f"{TOKENS}?{query}"), 422, "INPUT_INVALID")["errors"]
    assert error["loc"] == ["query", name]
    assert text in error["msg"]


@pytest.mark.parametrize("query, text", [
    ("limit=7&limit=8", "two different values"), ("limit=%", "percent"), ("limit=%zz", "percent"),
    ("%00=1", "NUL"), ("cursor=%ff", "UTF-8"), ("id=00000000-0000-7000-8000-000000000000&id=x", "two different"),
])
def test_what_cannot_be_read_is_refused(owner, query, text):
    assert text in check_problem(owner.get(f"{TOKENS}?{query}"), 400, "REQUEST_INVALID")["detail"]


def test_strangers_learn_nothing_of_the_fields(client):
    check_problem(client.get(f"{TOKENS}?lmit=7"), 401, "CREDENTIAL_MISSING")


def test_booleans_are_read(owner):
    id = "00000000-0000-7000-8000-000000000000"
    for force, status, reason in (("true", 404, "NOT_FOUND"), ("false", 404, "NOT_FOUND"), ("1", 422, "INPUT_INVALID"),
                                  ("", 422, "INPUT_INVALID")):
        check_problem(owner.send("DELETE", f"{TOKENS}/{id}?force={force}"), status, reason)


def test_the_query_may_not_contradict_the_path(owner):
    id = "00000000-0000-7000-8000-00000000000"
    check_problem(owner.send("DELETE", f"{TOKENS}/{id}0?id={id}1"), 400, "REQUEST_INVALID")
    check_problem(owner.send("DELETE", f"{TOKENS}/{id}0?id={id}0"), 404, "NOT_FOUND")


@pytest.mark.parametrize("method, path", [("GET", "/accounts/me"), ("GET", TOKENS), ("DELETE", TOKENS + "/x")])
def test_a_body_where_none_is_read(owner, method, path):
    problem = check_problem(owner.send(method, path, [("Content-Type", "application/json")], b"{}"), 400,
                            "REQUEST_INVALID")
    assert method in problem["detail"]


def test_a_query_where_none_is_read(owner):
    for path in ("/accounts?a=b", TOKENS + "?label=x", "/v1/operations/accounts.get?limit=1"):
        check_problem(owner.post(path, {}, {"Idempotency-Key": "k" * 32}), 400, "REQUEST_INVALID")
    assert len(owner.get(TOKENS).json()["tokens"]) == 1


def test_an_unknown_query_of_a_bare_operation(owner):
    check_problem(owner.get("/accounts/me?verbose=1"), 422, "INPUT_INVALID")
