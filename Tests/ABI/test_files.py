"""A file belongs to one engine or process at a time, and is the same whoever opens it."""

import json
import os
import stat

from library import FAILED_PRECONDITION, OK, call, lib, open_engine, options
from support import create_account, guest_count, key_options


def test_a_second_engine_on_the_same_file(opened, database):
    engine = opened(database)
    status, _, error = open_engine(options(database))
    assert (status, error["code"], error["reason"]) == (FAILED_PRECONDITION, "FAILED_PRECONDITION", "DATABASE_IN_USE")
    assert f"pid {os.getpid()}" in error["message"]
    create_account(engine)
    assert lib.scriptorium_close(engine) == OK
    assert guest_count(database) == 1
    opened(database)


def test_another_process_on_the_same_file(opened, database, python):
    opened(database)
    printed = python(
        "import json, sys, library\n"
        "status, _, error = library.open_engine(library.options(sys.argv[1]))\n"
        "print(json.dumps([status, error['reason'], error['message']]))\n", database)
    status, reason, message = json.loads(printed)
    assert (status, reason) == (FAILED_PRECONDITION, "DATABASE_IN_USE")
    assert f"pid {os.getpid()}" in message


def test_the_executable_on_the_same_file(opened, database, command):
    engine = opened(database)
    account = create_account(engine)
    refused = command("account", "show", account["user_id"], "--database", database)
    assert refused.returncode == 5
    assert refused.stderr.startswith(b"error[DATABASE_IN_USE]: ")
    assert str(os.getpid()).encode() in refused.stderr


def test_the_executable_opens_what_the_library_made(opened, database, command):
    engine = opened(database)
    account = create_account(engine)
    assert lib.scriptorium_close(engine) == OK
    shown = command("account", "show", account["user_id"], "--json", "--database", database)
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert json.loads(shown.stdout) == {name: value for name, value in account.items() if name != "bearer_token"}


def test_the_library_opens_what_the_executable_made(opened, database, command):
    made = command("account", "create", "--json", "--database", database)
    assert made.returncode == 0, made.stderr
    account = json.loads(made.stdout)
    status, shown = call(opened(database), "accounts.get", {}, {"as": account["organization_id"]})
    assert (status, shown["user_id"]) == (OK, account["user_id"])


def test_both_give_the_same_answer_for_the_same_key(opened, database, command):
    options_of_call = key_options()
    engine = opened(database)
    status, account = call(engine, "accounts.create", {}, options_of_call)
    assert status == OK
    assert lib.scriptorium_close(engine) == OK
    again = command(
        "account", "create", "--json", "--database", database, "--idempotency-key", options_of_call["idempotency_key"])
    assert json.loads(again.stdout) == account


def test_the_files_are_private(opened, database):
    before = os.umask(0)
    try:
        create_account(opened(database))
    finally:
        os.umask(before)
    files = sorted(database.parent.glob("test.db*"))
    assert {file.name.removeprefix("test.db") for file in files} == {"", "-wal", "-shm", "-key", "-owner"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_closing_leaves_everything_in_the_one_file(opened, database, tmp_path):
    copy = tmp_path / "copy.db"
    for count in range(1, 11):
        engine = opened(database)
        create_account(engine)
        assert lib.scriptorium_close(engine) == OK
        copy.write_bytes(database.read_bytes())
        assert guest_count(copy) == count


def test_memory_leaves_no_file(opened, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    create_account(opened(":memory:"))
    assert list(tmp_path.iterdir()) == []
