"""What a campaign did, for people."""

import os

from faults.campaign import SHARES, Campaign
from faults.cluster import LEASE_SECONDS
from faults.witness import takeovers


def report(campaign: Campaign) -> str:
    """A table of the faults, and the work that was done meanwhile."""
    tally = campaign.tally
    lines = [f"{'fault':10}{'with a step in flight':>24}{'seen outside':>15}{'missed':>9}"]
    for kind in SHARES:
        lines.append(f"{kind:10}{tally.counted[kind]:24}{tally.witnessed[kind]:15}{tally.missed[kind]:9}")
    callers = [customer.caller for customer in campaign.customers]
    lines += [
        f"{sum(tally.counted.values())} faults in {tally.seconds:.0f} s, seed {campaign.seed}",
        f"{len(campaign.jobs)} jobs, {sum(caller.asked for caller in callers)} calls, "
        f"{sum(caller.repeated for caller in callers)} of them repeated",
        f"{sum(trail.latest for trail in campaign.trails)} events over "
        f"{sum(trail.connections for trail in campaign.trails)} connections",
        f"{campaign.faults.cut_commits} connections were cut off while they committed, "
        f"{campaign.faults.held_transactions} servers held within a transaction",
        f"{in_doubt(campaign)} jobs ended in doubt",
        f"{takeovers(campaign.cluster.database)} jobs were carried on by one server after another",
        f"at rest after {tally.settling_seconds:.1f} s",
        f"{len(campaign.cluster.nodes)} servers, a lease of {LEASE_SECONDS} s, PostgreSQL "
        f"{campaign.cluster.database.value('SHOW server_version').split()[0]} with its own settings, "
        f"{os.cpu_count()} processors",
    ]
    return "\n".join(lines)


def in_doubt(campaign: Campaign) -> int:
    """Jobs with a step that must not be repeated, of which nobody knows whether it was done."""
    return campaign.cluster.database.value(
        "SELECT COUNT(*) FROM threads WHERE convert_from(failure, 'UTF8') LIKE '%STEP_IN_DOUBT%'")
