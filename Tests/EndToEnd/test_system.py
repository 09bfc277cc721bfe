"""What every server says of itself, and what every answer carries."""

import pytest
from wire import new_key


@pytest.mark.parametrize("path", ["/health", "/healthz", "/health?probe=1", "/%68ealth"])
def test_health(client, path):
    reply = client.get(path)
    assert reply.status == 200
    health = reply.json()
    assert list(health) == ["status", "version", "uptime_seconds"]
    assert health["status"] == "ok"
    assert health["version"].count(".") == 2
    assert 0 <= health["uptime_seconds"] < 600


def test_ready(client):
    reply = client.get("/ready")
    assert (reply.status, reply.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/health", "/ready", "/accounts/me", "/openapi.json", "/nowhere", "/%zz"])
def test_every_answer_names_its_request_once(client, path):
    names = [client.get(path).header("x-request-id") for _ in range(3)]
    assert len(set(names)) == 3
    # Version 7 (RFC 9562 §5.7) begins with the time, to the millisecond.
    times = [name[:13] for name in names]
    assert times == sorted(times)


def test_a_caller_cannot_choose_the_name_of_a_request(client):
    assert client.get("/health", {"X-Request-Id": "mine"}).header("x-request-id") != "mine"


def test_answers_are_not_stored_by_caches(client):
    for path in ("/health", "/healthz", "/ready"):
        assert client.get(path).header("cache-control") == "no-store"


@pytest.mark.parametrize("path", ["/health", "/ready", "/openapi.json"])
def test_head_is_get_without_the_body(client, path):
    # RFC 9110 §9.1: a general-purpose server supports GET and HEAD.
    get, head = client.get(path), client.send("HEAD", path)
    assert head.status == get.status
    assert head.body == b""
    for name in ("content-type", "content-length"):
        assert head.header(name) == get.header(name)


@pytest.mark.parametrize("name, path", [("system.health", "/health"), ("system.ready", "/ready")])
def test_the_canonical_path_gives_the_same(client, name, path):
    canonical, own = client.post(f"/v1/operations/{name}").json(), client.get(path).json()
    assert canonical | {"uptime_seconds": 0} == own | {"uptime_seconds": 0}


def test_accounts_on_the_canonical_path(client):
    key = {"Idempotency-Key": new_key()}
    account = client.post("/v1/operations/accounts.create", {}, key).json()
    shown = client.bearer(account.pop("bearer_token")).post("/v1/operations/accounts.get")
    assert (shown.status, shown.json()) == (200, account)
