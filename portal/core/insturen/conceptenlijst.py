"""The lists of concepten: of everything that is kept, of one, and of the texts for one act; never what stands in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, tuple_

from portal.core.accounts import Gebruiker, names_of
from portal.core.cursor import moment, read_cursor, write_cursor
from portal.core.insturen.conceptrij import owned
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.models import Concept

OP_EEN_BLADZIJDE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptRij:
    """A concept in a list: nothing of its content."""

    id: UUID
    mailbox: str
    titel: str
    gewijzigd: datetime
    door_naam: str
    actie: str
    bericht: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conceptenlijst:
    """A page of concepten; `volgende` is the cursor of the next page, '' at the end."""

    rijen: tuple[ConceptRij, ...]
    volgende: str


def conceptenlijst(
    services: Services, gebruiker: Gebruiker, *, na: str = "", hoogstens: int = OP_EEN_BLADZIJDE
) -> Conceptenlijst:
    """Return a page of the concepten of this organisation or team, newest first, from the cursor `na` on."""
    vraag = (
        select(Concept)
        .where(Concept.eigenaar_soort == gebruiker.namens.soort, Concept.eigenaar == gebruiker.namens.code)
        .order_by(Concept.gewijzigd.desc(), Concept.id.desc())
        .limit(hoogstens + 1)
    )
    if (begin := read_cursor(na, moment, UUID)) is not None:
        vraag = vraag.where(tuple_(Concept.gewijzigd, Concept.id) < begin)
    with services.database.lezen() as session:
        gevonden = session.scalars(vraag).all()
    rijen = gevonden[:hoogstens]
    volgende = write_cursor(rijen[-1].gewijzigd.isoformat(), rijen[-1].id) if len(gevonden) > hoogstens else ""
    return Conceptenlijst(rijen=_shown(services, rijen), volgende=volgende)


def concept_in_lijst(services: Services, gebruiker: Gebruiker, concept: UUID) -> ConceptRij:
    """Return one of them, however long ago it was kept; raises NietGevonden, AlIngediend."""
    with services.database.lezen() as session:
        rij = owned(session, gebruiker, concept)
    if rij is None:
        raise NietGevonden
    return _shown(services, [rij])[0]


def teksten_bij(services: Services, gebruiker: Gebruiker, bericht: UUID, actie: str) -> tuple[ConceptRij, ...]:
    """Return the texts for one act on a bericht that this organisation or team kept and did not send, newest first."""
    with services.database.lezen() as session:
        rijen = session.scalars(
            select(Concept)
            .where(Concept.bericht == bericht, Concept.actie == actie)
            .where(Concept.eigenaar_soort == gebruiker.namens.soort, Concept.eigenaar == gebruiker.namens.code)
            .order_by(Concept.gewijzigd.desc(), Concept.id.desc())
        ).all()
    return _shown(services, rijen)


def _shown(services: Services, rijen: Iterable[Concept]) -> tuple[ConceptRij, ...]:
    rijen = tuple(rijen)
    namen = names_of(services, {rij.persoon for rij in rijen})
    return tuple(
        ConceptRij(
            id=rij.id,
            mailbox=rij.mailbox,
            titel=mailbox.titel if (mailbox := services.mailboxen.met_code(rij.mailbox)) else rij.mailbox,
            gewijzigd=rij.gewijzigd,
            door_naam=namen.get(rij.persoon, ""),
            actie=rij.actie,
            bericht=rij.bericht,
        )
        for rij in rijen
    )
