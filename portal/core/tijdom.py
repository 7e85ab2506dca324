"""The time that somebody was given while a clock stands still is over: the team is told, and by law the clock may run on."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.klokhistorie import Aanleiding
from portal.core.klokken import NOOIT
from portal.core.klokperioden import GEEN, perioden_of
from portal.core.klokwijziging import resume
from portal.core.services import Services
from portal.core.stapdoen import MELDEN
from portal.core.urgentie import earliest
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.stappen import TIJD_OM
from portal.domain.stilstand import open_opschorting
from portal.models import Bericht, Termijn, Termijnstap, Verplichting


def time_is_up(
    session: Session,
    services: Services,
    actor: Actor,
    mailbox: Mailbox | None,
    van: Bericht | Verplichting,
    *,
    termijn: Termijn,
    now: datetime,
) -> bool:
    """Tell the team once that the time is over; where the law says so the clock runs on from that day (Awb 4:15 lid 1)."""
    opschorting = open_opschorting(perioden_of(session, [termijn.id]).get(termijn.id, GEEN).opschortingen)
    termijn.volgende_stap = NOOIT
    voorbij = opschorting.voorbij_op if opschorting is not None else None
    if opschorting is None or voorbij is None:
        return False
    stap = Termijnstap(
        termijn=termijn.id,
        stap=f"{TIJD_OM}{opschorting.uiterlijk}",
        aan=Partij.BEHANDELEND_TEAM.value,
        gepland=voorbij,
        gedaan=now,
        uitkomst=MELDEN,
    )
    weer = opschorting.loopt_vanzelf_op
    declared = mailbox is not None and mailbox.termijn(termijn.code) is not None
    if weer is not None and mailbox is not None and declared and isinstance(van, Bericht):
        resume(session, services, mailbox, termijn, op=weer, door=Aanleiding(now=now))
        van.urgent = earliest(session, van.id, vandaag=datum_in_nederland(now))
        van.versie += 1  # who was about to let it run again sees that it does
    session.merge(stap)
    onderwerp = str(termijn.bericht or termijn.verplichting)
    record(session, actor, actie="gegeven tijd voorbij", onderwerp=onderwerp, now=now, uitkomst=termijn.code[:48])
    return True
