"""The outbox: effects that follow a commit, each made once however often it is tried.

A row is written in the transaction of the act, claimed under a lease by one worker, and then done, tried
again later, or dead after many tries. A row says who and what, never anything of what a bericht holds.
"""

import json
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from portal.core.post.ladingen import (
    MAIL,
    OPNEMEN,
    PER_PERSOON,
    SPOED_IN,
    TERMIJNMAIL,
    lading_of,
    presses,
)
from portal.db import Database, insert_rows
from portal.domain.rollen import Rol
from portal.models import Uitgaand

WACHT: Final = "wacht"
GEDAAN: Final = "gedaan"
DOOD: Final = "dood"
SAMEN: Final = "samen"
LOSGELATEN: Final = "losgelaten"

# A mail about more clocks than this names the first ones, and says how many more there are.
GENOEMD: Final = 5
ONLEESBAAR: Final = "lading onleesbaar"

LEASE: Final = timedelta(minutes=10)
# What needs no mail server may be repeated, so who takes over from a worker that died need not wait long.
LEASE_HERHAALBAAR: Final = timedelta(minutes=1)
# voorstel: a mail server that is away for a long weekend still gets its mail.
WAIT_AFTER: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *[timedelta(hours=6)] * 16,
)

log = logging.getLogger("portal.outbox")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A row that this worker holds until `until`; `pogingen` counts this try."""

    id: UUID
    soort: str
    lading: Mapping[str, str]
    pogingen: int
    gemaakt: datetime
    holder: UUID
    until: datetime


# As far as the mail room is counted.
COUNT_TO: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How the outbox stands: rows that wait, and rows that were given up; each to COUNT_TO, and one more for more."""

    wacht: int
    dood: int


def enqueue_mail(
    session: Session, *, aan: tuple[str, str], sjabloon: str, nummer: str, pad: str, now: datetime
) -> None:
    """Promise a mail to everybody whom it concerns of `aan`: ('team' or 'organisatie', its code)."""
    soort, code = aan
    lading = {"aan_soort": soort, "aan": code, "sjabloon": sjabloon, "nummer": nummer, "pad": pad}
    add(session, MAIL, lading, now=now)


def enqueue_termijnmail(
    session: Session,
    *,
    aan: tuple[str, str],
    sjabloon: str,
    termijnen: Sequence[UUID],
    now: datetime,
    rol: Rol | None = None,
) -> None:
    """Promise one mail about these clocks, most urgent first: to everybody of `aan`, or to who holds `rol` there.

    `sjabloon` is a kind of mail about a clock. The row holds the ids alone: number, link and explanation are made
    when the mail is, from the declaration and the dates of the clock, and a clock that has ended by then is left out.
    """
    soort, code = aan
    lading = {
        "aan_soort": soort,
        "aan": code,
        "rol": rol.value if rol is not None else "",
        "sjabloon": sjabloon,
        "termijnen": ",".join(str(termijn) for termijn in termijnen[:GENOEMD]),
        "rest": str(max(0, len(termijnen) - GENOEMD)),
    }
    add(session, TERMIJNMAIL, lading, now=now)


def enqueue_opnemen(session: Session, bericht: UUID, now: datetime) -> None:
    """Promise that the vault takes this bericht in."""
    add(session, OPNEMEN, {"bericht": str(bericht)}, now=now)


def claim(
    database: Database, *, holder: UUID, now: datetime, limit: int, per_persoon: bool | None = None
) -> tuple[Claimed, ...]:
    """Take rows that are due, oldest first, for their lease; another worker passes them by.

    `per_persoon` True takes only mail for the mail server, False only the rest. What the vault must take in comes before
    all mail, and what presses before other mail. A row that does not say what its kind says is given up here, so that it
    never stops the others.
    """
    if not is_due(database, now=now, per_persoon=per_persoon):
        return ()
    with database.schrijven() as session:
        is_mail, can_wait = Uitgaand.soort != OPNEMEN, ~or_(*map(Uitgaand.lading.contains, SPOED_IN))
        oldest = (
            select(Uitgaand.id)
            .where(_due(now, per_persoon=per_persoon))
            .order_by(is_mail, can_wait, Uitgaand.niet_voor, Uitgaand.id)
        )
        chosen = oldest.limit(limit).with_for_update(skip_locked=True).cte("chosen")
        rows = session.scalars(
            update(Uitgaand)
            .where(Uitgaand.id.in_(select(chosen.c.id)))
            .values(
                houder=holder,
                houdt_tot=case((Uitgaand.soort.in_(PER_PERSOON), now + LEASE), else_=now + LEASE_HERHAALBAAR),
                pogingen=Uitgaand.pogingen + 1,
            )
            .returning(Uitgaand)
            .execution_options(synchronize_session=False)
        ).all()
        in_order = sorted(rows, key=lambda row: (row.soort != OPNEMEN, not presses(row.lading), row.niet_voor, row.id))
        held = [(row, _claimed(row, holder)) for row in in_order]
        for row in (row for row, claimed in held if claimed is None):
            _give_up(session, row.id)
        return tuple(claimed for _, claimed in held if claimed is not None)


