"""Verwant: the dossier around a bericht: others about the same client, and those that are linked to it.

Of the client they are found by equal blind terms of one recipient, so no vault is asked and nothing of another
organisation is seen; a link shows only what the asker sent or his team has.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.kanten import keeps_from
from portal.core.services import Services
from portal.core.zelfde_client import same_client
from portal.core.zicht import BerichtKop
from portal.models import Bericht, Verband

MOST: Final = 20
HOORT_BIJ: Final = "hoort bij dit bericht"
IS_BIJ: Final = "dit bericht hoort daarbij"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwant:
    """Another bericht about the same client, or linked to this one: `verband` says how."""

    id: UUID
    nummer: str
    titel: str
    status_titel: str
    ingediend: datetime
    verband: str = ""


def related(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Verwant, ...]:
    """Return the newest other berichten of this dossier that the asker may follow or that his team has, at most 20."""
    with services.database.lezen() as session:
        verbonden = _linked(session, gebruiker, zicht.id)
        zelfde = Bericht.id.in_(same_client(gebruiker.namens.sleutel, zicht.id))
        rijen = session.scalars(
            select(Bericht)
            .where(or_(zelfde, Bericht.id.in_(verbonden)) if verbonden else zelfde, of_asker(gebruiker))
            .order_by(Bericht.ingediend.desc(), Bericht.id)
            .limit(MOST)
        ).all()
    return tuple(_verwant(services, gebruiker, rij, verbonden.get(rij.id, "")) for rij in rijen)


def of_asker(gebruiker: Gebruiker) -> ColumnElement[bool]:
    """Select berichten that the asker's team or organisation has or sent."""
    return or_(*sides_of(gebruiker))


def sides_of(gebruiker: Gebruiker) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of `of_asker` apart, each of which reads an index."""
    soort, code = gebruiker.namens.sleutel
    verstuurd = and_(Bericht.afzender_soort == soort, Bericht.afzender == code)
    return Bericht.team == gebruiker.namens.als_team, verstuurd


def _linked(session: Session, gebruiker: Gebruiker, bericht: UUID) -> dict[UUID, str]:
    """Return what is linked to this bericht and how, and what is linked to that in turn: only through the asker's own."""
    hoe: dict[UUID, str] = {}
    begin = {bericht}
    while begin and len(hoe) < MOST:
        rand = _neighbours(session, gebruiker, begin)
        direct = begin == {bericht}
        begin = rand.keys() - {bericht, *hoe}
        hoe |= {ander: rand[ander] if direct else "" for ander in begin}
    return hoe


def _neighbours(session: Session, gebruiker: Gebruiker, van: set[UUID]) -> dict[UUID, str]:
    """Return what these belong to and what belongs to these."""
    erbij = select(Bericht.id).join(Verband, Verband.bericht == Bericht.id).where(Verband.naar.in_(van))
    waarbij = select(Bericht.id).join(Verband, Verband.naar == Bericht.id).where(Verband.bericht.in_(van))
    eigen = of_asker(gebruiker)
    gevonden = dict.fromkeys(session.scalars(erbij.where(eigen).limit(MOST)), HOORT_BIJ)
    return gevonden | dict.fromkeys(session.scalars(waarbij.where(eigen).limit(MOST)), IS_BIJ)


def _verwant(services: Services, gebruiker: Gebruiker, rij: Bericht, verband: str) -> Verwant:
    mailbox = services.mailboxen.met_code(rij.mailbox)
    toestanden = {t.code: t.titel for t in mailbox.levensloop.toestanden} if mailbox is not None else {}
    stil = mailbox is not None and keeps_from(mailbox, rij, gebruiker)
    status = mailbox.levensloop.begin if mailbox is not None and stil else rij.status
    return Verwant(
        id=rij.id,
        nummer=rij.nummer,
        titel=mailbox.titel if mailbox is not None else rij.mailbox,
        status_titel=toestanden.get(status, "onbekend"),
        ingediend=rij.ingediend,
        verband=verband,
    )
