"""Pages of other origins: let in where the operator says so, and nowhere else."""

import pytest
from wire import Client

PAGE = "https://app.example.com"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, idempotency-key"}


def words(text: str | None) -> set[str]:
    return {word.strip().lower() for word in (text or "").split(",")}


def preflight(client: Client, origin: str, path: str = "/accounts"):
    return client.send("OPTIONS", path, PREFLIGHT | {"Origin": origin})


def test_nothing_is_said_by_default(client):
    assert preflight(client, PAGE).status == 405
    reply = client.get("/health", {"Origin": PAGE})
    assert not [name for name, _ in reply.headers if name.lower().startswith("access-control") or name.lower() == "vary"]


@pytest.fixture(params=[("--cors-origin", PAGE, "--cors-origin", "http://localhost:3000"), ("--cors-origin", "*")],
                ids=["listed", "all"])
def server(request, serve):
    server = serve(*request.param)
    server.allowed = "*" if "*" in request.param else PAGE
    return server


@pytest.mark.parametrize("path", ["/accounts", "/jobs/stream", "/nowhere", "/v1/operations/ledger.verify"])
def test_a_preflight_is_answered_before_anything_else(server, path):
    reply = preflight(server.client, PAGE, path)
    assert (reply.status, reply.body) == (204, b"")
    assert reply.header("access-control-allow-origin") == server.allowed
    assert {"get", "post", "delete"} <= words(reply.header("access-control-allow-methods"))
    assert {"authorization", "content-type", "idempotency-key", "last-event-id"} <= words(
        reply.header("access-control-allow-headers"))
    assert "origin" in words(reply.header("vary"))
    assert reply.header("access-control-allow-credentials") is None


def test_answers_and_refusals_may_be_read(server):
    for reply in (server.client.get("/health", {"Origin": PAGE}), server.client.get("/accounts/me", {"Origin": PAGE}),
                  server.client.get("/nowhere", {"Origin": PAGE})):
        assert reply.header("access-control-allow-origin") == server.allowed
        assert {"location", "x-request-id", "retry-after"} <= words(reply.header("access-control-expose-headers"))
        assert reply.header("access-control-allow-credentials") is None
        if server.allowed != "*":
            assert "origin" in words(reply.header("vary"))


@pytest.mark.parametrize("origin", [
    "https://evil.example", "https://app.example.com.evil.example", "http://app.example.com", "null",
    "https://APP.example.com", "https://app.example.com:444"])
def test_other_origins_are_not_named(serve, origin):
    client = serve("--cors-origin", PAGE).client
    for reply in (preflight(client, origin), client.get("/health", {"Origin": origin})):
        assert reply.header("access-control-allow-origin") is None
        # A cache must not show one origin what was meant for another.
        assert "origin" in words(reply.header("vary"))


def test_options_without_a_page_is_a_method_like_others(server):
    assert server.client.send("OPTIONS", "/accounts").status == 405


@pytest.mark.parametrize("origin", ["app.example.com", "https://app.example.com/", "https://", "ftp://x", "https://a b", ""])
def test_what_is_no_origin(program, database, origin):
    result = program.run("serve", "--database", database, "--port", "0", "--cors-origin", origin)
    assert result.returncode == 2
    assert "CONFIGURATION_INVALID" in result.stderr.decode()
