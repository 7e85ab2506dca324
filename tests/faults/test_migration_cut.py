"""A migration that is killed at one of its steps leaves the old or the new tables, and is run again."""

from sqlalchemy import inspect

from portal.db import Base, Database
from portal.migreren import downgrade, revisions, upgrade
from tests.faults.steps import MANY, forked, watch_everything

EVERY = 9  # of the steps is tried: each is the same transaction


def test_a_migration_that_is_killed_at_any_step_is_whole_or_not_there_and_can_be_run_again(
    empty_database_url: str,
) -> None:
    empty, full = set[str](), set(Base.metadata.tables)
    for move, was, want in (
        (lambda: upgrade(empty_database_url), empty, full),
        (lambda: downgrade(empty_database_url, "base"), full, empty),
    ):
        places = []
        for fatal in range(1, MANY, EVERY):
            outcome = forked(watch_everything, move, fatal=fatal)
            if not outcome.killed:
                break
            places.append(outcome.killed_at)
            assert tables(empty_database_url) in (was, want), outcome
        assert (len(places) > 3, tables(empty_database_url)) == (True, want), places
    upgrade(empty_database_url)
    assert (tables(empty_database_url), len(revisions(empty_database_url)) > 1) == (full, True)


def tables(url: str) -> set[str]:
    database = Database(url)
    found = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    database.close()
    return found
