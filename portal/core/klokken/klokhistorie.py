"""The history of a clock: one line for each thing that happened to it, written in the transaction in which it happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db import insert_rows
from portal.domain.datums import datum_in_nederland
from portal.models import Overgang, Termijn, Termijnhistorie
from portal.sealing.envelope import new_id

# The mark of the clock that a person chose where no ground says it: those that began with it move along.
GEKOZEN: Final = "gekozen"


class Gebeurtenis(StrEnum):
    """What happened to a clock."""

    GESTART = "gestart"
    OPGESCHORT = "opgeschort"
    HERVAT = "hervat"
    VERLENGD = "verlengd"
    TOEGEZEGD = "toegezegd"
    UITSTEL_INGETROKKEN = "uitstel_ingetrokken"
    BEGIN_GECORRIGEERD = "begin_gecorrigeerd"
    DAG_GECORRIGEERD = "dag_gecorrigeerd"
    HERREKEND = "herrekend"
    GEHAALD = "gehaald"
    VERVALLEN = "vervallen"
    HERLEEFD = "herleefd"


# After these a clock has no last day any more.
ZONDER_DAG: Final = frozenset({Gebeurtenis.OPGESCHORT, Gebeurtenis.GEHAALD, Gebeurtenis.VERVALLEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Aanleiding:
    """What made something happen to a clock: a moment, a person or the portal, and the step that was made, if any.

    `dag` is the day on which the thing itself was done, where the act asks it.
    """

    now: datetime
    door: UUID | None = None
    overgang: UUID | None = None
    dag: date | None = None

    @property
    def op(self) -> date:
        """The day by which a clock that ends now is judged: done is on the day it was sent, not of the click."""
        return self.dag or datum_in_nederland(self.now)


def by_step(overgang: Overgang) -> Aanleiding:
    """Return that this step made it happen."""
    return Aanleiding(now=overgang.moment, door=overgang.door, overgang=overgang.id, dag=overgang.dag)


def note_start(session: Session, rijen: Sequence[Termijn], door: Aanleiding) -> None:
    """Write the first line of clocks that were stored just now, and the second of those that were met at once."""
    gestart = [_line(rij, Gebeurtenis.GESTART, door, volgnummer=1, van=None) for rij in rijen]
    gehaald = [rij for rij in rijen if rij.status == Gebeurtenis.GEHAALD.value]
    insert_rows(session, [*gestart, *(_line(r, Gebeurtenis.GEHAALD, door, volgnummer=2, van=r.datum) for r in gehaald)])


def note(
    session: Session,
    rijen: Sequence[Termijn],
    soort: Gebeurtenis,
    door: Aanleiding,
    *,
    van: date | None = None,
    naar: date | None = None,
    grond: str = "",
) -> None:
    """Write that this happened to these clocks; `van` is the last day before a change, the new one stands in the row.

    A clock that stands still or has ended leaves its last day and goes to none. Of a corrected day on which it was met, `van`
    and `naar` are that day before and after; of a promise `naar` is the day that was promised.
    """
    if not rijen:
        return
    session.flush()  # the lines refer to the clocks and to the overgang
    nummers = _numbers(session, rijen)
    insert_rows(
        session,
        [_line(r, soort, door, volgnummer=nummers.get(r.id, 0) + 1, van=van, naar=naar, grond=grond) for r in rijen],
    )


def _line(
    rij: Termijn,
    soort: Gebeurtenis,
    door: Aanleiding,
    *,
    volgnummer: int,
    van: date | None,
    naar: date | None = None,
    grond: str = "",
) -> Termijnhistorie:
    zonder_dag = soort in ZONDER_DAG
    return Termijnhistorie(
        id=new_id(),
        termijn=rij.id,
        volgnummer=volgnummer,
        moment=door.now,
        soort=soort.value,
        door=door.door,
        van_datum=rij.datum if zonder_dag else van,
        naar_datum=naar or (None if zonder_dag or rij.status == Gebeurtenis.OPGESCHORT.value else rij.datum),
        grond=grond,
        overgang=door.overgang,
    )


def _numbers(session: Session, rijen: Sequence[Termijn]) -> dict[UUID, int]:
    """Return the last number in the history of each clock that has one."""
    laatste = (
        select(Termijnhistorie.termijn, func.max(Termijnhistorie.volgnummer))
        .where(Termijnhistorie.termijn.in_([rij.id for rij in rijen]))
        .group_by(Termijnhistorie.termijn)
    )
    return {termijn: volgnummer for termijn, volgnummer in session.execute(laatste)}  # noqa: C416 - a Row is no pair to mypy
