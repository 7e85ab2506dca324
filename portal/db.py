"""The database: one engine per process, deferred reads, and writes only inside `schrijven()`.

On SQLite writers queue on a flock beside the file before BEGIN IMMEDIATE: fair across processes, where
the busy handler is not. A read never blocks a writer (WAL) and takes no write lock.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

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

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Named here for the floors that answer it and may not know SQLAlchemy: locked too long, or not there.
__all__ = ["Base", "Database", "DatabaseBezet", "UtcDateTime", "is_writing"]

_writing: ContextVar[bool] = ContextVar("portal_db_writing", default=False)


class Base(DeclarativeBase):
    """The base of all tables, with constraint names by convention."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {bytes: LargeBinary}  # noqa: RUF012 - SQLAlchemy reads this class attribute


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

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        """Make the engine for this URL; nothing is opened yet."""
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url, pool_size) if self.is_sqlite else _other_engine(url, pool_size)

    @contextmanager
    def lezen(self) -> Iterator[Session]:
        """Give a session that only reads; nothing it changes is kept."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield session  # closing rolls back, and leaves the rows that were read readable

    @contextmanager
    def schrijven(self) -> Iterator[Session]:
        """Give a session whose work commits at the end, whole or not at all.

        Writers queue; the vault is never called inside (its client refuses), because the vault writes too.
        """
        if _writing.get():
            raise RuntimeError("schrijven() inside schrijven(): pass the session on instead")
        token = _writing.set(True)
        try:
            with self._queue(), Session(self.engine, expire_on_commit=False) as session, session.begin():
                if self.is_sqlite:
                    session.connection(execution_options={"portal_write": True})
                yield session
        finally:
            _writing.reset(token)

    @contextmanager
    def _queue(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        handle = os.open(f"{make_url(self.url).database}-schrijf", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def is_writing() -> bool:
    """Tell whether this thread is inside `schrijven()`."""
    return _writing.get()


def _sqlite_engine(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=8, connect_args={"timeout": 30, "check_same_thread": False}
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy hands the driver's own object
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "cache_size=-2000",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy hands the driver's own object
        write = connection.get_execution_options().get("portal_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    path = Path(str(make_url(url).database))
    if not path.exists() and path.parent.is_dir():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    return engine


def _other_engine(url: str, pool_size: int) -> Engine:
    return create_engine(url, pool_size=pool_size, max_overflow=8, pool_pre_ping=True)
