"""Who may read what the program writes, and what it says when it may not write itself."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from errors import check_command_failed
from stored import parts

NOBODY = 65_534


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_are_private_whatever_the_umask(serve, database, umask):
    server = serve(umask=umask)
    assert server.client.create_account().status == 201
    modes = {part.name: oct(part.stat().st_mode & 0o777) for part in parts(database)}
    names = ("", "-wal", "-shm", "-key", "-owner", "-operator-token")
    assert modes == {f"test.db{name}": "0o600" for name in names}


def test_a_folder_that_does_not_exist_is_not_made(program, tmp_path):
    missing = tmp_path / "missing" / "test.db"
    for command in (("account", "create"), ("serve", "--port", "0")):
        text = check_command_failed(program.run(*command, "--database", missing), 6, "DATABASE_UNAVAILABLE")
        assert str(missing.parent) in text
    assert not missing.parent.exists()


def test_the_standard_place_is_made(program):
    data = Path(program.environment["HOME"]) / ".local/share/scriptorium"
    assert program.run("account", "create").returncode == 0
    assert (data / "scriptorium.db").exists()
    assert data.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("path", [
    "", "\u00e9\u00e8/\U0001f98a.db", "with space.db", "a'b\".db", "?mode=ro.db", "file:x.db"])
def test_strange_names(program, tmp_path, path):
    (tmp_path / "\u00e9\u00e8").mkdir()
    result = program.run("account", "create", "--database", path, cwd=tmp_path)
    if path == "":
        check_command_failed(result, 2, "REQUEST_INVALID")
    else:
        assert result.returncode == 0, result.stderr
        assert (tmp_path / path).stat().st_size > 0


@pytest.fixture
def unprivileged(binary, program):
    """A folder of nobody's, and a way to run the program as nobody."""
    if os.geteuid() != 0:
        pytest.skip("only root can run the program as another user")
    folder = Path(tempfile.mkdtemp(prefix="scriptorium-nobody-"))
    copy = folder / "scriptorium"
    shutil.copy2(binary, copy)  # the original may lie where nobody may look
    for path in (folder, copy):
        path.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    os.chown(data, NOBODY, NOBODY)

    def run(*arguments):
        return program.run(
            *arguments, binary=copy, user=NOBODY, group=NOBODY, extra_groups=[], cwd="/",
            environment={"HOME": str(folder)})

    run.data = data
    yield run
    shutil.rmtree(folder)


COMMANDS = pytest.mark.parametrize("command", [("account", "create"), ("serve", "--port", "0")], ids=" ".join)


def test_nobody_can_work_in_a_folder_of_its_own(unprivileged):
    assert unprivileged("account", "create", "--database", unprivileged.data / "a.db").returncode == 0


@COMMANDS
def test_a_read_only_folder_without_a_database(unprivileged, command):
    unprivileged.data.chmod(0o555)
    database = unprivileged.data / "a.db"
    check_command_failed(unprivileged(*command, "--database", database), 5, "DATABASE_READ_ONLY")
    assert list(unprivileged.data.iterdir()) == []


@COMMANDS
def test_a_read_only_folder_with_a_database(unprivileged, command):
    database = unprivileged.data / "a.db"
    assert unprivileged("account", "create", "--database", database).returncode == 0
    for leftover in parts(database):
        if leftover.name.endswith(("-wal", "-shm")):
            leftover.unlink()
    unprivileged.data.chmod(0o555)
    text = check_command_failed(unprivileged(*command, "--database", database), 5, "DATABASE_READ_ONLY")
    assert "folder" in text


@COMMANDS
@pytest.mark.parametrize("suffix", ["", "-owner"])
def test_a_read_only_file(unprivileged, command, suffix):
    database = unprivileged.data / "a.db"
    assert unprivileged("account", "create", "--database", database).returncode == 0
    database.with_name("a.db" + suffix).chmod(0o400)
    check_command_failed(unprivileged(*command, "--database", database), 5, "DATABASE_READ_ONLY")


@COMMANDS
def test_a_file_of_somebody_else(unprivileged, command):
    database = unprivileged.data / "a.db"
    database.touch(mode=0o600)
    text = check_command_failed(unprivileged(*command, "--database", database), 6, "DATABASE_UNAVAILABLE")
    assert "may read and write it" in text


def test_a_key_of_somebody_else(unprivileged):
    database = unprivileged.data / "a.db"
    assert unprivileged("account", "create", "--database", database).returncode == 0
    os.chown(f"{database}-key", 0, 0)
    refused = unprivileged("account", "create", "--database", database)
    check_command_failed(refused, 2, "SEALING_KEY_INVALID")
