"""Several requests on one connection: each is answered, in its turn, and none holds the server up."""

import secrets
import signal
import time

HEAD = b"POST /accounts HTTP/1.1\r\nHost: test\r\nIdempotency-Key: %s\r\n%s\r\n"


def received(connection) -> bytes:
    """What comes until the other end closes, or is silent."""
    connection.settimeout(3)
    bytes_read = b""
    try:
        while part := connection.recv(65_536):
            bytes_read += part
    except TimeoutError:
        pass
    return bytes_read


def key() -> bytes:
    return secrets.token_hex(32).encode()


def test_a_refusal_waits_for_the_answer_before_it(serve):
    with serve().client.raw() as connection:
        connection.sendall(HEAD % (key(), b"") + b"GET /health HTTP/1.1\r\n\r\n")
        answers = received(connection)
    assert answers.count(b"HTTP/1.1 ") == 2
    assert answers.index(b"HTTP/1.1 201 ") < answers.index(b"HTTP/1.1 400 ")


def test_nobody_is_told_to_go_on_before_the_answer_before_it(serve):
    with serve().client.raw() as connection:
        second = HEAD % (key(), b"Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n")
        connection.sendall(HEAD % (key(), b"") + second + b"{}")
        answers = received(connection)
    assert answers.count(b"HTTP/1.1 201 ") == 2
    assert b"100 Continue" not in answers[:answers.index(b"HTTP/1.1 201 ")]


def test_a_refused_body_leaves_a_connection_that_can_be_closed(serve):
    server = serve()
    with server.client.raw() as connection:
        connection.sendall(b"POST /accounts HTTP/1.1\r\nHost: test\r\nContent-Length: 5000000\r\n\r\n" + b" " * 5_000_000)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413 ")
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.wait() == 0
    assert time.monotonic() - begun < 5
