"""What a step of a clock does besides telling somebody: the portal's own overgang with what follows, a rung, or the next clock."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.behandelen.vanzelf import make_own
from portal.core.herinneren.plichttrede import take_rung
from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.urgentie import earliest
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.stappen import Stap
from portal.models import Bericht, Termijn, Verplichting

# What became of a step: its mail is still to be promised, it is done, or it came too late to be done.
MELDEN: Final = "melden"
GEDAAN: Final = "gedaan"
INGEHAALD: Final = "ingehaald"
_DAG: Final = timedelta(days=1)


def perform(
    session: Session,
    services: Services,
    actor: Actor,
    mailbox: Mailbox | None,
    van: Bericht | Verplichting,
    *,
    termijn: Termijn,
    stap: Stap,
    now: datetime,
) -> str:
    """Do this step of a clock on what it belongs to, which is locked; returns what became of it."""
    if mailbox is None or not stap.is_doen:
        return MELDEN
    if stap.start:
        return _start_next(session, services, mailbox, van, termijn=termijn, stap=stap, now=now)
    if stap.trede is not None and isinstance(van, Verplichting):
        take_rung(session, actor, stap.trede, van, now=now)
        return MELDEN
    regel = mailbox.levensloop.overgang(stap.overgang)
    if regel is None or not isinstance(van, Bericht) or van.status not in regel.van:
        return INGEHAALD
    sleutel = uuid.uuid5(termijn.id, stap.code)
    make_own(session, services, actor, mailbox, van, regel=regel, sleutel=sleutel, now=now)
    return MELDEN


def _start_next(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    van: Bericht | Verplichting,
    *,
    termijn: Termijn,
    stap: Stap,
    now: datetime,
) -> str:
    """Start the clock that begins where this one ends; not when all has ended meanwhile.

    Its own time is never shorter because the worker was late: it ends so long after the day on which this rung was taken.
    """
    regel = mailbox.termijn(stap.start)
    if regel is None or termijn.status != Klokstatus.LOOPT.value:
        return INGEHAALD
    vanaf = max(termijn.datum, datum_in_nederland(now) - _DAG)
    volgende = klokken.counted(services, regel, vanaf)
    klokken.start(
        session, mailbox, termijn.bericht, [volgende], door=Aanleiding(now=now), verplichting=termijn.verplichting
    )
    if isinstance(van, Bericht):
        van.urgent = earliest(session, van.id, vandaag=datum_in_nederland(now))
    return GEDAAN
