"""Follows an account's events through all faults: cut off or given up, it goes on elsewhere where it was."""

import contextlib
import http.client
import random
import threading

from faults.asking import Caller
from faults.customers import Customer
from jobs import Event, Follower

# A held server says nothing at all; one that has nothing to tell is left as well.
SILENCE_SECONDS = 2


class Trail(threading.Thread):
    """Everything that one customer was ever told by `GET /jobs/stream`, in order."""

    def __init__(self, customer: Customer, seed: str):
        super().__init__(daemon=True)
        self.customer = customer
        self.chance = random.Random(seed)
        self.caller = Caller(customer.cluster, self.chance, customer.token)
        self.told: list[Event] = []
        self.connections = 0
        self.fault: str | None = None
        self.stopping = threading.Event()

    @property
    def latest(self) -> int:
        return self.told[-1].id if self.told else 0

    def run(self):
        while not self.stopping.is_set() and self.fault is None:
            # A server that is gone, held or stopping: another one is asked, from the last event on.
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError, AssertionError):
                self.follow()
            self.stopping.wait(0.05)

    def follow(self):
        client = self.caller.client(self.caller.node(), SILENCE_SECONDS)
        with Follower(client, last=self.latest) as stream:
            self.connections += 1
            for _ in range(self.chance.randrange(5, 60)):
                event = stream.next()
                if event is None or event.name != "job":
                    return
                if event.id != self.latest + 1:
                    self.fault = f"after event {self.latest} came {event}"
                    return
                self.told.append(event)
