"""HTTPS, with certificates made on the spot."""

import http.client
import json
import signal
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from process import eventually
from wire import new_key


def certificate(folder: Path, name: str, *options: str) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", paths[1], "-out", paths[0], "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
         *(options or ("-days", "2"))], check=True, capture_output=True)
    paths[1].chmod(0o600)
    return paths


def options(paths: tuple[Path, Path]) -> tuple[object, ...]:
    return "--tls-certificate", paths[0], "--tls-key", paths[1]


@pytest.fixture
def first(tmp_path):
    return certificate(tmp_path, "first")


def trusting(path: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(path))


def ask(server, context: ssl.SSLContext, method="GET", path="/health", body=None, headers={}):
    connection = http.client.HTTPSConnection(*server.client.address, timeout=10, context=context)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read()), connection.sock and connection.sock.version()
    finally:
        connection.close()


def test_calls_over_tls(serve, first):
    server = serve(*options(first))
    assert server.url.startswith("https://127.0.0.1:")
    context = trusting(first[0])
    status, account, _ = ask(server, context, "POST", "/accounts", b"{}" + b" " * 200_000, {
        "Idempotency-Key": new_key(), "Content-Type": "application/json"})
    assert status == 201
    token = {"Authorization": f"Bearer {account['bearer_token']}"}
    status, shown, _ = ask(server, context, path="/accounts/me", headers=token)
    assert (status, shown["user_id"]) == (200, account["user_id"])


def test_refusals_over_tls_end_the_connection(serve, first):
    server = serve(*options(first))
    with trusting(first[0]).wrap_socket(server.client.raw(), server_hostname="127.0.0.1") as connection:
        connection.settimeout(5)
        connection.sendall(b"POST /nowhere HTTP/1.1\r\nHost: test\r\nContent-Length: 3000000\r\n\r\n{")
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
        assert received.startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize("version, works", [
    (ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)])
def test_versions(serve, first, version, works):
    server = serve(*options(first))
    context = trusting(first[0])
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    if works:
        assert ask(server, context)[0] == 200
    else:
        with pytest.raises((ssl.SSLError, ConnectionResetError)):
            ask(server, context)


def test_plain_http_is_not_answered(serve, first):
    server = serve(*options(first))
    assert b"200" not in server.client.exchange(b"GET /health HTTP/1.1\r\nHost: test\r\n\r\n")[:20]
    assert ask(server, trusting(first[0]))[0] == 200


def test_silence_in_the_handshake_is_ended(serve, first, tmp_path):
    file = tmp_path / "config.json"
    file.write_text(json.dumps({"http": {"header_timeout_seconds": 1}}))
    server = serve(*options(first), "--config", file)
    with server.client.raw() as connection:
        connection.settimeout(5)
        assert connection.recv(1) == b""


def test_a_new_certificate_is_read_on_sighup(serve, first, tmp_path):
    server = serve(*options(first))
    second = certificate(tmp_path, "second")
    for old, new in zip(first, second):
        old.write_bytes(new.read_bytes())
    context = trusting(second[0])
    with pytest.raises(ssl.SSLError):
        ask(server, context)
    server.process.send_signal(signal.SIGHUP)
    eventually(lambda: "read again" in server.log, "the certificate was read again")
    assert ask(server, context)[0] == 200
    # A faulty one changes nothing.
    first[0].write_text("nothing")
    server.process.send_signal(signal.SIGHUP)
    eventually(lambda: "stays as it was" in server.log, "the fault was logged")
    assert ask(server, context)[0] == 200


def test_a_stop_over_tls(serve, first):
    server = serve(*options(first))
    assert ask(server, trusting(first[0]))[0] == 200
    assert server.stop() == 0


def faulty(case: str, folder: Path) -> tuple[tuple[object, ...], str]:
    good = certificate(folder, "good")
    other = certificate(folder, "other")
    if case == "no certificate":
        return options((folder / "missing.pem", good[1])), "missing.pem"
    if case == "no key":
        return options((good[0], folder / "missing.key")), "missing.key"
    if case == "mismatch":
        return options((good[0], other[1])), "does not belong"
    if case == "swapped":
        return options((good[1], good[0])), "no certificate in PEM"
    if case == "encrypted":
        subprocess.run(["openssl", "ec", "-aes256", "-passout", "pass:secret", "-in", good[1], "-out",
                        folder / "locked.key"], check=True, capture_output=True)
        return options((good[0], folder / "locked.key")), "without a passphrase"
    if case == "certificate alone":
        return ("--tls-certificate", good[0]), "only one of the two"
    return ("--tls-key", good[1]), "only one of the two"


@pytest.mark.parametrize("case", [
    "no certificate", "no key", "mismatch", "swapped", "encrypted", "certificate alone", "key alone"])
def test_faults_are_told_at_the_start(program, database, tmp_path, case):
    arguments, told = faulty(case, tmp_path)
    result = program.run("serve", "--database", database, "--port", "0", *arguments, stdin=b"")
    assert result.returncode == 2, result
    assert "CONFIGURATION_INVALID" in result.stderr.decode() and told in result.stderr.decode()


def test_a_key_that_others_can_read_is_warned_of(serve, first):
    first[1].chmod(0o644)
    server = serve(*options(first))
    assert "can be read by others" in server.log


def expire(paths: tuple[Path, Path], folder: Path):
    """Makes the certificate one of years ago; only `openssl ca` takes such dates."""
    request, settings, index = folder / "old.csr", folder / "ca.conf", folder / "index.txt"
    index.write_text("")
    settings.write_text(
        f"[ca]\ndefault_ca=own\n[own]\ndatabase={index}\nnew_certs_dir={folder}\nrand_serial=yes\n"
        "default_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n")
    subprocess.run(["openssl", "req", "-new", "-key", paths[1], "-subj", "/CN=old", "-out", request],
                   check=True, capture_output=True)
    subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-config", settings, "-keyfile", paths[1], "-in", request,
                    "-out", paths[0], "-notext", "-startdate", "20200101000000Z", "-enddate", "20200201000000Z"],
                   check=True, capture_output=True)


def test_an_expired_certificate_is_warned_of(serve, tmp_path):
    paths = certificate(tmp_path, "old")
    expire(paths, tmp_path)
    server = serve(*options(paths))
    assert "has expired" in server.log
