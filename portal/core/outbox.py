"""The outbox: effects that follow a commit, each made once however often it is tried.

A row is written in the transaction of the act, claimed under a lease by one worker, and then done, tried
again later, or dead after many tries. A row says who and what, never anything of what a bericht holds.
"""

import json
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from portal.db import Database
from portal.domain.rollen import Rol
from portal.models import Uitgaand

MAIL: Final = "mail"
MAIL_EEN: Final = "mail-een"
TERMIJNMAIL: Final = "termijnmail"
TERMIJNMAIL_EEN: Final = "termijnmail-een"
OPNEMEN: Final = "opnemen"

WACHT: Final = "wacht"
GEDAAN: Final = "gedaan"
DOOD: Final = "dood"

# A mail to a team or organisation, and the mail to one person that it becomes.
AAN_EEN: Final = {MAIL: MAIL_EEN, TERMIJNMAIL: TERMIJNMAIL_EEN}
# A mail about more clocks than this names the first ones, and says how many more there are.
GENOEMD: Final = 5

# What a row of each kind says, no more and no less.
_MAIL: Final = frozenset({"aan_soort", "aan", "sjabloon", "nummer", "pad"})
_TERMIJNMAIL: Final = frozenset({"aan_soort", "aan", "rol", "sjabloon", "termijnen", "rest"})
VELDEN: Final = {
    MAIL: _MAIL,
    MAIL_EEN: _MAIL | {"persoon"},
    TERMIJNMAIL: _TERMIJNMAIL,
    TERMIJNMAIL_EEN: _TERMIJNMAIL | {"persoon"},
    OPNEMEN: frozenset({"bericht"}),
}
ONLEESBAAR: Final = "lading onleesbaar"

