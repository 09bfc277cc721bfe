"""Further tokens of an account over HTTP: made, listed, replaced and revoked by their holder, and by nobody else."""

import re
import uuid

import pytest
from errors import check_problem
from wire import Client, Reply, new_key

TOKENS = "/accounts/me/tokens"


@pytest.fixture
def owner(client) -> Client:
    return client.bearer(client.create_account().json()["bearer_token"])


def made(owner: Client, body=None, **headers: str) -> dict:
    reply = owner.post(TOKENS, body, headers)
    assert reply.status == 201, reply
    return reply.json()


def works(client: Client, token: str) -> bool:
    return client.bearer(token).get("/accounts/me").status == 200


def revoke(owner: Client, id: str, query: str = "") -> Reply:
    return owner.send("DELETE", f"{TOKENS}/{id}{query}")


def current(owner: Client) -> str:
    [id] = [token["id"] for token in owner.get(TOKENS).json()["tokens"] if token["current"]]
    return id


def test_a_new_token_proves_the_same_account(client, owner):
    reply = owner.post(TOKENS, {"label": "laptop", "expires_in_seconds": 3_600})
    assert (reply.status, reply.header("cache-control")) == (201, "no-store")
    token = reply.json()
    assert list(token) == ["id", "bearer_token", "label", "created_at", "expires_at"]
    assert re.fullmatch(r"scrypted_[A-Za-z0-9_-]{43}", token["bearer_token"])
    assert uuid.UUID(token["id"]).version == 7
    second = client.bearer(token["bearer_token"])
    assert second.get("/accounts/me").json() == owner.get("/accounts/me").json()


def test_the_list_holds_no_secret(client, owner):
    made(owner, {"label": "one"})
    second = made(owner)
    reply = owner.get(TOKENS)
    listed = reply.json()
    assert list(listed) == ["tokens", "next_cursor"]
    assert [token.get("label") for token in listed["tokens"]].count("one") == 1
    assert {token["current"] for token in listed["tokens"]} == {True, False}
    assert second["id"] in {token["id"] for token in listed["tokens"]}
    assert b"scrypted_" not in reply.body and b"digest" not in reply.body
    seen = client.bearer(second["bearer_token"]).get(TOKENS).json()["tokens"]
    assert [token["id"] for token in seen if token["current"]] == [second["id"]]


def test_the_list_comes_in_pages(owner):
    ids = {made(owner)["id"] for _ in range(4)} | {current(owner)}
    seen, path = [], f"{TOKENS}?limit=2"
    while path:
        page = owner.get(path).json()
        seen += [token["id"] for token in page["tokens"]]
        cursor = page["next_cursor"]
        path = cursor and f"{TOKENS}?limit=2&cursor={cursor}"
    assert len(seen) == 5 and set(seen) == ids
    check_problem(owner.get(f"{TOKENS}?cursor=other"), 400, "PAGE_TOKEN_INVALID")


def test_a_revoked_token_stops_at_once(client, owner):
    token = made(owner)
    assert works(client, token["bearer_token"])
    first = revoke(owner, token["id"])
    assert first.status == 200
    refused = client.bearer(token["bearer_token"]).get("/accounts/me")
    check_problem(refused, 401, "CREDENTIAL_INVALID")
    assert refused.header("www-authenticate") == 'Bearer realm="scriptorium", error="invalid_token"'
    again = revoke(owner, token["id"].upper())
    assert (again.status, again.body) == (200, first.body)
    assert first.json() in owner.get(TOKENS).json()["tokens"]


def test_a_token_may_revoke_itself(client, owner):
    token = made(owner)
    assert revoke(client.bearer(token["bearer_token"]), token["id"]).json()["current"] is True
    assert not works(client, token["bearer_token"])


def test_the_last_token_needs_force(client, owner):
    id = current(owner)
    problem = check_problem(revoke(owner, id), 409, "STATE_CONFLICT")
    assert "force" in problem["fix"]
    assert owner.get("/accounts/me").status == 200
    assert revoke(owner, id, "?force=true").status == 200
    check_problem(owner.get("/accounts/me"), 401, "CREDENTIAL_INVALID")


