"""One process owns a database file; the others are told who."""

import pytest
from errors import check_command_failed, check_error_text
from process import eventually
from stored import guest_count
from wire import new_key


@pytest.fixture
def owner(serve):
    return serve()


WRITING = [
    ("serve", "--port", "0"),
    ("account", "create"),
    ("account", "show", "00000000-0000-7000-8000-000000000000"),
    ("call", "system.ready"),
]


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_the_owner_is_named(owner, program, database, command):
    text = check_command_failed(program.run(*command, "--database", database), 5, "DATABASE_IN_USE")
    assert f"pid {owner.process.pid}" in text
    assert owner.url in text
    assert owner.client.create_account().status == 201


def test_advice_names_only_options_that_exist(owner, program, database):
    text = check_command_failed(program.run("account", "create", "--database", database), 5, "DATABASE_IN_USE")
    known = program.run("account", "create", "--help").stdout.decode()
    for word in text.split():
        if word.strip("(").startswith("--"):
            assert word.strip("(") in known


def test_another_spelling_of_the_path_is_the_same_file(owner, program, database):
    for spelling in (f"{database.parent}/../data/./test.db", f"{database.parent}//test.db"):
        check_command_failed(program.run("account", "create", "--database", spelling), 5, "DATABASE_IN_USE")
    relative = program.run("account", "create", "--database", "test.db", cwd=database.parent)
    check_command_failed(relative, 5, "DATABASE_IN_USE")


def test_a_link_to_the_file_is_the_same_file(owner, program, database, tmp_path):
    link = tmp_path / "link.db"
    link.symlink_to(database)
    key = {"SCRIPTORIUM_SEALING_KEY_FILE": f"{database}-key"}
    refused = program.run("account", "create", "--database", link, environment=key)
    check_command_failed(refused, 5, "DATABASE_IN_USE")


def test_operations_can_be_listed_beside_the_owner(owner, program, database, tmp_path):
    listed = program.run("call", "--list", "--database", database)
    assert (listed.returncode, listed.stderr) == (0, b"")
    assert b"accounts.create" in listed.stdout


def test_listing_operations_makes_no_database(program, database):
    assert program.run("call", "--list", "--database", database).returncode == 0
    assert list(database.parent.iterdir()) == []


def test_the_file_is_free_after_a_kill(serve, owner, program, database):
    account = owner.client.create_account()
    owner.kill()
    assert f"pid {owner.process.pid}" in database.with_name("test.db-owner").read_text()
    assert program.run("account", "show", account.json()["user_id"], "--database", database).returncode == 0
    assert serve().client.create_account().status == 201


def test_the_file_is_free_after_a_stop(serve, owner, program, database):
    assert owner.stop() == 0
    assert program.run("account", "create", "--database", database).returncode == 0
    assert serve().client.get("/ready").status == 200


def test_the_file_is_free_after_a_refusal(owner, serve, program, database, tmp_path):
    other = tmp_path / "other.db"
    port = owner.url.rsplit(":", 1)[1]
    refused = serve("--database", other, "--port", port, ready=False)
    assert refused.wait() != 0
    assert program.run("account", "create", "--database", other).returncode == 0


def test_of_many_that_start_at_once_one_wins(serve, database):
    servers = [serve(ready=False) for _ in range(6)]
    eventually(lambda: sum(server.is_running for server in servers) <= 1, "all but one ended")
    [winner] = [server for server in servers if server.is_running]
    winner.await_ready()
    for server in servers:
        if server is not winner:
            check_error_text(server.wait(), server.log, 5, "DATABASE_IN_USE")
    assert winner.client.create_account().status == 201


def test_commands_in_turn_share_a_database(program, database):
    keys = [new_key() for _ in range(3)]
    made = [program.run("account", "create", "--idempotency-key", key, "--database", database) for key in keys]
    assert [each.returncode for each in made] == [0, 0, 0]
    assert guest_count(database) == 3


def test_databases_in_one_folder_do_not_disturb_each_other(serve, database):
    first, second = serve(), serve("--database", database.with_name("other.db"))
    token = first.client.create_account().json()["bearer_token"]
    assert second.client.bearer(token).get("/accounts/me").status == 401
    assert first.client.bearer(token).get("/accounts/me").status == 200


def test_two_databases_in_memory_have_nothing_in_common(serve, tmp_path):
    first, second = serve("--database", ":memory:", cwd=tmp_path), serve("--database", ":memory:", cwd=tmp_path)
    token = first.client.create_account().json()["bearer_token"]
    assert second.client.bearer(token).get("/accounts/me").status == 401
    assert first.client.bearer(token).get("/accounts/me").status == 200
    assert not list(tmp_path.glob(":memory:*"))
