"""The sweep: seals of sessions that are over, and file parts that were abandoned or that nothing refers to."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.core.files.store import Store
from portal.core.services import Services
from portal.core.verzegelen import SESSIE
from portal.db import Database
from portal.models import Seal, SealedItem, Sessie

ABANDONED_AFTER: Final = timedelta(days=1)
MARGIN: Final = timedelta(minutes=2)
BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Opgeruimd:
    """What a sweep removed: ended sessions whose seals went, uploads cut off on their way in, and stored parts without an item."""

    sessies: int
    uploads: int
    delen: int


def sweep(services: Services, *, now: datetime) -> Opgeruimd:
    """Remove what is over or was abandoned more than a day ago; doing it twice does no harm."""
    old = now - ABANDONED_AFTER
    return Opgeruimd(
        sessies=_session_seals(services, now=now),
        uploads=services.store.sweep(old),
        delen=_stored_parts(services.database, services.store, old),
    )


def _session_seals(services: Services, *, now: datetime) -> int:
    """Remove the seals to sessions that ended, idled out or were revoked; the organisation's seals stay."""
    with services.database.lezen() as session:
        sealed_to = set(session.scalars(select(Seal.recipient).where(Seal.recipient_kind == SESSIE).distinct()))
        live = _live_sessions(session, services.settings.inactief, now=now) if sealed_to else set()
    over = sorted(sealed_to - live)
    if not over:
        return 0
    with services.database.schrijven() as session:
        for start in range(0, len(over), BATCH):
            chosen = over[start : start + BATCH]
            session.execute(delete(Seal).where(Seal.recipient_kind == SESSIE, Seal.recipient.in_(chosen)))
    return len(over)


def _live_sessions(session: Session, idle_seconds: int, *, now: datetime) -> set[str]:
    rows = session.scalars(
        select(Sessie.id).where(
            Sessie.ingetrokken.is_(None),
            Sessie.eindigt > now - MARGIN,
            Sessie.last_seen > now - timedelta(seconds=idle_seconds) - MARGIN,
        )
    )
    return {str(row) for row in rows}


def _stored_parts(database: Database, store: Store, old: datetime) -> int:
    """Remove the parts whose item was never committed, or is gone."""
    keys = list(store.keys(old))
    removed = 0
    for start in range(0, len(keys), BATCH):
        chosen = keys[start : start + BATCH]
        ids = {UUID(hex=key): key for key in chosen if len(key) == 32}
        with database.lezen() as session:
            known = set(session.scalars(select(SealedItem.id).where(SealedItem.id.in_(ids))))
        for item in ids.keys() - known:
            store.delete(ids[item])
            removed += 1
    return removed
