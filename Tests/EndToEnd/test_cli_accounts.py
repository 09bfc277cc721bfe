"""The commands about accounts."""

import json
import re

import pytest
from errors import check_command_failed
from stored import guest_count
from wire import new_key

FIELDS = ["user_id", "organization_id", "balances", "bearer_token", "status", "created_at"]


def table(result) -> dict[str, str]:
    """The columns that were printed: names, two spaces or more, values."""
    assert (result.returncode, result.stderr) == (0, b""), result
    lines = result.stdout.decode().splitlines()
    assert len({re.match(r"\S+ +", line).end() for line in lines}) == 1, "the values stand under each other"
    return dict(line.split(maxsplit=1) for line in lines)


@pytest.fixture
def account(program, database) -> dict[str, str]:
    result = program.run("account", "create", "--json", "--database", database)
    assert (result.returncode, result.stderr) == (0, b"")
    return json.loads(result.stdout)


def test_create_prints_a_table(program, database):
    created = table(program.run("account", "create", "--database", database))
    assert list(created) == ["balances.USDC" if field == "balances" else field for field in FIELDS]
    assert created["bearer_token"].startswith("scrypted_")


def test_create_prints_json(account):
    assert list(account) == FIELDS


def test_create_makes_another_each_time(program, database, account):
    other = table(program.run("account", "create", "--database", database))
    assert all(other[field] != account[field] for field in FIELDS if field not in ("status", "balances"))
    assert guest_count(database) == 2


def test_create_with_a_key_is_repeated_safely(program, database):
    command = ("account", "create", "--database", database, "--idempotency-key", new_key())
    first, again = program.run(*command), program.run(*command)
    assert table(first) and first.stdout == again.stdout
    assert guest_count(database) == 1


@pytest.mark.parametrize("key", ["short", "a" * 129, "a" * 31 + "!", ""])
def test_create_refuses_a_key_of_the_wrong_form(program, database, key):
    refused = program.run("account", "create", "--database", database, "--idempotency-key", key)
    text = check_command_failed(refused, 2, "IDEMPOTENCY_KEY_INVALID")
    assert key == "" or key not in text


@pytest.mark.parametrize("field", ["user_id", "organization_id"])
def test_show_finds_an_account_by_either_id(program, database, account, field):
    command = ("account", "show", account[field], "--database", database)
    expected = {name: value for name, value in account.items() if name != "bearer_token"}
    lines = {name: value for name, value in expected.items() if name != "balances"} | {"balances.USDC": "0"}
    assert table(program.run(*command)) == lines
    assert json.loads(program.run(*command, "--json").stdout) == expected
    assert table(program.run("account", "show", account[field].upper(), "--database", database)) == lines


@pytest.mark.parametrize("id, status, reason", [
    ("00000000-0000-7000-8000-000000000000", 3, "NOT_FOUND"),
    ("nobody", 2, "REQUEST_INVALID"),
    ("", 2, "REQUEST_INVALID"),
    ("x" * 10_000, 2, "REQUEST_INVALID"),
])
def test_show_refuses(program, database, account, id, status, reason):
    text = check_command_failed(program.run("account", "show", id, "--database", database), status, reason)
    assert len(text) < 500


def test_the_token_works_at_the_server(program, database, account, serve):
    shown = serve().client.bearer(account["bearer_token"]).get("/accounts/me")
    assert shown.status == 200
    assert shown.json()["user_id"] == account["user_id"]


def test_an_account_from_the_server_is_shown(program, database, serve):
    server = serve()
    made = server.client.create_account().json()
    assert server.stop() == 0
    shown = table(program.run("account", "show", made["user_id"], "--database", database))
    assert shown["created_at"] == made["created_at"]


def test_the_command_and_the_server_share_keys(program, database, serve):
    key = new_key()
    made = json.loads(
        program.run("account", "create", "--json", "--database", database, "--idempotency-key", key).stdout)
    assert serve().client.create_account(key).json() == made
    assert guest_count(database) == 1
