"""A clock that becomes longer, or a later day that is promised beside it; and taking the last of these back."""

from datetime import date
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.core.klokken.hertellen import count_again, declared
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokhistorie import GEKOZEN, Aanleiding, Gebeurtenis
from portal.core.klokken.klokperioden import GEEN, Periodesoort, new_period, perioden_of
from portal.core.services import Services
from portal.domain.grond import grond_met
from portal.domain.mailbox import Mailbox
from portal.domain.stappen import TOEGEZEGD
from portal.models import Termijn as TermijnRij
from portal.models import Termijnperiode, Termijnstap

# What waits to be mailed (`herinneren/stapdoen`, which stands above this room).
_WAITS: Final = "melden"


def lengthen(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    wijziging: Wijziging,
    *,
    op: date,
    door: Aanleiding,
) -> None:
    """Add a length, or the day that a letter promised instead: that was counted for it, and never is again (Awb 4:14 lid 1)."""
    eenheid = next(v.eenheid for v in declared(mailbox, rij).verlengen if v.grond.code == wijziging.grond)
    periode = new_period(rij, Periodesoort.VERLENGING, wijziging.grond, door, besloten=op)
    periode.aantal, periode.eenheid = wijziging.aantal, eenheid.value
    periode.uiterlijk = wijziging.uiterlijk
    session.add(periode)
    soort = Gebeurtenis.TOEGEZEGD if grond_met(wijziging.grond).toezegging else Gebeurtenis.VERLENGD
    count_again(session, services, mailbox, rij, soort, door=door, grond=wijziging.grond)


def withdraw(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, *, op: date, door: Aanleiding
) -> None:
    """Take back the last length or promise that still stands, on this day: it counts no more, and its line in the history stays.

    A promise that was made before it stands again. What waits to be mailed of the day that was promised is not sent.
    """
    query = select(Termijnperiode).where(
        Termijnperiode.termijn == rij.id,
        Termijnperiode.soort == Periodesoort.VERLENGING.value,
        Termijnperiode.tot.is_(None),
    )
    laatste = session.scalars(query.order_by(Termijnperiode.besloten.desc(), Termijnperiode.id.desc()).limit(1)).one()
    laatste.tot = op
    if grond_met(laatste.grond).toezegging:
        wacht = (Termijnstap.stap.startswith(TOEGEZEGD, autoescape=True), Termijnstap.uitkomst == _WAITS)
        session.execute(delete(Termijnstap).where(Termijnstap.termijn == rij.id, *wacht))
        rij.toegezegd = None  # no earlier promise of which only the letter has the day takes that of this one
        session.flush()
        over = perioden_of(session, [rij.id]).get(rij.id, GEEN).verlengingen
        # of a clock that stands still nothing else says it
        rij.toegezegd = next((v.toegezegd for v in reversed(over) if v.grond.toezegging), None)
    count_again(session, services, mailbox, rij, Gebeurtenis.UITSTEL_INGETROKKEN, door=door, grond=GEKOZEN)
