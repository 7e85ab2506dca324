"""Migrations: bring a database to a revision, under a lock, before anything serves."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from portal.config import shared_dir
from portal.db import Database

LOCK_NUMBER = 711_007_014


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate this database up to a revision; two at once wait for each other."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Migrate this database down to a revision."""
    _run(url, lambda config: command.downgrade(config, revision))


def revisions(url: str) -> tuple[str, ...]:
    """Name the revisions this database has had, newest first, 'base' last; a database without tables has only that."""
    found: list[str] = []

    def look(config: Config) -> None:
        script = ScriptDirectory.from_config(config)
        current = MigrationContext.configure(config.attributes["connection"]).get_current_revision()
        found.extend(revision.revision for revision in script.iterate_revisions(current or "base", "base"))

    _run(url, look)
    return (*found, "base")


def newest() -> str:
    """Name the newest migration there is."""
    return str(_script().get_current_head())


def known(revision: str) -> bool:
    """Tell whether there is a migration with this number; 'head' and 'base' always are."""
    return revision in {script.revision for script in _script().walk_revisions()} | {"head", "base"}


def _script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(shared_dir("migrations")))
    return ScriptDirectory.from_config(config)


def _run(url: str, action: Callable[[Config], None]) -> None:
    database = Database(url, pool_size=2)
    config = Config()
    config.set_main_option("script_location", str(shared_dir("migrations")))
    try:
        with _lock(database), database.engine.connect() as connection:
            if database.is_sqlite:
                _follow_no_references(connection)
            config.attributes["connection"] = connection
            action(config)
            connection.commit()
    finally:
        database.close()


def _follow_no_references(connection: Connection) -> None:
    """Let SQLite take a table down to build it anew without taking along what refers to it (its own advice)."""
    cursor = connection.connection.cursor()  # below the engine, which would begin a transaction: in one this is ignored
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


@contextmanager
def _lock(database: Database) -> Iterator[None]:
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execute(
                text("SET lock_timeout = 0")
            )  # another migration may take long, and is worth waiting for
            connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": LOCK_NUMBER})
            yield
            connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": LOCK_NUMBER})
        return
    handle = os.open(f"{make_url(database.url).database}-migreren", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
