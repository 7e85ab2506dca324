"""Who is asking: the person behind a session, and for which team or organisation he acts now."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, case, literal, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.services import Services
from portal.core.verzegelen import SessionKey
from portal.db import Base, DatabaseBezet
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import WIE_MAG, Lidmaatschap, NietToegestaan, Recht, geldt_bij
from portal.domain.rollen import Rol
from portal.domain.teams import als_team
from portal.models import Sessie
from portal.prepared import Prepared, Row
from portal.sealing.sessie import VOLLEDIG, Ongeldig, PersoonRecord, Token, read_token, verify_record

TOUCH_EVERY = timedelta(minutes=1)
# Asked at every request, so made once and run below the ORM.
_TABLES = Base.metadata.tables
_SESSIE, _PERSOON = _TABLES["sessies"], _TABLES["personen"]
_TEAM, _ORGANISATIE = _TABLES["teams"].c, _TABLES["organisaties"].c
WIE = Prepared(
    select(
        _SESSIE.c.namens_soort,
        _SESSIE.c.namens_code,
        _SESSIE.c.last_seen,
        _SESSIE.c.ingetrokken,
        _PERSOON.c.record,
        _PERSOON.c.signature,
        case(
            (
                _SESSIE.c.namens_soort == "team",
                select(_TEAM.naam).where(_TEAM.code == _SESSIE.c.namens_code).scalar_subquery(),
            ),
            else_=select(_ORGANISATIE.naam).where(_ORGANISATIE.code == _SESSIE.c.namens_code).scalar_subquery(),
        ).label("namens_naam"),
        select(_TEAM.soort)
        .where(_SESSIE.c.namens_soort == "team", _TEAM.code == _SESSIE.c.namens_code)
        .scalar_subquery()
        .label("namens_teamsoort"),
    )
    .join_from(_SESSIE, _PERSOON, _PERSOON.c.id == bindparam("persoon"))
    .where(_SESSIE.c.token_hash == bindparam("hash"))
)
PLEK = {
    "team": Prepared(select(_TEAM.naam, _TEAM.soort.label("teamsoort")).where(_TEAM.code == bindparam("code"))),
    "organisatie": Prepared(
        select(_ORGANISATIE.naam, literal("").label("teamsoort")).where(_ORGANISATIE.code == bindparam("code"))
    ),
}

# Tokens whose signature held, by what the table of sessions knows them by: never the token itself.
KEPT_TOKENS: Final = 4096
_read: dict[tuple[bytes, bytes], Token] = {}

RECORDS = Prepared(
    select(_PERSOON.c.id, _PERSOON.c.record, _PERSOON.c.signature).where(
        _PERSOON.c.id.in_(bindparam("ids", expanding=True))
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Namens:
    """For whom a person acts: a team, of a kind (`Teamsoort`), or an organisation, which has none."""

    soort: str
    code: str
    naam: str
    teamsoort: str = ""

    @property
    def sleutel(self) -> tuple[str, str]:
        """Kind and code, as seals and memberships name it."""
        return self.soort, self.code

    @property
    def als_team(self) -> str:
        """The team under which berichten are his: that of a team, or of an aanbieder that receives."""
        return als_team(self.soort, self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gebruiker:
    """A logged-in person; `lidmaatschappen` are the ones running on the day `vandaag`, from his signed record."""

    persoon: UUID
    account: str
    naam: str
    email: str
    organisatie: str
    niveau: int
    sessie: UUID
    token: str
    namens: Namens
    lidmaatschappen: tuple[Lidmaatschap, ...]
    vandaag: date
    herkomst: str

    @property
    def rollen(self) -> frozenset[Rol]:
        """The roles he holds in the team or organisation he acts for."""
        return frozenset(lid.rol for lid in self.lidmaatschappen if (lid.soort, lid.code) == self.namens.sleutel)

    @property
    def actor(self) -> Actor:
        """How the audit log names him."""
        return Actor(
            persoon=str(self.persoon), namens=f"{self.namens.soort}:{self.namens.code}", herkomst=self.herkomst
        )

    @property
    def session_key(self) -> SessionKey:
        """What his own concepten are sealed to as well."""
        return SessionKey(id=self.sessie, token=self.token)

    def mag(self, recht: Recht) -> bool:
        """Tell whether a role he holds here gives the right; a session without second factor gives none."""
        hier = geldt_bij(recht, soort=self.namens.soort, teamsoort=self.namens.teamsoort)
        return self.niveau >= VOLLEDIG and hier and bool(self.rollen & WIE_MAG[recht])

    def eis(self, recht: Recht) -> None:
        """Refuse with NietToegestaan unless `mag`."""
        if not self.mag(recht):
            raise NietToegestaan(recht.value)


class GeenSessie(Exception):
    """There is no such session: none was sent, it is forged, revoked, or its person may no longer come in."""


class GeenRol(GeenSessie):
    """The session is real, but the last role of its person ended meanwhile."""


class SessieVerlopen(Exception):
    """The session was real and is over; `gebruiker` may still keep what he was typing, nothing else."""

    def __init__(self, gebruiker: Gebruiker) -> None:
        """Keep who it was."""
        super().__init__()
        self.gebruiker = gebruiker


def load_gebruiker(services: Services, text: str, *, herkomst: str, now: datetime) -> Gebruiker:
    """Return the person of this session token; raises GeenSessie, GeenRol or SessieVerlopen."""
    kenmerk = token_hash(text)
    token, ended = _token(services, text, kenmerk, now)
    with services.database.lezen() as session:
        sessie = WIE.row(session, hash=kenmerk, persoon=token.persoon)
        if sessie is None or sessie.ingetrokken is not None:
            raise GeenSessie
        try:
            record = _record(services.sealer.pinned, token.persoon, sessie.record, sessie.signature)
        except Ongeldig:
            raise GeenSessie from None
        if not record.actief:
            raise GeenSessie
        vandaag = datum_in_nederland(now)
        lopend = tuple(lid for lid in record.lidmaatschappen if lid.loopt(vandaag))
        namens = _namens(session, sessie, lopend)
    if namens is None:
        raise GeenRol
    gebruiker = Gebruiker(
        persoon=record.id,
        account=record.account,
        naam=record.naam,
        email=record.email,
        organisatie=record.organisatie,
        niveau=token.niveau,
        sessie=token.id,
        token=text,
        namens=namens,
        lidmaatschappen=lopend,
        vandaag=vandaag,
        herkomst=herkomst,
    )
    if ended or now - sessie.last_seen > timedelta(seconds=services.settings.inactief):
        raise SessieVerlopen(gebruiker)
    if now - sessie.last_seen > TOUCH_EVERY:
        _touch(services, text, now)
    return gebruiker


def keuzes(services: Services, gebruiker: Gebruiker) -> tuple[Namens, ...]:
    """Return every team and organisation he may act for, in the order of his record."""
    with services.database.lezen() as session:
        paren = dict.fromkeys((lid.soort, lid.code) for lid in gebruiker.lidmaatschappen)
        return tuple(plek for soort, code in paren if (plek := _place(session, soort, code)))


def switch_namens(services: Services, gebruiker: Gebruiker, *, soort: str, code: str, now: datetime) -> None:
    """Act for another of his teams or organisations from now on; raises NietToegestaan."""
    if not any((lid.soort, lid.code) == (soort, code) for lid in gebruiker.lidmaatschappen):
        raise NietToegestaan(code)
    with services.database.schrijven() as session:
        sessie = session.get_one(Sessie, token_hash(gebruiker.token))
        sessie.namens_soort, sessie.namens_code, sessie.last_seen = soort, code, now


def names_of(services: Services, personen: set[UUID]) -> dict[UUID, str]:
    """Return the names of these persons, from their signed records."""
    if not personen:
        return {}
    with services.database.lezen() as session:
        return names_in(session, services, personen)


def names_in(session: Session, services: Services, personen: set[UUID]) -> dict[UUID, str]:
    """Return the names of these persons, read with what else is read."""
    rows = RECORDS.rows(session, ids=list(personen))
    return {row.id: _record(services.sealer.pinned, row.id, row.record, row.signature).naam for row in rows}


def records_in(session: Session, services: Services, personen: Iterable[UUID]) -> tuple[PersoonRecord, ...]:
    """Return the genuine records of these persons; one that was forged is left out."""
    found = []
    for row in RECORDS.rows(session, ids=list(personen)):
        with suppress(Ongeldig):
            found.append(_record(services.sealer.pinned, row.id, row.record, row.signature))
    return tuple(found)


def token_hash(text: str) -> bytes:
    """Return what the sessions table knows a token by."""
    return hashlib.sha256(text.encode()).digest()


def _token(services: Services, text: str, kenmerk: bytes, now: datetime) -> tuple[Token, bool]:
    """Return the token and whether its absolute end has passed; its signature is checked once in this process."""
    pinned = services.sealer.pinned
    token = _read.get((pinned, kenmerk))
    if token is None:
        try:
            token = read_token(pinned, text)
        except Ongeldig:
            raise GeenSessie from None
        if len(_read) >= KEPT_TOKENS:
            _read.clear()
        _read[pinned, kenmerk] = token
    return token, now >= token.eindigt


@lru_cache(maxsize=4096)
def _record(pinned: bytes, persoon: UUID, text: str, signature: bytes) -> PersoonRecord:
    """Check a record once; the same bytes need no second look."""
    return verify_record(pinned, persoon=persoon, record=text, signature=signature)


def _namens(session: Session, sessie: Row, lopend: tuple[Lidmaatschap, ...]) -> Namens | None:
    chosen = (sessie.namens_soort, sessie.namens_code)
    paren = [(lid.soort, lid.code) for lid in lopend]
    if chosen in paren and sessie.namens_naam:
        return Namens(
            soort=sessie.namens_soort,
            code=sessie.namens_code,
            naam=sessie.namens_naam,
            teamsoort=sessie.namens_teamsoort or "",
        )
    return next((plek for soort, code in paren if (plek := _place(session, soort, code))), None)


def _place(session: Session, soort: str, code: str) -> Namens | None:
    rij = PLEK[soort].row(session, code=code)
    return (
        Namens(soort=soort, code=code, naam=rij.naam, teamsoort=rij.teamsoort) if rij is not None and rij.naam else None
    )


def _touch(services: Services, text: str, now: datetime) -> None:
    """Note that he is there; a full or locked database must not keep anybody from reading."""
    with suppress(DatabaseBezet), services.database.schrijven() as session:
        sessie = session.get(Sessie, token_hash(text))
        if sessie is not None and sessie.last_seen < now:
            sessie.last_seen = now
