"""Bodies that cannot be read, or do not fit."""

import contextlib
import json

import pytest
from errors import check_problem
from wire import Client, Reply, new_key, read_to_end

MEBIBYTE = 1_024 * 1_024
LIMIT = 4 * MEBIBYTE


def create(client: Client, body: bytes, content_type: str | None = "application/json") -> Reply:
    typed = [] if content_type is None else [("Content-Type", content_type)]
    return client.send("POST", "/accounts", [("Idempotency-Key", new_key()), *typed], body)


@pytest.mark.parametrize("body, line, column", [
    (b"{", 1, 2),
    (b"{]", 1, 2),
    (b'{"a":1,}', 1, 8),
    (b'{\n  "a": 1\n  "b": 2\n}', 3, 3),
    (b"{} {}", 1, 4),
    (b"{'a': 1}", 1, 2),
    (b'{"a": NaN}', 1, 7),
    (b'{"a": 01}', 1, 7),
    (b"\xef\xbb\xbf{}", 1, 1),
    (b"   ", 1, 4),
    (b'{"a": "\x01"}', 1, 8),
    (b'{"a": "\\ud800"}', 1, 8),
    (b"// comment\n{}", 1, 1),
])
def test_broken_json_is_located(client, body, line, column):
    problem = check_problem(create(client, body), 400, "JSON_INVALID")
    assert (problem["line"], problem["column"]) == (line, column)
    assert problem["detail"].startswith(f"Line {line}, column {column}: ")


@pytest.mark.parametrize("body", [
    b"\xff", b'{"a": "\xff"}', b'{"\xc0\xaf": 1}', b'{"a": "\xed\xa0\x80"}', b"\xfe\xff\x00{"])
def test_a_body_that_is_not_utf8(client, body):
    check_problem(create(client, body), 400, "JSON_INVALID")


@pytest.mark.parametrize("body", [
    b"[" * 1_000 + b"]" * 1_000, b'{"a":' * 1_000 + b"1" + b"}" * 1_000, b"[" * 1_000_000, b'{"a":[' * 300_000,
], ids=["arrays", "objects", "open arrays", "open both"])
def test_deep_nesting(client, body):
    problem = check_problem(create(client, body), 400, "JSON_INVALID")
    assert "nested more than" in problem["detail"]


@pytest.mark.parametrize("content_type", [
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx",
    "text/json+x", "json", "", ";", "application/xml; x=application/json",
])
def test_a_wrong_content_type(client, content_type):
    problem = check_problem(create(client, b"{}", content_type), 415, "MEDIA_TYPE_UNSUPPORTED")
    assert "application/json" in problem["fix"]


@pytest.mark.parametrize("content_type", [
    None, "application/json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=utf-8",
    "application/vnd.example+json", " application/json ",
])
def test_content_types_of_json(client, content_type):
    assert create(client, b"{}", content_type).status == 201


def test_an_absent_body_has_no_type(client):
    key = {"Idempotency-Key": new_key(), "Content-Type": "text/plain"}
    assert client.post("/accounts", None, key).status == 201


def chunked(client: Client, chunk: bytes, count: int) -> Reply:
    headers = [("Idempotency-Key", new_key()), ("Transfer-Encoding", "chunked")]
    frame = f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"
    return client.send("POST", "/accounts", headers, frame * count + b"0\r\n\r\n", announces_length=False)


def padded(size: int) -> bytes:
    """An empty object of `size` bytes."""
    return b"{" + b" " * (size - 2) + b"}"


def test_the_largest_body(client):
    assert create(client, padded(LIMIT)).status == 201
    assert chunked(client, padded(MEBIBYTE), 1).status == 201


def test_a_body_that_is_too_large(client):
    for size in (LIMIT + 1, 3 * LIMIT):
        problem = check_problem(create(client, padded(size)), 413, "PAYLOAD_TOO_LARGE")
        assert "4 MiB" in problem["detail"]


def test_a_chunked_body_that_is_too_large(client):
    for count in (5, 40):
        check_problem(chunked(client, b" " * MEBIBYTE, count), 413, "PAYLOAD_TOO_LARGE")


def test_a_size_that_is_only_announced(client):
    # The answer comes before the body, which need not be sent then.
    with client.raw() as connection:
        connection.sendall(b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 999999999999\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_sends_everything_first_is_not_stuck(client):
    # The server may read the rest or reset the connection; one that does neither holds the client up until a timeout.
    with client.raw() as connection:
        connection.settimeout(3)
        head = b"POST /accounts HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(head % (40 * MEBIBYTE) + b" " * (40 * MEBIBYTE))
        answer = read_to_end(connection)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413 "), answer[:200]


def test_every_violation_is_listed(client):
    body = json.dumps({"name": 1, "user_id": None, "a/b~c": [], "": {}, "\u00e9": True}).encode()
    problem = check_problem(create(client, body), 422, "INPUT_INVALID")
    assert [error["pointer"] for error in problem["errors"]] == ["/name", "/user_id", "/a~1b~0c", "/", "/\u00e9"]
    assert {error["type"] for error in problem["errors"]} == {"unknown_field"}
    assert "5 violations" in problem["detail"]


@pytest.mark.parametrize("body, found", [
    (b"null", "null"), (b"[]", "an array"), (b'"text"', "a string"), (b"1", "a number"), (b"true", "a boolean"),
])
def test_an_input_of_the_wrong_type(client, body, found):
    problem = check_problem(create(client, body), 422, "INPUT_INVALID")
    assert problem["errors"] == [{
        "loc": ["body"], "msg": f"Expected an object, found {found}.", "type": "wrong_type", "pointer": ""}]


def test_a_great_many_violations_make_no_great_answer(client):
    body = json.dumps({f"field{number}": number for number in range(50_000)}).encode()
    reply = create(client, body)
    assert check_problem(reply, 422, "INPUT_INVALID")["errors"]
    assert len(reply.body) < MEBIBYTE


def test_the_caller_is_checked_before_the_input(client):
    refused = client.post("/v1/operations/accounts.get", {"unknown": 1})
    check_problem(refused, 401, "CREDENTIAL_MISSING")
