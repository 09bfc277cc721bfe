"""Care of an installation: backups, the doctor, keys, completions."""

import json
import os
import re
import sqlite3
import stat
import subprocess
import threading

import pytest
from commands import Place, new_account, printed, private_file
from errors import check_command_failed
from process import eventually
from stored import opened, parts


@pytest.fixture
def file(program, database) -> Place:
    new_account(program, database)
    return Place(program, "--database", database)


# MARK: Backup


def test_a_backup_is_whole_private_and_opens(file, program, database, tmp_path):
    copy = tmp_path / "copy.db"
    text = printed(file.run("backup", copy))
    assert "every page is sound" in text and "sealing key" in text
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["copy.db"]
    assert file.json("backup", tmp_path / "second.db")["bytes"] == copy.stat().st_size
    assert sqlite3.connect(copy).execute("PRAGMA journal_mode").fetchone() == ("delete",)
    (tmp_path / "copy.db-key").write_bytes(database.with_name("test.db-key").read_bytes())
    assert program.run("account", "create", "--database", copy).returncode == 0


def test_a_backup_beside_a_busy_server_is_consistent(file, database, serve, tmp_path):
    server = serve()
    stop = threading.Event()
    made = []

    def write():
        while not stop.is_set():
            made.append(server.client.create_account().json()["user_id"])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = len(made)
            printed(file.run("backup", tmp_path / f"{number}.db"))
            with sqlite3.connect(tmp_path / f"{number}.db") as copy:
                counts = [copy.execute(f"SELECT COUNT(*) FROM {table} {where}").fetchone()[0] for table, where in (
                    ("principals", "WHERE kind = 'guest'"), ("organizations", "WHERE kind = 'personal'"),
                    ("credentials", "WHERE principal IN (SELECT id FROM principals WHERE kind = 'guest')"))]
                assert len(set(counts)) == 1 and counts[0] >= before
                assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        stop.set()
        writer.join()
    assert len(made) > 5


def test_a_backup_never_overwrites(file, database, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for target in (taken, tmp_path, database):
        check_command_failed(file.run("backup", target), 5, "ALREADY_EXISTS")
    check_command_failed(file.run("backup", tmp_path / "link"), 5, "ALREADY_EXISTS")
    assert taken.read_text() == "mine" and not (tmp_path / "nowhere").exists()
    check_command_failed(file.run("backup", tmp_path / "no/copy.db"), 6, "DATABASE_UNAVAILABLE")
    for target in ("", f"{tmp_path}/new/"):
        assert file.run("backup", target).returncode != 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".scriptorium")] == []


def test_what_cannot_be_backed_up(program, database, tmp_path):
    target = tmp_path / "copy.db"
    other, text = tmp_path / "other.db", tmp_path / "text.db"
    sqlite3.connect(other).executescript("CREATE TABLE t (x); INSERT INTO t VALUES (1);")
    text.write_text("not a database " * 1_000)
    for source, status, reason in (
        (database, 6, "DATABASE_UNAVAILABLE"), (tmp_path, 6, "DATABASE_UNAVAILABLE"), (other, 7, "DATABASE_CORRUPT"),
        (text, 7, "DATABASE_CORRUPT"),
    ):
        check_command_failed(program.run("backup", target, "--database", source), status, reason)
    assert not target.exists()
    refused = check_command_failed(program.run("backup", target, "--url", "http://127.0.0.1:1"), 1, "UNSUPPORTED")
    assert "scriptorium backup" in refused


def test_a_damaged_database_makes_no_backup(file, database, tmp_path):
    damage(database)
    assert file.run("backup", tmp_path / "copy.db").returncode == 7
    assert list(tmp_path.glob("copy*")) == [] and list(tmp_path.glob(".script*")) == []


