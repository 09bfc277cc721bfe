"""What the server tells of itself: metrics for Prometheus, one line for each request, and names of requests."""

import json
import os
import re
import secrets
import uuid

import pytest
from errors import check_problem
from prometheus_client.parser import text_string_to_metric_families
from process import eventually
from wire import Client, new_key, read_to_end


def families(client: Client, headers=()) -> dict:
    reply = client.get("/metrics", headers)
    assert reply.status == 200, reply.body
    assert reply.header("content-type") == "text/plain; version=0.0.4; charset=utf-8"
    return {family.name: family for family in text_string_to_metric_families(reply.body.decode())}


def value(found: dict, name: str, **labels: str) -> float:
    base = re.sub("_(total|bucket|sum|count)$", "", name)
    family = found.get(base) or found[name]
    return sum(
        sample.value for sample in family.samples
        if sample.name in (name, name + "_total") and labels.items() <= sample.labels.items())


def test_requests_are_counted(client):
    before = families(client)
    requests = "scriptorium_http_requests_total"
    for _ in range(3):
        client.create_account()
    client.get("/accounts/me")
    client.get("/nowhere/" + secrets.token_hex(8))
    after = families(client)

    def gain(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert gain(requests, operation="accounts.create", method="POST", status="2xx") == 3
    assert gain(requests, operation="accounts.get", method="GET", status="4xx") == 1
    assert gain(requests, operation="none", method="GET", status="4xx") == 1
    duration = "scriptorium_http_request_duration_seconds"
    assert gain(duration + "_count", operation="accounts.create") == 3
    assert gain(duration + "_bucket", operation="accounts.create", le="+Inf") == 3
    assert 0 < gain(duration + "_sum", operation="accounts.create") < 60
    assert gain("scriptorium_http_response_bytes_total", operation="accounts.create") > 600


def test_bytes_of_bodies_are_counted(client):
    name = "scriptorium_http_request_bytes_total"
    before = families(client)
    client.create_account(body=b"{" + b" " * 1_000 + b"}")
    after = families(client)
    assert value(after, name, operation="accounts.create") - value(before, name, operation="accounts.create") == 1_002


def test_a_histogram_rises(client):
    client.get("/health")
    buckets = [sample for sample in families(client)["scriptorium_http_request_duration_seconds"].samples
               if sample.name.endswith("_bucket") and sample.labels["operation"] == "system.health"]
    assert [bucket.value for bucket in buckets] == sorted(bucket.value for bucket in buckets)
    assert buckets[-1].labels["le"] == "+Inf" and buckets[-1].value > 0


def test_the_process_is_described(client):
    found = families(client)
    assert value(found, "process_resident_memory_bytes") > 1_000_000
    assert value(found, "process_open_fds") > 3
    assert 0 < value(found, "process_cpu_seconds_total") < 10_000
    assert value(found, "process_start_time_seconds") > 1_600_000_000
    assert value(found, "scriptorium_http_connections") == 1
    assert value(found, "scriptorium_http_requests_in_flight") == 1
    [build] = found["scriptorium_build_info"].samples
    assert build.labels["version"] == client.get("/health").json()["version"]


def test_clients_cannot_make_labels(client):
    count = len(client.get("/metrics").body.splitlines())
    for number in range(50):
        client.get(f"/made-up-{number}")
        client.send(f"METHOD{number}", "/accounts")
        client.post(f"/v1/operations/made-up-{number}", {})
        client.get("/health", {"X-Request-Id": str(uuid.uuid4())})
    text = client.get("/metrics").body.decode()
    assert "made-up" not in text and "METHOD" not in text
    # A few for the labels `none`, `other` and `system.health`, which may be new; 200 calls would make thousands of their own.
    assert len(text.splitlines()) < count + 100


# Who may read them

def operator(server) -> dict[str, str]:
    token = (server.database.parent / (server.database.name + "-operator-token")).read_text().strip()
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("headers", [
    {"Host": "metrics.example"}, {"X-Forwarded-For": "192.0.2.7"}, {"Forwarded": "for=192.0.2.7"},
    {"Host": "127.0.0.1.example"}, {"Host": "localhost.example"},
    {"Origin": "https://page.example"}, {"Sec-Fetch-Site": "cross-site"},
])
def test_others_need_the_operators_token(shared, headers):
    def ask(more: dict[str, str]) -> int:
        lines = {"Host": "127.0.0.1", "Connection": "close"} | headers | more
        request = "GET /metrics HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in lines.items())
        return int(shared.client.exchange(request.encode() + b"\r\n").split()[1])

    assert ask({}) == 401
    guest = shared.client.create_account().json()["bearer_token"]
    assert ask({"Authorization": f"Bearer {guest}"}) == 403
    assert ask({"Authorization": "Bearer scrypted_" + "0" * 64}) == 401
    assert ask(operator(shared)) == 200


def test_metrics_may_be_open_or_off(serve):
    request = b"GET /metrics HTTP/1.1\r\nHost: metrics.example\r\nConnection: close\r\n\r\n"
    server = serve("--metrics", "open")
    assert server.client.exchange(request).startswith(b"HTTP/1.1 200 ")
    server.stop()
    server = serve("--metrics", "off")
    check_problem(server.client.get("/metrics"), 404, "ROUTE_UNKNOWN")


def test_only_reading_is_possible(client):
    refused = client.post("/metrics", {})
    check_problem(refused, 405, "METHOD_NOT_ALLOWED")
    assert refused.header("allow") == "GET, HEAD"


# One line for each request

def lines(server) -> list[dict]:
    return [line for line in map(json.loads, list(server.stderr)) if line["message"] == "request"]


@pytest.fixture
def logging_server(serve):
    return serve("--access-log")


def test_every_request_has_a_line(logging_server):
    server, name = logging_server, str(uuid.uuid4())
    key, secret = new_key(), secrets.token_hex(8)
    account = server.client.post("/accounts", {}, {"Idempotency-Key": key, "X-Request-Id": name}).json()
    server.client.bearer(account["bearer_token"]).get(f"/accounts/me/tokens?limit=3&cursor={secret}")
    server.client.get(f"/accounts/{account['bearer_token']}")
    server.client.get("/accounts/%73" + account["bearer_token"][1:])
    eventually(lambda: len(lines(server)) == 4, "four lines are there")
    first, second, third, fourth = lines(server)
    assert (first["operation"], first["method"], first["status"]) == ("accounts.create", "POST", 201)
    assert first["request_id"] == name and first["bytes_in"] == 2 and first["bytes"] > 200
    assert isinstance(first["duration_ms"], float) and 0 < first["duration_ms"] < 60_000
    assert first["level"] == "info" and re.match(r"\d{4}-\d\d-\d\dT", first["at"])
    assert (second["operation"], second["path"]) == ("accounts.tokens.list", "/accounts/me/tokens")
    assert (third["operation"], third["path"]) == ("none", "/accounts/[redacted]")
    assert fourth["path"] == "/accounts/[redacted]"
    for told in (account["bearer_token"], account["bearer_token"][1:], key, secret):
        assert told not in server.log


def test_a_log_that_nobody_takes_holds_nobody_up(serve, tmp_path):
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(pipe, os.O_WRONLY)
    server = serve("--access-log", stderr=writer)
    os.close(writer)
    # Some 300 bytes a line fill the pipe's 64 KiB many times over.
    assert all(server.client.get("/health").status == 200 for _ in range(800))
    taken = b""
    while piece := read_some(reader):
        taken += piece
    assert server.client.get("/health").status == 200
    eventually(lambda: b"lines of the log were lost" in read_some(reader), "the loss is told")
    assert taken.count(b'"message":"request"') < 800
    assert server.stop() == 0
    os.close(reader)


def read_some(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 1 << 20)
    except BlockingIOError:
        return b""


def test_the_organization_is_named_where_it_was_chosen(logging_server):
    account = logging_server.client.create_account().json()
    headers = {"x-organization-id": account["organization_id"]}
    assert logging_server.client.bearer(account["bearer_token"]).get("/accounts/me", headers).status == 200
    eventually(lambda: len(lines(logging_server)) == 2, "both lines are there")
    assert lines(logging_server)[1]["organization"] == account["organization_id"]


def test_requests_are_quiet_by_default(serve):
    server = serve()
    server.client.create_account()
    server.client.get("/nowhere")
    server.stop()
    assert lines(server) == []


def test_what_is_not_offered_is_no_failure_of_the_server(serve):
    server = serve()
    token = server.client.create_account().json()["bearer_token"]
    body = {"recipe_id": "scriptorium:flow:wait", "input": {"milliseconds": 1, "value": 1},
            "webhook_url": "https://example.org/"}
    refused = server.client.bearer(token).post("/generate/recipe", body)
    assert refused.status in (422, 501), refused.body
    server.stop()
    assert [line for line in lines(server) if line["level"] in ("error", "warning")] == []


# Names of requests

@pytest.mark.parametrize("headers, expected", [
    ({"X-Request-Id": "0191d1a4-5c1b-7c6e-8a2f-3d4e5f607182"}, "0191d1a4-5c1b-7c6e-8a2f-3d4e5f607182"),
    ({"X-Request-Id": "0191D1A45C1B7C6E8A2F3D4E5F607182"}, "0191d1a4-5c1b-7c6e-8a2f-3d4e5f607182"),
    ({"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}, "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
    ({"traceparent": "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"}, "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"),
])
def test_a_callers_name_is_taken(client, headers, expected):
    for path in ("/health", "/nowhere", "/docs", "/metrics", "/openapi.json"):
        assert client.get(path, headers).header("x-request-id") == expected


@pytest.mark.parametrize("headers", [
    {}, {"X-Request-Id": "42"}, {"X-Request-Id": "x" * 32}, {"X-Request-Id": "0" * 32}, {"X-Request-Id": "a" * 5_000},
    [("X-Request-Id", "1" * 32), ("X-Request-Id", "2" * 32)],
    {"traceparent": "00-00000000000000000000000000000000-00f067aa0ba902b7-01"},
    {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"},
    {"traceparent": "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
    {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"},
    {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"},
])
def test_any_other_name_is_replaced(client, headers):
    name = client.get("/health", headers).header("x-request-id")
    assert uuid.UUID(name).version == 7
    for text in (dict(headers).values() if isinstance(headers, dict) else ["1" * 32, "2" * 32]):
        assert name.replace("-", "") not in text
