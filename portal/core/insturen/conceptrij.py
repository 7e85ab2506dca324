"""The row of a concept: read for whoever owns it, written for the first time, written over, and copied beside."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.opening import NietGevonden
from portal.db import Base
from portal.models import Concept
from portal.prepared import Prepared

# Asked at every step of filling in, so made once and run below the ORM.
_CONCEPT, _BERICHT = Base.metadata.tables["concepten"], Base.metadata.tables["berichten"].c
_ONE = select(_CONCEPT).where(_CONCEPT.c.id == bindparam("id"))
BY_ID, FOR_UPDATE = Prepared(_ONE), Prepared(_ONE.with_for_update())
SENDER = Prepared(select(_BERICHT.afzender_soort, _BERICHT.afzender).where(_BERICHT.id == bindparam("id")))
WRITE_OVER = Prepared(
    _CONCEPT.update()
    .where(_CONCEPT.c.id == bindparam("concept"))
    .values({name: bindparam(name) for name in ("item", "versie", "gewijzigd", "persoon")})
)
REMOVE_ITEM = Prepared(
    Base.metadata.tables["sealed_items"].delete().where(Base.metadata.tables["sealed_items"].c.id == bindparam("item"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuwConcept:
    """What a concept is when it is not there yet."""

    concept: UUID
    mailbox: str
    bericht: UUID | None
    actie: str
    now: datetime


class AlIngediend(Exception):
    """This concept was submitted before; `bericht` is what became of it."""

    def __init__(self, bericht: UUID) -> None:
        """Keep the id of the bericht."""
        super().__init__()
        self.bericht = bericht


def owned(session: Session, gebruiker: Gebruiker, concept: UUID, *, lock: bool = False) -> Concept | None:
    """Return the concept if it is this organisation's; another's is not told apart from none.

    Who writes takes the row first, so that it waits for a submission that is under way, and sees what it made.
    """
    found = (FOR_UPDATE if lock else BY_ID).row(session, id=concept)
    if found is not None and (found.eigenaar_soort, found.eigenaar) == gebruiker.namens.sleutel:
        return Concept(**found._asdict())
    # Asked for another's concept as well, which then costs what none at all costs.
    bericht = SENDER.row(session, id=concept)
    if bericht is not None and tuple(bericht) == gebruiker.namens.sleutel:
        raise AlIngediend(concept)
    if found is not None or bericht is not None:
        raise NietGevonden
    return None


def copy_of(gebruiker: Gebruiker, concept: UUID, ruw: Mapping[str, Sequence[str]]) -> UUID:
    """Name the copy beside a concept by what it holds, so that this session alone finds it again.

    The key is the raw token of the session, which stands nowhere: to anyone else the id is random.
    """
    inhoud = json.dumps([gebruiker.namens.sleutel, sorted((naam, list(waarden)) for naam, waarden in ruw.items())])
    afdruk = hmac.digest(gebruiker.token.encode(), b"kopie" + concept.bytes + inhoud.encode(), hashlib.sha256)
    return UUID(bytes=afdruk[:16], version=4)


def first_row(gebruiker: Gebruiker, nieuw: NieuwConcept, item: UUID) -> Concept:
    """Return the row of a concept that is saved for the first time."""
    return Concept(
        id=nieuw.concept,
        eigenaar_soort=gebruiker.namens.soort,
        eigenaar=gebruiker.namens.code,
        persoon=gebruiker.persoon,
        mailbox=nieuw.mailbox,
        bericht=nieuw.bericht,
        actie=nieuw.actie,
        item=item,
        versie=1,
        gemaakt=nieuw.now,
        gewijzigd=nieuw.now,
    )


def write_over(session: Session, gebruiker: Gebruiker, rij: Concept, *, item: UUID, now: datetime) -> None:
    """Let the concept hold another item, and remove the one before it with its seals."""
    values = {"item": item, "versie": rij.versie + 1, "gewijzigd": now, "persoon": gebruiker.persoon}
    WRITE_OVER.run(session, concept=rij.id, **values)
    REMOVE_ITEM.run(session, item=rij.item)
