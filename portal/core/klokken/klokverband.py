"""What clocks of linked berichten count from: a day of this one, as it was corrected."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.core.klokken.klokhistorie import GEKOZEN, Gebeurtenis
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Begin, BijAankomst, BijOvergang
from portal.models import Bericht, Termijn, Termijnhistorie

# The day that a linked bericht came, among the days of its steps.
AANKOMST: Final = "aankomst"


def corrected_begins(session: Session, mailbox: Mailbox, bericht: UUID) -> Iterator[tuple[str, UUID | None, date]]:
    """Yield the days that were corrected on a bericht, the last one last: of which step or AANKOMST, the step itself, and the day.

    Whoever corrects from when a clock counts says on which day the thing was done that began it.
    """
    begin = aliased(Termijnhistorie)
    query = (
        select(Termijn.code, begin.overgang, Termijn.vanaf)
        .join(begin, begin.termijn == Termijn.id)
        .join(Termijnhistorie, Termijnhistorie.termijn == Termijn.id)
        .where(
            Termijn.bericht == bericht,
            begin.soort == Gebeurtenis.GESTART.value,
            Termijnhistorie.soort == Gebeurtenis.BEGIN_GECORRIGEERD.value,
            Termijnhistorie.grond == GEKOZEN,
        )
        .order_by(Termijnhistorie.moment, Termijnhistorie.volgnummer)
    )
    for code, overgang, vanaf in session.execute(query):
        termijn = mailbox.termijn(code)
        if termijn is not None and (dag := named_day(termijn.begint)):
            yield dag, overgang, vanaf


def came_on(session: Session, mailbox: Mailbox, rij: Bericht) -> date:
    """Return on which day a bericht came, as it was corrected since."""
    verbeterd = [dag for wat, _, dag in corrected_begins(session, mailbox, rij.id) if wat == AANKOMST]
    return verbeterd[-1] if verbeterd else rij.aankomst


def named_day(begint: Begin) -> str:
    """Return how links name the day on which such a clock begins; '' for what is no day of the bericht."""
    match begint:
        case BijAankomst():
            return AANKOMST
        case BijOvergang(overgang=code):
            return code
        case _:
            return ""
