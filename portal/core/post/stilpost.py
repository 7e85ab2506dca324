"""Mail about a clock that came to stand still before it left: kept back, and sent or let go once the clock runs on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.post.ladingen import TERMIJNMAIL_EEN
from portal.core.post.outbox import LOSGELATEN, WACHT, add
from portal.models import Termijnstap, Uitgaand

UITGESTELD: Final = "uitgesteld"
# Why it is kept, and the step of the clock that it would have told.
WAAROM: Final = "termijn staat stil: "


def keep_back(
    session: Session, key: UUID, lading: Mapping[str, str], *, termijn: UUID, stap: str, now: datetime
) -> None:
    """Keep what one person was to be told of one clock; a second time under this key changes nothing."""
    if session.get(Uitgaand, key) is None:
        alleen = {**lading, "termijnen": str(termijn), "rest": "0"}
        add(session, TERMIJNMAIL_EEN, alleen, key=key, now=now)
        rij = session.get_one(Uitgaand, key)
        rij.status, rij.fout = UITGESTELD, f"{WAAROM}{stap}"


def keep_whole(rij: Uitgaand, *, stap: str) -> None:
    """Keep the row itself, which tells of nothing else; who held it lets it go."""
    rij.status, rij.fout, rij.houder, rij.houdt_tot = UITGESTELD, f"{WAAROM}{stap}", None, None


def go_on(session: Session, termijn: UUID, *, now: datetime) -> None:
    """Send what was kept back of a clock that runs again; what will be told anew, for its new last day, is let go."""
    rijen = session.scalars(
        select(Uitgaand).where(Uitgaand.status == UITGESTELD, Uitgaand.lading.contains(str(termijn)))
    ).all()
    if not rijen:
        return
    verteld = set(session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn == termijn)))
    for rij in rijen:
        if rij.fout.removeprefix(WAAROM) in verteld:
            rij.status, rij.niet_voor, rij.fout = WACHT, now, ""
        else:
            rij.status, rij.gedaan = LOSGELATEN, now


def come_back(session: Session, termijn: UUID, *, sinds: datetime | None) -> None:
    """Keep back again what was let go when this clock ended at that moment, now that it turns out not to have."""
    for rij in session.scalars(
        select(Uitgaand).where(
            Uitgaand.status == LOSGELATEN,
            Uitgaand.gedaan == sinds,
            Uitgaand.fout.startswith(WAAROM, autoescape=True),
            Uitgaand.lading.contains(str(termijn)),
        )
    ):
        rij.status, rij.gedaan = UITGESTELD, None


def let_go(session: Session, termijn: UUID, *, now: datetime) -> None:
    """Let go what was kept back of a clock that has ended: nobody needs it any more."""
    for rij in session.scalars(
        select(Uitgaand).where(Uitgaand.status == UITGESTELD, Uitgaand.lading.contains(str(termijn)))
    ):
        rij.status, rij.gedaan = LOSGELATEN, now
