"""Jobs from the command line: lists, following, leaving, cancelling."""

import json
import os
import pty
import select
import signal
import subprocess
import time

import pytest
from commands import Place, new_account, printed, private_file, rows
from errors import check_command_failed
from jobs import ECHO, LONG_MS, WAIT
from process import eventually

NO_JOB = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def file(program, database) -> Place:
    return Place(program, "--database", database)


@pytest.fixture
def account(program, database) -> dict:
    return new_account(program, database)


@pytest.fixture
def remote(program, account, serve, tmp_path) -> Place:
    token = private_file(tmp_path / "my.token", account["bearer_token"])
    return Place(program, "--url", serve().url, "--token-file", token)


def begin(place: Place, milliseconds: int, *options: object) -> str:
    return place.json(
        "recipe", "run", WAIT, "--set", f"milliseconds={milliseconds}", "--detach", *options)["job_id"]


def started(place: Place, *command: object, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [place.program.binary, *map(str, command), *map(str, place.options)], env=place.program.environment,
        **({"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options))


def test_jobs_are_listed_also_beside_the_owner(program, database, account, remote):
    ids = [remote.json("recipe", "run", ECHO, "--set", f"value={n}", "--reference", f"n{n}")["job_id"] for n in range(3)]
    beside = Place(program, "--database", database, "--account", account["organization_id"])
    for place in (remote, beside):
        listed = rows(place.text("job", "list"))
        assert [row[0] for row in listed] == ids[::-1]
        assert listed[0][1:4] == [ECHO, "completed", "1/1"] and listed[0][-1] == "n2"
        page = place.text("job", "list", "--limit", 2)
        cursor = page.split("next_cursor")[1].strip()
        assert [row[0] for row in rows(place.text("job", "list", "--limit", 2, "--cursor", cursor))] == ids[:1]
        assert place.text("job", "list", "--status", "failed") == "No jobs.\n"
        assert [job["job_id"] for job in place.json("job", "list")["jobs"]] == ids[::-1]
    check_command_failed(beside.run("job", "list", "--status", "lost"), 2, "INPUT_INVALID")


def test_a_job_is_shown_with_its_steps(program, database, account, remote):
    id = remote.json("recipe", "run", ECHO, "--set", "value=1")["job_id"]
    beside = Place(program, "--database", database, "--account", account["user_id"])
    for place in (remote, beside):
        text = place.text("job", "show", id)
        assert f"job       {id}" in text and "STEP  STATUS     ATTEMPT" in text and "call  completed  1" in text
        shown = place.json("job", "show", id)
        assert shown["result"] == {"value": 1} and shown["steps"][0]["step"] == "call"


def test_reading_beside_the_owner_leaves_no_trace_in_the_audit(program, database, account, remote):
    import stored
    def count():
        with stored.opened(database) as connection:
            [table] = connection.execute("SELECT name FROM sqlite_schema WHERE name LIKE '%audit%' AND type = 'table'").fetchone()
            return connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]
    before = count()
    assert program.run("job", "list", "--database", database, "--account", account["user_id"]).returncode == 0
    assert count() == before


@pytest.mark.parametrize("command", [("job", "show"), ("job", "watch"), ("job", "cancel")])
def test_jobs_that_are_not_there(file, account, remote, command):
    for id, status, reason in ((NO_JOB, 3, "NOT_FOUND"), ("nobody", 2, "INPUT_INVALID"), ("", 2, "INPUT_INVALID")):
        check_command_failed(remote.run(*command, id), status, reason)
    if command == ("job", "show"):
        check_command_failed(file.run(*command, NO_JOB), 3, "NOT_FOUND")
    else:
        text = check_command_failed(file.run(*command, NO_JOB), 5, "DATABASE_IN_USE")
        assert f"--url {remote.options[1]}" in text


def test_a_job_of_another_is_not_shown(program, database, remote, tmp_path):
    id = begin(remote, 0)
    other = program.run("account", "create", "--url", remote.options[1], "--json").stdout
    token = private_file(tmp_path / "other.token", json.loads(other)["bearer_token"])
    stranger = Place(program, "--url", remote.options[1], "--token-file", token)
    check_command_failed(stranger.run("job", "show", id), 3, "NOT_FOUND")
    assert stranger.text("job", "list") == "No jobs.\n"


def test_watch_prints_events_as_ndjson(remote):
    id = begin(remote, 100)
    events = [json.loads(line) for line in remote.text("job", "watch", id, "--json").splitlines()]
    assert [event["event"] for event in events] == [
        "thread.created", "thread.started", "step.waiting", "step.completed", "thread.completed"]
    assert {event["job_id"] for event in events} == {id}


def test_cancel_ends_a_job_and_its_followers(remote):
    id = begin(remote, LONG_MS)
    watching = started(remote, "job", "watch", id)
    eventually(lambda: remote.json("job", "show", id)["status"] == "processing", "the job runs")
    assert "status    cancelled" in remote.text("job", "cancel", id)
    out, _ = watching.communicate(timeout=20)
    assert watching.returncode == 1 and b"cancelled" in out
    assert remote.json("job", "cancel", id)["status"] == "cancelled"


def wait_for(process: subprocess.Popen, text: bytes):
    seen = b""
    while text not in seen:
        line = process.stderr.readline()
        assert line, seen
        seen += line


def test_ctrl_c_leaves_a_job_at_the_server(remote):
    id = begin(remote, LONG_MS)
    watching = started(remote, "job", "watch", id)
    wait_for(watching, b"job started")
    watching.send_signal(signal.SIGINT)
    out, err = watching.communicate(timeout=20)
    assert (watching.returncode, out) == (130, b"")
    assert f"scriptorium job watch {id} --url {remote.options[1]} --token-file".encode() in err
    assert remote.json("job", "show", id)["status"] == "processing"
    remote.run("job", "cancel", id)


def test_ctrl_c_parks_a_job_on_a_file_and_it_goes_on_later(file):
    running = started(file, "recipe", "run", WAIT, "--set", "milliseconds=1500", "--set", "value=late")
    wait_for(running, b"job started")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, b"")
    [job] = file.json("job", "list")["jobs"]
    assert job["status"] == "processing"
    assert f"scriptorium job watch {job['job_id']} --database".encode() in err
    assert '"value": "late"' in file.text("job", "watch", job["job_id"])


def test_a_follower_outlives_a_restart_of_the_server(program, database, account, serve, tmp_path):
    token = private_file(tmp_path / "my.token", account["bearer_token"])
    server = serve()
    port = server.url.rsplit(":", 1)[1]
    remote = Place(program, "--url", server.url, "--token-file", token)
    id = begin(remote, 2_000)
    watching = started(remote, "job", "watch", id, "--json")
    assert b"thread.created" in watching.stdout.readline()
    server.kill()
    serve("--port", port)
    out, err = watching.communicate(timeout=20)
    assert watching.returncode == 0, err
    events = [json.loads(line)["event"] for line in out.splitlines()]
    assert events.count("thread.completed") == 1 and "thread.created" not in events


def on_terminal(place: Place, *command: object, environment: dict | None = None, columns: int = 80) -> tuple[bytes, int]:
    """What a command writes to a terminal of so many columns, and its status."""
    import fcntl
    import struct
    import termios

    main, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [place.program.binary, *map(str, command), *map(str, place.options)], stdin=other, stdout=other, stderr=other,
        env=place.program.environment | {"TERM": "xterm"} | (environment or {}))
    os.close(other)
    seen, end = b"", time.monotonic() + 20
    while time.monotonic() < end:
        ready, _, _ = select.select([main], [], [], 0.2)
        try:
            chunk = os.read(main, 65_536) if ready else b""
        except OSError:
            break
        seen += chunk
        if not chunk and process.poll() is not None:
            break
    os.close(main)
    return seen, process.wait(timeout=20)


