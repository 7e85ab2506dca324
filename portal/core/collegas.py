"""The colleagues of an organisation with their roles, as their signed records say."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.rollen import Rol
from portal.models import Organisatie, Persoon, Team
from portal.sealing.sessie import Ongeldig, PersoonRecord, verify_record


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolzicht:
    """A role in a team or organisation, from and until these days."""

    rol: Rol
    waar: str
    vanaf: date
    tot: date | None
    loopt: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Collega:
    """A person of the organisation; `actief` False means that he can no longer log in."""

    account: str
    naam: str
    email: str
    actief: bool
    rollen: tuple[Rolzicht, ...]


def collegas(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Collega, ...]:
    """Return everybody of the own organisation, by name; raises NietToegestaan."""
    gebruiker.eis(Recht.COLLEGA_TOELATEN)
    with services.database.lezen() as session:
        # The search in the text only narrows; what counts is the record, and that its signature is genuine.
        rijen = session.scalars(
            select(Persoon).where(Persoon.record.contains(f'"{gebruiker.organisatie}"', autoescape=True))
        ).all()
        namen = {("team", team.code): team.naam for team in session.scalars(select(Team)).all()}
        namen |= {("organisatie", o.code): o.naam for o in session.scalars(select(Organisatie)).all()}
    records = [record for rij in rijen if (record := _record(services, rij)) is not None]
    return tuple(
        _colleague(record, namen, vandaag)
        for record in sorted(records, key=lambda record: record.naam.casefold())
        if record.organisatie == gebruiker.organisatie
    )


def _record(services: Services, rij: Persoon) -> PersoonRecord | None:
    try:
        return verify_record(services.sealer.pinned, persoon=rij.id, record=rij.record, signature=rij.signature)
    except Ongeldig:
        return None


def _colleague(record: PersoonRecord, namen: dict[tuple[str, str], str], vandaag: date) -> Collega:
    return Collega(
        account=record.account,
        naam=record.naam,
        email=record.email,
        actief=record.actief,
        rollen=tuple(
            Rolzicht(
                rol=lid.rol,
                waar=namen.get((lid.soort, lid.code), lid.code),
                vanaf=lid.vanaf,
                tot=lid.tot,
                loopt=lid.loopt(vandaag),
            )
            for lid in record.lidmaatschappen
        ),
    )
