"""The sealing key: made with a new database, asked for with every other one."""

import re

import pytest
from errors import check_command_failed
from stored import contents, fold_log, parts
from wire import new_key

KEY = "SCRIPTORIUM_SEALING_KEY_FILE"


@pytest.fixture
def sealed(program, database):
    """A database with an account, its log folded in, and the path of its key."""
    assert program.run("account", "create", "--database", database).returncode == 0
    fold_log(database)
    return database.with_name("test.db-key")


@pytest.fixture
def unchanged(sealed, database):
    """Checks afterwards that the database holds what it held, and that nothing was added beside it."""
    contents_before, names_before = contents(database), parts(database)
    yield
    assert contents(database) == contents_before
    assert parts(database) == names_before


def test_a_refusal_does_not_write_to_the_database(program, database, sealed):
    before = database.read_bytes()
    refusals = (("SEALING_KEY_WRONG", "ab" * 32), ("SEALING_KEY_INVALID", ""), ("SEALING_KEY_MISSING", None))
    for reason, content in refusals:
        sealed.unlink() if content is None else sealed.write_text(content)
        refused = program.run("account", "create", "--database", database)
        assert f"error[{reason}]".encode() in refused.stderr
        fold_log(database)
        assert database.read_bytes() == before, reason


def test_a_new_key(sealed):
    assert re.fullmatch(r"[0-9a-f]{64}\n", sealed.read_text())
    assert sealed.stat().st_mode & 0o777 == 0o600


def test_two_databases_have_different_keys(program, sealed, tmp_path):
    assert program.run("account", "create", "--database", tmp_path / "b.db").returncode == 0
    assert (tmp_path / "b.db-key").read_text() != sealed.read_text()


def test_the_key_beside_the_database_is_used_again(program, database, sealed):
    key, before = new_key(), sealed.read_bytes()
    made = [program.run("account", "create", "--idempotency-key", key, "--database", database) for _ in range(2)]
    assert made[0].returncode == 0
    assert made[0].stdout == made[1].stdout
    assert sealed.read_bytes() == before


@pytest.mark.parametrize("command", [("account", "create"), ("serve", "--port", "0"), ("call", "system.ready")])
def test_a_wrong_key(program, database, sealed, unchanged, tmp_path, command):
    wrong = tmp_path / "wrong"
    wrong.write_text("ab" * 32)
    wrong.chmod(0o600)
    result = program.run(*command, "--database", database, environment={KEY: str(wrong)})
    text = check_command_failed(result, 5, "SEALING_KEY_WRONG")
    assert "ab" * 32 not in text


def test_a_wrong_key_beside_the_database(program, database, sealed, unchanged):
    right = sealed.read_text()
    sealed.write_text("cd" * 32)
    check_command_failed(program.run("account", "create", "--database", database), 5, "SEALING_KEY_WRONG")
    sealed.write_text(right)


@pytest.mark.parametrize("command", [("account", "create"), ("serve", "--port", "0")])
def test_a_missing_key(program, database, sealed, unchanged, tmp_path, command):
    kept = sealed.rename(tmp_path / "kept")
    text = check_command_failed(program.run(*command, "--database", database), 5, "SEALING_KEY_MISSING")
    assert str(sealed) in text and KEY in text
    assert not sealed.exists()
    kept.rename(sealed)


def test_a_missing_key_that_comes_back(program, database, sealed, tmp_path):
    kept = sealed.rename(tmp_path / "kept")
    check_command_failed(program.run("account", "create", "--database", database), 5, "SEALING_KEY_MISSING")
    kept.rename(sealed)
    assert program.run("account", "create", "--database", database).returncode == 0


@pytest.mark.parametrize("content", [
    b"", b"\n", b"ab" * 31, b"ab" * 33, b"ab" * 31 + b"zz", b"ab" * 16 + b" " + b"ab" * 16, b"\xff" * 64,
    b"ab" * 32 + b"\n" + b"ab" * 32, b"\x00" * 32, b"ab" * 32 + b"\x00", b" " * 5_000,
], ids=lambda content: f"{content[:4]!r} x {len(content)}")
def test_a_file_that_holds_no_key(program, database, sealed, unchanged, content):
    right = sealed.read_bytes()
    sealed.write_bytes(content)
    text = check_command_failed(program.run("account", "create", "--database", database), 2, "SEALING_KEY_INVALID")
    assert str(sealed) in text
    sealed.write_bytes(right)


def test_a_key_file_that_cannot_be_read(program, database, sealed, unchanged, tmp_path):
    for path in (tmp_path / "missing", tmp_path):
        refused = program.run("account", "create", "--database", database, environment={KEY: str(path)})
        text = check_command_failed(refused, 2, "SEALING_KEY_INVALID")
        assert str(path) in text


@pytest.mark.parametrize("change", [str.upper, lambda key: f"\n  {key.strip()}\t\r\n", str.strip])
def test_forms_of_the_same_key(program, database, sealed, change):
    sealed.write_text(change(sealed.read_text()))
    assert program.run("account", "create", "--database", database).returncode == 0


def test_the_environment_wins_over_the_configuration(program, database, sealed, tmp_path):
    wrong, config = tmp_path / "wrong", tmp_path / "config.json"
    wrong.write_text("ab" * 32)
    wrong.chmod(0o600)
    config.write_text(f'{{"sealing_key_file": "{wrong}"}}')
    command = ("account", "create", "--database", database, "--config", config)
    check_command_failed(program.run(*command), 5, "SEALING_KEY_WRONG")
    assert program.run(*command, environment={KEY: str(sealed)}).returncode == 0


def test_a_new_database_takes_the_key_that_is_given(program, tmp_path):
    given = tmp_path / "given"
    given.write_text("12" * 32)
    given.chmod(0o600)
    database = tmp_path / "new.db"
    assert program.run("account", "create", "--database", database, environment={KEY: str(given)}).returncode == 0
    assert not database.with_name("new.db-key").exists()
    check_command_failed(program.run("account", "create", "--database", database), 5, "SEALING_KEY_MISSING")


def test_a_key_that_others_can_read_is_warned_of(program, database, sealed):
    sealed.chmod(0o644)
    result = program.run("account", "create", "--database", database)
    assert result.returncode == 0
    assert b'"level":"warning"' in result.stderr and b"644" in result.stderr
    sealed.chmod(0o600)
    assert program.run("account", "create", "--database", database).stderr == b""
