"""The ledger from the command line: balances, proof, export."""

import csv
import io
import json
import sqlite3

import pytest
from commands import Place, new_account, printed, private_file, rows
from errors import check_command_failed
from jobs import PRICED, atomic, chain, composed, fixed
from stored import opened

EXACT = "12345678901234.000000000000000001"


@pytest.fixture
def file(program, database) -> Place:
    return Place(program, "--database", database)


@pytest.fixture
def account(program, database) -> str:
    return new_account(program, database)["organization_id"]


def credit(file: Place, account: str, amount: str, *options: object) -> dict:
    return file.json("account", "credit", account, amount, *options)


def test_credit_adds_and_is_exact(file, account):
    credit(file, account, EXACT)
    assert rows(file.text("account", "credit", account, "0.5", "--currency", "EURC", "--reference", "r")) == [
        ["EURC", "0.5", "0", "0.5"], ["USDC", EXACT, "0", EXACT]]
    key = ("--idempotency-key", "k")
    assert credit(file, account, "1", *key) == credit(file, account, "1", *key)
    beside = Place(file.program, *file.options, "--account", account)
    [euros, dollars] = beside.json("ledger", "balance")["balances"]
    assert (euros["posted"], dollars["posted"]) == ("0.5", "12345678901235.000000000000000001")
    assert rows(beside.text("ledger", "balance"))[0] == ["EURC", "0.5", "0", "0.5"]


@pytest.mark.parametrize("id, amount, status, reason", [
    ("", "1", 2, "INPUT_INVALID"), ("nobody", "1", 2, "INPUT_INVALID"),
    ("00000000-0000-7000-8000-000000000000", "1", 3, "NOT_FOUND"),
    (None, "0", 2, "INPUT_INVALID"), (None, "1e3", 2, "INPUT_INVALID"), (None, "1,5", 2, "INPUT_INVALID"),
    (None, "1" * 40, 2, "INPUT_INVALID"), (None, "", 2, "INPUT_INVALID"),
])
def test_credits_that_are_refused(file, account, id, amount, status, reason):
    check_command_failed(file.run("account", "credit", account if id is None else id, amount), status, reason)


@pytest.mark.parametrize("owned", [False, True])
def test_verify_tells_by_its_status(file, account, serve, owned):
    credit(file, account, "5")
    server = serve() if owned else None
    assert file.text("ledger", "verify").startswith("✓ The ledger is sound: 2 accounts and 1 transfers agree.\n")
    assert file.json("ledger", "verify")["is_sound"] is True
    if server:
        token = f"{file.options[1]}-operator-token"
        remote = Place(file.program, "--url", server.url, "--token-file", token)
        assert remote.json("ledger", "verify")["is_sound"] is True


def test_verify_finds_a_counter_that_was_altered(file, account, database):
    credit(file, account, "5")
    with opened(database, "rw") as connection:
        connection.execute(
            "UPDATE ledger_accounts SET credits_posted = ? WHERE purpose = 'available'", ((6 * 10**18).to_bytes(16, "big"),))
    text = file.text("ledger", "verify", status=1)
    assert text.startswith("✗ The ledger is damaged: ") and "credits_posted" in text
    assert file.json("ledger", "verify", status=1)["is_sound"] is False


def test_reading_makes_no_database(file, database):
    for command in (("ledger", "verify"), ("ledger", "export"), ("ledger", "balance"), ("job", "list")):
        refused = check_command_failed(file.run(*command), 6, "DATABASE_UNAVAILABLE")
        assert "There is no database at" in refused
    assert list(database.parent.iterdir()) == []


def paid_house(file: Place, account: str):
    file.run("call", "recipes.publish", json.dumps(atomic(PRICED, cost=fixed("0.1"))))
    file.run("call", "recipes.publish", json.dumps(composed("demo:flow:paid", chain("a", "b"))))
    credit(file, account, "9.000000000000000001", "--reference", '=HYPERLINK("x"),\'y\'')
    assert file.run("recipe", "run", "demo:flow:paid", "--account", account).returncode == 0


def stored_transfers(database) -> list[tuple]:
    with opened(database) as connection:
        return [
            (sequence, int.from_bytes(amount, "big"))
            for sequence, amount in connection.execute("SELECT sequence, amount FROM transfers ORDER BY sequence")]


def units(text: str) -> int:
    whole, _, fraction = text.partition(".")
    return int(whole) * 10**18 + int(fraction.ljust(18, "0") or 0)


@pytest.mark.parametrize("owned", [False, True])
def test_export_has_every_account_and_transfer(file, account, database, serve, owned):
    paid_house(file, account)
    if owned:
        serve()
    lines = [json.loads(line) for line in file.text("ledger", "export").splitlines()]
    accounts = [line for line in lines if line["type"] == "account"]
    transfers = [line for line in lines if line["type"] == "transfer"]
    assert lines == accounts + transfers
    assert [(each["sequence"], units(each["amount"])) for each in transfers] == stored_transfers(database)
    ids = {each["id"] for each in accounts}
    assert ids and all({each["debit_account"], each["credit_account"]} <= ids for each in transfers)
    assert {each["kind"] for each in transfers} == {"single", "pending", "post"}
    for counter in ("debits_posted", "credits_posted"):
        assert sum(units(each[counter]) for each in accounts) == sum(
            units(each["amount"]) for each in transfers if each["kind"] in ("single", "post"))


def test_csv_has_a_head_and_no_formulas(file, account):
    paid_house(file, account)
    text = file.run("ledger", "export", "--format", "csv").stdout.decode()
    assert text.endswith("\r\n")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    as_json = [json.loads(line) for line in file.text("ledger", "export", "--part", "transfers").splitlines()]
    assert len(table) == len(as_json)
    for row, item in zip(table, as_json):
        reference = item.pop("reference", "")
        assert {name: value for name, value in row.items() if value and name != "reference"} == {
            name: str(value) for name, value in item.items() if name != "type"}
        assert row["reference"] == ("'" + reference if reference.startswith("=") else reference)
    accounts = list(csv.DictReader(io.StringIO(file.text("ledger", "export", "--format", "csv", "--part", "accounts"))))
    assert {row["purpose"] for row in accounts} >= {"treasury", "available", "revenue"}


def test_export_pages_through_a_large_ledger(file, account, database):
    credit(file, account, "1")
    with opened(database, "rw") as connection:
        connection.execute("BEGIN")
        row = list(connection.execute("SELECT * FROM transfers").fetchone())
        for sequence in range(2, 1_604):
            copy = [*row]
            copy[0], copy[1] = sequence, sequence.to_bytes(16, "big")
            connection.execute(f"INSERT INTO transfers VALUES ({','.join('?' * len(copy))})", copy)
        connection.execute("COMMIT")
    lines = [json.loads(line) for line in file.text("ledger", "export", "--part", "transfers").splitlines()]
    assert [line["sequence"] for line in lines] == list(range(1, 1_604))


def test_only_the_operator_exports_and_verifies(program, database, serve, tmp_path):
    token = private_file(tmp_path / "t", new_account(program, database)["bearer_token"])
    remote = Place(program, "--url", serve().url, "--token-file", token)
    for command in (("ledger", "verify"), ("ledger", "export"), ("account", "credit", "x", "1")):
        check_command_failed(remote.run(*command), 4, "PERMISSION_DENIED")
