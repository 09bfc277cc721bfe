"""The faults that are done to servers and to their database."""

import contextlib
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from faults.cluster import LEASE_SECONDS, Cluster, Node
from faults.flight import Flight, Sight

# Rows that many jobs need, by table and key.
HOT = {"ledger_accounts": "id", "event_counters": "organization", "workers": "id", "ledger_shards": "account"}
LOCK_SECONDS = 3
# How long a commit or a transaction is waited for that can be hit.
AIM_SECONDS = 0.4


@dataclass
class Hit:
    """A fault that was done: to whom, when by the database's clock, and what was in flight then."""

    kind: str
    target: str
    at: int
    seen: Sight
    # What has to be done afterwards, and when by the monotonic clock.
    healing: list[tuple[float, Callable[[], None]]] = field(default_factory=list)


class Faults:
    """Does faults to a cluster; what is drawn comes from `chance`."""

    def __init__(self, cluster: Cluster, chance: random.Random):
        self.cluster, self.chance = cluster, chance
        self.database, self.flight = cluster.database, Flight(cluster)
        # Connections that were ended while they committed.
        self.cut_commits = 0
        # Servers that were held with a transaction open.
        self.held_transactions = 0
        self.kinds = {
            "kill": self.kill, "hold": self.hold, "cut": self.cut, "restart": self.restart, "crowd": self.crowd,
            "lock": self.lock}

    def do(self, kind: str) -> Hit | None:
        """Does a fault where a step is in flight; none when there is no such place now."""
        return self.kinds[kind]()

    # MARK: Where

    def server(self) -> tuple[Node, Sight] | None:
        """A server that runs and has a step in flight; of the servers one is always left alone."""
        nodes = self.cluster.up
        if len(nodes) < min(2, len(self.cluster.nodes)):
            return None
        self.chance.shuffle(nodes)
        for node in nodes:
            if sight := self.flight.sight([node]):
                return node, sight
        return None

    def moment(self):
        """The moment of a fault is drawn; this is no wait for anything."""
        time.sleep(self.chance.uniform(0, 0.03))

    def later(self, least: float, most: float) -> float:
        return time.monotonic() + self.chance.uniform(least, most) * LEASE_SECONDS

    # MARK: Servers

    def kill(self) -> Hit | None:
        """SIGKILL; started again before or after its lease has run out."""
        if (found := self.server()) is None:
            return None
        node, sight = found
        self.moment()
        at = self.database.now()
        node.kill()
        return Hit("kill", node.name, at, sight, [(self.later(0.05, 1.6), node.start)])

    def hold(self) -> Hit | None:
        """SIGSTOP for longer than its lease, then SIGCONT: in the middle of a transaction if that is to be had, so that
        what it has decided is sent when others have taken over."""
        if (found := self.server()) is None:
            return None
        node, sight = found
        self.moment()
        at = self.database.now()
        end = time.monotonic() + AIM_SECONDS
        node.hold()
        while not (is_caught := self.is_in_transaction(node)) and time.monotonic() < end:
            node.let_go()
            at = self.database.now()
            node.hold()
        self.held_transactions += is_caught
        return Hit("hold", node.name, at, sight, [(self.later(1.15, 1.8), node.let_go)])

    def is_in_transaction(self, node: Node) -> bool:
        """Whether the database waits for what the server will send next within a transaction that writes."""
        return self.database.value(
            """
            SELECT COUNT(*) FROM pg_stat_activity
            WHERE application_name = %s AND state = 'idle in transaction' AND backend_xid IS NOT NULL
            """, node.name) > 0

    # MARK: Connections

    def cut(self) -> Hit | None:
        """The connections of one server, or of all, are ended by PostgreSQL."""
        nodes = self.cluster.up
        if self.chance.random() < 0.7:
            nodes = self.chance.sample(nodes, min(1, len(nodes)))
        sight = self.flight.sight(nodes)
        if not sight:
            return None
        self.moment()
        at = self.database.now()
        self.cut_commits += self.cut_commit(nodes)
        self.end_connections(nodes)
        return Hit("cut", names(nodes), at, sight)

    def cut_commit(self, nodes: list[Node]) -> int:
        """Ends a connection that is committing, if there is one soon: the commit is done, and its answer is lost."""
        end = time.monotonic() + AIM_SECONDS
        while time.monotonic() < end:
            if count := self.end_connections(nodes, "AND state = 'active' AND query = 'COMMIT'"):
                return count
        return 0

    def end_connections(self, nodes: list[Node], condition: str = "") -> int:
        statement = f"""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ANY (%s) {condition}"""
        return len(self.database.rows(statement, [node.name for node in nodes]))

    def crowd(self) -> Hit | None:
        """Others take every connection that PostgreSQL has, and those of one server too."""
        if (found := self.server()) is None:
            return None
        node, sight = found
        with contextlib.ExitStack() as crowd:
            self.fill(crowd)
            self.moment()
            at = self.database.now()
            self.end_connections([node])
            end = time.monotonic() + self.chance.uniform(0.3, 1.5)
            while time.monotonic() < end:
                # A place that the server left is taken, unless it was quicker: then the next one is.
                if self.fill(crowd) == 0:
                    time.sleep(0.02)
        return Hit("crowd", node.name, at, sight)

    def fill(self, crowd: contextlib.ExitStack) -> int:
        """Takes connections until there are no more; how many."""
        count = 0
        while True:
            try:
                crowd.enter_context(contextlib.closing(self.database.connect()))
            except psycopg.OperationalError as error:
                if "too many clients" not in str(error) and "remaining connection slots" not in str(error):
                    raise
                return count
            count += 1

    # MARK: The database

    def restart(self) -> Hit | None:
        """PostgreSQL is stopped, in order or at once, and started again."""
        sight = self.flight.sight(self.cluster.up)
        if not sight:
            return None
        self.moment()
        how = self.chance.choice([signal.SIGINT, signal.SIGQUIT])
        at = self.database.now()
        self.database.close()
        self.database.server.stop(how)
        time.sleep(self.chance.choice([0, self.chance.uniform(0, 1.5)]))  # how long it is away is drawn
        assert self.database.server.start(), "PostgreSQL does not start again"
        return Hit("restart", how.name, at, sight)

    def lock(self) -> Hit | None:
        """Somebody leaves a transaction open that has locked the rows of steps in flight, or those that all need."""
        sight = self.flight.sight(self.cluster.up)
        if not sight.steps:
            return None
        table = self.chance.choice(list(HOT))
        seconds = self.chance.uniform(0.3, 2.5)
        try:
            with self.database.connect(autocommit=False) as holder:
                holder.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
                at = self.database.now()
                threads = [step.thread for step in sight.steps]
                holder.execute("SELECT id FROM threads WHERE id = ANY (%s) ORDER BY id FOR UPDATE", [threads])
                holder.execute(f"SELECT {HOT[table]} FROM {table} ORDER BY {HOT[table]} FOR UPDATE")
                time.sleep(seconds)  # how long the rows are held is drawn
                holder.rollback()
        except (psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
            # Servers held them first; nothing was kept from anybody.
            return None
        return Hit("lock", table, at, sight)


def names(nodes: list[Node]) -> str:
    return " ".join(node.name for node in nodes)
