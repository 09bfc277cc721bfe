"""Connections to PostgreSQL are encrypted and its name is checked, when the address asks for that."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from errors import check_command_failed
from postgres import Database, private_server

KEY = "SCRIPTORIUM_SEALING_KEY_FILE"


def make_certificate(folder: Path, name: str) -> Path:
    """A certificate that vouches for itself and for the host of this name, beside its key."""
    folder.mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", "2", "-keyout", folder / "key",
         "-out", folder / "certificate"], check=True, capture_output=True)
    return folder / "certificate"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server", "localhost")


@pytest.fixture(scope="module")
def server(certificate):
    """A server that takes encrypted connections as well as others."""
    with private_server() as server:
        for source, target in ((certificate, "server.crt"), (certificate.with_name("key"), "server.key")):
            shutil.copy(source, server.data / target)
            (server.data / target).chmod(0o600)
            if server.identity:
                os.chown(server.data / target, server.identity["user"], server.identity["group"])
        server.stop()
        server.settings.append("ssl=on")
        assert server.start()
        yield server


@pytest.fixture
def encrypted(server):
    """A new database of that server."""
    database = Database(server)
    yield database
    database.drop()


def address(database: Database, host: str, mode: str, root: Path | None = None) -> str:
    url = database.address("program", sslmode=mode, **({"sslrootcert": root} if root else {}))
    return url.replace("@127.0.0.1:", f"@{host}:")


@pytest.mark.parametrize("mode", ["require", "verify-full"])
def test_every_connection_of_a_server_is_encrypted(program, encrypted, certificate, sealing_key, mode):
    url = address(encrypted, "localhost", mode, certificate if mode == "verify-full" else None)
    server = program.serve("--database", url, "--port", "0", environment={KEY: str(sealing_key)}).await_ready()
    token = server.client.create_account().json()["bearer_token"]
    assert server.client.bearer(token).get("/accounts/me").status == 200
    connections = encrypted.rows(
        "SELECT ssl, version FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'program'")
    # Writers, readers, and the one for signals.
    assert len(connections) >= 3 and all(ssl and version >= "TLSv1.2" for ssl, version in connections)
    assert server.stop() == 0
    found = program.run("doctor", "--database", url, environment={KEY: str(sealing_key)}).stdout.decode()
    assert f"✓ connection     {connections[0][1]}" in found


@pytest.mark.parametrize("host, root, fault", [
    ("127.0.0.1", "server", "does not match host name"),
    ("localhost", "stranger", "certificate verify failed"),
])
def test_a_server_that_cannot_prove_its_name_is_refused(
        program, encrypted, certificate, sealing_key, tmp_path, host, root, fault):
    trusted = certificate if root == "server" else make_certificate(tmp_path / root, "localhost")
    result = program.run(
        "serve", "--database", address(encrypted, host, "verify-full", trusted), "--port", "0",
        environment={KEY: str(sealing_key)})
    text = check_command_failed(result, 6, "DATABASE_UNAVAILABLE")
    assert fault in text and encrypted.password not in text


def test_encryption_that_is_asked_for_and_not_to_be_had(program, common, sealing_key):
    result = program.run(
        "serve", "--database", address(common, "127.0.0.1", "require"), "--port", "0",
        environment={KEY: str(sealing_key)})
    assert "does not support SSL" in check_command_failed(result, 6, "DATABASE_UNAVAILABLE")
