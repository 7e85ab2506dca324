"""A clock that stands still: the team is told when the time that was given is over, and then by law it may run on, or again and again."""

from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.herinneren.stapdoen import MELDEN
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import NOOIT
from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.klokken.klokwijziging import resume
from portal.core.klokken.urgentie import earliest
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.stappen import NOG_STIL, NOG_STIL_NA, TIJD_OM, werkdag_vanaf
from portal.domain.stilstand import Opschorting, open_opschorting
from portal.models import Bericht, Termijn, Termijnhistorie, Termijnstap, Verplichting


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
    """Tell the team that the time is over; where the law says so the clock runs on from that day (Awb 4:15 lid 1).

    While nobody lets it run on the team is told again every four weken (voorstel), so that it is not forgotten: also while the
    time that was given lasts for long yet, as that may be a mistyped year. It is told on
    a werkdag: what only tells comes then, and a clock that runs on does so on its own day, with the mail after it (`stapmail`).
    """
    opschorting = open_opschorting(perioden_of(session, [termijn.id]).get(termijn.id, GEEN).opschortingen)
    if opschorting is None:
        termijn.volgende_stap = NOOIT
        return False
    vandaag, kijken = datum_in_nederland(now), _look_on(session, termijn, opschorting)
    is_om = opschorting.voorbij_op is not None and opschorting.voorbij_op <= vandaag
    declared = mailbox is not None and mailbox.termijn(termijn.code) is not None
    weer = opschorting.loopt_vanzelf_op if is_om and declared and isinstance(van, Bericht) else None
    if weer is None and kijken <= vandaag:
        kijken = werkdag_vanaf(vandaag, services.kalender)
    if kijken > vandaag:
        termijn.volgende_stap = kijken
        return False
    om = [opschorting.voorbij_op] if opschorting.voorbij_op is not None and not is_om else []
    termijn.volgende_stap = min((vandaag + NOG_STIL_NA, *om))
    stap = _step(session, termijn, opschorting, vandaag=vandaag, now=now)
    if weer is not None and mailbox is not None and isinstance(van, Bericht):
        resume(session, services, mailbox, termijn, op=weer, door=Aanleiding(now=now))
        van.urgent = earliest(session, van.id, vandaag=vandaag)
        van.versie += 1  # who was about to let it run again sees that it does
    session.merge(stap)
    onderwerp = str(termijn.bericht or termijn.verplichting)
    actie = "gegeven tijd voorbij" if stap.stap.startswith(TIJD_OM) else "termijn staat nog stil"
    record(session, actor, actie=actie, onderwerp=onderwerp, now=now, uitkomst=termijn.code[:48])
    return True


def _look_on(session: Session, termijn: Termijn, opschorting: Opschorting) -> date:
    """Return the day to tell something: the time that was given is over then, or it stands still so long since that was last said."""
    is_om = Termijnstap.stap == f"{TIJD_OM}{opschorting.uiterlijk}"
    verteld = or_(is_om, Termijnstap.stap.startswith(NOG_STIL, autoescape=True))
    query = select(Termijnstap.stap, Termijnstap.gedaan).where(Termijnstap.termijn == termijn.id, verteld)
    laatst = {rij.stap: rij.gedaan for rij in session.execute(query)}
    sinds = select(func.max(Termijnhistorie.moment)).where(Termijnhistorie.termijn == termijn.id)
    momenten = [*laatst.values(), *filter(None, [session.scalar(sinds)])]
    nog = max(map(datum_in_nederland, momenten), default=opschorting.van) + NOG_STIL_NA
    if opschorting.voorbij_op is None or f"{TIJD_OM}{opschorting.uiterlijk}" in laatst:
        return nog
    # What is over soon is told then: no word before that.
    return opschorting.voorbij_op if opschorting.voorbij_op <= nog + NOG_STIL_NA else nog


def _step(session: Session, termijn: Termijn, opschorting: Opschorting, *, vandaag: date, now: datetime) -> Termijnstap:
    """Return what the team is told: once that the given time is over, else that it stands still yet."""
    code, gepland = f"{TIJD_OM}{opschorting.uiterlijk}", opschorting.voorbij_op
    if gepland is None or gepland > vandaag or session.get(Termijnstap, (termijn.id, code)) is not None:
        code, gepland = f"{NOG_STIL}{vandaag}", vandaag
    return Termijnstap(
        termijn=termijn.id,
        stap=code,
        aan=Partij.BEHANDELEND_TEAM.value,
        gepland=gepland,
        gedaan=now,
        uitkomst=MELDEN,
    )
