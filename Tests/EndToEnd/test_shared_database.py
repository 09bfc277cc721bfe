"""Three servers share one database while servers and database fail, and every promise is kept."""

from collections import Counter
from collections.abc import Iterable

import pytest
import torture
from faults import aftermath, invariants, witness
from faults.campaign import SHARES, Campaign
from faults.cluster import Cluster
from faults.invariants import Broken
from faults.planted import PLANTED
from faults.report import report
from postgres import Database, private_server
from process import Program

SEED = torture.seed(20_261_122)
FAULTS = torture.amount(20 if torture.ROUND == 0 else 300)
EACH_MIN = 20 if FAULTS >= 300 else 1
SERVERS = 3
# Few, so that all can be taken: those of the servers, and some for the tests.
CONNECTIONS = 48
BROKEN_SHOWN = 5


@pytest.fixture(scope="module")
def campaign(binary, tmp_path_factory):
    """A campaign that is over: its servers run, and nothing happens any more."""
    folder = tmp_path_factory.mktemp("campaign")
    with private_server(f"max_connections={CONNECTIONS}") as server:
        cluster = Cluster(Program(binary, folder), Database(server), folder, SERVERS)
        try:
            campaign = Campaign(cluster.start(), SEED)
            campaign.run(FAULTS)
            torture.tell(report(campaign))
            yield campaign
        finally:
            cluster.end()


@pytest.fixture
def holds(campaign):
    """Fails when anything was found broken; names the job, the invariant, and all that happened to that job."""

    def check(found: Iterable[Broken]):
        every = list(found)
        shown = "\n".join(broken.describe(campaign.cluster.database) for broken in every[:BROKEN_SHOWN])
        kinds = dict(Counter(broken.invariant for broken in every))
        assert not every, f"seed {SEED}: {len(every)} violations {kinds}; the first:\n{shown}"

    return check


def test_each_kind_of_fault_met_a_step_in_flight(campaign):
    assert sum(campaign.tally.counted.values()) >= FAULTS
    assert min(campaign.tally.counted[kind] for kind in SHARES) >= EACH_MIN, campaign.tally


def test_repeated_calls_have_their_first_answer(campaign, holds):
    holds(aftermath.answers(campaign))


def test_the_tables_keep_every_promise(campaign, holds):
    holds(invariants.broken(campaign.cluster.database, campaign.customers, campaign.cluster.reader.calls))


def test_who_lost_a_thread_stores_nothing_of_it(campaign, holds):
    database = campaign.cluster.database
    assert witness.takeovers(database) > 0
    holds(witness.fenced(database))
    with database.undone("INSERT INTO witness SELECT thread, epoch, 1000, 'another' FROM witness LIMIT 1"):
        assert len(list(witness.fenced(database))) == 1


def test_what_is_broken_by_hand_is_found(campaign):
    database = campaign.cluster.database
    for name, (invariant, statement) in PLANTED.items():
        with database.undone(statement):
            found = list(invariants.broken(database, campaign.customers, campaign.cluster.reader.calls))
            assert invariant in {broken.invariant for broken in found}, name
            assert invariant in "".join(broken.describe(database) for broken in found), name


def test_a_second_call_of_what_must_not_be_repeated_is_found(campaign):
    calls = campaign.cluster.reader.calls
    if not calls:
        pytest.skip("no process can have files of its own here, so nothing outside bears witness")
    second = next(call for call in calls if call.mark.endswith("/second"))
    found = invariants.effects(campaign.cluster.database, campaign.customers, [*calls, second])
    assert [broken.invariant for broken in found] == ["what must not be done twice is not"]


def test_streams_that_were_cut_off_told_of_everything(campaign, holds):
    holds(aftermath.told(campaign))


def test_all_servers_show_the_same(campaign, holds):
    holds(aftermath.servers_agree(campaign))


def test_the_books_are_sound(campaign, holds):
    holds(aftermath.books(campaign.cluster))


def test_servers_end_when_they_are_told_to_and_keep_secrets(campaign, holds):
    campaign.cluster.stop()
    holds(aftermath.ends(campaign))
