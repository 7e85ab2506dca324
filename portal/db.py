"""The database: one engine per process, deferred reads, and writes only inside `schrijven()`.

On SQLite writers queue on a flock beside the file before BEGIN IMMEDIATE: fair across processes, where
the busy handler is not. A read never blocks a writer (WAL) and takes no write lock.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, NoReturn

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError as DatabaseBezet
from sqlalchemy.orm import DeclarativeBase, Session

from portal.prepared import Prepared

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Named here for the floors that answer it and may not know SQLAlchemy: locked too long, full, or not there.
__all__ = ["Base", "Database", "DatabaseBezet", "UtcDateTime", "insert_rows", "is_full", "is_writing"]

# Whoever cannot write by then is told so: as long as somebody may look at a page that does not come.
PATIENCE_SECONDS: Final = 30
CONNECT_SECONDS: Final = 10
POSTGRESQL_FULL: Final = "53100"
# How a connection says that it reads outside a transaction.
HELD: Final = "portal_held"
AUTOCOMMIT: Final = {"isolation_level": "AUTOCOMMIT"}

_writing: ContextVar[bool] = ContextVar("portal_db_writing", default=False)


class Base(DeclarativeBase):
    """The base of all tables, with constraint names by convention."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {bytes: LargeBinary}  # noqa: RUF012 - SQLAlchemy reads this class attribute

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - a column holds what its type says
        """Take the values of the columns by name; raises TypeError for a name that is no column.

        All at once: a new row has no history to keep, and to set each value as a change of it costs more than all else.
        """
        if unknown := values.keys() - _insert(type(self))[1]:
            raise TypeError(f"{type(self).__name__} has no column {sorted(unknown)}")
        vars(self).update(values)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, stored without zone; a naive datetime is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """Turn an aware moment into naive UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as SQLAlchemy calls it
        """Give back an aware UTC moment."""
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """One engine with its two ways in: `lezen()` and `schrijven()`."""

    def __init__(self, url: str, *, pool_size: int = 16, patience: float = PATIENCE_SECONDS) -> None:
        """Make the engine for this URL; nothing is opened yet. `patience` is how long a write may wait, in seconds."""
        self.url = url
        self._patience = patience
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        make = _sqlite_engine if self.is_sqlite else _other_engine
        self.engine = make(url, pool_size, patience)
        self._rij = f"{make_url(url).database}-schrijf"
        self._held = _Held(self.engine)

    @contextmanager
    def lezen(self, *, at_once: bool = False) -> Iterator[Session]:
        """Give a session that only reads; nothing it changes is kept. `at_once`: all its reads see one moment."""
        if self._held.is_free() and not at_once:
            with self._held.reading() as session:
                yield session
            return
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            if at_once and not self.is_sqlite:  # there every transaction does
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session  # closing rolls back, and leaves the rows that were read readable

    @contextmanager
    def schrijven(self) -> Iterator[Session]:
        """Give a session whose work commits at the end, whole or not at all; raises DatabaseBezet.

        Writers queue; the vault is never called inside (its client refuses), because the vault writes too.
        """
        if _writing.get():
            raise RuntimeError("schrijven() inside schrijven(): pass the session on instead")
        self._held.give_back()
        token = _writing.set(True)
        try:
            with self._queue() as left, Session(self.engine, expire_on_commit=False) as session, session.begin():
                if self.is_sqlite:
                    session.connection(execution_options={"portal_write": left})
                yield session
        finally:
            _writing.reset(token)

    @contextmanager
    def _queue(self) -> Iterator[float]:
        """Wait for the writers before; give the seconds that are left of our patience."""
        if not self.is_sqlite:
            yield self._patience
            return
        begun = time.monotonic()
        handle = os.open(self._rij, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            # Behind others who waited in vain one does not begin to wait anew: a queue would never be answered.
            yield max(0.0, self._patience - (time.monotonic() - begun))
        finally:
            os.close(handle)

    def begin_request(self) -> None:
        """Let all that this thread reads from here on use one connection, until `end_request`.

        Each statement sees what is committed by then, as on PostgreSQL it always does; nothing stays locked in between.
        """
        self._held.give_back()
        self._held.wanted = True

    def end_request(self) -> None:
        """Give the connection of this request back."""
        self._held.wanted = False
        self._held.give_back()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


class _Reading(Session):
    """The session of a request: it reads outside a transaction, where a change would stay."""

    def flush(self, objects: Sequence[Any] | None = None) -> NoReturn:  # noqa: ARG002 - as SQLAlchemy has it
        raise RuntimeError("lezen() writes nothing: use schrijven()")


class _Held(threading.local):
    """The session that a request reads with: opened at its first read, free while nobody reads in it."""

    def __init__(self, engine: Engine) -> None:
        """Begin without; every thread does."""
        # Without transaction: what is read between two acts of one request must see what the first of them wrote.
        self._engine = engine.execution_options(**({HELD: True} if engine.name == "sqlite" else AUTOCOMMIT))
        self._session: Session | None = None
        self._busy = False
        self.wanted = False

    def is_free(self) -> bool:
        """Tell whether this thread is in a request, and not reading in its session already."""
        return self.wanted and not self._busy

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give the session; what was read stays readable after it, and is read anew by who asks again."""
        if self._session is None:
            self._session = _Reading(self._engine, expire_on_commit=False, autoflush=False)
        self._busy = True
        try:
            yield self._session
        except BaseException:
            self._busy = False
            self.give_back()  # it may be the connection that failed
            raise
        self._busy = False
        if self._session.identity_map:  # most that is read are rows, and no objects
            self._session.expunge_all()

    def give_back(self) -> None:
        """Give the connection back unless somebody is reading with it; the next read takes another."""
        if self._session is not None and not self._busy:
            self._session.close()
            self._session = None