def damage(database):
    """Overwrites the middle of the file, where tables are."""
    with opened(database, "rw") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = database.stat().st_size
    with open(database, "r+b") as stream:
        for page in range(2, size // 4_096, 2):
            stream.seek(page * 4_096)
            stream.write(b"\xa5" * 512)


# MARK: Doctor


def verdicts(place: Place, status: int) -> dict[str, str]:
    report = place.json("doctor", status=status)
    assert report["is_healthy"] == (status == 0)
    return {check["check"]: check["verdict"] for check in report["checks"]}


SUBJECTS = ["configuration", "database", "owner", "schema", "integrity", "sealing key", "ledger", "clock", "disk space",
            "memory", "open files", "pdftotext"]


@pytest.mark.parametrize("owned", [False, True])
def test_a_healthy_database(file, serve, database, owned):
    server = serve() if owned else None
    text = file.text("doctor")
    assert [line[2:].split("  ")[0] for line in text.splitlines() if line[0] in "✓!✗"] == SUBJECTS
    assert (f"pid {server.process.pid}, at {server.url}" if owned else "no process has it open") in text
    assert list(verdicts(file, 0)) == SUBJECTS


def test_the_doctor_makes_and_takes_nothing(program, database):
    result = Place(program, "--database", database)
    assert verdicts(result, 1)["database"] == "fault"
    assert "There is no database at" in result.text("doctor", status=1)
    assert list(database.parent.iterdir()) == []


def test_the_doctor_finds_damage(file, database):
    damage(database)
    found = verdicts(file, 1)
    assert "fault" in (found.get("integrity"), found.get("schema"))


def test_the_doctor_finds_a_newer_schema(file, database):
    with opened(database, "rw") as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (999, 'later', 0)")
    text = file.text("doctor", status=1)
    assert "schema version 999" in text
    for command in (("ledger", "verify"), ("job", "list"), ("account", "create")):
        check_command_failed(file.run(*command), 5, "DATABASE_NEWER")


def test_the_doctor_finds_what_else_is_wrong(file, database, program, tmp_path):
    key = database.with_name("test.db-key")
    key.write_text("00" * 32 + "\n")
    assert verdicts(file, 1)["sealing key"] == "fault"
    key.unlink()
    assert verdicts(file, 1)["sealing key"] == "fault"
    config = tmp_path / "config.json"
    config.write_text('{"prot": 1}')
    assert 'Did you mean "port"?' in file.text("doctor", "--config", config, status=1)
    empty = program.run("doctor", "--database", database, environment={"PATH": str(tmp_path)}).stdout.decode()
    assert "! pdftotext" in empty and "poppler-utils" in empty
    others = database.with_name("others.db")
    sqlite3.connect(others).executescript("CREATE TABLE t (x)")
    assert "another program" in program.run("doctor", "--database", others).stdout.decode()


def test_the_doctor_finds_a_ledger_that_disagrees(file, database):
    account = new_account(file.program, database)["user_id"]
    file.json("account", "credit", account, "5")
    with opened(database, "rw") as connection:
        connection.execute("UPDATE ledger_accounts SET debits_posted = zeroblob(16) WHERE purpose = 'treasury'")
    assert verdicts(file, 1)["ledger"] == "fault"


def test_the_doctor_finds_a_clock_that_was_set_back(file, database):
    account = new_account(file.program, database)["user_id"]
    file.json("account", "credit", account, "5")
    with opened(database, "rw") as connection:
        connection.execute("UPDATE transfers SET at = at + 86400000000000")
    assert verdicts(file, 1)["clock"] == "fault"


def test_the_doctor_warns_of_an_open_file(file, database):
    database.chmod(0o644)
    assert verdicts(file, 0)["database"] == "warning"


# MARK: Keys


def test_a_new_key_is_private_and_its_own(file, program, tmp_path, database):
    made = tmp_path / "new.key"
    printed(program.run("keys", "new", made))
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}\n", made.read_text())
    check_command_failed(program.run("keys", "new", made), 5, "ALREADY_EXISTS")
    check_command_failed(program.run("keys", "new", tmp_path / "no/key"), 2, "REQUEST_INVALID")
    assert program.run("keys", "new", tmp_path / "second.key").returncode == 0
    assert (tmp_path / "second.key").read_text() != made.read_text()
    other = database.with_name("with-key.db")
    environment = {"SCRIPTORIUM_SEALING_KEY_FILE": str(made)}
    assert program.run("account", "create", "--database", other, environment=environment).returncode == 0
    assert "fits" in printed(program.run("keys", "check", made, "--database", other))
    assert "fits" in printed(program.run("keys", "check", "--database", other, environment=environment))


def test_a_key_that_does_not_fit(file, program, tmp_path, database, serve):
    made, broken = tmp_path / "new.key", tmp_path / "broken.key"
    printed(program.run("keys", "new", made))
    private_file(broken, "no key")
    serve()
    assert file.json("keys", "check") == {"fits": True}
    check_command_failed(file.run("keys", "check", made), 5, "SEALING_KEY_WRONG")
    check_command_failed(file.run("keys", "check", broken), 2, "SEALING_KEY_INVALID")
    check_command_failed(file.run("keys", "check", tmp_path / "no"), 2, "SEALING_KEY_INVALID")
    check_command_failed(program.run("keys", "check", made, "--database", tmp_path / "no.db"), 6, "DATABASE_UNAVAILABLE")


# MARK: Completions


def completed(binary, tmp_path, words: list[str]) -> list[str]:
    """What bash offers behind these words."""
    script = f"""
        source {tmp_path}/completion
        COMP_WORDS=({' '.join(repr(word) for word in words)}); COMP_CWORD={len(words) - 1}
        COMP_LINE="{' '.join(words)}"; COMP_POINT=${{#COMP_LINE}}; COMP_TYPE=9
        function_name=$(complete -p scriptorium | sed -n 's/.*-F \\([^ ]*\\).*/\\1/p')
        $function_name scriptorium "{words[-1]}" "{words[-2]}" || true
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=20,
                          env={"PATH": f"{binary.parent}:/usr/bin:/bin"})
    return [word.strip() for word in done.stdout.split()]


def test_bash_completes(program, binary, tmp_path):
    (tmp_path / "completion").write_text(printed(program.run("completion", "bash")))
    assert {"serve", "account", "recipe", "job", "ledger", "backup", "doctor", "keys", "call"} <= set(
        completed(binary, tmp_path, ["scriptorium", ""]))
    assert set(completed(binary, tmp_path, ["scriptorium", "job", ""])) >= {"list", "show", "watch", "cancel"}
    assert "--database" in completed(binary, tmp_path, ["scriptorium", "job", "list", "--d"])


def test_the_other_shells(program):
    assert "#compdef scriptorium" in printed(program.run("completion", "zsh"))
    assert "complete -c 'scriptorium'" in printed(program.run("completion", "fish"))
    for arguments in ((), ("csh",), ("bash", "zsh")):
        assert program.run("completion", *arguments).returncode == 2
