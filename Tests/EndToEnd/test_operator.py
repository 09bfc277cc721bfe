"""The operator of a store, and the one token it is given."""

import os
import pty

import pytest
from errors import check_problem
from stored import opened


@pytest.fixture
def token_file(database):
    return database.with_name("test.db-operator-token")


def test_the_first_start_leaves_a_token_in_a_file(serve, token_file):
    server = serve()
    token = token_file.read_text().strip()
    assert server.client.bearer(token).get("/accounts/me").status == 200
    assert str(token_file) in server.log


def test_later_starts_make_no_other(serve, token_file):
    assert serve().stop() == 0
    before = token_file.read_bytes(), token_file.stat().st_mtime_ns
    server = serve()
    assert (token_file.read_bytes(), token_file.stat().st_mtime_ns) == before
    assert "operator" not in server.log


def test_the_file_may_be_moved_away(serve, token_file):
    assert serve().stop() == 0
    token = token_file.read_text().strip()
    token_file.unlink()
    assert serve().client.bearer(token).get("/accounts/me").status == 200
    assert not token_file.exists()


def test_a_database_that_a_command_made_gets_its_token_from_the_first_server(program, serve, database, token_file):
    assert program.run("account", "create", "--database", database).returncode == 0
    assert not token_file.exists()
    assert serve().client.bearer(token_file.read_text().strip()).get("/accounts/me").status == 200


def test_a_token_that_could_not_be_kept_is_not_lost(serve, token_file):
    # A file is in the way, and is never overwritten; once it is gone, the operator still gets a token.
    token_file.write_text("something else\n")
    refused = serve(ready=False)
    assert refused.wait() != 0
    assert "error[" in refused.log and str(token_file) in refused.log
    assert token_file.read_text() == "something else\n"
    token_file.unlink()
    server = serve()
    token = token_file.read_text().strip()
    assert server.client.bearer(token).get("/accounts/me").status == 200


def test_a_terminal_is_shown_the_token(serve, database, token_file):
    master, terminal = pty.openpty()
    try:
        server = serve(stderr=terminal)
        os.close(terminal)
        shown = b""
        while b"scrypted_" not in shown or not shown.endswith(b"\n"):
            shown += os.read(master, 4_096)
        token = shown.split()[-1].decode()
        assert server.client.bearer(token).get("/accounts/me").status == 200
        assert not token_file.exists()
    finally:
        os.close(master)


def test_the_operator_is_no_ordinary_account(serve, database, token_file):
    server = serve()
    token = token_file.read_text().strip()
    guest = server.client.create_account().json()
    # It may act as others on the command line, but a header does not make it a member.
    headers = {"X-Organization-Id": guest["organization_id"]}
    check_problem(server.client.bearer(token).get("/accounts/me", headers), 404, "NOT_FOUND")
    with opened(database) as connection:
        assert connection.execute("SELECT COUNT(*) FROM principals WHERE kind = 'operator'").fetchone() == (1,)
