"""The commands work on a PostgreSQL database as on a file, also beside its servers."""

import json
from pathlib import Path

import pytest
from commands import Place, rows
from errors import check_command_failed
from jobs import PRICED, THREE, WAIT, atomic, composed, chain, fixed
from postgres import Database
from process import Program, eventually

KEY = "SCRIPTORIUM_SEALING_KEY_FILE"


class Shared(Place):
    """Commands on a database, with its key."""

    def __init__(self, program: Program, database: Database, key: Path):
        super().__init__(program, "--database", database.address("command"))
        self.environment = {KEY: str(key)}

    def run(self, *command: object, **options):
        return super().run(*command, environment=self.environment, **options)


@pytest.fixture
def place(program, common, sealing_key) -> Shared:
    return Shared(program, common, sealing_key)


@pytest.fixture
def account(place) -> str:
    id = place.json("account", "create")["user_id"]
    place.text("account", "credit", id, "25", "--reference", "transfer 4711")
    return id


@pytest.mark.parametrize("servers", [0, 2])
def test_a_run_and_what_it_costs(place, account, join, servers):
    for _ in range(servers):
        join()
    for definition in (atomic(PRICED, cost=fixed("0.1")), composed(THREE, chain("a", "b", "c"))):
        place.text("call", "recipes.publish", json.dumps(definition))
    assert THREE in place.text("recipe", "list")
    done = place.json("recipe", "run", THREE, "--set", "ms=50", "--account", account)
    assert (done["status"], done["result"], done["cost"]["amount"]) == ("completed", {"text": "c"}, "0.3")
    job = done["job_id"]
    [line] = rows(place.text("job", "list", "--account", account))
    assert line[:4] == [job, THREE, "completed", "3/3"]
    assert place.json("job", "show", job, "--account", account)["job_id"] == job
    [balance] = place.json("ledger", "balance", "--account", account)["balances"]
    assert (balance["available"], balance["pending"]) == ("24.7", "0")
    assert place.json("ledger", "verify")["is_sound"]
    exported = [json.loads(line) for line in place.text("ledger", "export").splitlines()]
    transfers = [line for line in exported if line["type"] == "transfer"]
    assert [line["sequence"] for line in transfers] == list(range(1, 1 + 1 + 3 + 3))
    assert sum(line["purpose"] == "charge" for line in transfers) == 3


def test_an_account_made_by_command_is_known_to_the_servers(place, join):
    server = join()
    made = place.json("account", "create")
    shown = server.client.bearer(made["bearer_token"]).get("/accounts/me")
    assert shown.json()["organization_id"] == made["organization_id"]
    token = place.json("account", "token", "create", "--account", made["user_id"])
    assert server.client.bearer(token["bearer_token"]).get("/accounts/me").status == 200
    place.text("account", "token", "revoke", token["id"], "--account", made["user_id"])
    assert server.client.bearer(token["bearer_token"]).get("/accounts/me").status == 401


def test_a_run_that_is_left_is_carried_on_by_a_server(place, account, join, common):
    server = join()
    job = place.json("recipe", "run", WAIT, "--set", "milliseconds=300", "--detach", "--account", account)["job_id"]
    eventually(
        lambda: place.json("job", "show", job, "--account", account)["status"] == "completed",
        "a server has finished it", 5)
    assert server.is_running
    # The command was a worker, and is none any more.
    assert common.value("SELECT COUNT(*) FROM workers WHERE lease_until > 0") == 1


def test_a_job_of_a_server_is_followed_and_cancelled_by_command(place, account, join):
    join()
    job = place.json("recipe", "run", WAIT, "--set", "milliseconds=60000", "--detach", "--account", account)["job_id"]
    assert place.json("job", "cancel", job, "--account", account)["status"] == "cancelled"
    watched = place.text("job", "watch", job, "--json", "--account", account, status=1)
    assert json.loads(watched.splitlines()[-1])["event"] == "thread.cancelled"


def test_the_ledger_of_an_empty_database_is_not_looked_at(place, common):
    """Whoever only reads makes nothing."""
    for command in (("ledger", "verify"), ("job", "list"), ("ledger", "export")):
        text = check_command_failed(place.run(*command), 6, "DATABASE_UNAVAILABLE")
        assert "empty" in text and common.password not in text
    assert common.value("SELECT to_regclass('schema_migrations')") is None


@pytest.mark.xfail(reason="takes the address for a path, and repeats the password in it", strict=True)
@pytest.mark.parametrize("command", [("doctor",), ("backup", "copy.db")], ids=lambda command: command[0])
def test_a_command_for_files_says_so_and_keeps_the_password(place, join, common, tmp_path, command):
    join()
    result = place.run(*command, cwd=tmp_path)
    said = (result.stdout + result.stderr).decode()
    assert common.password not in said
    assert "There is no database" not in said
    if command == ("doctor",):
        assert result.returncode == 0, said
