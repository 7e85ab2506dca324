"""The concepten of a new bericht that somebody may go on with, instead of beginning anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select

from portal.core.accounts import Gebruiker, names_in
from portal.core.services import Services
from portal.db import Base
from portal.prepared import Prepared

MOST: Final = 3
# Asked at every empty form, so made once and run below the ORM.
_CONCEPT: Final = Base.metadata.tables["concepten"].c
EERDER: Final = Prepared(
    select(_CONCEPT.id, _CONCEPT.gewijzigd, _CONCEPT.persoon)
    .where(
        _CONCEPT.eigenaar_soort == bindparam("soort"),
        _CONCEPT.eigenaar == bindparam("code"),
        _CONCEPT.mailbox == bindparam("mailbox"),
        _CONCEPT.actie == "",
    )
    .order_by(_CONCEPT.gewijzigd.desc())
    .limit(MOST)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Eerder:
    """A concept that was begun; nothing of its content."""

    id: UUID
    gewijzigd: datetime
    door_naam: str


def earlier(services: Services, gebruiker: Gebruiker, mailbox: str) -> tuple[Eerder, ...]:
    """Return the newest concepten in this mailbox of this organisation or team, of a new bericht."""
    soort, code = gebruiker.namens.sleutel
    with services.database.lezen() as session:
        rijen = EERDER.rows(session, soort=soort, code=code, mailbox=mailbox)
        namen = names_in(session, services, {rij.persoon for rij in rijen}) if rijen else {}
    return tuple(Eerder(id=rij.id, gewijzigd=rij.gewijzigd, door_naam=namen.get(rij.persoon, "")) for rij in rijen)
