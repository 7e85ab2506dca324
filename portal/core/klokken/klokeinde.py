"""Ending the clocks of a bericht, which may stand still: then they are judged by the day to which that leads (Awb 4:15)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.klokken import LEVEND, Klokstatus, end
from portal.core.klokken.klokperioden import stilstand
from portal.core.klokken.kloktelling import recount
from portal.core.services import Services
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Termijn
from portal.models import Bericht
from portal.models import Termijn as TermijnRij


def stop(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    bericht: UUID,
    code: str,
    *,
    klaar: bool,
    door: Aanleiding,
    grond: str = "",
) -> None:
    """End the clocks that this overgang fulfils or, on this ground, makes useless: all when the bericht is done."""
    rijen = list(
        session.scalars(
            select(TermijnRij).where(
                TermijnRij.bericht == bericht,
                TermijnRij.status.in_(LEVEND),
            )
        )
    )
    gehaald = [rij for rij in rijen if _ends(mailbox.termijn(rij.code), code)]
    end_any(session, services, gehaald, Gebeurtenis.GEHAALD, door=door)
    over = [rij for rij in rijen if rij not in gehaald and (klaar or _lapses(mailbox.termijn(rij.code), code))]
    end_any(session, services, over, Gebeurtenis.VERVALLEN, door=door, grond=grond)


def end_any(
    session: Session,
    services: Services,
    rijen: Sequence[TermijnRij],
    soort: Gebeurtenis,
    *,
    door: Aanleiding,
    grond: str = "",
) -> None:
    """End these clocks, met or no longer of any use, also those that stand still."""
    stil = [rij for rij in rijen if rij.status == Klokstatus.OPGESCHORT.value]
    end(session, rijen, soort, door=door, grond=grond)
    for rij in stil:
        judge_still(session, services, rij)


def judge_still(session: Session, services: Services, rij: TermijnRij) -> None:
    """Give a clock that ended while it stood still the last day by which it is judged; another keeps its own.

    It is counted as if it ran again on the day on which it ended: so it was not late (Awb 4:15). Where the law let it run on
    before that, as the given time had passed, it counts from then: that the worker had not passed yet makes no difference.
    """
    stil = stilstand(session, rij)
    if stil is None or stil.tot is not None or rij.bericht is None:
        return
    mailbox = services.mailboxen.met_code(session.get_one(Bericht, rij.bericht).mailbox)
    termijn = mailbox.termijn(rij.code) if mailbox is not None else None
    if termijn is not None:
        berekening = recount(session, services, termijn, rij)
        rij.datum, rij.uitleg = berekening.datum, berekening.uitleg


def _ends(termijn: Termijn | None, code: str) -> bool:
    return termijn is not None and code in termijn.eindigt


def _lapses(termijn: Termijn | None, code: str) -> bool:
    return termijn is not None and code in termijn.vervalt
