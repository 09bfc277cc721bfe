"""Each family of paths refuses in the form that its clients read, also where no route is."""

import pytest
from errors import check_problem
from wire import Client, Reply

TOO_LARGE = b" " * (4 * 1_024 * 1_024 + 1)


def google(reply: Reply, status: int, code: str, reason: str):
    assert reply.header("content-type") == "application/json"
    error = reply.json()["error"]
    assert set(error) == {"code", "message", "status", "details"}
    assert (error["code"], error["status"]) == (status, code)
    assert error["message"]
    assert error["details"][0] == {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "scriptorium"}


def open_ai(reply: Reply, status: int, code: str, reason: str):
    assert reply.header("content-type") == "application/json"
    error = reply.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"] and error["param"] is None
    assert (error["type"], error["code"]) == ("invalid_request_error", reason.lower())


def detail(reply: Reply, status: int, code: str, reason: str):
    assert reply.header("content-type") == "application/json"
    assert list(reply.json()) == ["detail"]
    assert isinstance(reply.json()["detail"], str) and reply.json()["detail"]


def problem(reply: Reply, status: int, code: str, reason: str):
    check_problem(reply, status, reason)


FAMILIES = [
    ("/v1/scriptum/x", google),
    ("/v1/scriptum/threads/1/nothing", google),
    ("/v1/chat/x", open_ai),
    ("/v1/chat/completions", open_ai),
    ("/v1/models", open_ai),
    ("/v1/embeddings", open_ai),
    ("/api/v1/chat/x", open_ai),
    ("/api/v1/models", open_ai),
    ("/api/v1/embeddings/x/y", open_ai),
    ("/api/v1/x", detail),
    ("/api/v1", detail),
    ("/api/v1/chats", detail),
    ("/api/v2/x", problem),
    ("/v1/scriptums", problem),
    ("/v1/operations/x/y", problem),
    ("/x", problem),
]


@pytest.mark.parametrize("path, check", FAMILIES)
def test_an_unknown_path(client, path, check):
    reply = client.get(path)
    assert reply.status == 404
    assert reply.header("x-request-id")
    check(reply, 404, "NOT_FOUND", "ROUTE_UNKNOWN")


@pytest.mark.parametrize("path, check", [
    ("/%761/scriptum/x", google), ("/v1/%63hat/x", open_ai), ("/%61pi/v1/x", detail), ("/v1/%2573criptum/x", problem)])
def test_the_family_is_that_of_the_decoded_path(client, path, check):
    reply = client.get(path)
    assert reply.status == 404
    check(reply, 404, "NOT_FOUND", "ROUTE_UNKNOWN")


@pytest.mark.parametrize("path, check", [
    ("/v1/scriptum/%zz", google), ("/v1/chat/%00", open_ai), ("/api/v1/a%2Fb", detail), ("/a/%ff", problem)])
def test_a_path_that_cannot_be_decoded(client, path, check):
    reply = client.get(path)
    assert reply.status == 400
    check(reply, 400, "INVALID_ARGUMENT", "REQUEST_INVALID")


@pytest.mark.parametrize("path, check", [
    ("/v1/scriptum/x", google), ("/v1/chat/x", open_ai), ("/api/v1/x", detail), ("/x", problem)])
def test_a_body_for_nobody_is_not_awaited(client, path, check):
    # The path is looked at first; how large the body is does not matter any more.
    reply = client.post(path, TOO_LARGE)
    assert reply.status == 404
    assert reply.header("connection") == "close"
    check(reply, 404, "NOT_FOUND", "ROUTE_UNKNOWN")


@pytest.mark.parametrize("header, reason", [
    ("X-Organization-Id", "REQUEST_INVALID"),
    ("Idempotency-Key", "REQUEST_INVALID"),
    ("Authorization", "REQUEST_INVALID"),
])
class TestHeadersSentTwice:
    VALUES = {
        "X-Organization-Id": ("00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"),
        "Idempotency-Key": ("a" * 32, "b" * 32),
        "Authorization": ("Bearer scrypted_" + "a" * 43, "Bearer scrypted_" + "b" * 43),
    }

    def test_with_two_values_is_refused(self, client: Client, header, reason):
        first, second = self.VALUES[header]
        refused = client.post("/v1/operations/accounts.create", {}, [(header, first), (header, second)])
        answer = check_problem(refused, 400, reason)
        assert header.lower() in answer["detail"]
        assert first not in answer["detail"] and second not in answer["detail"]

    def test_with_one_value_is_read_once(self, client: Client, header, reason):
        first, _ = self.VALUES[header]
        reply = client.post("/v1/operations/accounts.get", {}, [(header, first), (header, first)])
        assert reply.json()["reason"] in {"CREDENTIAL_MISSING", "CREDENTIAL_INVALID"}
