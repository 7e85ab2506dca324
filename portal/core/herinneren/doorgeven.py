"""Mail of who left before it went goes to who has that work by then: who holds the role, else the team, else beheer sees it."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.core.herinneren.mailinhoud import address_of, onderwerp
from portal.core.herinneren.verdeling import verdeel
from portal.core.herinneren.waarneempost import has_it
from portal.core.post.ladingen import BRON, for_one, lading_of
from portal.core.post.notifications import MailNietVerzonden, recipients
from portal.core.post.outbox import DOOD, GEDAAN, SAMEN, WACHT, Claimed, add
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailwijze import SAMEN_NA
from portal.models import Uitgaand

NIEMAND: Final = "niemand meer voor wie dit is"

log = logging.getLogger("portal.outbox")


def pass_on(services: Services, row: Claimed, *, now: datetime) -> Claimed:
    """Give on what of this mail was for somebody who may no longer read it, to each who should have it now; returns the mail.

    Raises MailNietVerzonden when there is nobody left, so that it is given up where beheer sees it; of a mail that holds more
    only that part is.
    """
    persoon = UUID(row.lading["persoon"])
    with services.database.lezen() as session:
        query = select(Uitgaand).where(or_(Uitgaand.id == row.id, Uitgaand.bundel == row.id))
        ladingen = {deel.id: lading_of(deel.soort, deel.lading) for deel in session.scalars(query)}
    for deel, lading in ladingen.items():
        if lading is None or BRON not in lading or address_of(services, persoon, lading, now=now):
            continue
        if onderwerp(services, lading) is None or _pass_on(services, deel, lading, now=now):
            continue
        if deel == row.id:
            raise MailNietVerzonden(NIEMAND, blijvend=True)
        log.error("Een deel van e-mail %s is opgegeven: %s.", row.id, NIEMAND)
    return row


def _pass_on(services: Services, deel: UUID, lading: Mapping[str, str], *, now: datetime) -> bool:
    """Spread it anew over who has none of it, in one transaction; False when there is nobody to have it."""
    delen = verdeel(services, lading, now=now)
    delen.pop(UUID(lading["persoon"]), None)
    with services.database.schrijven() as session:
        rij = session.get_one(Uitgaand, deel, with_for_update=True, populate_existing=True)
        if rij.status not in {WACHT, SAMEN}:
            return True
        iemand = bool(delen) or _somebody(session, services, lading, now=now)
        for wie, part in delen.items():
            if not has_it(session, rij, lading, wie):
                add(
                    session,
                    rij.soort,
                    for_one(lading, wie, part.voor),
                    key=uuid.uuid5(deel, str(wie)),
                    now=now,
                    niet_voor=part.moment,
                    samen_vanaf=part.moment if part.moment > now else now + SAMEN_NA,
                )
        if rij.status == SAMEN:
            rij.bundel, rij.status, rij.gedaan, rij.fout = (
                (None, GEDAAN, now, "") if iemand else (None, DOOD, None, NIEMAND)
            )
        return iemand


def _somebody(session: Session, services: Services, lading: Mapping[str, str], *, now: datetime) -> bool:
    """Tell whether others are there for it, who chose to have no such mail."""
    personen = recipients(
        session,
        services.sealer.pinned,
        soort=lading["aan_soort"],
        code=lading["aan"],
        vandaag=datum_in_nederland(now),
        rol=lading.get("rol", ""),
    )
    return any(str(persoon.id) != lading["persoon"] for persoon in personen)
