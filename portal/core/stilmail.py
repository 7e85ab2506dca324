"""Looks, when a mail about clocks is about to leave, which of them stand still: what it says of those is kept back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.bundel import members
from portal.core.klokken import Klokstatus
from portal.core.ladingen import MAILBUNDEL
from portal.core.outbox import Claimed
from portal.core.services import Services
from portal.core.stapmail import told_by, told_of
from portal.core.stilpost import keep_back
from portal.models import Bericht, Termijn, Termijnstap


def keep_still(services: Services, row: Claimed, *, now: datetime) -> int:
    """Keep back what this mail would say of clocks that stand still now; returns of how many."""
    ladingen = members(services.database, row.id) if row.soort == MAILBUNDEL else [row.lading]
    over_klokken = [lading for lading in ladingen if "termijnen" in lading]
    genoemd = {UUID(id_) for lading in over_klokken for id_ in lading["termijnen"].split(",")}
    stil = Termijn.status == Klokstatus.OPGESCHORT.value
    with services.database.lezen() as session:
        gevonden = set(session.scalars(select(Termijn.id).where(Termijn.id.in_(genoemd), stil))) if genoemd else set()
    if not gevonden:
        return 0
    with services.database.schrijven() as session:
        return sum(
            _keep(session, services, row, lading, termijn, now=now)
            for lading in over_klokken
            for termijn in gevonden
            if str(termijn) in lading["termijnen"].split(",")
        )


def _keep(
    session: Session, services: Services, row: Claimed, lading: Mapping[str, str], termijn: UUID, *, now: datetime
) -> bool:
    """Keep this back unless it is also of use while the clock stands still, or the clock runs again since a moment."""
    klok = session.get_one(Termijn, termijn, with_for_update=True)
    if klok.status != Klokstatus.OPGESCHORT.value or klok.status in told_of(lading["sjabloon"]):
        return False
    key = uuid5(row.id, f"{lading['sjabloon']}:{lading['rol']}:{termijn}")
    keep_back(session, key, lading, termijn=termijn, stap=_step(session, services, klok, lading), now=now)
    return True


def _step(session: Session, services: Services, klok: Termijn, lading: Mapping[str, str]) -> str:
    """Return the step that this mail tells: the last one of its kind that was told this receiver."""
    bericht = session.get_one(Bericht, klok.bericht)
    query = select(Termijnstap).where(Termijnstap.termijn == klok.id).order_by(Termijnstap.gedaan, Termijnstap.gepland)
    dit = ((lading["aan_soort"], lading["aan"]), lading["rol"], lading["sjabloon"])
    passend = ""
    for stap in session.scalars(query):
        aan, rol, sjabloon = told_by(session, services, stap, klok, bericht=bericht, verplichting=None)
        if (aan, rol.value if rol is not None else "", sjabloon) == dit:
            passend = stap.stap
    return passend
