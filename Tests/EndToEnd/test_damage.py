"""Files that are damaged, are somebody else's, or come from a later version: refused, and left as they are."""

import random
import re
import sqlite3

import pytest
import torture
from errors import check_command_failed
from stored import contents, fold_log, opened, parts

PAGE = 4_096
SEED = torture.seed(20_261_122)


@pytest.fixture
def filled(program, database):
    """A database with some accounts, its log folded in, and the id of one of them."""
    for _ in range(5):
        made = program.run("account", "create", "--json", "--database", database)
        assert made.returncode == 0, made.stderr
    fold_log(database)
    return re.search(rb'"user_id": "([0-9a-f-]+)"', made.stdout)[1].decode()


def damaged_header(content: bytes) -> bytes:
    return b"garbage." * 2 + content[16:]


def cut_anywhere(content: bytes) -> bytes:
    return content[: random.Random(SEED).randrange(1, len(content))]


def flipped_page(page: bytes, chance: random.Random) -> bytes:
    """All bytes of a page turned over; in the torture most of them, each by the same few bits."""
    if torture.ROUND == 0:
        return bytes(byte ^ 0xFF for byte in page)
    start, end, mask = chance.randrange(PAGE // 4), chance.randrange(PAGE // 2, PAGE), chance.randrange(1, 256)
    return page[:start] + bytes(byte ^ mask for byte in page[start:end]) + page[end:]


DAMAGES = {
    "garbage header": damaged_header,
    "text": lambda content: b"This is no database, but a letter to a friend.\n" * 200,
    "noise": lambda content: bytes(range(256)) * (len(content) // 256),
    "shorter than a header": lambda content: content[:50],
    "half a page": lambda content: content[: PAGE // 2],
    "one page": lambda content: content[:PAGE],
    "half": lambda content: content[: len(content) // PAGE // 2 * PAGE],
    "cut anywhere": cut_anywhere,
    "zeros in the schema": lambda content: content[:100] + bytes(PAGE - 100) + content[PAGE:],
}


@pytest.mark.parametrize("command", [("account", "create"), ("serve", "--port", "0")], ids=" ".join)
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_refused(program, database, filled, damage, command):
    database.write_bytes(damage(database.read_bytes()))
    before = database.read_bytes()
    result = program.run(*command, "--database", database)
    check_command_failed(result, 7, "DATABASE_CORRUPT")
    assert database.read_bytes() == before


def test_flipped_bytes_are_noticed_and_nothing_crashes(program, database, filled):
    whole, noticed, chance = database.read_bytes(), 0, random.Random(SEED)
    for page in range(1, len(whole) // PAGE):
        flipped = flipped_page(whole[page * PAGE : (page + 1) * PAGE], chance)
        database.write_bytes(whole[: page * PAGE] + flipped + whole[(page + 1) * PAGE :])
        for command in (("account", "show", filled), ("account", "create")):
            result = program.run(*command, "--database", database)
            if result.returncode != 0:
                # Pages have no checksums: a key of which some bits were turned over may only be missed.
                is_missed = torture.ROUND > 0 and result.returncode == 3
                check_command_failed(result, *((3, "NOT_FOUND") if is_missed else (7, "DATABASE_CORRUPT")))
                noticed += 1
        for leftover in parts(database):
            if leftover.name.endswith(("-wal", "-shm")):
                leftover.unlink()
    assert noticed >= 5


def test_a_server_outlives_damage(serve, database, filled):
    # The pages of the accounts' tables, not those that are needed to open the file.
    with opened(database) as connection:
        rows = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name IN ('organizations', 'principals')")
        pages = {row[0] - 1 for row in rows}
    content = bytearray(database.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    server = serve()
    database.write_bytes(content)
    replies = [server.client.create_account() for _ in range(5)]
    refusals = [(reply.status, reply.json()["reason"]) for reply in replies if reply.status != 201]
    # A page that is still in memory is as good as ever; after the first damage that is met, writing may stop.
    assert refusals[:1] in ([], [(500, "DATABASE_CORRUPT")]), replies
    assert set(refusals) <= {(500, "DATABASE_CORRUPT"), (503, "DATABASE_UNAVAILABLE")}, replies
    assert server.client.get("/health").status == 200


@pytest.fixture
def foreign(database):
    """A database of another program, in the journal mode that is SQLite's default."""
    connection = sqlite3.connect(database)
    connection.executescript("CREATE TABLE letters (body TEXT); INSERT INTO letters VALUES ('Dear friend')")
    connection.close()
    return database


@pytest.mark.parametrize("mark", [None, "PRAGMA application_id = 1196444487", "PRAGMA user_version = 7"])
def test_a_database_of_another_program_is_left_alone(program, foreign, mark):
    if mark:
        with opened(foreign, "rw") as connection:
            connection.execute(mark)
    before = foreign.read_bytes()
    for command in (("account", "create"), ("serve", "--port", "0")):
        text = check_command_failed(program.run(*command, "--database", foreign), 7, "DATABASE_CORRUPT")
        assert "another program" in text
    assert foreign.read_bytes() == before
    assert {part.name for part in parts(foreign)} <= {"test.db", "test.db-owner"}


def test_an_empty_database_with_a_foreign_mark_is_left_alone(program, database):
    with opened(database, "rwc") as connection:
        connection.execute("PRAGMA application_id = 1")
    before = database.read_bytes()
    check_command_failed(program.run("account", "create", "--database", database), 7, "DATABASE_CORRUPT")
    assert database.read_bytes() == before


def test_a_newer_schema_is_refused(program, database, filled):
    with opened(database, "rw") as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (999, 'future', 0)")
    fold_log(database)
    before = database.read_bytes(), contents(database)
    for command in (("account", "create"), ("serve", "--port", "0"), ("account", "show", filled)):
        text = check_command_failed(program.run(*command, "--database", database), 5, "DATABASE_NEWER")
        assert "999" in text
    assert (database.read_bytes(), contents(database)) == before


def test_an_empty_file_is_a_new_database(program, database):
    database.touch()
    assert program.run("account", "create", "--database", database).returncode == 0


def test_a_folder_is_no_database(program, database):
    database.mkdir()
    check_command_failed(program.run("account", "create", "--database", database), 6, "DATABASE_UNAVAILABLE")
