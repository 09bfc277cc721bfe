"""Files that somebody else may have left where the program looks for its own."""

import os

import pytest
from errors import check_command_failed

TOKEN = "scrypted_" + "A" * 43


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_planted_key_is_not_taken_for_a_new_database(program, database):
    key = database.with_name(database.name + "-key")
    key.write_text("ab" * 32)
    os.chown(key, 65534, 65534)
    check_command_failed(program.run("account", "create", "--database", database), 2, "SEALING_KEY_INVALID")
    os.chown(key, 0, 0)
    key.chmod(0o600)
    assert program.run("account", "create", "--database", database).returncode == 0


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_key_that_others_can_change_is_not_taken_for_a_new_database(program, database, mode):
    key = database.with_name(database.name + "-key")
    key.write_text("ab" * 32)
    key.chmod(mode)
    check_command_failed(program.run("account", "create", "--database", database), 2, "SEALING_KEY_INVALID")


def test_a_planted_operator_token_is_not_granted(program, database):
    token = database.with_name(database.name + "-operator-token")
    token.write_text(TOKEN)
    token.chmod(0o666)
    check_command_failed(program.run("serve", "--database", database, "--port", "0"), 2, "CONFIGURATION_INVALID")


def test_a_linked_operator_token_is_not_granted(program, database, tmp_path):
    (tmp_path / "elsewhere").write_text(TOKEN)
    database.with_name(database.name + "-operator-token").symlink_to(tmp_path / "elsewhere")
    check_command_failed(program.run("serve", "--database", database, "--port", "0"), 2, "CONFIGURATION_INVALID")


def test_an_own_token_of_an_interrupted_start_is_granted(serve, database):
    token = database.with_name(database.name + "-operator-token")
    token.write_text(TOKEN + "\n")
    token.chmod(0o600)
    answer = serve().client.get("/accounts/me", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status == 200


def test_a_database_with_two_names_is_refused(program, database):
    assert program.run("account", "create", "--database", database).returncode == 0
    os.link(database, database.with_name("other.db"))
    for name in (database, database.with_name("other.db")):
        check_command_failed(program.run("account", "create", "--database", name), 6, "DATABASE_UNAVAILABLE")
    os.unlink(database.with_name("other.db"))
    database.with_name("linked.db").symlink_to(database)
    assert program.run("account", "create", "--database", database.with_name("linked.db")).returncode == 0
