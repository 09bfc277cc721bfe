"""PostgreSQL for benchmarks: a private server, and new databases of it."""

import contextlib
import os
import sys

from common import ROOT

sys.path.insert(0, os.path.join(ROOT, "scripts"))
from private_postgres import PrivatePostgres  # noqa: E402


class Databases:
    """New databases of one server."""

    def __init__(self, server: PrivatePostgres):
        self.server = server
        self.count = 0

    @contextlib.contextmanager
    def new(self):
        self.count += 1
        name = f"benchmark_{self.count}"
        where = ("-h", "127.0.0.1", "-p", str(self.server.port), "-U", "scriptorium")
        self.server.run("createdb", *where, name)
        try:
            yield self.server.address.rsplit("/", 1)[0] + "/" + name
        finally:
            self.server.run("dropdb", "-f", *where, name)
