"""What no proper client sends: the server answers or hangs up, and goes on serving everybody else."""

import os
import socket

import pytest
from errors import check_problem
from wire import read_to_end

CLOSE = b"Host: test\r\nConnection: close\r\n\r\n"


@pytest.fixture(autouse=True)
def still_serving(client):
    yield
    assert client.get("/ready").status == 200


@pytest.mark.parametrize("data", [
    b"\x00\x01\x02\x03\r\n\r\n",
    b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(range(161)) + b"\r\n\r\n",
    b"GET /health\r\n\r\n",
    b"get /health HTTP/1.1\r\n" + CLOSE,
    b"GET /health HTTP/9.9\r\n" + CLOSE,
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /h\xff HTTP/1.1\r\n" + CLOSE,
    b"GET /health HTTP/1.1\r\nBad Header: x\r\n" + CLOSE,
    b"GET /health HTTP/1.1\r\nX: a\x00b\r\n" + CLOSE,
    b"GET /health HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: one\r\n" + CLOSE,
    b"POST /accounts HTTP/1.1\r\nContent-Length: -2\r\n" + CLOSE,
    b"POST /accounts HTTP/1.1\r\nContent-Length: 2x\r\n" + CLOSE + b"{}",
    b"POST /accounts HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n" + CLOSE + b"{} ",
    b"POST /accounts HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n" + CLOSE + b"0\r\n\r\n",
    b"POST /accounts HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + CLOSE + b"ZZ\r\n\r\n",
    b"GET /health HTTP/1.1\r\nX: " + b"a" * 300_000 + b"\r\n" + CLOSE,
    b"GET /health HTTP/1.1\r\n" + b"".join(b"X-%d: a\r\n" % number for number in range(10_000)) + CLOSE,
    b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\n" + CLOSE,
], ids=lambda data: repr(data[:48]))
def test_what_is_not_http_is_refused_and_hung_up_on(client, data):
    answer = client.exchange(data)
    assert answer.startswith(b"HTTP/1.1 4"), answer[:200]


def test_random_bytes(client):
    for _ in range(20):
        client.exchange(os.urandom(2_000) + b"\r\n\r\n")


@pytest.mark.parametrize("data", [
    b"", b"G", b"GET /hea", b"GET /health HTTP/1.1\r\nHo", b"GET /health HTTP/1.1\r\nHost: test\r\n",
    b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n{",
    b"POST /accounts HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
])
def test_half_a_request(client, data):
    for how in (socket.SHUT_WR, socket.SHUT_RDWR):
        with client.raw() as connection:
            connection.sendall(data)
            connection.shutdown(how)


def test_hanging_up_before_the_answer(client):
    # A reset instead of an orderly end: the server meets it while it writes.
    for _ in range(50):
        with client.raw() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
            connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: test\r\n\r\n" * 5)


def test_many_silent_connections_do_not_keep_others_out(client):
    connections = [client.raw() for _ in range(300)]
    try:
        for connection in connections:
            connection.sendall(b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n{")
        assert client.get("/ready").status == 200
    finally:
        for connection in connections:
            connection.close()


def test_one_connection_serves_many_requests_in_order(client):
    paths = ["/health", "/ready", "/nowhere"] * 20
    requests = b"".join(b"GET %s HTTP/1.1\r\nHost: test\r\n\r\n" % path.encode() for path in paths)
    answers = client.exchange(requests + b"GET /ready HTTP/1.1\r\n" + CLOSE)
    statuses = [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"404"] * 20 + [b"200"]


def test_the_absolute_form_is_understood(client):
    answer = client.exchange(b"GET http://test/health HTTP/1.1\r\n" + CLOSE)
    assert answer.startswith(b"HTTP/1.1 200 ")


def test_http_1_0_is_answered_and_hung_up_on(client):
    # RFC 9112 §9.3: without `keep-alive`, a connection of HTTP/1.0 ends with its answer.
    with client.raw() as connection:
        connection.settimeout(2)
        connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert read_to_end(connection).startswith(b"HTTP/1.")


def test_a_client_that_waits_for_100_continue_is_answered(client):
    # RFC 9110 §10.1.1: "100 Continue", or the final answer at once; never silence.
    request = b"POST /accounts HTTP/1.1\r\nHost: test\r\nIdempotency-Key: %s\r\nExpect: 100-continue\r\n" % (b"e" * 40)
    with client.raw() as connection:
        connection.settimeout(2)
        connection.sendall(request + b"Connection: close\r\nContent-Length: 2\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"{}")
        assert read_to_end(connection).startswith(b"HTTP/1.1 201 ")


def test_a_refusal_leaves_the_connection_usable(client):
    with client.raw() as connection:
        connection.sendall(b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\n{]}")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 400 ")
        connection.sendall(b"GET /ready HTTP/1.1\r\n" + CLOSE)
        assert read_to_end(connection).startswith(b"HTTP/1.1 200 ")


def test_a_query_is_no_part_of_the_path(client):
    assert client.get("/health?%zz=%00&&=").status == 200
    check_problem(client.get("/health%3F"), 404, "ROUTE_UNKNOWN")
