"""Mails that go out as one: the digest of the day, and what could not leave for longer than a day."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, update

from portal.core.post.ladingen import MAILBUNDEL, lading_of
from portal.core.post.outbox import SAMEN, add, free
from portal.db import Database
from portal.domain.mailsoort import MET_SPOED
from portal.models import Uitgaand

BATCH: Final = 50


def bundle(database: Database, *, now: datetime) -> int:
    """Put together what waits for one person and may go together; returns for how many persons.

    What goes along is written down before anything is sent, so that a mail which is tried again stays the same mail.
    Call this only when the mail server can be reached: what waits meanwhile goes along too.
    """
    with database.lezen() as session:
        query = (
            select(Uitgaand.persoon)
            .where(_may_go_together(now))
            .group_by(Uitgaand.persoon)
            .having(func.count() > 1)
            .limit(BATCH)
        )
        personen = [persoon for persoon in session.scalars(query).all() if persoon is not None]
    return sum(_bundle_one(database, persoon, now=now) for persoon in personen)


def members(database: Database, bundel: UUID) -> list[dict[str, str]]:
    """Return what goes along in a mail, oldest first, each as its lading; what cannot be read is left out."""
    query = select(Uitgaand.soort, Uitgaand.lading).where(Uitgaand.bundel == bundel)
    with database.lezen() as session:
        rows = session.execute(query.order_by(Uitgaand.gemaakt, Uitgaand.id)).all()
    return [dict(lading) for soort, tekst in rows if (lading := lading_of(soort, tekst)) is not None]


def _bundle_one(database: Database, persoon: UUID, *, now: datetime) -> int:
    with database.schrijven() as session:
        query = select(Uitgaand.id, Uitgaand.soort, Uitgaand.lading).where(
            Uitgaand.persoon == persoon, _may_go_together(now)
        )
        rows = session.execute(query.with_for_update(skip_locked=True)).all()
        if len(rows) < 2:
            return 0
        ids, ladingen = [row.id for row in rows], [lading_of(row.soort, row.lading) or {} for row in rows]
        spoed = [lading["sjabloon"] for lading in ladingen if lading.get("sjabloon") in MET_SPOED]
        bundel = add(
            session, MAILBUNDEL, {"persoon": str(persoon), **({"sjabloon": spoed[0]} if spoed else {})}, now=now
        )
        session.execute(
            update(Uitgaand)
            .where(Uitgaand.id.in_(ids))
            .values(status=SAMEN, bundel=bundel, houder=None, houdt_tot=None)
            .execution_options(synchronize_session=False)
        )
    return 1


def _may_go_together(now: datetime) -> ColumnElement[bool]:
    return and_(free(now), Uitgaand.samen_vanaf <= now, Uitgaand.soort != MAILBUNDEL)