def is_due(database: Database, *, now: datetime, per_persoon: bool | None = None) -> bool:
    """Tell whether a row is due and free; `per_persoon` as for a claim."""
    with database.lezen() as session:
        return session.scalar(select(Uitgaand.id).where(_due(now, per_persoon=per_persoon)).limit(1)) is not None


def done(database: Database, claimed: Claimed, *, now: datetime) -> bool:
    """Mark a held row as made; False when the lease was lost meanwhile."""
    with database.schrijven() as session:
        return finish(session, claimed, status=GEDAAN, gedaan=now, fout="")


def fail(database: Database, claimed: Claimed, *, fout: str, now: datetime, blijvend: bool = False) -> str:
    """Try a held row again later, or give it up: at once when the refusal is final, else after the last wait."""
    dood = blijvend or claimed.pogingen > len(WAIT_AFTER)
    wait = WAIT_AFTER[min(claimed.pogingen, len(WAIT_AFTER)) - 1]
    status = DOOD if dood else WACHT
    with database.schrijven() as session:
        finish(session, claimed, status=status, fout=fout[:200], niet_voor=now + wait)
    return status


def postpone(database: Database, claimed: Claimed, *, fout: str, until: datetime) -> None:
    """Put a held row back without counting the try: what it needs is away (the vault, a mail server not set)."""
    with database.schrijven() as session:
        finish(session, claimed, status=WACHT, fout=fout[:200], niet_voor=until, pogingen=max(0, claimed.pogingen - 1))


def postpone_mail(database: Database, *, fout: str, now: datetime, until: datetime) -> None:
    """Let all mail wait that is due and free: the mail server is away, so that no worker tries each of them."""
    with database.schrijven() as session:
        session.execute(
            update(Uitgaand)
            .where(_due(now, per_persoon=True))
            .values(niet_voor=until, fout=fout[:200])
            .execution_options(synchronize_session=False)
        )


def wait_from(database: Database, now: datetime) -> None:
    """Let all that waits wait from now on: what was made as if in the past has not stood still since then."""
    with database.schrijven() as session:
        session.execute(update(Uitgaand).where(Uitgaand.status == WACHT, Uitgaand.gemaakt < now).values(gemaakt=now))


def stand(database: Database) -> Stand:
    """Count what waits and what was given up, to a bound: a mail room of a million rows must not hold up who looks."""

    def bounded(session: Session, status: str) -> int:
        rows = select(Uitgaand.id).where(Uitgaand.status == status).limit(COUNT_TO + 1).subquery()
        return session.scalar(select(func.count()).select_from(rows)) or 0

    with database.lezen() as session:
        return Stand(wacht=bounded(session, WACHT), dood=bounded(session, DOOD))


def free(now: datetime) -> ColumnElement[bool]:
    """Say in SQL that a row waits, may be made now, and no worker holds it."""
    held = or_(Uitgaand.houdt_tot.is_(None), Uitgaand.houdt_tot <= now)
    return and_(Uitgaand.status == WACHT, Uitgaand.niet_voor <= now, held)


def _due(now: datetime, *, per_persoon: bool | None) -> ColumnElement[bool]:
    if per_persoon is None:
        return free(now)
    return and_(free(now), Uitgaand.soort.in_(PER_PERSOON) if per_persoon else Uitgaand.soort.not_in(PER_PERSOON))


def _give_up(session: Session, row: UUID) -> None:
    session.execute(
        update(Uitgaand)
        .where(Uitgaand.id == row)
        .values(status=DOOD, houder=None, houdt_tot=None, fout=ONLEESBAAR)
        .execution_options(synchronize_session=False)
    )
    log.error("Rij %s van de postkamer is opgegeven: %s.", row, ONLEESBAAR)


def _claimed(row: Uitgaand, holder: UUID) -> Claimed | None:
    """Read a row; None when it does not say what its kind says."""
    lading = lading_of(row.soort, row.lading)
    if lading is None:
        return None
    return Claimed(
        id=row.id,
        soort=row.soort,
        lading=lading,
        pogingen=row.pogingen,
        gemaakt=row.gemaakt,
        holder=holder,
        until=row.houdt_tot or row.niet_voor,
    )


def finish(session: Session, claimed: Claimed, **values: object) -> bool:
    """Release a row with these values, only while this worker still holds it."""
    result = session.execute(
        update(Uitgaand)
        .where(Uitgaand.id == claimed.id, Uitgaand.houder == claimed.holder, Uitgaand.status == WACHT)
        .values(houder=None, houdt_tot=None, **values)
        .execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def add(
    session: Session,
    soort: str,
    lading: Mapping[str, str],
    *,
    now: datetime,
    key: UUID | None = None,
    niet_voor: datetime | None = None,
    samen_vanaf: datetime | None = None,
) -> UUID:
    """Add a row in this transaction; `lading` must say what its kind says. Returns its id."""
    row = Uitgaand(
        id=key or uuid.uuid4(),
        soort=soort,
        lading=json.dumps(lading),
        status=WACHT,
        niet_voor=niet_voor or now,
        pogingen=0,
        houder=None,
        houdt_tot=None,
        gemaakt=now,
        gedaan=None,
        fout="",
        persoon=UUID(lading["persoon"]) if "persoon" in lading else None,
        samen_vanaf=samen_vanaf,
        bundel=None,
    )
    insert_rows(session, [row])
    return row.id
