"""Verwant: other berichten about the same client that the same team or organisation has.

They are found by equal blind terms of one recipient, so no vault is asked and nothing of another organisation is seen.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.core.zelfde_client import same_client
from portal.core.zicht import BerichtKop
from portal.models import Bericht

MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwant:
    """Another bericht about the same client."""

    id: UUID
    nummer: str
    titel: str
    status_titel: str
    ingediend: datetime


def related(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Verwant, ...]:
    """Return the newest other berichten about this client that the asker may follow or that his team has, at most 20."""
    with services.database.lezen() as session:
        rijen = session.scalars(
            select(Bericht)
            .where(Bericht.id.in_(same_client(gebruiker.namens.sleutel, zicht.id)), of_asker(gebruiker))
            .order_by(Bericht.ingediend.desc(), Bericht.id)
            .limit(MOST)
        ).all()
    return tuple(_verwant(services, rij) for rij in rijen)


def of_asker(gebruiker: Gebruiker) -> ColumnElement[bool]:
    """Select berichten that the asker's team has, or that his organisation sent."""
    soort, code = gebruiker.namens.sleutel
    return Bericht.team == code if soort == "team" else and_(Bericht.afzender_soort == soort, Bericht.afzender == code)


def _verwant(services: Services, rij: Bericht) -> Verwant:
    mailbox = services.mailboxen.met_code(rij.mailbox)
    toestanden = {t.code: t.titel for t in mailbox.levensloop.toestanden} if mailbox is not None else {}
    return Verwant(
        id=rij.id,
        nummer=rij.nummer,
        titel=mailbox.titel if mailbox is not None else rij.mailbox,
        status_titel=toestanden.get(rij.status, "onbekend"),
        ingediend=rij.ingediend,
    )
