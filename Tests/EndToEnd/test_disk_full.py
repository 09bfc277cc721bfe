"""The disk fills up: what is refused is refused clearly, what was answered is there, and room makes it work again."""

import contextlib
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torture
from errors import check_command_failed, check_problem
from stored import fold_log, guests, opened
from wire import new_key

KIBIBYTE = 1_024
THREADS = 4
# What is freed later: in the torture, as much as it may take to move a whole log, wherever the disk was full.
SPARE = 600 if torture.ROUND == 0 else 4_200


@pytest.fixture
def disk(tmp_path):
    """Mounts a file system of a given size, in memory."""
    mounted: list[Path] = []

    def mount(size: int) -> Path:
        place = tmp_path / f"disk-{len(mounted)}"
        place.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "tmpfs", place]
        result = subprocess.run(command, capture_output=True, timeout=10)
        if result.returncode != 0:
            pytest.skip(f"no small disk to fill: {result.stderr.decode().strip()}")
        mounted.append(place)
        return place

    yield mount
    for place in mounted:
        subprocess.run(["umount", "--lazy", place], check=True, timeout=10)


def resize(place: Path, size: int):
    subprocess.run(["mount", "-o", f"remount,size={size}", place], check=True, timeout=10)


def use_up(place: Path, leave: int):
    """Leaves so many bytes of room."""
    with (place / "rest").open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(bytes(KIBIBYTE))
        file.truncate(file.tell() - leave)


def create_until_refused(client) -> dict[str, bytes]:
    """Makes accounts from several threads until each was refused; returns what was answered, by key."""
    answered: dict[str, bytes] = {}

    def run(_):
        while True:
            key = new_key()
            reply = client.create_account(key)
            if reply.status != 201:
                problem = check_problem(reply, 507, "DATABASE_FULL")
                assert int(reply.header("retry-after")) > 0
                assert "space" in problem["fix"]
                return
            answered[key] = reply.body

    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(run, range(THREADS)))
    return answered


@pytest.mark.parametrize("room", torture.sizes([700, 900, 1_400, 3_000, 5_500], 1, 1.4))
def test_a_disk_that_fills_up(serve, disk, room):
    place = disk((room + SPARE) * KIBIBYTE)
    database = place / "test.db"
    ballast = place / "ballast"
    ballast.write_bytes(bytes(SPARE * KIBIBYTE))
    server = serve("--database", database)
    answered = create_until_refused(server.client)
    assert answered

    # It goes on refusing, while everything that needs no room still works.
    check_problem(server.client.create_account(), 507, "DATABASE_FULL")
    for path in ("/health", "/ready"):
        assert server.client.get(path).status == 200
    for key, body in list(answered.items())[:5]:
        again = server.client.create_account(key)
        assert (again.status, again.body) == (201, body)
    check_stored(server.client, database, answered)

    ballast.unlink()
    for _ in range(10):
        key = new_key()
        reply = server.client.create_account(key)
        assert reply.status == 201, reply
        answered[key] = reply.body
    check_stored(server.client, database, answered)
    assert server.stop() == 0
    with opened(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def check_stored(client, database: Path, answered: dict[str, bytes]):
    """Checks that exactly the accounts that were answered exist, and that their tokens work."""
    accounts = [json.loads(body) for body in answered.values()]
    assert guests(database) == {account["user_id"].replace("-", "") for account in accounts}
    for account in accounts[:: max(1, len(accounts) // 10)]:
        shown = client.bearer(account["bearer_token"]).get("/accounts/me")
        assert shown.json()["user_id"] == account["user_id"]


def test_a_kill_on_a_full_disk(serve, disk):
    place = disk(torture.sizes([600], 1, 1.6)[0] * KIBIBYTE)
    database = place / "test.db"
    server = serve("--database", database)
    answered = create_until_refused(server.client)
    server.kill()
    resize(place, 2_000 * KIBIBYTE)
    server = serve("--database", database)
    check_stored(server.client, database, answered)
    assert server.client.create_account().status == 201


def test_a_full_disk_can_still_be_read_after_a_restart(serve, disk):
    place = disk(600 * KIBIBYTE)
    database = place / "test.db"
    server = serve("--database", database)
    answered = create_until_refused(server.client)
    assert server.stop() == 0
    resize(place, 2_000 * KIBIBYTE)
    fold_log(database)
    # What opening needs is left: the index of the log, and the line that names the owner.
    use_up(place, leave=(32 + 4) * KIBIBYTE)
    server = serve("--database", database)
    check_stored(server.client, database, answered)
    check_problem(server.client.create_account(), 507, "DATABASE_FULL")


@pytest.mark.parametrize("room", torture.sizes([4, 8, 16, 32, 64, 128, 144], 0.6, 1))
def test_a_first_start_without_enough_room_leaves_nothing_in_the_way(program, disk, room):
    place = disk(room * KIBIBYTE)
    create = ("account", "create", "--database", place / "test.db")
    refused = program.run(*create)
    check_command_failed(refused, 6, "DATABASE_FULL")
    resize(place, 2_000 * KIBIBYTE)
    assert program.run(*create).returncode == 0
    assert len(guests(place / "test.db")) == 1
