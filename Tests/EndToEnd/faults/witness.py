"""Notes, inside the database, which server stored each step of each thread: a fence is only as good as what it keeps out.

The trigger is the tests' own. Within one epoch a thread is carried on by one server; anybody may cancel it.
"""

from collections.abc import Iterator

from faults.invariants import Broken
from postgres import Database

INSTALL = """
    CREATE TABLE witness (thread BYTEA, epoch BIGINT, sequence BIGINT, server TEXT);
    CREATE FUNCTION bear_witness() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO witness VALUES (NEW.id, NEW.epoch, NEW.sequence, current_setting('application_name'));
        RETURN NULL;
    END $$;
    CREATE TRIGGER witness AFTER UPDATE ON threads FOR EACH ROW
    WHEN (NEW.sequence <> OLD.sequence AND NEW.state <> 'CANCELLED') EXECUTE FUNCTION bear_witness();
    """


def install(database: Database):
    with database.connect() as connection:
        connection.execute(INSTALL)


def fenced(database: Database) -> Iterator[Broken]:
    """A server that lost a thread stored nothing of it any more."""
    for thread, epoch, servers in database.rows(
        """
        SELECT thread, epoch, string_agg(DISTINCT server, ' and ') FROM witness
        GROUP BY thread, epoch HAVING COUNT(DISTINCT server) > 1
        """):
        yield Broken("who lost a thread stores nothing of it", f"epoch {epoch} was carried on by {servers}", thread)


def takeovers(database: Database) -> int:
    """How many threads were carried on by more than one server, one after the other."""
    return database.value(
        "SELECT COUNT(*) FROM (SELECT FROM witness GROUP BY thread HAVING COUNT(DISTINCT server) > 1) moved")
