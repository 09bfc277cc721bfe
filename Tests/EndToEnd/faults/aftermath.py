"""What must hold once everything is at rest, asked of the servers, of the command line, of processes and of logs."""

import json
import random
from collections.abc import Iterator

from faults.asking import Surprise
from faults.campaign import Campaign
from faults.cluster import Cluster
from faults.invariants import Broken
from postgres import stored, text
from wire import Client

ANSWERS_REPEATED = 300
JOBS_COMPARED = 40
# Words that only a crash brings into a log.
CRASHES = ("Fatal error", "Program crashed", "*** Signal")


def answers(campaign: Campaign) -> Iterator[Broken]:
    """Calls that were made under faults have their first answer still."""
    chance = random.Random(campaign.seed)
    every = [(customer, answer) for customer in campaign.customers for answer in customer.promised.answers]
    for customer, answer in chance.sample(every, min(len(every), ANSWERS_REPEATED)):
        try:
            customer.repeat(answer)
        except Surprise as surprise:
            yield Broken("a repeated call has its first answer", str(surprise))


def servers_agree(campaign: Campaign) -> Iterator[Broken]:
    """Every server shows the same: jobs, tokens, money, and what happened."""
    chance = random.Random(campaign.seed)
    for customer in campaign.customers:
        clients = [customer.caller.client(node, 20) for node in campaign.cluster.nodes]
        paths = ["/accounts/me/balances", "/jobs?limit=200", "/accounts/me/tokens?limit=200"]
        jobs = customer.promised.jobs
        paths += [f"/jobs/{job.id}" for job in chance.sample(jobs, min(len(jobs), JOBS_COMPARED))]
        for path in paths:
            shown = {client.get(path).body for client in clients}
            if len(shown) > 1:
                yield Broken("all servers show the same", f"{path}: {shown}")
        for token in customer.promised.revoked:
            statuses = [Client(client.url).bearer(token).get("/accounts/me").status for client in clients]
            if set(statuses) != {401}:
                yield Broken("a revoked token is refused everywhere", f"answered with {statuses}")


def told(campaign: Campaign) -> Iterator[Broken]:
    """Who followed the events through all faults was told of each, once, in order, and as it is stored."""
    for trail in campaign.trails:
        organization = trail.customer.organization
        kept = [
            (number, kind, text(thread), path or None)
            for number, kind, thread, path in campaign.cluster.database.rows(
                "SELECT organization_sequence, kind, thread, path FROM events WHERE organization = %s ORDER BY 1",
                stored(organization))]
        heard = [(event.id, event.kind, event.data["job_id"], event.data.get("step")) for event in trail.told]
        if heard != kept:
            difference = next((pair for pair in zip(heard, kept) if pair[0] != pair[1]), (len(heard), len(kept)))
            yield Broken("a stream that is resumed tells of everything", f"{organization}: {difference}")


def books(cluster: Cluster) -> Iterator[Broken]:
    """The program's own look at its books, from the command line, beside the servers."""
    verified = cluster.command("ledger", "verify", "--json")
    if verified.returncode != 0 or not json.loads(verified.stdout)["is_sound"]:
        yield Broken("the ledger is sound", f"{verified}")
    for node in cluster.nodes:
        client = node.server.client.bearer(cluster.operator_token)
        balance = client.post("/v1/operations/ledger.trial_balance", {}).json()
        [line] = balance["currencies"]
        if not balance["is_balanced"] or (line["debits_pending"], line["credits_pending"]) != ("0", "0"):
            yield Broken("the trial balance is zero", f"{node.name}: {balance}")


def ends(campaign: Campaign) -> Iterator[Broken]:
    """Every process ended because it was told to or killed, and no log tells of a crash or of a secret."""
    cluster = campaign.cluster
    secrets = {cluster.database.password, cluster.key.read_text().strip(), cluster.operator_token}
    secrets |= {secret for customer in campaign.customers for secret in customer.promised.secrets}
    for node in cluster.nodes:
        for server in node.processes:
            process, status = server.process.pid, server.process.returncode
            if status != (-9 if process in node.killed else 0):
                yield Broken("no server ends by itself", f"{node.name} ended with {status}: {server.log[-2000:]}")
        log = node.log
        for word in CRASHES:
            if word in log:
                yield Broken("no server crashes", log[log.index(word) - 200:][:2000])
        for secret in secrets:
            if secret in log:
                yield Broken("no secret is logged", f"{node.name}: {log[max(0, log.index(secret) - 200):][:300]}")
    alive = cluster.database.value("SELECT COUNT(*) FROM workers WHERE lease_until > 0")
    if alive:
        yield Broken("who stops says so", f"{alive} workers are left")
