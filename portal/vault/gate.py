"""The gate: who is asking and what may they do; trusts keys, state file and signed records, and writes the audit line."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NoReturn, TypeVar
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.core.audit import Actor, record
from portal.db import Base, Database
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import Recht, mag
from portal.models import Persoon
from portal.prepared import Prepared
from portal.sealing.envelope import NotGenuine
from portal.sealing.sessie import VOLLEDIG, Ongeldig, PersoonRecord, Token, read_token, verify_record
from portal.sealing.verbs import Refused, VaultRefusal
from portal.vault.keys import KeyStore, NoKey
from portal.vault.passwords import Passwords
from portal.vault.state import State, Window

ITEMS_PER_LINE: Final = 100
T = TypeVar("T")
# Asked at every opening, so made once and run below the ORM.
SESSIE, PERSOON = Base.metadata.tables["sessies"], Base.metadata.tables["personen"]
WHO: Final = Prepared(
    select(SESSIE.c.persoon, SESSIE.c.last_seen, SESSIE.c.ingetrokken, PERSOON.c.record, PERSOON.c.signature)
    .join_from(SESSIE, PERSOON, SESSIE.c.persoon == PERSOON.c.id)
    .where(SESSIE.c.id == bindparam("sessie"))
)
Namens = tuple[str, str]


@dataclass(slots=True)
class Act:
    """What goes into the audit log: one line for each object, with the items that were read."""

    actie: str
    herkomst: str
    namens: str = ""
    persoon: str = ""
    objects: dict[str, list[UUID]] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is asking: the session and the person as the vault signed them, now."""

    token: Token
    person: PersoonRecord
    now: datetime

    @property
    def vandaag(self) -> date:
        """The date in the Netherlands."""
        return datum_in_nederland(self.now)

    def may(self, recht: Recht, namens: Namens) -> bool:
        """Tell whether a running membership gives this right."""
        kind, code = namens
        return mag(self.person.lidmaatschappen, recht, soort=kind, code=code, vandaag=self.vandaag)

    def must(self, recht: Recht, namens: Namens) -> None:
        """Refuse unless `may`."""
        if not self.may(recht, namens):
            raise Refused("niet_toegestaan")


