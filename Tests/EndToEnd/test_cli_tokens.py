"""The commands about tokens."""

import json
import uuid

import pytest
from errors import check_command_failed
from stored import opened
from wire import new_key


@pytest.fixture
def account(program, database) -> dict[str, str]:
    return json.loads(program.run("account", "create", "--json", "--database", database).stdout)


@pytest.fixture
def token(program, database):
    """Runs a command about tokens and returns what it printed as JSON."""

    def run(*arguments: object) -> dict:
        result = program.run("account", "token", *arguments, "--json", "--database", database)
        assert (result.returncode, result.stderr) == (0, b""), result
        return json.loads(result.stdout)

    return run


def test_a_token_is_made_for_an_account(token, account, serve):
    made = token("create", "--account", account["user_id"], "--label", "laptop", "--expires-in-seconds", 3_600)
    assert list(made) == ["id", "bearer_token", "label", "created_at", "expires_at"]
    shown = serve().client.bearer(made["bearer_token"]).get("/accounts/me").json()
    assert shown["user_id"] == account["user_id"]


def test_an_operator_who_lost_the_token_makes_another(token, program, database, serve):
    assert serve().stop() == 0
    file = database.with_name("test.db-operator-token")
    old = file.read_text().strip()
    file.unlink()
    made = token("create", "--label", "second")
    server = serve()
    assert not file.exists(), "the operator has a token that works"
    operator = server.client.bearer(made["bearer_token"])
    with opened(database) as connection:
        [(id,)] = connection.execute("SELECT id FROM principals WHERE kind = 'operator'")
    assert uuid.UUID(operator.get("/accounts/me").json()["user_id"]).bytes == id
    [lost] = [each for each in operator.get("/accounts/me/tokens").json()["tokens"] if not each["current"]]
    assert operator.send("DELETE", f"/accounts/me/tokens/{lost['id']}").status == 200
    assert server.client.bearer(old).get("/accounts/me").status == 401


def test_tokens_are_listed(token, program, database, account):
    ids = [token("create", "--account", account["organization_id"])["id"] for _ in range(2)]
    listed = token("list", "--account", account["user_id"])
    assert {each["id"] for each in listed["tokens"]} > set(ids)
    assert not any(each["current"] for each in listed["tokens"])
    page = token("list", "--account", account["user_id"], "--limit", 2)
    rest = token("list", "--account", account["user_id"], "--limit", 2, "--cursor", page["next_cursor"])
    assert page["tokens"] + rest["tokens"] == listed["tokens"]
    text = program.run(
        "account", "token", "list", "--account", account["user_id"], "--limit", 2, "--database", database).stdout.decode()
    table, cursor = text.split("\n\n")
    assert [line.split()[0] for line in table.splitlines()[1:]] == [each["id"] for each in page["tokens"]]
    assert cursor.split() == ["next_cursor", page["next_cursor"]]
    assert "scrypted_" not in text


def test_a_revoked_token_works_no_more(token, program, database, account, serve):
    made = token("create", "--account", account["user_id"])
    revoked = token("revoke", made["id"], "--account", account["user_id"])
    assert revoked["id"] == made["id"] and revoked["revoked_at"]
    assert token("revoke", made["id"], "--account", account["user_id"]) == revoked
    [last] = [each["id"] for each in token("list", "--account", account["user_id"])["tokens"] if "revoked_at" not in each]
    command = ("account", "token", "revoke", last, "--account", account["user_id"], "--database", database)
    check_command_failed(program.run(*command), 5, "STATE_CONFLICT")
    assert program.run(*command, "--force").returncode == 0
    client = serve().client
    for text in (made["bearer_token"], account["bearer_token"]):
        assert client.bearer(text).get("/accounts/me").status == 401


def test_one_account_has_no_token_of_another(token, program, database, account):
    made = token("create")
    refused = program.run(
        "account", "token", "revoke", made["id"], "--account", account["user_id"], "--database", database)
    check_command_failed(refused, 3, "NOT_FOUND")


def test_a_key_makes_the_command_repeatable(token, account):
    command = ("create", "--account", account["user_id"], "--idempotency-key", new_key())
    assert token(*command) == token(*command)


@pytest.mark.parametrize("arguments, status, reason", [
    (("create", "--label", ""), 2, "INPUT_INVALID"),
    (("create", "--expires-in-seconds", "59"), 2, "INPUT_INVALID"),
    (("create", "--account", "nobody"), 2, "REQUEST_INVALID"),
    (("create", "--account", "00000000-0000-7000-8000-000000000000"), 3, "NOT_FOUND"),
    (("list", "--limit", "0"), 2, "INPUT_INVALID"),
    (("list", "--cursor", "x"), 2, "PAGE_TOKEN_INVALID"),
    (("revoke", "x"), 2, "INPUT_INVALID"),
    (("revoke", "00000000-0000-7000-8000-000000000000"), 3, "NOT_FOUND"),
])
def test_refusals(program, database, arguments, status, reason):
    check_command_failed(program.run("account", "token", *arguments, "--database", database), status, reason)
