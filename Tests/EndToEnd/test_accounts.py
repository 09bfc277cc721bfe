"""Accounts over HTTP: made once, shown to their owner, and to nobody else."""

import re
import uuid
from datetime import datetime, timezone

import pytest
from errors import check_problem
from wire import Client, Reply


def made(client: Client) -> dict:
    reply = client.create_account()
    assert reply.status == 201, reply
    return reply.json()


def test_a_new_account_comes_with_its_token(client):
    before = datetime.now(timezone.utc)
    reply = client.create_account()
    assert reply.status == 201
    assert reply.header("content-type") == "application/json"
    assert reply.header("cache-control") == "no-store"
    account = reply.json()
    assert list(account) == ["user_id", "organization_id", "balances", "bearer_token", "status", "created_at"]
    assert uuid.UUID(account["user_id"]).version == 7
    assert uuid.UUID(account["organization_id"]).version == 7
    assert account["user_id"] != account["organization_id"]
    assert re.fullmatch(r"scrypted_[A-Za-z0-9_-]{43}", account["bearer_token"])
    assert account["status"] == "active"
    assert abs((datetime.fromisoformat(account["created_at"]) - before).total_seconds()) < 10


def test_its_owner_sees_it_without_the_token(client):
    account = made(client)
    reply = client.bearer(account["bearer_token"]).get("/accounts/me")
    assert reply.status == 200
    assert reply.header("cache-control") == "no-store"
    token = account.pop("bearer_token")
    assert reply.json() == account
    assert token.encode() not in reply.body


def test_the_scheme_is_read_in_any_case(client):
    token = made(client)["bearer_token"]
    for scheme in ("Bearer", "bearer", "BEARER", "Bearer  "):
        assert client.get("/accounts/me", {"Authorization": f"{scheme} {token}"}).status == 200


@pytest.mark.parametrize("value, reason", [
    (None, "CREDENTIAL_MISSING"),
    ("Bearer scrypted_" + "A" * 43, "CREDENTIAL_INVALID"),
    ("Bearer scrypted_", "CREDENTIAL_INVALID"),
    ("Bearer " + "x" * 10_000, "CREDENTIAL_INVALID"),
    ("Bearer", "CREDENTIAL_INVALID"),
    ("", "CREDENTIAL_INVALID"),
    ("Basic dXNlcjpwYXNz", "CREDENTIAL_INVALID"),
    ("Bearer \u00e9\u00e8", "CREDENTIAL_INVALID"),
    ("scrypted_" + "A" * 43, "CREDENTIAL_INVALID"),
])
def test_without_a_working_token_nothing_is_shown(client, value, reason):
    headers = {} if value is None else {"Authorization": value}
    reply = client.get("/accounts/me", headers)
    check_problem(reply, 401, reason)
    assert reply.header("www-authenticate").startswith("Bearer")


@pytest.mark.parametrize("change", [
    lambda token: token[:-1],
    lambda token: token + "A",
    lambda token: token.swapcase(),
    lambda token: token.removeprefix("scrypted_"),
    lambda token: token + ", " + token,
])
def test_a_token_that_was_changed_does_not_work(client, change):
    reply = client.bearer(change(made(client)["bearer_token"])).get("/accounts/me")
    check_problem(reply, 401, "CREDENTIAL_INVALID")


def test_a_token_that_does_not_work_is_no_obstacle_where_none_is_needed(client):
    stranger = client.bearer("scrypted_" + "A" * 43)
    assert stranger.create_account().status == 201
    assert stranger.get("/ready").status == 200


def test_two_accounts_see_only_themselves(client):
    first, second = made(client), made(client)
    for field in ("user_id", "organization_id", "bearer_token"):
        assert first[field] != second[field]
    for own, other in ((first, second), (second, first)):
        reply = client.bearer(own["bearer_token"]).get("/accounts/me")
        assert reply.json()["user_id"] == own["user_id"]
        for field in ("user_id", "organization_id"):
            assert other[field].encode() not in reply.body


def choosing(client: Client, account: dict, organization: str) -> Reply:
    return client.bearer(account["bearer_token"]).get("/accounts/me", {"X-Organization-Id": organization})


def test_the_own_organization_can_be_chosen(client):
    account = made(client)
    for spelling in (account["organization_id"], account["organization_id"].upper()):
        reply = choosing(client, account, spelling)
        assert reply.status == 200
        assert reply.json()["organization_id"] == account["organization_id"]


def test_another_organization_is_not_found(client):
    account, other = made(client), made(client)
    strange = str(uuid.uuid4())
    answers = [choosing(client, account, id) for id in (other["organization_id"], strange, other["user_id"])]
    for answer in answers:
        check_problem(answer, 404, "NOT_FOUND")
    # Whether the organization exists cannot be told from the answer.
    texts = [answer.json()["detail"] for answer in answers]
    assert texts[0].replace(other["organization_id"], strange) == texts[1]


@pytest.mark.parametrize("value", ["", "mine", "*", "0" * 31, "../../etc", "%00", "'; DROP TABLE principals; --"])
def test_a_garbled_organization_is_refused(client, value):
    check_problem(choosing(client, made(client), value), 400, "REQUEST_INVALID")
