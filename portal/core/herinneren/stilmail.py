"""Looks, when a mail about clocks is about to leave, which of them stand still: what it says of those is kept back.

From then on that waits in a row of its own and stands in the mail no more, in one transaction: whenever the worker dies or
the mail fails, and however soon the clock runs again, it is told once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.core.herinneren.stapmail import told_by, told_of
from portal.core.klokken.klokken import Klokstatus
from portal.core.post.ladingen import lading_of
from portal.core.post.outbox import WACHT, Claimed
from portal.core.post.stilpost import keep_back, keep_whole
from portal.core.services import Services
from portal.models import Bericht, Termijn, Termijnstap, Uitgaand


def keep_still(services: Services, row: Claimed, *, now: datetime) -> Claimed:
    """Keep back what this mail would say of clocks that stand still now; returns it without that."""
    with services.database.lezen() as session:
        genoemd = {termijn for rij in _parts(session, row) for termijn in _named(rij)}
        stil = Termijn.status == Klokstatus.OPGESCHORT.value
        gevonden = session.scalars(select(Termijn.id).where(Termijn.id.in_(genoemd), stil)).all() if genoemd else ()
    if not gevonden:
        return row
    with services.database.schrijven() as session:
        for deel in _parts(session, row):
            for termijn in sorted(set(gevonden) & set(_named(deel))):
                _keep(session, services, row, deel, termijn, now=now)
        eigen = session.get_one(Uitgaand, row.id)
        blijft = lading_of(row.soort, eigen.lading)
        if "termijnen" not in row.lading:
            return row
        return replace(row, lading=blijft if blijft is not None and eigen.status == WACHT else _without(row))


def _parts(session: Session, row: Claimed) -> Sequence[Uitgaand]:
    """Return the row itself, or those that go along in it."""
    query = select(Uitgaand).where(or_(Uitgaand.id == row.id, Uitgaand.bundel == row.id))
    return session.scalars(query.order_by(Uitgaand.id).with_for_update()).all()


def _named(rij: Uitgaand) -> list[UUID]:
    """Return the clocks that a row is about; none when it is about something else, or was kept back itself."""
    lading = lading_of(rij.soort, rij.lading)
    termijnen = lading["termijnen"].split(",") if lading is not None and "termijnen" in lading else ()
    return [UUID(termijn) for termijn in termijnen if termijn]


def _without(row: Claimed) -> dict[str, str]:
    return {**row.lading, "termijnen": "", "rest": "0"}


def _keep(session: Session, services: Services, row: Claimed, deel: Uitgaand, termijn: UUID, *, now: datetime) -> None:
    """Keep this back unless it is also of use while the clock stands still, or the clock runs again since a moment."""
    klok = session.get_one(Termijn, termijn, with_for_update=True, populate_existing=True)
    lading = lading_of(deel.soort, deel.lading)
    if lading is None or klok.status != Klokstatus.OPGESCHORT.value or klok.status in told_of(lading["sjabloon"]):
        return
    stap, blijft = _step(session, services, klok, lading), [t for t in _named(deel) if t != termijn]
    if deel.id == row.id and not blijft and lading["rest"] == "0":
        keep_whole(deel, stap=stap)  # under its own id: the mail server may have it already
        return
    key = uuid5(deel.id, f"{lading['sjabloon']}:{lading['rol']}:{termijn}")
    keep_back(session, key, lading, termijn=termijn, stap=stap, now=now)
    deel.lading = json.dumps({**lading, "termijnen": ",".join(str(t) for t in blijft)})


def _step(session: Session, services: Services, klok: Termijn, lading: Mapping[str, str]) -> str:
    """Return the step that this mail tells: the last one of its kind that was told this receiver."""
    bericht = session.get_one(Bericht, klok.bericht)
    query = select(Termijnstap).where(Termijnstap.termijn == klok.id).order_by(Termijnstap.gedaan, Termijnstap.gepland)
    dit = ((lading["aan_soort"], lading["aan"]), lading["rol"], lading["sjabloon"])
    passend = ""
    for stap in session.scalars(query):
        aan, rollen, sjabloon = told_by(session, services, stap, klok, bericht=bericht, verplichting=None)
        if dit in [(aan, rol.value if rol is not None else "", sjabloon) for rol in rollen]:
            passend = stap.stap
    return passend
