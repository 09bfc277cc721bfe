"""A repeated call has the effect, and the answer, of one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from errors import check_problem
from stored import guest_count
from wire import new_key


def test_a_repetition_gets_the_same_bytes(shared, client):
    key = new_key()
    first = client.create_account(key)
    count = guest_count(shared.database)
    for _ in range(3):
        again = client.create_account(key)
        assert (again.status, again.body) == (201, first.body)
        assert again.header("x-request-id") != first.header("x-request-id")
    assert guest_count(shared.database) == count


def test_it_outlives_a_restart(serve):
    key = new_key()
    server = serve()
    first = server.client.create_account(key)
    assert server.stop() == 0
    again = serve().client.create_account(key)
    assert (again.status, again.body) == (201, first.body)


def test_the_quoted_form_is_the_same_key(client):
    # draft-ietf-httpapi-idempotency-key-header: a structured-field string; many clients send it bare.
    key = new_key()
    bare = client.create_account(key)
    assert client.create_account(f'"{key}"').body == bare.body
    assert client.create_account(f'  "{key}"  ').body == bare.body


def test_another_key_is_another_account(client):
    key = new_key()
    answers = {client.create_account(each).json()["user_id"] for each in (key, key[:-1] + "_", key.upper() + "-")}
    assert len(answers) == 3


def test_no_body_and_an_empty_object_are_the_same_payload(client):
    key = new_key()
    first = client.create_account(key, None)
    for body in ({}, b"{}", b" { \n } ", b""):
        again = client.create_account(key, body)
        assert (again.status, again.body) == (201, first.body)


def test_both_paths_share_their_keys(client):
    key = new_key()
    first = client.create_account(key)
    again = client.post("/v1/operations/accounts.create", {}, {"Idempotency-Key": key})
    assert again.json() == first.json()


# An account is made from nothing, so that the only other payload is one that does not fit the schema: it is refused
# as such, and never answered with the account that the key made.
@pytest.mark.parametrize("body", [b'{"name":"other"}', b"[]", b"null", b'"text"'])
def test_another_payload_is_refused(client, body):
    key = new_key()
    first = client.create_account(key)
    refused = client.create_account(key, body)
    check_problem(refused, 422, "INPUT_INVALID")
    assert client.create_account(key).body == first.body


def test_a_refused_payload_does_not_use_the_key_up(client):
    key = new_key()
    check_problem(client.create_account(key, {"name": "x"}), 422, "INPUT_INVALID")
    assert client.create_account(key).status == 201


def test_a_key_is_needed(client):
    problem = check_problem(client.post("/accounts"), 400, "IDEMPOTENCY_KEY_MISSING")
    assert "Idempotency-Key" in problem["fix"]


@pytest.mark.parametrize("key", [
    "", '""', '"', "a" * 31, "a" * 129, '"' + "a" * 31 + '"', '"' + "a" * 32, "a" * 32 + '"', "a" * 31 + " ",
    "a" * 31 + ".", "a" * 16 + " " + "a" * 16, "a" * 31 + "+", "a" * 31 + "/", "a" * 32 + "=", "\u00e9" * 32,
    ":" + "a" * 40 + ":", '"' + "a" * 16 + '\\"' + "a" * 16 + '"',
])
def test_a_key_of_the_wrong_form_is_refused(client, key):
    problem = check_problem(client.create_account(key or " "), 400, "IDEMPOTENCY_KEY_INVALID")
    assert key.strip('"') == "" or key not in problem["detail"], "a key is never repeated"


@pytest.mark.parametrize("key", ["a" * 32, "Z" * 128, "azAZ09_-" * 4])
def test_keys_at_the_limits_work(client, key):
    assert client.create_account(key).status == 201


@pytest.mark.parametrize("key", ["a" * 40, "short"])
def test_a_read_ignores_a_key(client, key):
    owner = client.bearer(client.create_account().json()["bearer_token"])
    for _ in range(2):
        assert owner.get("/accounts/me", {"Idempotency-Key": key}).body == owner.get("/accounts/me").body


def test_many_at_once_make_one_account(shared, client):
    key, count = new_key(), guest_count(shared.database)
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(lambda _: client.create_account(key), range(50)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert guest_count(shared.database) == count + 1


def test_many_with_keys_of_their_own_make_one_account_each(shared, client):
    count = guest_count(shared.database)
    with ThreadPoolExecutor(25) as threads:
        answers = list(threads.map(lambda _: client.create_account(), range(100)))
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json()["user_id"] for answer in answers}) == 100
    assert guest_count(shared.database) == count + 100
