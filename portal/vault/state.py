"""The state file: what the vault must remember outside the database and its backups."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from portal.sealing.verbs import TeVeel, Throttled
from portal.vault.wrapping import half_of, sync_directory

LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=24)
SCHEMA = """
CREATE TABLE personen (id TEXT PRIMARY KEY, versie INTEGER NOT NULL DEFAULT 0, sessies_vanaf TEXT NOT NULL DEFAULT '',
    totp INTEGER NOT NULL DEFAULT 0);
CREATE TABLE ingetrokken (sessie TEXT PRIMARY KEY);
CREATE TABLE vernietigd (item TEXT PRIMARY KEY);
CREATE TABLE beheerd (organisatie TEXT PRIMARY KEY);
CREATE TABLE wachtend (id TEXT PRIMARY KEY, lading TEXT NOT NULL);
CREATE TABLE pogingen (wie TEXT PRIMARY KEY, aantal INTEGER NOT NULL, laatste REAL NOT NULL, tot REAL NOT NULL);
CREATE TABLE tellers (wat TEXT PRIMARY KEY, venster INTEGER NOT NULL, aantal INTEGER NOT NULL);
CREATE TABLE kop (nummer INTEGER NOT NULL, keten BLOB NOT NULL);
INSERT INTO kop VALUES (0, x'');
"""
# Also made in a state file of an older version.
LATER = """
CREATE TABLE IF NOT EXISTS gezien (bericht TEXT PRIMARY KEY, feiten TEXT NOT NULL, team TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS doelen (bericht TEXT NOT NULL, team TEXT NOT NULL, wacht INTEGER NOT NULL,
    PRIMARY KEY (bericht, team));
CREATE TABLE IF NOT EXISTS nagekeken (uitkomst TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A bericht as the vault took it in: what never changes, the team that has it, the teams it was resealed to since."""

    feiten: str
    team: str
    doelen: frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """At most `limit` of `what` within each `seconds`."""

    what: str
    seconds: int
    limit: int


class State:
    """A SQLite file of mode 0600; counters are cheap, what guards access is on disk before it is answered."""

    def __init__(self, path: Path) -> None:
        """Open the file; it must be there, because an empty one would forget who was revoked."""
        self._lock = threading.RLock()
        self._db = sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA busy_timeout=5000")
        self._db.executescript(LATER)

    @classmethod
    def create(cls, path: Path) -> None:
        """Make an empty state file, whole or not at all; raises FileExistsError."""
        half = half_of(path)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        state = cls(half)
        state._db.executescript(SCHEMA)
        state.close()
        try:
            os.link(half, path)
        finally:
            half.unlink()
        sync_directory(path.parent)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def person(self, persoon: UUID) -> tuple[int, str]:
        """Give the last record version and the moment before which all sessions are void."""
        row = self._one("SELECT versie, sessies_vanaf FROM personen WHERE id = ?", persoon.hex)
        return (0, "") if row is None else (row[0], row[1])

    def raise_version(self, persoon: UUID, versie: int) -> None:
        """Remember the newest record of a person; it never goes down."""
        self._person(persoon, "versie = max(versie, ?)", versie)

    def void_sessions(self, persoon: UUID, before: datetime) -> None:
        """End all sessions of a person that began before this moment."""
        self._person(persoon, "sessies_vanaf = max(sessies_vanaf, ?)", before.isoformat(timespec="microseconds"))

    def use_totp(self, persoon: UUID, counter: int) -> bool:
        """Use up a counter of the second factor; False when it, or a later one, was used before."""
        return self._person(persoon, "totp = ?", counter, "totp < ?", counter)

    def revoke(self, sessie: UUID) -> None:
        """End one session before its end."""
        self._keep("INSERT OR IGNORE INTO ingetrokken VALUES (?)", sessie.hex)

    def is_revoked(self, sessie: UUID) -> bool:
        """Tell whether this session was ended."""
        return self._one("SELECT 1 FROM ingetrokken WHERE sessie = ?", sessie.hex) is not None

    def destroy(self, item: UUID) -> None:
        """Remember that an item, or all of a bericht, was destroyed and may not come back from a backup."""
        self._keep("INSERT OR IGNORE INTO vernietigd VALUES (?)", item.hex)

    def is_destroyed(self, *items: UUID) -> bool:
        """Tell whether one of these was destroyed."""
        return any(self._one("SELECT 1 FROM vernietigd WHERE item = ?", item.hex) for item in items)

    def destroyed_among(self, items: Iterable[UUID]) -> frozenset[UUID]:
        """Give those of these that were destroyed, with one question for all of them."""
        asked = json.dumps([item.hex for item in items])
        with self._lock:
            rows = self._db.execute(
                "SELECT item FROM vernietigd WHERE item IN (SELECT value FROM json_each(?))", (asked,)
            )
            return frozenset(UUID(item) for (item,) in rows)

    def seen(self, after: str | None, last: str | None) -> dict[UUID, Seen]:
        """Give the berichten that were taken in whose id comes after one, up to and including another; None is no limit."""
        return self._seen("bericht > ? AND (? IS NULL OR bericht <= ?)", after or "", last, last)

    def saw(self, bericht: UUID) -> Seen | None:
        """Give a bericht as it was taken in; None when it never was."""
        return self._seen("bericht = ?", bericht.hex).get(bericht)

    def see(self, bericht: UUID, feiten: str, team: str) -> None:
        """Remember a bericht with the team that has it now; what it was resealed to before no longer counts."""
        with self._durable():
            self._db.execute("INSERT OR IGNORE INTO gezien VALUES (?, ?, ?)", (bericht.hex, feiten, team))
            self._db.execute("UPDATE gezien SET team = ? WHERE bericht = ?", (team, bericht.hex))
            self._db.execute("UPDATE doelen SET wacht = 0 WHERE bericht = ?", (bericht.hex,))
            self._db.execute("INSERT OR IGNORE INTO doelen VALUES (?, ?, 0)", (bericht.hex, team))

    def hand_on(self, bericht: UUID, *, van: str, naar: str) -> None:
        """Remember that a person of a team that had this bericht resealed it to another; of any other team it is nothing."""
        known = "SELECT bericht FROM doelen WHERE bericht = ? AND team = ?"
        self._keep(f"INSERT OR REPLACE INTO doelen SELECT bericht, ?, 1 FROM ({known})", naar, bericht.hex, van)  # noqa: S608 - a fixed text

    def manage(self, organisatie: str) -> None:
        """Remember that an organisation has had its first beheerder."""
        self._keep("INSERT OR IGNORE INTO beheerd VALUES (?)", organisatie)

    def is_managed(self, organisatie: str) -> bool:
        """Tell whether an organisation has had its first beheerder."""
        return self._one("SELECT 1 FROM beheerd WHERE organisatie = ?", organisatie) is not None

    def wait(self, admission: dict[str, Any]) -> UUID:
        """Keep an admission until it is confirmed; one that waits already is the same one."""
        known = next((id_ for id_, waiting in self.waiting().items() if waiting == admission), None)
        if known is not None:
            return known
        wacht_op = uuid4()
        self._keep("INSERT INTO wachtend VALUES (?, ?)", wacht_op.hex, json.dumps(admission))
        return wacht_op

    def waiting(self) -> dict[UUID, dict[str, Any]]:
        """Give the admissions that wait."""
        with self._lock:
            return {UUID(id_): json.loads(lading) for id_, lading in self._db.execute("SELECT * FROM wachtend")}

    def stop_waiting(self, wacht_op: UUID) -> None:
        """Drop an admission that was confirmed."""
        self._keep("DELETE FROM wachtend WHERE id = ?", wacht_op.hex)

    def head(self) -> tuple[int, bytes]:
        """Give the number and chain value of the last line of the audit chain."""
        nummer, keten = self._one("SELECT nummer, keten FROM kop") or (0, b"")
        return nummer, keten

    def set_head(self, nummer: int, keten: bytes) -> None:
        """Move the head of the audit chain on."""
        self._keep("UPDATE kop SET nummer = ?, keten = ?", nummer, keten)

    def keep_outcome(self, outcome: dict[str, Any]) -> None:
        """Remember what the last look at the whole log found, in place of the one before."""
        with self._durable():
            self._db.execute("DELETE FROM nagekeken")
            self._db.execute("INSERT INTO nagekeken VALUES (?)", (json.dumps(outcome),))

    def outcome(self) -> dict[str, Any] | None:
        """Give what the last look at the whole log found."""
        row = self._one("SELECT uitkomst FROM nagekeken")
        return None if row is None else json.loads(row[0])

    def attempt(self, wie: str, *, limit: int, now: datetime) -> None:
        """Count an attempt before it is made; raises Throttled. Each `limit` wrong ones in a row lock twice as long."""
        moment, wie = now.timestamp(), _digest(wie)
        with self._durable():
            aantal, laatste, tot = self._one("SELECT aantal, laatste, tot FROM pogingen WHERE wie = ?", wie) or (
                0,
                0,
                0,
            )
            if moment < tot:
                raise Throttled(until=datetime.fromtimestamp(tot, UTC))
            aantal = 1 if moment - laatste > LONGEST_LOCK.total_seconds() else aantal + 1
            lock = min(LOCK * 2 ** min(aantal // limit - 1, 10), LONGEST_LOCK)
            tot = moment + lock.total_seconds() if aantal % limit == 0 else 0
            self._db.execute("INSERT OR REPLACE INTO pogingen VALUES (?, ?, ?, ?)", (wie, aantal, moment, tot))

    def forgive(self, wie: str, *, all_of_them: bool = False) -> None:
        """Take back the last attempt, which was not wrong, or all of them."""
        minder = "0" if all_of_them else "max(aantal - 1, 0)"
        self._keep(f"UPDATE pogingen SET tot = 0, aantal = {minder} WHERE wie = ?", _digest(wie))  # noqa: S608 - two fixed texts

    def spend(self, persoon: UUID, amount: int, windows: tuple[Window, ...], now: datetime) -> None:
        """Count against the limits of a person; raises TeVeel, and then counts nothing."""
        with self._transaction():
            for window in windows:
                key, current = f"{persoon.hex}:{window.what}:{window.seconds}", int(now.timestamp()) // window.seconds
                row = self._one("SELECT aantal FROM tellers WHERE wat = ? AND venster = ?", key, current)
                total = amount + (0 if row is None else row[0])
                if total > window.limit:
                    raise TeVeel(until=datetime.fromtimestamp((current + 1) * window.seconds, UTC))
                self._db.execute("INSERT OR REPLACE INTO tellers VALUES (?, ?, ?)", (key, current, total))

    def _seen(self, where: str, *values: str | None) -> dict[UUID, Seen]:
        with self._transaction():
            doelen: dict[str, set[str]] = {}
            for bericht, team in self._db.execute(
                f"SELECT bericht, team FROM doelen WHERE wacht AND {where}",  # noqa: S608 - fixed texts of this module
                values,
            ):
                doelen.setdefault(bericht, set()).add(team)
            rows = self._db.execute(f"SELECT bericht, feiten, team FROM gezien WHERE {where}", values)  # noqa: S608 - the condition is one of our own, never typed
            return {UUID(id_): Seen(feiten, team, frozenset(doelen.get(id_, ()))) for id_, feiten, team in rows}

    def _person(self, persoon: UUID, change: str, value: object, where: str = "1", *more: object) -> bool:
        with self._durable():
            self._db.execute("INSERT OR IGNORE INTO personen (id) VALUES (?)", (persoon.hex,))
            text = f"UPDATE personen SET {change} WHERE id = ? AND {where}"  # noqa: S608 - fixed texts of this module
            return self._db.execute(text, (value, persoon.hex, *more)).rowcount == 1

    def _keep(self, statement: str, *values: object) -> None:
        with self._durable():
            self._db.execute(statement, values)

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
            return row

    @contextmanager
    def _durable(self) -> Iterator[None]:
        with self._transaction(synchronous="FULL"):
            yield

    @contextmanager
    def _transaction(self, synchronous: str = "NORMAL") -> Iterator[None]:
        with self._lock:
            self._db.execute(f"PRAGMA synchronous={synchronous}")
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                # A commit on a full disk leaves the transaction open, another error has ended it already.
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


def _digest(wie: str) -> str:
    """Name who tries without keeping what was typed: in the box for the account it may be a password."""
    return sha256(wie.encode()).hexdigest()
