"""Whether a step was in flight in what a fault hit, which alone makes the fault count.

Two witnesses are asked. The stand-in for `pdftotext` is a process that a server runs: it is there or it is not. The
journal has an event when a wait or a call that must not be repeated begins, and another when it is over; the thread
names its worker, and the worker its process. A step counts when it was under way before the fault and its end, if it
had one, was stored after it.
"""

from dataclasses import dataclass

from faults.cluster import Cluster, Node
from faults.reader import Call
from postgres import text

# The latest event of each step of a thread that a living worker carries on.
BEGUN = """
    SELECT t.id, latest.path, latest.sequence, w.name, latest.kind
    FROM threads t JOIN workers w ON w.id = t.worker
    CROSS JOIN LATERAL (
        SELECT DISTINCT ON (e.path) e.path, e.sequence, e.kind FROM events e
        WHERE e.thread = t.id AND e.path <> '' ORDER BY e.path, e.sequence DESC
    ) latest
    WHERE t.finished_at IS NULL AND t.state = 'RUNNING' AND latest.kind IN ('step.waiting', 'step.intended')
"""
NEXT = """
    SELECT MIN(at) FROM events WHERE thread = %s AND sequence > %s AND (path = %s OR path = '')
"""


@dataclass(frozen=True)
class Begun:
    """A step that the journal says has begun."""

    thread: bytes
    path: str
    sequence: int
    process: int

    def __str__(self) -> str:
        return f"{text(self.thread)}/{self.path}"


@dataclass
class Sight:
    """What was in flight when it was looked."""

    at: int
    steps: list[Begun]
    calls: list[Call]

    def __bool__(self) -> bool:
        return bool(self.steps or self.calls)


class Flight:
    """Looks for steps in flight."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster

    def sight(self, nodes: list[Node]) -> Sight:
        """The steps in flight in these servers."""
        processes = {node.process for node in nodes}
        database = self.cluster.database
        steps = [
            Begun(bytes(thread), path, sequence, process_of(name))
            for thread, path, sequence, name, _ in database.rows(BEGUN)]
        calls = [call for process in processes for call in self.cluster.reader.running(process)]
        return Sight(database.now(), [step for step in steps if step.process in processes], calls)

    def confirmed(self, sight: Sight, at: int) -> Sight:
        """Those of them that were in flight still at a time, by the database's clock, which is this machine's."""
        steps = []
        for step in sight.steps:
            following = self.cluster.database.value(NEXT, step.thread, step.sequence, step.path)
            if following is None or following >= at:
                steps.append(step)
        calls = [call for call in sight.calls if call.ended_at is None or call.ended_at >= at]
        return Sight(at, steps, calls)


def process_of(worker: str) -> int:
    """The process in a worker's name, `pid 4711 on host`."""
    return int(worker.split()[1])
