"""How urgent a bericht is: the first day that presses. A duty does until it is met, a chance or claim of another never, the rest only until its day.

A day that was promised beside the term presses as well where it comes first, and while the clock stands still (adr 0015).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.zonder_index import unindexed
from portal.domain.berekening import Berekening
from portal.domain.termijn import Karakter
from portal.models import Termijn

# What somebody may do or can claim, and the team need not do: it never comes before a duty of the team.
VAN_EEN_ANDER: Final = frozenset({Karakter.KANS, Karakter.AANSPRAAK})


def earliest(session: Session, bericht: UUID, *, vandaag: date) -> date:
    """Return the first day that presses of the living clocks of a bericht, the far future without one."""
    session.flush()
    hier = (Termijn.bericht == bericht, *pressing(vandaag))
    return session.scalar(select(func.min(pressing_day(Termijn))).where(*hier)) or NOOIT


def first_pressing(berekeningen: Iterable[Berekening], *, vandaag: date) -> date:
    """Return the first last day that presses of clocks that run on after the submission."""
    lopend = (b for b in berekeningen if not b.bij_indienen)
    return min((b.datum for b in lopend if presses(b.karakter, b.datum, vandaag=vandaag)), default=NOOIT)


def presses(karakter: Karakter, datum: date, *, vandaag: date) -> bool:
    """Tell whether the last day of a running clock of this karakter presses on who works on the bericht."""
    return karakter is Karakter.PLICHT or (karakter not in VAN_EEN_ANDER and datum >= vandaag)


def pressing(vandaag: date) -> tuple[ColumnElement[bool], ...]:
    """Select the clocks that press, as `presses` says it, among those that are found by something else."""
    nog = or_(Termijn.karakter == Karakter.PLICHT.value, Termijn.datum >= vandaag)
    stil = unindexed(Termijn.status) == Klokstatus.OPGESCHORT.value
    niet = Termijn.karakter.in_([karakter.value for karakter in VAN_EEN_ANDER])
    return has_day(Termijn), ~niet, or_(stil, nog)


def has_day(klok: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the table of clocks, or the columns of an alias
    """Select the clocks that run, and of those that stand still the ones beside which a day was promised."""
    status = unindexed(klok.status)
    beloofd = and_(status == Klokstatus.OPGESCHORT.value, klok.toegezegd.is_not(None))
    return or_(status == Klokstatus.LOOPT.value, beloofd)


def pressing_day(klok: Any) -> ColumnElement[date]:  # noqa: ANN401 - the table of clocks, or the columns of an alias
    """Give the day of such a clock that comes first: its last one, or the one that was promised."""
    return case((is_promised(klok), klok.toegezegd), else_=klok.datum)


def is_promised(klok: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the table of clocks, or the columns of an alias
    """Tell whether that is the promised day; while a clock stands still it has no other."""
    return or_(klok.status == Klokstatus.OPGESCHORT.value, func.coalesce(klok.toegezegd < klok.datum, False))


def promised_title(titel: str) -> str:
    """Name the promised day of a clock with this title, as lists do."""
    return f"{titel}, toegezegde dag"