def test_anothers_token_is_not_found(client, owner):
    other = client.bearer(client.create_account().json()["bearer_token"])
    theirs, strange = made(other), str(uuid.uuid4())
    answers = [revoke(owner, id, "?force=true") for id in (theirs["id"], current(other), strange)]
    for answer in answers:
        check_problem(answer, 404, "NOT_FOUND")
    # Whether the token exists cannot be told from the answer.
    assert answers[0].json()["detail"].replace(theirs["id"], strange) == answers[2].json()["detail"]
    assert works(client, theirs["bearer_token"])
    listed = {token["id"] for token in owner.get(TOKENS).json()["tokens"]}
    assert theirs["id"] not in listed
    # Nor does the list lead to it, whatever the cursor.
    page = owner.get(f"{TOKENS}?cursor=ffffffff-ffff-7fff-bfff-ffffffffffff").json()
    assert {token["id"] for token in page["tokens"]} == listed


@pytest.mark.parametrize("id, status, reason", [
    ("x", 422, "INPUT_INVALID"), ("me", 422, "INPUT_INVALID"), ("%00", 400, "REQUEST_INVALID"),
    ("a%2Fb", 400, "REQUEST_INVALID"), ("%ff", 400, "REQUEST_INVALID"), ("", 404, "ROUTE_UNKNOWN"),
])
def test_what_is_no_id_is_refused(owner, id, status, reason):
    problem = check_problem(revoke(owner, id), status, reason)
    if status == 422:
        assert problem["errors"][0]["loc"] == ["path", "id"]


def test_strangers_are_refused(client):
    for reply in (client.get(TOKENS), client.post(TOKENS), revoke(client, str(uuid.uuid4()))):
        check_problem(reply, 401, "CREDENTIAL_MISSING")
        assert reply.header("www-authenticate") == 'Bearer realm="scriptorium"'


@pytest.mark.parametrize("body, pointer", [
    ({"expires_in_seconds": 59}, "/expires_in_seconds"),
    ({"expires_in_seconds": 31_536_001}, "/expires_in_seconds"),
    ({"label": ""}, "/label"), ({"label": "x" * 65}, "/label"), ({"label": "a\x00b"}, "/label"),
    ({"label": "\x1b[31m"}, "/label"), ({"revoke_current": 1}, "/revoke_current"), ({"lable": "x"}, "/lable"),
])
def test_what_does_not_fit_is_refused(owner, body, pointer):
    problem = check_problem(owner.post(TOKENS, body), 422, "INPUT_INVALID")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert len(owner.get(TOKENS).json()["tokens"]) == 1


class TestReplacing:
    BODY = {"revoke_current": True}

    def test_the_old_token_stops_with_the_call(self, client, owner):
        token = made(owner, self.BODY)
        check_problem(owner.get("/accounts/me"), 401, "CREDENTIAL_INVALID")
        assert works(client, token["bearer_token"])

    def test_a_lost_answer_is_heard_again_with_the_old_token(self, client, owner):
        key = new_key()
        first = owner.post(TOKENS, self.BODY, {"Idempotency-Key": key})
        again = owner.post(TOKENS, self.BODY, {"Idempotency-Key": key})
        assert (again.status, again.body) == (201, first.body)
        # The old token is good for this one answer alone.
        for reply in (owner.get("/accounts/me", {"Idempotency-Key": key}), owner.get(TOKENS, {"Idempotency-Key": key}),
                      owner.post(TOKENS, self.BODY), owner.post(TOKENS, self.BODY, {"Idempotency-Key": new_key()})):
            check_problem(reply, 401, "CREDENTIAL_INVALID")

    def test_a_key_that_can_be_guessed_leads_no_thief_on(self, owner):
        assert owner.post(TOKENS, self.BODY, {"Idempotency-Key": "rotate"}).status == 201
        check_problem(owner.post(TOKENS, self.BODY, {"Idempotency-Key": "rotate"}), 401, "CREDENTIAL_INVALID")

    def test_it_outlives_a_restart(self, serve):
        server, key = serve(), new_key()
        token = server.client.create_account().json()["bearer_token"]
        first = server.client.bearer(token).post(TOKENS, self.BODY, {"Idempotency-Key": key})
        assert server.stop() == 0
        again = serve().client.bearer(token).post(TOKENS, self.BODY, {"Idempotency-Key": key})
        assert (again.status, again.body) == (201, first.body)
