"""`scriptorium call`: any operation, canonical JSON in and out."""

import json
import os
import subprocess

import pytest
from errors import check_command_failed
from stored import guest_count, opened
from wire import new_key


@pytest.fixture
def call(program, database):
    def run(*arguments: str, **options):
        return program.run("call", *arguments, "--database", database, **options)

    return run


@pytest.fixture
def account(call) -> dict[str, str]:
    return output(call("accounts.create", "--idempotency-key", new_key()))


def output(result) -> dict:
    assert (result.returncode, result.stderr) == (0, b""), result
    return json.loads(result.stdout)


def test_list(call):
    listed = call("--list")
    assert (listed.returncode, listed.stderr) == (0, b"")
    lines = dict(line.split(maxsplit=1) for line in listed.stdout.decode().splitlines())
    assert {"system.health", "system.ready", "accounts.create", "accounts.get"} <= set(lines)
    assert all(summary.endswith(".") for summary in lines.values())


def test_an_operation_without_an_input(call):
    assert output(call("system.ready")) == {"status": "ok"}


def test_forms_of_the_input(call, tmp_path):
    file = tmp_path / "input.json"
    file.write_text(" {\n} ")
    (tmp_path / "@odd.json").write_text("{}")
    for given, options in (
        ("{}", {}), (" { } ", {}), (f"@{file}", {}), ("@input.json", {"cwd": tmp_path}),
        ("@@odd.json", {"cwd": tmp_path}), ("-", {"stdin": b"{}"}), ("-", {"stdin": b"\n{ }\n"}),
    ):
        assert output(call("system.ready", given, **options)) == {"status": "ok"}, given


@pytest.mark.parametrize("given, stdin, reason", [
    ("{", b"", "JSON_INVALID"),
    ("", b"", "JSON_INVALID"),
    ("accounts", b"", "JSON_INVALID"),
    ("-", b"", "JSON_INVALID"),
    ("-", b"{", "JSON_INVALID"),
    ("-", b"\xff", "JSON_INVALID"),
    ("-", b"[" * 100_000, "JSON_INVALID"),
    ("@", b"", "REQUEST_INVALID"),
    ("@missing.json", b"", "REQUEST_INVALID"),
    ("@.", b"", "REQUEST_INVALID"),
    ("[]", b"", "INPUT_INVALID"),
    ("null", b"", "INPUT_INVALID"),
    ('{"a": 1}', b"", "INPUT_INVALID"),
])
def test_inputs_that_are_refused(call, tmp_path, given, stdin, reason):
    check_command_failed(call("system.ready", given, stdin=stdin, cwd=tmp_path), 2, reason)


def test_an_input_that_is_too_large(call):
    refused = call("system.ready", "-", stdin=b" " * (33 * 1_024 * 1_024))
    check_command_failed(refused, 2, "PAYLOAD_TOO_LARGE")


def test_every_violation_is_listed(call):
    text = check_command_failed(call("system.ready", '{"first": 1, "second": 2}'), 2, "INPUT_INVALID")
    assert "at /first:" in text and "at /second:" in text


def test_an_unknown_operation(call):
    text = check_command_failed(call("accounts.creat"), 3, "OPERATION_UNKNOWN")
    assert 'Did you mean "accounts.create"?' in text


def test_acting_as_an_account(call, account, database):
    expected = {name: value for name, value in account.items() if name != "bearer_token"}
    for field in ("user_id", "organization_id"):
        assert output(call("accounts.get", "--account", account[field])) == expected
    with opened(database) as connection:
        audited = connection.execute("SELECT hex(organization), operation FROM audit_entries").fetchall()
    organization = account["organization_id"].replace("-", "").upper()
    assert audited == [(organization, "accounts.get")] * 2


def test_the_operator_has_an_account_of_its_own(call, account):
    own = output(call("accounts.get"))
    assert own["organization_id"] != account["organization_id"]
    assert own["status"] == "active"


@pytest.mark.parametrize("id, status, reason", [
    ("00000000-0000-7000-8000-000000000000", 3, "NOT_FOUND"), ("me", 2, "REQUEST_INVALID")])
def test_acting_as_nobody(call, id, status, reason):
    check_command_failed(call("accounts.get", "--account", id), status, reason)


def test_a_key_makes_a_call_repeatable(call, account, database):
    key = new_key()
    first, again = (call("accounts.create", "--idempotency-key", key) for _ in range(2))
    assert output(first) == output(again)
    assert guest_count(database) == 2


def test_a_key_that_is_needed(call):
    check_command_failed(call("accounts.create"), 2, "IDEMPOTENCY_KEY_MISSING")


def test_output_that_nobody_reads_is_no_crash(call, program, database):
    # The reader went away: the program ends, by the signal for that or by itself, but never by a trap.
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        status = subprocess.run(
            [program.binary, "call", "system.ready", "--database", database], env=program.environment,
            stdout=closed, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, timeout=20).returncode
    assert status in (0, 1, -13)
