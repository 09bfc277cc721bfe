"""Commands over --url: tokens, addresses, and what other servers may answer."""

import http.server
import json
import socket
import ssl
import subprocess
import threading
import time

import pytest
from commands import Place, new_account, printed, printed_json, private_file, rows
from errors import check_command_failed

TOKEN = "scrypted_" + "A" * 43


@pytest.fixture
def account(program, database) -> dict:
    return new_account(program, database)


@pytest.fixture
def remote(program, account, serve, tmp_path) -> Place:
    return Place(program, "--url", serve().url, "--token-file", private_file(tmp_path / "t", account["bearer_token"]))


class FakeServer:
    """Answers every request alike, and remembers them."""

    def __init__(self, status=200, headers=(), body=b"{}", wait=0.0, context=None):
        requests = self.requests = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("content-length") or 0)
                requests.append((self.command, self.path, dict(self.headers), self.rfile.read(length)))
                time.sleep(wait)
                if status is None:
                    self.close_connection = True
                    return self.connection.shutdown(socket.SHUT_RDWR)
                self.send_response(status)
                for name, value in [*headers, ("Content-Length", str(len(body)))]:
                    self.send_header(name, value)
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass

            do_GET = do_POST = answer

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


JSON = [("Content-Type", "application/json")]


def test_an_account_is_made_shown_and_its_token_rotated(program, serve, tmp_path):
    url = serve().url
    made = printed_json(program.run("account", "create", "--json", "--url", url))
    token = private_file(tmp_path / "t", made["bearer_token"] + "\n")
    remote = Place(program, "--url", url, "--token-file", token)
    assert remote.json("account", "show")["user_id"] == made["user_id"]
    environment = {"SCRIPTORIUM_TOKEN": made["bearer_token"]}
    assert program.run("account", "show", "--url", url, environment=environment).returncode == 0
    fresh = remote.json("account", "token", "rotate", "--label", "next")
    check_command_failed(remote.run("account", "show"), 4, "CREDENTIAL_INVALID")
    token.write_text(fresh["bearer_token"])
    assert [row[1] for row in rows(remote.text("account", "token", "list")) if "next" in row] == ["next"]
    check_command_failed(program.run("account", "token", "rotate", "--database", tmp_path / "x.db"), 2, "REQUEST_INVALID")
    assert not (tmp_path / "x.db").exists()


def test_a_key_makes_account_create_repeatable(program, serve):
    command = ("account", "create", "--json", "--url", serve().url, "--idempotency-key", "k" * 40)
    assert printed(program.run(*command)) == printed(program.run(*command))


def test_without_a_token_the_way_to_one_is_told(program, serve):
    text = check_command_failed(program.run("account", "show", "--url", serve().url), 4, "CREDENTIAL_MISSING")
    assert "--token-file" in text and "SCRIPTORIUM_TOKEN" in text


@pytest.mark.parametrize("text", ["", "two words", "a\nb", "\x00", "bell\x07", "ü", "x" * 5_000])
def test_files_that_hold_no_token(program, tmp_path, text):
    file = private_file(tmp_path / "t", text)
    refused = program.run("account", "show", "--url", "http://127.0.0.1:1", "--token-file", file)
    told = check_command_failed(refused, 4, "CREDENTIAL_INVALID")
    assert not text or text not in told
    gone = program.run("account", "show", "--url", "http://127.0.0.1:1", "--token-file", tmp_path / "missing")
    check_command_failed(gone, 4, "CREDENTIAL_INVALID")


def test_a_wrong_token_is_refused_and_not_repeated(program, serve, tmp_path):
    remote = Place(program, "--url", serve().url, "--token-file", private_file(tmp_path / "t", TOKEN))
    for command in (("account", "show"), ("job", "list"), ("ledger", "verify"), ("ledger", "export"),
                    ("job", "watch", "00000000-0000-7000-8000-000000000000")):
        text = check_command_failed(remote.run(*command), 4, "CREDENTIAL_INVALID")
        assert TOKEN not in text and "--token-file" in text


