"""Lines of registers with fields of their own, as they are read: a location or an onderaannemer, one per bericht that was agreed to."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.registers import (
    AFGEKOPPELD,
    KAARTBEHEER,
    LOCATIES,
    ONDERAANNEMERS,
    REGISTERS,
    VRIJE_PLEKKEN,
    WORTEL,
    Register,
)
from portal.domain.teams import Organisatiesoort
from portal.domain.voorwaarde import Feit
from portal.models import Organisatie, Registerregel
from portal.prepared import Prepared

Waarde: TypeAlias = "Feit | int"
# The kind of field that asks at which aanbieder a burger will be placed.
PLAATSING: Final = "plaatsing"
_LOPEND: Final = Registerregel.tot.is_(None)
# Asked at every bericht that a team opens.
CUT_OFF: Final = Prepared(select(Registerregel.organisatie).where(Registerregel.register == AFGEKOPPELD, _LOPEND))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inschrijving:
    """A line of a register that runs: whose it is, since when, what stands in it, and since when its aanbieder is cut off."""

    id: UUID
    register: Register
    organisatie: str
    naam: str
    vanaf: datetime
    gegevens: Mapping[str, Waarde]
    afgekoppeld: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanbiederregel:
    """An aanbieder that takes part: its onderaannemers, its last word on free places, since when it is cut off, who keeps its kaart."""

    code: str
    naam: str
    onderaannemers: tuple[str, ...]
    vrij: Inschrijving | None
    afgekoppeld: datetime | None
    beheerder: str = ""


def inschrijvingen(services: Services, gebruiker: Gebruiker, register: Register) -> tuple[Inschrijving, ...]:
    """Return the lines that run of who has a contract, by aanbieder and by the fields that name them; raises NietToegestaan."""
    gebruiker.eis(Recht.REGISTERS_LEZEN)
    with services.database.lezen() as session:
        gevonden = _running(session, register, op=gebruiker.vandaag)
        if register is LOCATIES:
            gevonden = list(_with_places(gevonden, _running(session, VRIJE_PLEKKEN), _cut_off(session)))
    return tuple(sorted(gevonden, key=lambda regel: (regel.naam, _name(regel))))


def _with_places(
    locaties: Sequence[Inschrijving], opgaven: Sequence[Inschrijving], afgekoppeld: Mapping[str, datetime]
) -> Iterator[Inschrijving]:
    """Give each location with its free places by the last opgave: its own, or the total of who has one location.

    Of who is cut off none: nobody can be placed there (Handboek §2.4).
    """
    laatste = {opgave.organisatie: opgave.gegevens for opgave in opgaven}
    aantal = Counter(locatie.organisatie for locatie in locaties)
    for locatie in locaties:
        if locatie.organisatie in afgekoppeld:
            yield replace(locatie, afgekoppeld=afgekoppeld[locatie.organisatie])
            continue
        opgave = laatste.get(locatie.organisatie, {})
        per_locatie = opgave.get("per_locatie", ())
        delen = (str(deel).rpartition(" ") for deel in (per_locatie if isinstance(per_locatie, tuple) else ()))
        gegeven = {sleutel: int(getal) for sleutel, _, getal in delen}
        vrij: Waarde | None = gegeven.get(_key(locatie))
        if vrij is None and not per_locatie and aantal[locatie.organisatie] == 1:
            vrij = opgave.get("vrij")
        if vrij is not None and "capaciteit" in locatie.gegevens:
            vrij = min(int(str(vrij)), int(str(locatie.gegevens["capaciteit"])))  # it became smaller since
        yield locatie if vrij is None else replace(locatie, gegevens={**locatie.gegevens, "vrij": vrij})


def aanbieders(services: Services, gebruiker: Gebruiker) -> tuple[Aanbiederregel, ...]:
    """Return the aanbieders that take part and their onderaannemers (Handboek §2.2); raises NietToegestaan."""
    gebruiker.eis(Recht.REGISTERS_LEZEN)
    actief = select(Organisatie.code, Organisatie.naam).where(
        Organisatie.soort == Organisatiesoort.AANBIEDER.value, _has_contract(gebruiker.vandaag)
    )
    with services.database.lezen() as session:
        rijen = session.execute(actief.order_by(Organisatie.naam)).all()
        onderaannemers = _running(session, ONDERAANNEMERS)
        vrij = {regel.organisatie: regel for regel in _running(session, VRIJE_PLEKKEN)}
        afgekoppeld, beheerders = _cut_off(session), keepers(session)
    return tuple(
        Aanbiederregel(
            code=code,
            naam=naam,
            onderaannemers=tuple(sorted(_name(regel) for regel in onderaannemers if regel.organisatie == code)),
            vrij=vrij.get(code),
            afgekoppeld=afgekoppeld.get(code),
            beheerder=beheerders.get(code, ""),
        )
        for code, naam in rijen
    )


def keepers(session: Session) -> Mapping[str, str]:
    """Return by aanbieder who keeps its part of the sociale kaart, as it last said (Handboek §2.4)."""
    return {regel.organisatie: _name(regel) for regel in _running(session, KAARTBEHEER)}


def _cut_off(session: Session) -> Mapping[str, datetime]:
    weg = select(Registerregel.organisatie, Registerregel.vanaf).where(Registerregel.register == AFGEKOPPELD, _LOPEND)
    return {organisatie: vanaf for organisatie, vanaf in session.execute(weg)}  # noqa: C416 - a Row is no pair to mypy


def _has_contract(op: date) -> ColumnElement[bool]:
    """Who takes part on this day: after its contract nothing of an aanbieder may be used (Handboek §2.3)."""
    return and_(Organisatie.actief, or_(Organisatie.einde.is_(None), Organisatie.einde >= op))


def cut_off(services: Services) -> frozenset[str]:
    """Return the organisations that are cut off from the sociale kaart, where no burger can be placed (Handboek §2.4)."""
    with services.database.lezen() as session:
        return frozenset(CUT_OFF.values(session))


def not_placed(services: Services, gebruiker: Gebruiker, mailbox: Mailbox) -> frozenset[str]:
    """Return the same for a form in which a team says where a burger will be placed; others are not told."""
    vraagt = gebruiker.namens.soort == "team" and any(v.soort == PLAATSING for v in mailbox.formulier.veldinfo())
    return cut_off(services) if vraagt else frozenset()


def register_choices(
    services: Services, organisatie: str | None, *, op: date
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return per register what somebody of this organisation may choose on this day: (key, name), the key with its gemeente before it.

    None: a team that registers for a burger may choose from all, each with its aanbieder and whether that is cut off.
    """
    with services.database.lezen() as session:
        dicht = _cut_off(session) if organisatie is None else {}
        return {
            register.code: tuple(
                (_key(regel), _name(regel) if organisatie else _of_whom(regel, dicht))
                for regel in sorted(_running(session, register, op=op), key=_name)
                if organisatie in {None, regel.organisatie} or not register.eigen
            )
            for register in REGISTERS.values()
        }


