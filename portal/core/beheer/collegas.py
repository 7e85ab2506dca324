"""The colleagues of an organisation with their roles, as their signed records say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.beheer.inrichting import IS_EIGEN_TEAM
from portal.core.insturen.kader import open_to
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.passend import WAT_MAG, passende_rollen
from portal.domain.rechten import Lidmaatschap, Recht
from portal.domain.rollen import Rol
from portal.models import Organisatie, Persoon, Team
from portal.sealing.sessie import Ongeldig, PersoonRecord, verify_record

Namen = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolzicht:
    """A role in a team or organisation; `nummer` is its place in the record, which never changes."""

    nummer: int
    lid: Lidmaatschap
    waar: str
    loopt: bool

    @property
    def rol(self) -> Rol:
        """The role itself."""
        return self.lid.rol

    @property
    def vanaf(self) -> date:
        """The first day."""
        return self.lid.vanaf

    @property
    def tot(self) -> date | None:
        """The last day, if one was set."""
        return self.lid.tot

    @property
    def beeindigd(self) -> date | None:
        """The day from which he holds it no more: the record of one that was ended has the day before as its last."""
        return self.lid.tot + timedelta(days=1) if self.lid.tot is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Collega:
    """A person of an organisation; `actief` False means that he can no longer log in."""

    id: UUID
    account: str
    naam: str
    email: str
    organisatie: str
    actief: bool
    rollen: tuple[Rolzicht, ...]

    @property
    def lopend(self) -> tuple[Rolzicht, ...]:
        """The roles that he holds today."""
        return tuple(rol for rol in self.rollen if rol.loopt)

    def heeft(self, rol: Rol) -> bool:
        """Tell whether he holds this role today, anywhere."""
        return any(gehouden.rol is rol for gehouden in self.lopend)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolkeuze:
    """A role that can be given: `sleutel` names it in a form, `label` says where, `uitleg` what it may do."""

    soort: str
    code: str
    rol: Rol
    label: str
    uitleg: str

    @property
    def sleutel(self) -> str:
        """Its name in a form."""
        return f"{self.soort}:{self.code}:{self.rol.value}"


def collegas(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Collega, ...]:
    """Return everybody of the own organisation, by name; raises NietToegestaan."""
    gebruiker.eis(Recht.COLLEGA_TOELATEN)
    with services.database.lezen() as session:
        return personen_van(services, session, gebruiker.namens.code, vandaag=vandaag)


def collega(services: Services, gebruiker: Gebruiker, persoon: UUID, *, vandaag: date) -> Collega:
    """Return one colleague of the own organisation; raises NietToegestaan, NietGevonden for anyone else."""
    gebruiker.eis(Recht.COLLEGA_TOELATEN)
    with services.database.lezen() as session:
        gevonden = persoon_met_id(services, session, persoon, vandaag=vandaag)
    if gevonden.organisatie != gebruiker.namens.code:
        raise NietGevonden
    return gevonden


def te_geven_rollen(services: Services, gebruiker: Gebruiker) -> tuple[Rolkeuze, ...]:
    """Return the roles that fit the own organisation and its teams; raises NietToegestaan."""
    gebruiker.eis(Recht.COLLEGA_TOELATEN)
    code = gebruiker.namens.code
    with services.database.lezen() as session:
        organisatie = session.get_one(Organisatie, code)
        teams = session.scalars(select(Team).where(Team.organisatie == code, IS_EIGEN_TEAM).order_by(Team.naam)).all()
        plaatsen = [("team", t.code, t.soort, t.naam) for t in teams]
        plaatsen.append(("organisatie", code, organisatie.soort, organisatie.naam))
    return tuple(
        Rolkeuze(soort=soort, code=c, rol=rol, label=f"{rol.titel.capitalize()} bij {naam}", uitleg=WAT_MAG[rol])
        for soort, c, kind, naam in plaatsen
        for rol in passende_rollen(soort, kind)
        if rol is not Rol.FUNCTIONEEL_BEHEERDER
        # Who may send to no mailbox at all has nothing to do with that role.
        and (rol is not Rol.INDIENER or open_to(services, kind, {rol}))
    )


def personen_van(services: Services, session: Session, organisatie: str, *, vandaag: date) -> tuple[Collega, ...]:
    """Return everybody whose signed record says that he is of this organisation, by name."""
    # The search in the text only narrows; what counts is the record, and that its signature is genuine.
    rijen = session.scalars(select(Persoon).where(Persoon.record.contains(f'"{organisatie}"', autoescape=True))).all()
    return tuple(
        persoon for persoon in _view(services, session, rijen, vandaag=vandaag) if persoon.organisatie == organisatie
    )


def persoon_met_id(services: Services, session: Session, persoon: UUID, *, vandaag: date) -> Collega:
    """Return the person with this id; raises NietGevonden, also when the record is not genuine."""
    rij = session.get(Persoon, persoon)
    gevonden = _view(services, session, [rij] if rij is not None else [], vandaag=vandaag)
    if not gevonden:
        raise NietGevonden
    return gevonden[0]


def alle_records(services: Services, session: Session) -> tuple[PersoonRecord, ...]:
    """Return the genuine record of every person."""
    return _records(services, session.scalars(select(Persoon)).all())


def genuine_records(
    services: Services, session: Session, *voorwaarden: ColumnElement[bool]
) -> tuple[PersoonRecord, ...]:
    """Return the genuine records of the persons that these conditions find."""
    return _records(services, session.scalars(select(Persoon).where(*voorwaarden)).all())


def _view(services: Services, session: Session, rijen: Iterable[Persoon], *, vandaag: date) -> tuple[Collega, ...]:
    namen = {("team", team.code): team.naam for team in session.scalars(select(Team)).all()}
    namen |= {("organisatie", o.code): o.naam for o in session.scalars(select(Organisatie)).all()}
    records = sorted(_records(services, rijen), key=lambda record: (record.naam.casefold(), record.account))
    return tuple(_colleague(record, namen, vandaag) for record in records)


def _records(services: Services, rijen: Iterable[Persoon]) -> tuple[PersoonRecord, ...]:
    pinned = services.sealer.pinned
    found = (_record(pinned, rij.id, rij.record, rij.signature) for rij in rijen)
    return tuple(record for record in found if record is not None)


@lru_cache(maxsize=8192)
def _record(pinned: bytes, persoon: UUID, text: str, signature: bytes) -> PersoonRecord | None:
    """Check a record once; the same bytes need no second look."""
    try:
        return verify_record(pinned, persoon=persoon, record=text, signature=signature)
    except Ongeldig:
        return None


def _colleague(record: PersoonRecord, namen: Namen, vandaag: date) -> Collega:
    return Collega(
        id=record.id,
        account=record.account,
        naam=record.naam,
        email=record.email,
        organisatie=record.organisatie,
        actief=record.actief,
        rollen=tuple(
            Rolzicht(nummer=nummer, lid=lid, waar=namen.get((lid.soort, lid.code), lid.code), loopt=lid.loopt(vandaag))
            for nummer, lid in enumerate(record.lidmaatschappen)
        ),
    )