@pytest.mark.parametrize("options", [
    ("--token", "x"), ("--bearer", "x"),
])
def test_there_is_no_option_that_takes_a_token(program, options):
    result = program.run("account", "show", "--url", "http://127.0.0.1:1", *options)
    assert result.returncode == 2 and b"Unknown option" in result.stderr


@pytest.mark.parametrize("url", [
    "", "127.0.0.1:8080", "ftp://127.0.0.1", "http://", "http://:80", "http:///x", "http://a b", "http://u:p@127.0.0.1:1",
    "http://127.0.0.1:1/?x", "http://127.0.0.1:1/#x", "http://127.0.0.1\n", "http://ü", "file:///etc/passwd",
])
def test_addresses_that_are_none(program, url):
    text = check_command_failed(program.run("account", "show", "--url", url), 2, "REQUEST_INVALID")
    assert "u:p" not in text


@pytest.mark.parametrize("arguments", [
    ("job", "list", "--url", "http://127.0.0.1:1", "--database", "x.db"),
    ("job", "list", "--url", "http://127.0.0.1:1", "--account", "x"),
    ("account", "show", "x", "--url", "http://127.0.0.1:1"),
    ("job", "list", "--token-file", "t", "--database", "x.db"),
])
def test_options_that_exclude_each_other(program, tmp_path, arguments):
    check_command_failed(program.run(*arguments, cwd=tmp_path), 2, "REQUEST_INVALID")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_nobody_listens(program):
    began = time.monotonic()
    text = check_command_failed(program.run("account", "show", "--url", "http://127.0.0.1:1"), 6, "SERVER_UNREACHABLE")
    assert "scriptorium serve" in text and time.monotonic() - began < 3


def test_a_name_that_nobody_knows(program):
    refused = program.run("account", "show", "--url", "http://no-such-host.invalid")
    assert "not known" in check_command_failed(refused, 6, "SERVER_UNREACHABLE")


