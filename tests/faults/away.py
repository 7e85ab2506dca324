"""A database that is away for a while: locked by somebody who does not let go, or gone with all its connections."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg
from sqlalchemy.engine import make_url

from portal.core.regelbron import Regelbron
from portal.db import Database
from tests.installatie import Installatie
from tests.postgres import DRIVER

PATIENCE = 0.2  # seconds, where people wait half a minute


def impatient(huis: Installatie, *, patience: float = PATIENCE) -> Installatie:
    """Give the same installation with databases that wait only shortly for a lock."""
    url = huis.services.database.url
    huis.services.database.close()
    huis.vault.database.close()
    database = Database(url, patience=patience)
    huis.services = replace(
        huis.services, database=database, regels=Regelbron(database, huis.services.regels.boek.basis)
    )
    huis.vault.database = Database(url, patience=patience)
    return huis


@contextmanager
def locked(huis: Installatie, table: str = "audit") -> Iterator[None]:
    """Let somebody else hold the write lock of SQLite, or a whole table of PostgreSQL; reading goes on."""
    database = huis.services.database
    if database.is_sqlite:
        connection = sqlite3.connect(
            str(make_url(database.url).database), isolation_level=None, check_same_thread=False
        )
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")
        connection.close()
        return
    with psycopg.connect(plain(database.url)) as other:
        other.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE".encode())
        yield
        other.rollback()


@contextmanager
def gone(huis: Installatie) -> Iterator[None]:
    """End every connection to PostgreSQL and let nobody in; a SQLite file is moved away."""
    url = make_url(huis.services.database.url)
    assert not huis.services.database.is_sqlite
    with psycopg.connect(plain(url.set(database="postgres").render_as_string(hide_password=False))) as other:
        other.autocommit = True
        other.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS false'.encode())
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [url.database])
        try:
            yield
        finally:
            other.execute(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS true'.encode())


@contextmanager
def away(huis: Installatie) -> Iterator[None]:
    """Take the database away in the way its engine knows."""
    with locked(huis) if huis.services.database.is_sqlite else gone(huis):
        yield


def plain(url: str) -> str:
    """Give the URL as psycopg reads it."""
    return url.replace(f"{DRIVER}:", "postgresql:", 1)
