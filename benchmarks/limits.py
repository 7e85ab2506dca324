"""The limits in the same run: durable commits, AES-GCM in memory, and copying a file; nothing can be faster."""

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import make_url

from portal.db import Database

ROW: Final = os.urandom(2355)
MIB: Final = 1024 * 1024
AT_ONCE: Final = 16
TABLE: Final = "CREATE TABLE meting_commits (id INTEGER PRIMARY KEY, inhoud {})"


def commits_per_second(url: str, seconds: float) -> float:
    """Commit single rows of 2.3 KB durably: one connection on SQLite, which has one writer, sixteen on PostgreSQL.

    On SQLite in a file beside the database, so on the same disk.
    """
    if make_url(url).get_backend_name() == "sqlite":
        with tempfile.TemporaryDirectory(dir=Path(str(make_url(url).database)).parent) as own:
            return _sqlite_commits(Path(own) / "grens.db", seconds)
    return _postgresql_commits(
        make_url(url).set(drivername="postgresql").render_as_string(hide_password=False), seconds
    )


def _sqlite_commits(path: Path, seconds: float) -> float:
    """Commit over a connection that the portal itself opens, so with its settings, and as it does: BEGIN IMMEDIATE first."""
    database = Database(f"sqlite:///{path}", pool_size=1)
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(TABLE.format("BLOB"))

    def one() -> None:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("INSERT INTO meting_commits (inhoud) VALUES (?)", (ROW,))
        cursor.execute("COMMIT")

    done = repeat(one, seconds)
    cursor.close()
    connection.close()
    database.close()
    return done


def _postgresql_commits(url: str, seconds: float) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS meting_commits")
        connection.execute(TABLE.format("BYTEA").replace("INTEGER", "SERIAL").encode())
    found: list[float] = []

    def one() -> None:
        with psycopg.connect(url, autocommit=True) as own:
            found.append(
                repeat(lambda: own.execute("INSERT INTO meting_commits (inhoud) VALUES (%s)", (ROW,)), seconds)
            )

    threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP TABLE meting_commits")
    return sum(found)


def raw_per_second(seconds: float) -> float:
    """MiB per second of processor time of `AESGCM.encrypt` on 1 MiB in memory."""
    cipher, block, nonce = AESGCM(AESGCM.generate_key(bit_length=256)), os.urandom(MIB), bytes(12)
    # One key for one measurement, thrown away.
    return repeat(lambda: cipher.encrypt(nonce, block, None), seconds, process_time)


def copy_seconds(source: Path, target: Path, piece: int) -> float:
    """Seconds to copy a file to another by pieces, made durable at the end."""
    begun = perf_counter()
    with source.open("rb", buffering=0) as old, target.open("wb", buffering=0) as new:
        while block := old.read(piece):
            new.write(block)
        os.fsync(new.fileno())
    return perf_counter() - begun


def repeat(action: Callable[[], object], seconds: float, clock: Callable[[], float] = perf_counter) -> float:
    """Do something over and over and return how often per second of this clock."""
    begun, count = clock(), 0
    while (passed := clock() - begun) < seconds:
        action()
        count += 1
    return count / passed