def test_a_certificate_that_nobody_signed(program, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
         "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with FakeServer(headers=JSON, context=context) as server:
        refused = program.run("account", "show", "--url", f"https://localhost:{server.port}")
        assert "certificate" in check_command_failed(refused, 6, "SERVER_UNREACHABLE")
        assert server.requests == []
    with FakeServer(headers=JSON) as server:
        refused = program.run("account", "show", "--url", f"https://127.0.0.1:{server.port}")
        assert "TLS" in check_command_failed(refused, 6, "SERVER_UNREACHABLE")


def asked(program, server, *command: object, token="t0ken"):
    return program.run(*(command or ("account", "show")), "--url", server.url, environment={"SCRIPTORIUM_TOKEN": token})


@pytest.mark.parametrize("status, headers, body", [
    (200, [("Content-Type", "text/html")], b"<html>"),
    (200, [], b"{}"),
    (200, JSON, b"{"),
    (200, JSON, b"\xff"),
    (500, JSON, b"{}"),
    (404, [("Content-Type", "text/html")], b"no"),
    (400, JSON, b'{"reason": "NO_SUCH_REASON", "detail": "x"}'),
    (204, [], b""),
])
def test_answers_of_strangers(program, status, headers, body):
    with FakeServer(status, headers, body) as server:
        text = check_command_failed(asked(program, server), 1, "SERVER_ANSWER_INVALID")
        assert server.url in text


def test_a_redirect_is_not_followed(program):
    with FakeServer(headers=JSON) as elsewhere:
        with FakeServer(307, [("Location", elsewhere.url + "/v1/operations/accounts.get")]) as server:
            check_command_failed(asked(program, server), 1, "SERVER_ANSWER_INVALID")
            assert len(server.requests) == 1 and elsewhere.requests == []


def test_an_answer_that_never_ends_is_cut(program):
    with FakeServer(200, JSON, b'"' + b"x" * (65 * 1_024 * 1_024)) as server:
        assert "64 MiB" in check_command_failed(asked(program, server), 1, "SERVER_ANSWER_INVALID")


def test_a_connection_that_breaks_leaves_the_outcome_open(program):
    with FakeServer(None) as server:
        text = check_command_failed(asked(program, server), 6, "OUTCOME_UNKNOWN")
        assert "same idempotency key" in text
        made = asked(program, server, "account", "create")
        assert "--idempotency-key " in check_command_failed(made, 6, "OUTCOME_UNKNOWN")


def test_what_is_sent(program):
    with FakeServer(headers=JSON) as server:
        asked(program, server, "call", "things.do", '{"a": 12345678901234567890, "b": "ü"}', "--idempotency-key", "k")
        [(method, path, headers, body)] = server.requests
        headers = {name.lower(): value for name, value in headers.items()}
        assert (method, path) == ("POST", "/v1/operations/things.do")
        assert headers["authorization"] == "Bearer t0ken" and headers["idempotency-key"] == "k"
        assert json.loads(body) == {"a": 12345678901234567890, "b": "ü"} and "expect" not in headers


@pytest.mark.parametrize("name", ["../../x", "a/b", "a?b", "", "A", "a b"])
def test_a_name_of_an_operation_is_no_path(program, name):
    with FakeServer(headers=JSON) as server:
        check_command_failed(asked(program, server, "call", name), 3, "OPERATION_UNKNOWN")
        assert server.requests == []


def test_what_a_server_says_is_cleaned_for_the_terminal(program):
    evil = "\x1b[2J\x1b]0;owned\x07\u202eabc\x9b31m\r\nnext"
    body = json.dumps({"reason": "NOT_FOUND", "detail": evil, "fix": evil}).encode()
    with FakeServer(404, JSON, body) as server:
        text = check_command_failed(asked(program, server), 3, "NOT_FOUND")
        assert "\\u{1b}[2J" in text and len(text.splitlines()) == 2
        shown = asked(program, server, "account", "show", "--json").stderr.decode()
        assert json.loads(shown)["message"] == evil
        for seen in (text, shown):
            assert not any(mark in seen for mark in "\x1b\x07\u202e\x9b\r")


def test_the_ways_of_errors_over_the_wire(remote):
    refused = remote.run("job", "list", "--limit", 0, "--status", "x")
    text = check_command_failed(refused, 2, "INPUT_INVALID")
    assert "  at /limit: " in text and "  at /status: " in text
    told = json.loads(remote.run("job", "show", "x", "--json").stderr)
    assert (told["code"], told["reason"], told["errors"][0]["pointer"]) == ("INVALID_ARGUMENT", "INPUT_INVALID", "/job_id")


def test_a_token_in_the_clear_is_warned_of(program):
    # A host of the documentation range: nobody is there, and the warning comes before anything is sent.
    result = subprocess.Popen(
        [program.binary, "account", "show", "--url", "http://192.0.2.1"], stderr=subprocess.PIPE,
        env=program.environment | {"SCRIPTORIUM_TOKEN": "t"})
    assert b"unencrypted" in result.stderr.readline()
    result.kill()
    result.wait()
    result.stderr.close()


def test_the_doctor_looks_at_a_server(remote, program):
    text = remote.text("doctor")
    assert [line[:2] for line in text.splitlines()] == ["✓ "] * 3
    assert remote.json("doctor")["is_healthy"] is True
    anonymous = Place(program, *remote.options[:2])
    assert "✗ token" in anonymous.text("doctor", status=1)
    nobody = Place(program, "--url", "http://127.0.0.1:1")
    assert nobody.text("doctor", status=1).startswith("✗ server")


def test_the_network_stack_is_left_alone_without_a_url(program, database, tmp_path):
    trace = tmp_path / "trace"
    began = time.monotonic()
    assert program.run("--version").stdout.strip() == b"0.1.0"
    assert time.monotonic() - began < 1
    if subprocess.run(["which", "strace"], capture_output=True).returncode:
        return
    program.run("-f", "-o", trace, "-e", "trace=network", program.binary, "job", "list", "--database", database,
                binary="strace")
    assert "socket(" not in trace.read_text()
