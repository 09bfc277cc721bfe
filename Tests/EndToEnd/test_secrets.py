"""Keys and tokens are known to their owners only: no file and no log holds them."""

import json

import pytest
from stored import parts
from wire import new_key


@pytest.fixture
def evidence(serve, database, tmp_path):
    """A server that logs everything, after it was told secrets in every way there is: it, and the secrets."""
    config = tmp_path / "config.json"
    config.write_text(json.dumps({"log_level": "debug"}))
    server = serve("--config", config)
    used, refused = new_key(), "refused-key." + "k" * 30
    token = server.client.create_account(used).json()["bearer_token"]
    server.client.create_account(f'"{used}"')
    server.client.create_account(refused)
    server.client.create_account(used, {"unknown": 1})
    owner = server.client.bearer(token)
    for path in ("/accounts/me", "/nowhere", "/%zz"):
        owner.get(path)
    owner.get("/accounts/me", {"X-Organization-Id": "garbage"})
    wrong = "scrypted_" + "w" * 43
    server.client.bearer(wrong).get("/accounts/me")
    return server, [used, refused, token, token.removeprefix("scrypted_"), wrong]


def test_the_log_tells_of_requests_and_of_no_secret(evidence):
    server, secrets = evidence
    assert server.stop() == 0
    lines = [json.loads(line) for line in server.stderr]
    requests = [line for line in lines if line["message"] == "request"]
    assert {(line["method"], line["status"]) for line in requests} >= {
        ("POST", 201), ("POST", 400), ("POST", 422), ("GET", 200), ("GET", 401), ("GET", 404), ("GET", 400)}
    for line in lines:
        assert {"at", "level", "message"} <= set(line)
    for secret in secrets:
        assert secret not in server.log


def test_the_files_hold_no_secret(evidence, database):
    # Looked at twice: while they are in use, and as they are left behind.
    server, secrets = evidence
    running = {part: part.read_bytes() for part in parts(database)}
    assert server.stop() == 0
    stopped = {part: part.read_bytes() for part in parts(database)}
    assert sum(map(len, running.values())) > 20_000
    for files in (running, stopped):
        for part, content in files.items():
            for secret in secrets:
                assert secret.encode() not in content, f"{part.name} holds {secret}"


def test_the_operators_token_is_only_in_its_file(evidence, database):
    server, _ = evidence
    file = database.with_name("test.db-operator-token")
    token = file.read_text().strip()
    shown = server.client.bearer(token).get("/accounts/me")
    assert shown.status == 200
    assert server.stop() == 0
    assert str(file) in server.log
    assert token not in server.log
    for part in parts(database):
        assert part == file or token.encode() not in part.read_bytes()


def test_the_sealing_key_is_only_in_its_file(evidence, database):
    server, _ = evidence
    file = database.with_name("test.db-key")
    key = file.read_text().strip()
    assert server.stop() == 0
    assert key not in server.log
    for part in parts(database):
        if part != file:
            assert key.encode() not in part.read_bytes()
            assert bytes.fromhex(key) not in part.read_bytes()
