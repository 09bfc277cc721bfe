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
        self.password = database.password

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


def test_a_backup_is_left_to_the_tools_of_postgresql(place, join, common, tmp_path):
    join()
    text = check_command_failed(place.run("backup", "copy.db", cwd=tmp_path), 1, "UNSUPPORTED")
    assert common.password not in text and "pg_dump" in text


def checks(place: Shared, status: int = 0) -> dict[str, dict]:
    """What the doctor finds, by what he looks at."""
    result = place.run("doctor", "--json")
    assert result.returncode == status, (result.stdout, result.stderr)
    assert place.password.encode() not in result.stdout + result.stderr
    found = json.loads(result.stdout)
    assert found["is_healthy"] == (status == 0)
    return {check["check"]: check for check in found["checks"]}


def test_the_doctor_of_a_shared_database(place, account, join, common):
    servers = [join(), join()]
    found = checks(place)
    assert {check["verdict"] for subject, check in found.items() if subject != "pdftotext"} == {"good"}
    assert found["database"]["text"].startswith("PostgreSQL 1")
    assert all(f"pid {server.process.pid} on " in found["servers"]["text"] for server in servers)
    assert found["servers"]["text"].count("pid ") == len(servers)
    assert found["connection"]["text"] == "on this machine, not encrypted"
    assert found["ledger"]["text"] == "2 accounts and 1 transfers agree"
    for server in servers:
        assert server.stop() == 0
    assert checks(place)["servers"]["text"] == "none has it open"


def test_the_doctor_finds_what_is_wrong(place, account, common):
    with common.connect() as connection:
        connection.execute("UPDATE ledger_accounts SET credits_posted = credits_posted + 1 WHERE credits_posted > 0")
    assert checks(place, 1)["ledger"]["verdict"] == "fault"
    with common.connect() as connection:
        connection.execute(f"ALTER DATABASE {common.name} SET default_transaction_read_only = on")
    found = checks(place, 1)
    assert "takes none" in found["changes"]["text"] and "ledger" not in found


def test_the_doctor_of_an_empty_database_and_of_none(place, common, program, sealing_key):
    found = checks(place, 1)
    assert found["schema"]["text"].startswith("version 0; ")
    assert common.value("SELECT to_regclass('schema_migrations')") is None
    nowhere = common.address("command").replace(common.name, "nowhere")
    result = program.run("doctor", "--database", nowhere, environment={KEY: str(sealing_key)})
    assert result.returncode == 1 and b"does not exist" in result.stdout and common.password.encode() not in result.stdout


def test_the_doctor_counts_connections(program, place, account, common, configured):
    greedy = configured(readers=250)
    result = place.run("doctor", "--config", greedy, "--json")
    [found] = [check for check in json.loads(result.stdout)["checks"] if check["check"] == "connections"]
    assert found["verdict"] == "warning" and "needs 253" in found["text"]
