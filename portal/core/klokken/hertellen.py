"""Counting a clock that runs again, with all that changed it, and what of that must be told anew."""

from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import recount
from portal.core.post.stilpost import go_on
from portal.core.services import Services
from portal.domain.berekening import StaatStil
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.stappen import OVERGANG, START, TOEGEZEGD
from portal.domain.termijn import Termijn
from portal.models import Termijn as TermijnRij
from portal.models import Termijnstap

# Steps that only tell somebody something: told again they do no harm.
TOLD_ONLY: Final = tuple(~Termijnstap.stap.startswith(doen, autoescape=True) for doen in (OVERGANG, START))
# Those of them that follow the last day; a promised day stays.
MOVES_ALONG: Final = (*TOLD_ONLY, ~Termijnstap.stap.startswith(TOEGEZEGD, autoescape=True))
# Of these the line in the history names no last day that was left.
_LEAVES_NONE: Final = frozenset({Gebeurtenis.HERVAT, Gebeurtenis.HERLEEFD, Gebeurtenis.TOEGEZEGD})


def count_again(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    soort: Gebeurtenis,
    *,
    door: Aanleiding,
    grond: str = "",
    stil: date | None = None,
) -> None:
    """Count a clock with all that changed it, and keep what happened; `stil` is since when it stood still until now."""
    session.flush()
    van, vandaag = rij.datum, datum_in_nederland(door.now)
    try:
        berekening = recount(session, services, declared(mailbox, rij), rij)
    except StaatStil as staat:
        # the worker looks today on which day there will be something to say of it
        rij.status, rij.uitleg, rij.volgende_stap = Klokstatus.OPGESCHORT.value, staat.uitleg, vandaag
    else:
        rij.status, rij.datum, rij.uitleg = Klokstatus.LOOPT.value, berekening.datum, berekening.uitleg
        rij.toegezegd, rij.volgende_stap = berekening.toegezegd, vandaag
        _due_again(session, rij, rij.datum - van, vandaag, stil=stil)
        if soort is Gebeurtenis.HERVAT:
            go_on(session, rij.id, now=door.now)
    note(
        session,
        [rij],
        soort,
        door,
        van=None if soort in _LEAVES_NONE else van,
        naar=rij.toegezegd if soort is Gebeurtenis.TOEGEZEGD else None,
        grond=grond,
    )


def declared(mailbox: Mailbox, rij: TermijnRij) -> Termijn:
    """Return the declaration of a clock; raises LookupError for one that its mailbox has no longer."""
    termijn = mailbox.termijn(rij.code)
    if termijn is None:
        raise LookupError(rij.code)
    return termijn


def _due_again(session: Session, rij: TermijnRij, later: timedelta, vandaag: date, *, stil: date | None) -> None:
    """Forget what was told of days that lie ahead now that the clock ends so much later, or that turned out to stand still.

    What the portal did stays done: a clock that was started and a step that was made are never forgotten.
    """
    if later <= timedelta():
        return
    vroeg = Termijnstap.gepland > vandaag - later
    verteld = vroeg if stil is None else or_(vroeg, Termijnstap.gepland >= stil)
    session.execute(delete(Termijnstap).where(Termijnstap.termijn == rij.id, verteld, *MOVES_ALONG))
