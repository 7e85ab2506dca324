"""The audit chain: lines get a number and a keyed hash over the line before, and the head is anchored elsewhere."""

import hmac
import logging
import os
import sqlite3
import syslog
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.sealing.envelope import frame
from portal.vault.clock import Watch
from portal.vault.gate import Gate

LOG: Final = logging.getLogger(__name__)
BATCH: Final = 5000
# Among so many last lines is the furthest moment, but for who was busy for that long.
RECENT: Final = 1000
ANCHOR_SECONDS: Final = 600.0
SYSLOG: Final = Path("/dev/log")
FIELDS: Final = ("actie", "onderwerp", "items", "uitkomst", "persoon", "namens", "herkomst", "digest")
# One text of a line on both engines, so that the chain outlives a move from one to the other.
PLACE: Final = {
    "sqlite": "id, moment",
    "postgresql": "replace(CAST(id AS text), '-', ''), to_char(moment, 'YYYY-MM-DD HH24\\:MI\\:SS.US')",
}
NUMBER: Final = {
    "sqlite": "UPDATE audit SET nummer = :n, keten = :k WHERE id = :i",
    "postgresql": "UPDATE audit SET nummer = :n, keten = :k WHERE id = CAST(:i AS uuid)",
}
Line = Sequence[Any]


class ChainBroken(Exception):
    """Numbered lines that the vault did not number; nothing is chained until it is looked into."""


class Chain:
    """Numbers and chains new lines once a second, and anchors the head every ten minutes."""

    def __init__(self, gate: Gate, *, anchor_seconds: float = ANCHOR_SECONDS) -> None:
        """Keep the vault's parts; nothing runs yet."""
        self._gate = gate
        self._keyed = hmac.new(gate.keys.get("keten", "", 1).secret, digestmod="sha256")
        self._anchor_seconds = anchor_seconds
        self._watch: Watch | None = None
        self.broken = False

    def run(self, stop: threading.Event) -> None:
        """Chain and anchor until told to stop; once more at the end."""
        anchored = time.monotonic() - self._anchor_seconds
        while not self.broken:
            self._chain_or_wait()
            if time.monotonic() - anchored >= self._anchor_seconds and self._anchored():
                anchored = time.monotonic()
            if stop.wait(1):
                self._chain_or_wait()
                return

    def step(self) -> int:
        """Chain what is not chained yet and tell how many; raises ChainBroken. That the clock went back is a line too."""
        self._watched().look()
        with self._gate.database.lezen() as session:
            # Read before the lock: what is edited or deleted from here on is found by verify.
            new = self.lines(session, f"nummer IS NULL ORDER BY moment, id LIMIT {BATCH}")
        if not new:
            return 0
        with self._gate.database.schrijven() as session:
            nummer, keten = self._catch_up(session, *self._gate.state.head())
            changes = []
            for line in new:
                nummer, keten = nummer + 1, self.link(keten, nummer + 1, line)
                changes.append({"i": line[0], "n": nummer, "k": keten})
            session.execute(text(NUMBER[_engine(session)]), changes)
        self._gate.state.set_head(nummer, keten)
        return len(changes)

    def anchor(self) -> None:
        """Write the head to a file of its own and to the system's log, out of reach of who writes the database."""
        nummer, keten = self._gate.state.head()
        line = f"{self._gate.now().isoformat()} {nummer} {keten.hex()}"
        path = anchor_file(self._gate)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        # A disk that was full in the middle of a line leaves its beginning, which counts for nothing.
        begin = "\n" if path.exists() and not path.read_bytes().endswith(b"\n") else ""
        with os.fdopen(os.open(path, flags, 0o600), "w") as file:
            file.write(f"{begin}{line}\n")
            file.flush()
            os.fsync(file.fileno())
        if SYSLOG.exists():
            syslog.syslog(syslog.LOG_NOTICE, f"berichtenportaal keten {line}")

    def link(self, previous: bytes, nummer: int, line: Line) -> bytes:
        """Give the chain value of a line at this number, after the value before it."""
        # Who edits a line may have put anything there.
        fields = [field.encode() if isinstance(field, str) else bytes(field) for field in line[:10]]
        mac = self._keyed.copy()  # a third quicker than to begin with the key each time
        mac.update(frame(previous, b"%d" % nummer, *fields))
        return mac.digest()

    def lines(self, session: Session, where: str, **values: object) -> Sequence[Line]:
        """Give lines as tuples: id, moment, the fields, nummer, keten."""
        place = PLACE[_engine(session)]
        query = f"SELECT {place}, {', '.join(FIELDS)}, nummer, keten FROM audit WHERE {where}"  # noqa: S608 - fixed texts
        return session.execute(text(query), values).all()

    def numbered(self, session: Session, after: int) -> Iterator[Line]:
        """Give the numbered lines after this number, in order, in batches."""
        while True:
            batch = self.lines(session, f"nummer > :after ORDER BY nummer LIMIT {BATCH}", after=after)
            yield from batch
            if len(batch) < BATCH:
                return
            after = batch[-1][10]

    def unchained(self, session: Session) -> int:
        """Count the lines that are not chained yet."""
        count: int = session.execute(text("SELECT count(*) FROM audit WHERE nummer IS NULL")).scalar_one()
        return count

    def _watched(self) -> Watch:
        """Return what watches the clock; at first it reads how far the log had come."""
        if self._watch is None:
            with self._gate.database.lezen() as session:
                last = self.lines(session, "nummer > :after ORDER BY nummer", after=self._gate.state.head()[0] - RECENT)
                new = self.lines(session, f"nummer IS NULL ORDER BY moment, id LIMIT {BATCH}")
            self._watch = Watch(self._gate, ((line[1], line[2]) for line in (*last, *new)))
        return self._watch

    def _catch_up(self, session: Session, nummer: int, keten: bytes) -> tuple[int, bytes]:
        """Take over lines that were numbered just before the process ended, if they are the vault's own."""
        for line in self.numbered(session, nummer):
            nummer, keten = nummer + 1, self.link(keten, nummer + 1, line)
            if line[10] != nummer or not hmac.compare_digest(line[11], keten):
                raise ChainBroken(f"regel {line[10]}")
        return nummer, keten

    def _chain_or_wait(self) -> None:
        try:
            self.step()
        except ChainBroken as broken:
            self.broken = True
            LOG.critical("de keten van de audit klopt niet meer bij %s: er wordt niets meer genummerd", broken)
        except (DBAPIError, sqlite3.Error):
            LOG.warning("de database of de schijf antwoordt niet: de keten wacht")

    def _anchored(self) -> bool:
        """Anchor; on a full disk it is tried again a second later, and the chain goes on."""
        try:
            self.anchor()
        except (OSError, sqlite3.Error):
            LOG.warning("er kon geen anker worden geschreven: het volgende volgt")
            return False
        return True


def _engine(session: Session) -> str:
    return session.get_bind().dialect.name


def anchor_file(gate: Gate) -> Path:
    """Name the file that holds the anchors."""
    return gate.settings.vault_dir / "ankers.log"
