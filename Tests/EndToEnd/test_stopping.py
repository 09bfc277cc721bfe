"""Starting and stopping: what was begun is answered, and the end comes soon."""

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import threading
import time

import pytest
from process import SOON_SECONDS, STOP_SECONDS, eventually
from stored import guest_count, opened, parts, write_lock
from wire import Client, new_key, read_to_end

STOPS = pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT], ids=lambda how: how.name)
# How long a stop may take when a client stalls in the middle of a request.
PATIENCE_SECONDS = 13


def is_listening(client: Client) -> bool:
    try:
        client.raw().close()
        return True
    # Reset: the socket was closed while the handshake was under way.
    except (ConnectionRefusedError, ConnectionResetError):
        return False


@STOPS
def test_a_signal_stops_the_server(serve, how):
    server = serve()
    assert server.client.get("/ready").status == 200
    assert server.stop(how) == 0
    assert server.stdout == [f"listening on {server.url}\n"]


def test_a_hangup_ends_no_server(serve):
    server = serve()
    server.process.send_signal(signal.SIGHUP)
    assert all(server.client.get("/ready").status == 200 for _ in range(20))
    assert server.stop() == 0


@STOPS
def test_a_signal_right_after_the_start(serve, how):
    for _ in range(5):
        assert serve().stop(how) == 0


@STOPS
def test_a_request_in_flight_is_answered(serve, database, how):
    server, answers = serve(), []
    server.client.create_account()
    with write_lock(database):
        # The write waits for the lock, so it is under way for certain when the signal comes.
        threads = [
            threading.Thread(target=lambda: answers.append(server.client.create_account())) for _ in range(5)]
        for thread in threads:
            thread.start()
        eventually(lambda: established(server) == 5, "all requests have arrived")
        server.process.send_signal(how)
        eventually(lambda: not is_listening(server.client), "new connections are refused")
        assert server.is_running
    for thread in threads:
        thread.join(timeout=STOP_SECONDS)
    assert [answer.status for answer in answers] == [201] * 5
    assert server.wait() == 0
    assert guest_count(database) == 6


def established(server) -> int:
    """How many connections to the server are open with nothing left to be read by it (Linux `/proc/net/tcp`)."""
    port = f":{server.client.address[1]:04X}"
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    return sum(row[1].endswith(port) and row[3] == "01" and row[4].endswith(":00000000") for row in rows)


def test_a_body_on_its_way_is_awaited(serve):
    server = serve()
    head = b"POST /accounts HTTP/1.1\r\nHost: test\r\nIdempotency-Key: %s\r\nContent-Length: 2\r\n\r\n{"
    with server.client.raw() as connection:
        connection.sendall(head % new_key().encode())
        eventually(lambda: established(server) == 1, "the request has arrived")
        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: not is_listening(server.client), "new connections are refused")
        connection.sendall(b"}")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 201 ")
    assert server.wait() == 0


@pytest.mark.parametrize("data", [
    b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHost: test\r\n\r\n",
], ids=["silent", "half a line", "idle"])
def test_a_client_that_asks_nothing_does_not_hold_the_stop_up(serve, data):
    server = serve()
    with server.client.raw() as connection:
        connection.sendall(data)
        eventually(lambda: established(server) == 1, "the request has arrived")
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < SOON_SECONDS


def test_a_body_that_does_not_come_is_awaited_for_a_second_only(serve):
    server = serve()
    head = b"POST /accounts HTTP/1.1\r\nHost: test\r\nIdempotency-Key: %s\r\nContent-Length: 2\r\n\r\n{"
    with server.client.raw() as connection:
        connection.sendall(head % new_key().encode())
        eventually(lambda: established(server) == 1, "the request has arrived")
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < SOON_SECONDS


def test_a_stream_is_ended_and_can_be_resumed(serve):
    server = serve()
    token = server.client.create_account().json()["bearer_token"]
    with server.client.raw() as connection:
        connection.sendall(
            b"GET /jobs/stream HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\n\r\n" % token.encode())
        received = b""
        while b": connected" not in received:
            received += connection.recv(65_536)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < SOON_SECONDS
        # The end of a chunked body: whole, not cut off.
        assert read_to_end(connection).endswith(b"0\r\n\r\n")


@STOPS
def test_a_second_signal_ends_at_once(serve, database, how):
    server = serve()
    with write_lock(database):
        thread = threading.Thread(target=ask, args=[server.client])
        thread.start()
        eventually(lambda: established(server) == 1, "the request has arrived")
        server.process.send_signal(how)
        eventually(lambda: not is_listening(server.client), "new connections are refused")
        time.sleep(0.3)
        assert server.is_running
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.wait() == 128 + signal.SIGTERM
        assert time.monotonic() - begun < SOON_SECONDS
        thread.join(timeout=STOP_SECONDS)
    # Nothing was lost: the file opens again.
    again = serve()
    assert again.client.create_account().status == 201


def ask(client: Client):
    with contextlib.suppress(OSError, http.client.HTTPException):
        client.create_account()


def test_the_time_for_stopping_can_be_set(serve, database, tmp_path):
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"http": {"stop_timeout_seconds": 1}}))
    server = serve("--config", file)
    token = server.client.create_account().json()["bearer_token"]
    with server.client.raw() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        # Answers that are not taken are under way for ever.
        request = b"GET /openapi.json HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\n\r\n" % token.encode()
        connection.settimeout(0.2)
        with contextlib.suppress(TimeoutError):
            for _ in range(200):
                connection.sendall(request)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.wait()
        assert time.monotonic() - begun < 5


def test_a_client_that_stalls_holds_the_stop_up_only_so_long(serve):
    server = serve()
    halves = [
        b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n{",
        b"POST /accounts HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
    ]
    with contextlib.ExitStack() as connections:
        for half in halves:
            connections.enter_context(server.client.raw()).sendall(half)
        eventually(lambda: established(server) == len(halves), "the requests have arrived")
        server.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(timeout=PATIENCE_SECONDS)
        assert not server.is_running, f"still there after {PATIENCE_SECONDS} s"
    assert server.wait() == 0


def test_a_stop_leaves_everything_in_the_one_file(serve, database, tmp_path):
    copy = tmp_path / "copy.db"
    for count in range(1, 6):
        server = serve()
        assert server.client.create_account().status == 201
        assert server.stop() == 0
        assert not [part for part in parts(database) if part.name.endswith(("-wal", "-shm"))]
        copy.write_bytes(database.read_bytes())
        assert guest_count(copy) == count
    with opened(copy) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_port_in_use(serve, program, tmp_path):
    port = serve().url.rsplit(":", 1)[1]
    result = program.run("serve", "--database", tmp_path / "other.db", "--port", port)
    # 5: someone else holds what is needed.
    assert result.returncode == 5, result
    assert result.stdout == b""
    text = result.stderr.decode()
    assert f"127.0.0.1:{port}" in text and "in use" in text and "error[" in text


@pytest.mark.parametrize("host", ["256.1.1.1", "192.0.2.1", "no such host"])
def test_an_address_that_is_not_ours(program, database, host):
    result = program.run("serve", "--database", database, "--port", "0", "--host", host)
    assert result.returncode in (2, 5), result
    assert result.stdout == b""
    assert host in result.stderr.decode()


def test_ipv6(serve):
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 loopback")
    server = serve("--host", "::1")
    assert server.url.startswith("http://[::1]:")
    assert server.client.get("/ready").status == 200