def test_a_terminal_gets_a_bar_ten_times_a_second_at_most(file):
    seen, status = on_terminal(file, "recipe", "run", WAIT, "--set", "milliseconds=1000")
    assert status == 0
    bars = seen.split(b"\r\x1b[K")[1:-1]
    assert 5 <= len(bars) <= 25
    assert all(bar.startswith(b"[") and len(bar.split(b"\r")[0]) < 80 for bar in bars)
    assert b"0 %  0:00" in bars[0] and b"job created" not in seen
    assert b"status    completed" in seen


def test_tables_fit_the_terminal_and_respect_no_color(file):
    file.json("recipe", "run", ECHO, "--set", "value=1", "--reference", "x" * 200)
    for columns in (60, 100):
        seen, _ = on_terminal(file, "job", "list", columns=columns)
        assert seen.startswith(b"\x1b[1m")
        lines = seen.decode().replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()
        assert all(len(line) <= columns for line in lines), lines
        [job] = file.json("job", "list")["jobs"]
        assert lines[1].startswith(job["job_id"]), "the id is whole"
        assert "…" in lines[1]
    plain, _ = on_terminal(file, "job", "list", environment={"NO_COLOR": "1"})
    assert b"\x1b" not in plain
    dumb, _ = on_terminal(file, "job", "list", environment={"TERM": "dumb"})
    assert b"\x1b" not in dumb
