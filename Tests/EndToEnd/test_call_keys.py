"""One call, one key: in the header, bare or quoted, or in the body, where clients of the root paths send it."""

import pytest
from errors import check_problem
from wire import Client, new_key

TOKENS = "/accounts/me/tokens"


@pytest.fixture
def owner(client) -> Client:
    return client.bearer(client.create_account().json()["bearer_token"])


def test_every_place_holds_the_same_key(owner):
    key = new_key()
    first = owner.post(TOKENS, {"label": "a"}, {"Idempotency-Key": key})
    assert first.status == 201
    for body, header in [
        ({"label": "a"}, f'"{key}"'), ({"label": "a", "idempotency_key": key}, None),
        ({"request_id": key, "label": "a"}, None), ({"label": "a", "idempotency_key": key, "request_id": key}, key),
        ({"label": "a", "request_id": None}, key),
    ]:
        again = owner.post(TOKENS, body, {"Idempotency-Key": header} if header else {})
        assert (again.status, again.body) == (201, first.body), body
    assert len(owner.get(TOKENS).json()["tokens"]) == 2


def test_an_account_is_made_with_the_key_in_the_body(client):
    key = new_key()
    first = client.create_account(key)
    for name in ("idempotency_key", "request_id"):
        again = client.post("/accounts", {name: key})
        assert (again.status, again.body) == (201, first.body)
    check_problem(client.post("/accounts", {"idempotency_key": "short"}), 400, "IDEMPOTENCY_KEY_INVALID")


@pytest.mark.parametrize("body, header", [
    ({"idempotency_key": "a"}, "b"), ({"request_id": "a"}, "A"), ({"idempotency_key": "a", "request_id": "b"}, None),
    ({"idempotency_key": "a", "request_id": "b"}, "a"),
])
def test_two_keys_are_refused(owner, body, header):
    refused = owner.post(TOKENS, body, {"Idempotency-Key": header} if header else {})
    check_problem(refused, 400, "REQUEST_INVALID")
    assert len(owner.get(TOKENS).json()["tokens"]) == 1


@pytest.mark.parametrize("key", [7, True, {}, [], "", "a b", "\u00e9", "x" * 256])
def test_a_key_of_the_wrong_form_is_refused(owner, key):
    check_problem(owner.post(TOKENS, {"idempotency_key": key}), 400, "IDEMPOTENCY_KEY_INVALID")


def test_another_payload_is_refused(owner):
    key = new_key()
    first = owner.post(TOKENS, {"label": "a"}, {"Idempotency-Key": key})
    check_problem(owner.post(TOKENS, {"label": "b"}, {"Idempotency-Key": key}), 422, "IDEMPOTENCY_MISMATCH")
    check_problem(owner.post(TOKENS, {"label": "b", "idempotency_key": key}), 422, "IDEMPOTENCY_MISMATCH")
    assert owner.post(TOKENS, {"label": "a"}, {"Idempotency-Key": key}).body == first.body


def test_accounts_do_not_share_their_keys(client, owner):
    other = client.bearer(client.create_account().json()["bearer_token"])
    first, second = (each.post(TOKENS, {}, {"Idempotency-Key": "same"}) for each in (owner, other))
    assert first.status == second.status == 201
    assert first.json()["id"] != second.json()["id"]


def test_both_paths_share_their_keys(owner):
    first = owner.post(TOKENS, {"label": "a", "idempotency_key": "k"})
    again = owner.post("/v1/operations/accounts.tokens.create", {"label": "a"}, {"Idempotency-Key": "k"})
    assert again.json() == first.json()


def test_on_the_canonical_path_the_body_is_the_input(owner):
    refused = owner.post("/v1/operations/accounts.tokens.create", {"idempotency_key": "k"})
    problem = check_problem(refused, 422, "INPUT_INVALID")
    assert problem["errors"][0]["pointer"] == "/idempotency_key"


def test_an_expired_answer_is_forgotten(serve, database):
    from stored import opened

    server = serve()
    owner = server.client.bearer(server.client.create_account().json()["bearer_token"])
    first = owner.post(TOKENS, {"idempotency_key": "k"})
    assert owner.post(TOKENS, {"idempotency_key": "k"}).body == first.body
    # The clock cannot be wound from outside, but what is stored can be made older.
    with opened(database, "rw") as connection:
        connection.execute("UPDATE idempotency_records SET expires_at = expires_at - 24 * 3600 * 1000000000")
    second = owner.post(TOKENS, {"label": "another", "idempotency_key": "k"})
    assert second.status == 201
    assert second.json()["id"] != first.json()["id"]
