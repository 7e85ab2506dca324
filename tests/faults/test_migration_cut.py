"""Migrations that are killed at one of their steps leave the tables of one of them, whole, and are run again."""

from sqlalchemy import inspect

from portal.db import Base, Database
from portal.migreren import downgrade, revisions, upgrade
from tests.faults.steps import MANY, forked, watch_everything

EVERY = 9  # of the steps is tried: each is the same transaction


def test_a_migration_that_is_killed_at_any_step_is_whole_or_not_there_and_can_be_run_again(
    empty_database_url: str,
) -> None:
    full = set(Base.metadata.tables)
    upgrade(empty_database_url)
    stages = [full]
    for revision in revisions(empty_database_url)[1:]:
        downgrade(empty_database_url, revision)
        stages.append(tables(empty_database_url))
    for move, want in (
        (lambda: upgrade(empty_database_url), full),
        (lambda: downgrade(empty_database_url, "base"), set[str]()),
    ):
        places = []
        for fatal in range(1, MANY, EVERY):
            outcome = forked(watch_everything, move, fatal=fatal)
            if not outcome.killed:
                break
            places.append(outcome.killed_at)
            assert tables(empty_database_url) in stages, outcome
        assert (len(places) > 3, tables(empty_database_url)) == (True, want), places
    upgrade(empty_database_url)
    assert (tables(empty_database_url), len(revisions(empty_database_url)) > 1) == (full, True)


def tables(url: str) -> set[str]:
    database = Database(url)
    found = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    database.close()
    return found
