"""Loading: the rows of seeded berichten into a database with the same keys, chained by the vault as they come."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Column, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import make_url

from benchmarks.installation import Place
from benchmarks.notebook import Rows
from benchmarks.seeder import read
from benchmarks.workshop import Shard
from portal.db import Base
from portal.vault.door import Vault


def load(place: Place, shards: Iterable[Path]) -> list[UUID]:
    """Bring shards into an installation that does not run, number their audit lines, and return the berichten."""
    ids: list[UUID] = []
    vault = Vault(place.settings)
    url = make_url(place.settings.database_url)
    for path in shards:
        shard = read(path)
        if url.get_backend_name() == "sqlite":
            _into_sqlite(str(url.database), shard.rows)
        else:
            _into_postgresql(url.set(drivername="postgresql").render_as_string(hide_password=False), shard.rows)
        _remember(place.settings.vault_dir / "staat.db", shard)
        while vault.chain.step():
            pass
        ids += shard.ids
    vault.chain.anchor()
    vault.close()
    return ids


def _into_sqlite(path: str, rows: Rows) -> None:
    """Write as fast as the file allows: what is lost in a power cut is made again."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-500000")
    connection.execute("BEGIN IMMEDIATE")
    for name, values in rows.items():
        table = Base.metadata.tables[name]
        places = ", ".join("?" for _ in table.c)
        binds = [_sqlite_bind(column) for column in table.c]
        written = ([bind(value) for bind, value in zip(binds, row, strict=True)] for row in values)
        connection.executemany(f"INSERT INTO {_named(table)} VALUES ({places})", written)  # noqa: S608 - names of our own tables
    connection.execute("COMMIT")
    connection.close()


def _sqlite_bind(column: Column[Any]) -> Any:  # noqa: ANN401 - a function of any value, as SQLAlchemy makes it
    return column.type.dialect_impl(sqlite.dialect()).bind_processor(sqlite.dialect()) or (lambda value: value)


def _into_postgresql(url: str, rows: Rows) -> None:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name, values in rows.items():
            with cursor.copy(f"COPY {_named(Base.metadata.tables[name])} FROM STDIN".encode()) as copy:
                for row in values:
                    copy.write_row([_plain(value) for value in row])


def _named(table: Table) -> str:
    return f"{table.name} ({', '.join(column.name for column in table.c)})"


def _plain(value: object) -> object:
    return value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value


def _remember(state: Path, shard: Shard) -> None:
    """Write down what the vault saw, in its state file."""
    seen: Sequence[tuple[object, ...]] = shard.seen
    with sqlite3.connect(state, isolation_level=None) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO gezien VALUES (?, ?, ?)", seen)
        connection.executemany("INSERT INTO doelen VALUES (?, ?, ?)", shard.targets)
        connection.execute("COMMIT")
    connection.close()