LEASE: Final = timedelta(minutes=10)
# Taking in may be repeated, so who takes over from a worker that died need not wait long.
LEASE_OPNEMEN: Final = timedelta(minutes=1)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How the outbox stands: rows that wait, and rows that were given up."""

    wacht: int
    dood: int


def enqueue_mail(
    session: Session, *, aan: tuple[str, str], sjabloon: str, nummer: str, pad: str, now: datetime
) -> None:
    """Promise a mail to everybody whom it concerns of `aan`: ('team' or 'organisatie', its code)."""
    soort, code = aan
    lading = {"aan_soort": soort, "aan": code, "sjabloon": sjabloon, "nummer": nummer, "pad": pad}
    _add(session, uuid.uuid4(), MAIL, lading, now)


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

    `sjabloon` is HERINNERING, TE_LAAT or ESCALATIE. The row holds the ids alone: number, link and explanation are made
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
    _add(session, uuid.uuid4(), TERMIJNMAIL, lading, now)


def enqueue_opnemen(session: Session, bericht: UUID, now: datetime) -> None:
    """Promise that the vault takes this bericht in."""
    _add(session, uuid.uuid4(), OPNEMEN, {"bericht": str(bericht)}, now)


def claim(database: Database, *, holder: UUID, now: datetime, limit: int) -> tuple[Claimed, ...]:
    """Take rows that are due, oldest first, for their lease; another worker passes them by.

    What the vault must take in comes before all mail: a mail server that hangs keeps no bericht from its list.

    A row that does not say what its kind says is given up here, so that it never stops the others.
    """
    due = _due(now)
    with database.lezen() as session:
        if session.scalar(select(Uitgaand.id).where(due).limit(1)) is None:
            return ()
    with database.schrijven() as session:
        is_mail = Uitgaand.soort != OPNEMEN
        oldest = select(Uitgaand.id).where(due).order_by(is_mail, Uitgaand.niet_voor, Uitgaand.id).limit(limit)
        chosen = oldest.with_for_update(skip_locked=True).cte("chosen")
        rows = session.scalars(
            update(Uitgaand)
            .where(Uitgaand.id.in_(select(chosen.c.id)))
            .values(
                houder=holder,
                houdt_tot=case((is_mail, now + LEASE), else_=now + LEASE_OPNEMEN),
                pogingen=Uitgaand.pogingen + 1,
            )
            .returning(Uitgaand)
            .execution_options(synchronize_session=False)
        ).all()
        in_order = sorted(rows, key=lambda row: (row.soort != OPNEMEN, row.niet_voor, row.id))
        held = [(row, _claimed(row, holder)) for row in in_order]
        for row in (row for row, claimed in held if claimed is None):
            _give_up(session, row.id)
        return tuple(claimed for _, claimed in held if claimed is not None)


def expand(database: Database, claimed: Claimed, personen: Iterable[UUID], *, now: datetime) -> int:
    """Turn a mail to a team into one mail per person, all or nothing; returns how many."""
    with database.schrijven() as session:
        if not _finish(session, claimed, status=GEDAAN, gedaan=now, fout=""):
            return 0
        ids = tuple(dict.fromkeys(personen))
        for persoon in ids:
            lading = {**claimed.lading, "persoon": str(persoon)}
            _add(session, uuid.uuid5(claimed.id, str(persoon)), AAN_EEN[claimed.soort], lading, now)
        return len(ids)


def done(database: Database, claimed: Claimed, *, now: datetime) -> bool:
    """Mark a held row as made; False when the lease was lost meanwhile."""
    with database.schrijven() as session:
        return _finish(session, claimed, status=GEDAAN, gedaan=now, fout="")


def fail(database: Database, claimed: Claimed, *, fout: str, now: datetime, blijvend: bool = False) -> str:
    """Try a held row again later, or give it up: at once when the refusal is final, else after the last wait."""
    dood = blijvend or claimed.pogingen > len(WAIT_AFTER)
    wait = WAIT_AFTER[min(claimed.pogingen, len(WAIT_AFTER)) - 1]
    status = DOOD if dood else WACHT
    with database.schrijven() as session:
        _finish(session, claimed, status=status, fout=fout[:200], niet_voor=now + wait)
    return status


def postpone(database: Database, claimed: Claimed, *, fout: str, until: datetime) -> None:
    """Put a held row back without counting the try: what it needs is away (the vault, a mail server not set)."""
    with database.schrijven() as session:
        _finish(session, claimed, status=WACHT, fout=fout[:200], niet_voor=until, pogingen=max(0, claimed.pogingen - 1))


def stand(database: Database) -> Stand:
    """Count what waits and what was given up."""
    with database.lezen() as session:
        rows = session.execute(
            select(Uitgaand.status, func.count()).where(Uitgaand.status.in_([WACHT, DOOD])).group_by(Uitgaand.status)
        ).all()
    per_status = {row[0]: row[1] for row in rows}
    return Stand(wacht=per_status.get(WACHT, 0), dood=per_status.get(DOOD, 0))


def _due(now: datetime) -> ColumnElement[bool]:
    free = or_(Uitgaand.houdt_tot.is_(None), Uitgaand.houdt_tot <= now)
    return and_(Uitgaand.status == WACHT, Uitgaand.niet_voor <= now, free)


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
    lading = _lading(row.soort, row.lading)
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


def _lading(soort: str, tekst: str) -> Mapping[str, str] | None:
    try:
        lading = json.loads(tekst)
    except (ValueError, RecursionError):
        return None
    if not isinstance(lading, dict) or lading.keys() != VELDEN.get(soort):
        return None
    return lading if all(isinstance(waarde, str) for waarde in lading.values()) else None


def _finish(session: Session, claimed: Claimed, **values: object) -> bool:
    """Release a row with these values, only while this worker still holds it."""
    result = session.execute(
        update(Uitgaand)
        .where(Uitgaand.id == claimed.id, Uitgaand.houder == claimed.holder, Uitgaand.status == WACHT)
        .values(houder=None, houdt_tot=None, **values)
        .execution_options(synchronize_session=False)
    )
    return isinstance(result, CursorResult) and result.rowcount == 1


def _add(session: Session, key: UUID, soort: str, lading: Mapping[str, str], now: datetime) -> None:
    session.add(
        Uitgaand(
            id=key,
            soort=soort,
            lading=json.dumps(lading),
            status=WACHT,
            niet_voor=now,
            pogingen=0,
            houder=None,
            houdt_tot=None,
            gemaakt=now,
            gedaan=None,
            fout="",
            persoon=None,
            samen_vanaf=None,
            bundel=None,
        )
    )
