"""How urgent a bericht is: the first day that presses. A duty does until it is met, a chance of somebody never, the rest only until its day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.zonder_index import unindexed
from portal.domain.berekening import Berekening
from portal.domain.termijn import Karakter
from portal.models import Termijn


def earliest(session: Session, bericht: UUID, *, vandaag: date) -> date:
    """Return the first last day that presses of the clocks of a bericht that run, the far future without one."""
    session.flush()
    lopend = (
        Termijn.bericht == bericht,
        unindexed(Termijn.status) == Klokstatus.LOOPT.value,
        Termijn.karakter != Karakter.KANS.value,
        or_(Termijn.karakter == Karakter.PLICHT.value, Termijn.datum >= vandaag),
    )
    return session.scalar(select(func.min(Termijn.datum)).where(*lopend)) or NOOIT


def first_pressing(berekeningen: Iterable[Berekening], *, vandaag: date) -> date:
    """Return the first last day that presses of clocks that run on after the submission."""
    lopend = (b for b in berekeningen if not b.bij_indienen)
    return min((b.datum for b in lopend if presses(b.karakter, b.datum, vandaag=vandaag)), default=NOOIT)


def presses(karakter: str, datum: date, *, vandaag: date) -> bool:
    """Tell whether the last day of a running clock of this Karakter presses on who works on the bericht."""
    return karakter == Karakter.PLICHT or (karakter != Karakter.KANS and datum >= vandaag)
