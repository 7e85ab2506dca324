"""At which team a duty became late: the one that had the bericht on the day after its last day, whoever has it now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import Klokstatus
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Actie
from portal.domain.partij import Partij
from portal.domain.termijn import Karakter
from portal.models import Bericht, Ontvanger, Overgang, Termijn


@dataclass(frozen=True, slots=True, kw_only=True)
class Verhuisd:
    """A duty that became late at another team than has the bericht now: one more for the one (`erbij` 1), one less for the other (-1)."""

    datum: date
    eigenaar: str
    mailbox: str
    loopt: bool
    erbij: int


def became_late_elsewhere(session: Session, team: str, *, vandaag: date) -> Iterator[Verhuisd]:
    """Yield what a count by the team that has a bericht now gets wrong for this team; only of berichten that were handed on."""
    for _, stappen in groupby(session.execute(_handed_on(team, vandaag)), key=lambda rij: rij.id):
        rij, *later = stappen
        bij = _had_it([rij, *later])
        if bij != rij.team and team in {bij, rij.team}:
            yield Verhuisd(
                datum=rij.datum,
                eigenaar=rij.eigenaar,
                mailbox=rij.mailbox,
                loopt=rij.status == Klokstatus.LOOPT.value,
                erbij=1 if bij == team else -1,
            )


def _handed_on(team: str, vandaag: date) -> Select[*tuple[Any, ...]]:
    """Select each late duty of berichten that this team has or had, once for every time that the bericht was handed on."""
    status = unindexed(Termijn.status)
    klaar = status.in_((Klokstatus.GEHAALD.value, Klokstatus.VERVALLEN.value))
    velden = (Termijn.id, Termijn.datum, Termijn.eigenaar, Termijn.status, Bericht.mailbox, Bericht.team)
    return (
        select(*velden, Overgang.moment, Overgang.namens)
        .join_from(Ontvanger, Overgang, Overgang.bericht == Ontvanger.bericht)
        .join(Bericht, Bericht.id == Ontvanger.bericht)
        .join(Termijn, Termijn.bericht == Ontvanger.bericht)
        .where(
            Ontvanger.team == team,
            Overgang.actie == Actie.DOORSTUREN.value,
            Termijn.karakter == Karakter.PLICHT.value,
            Termijn.eigenaar != Partij.BURGER.value,
            or_(
                and_(klaar, Termijn.geeindigd_op > Termijn.datum),
                and_(status == Klokstatus.LOOPT.value, Termijn.datum < vandaag),
            ),
        )
        .order_by(Termijn.id, Overgang.volgnummer)
    )


def _had_it(stappen: Sequence[Row[Any]]) -> str:
    """Return the team that first handed it on after the last day, or else the one that has it now."""
    te_laat = (stap.namens for stap in stappen if datum_in_nederland(stap.moment) > stap.datum)
    bij: str = next(te_laat, stappen[0].team)
    return bij