def insert_rows(session: Session, rows: Iterable[Base]) -> None:
    """Insert new rows at once and in this order; the unit of work would cost more than the rows do."""
    for kind, same in groupby(rows, type):
        statement, names = _insert(kind)
        statement.run_each(session, [{name: vars(row).get(name) for name in names} for row in same])


@cache
def _insert(kind: type[Base]) -> tuple[Prepared, frozenset[str]]:
    """Return the statement that inserts rows of this kind, and the names of its columns."""
    table = Base.metadata.tables[kind.__tablename__]
    return Prepared(table.insert(), columns=table.c.keys()), frozenset(table.c.keys())


def is_writing() -> bool:
    """Tell whether this thread is inside `schrijven()`."""
    return _writing.get()


def is_full(error: DatabaseBezet) -> bool:
    """Tell whether the database could not write because there is no room left."""
    origin = error.orig
    if isinstance(origin, sqlite3.Error):
        return origin.sqlite_errorcode == sqlite3.SQLITE_FULL
    return getattr(origin, "sqlstate", None) == POSTGRESQL_FULL


def _sqlite_engine(url: str, pool_size: int, patience: float) -> Engine:
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=8, connect_args={"timeout": patience, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy hands the driver's own object
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={_milliseconds(patience)}",
            "cache_size=-2000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy hands the driver's own object
        options = connection.get_execution_options()
        if HELD in options:
            return
        left = options.get("portal_write")
        if left is None:
            connection.exec_driver_sql("BEGIN")
            return
        if left > patience * 0.9:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        connection.exec_driver_sql(f"PRAGMA busy_timeout={_milliseconds(left)}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_milliseconds(patience)}")

    path = Path(str(make_url(url).database))
    if not path.exists() and path.parent.is_dir():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    return engine


def _other_engine(url: str, pool_size: int, patience: float) -> Engine:
    given = make_url(url).query
    options = f"{given.get('options', '')} -c lock_timeout={_milliseconds(patience)}".strip()
    arguments: dict[str, Any] = {"options": options}
    if "connect_timeout" not in given:
        arguments["connect_timeout"] = CONNECT_SECONDS
    return create_engine(url, pool_size=pool_size, max_overflow=8, pool_pre_ping=True, connect_args=arguments)


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
