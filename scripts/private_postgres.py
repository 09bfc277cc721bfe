#!/usr/bin/env python3
"""Starts a PostgreSQL server of its own on a free loopback port, prints its address, and stops it when its input ends.

usage: scripts/private_postgres.py [-c NAME=VALUE]...

The data lie in a temporary folder and are gone afterwards. As root the server runs as the user `postgres` or `nobody`,
since PostgreSQL refuses root. Settings are PostgreSQL's own, such as `-c fsync=off`.
"""
import glob
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time


def binaries() -> str:
    """The folder of the newest installed server."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=lambda path: int(path.split("/")[4]))
    if found:
        return os.path.dirname(found[-1])
    if server := shutil.which("postgres"):
        return os.path.dirname(os.path.realpath(server))
    raise SystemExit("private_postgres: no PostgreSQL server is installed: apt install postgresql-15")


def unprivileged() -> dict:
    """How subprocesses are run, so that they are nobody's superuser."""
    if os.getuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("private_postgres: run as another user than root")


class PrivatePostgres:
    """A server of one's own; `address` names its database."""

    def __init__(self, settings: list[str] = ()):
        self.settings = list(settings)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="scriptorium-postgres-"))
        self.identity = unprivileged()
        if self.identity:
            os.chown(self.folder, self.identity["user"], self.identity["group"])
        self.data = self.folder / "data"
        self.process = None
        try:
            self.run("initdb", "-D", self.data, "-U", "scriptorium", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                     "--no-sync")
            self.start_on_free_port()
            self.run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "scriptorium", "scriptorium")
        except BaseException:
            self.remove()
            raise

    @property
    def address(self) -> str:
        return f"postgres://scriptorium@127.0.0.1:{self.port}/scriptorium"

    def run(self, program: str, *arguments) -> None:
        done = subprocess.run([os.path.join(binaries(), program), *map(str, arguments)], cwd="/", text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **self.identity)
        if done.returncode != 0:
            raise SystemExit(f"private_postgres: {program} failed: {done.stdout.strip()}")

    def start_on_free_port(self) -> None:
        for _ in range(5):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            if self.start():
                return
        raise SystemExit("private_postgres: the server does not start: " + (self.folder / "log").read_text()[-2000:])

    def start(self) -> bool:
        """Starts the server on its port; whether it takes connections."""
        options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", "max_connections=200",
                   *self.settings]
        # Whoever is killed before it can stop the server takes it along.
        command = ["setpriv", "--pdeathsig", "QUIT", os.path.join(binaries(), "postgres"), "-D", self.data, "-p",
                   str(self.port)]
        for option in options:
            command += ["-c", option]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                            start_new_session=True, **self.identity)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            ready = subprocess.run([os.path.join(binaries(), "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)])
            if ready.returncode == 0:
                return True
            time.sleep(0.05)
        self.stop()
        return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Ends the server: SIGINT ends sessions first, SIGQUIT ends at once and recovers at the next start."""
        if self.process is None:
            return
        self.process.send_signal(how)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(30)
        self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main() -> None:
    settings = [value for flag, value in zip(sys.argv[1::2], sys.argv[2::2]) if flag == "-c"]
    if len(settings) * 2 != len(sys.argv) - 1:
        raise SystemExit(__doc__)
    for end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(end, lambda *_: sys.exit(0))
    server = PrivatePostgres(settings)
    try:
        print(server.address, flush=True)
        sys.stdin.read()
    finally:
        server.remove()


if __name__ == "__main__":
    main()
