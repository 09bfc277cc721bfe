"""Three servers share one database while servers and database fail, and every promise is kept."""

from collections import Counter

import pytest
import torture
from faults.campaign import SHARES, Campaign
from faults.cluster import Cluster
from faults.invariants import broken
from faults.report import report
from postgres import Database, private_server

SEED = torture.seed(20_261_122)
FAULTS = torture.amount(18 if torture.ROUND == 0 else 300)
EACH_MIN = 20 if FAULTS >= 300 else 1
SERVERS = 3
# Few, so that they can all be taken; two servers' and some of the tests' own.
CONNECTIONS = 48
BROKEN_SHOWN = 5


@pytest.fixture
def cluster(program, tmp_path):
    with private_server(f"max_connections={CONNECTIONS}") as server:
        cluster = Cluster(program, Database(server), tmp_path, SERVERS)
        try:
            yield cluster.start()
        finally:
            cluster.end()


def test_every_promise_outlives_the_faults(cluster):
    campaign = Campaign(cluster, SEED)
    campaign.run(FAULTS)
    found = list(broken(cluster.database, campaign.customers, cluster.reader.calls))
    shown = "\n".join(each.describe(cluster.database) for each in found[:BROKEN_SHOWN])
    kinds = Counter(each.invariant for each in found)
    assert not found, f"seed {SEED}: {len(found)} violations {dict(kinds)}; the first:\n{shown}"
    assert min(campaign.tally.counted[kind] for kind in SHARES) >= EACH_MIN, campaign.tally
    print(report(campaign))
