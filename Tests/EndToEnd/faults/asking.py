"""Asks servers that may be gone, again and again under the same key, until one of them has answered."""

import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from faults.cluster import Cluster, Node
from wire import Client, Headers, Reply

# A server that is held answers nobody; its clients give up after this.
PATIENCE_SECONDS = 1.5
# No call is asked for longer than this, faults or not.
ANSWER_SECONDS = 90
# Reasons that say that the call may be repeated.
PASSING = {"BUSY", "DATABASE_UNAVAILABLE", "OUTCOME_UNKNOWN", "SHUTTING_DOWN"}


class Surprise(Exception):
    """An answer that no fault excuses."""


class Caller:
    """Whoever holds a token; it asks any server."""

    def __init__(self, cluster: Cluster, chance: random.Random, token: str | None = None):
        self.cluster, self.chance = cluster, chance
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.asked = self.repeated = 0

    def client(self, node: Node, timeout: float = PATIENCE_SECONDS) -> Client:
        return Client(node.server.url, self.headers, timeout)

    def node(self) -> Node:
        """A server that has an address, be it up or not."""
        return self.chance.choice([node for node in self.cluster.nodes if hasattr(node.server, "url")])

    def ask(self, method: str, path: str, body: Any = None, key: str | None = None) -> Reply:
        """The first answer that is one: it is over with a status that no fault explains."""
        headers: Headers = {"Idempotency-Key": key} if key else {}
        return self.insist(lambda client: send(client, method, path, body, headers), f"{method} {path}")

    def insist(self, call: Callable[[Client], Reply], what: str) -> Reply:
        end = time.monotonic() + ANSWER_SECONDS
        self.asked += 1
        pause, last = 0.01, "nothing"
        while time.monotonic() < end:
            try:
                reply = call(self.client(self.node()))
                if not is_passing(reply):
                    return reply
                last = str(reply)
            except (OSError, http.client.HTTPException) as error:
                last = repr(error)
            self.repeated += 1
            # As long as nobody answers there is nothing to wait for but time.
            threading.Event().wait(pause)
            pause = min(2 * pause, 0.2)
        raise Surprise(f"{what} was not answered within {ANSWER_SECONDS} s; the last answer: {last}")

    def succeed(self, method: str, path: str, body: Any = None, key: str | None = None, status: int = 200) -> Reply:
        reply = self.ask(method, path, body, key)
        if reply.status != status:
            raise Surprise(f"{method} {path} was answered with {reply}")
        return reply


def send(client: Client, method: str, path: str, body: Any, headers: Headers) -> Reply:
    if method == "POST":
        return client.post(path, body, headers)
    return client.send(method, path, headers)


def is_passing(reply: Reply) -> bool:
    """Whether a refusal says of itself that the call may be sent again."""
    if reply.status < 500:
        return False
    try:
        return json.loads(reply.body).get("reason") in PASSING
    except (ValueError, AttributeError):
        return False