def _of_whom(regel: Inschrijving, dicht: Collection[str]) -> str:
    ook = ", afgekoppeld van de sociale kaart" if regel.organisatie in dicht else ""
    return f"{_name(regel)} ({regel.naam}{ook})"


def capacities(services: Services, organisatie: str) -> Mapping[str, tuple[str, int]]:
    """Return of each accepted location of an aanbieder, by its key, what it is called and how many places there are."""
    with services.database.lezen() as session:
        regels = [regel for regel in _running(session, LOCATIES) if regel.organisatie == organisatie]
    return {
        _key(regel): (_name(regel), int(str(regel.gegevens["capaciteit"])))
        for regel in regels
        if "capaciteit" in regel.gegevens
    }


def stands_in(services: Services, register: str, organisatie: str, naam: str) -> bool:
    """Tell whether this aanbieder has a line with this name in a register; capitals and spaces say nothing."""
    with services.database.lezen() as session:
        regels = _running(session, REGISTERS[register])
    gezocht = "".join(naam.split()).casefold()
    return any(
        "".join(_name(regel).split()).casefold() == gezocht for regel in regels if regel.organisatie == organisatie
    )


def _running(session: Session, register: Register, *, op: date | None = None) -> list[Inschrijving]:
    """Return the lines that run; with `op` only of aanbieders that have a contract on that day."""
    rijen = session.execute(
        select(Registerregel, Organisatie.naam)
        .join(Organisatie, Organisatie.code == Registerregel.organisatie)
        .where(Registerregel.register == register.code, _LOPEND, true() if op is None else _has_contract(op))
    ).all()
    return [
        Inschrijving(
            id=rij.id,
            register=register,
            organisatie=rij.organisatie,
            naam=naam,
            vanaf=rij.vanaf,
            gegevens={code: tuple(w) if isinstance(w, list) else w for code, w in json.loads(rij.gegevens).items()},
        )
        for rij, naam in rijen
    ]


def _name(regel: Inschrijving) -> str:
    return ", ".join(str(regel.gegevens[code]) for code in regel.register.keuze if code in regel.gegevens)


def _key(regel: Inschrijving) -> str:
    """Return its gemeente and the id of the line as it was first written, so that what was chosen stays when it is changed."""
    return f"{regel.gegevens.get('gemeente', '')}.{regel.gegevens.get(WORTEL, regel.id)}"
