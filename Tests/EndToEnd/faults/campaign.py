"""A campaign: load, faults one after the other as a seed has drawn them, and then peace, in which all must come to rest."""

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from faults import witness
from faults.cluster import Cluster
from faults.customers import Accepted, Customer
from faults.invariants import history
from faults.kinds import Faults, Hit
from faults.trails import Trail
from process import eventually

# Of a hundred faults.
SHARES = {"kill": 24, "hold": 20, "cut": 20, "restart": 14, "crowd": 10, "lock": 12}
# A step is in flight nearly always; one that is not within this time never will be.
CHANCE_SECONDS = 45
REST_SECONDS = 90


def schedule(chance: random.Random, count: int) -> list[str]:
    """So many faults in an order that is drawn; each kind has its share, and one at least."""
    kinds = [kind for kind, share in SHARES.items() for _ in range(max(1, share * count // 100))]
    # What was lost by rounding, which is less than one of each.
    kinds += list(SHARES)[: max(0, count - len(kinds))]
    chance.shuffle(kinds)
    return kinds


@dataclass
class Tally:
    """What was done."""

    # By kind: faults with a step in flight, those of them that a process outside of the database bears witness to, and
    # those that hit nothing and do not count.
    counted: Counter[str] = field(default_factory=Counter)
    witnessed: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    settling_seconds: float = 0


class Campaign:
    """Load and faults on a cluster that has been started."""

    def __init__(self, cluster: Cluster, seed: int, customers: int = 6):
        self.cluster, self.seed = cluster, seed
        witness.install(cluster.database)
        self.chance = random.Random(f"{seed} faults")
        self.faults = Faults(cluster, self.chance)
        self.tally = Tally()
        self.healing: list[tuple[float, Callable[[], None]]] = []
        self.customers = [
            Customer(cluster, cluster.operator_token, f"{seed} customer {number}") for number in range(customers)
        ]
        self.trails = [Trail(customer, f"{seed} trail {number}") for number, customer in enumerate(self.customers)]

    def run(self, count: int):
        begun = time.monotonic()
        for thread in [*self.customers, *self.trails]:
            thread.start()
        for kind in schedule(self.chance, count):
            self.do(kind)
        self.heal(everything=True)
        faults_over = time.monotonic()
        self.come_to_rest()
        self.tally.seconds = faults_over - begun
        self.tally.settling_seconds = time.monotonic() - faults_over

    # MARK: Faults

    def do(self, kind: str):
        """Does one fault of a kind that counts."""
        end = time.monotonic() + CHANCE_SECONDS
        while True:
            self.check()
            assert time.monotonic() < end, f"no step was in flight for the fault {kind} within {CHANCE_SECONDS} s"
            self.heal()
            hit = self.faults.do(kind)
            if hit is None:
                time.sleep(0.02)
                continue
            self.healing += hit.healing
            if self.counts(hit):
                return

    def counts(self, hit: Hit) -> bool:
        confirmed = self.faults.flight.confirmed(hit.seen, hit.at)
        self.tally.counted[hit.kind] += bool(confirmed)
        self.tally.missed[hit.kind] += not confirmed
        self.tally.witnessed[hit.kind] += bool(confirmed.calls)
        return bool(confirmed)

    def heal(self, everything: bool = False):
        """Starts and lets go of what is due."""
        for due in sorted(self.healing, key=lambda each: each[0]):
            if everything or time.monotonic() >= due[0]:
                self.healing.remove(due)
                due[1]()

    @property
    def jobs(self) -> list[Accepted]:
        return [job for customer in self.customers for job in customer.promised.jobs]

    def check(self):
        """Stops at the first thing that no fault excuses."""
        for node in self.cluster.nodes:
            if node.is_up and not node.server.is_running:
                raise AssertionError(f"{node.name} ended by itself with {node.server.wait()}:\n{node.server.log[-4000:]}")
        for customer in self.customers:
            if customer.surprise is not None:
                raise AssertionError(f"seed {self.seed}: {customer.surprise}") from customer.surprise
        for trail in self.trails:
            assert trail.fault is None, f"seed {self.seed}: a stream that was resumed: {trail.fault}"

    # MARK: Peace

    def come_to_rest(self):
        """No further faults and no further load: everything that was accepted ends, and everybody is told."""
        for customer in self.customers:
            customer.stopping.set()
        for customer in self.customers:
            customer.join(timeout=REST_SECONDS)
            assert not customer.is_alive(), "a call was not answered in peace"
        # Whatever was drawn before, there is one of each now; and everything works as if nothing had been.
        self.customers[0].begin_each()
        self.check()
        self.await_ends()
        for customer in self.customers:
            customer.look_at_all()
        for trail in self.trails:
            self.await_trail(trail)
        for trail in self.trails:
            trail.join(timeout=REST_SECONDS)
            assert not trail.is_alive(), "a stream is followed for ever"

    def await_ends(self):
        database = self.cluster.database
        end = time.monotonic() + REST_SECONDS
        while stuck := database.rows("SELECT id, worker, wake_at FROM threads WHERE finished_at IS NULL LIMIT 5"):
            self.check()
            if time.monotonic() > end:
                told = "\n".join(f"  {worker} {wake_at} {history(database, id)}" for id, worker, wake_at in stuck)
                raise AssertionError(f"seed {self.seed}: jobs are not over after {REST_SECONDS} s:\n{told}")
            time.sleep(0.02)

    def goes_on(self) -> bool:
        self.check()
        return True

    def await_trail(self, trail: Trail):
        latest = self.cluster.database.value(
            "SELECT COALESCE(MAX(latest), 0) FROM event_counters WHERE encode(organization, 'hex') = %s",
            trail.customer.organization.replace("-", ""))
        eventually(
            lambda: self.goes_on() and trail.latest >= latest, f"a stream tells of all {latest} events", REST_SECONDS)
        trail.stopping.set()
