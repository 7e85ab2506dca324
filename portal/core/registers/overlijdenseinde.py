"""What a recorded death ends in the register of toewijzingen: each death its own end, and what ran runs again when none stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.registers.toewijzingen import last_day
from portal.models import Overlijdenseinde, Toewijzing


def end_by_death(
    session: Session, actor: Actor, rijen: Collection[Toewijzing], *, op: date, bericht: UUID, now: datetime
) -> None:
    """End these toewijzingen because `bericht` told the death of their client, with `op` as their last day.

    How each stood is kept, for `restore`; one that a death ended before this day ends where it did.
    """
    for rij in rijen:
        doden = _by_bericht(session, rij)
        if bericht in doden:
            continue
        session.add(Overlijdenseinde(toewijzing=rij.id, bericht=bericht, dag=op))
        if last_day(rij) <= op:
            continue
        if rij.tot_bericht not in doden:
            rij.eerder_beeindigd, rij.eerder_bericht = rij.beeindigd, rij.tot_bericht
        rij.beeindigd, rij.tot_bericht = op, bericht
        record(session, actor, actie="toewijzing beëindigen", onderwerp=str(rij.id), now=now)
    session.flush()


def restore(session: Session, actor: Actor, bericht: UUID, *, andere: Sequence[UUID], now: datetime) -> list[UUID]:
    """Take the death that this bericht told off the register; returns the toewijzingen on which no other one rests.

    These stand as they did before. Where one of the `andere` stands, it takes the end over, or ends it on its own day. What ended
    a toewijzing otherwise since then stays.
    """
    vrij = list[UUID]()
    query = select(Overlijdenseinde).where(Overlijdenseinde.bericht == bericht).order_by(Overlijdenseinde.toewijzing)
    for einde in session.scalars(query.with_for_update()).all():
        rij = session.get_one(Toewijzing, einde.toewijzing, with_for_update=True)
        doden = {wie: dag for wie, dag in _by_bericht(session, rij).items() if wie != bericht}
        session.delete(einde)
        if andere and not doden:
            session.add(Overlijdenseinde(toewijzing=rij.id, bericht=andere[0], dag=einde.dag))
            doden = {andere[0]: einde.dag}
        if not doden:
            vrij.append(rij.id)
        if rij.tot_bericht == bericht:
            _stand_again(rij, doden)
            record(session, actor, actie="toewijzing herstellen", onderwerp=str(rij.id), now=now)
    session.flush()
    return vrij


def _stand_again(rij: Toewijzing, doden: Mapping[UUID, date]) -> None:
    """Let a toewijzing stand as it did before any death, or end by the first of those that still do."""
    loopt_tot = rij.eerder_beeindigd or rij.einddatum
    eerst = min(((dag, wie) for wie, dag in doden.items() if dag < loopt_tot), default=None)
    if eerst is not None:
        rij.beeindigd, rij.tot_bericht = eerst
        return
    rij.beeindigd, rij.tot_bericht = rij.eerder_beeindigd, rij.eerder_bericht
    rij.eerder_beeindigd = rij.eerder_bericht = None


def _by_bericht(session: Session, rij: Toewijzing) -> dict[UUID, date]:
    """Return the deaths that end this toewijzing, with the last day of each."""
    query = select(Overlijdenseinde.bericht, Overlijdenseinde.dag).where(Overlijdenseinde.toewijzing == rij.id)
    return {bericht: dag for bericht, dag in session.execute(query)}  # noqa: C416 - a Row is no pair to mypy