class Gate:
    """What every verb stands on: database, keys, state and clock."""

    def __init__(self, settings: Settings, *, klok: Callable[[], datetime] | None = None) -> None:
        """Open everything; raises KeyFileRefused, NotGenuine or sqlite3.OperationalError when it is not there."""
        self.settings = settings
        self.keys = KeyStore(settings)
        self.state = State(settings.vault_dir / "staat.db")
        self.database = Database(settings.database_url)
        self.passwords = Passwords()
        self.records = threading.Lock()  # held by who writes a person record: one version after another
        self.enrolments: dict[UUID, str] = {}  # second factors shown and not yet confirmed, by person
        self.answered: dict[tuple[str, str, UUID | None, str], tuple[datetime, dict[str, Any]]] = {}  # see `once`
        self._klok = klok or (lambda: datetime.now(UTC) + timedelta(seconds=settings.klok))
        self._last = datetime.min.replace(tzinfo=UTC)
        self.signing = self.keys.get("installatie", "", 1).secret
        self.public = self.keys.get("publiek", "", 1).secret
        self._token = lru_cache(maxsize=1024)(read_token)
        self._verified = lru_cache(maxsize=1024)(verify_record)

    def close(self) -> None:
        """Close database, keys and state."""
        for part in (self.database, self.keys, self.state):
            part.close()

    def now(self) -> datetime:
        """Give the moment; it never goes back, whatever the clock of the system does."""
        self._last = max(self._last, self._klok())
        return self._last

    def system_clock(self) -> datetime:
        """Give what the clock of the system says now, also when that went back."""
        return self._klok()

    def token(self, text: str) -> Token:
        """Check the signature and the end of a token; raises Refused."""
        try:
            token = self._token(self.public, text)
        except Ongeldig:
            raise Refused("geen_sessie") from None
        if self.now() >= token.eindigt:
            raise Refused("verlopen")
        return token

    def asker(self, session: Session, token: Token, *, niveau: int = VOLLEDIG) -> Asker:
        """Check session, state and record of who holds this token; raises Refused."""
        now = self.now()
        row = WHO.row(session, sessie=token.id)
        vanaf = self.state.person(token.persoon)[1]
        if row is None or row.persoon != token.persoon or row.ingetrokken is not None:
            raise Refused("ingetrokken")
        if self.state.is_revoked(token.id) or token.begonnen.isoformat(timespec="microseconds") < vanaf:
            raise Refused("ingetrokken")
        if now - row.last_seen > timedelta(seconds=self.settings.inactief):
            raise Refused("inactief")
        if token.niveau < niveau:
            raise Refused("niveau")
        person = self._last_record(token.persoon, row.record, row.signature)
        if not person.actief:
            raise Refused("geblokkeerd")
        return Asker(token, person, now)

    def person(self, session: Session, persoon: UUID) -> PersoonRecord:
        """Give the last record of a person; an older one, or one that was not signed for this row, is refused."""
        row = session.execute(select(Persoon.record, Persoon.signature).where(Persoon.id == persoon)).one_or_none()
        if row is None:
            raise Refused("geen_record")
        return self._last_record(persoon, row.record, row.signature)

    def _last_record(self, persoon: UUID, record: str, signature: bytes) -> PersoonRecord:
        try:
            found = self._verified(self.public, persoon=persoon, record=record, signature=signature)
        except Ongeldig:
            raise Refused("geen_record") from None
        versie = self.state.person(persoon)[0]
        if found.versie < versie:
            raise Refused("oud_record")
        if found.versie > versie:
            # Signed and committed, but the process ended before the state file knew of it.
            self.state.raise_version(persoon, found.versie)
        return found

    def spend(self, asker: Asker, amount: int, windows: tuple[Window, ...]) -> None:
        """Count against the limits of the asker; raises TeVeel."""
        times = self.settings.limieten
        scaled = tuple(Window(window.what, window.seconds, window.limit * times) for window in windows)
        self.state.spend(asker.person.id, amount, scaled, asker.now)

    def enter(self, session: Session, act: Act, text: str, *, niveau: int = VOLLEDIG) -> Asker:
        """Check a token and all that stands behind it, and name the person in the audit line; raises Refused."""
        token = self.token(text)
        act.persoon = str(token.persoon)
        return self.asker(session, token, niveau=niveau)

    def audited(self, act: Act, work: Callable[[Session], T]) -> T:
        """Do the work and write its lines in one transaction, committed before anyone hears the answer.

        A refusal is written too, so the work refuses before it changes anything.
        """
        done: list[T] = []
        refusal: VaultRefusal | None = None
        with self.database.schrijven() as session:
            try:
                done.append(work(session))
            except (NotGenuine, NoKey):
                refusal = Refused("niet_echt")
            except VaultRefusal as refused:
                refusal = refused
            self._write_lines(session, act, f"gelukt{act.remark}" if refusal is None else refusal.code)
        for persoon, versie in session.info.get("records", ()):
            self.state.raise_version(persoon, versie)
        if refusal is not None:
            raise refusal
        return done[0]

    def refuse(self, act: Act, refusal: VaultRefusal) -> NoReturn:
        """Write that an act was refused, and refuse it."""

        def work(_session: Session) -> NoReturn:
            raise refusal

        self.audited(act, work)

    def _write_lines(self, session: Session, act: Act, uitkomst: str) -> None:
        actor = Actor(persoon=act.persoon, namens=act.namens[:80], herkomst=act.herkomst[:64])
        now = self.now()
        for onderwerp, items in (act.objects or {"": []}).items():
            for part in range(0, max(len(items), 1), ITEMS_PER_LINE):
                record(
                    session,
                    actor,
                    actie=act.actie,
                    onderwerp=onderwerp[:80],
                    now=now,
                    item_ids=items[part : part + ITEMS_PER_LINE],
                    uitkomst=uitkomst,
                )


def owner(kind: str, code: str) -> str:
    """Name the owner of a key in the key store."""
    return f"{kind}:{code}"


def token_hash(text: str) -> bytes:
    """Give what the database knows of a token."""
    return sha256(text.encode()).digest()
