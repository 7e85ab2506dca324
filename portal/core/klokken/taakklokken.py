"""The clocks of taken: started when a taak is set or its turn comes, and followed by the last day that lists sort by."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.klokken.urgentie import earliest
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import BijOvergang, BijTaak
from portal.domain.termijn import Termijn as Klok
from portal.models import Bericht, Overgang, Taak, Termijn


def start_with(
    session: Session, services: Services, mailbox: Mailbox, rij: Bericht, *, overgang: Overgang, regel: TaakRegel
) -> date:
    """Start the clock of a taak that was just set and return its last day; the far future while none runs."""
    if regel.termijn is None or isinstance(regel.termijn.begint, BijTaak):
        return NOOIT
    op = _begin(session, overgang, regel.termijn.begint)
    return _start(
        session,
        services,
        mailbox,
        rij,
        termijn=regel.termijn,
        op=op,
        door=Aanleiding(now=overgang.moment, door=overgang.door),
    )


def start_after(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: Bericht,
    *,
    regel: TaakRegel,
    gedaan: str,
    op: date,
    door: Aanleiding,
) -> date | None:
    """Start the clock of a taak that counts from the one that was just done; None for another taak."""
    if regel.termijn is None or regel.termijn.begint != BijTaak(gedaan):
        return None
    return _start(session, services, mailbox, rij, termijn=regel.termijn, op=op, door=door)


def follow(session: Session, mailbox: Mailbox, bericht: UUID) -> None:
    """Give each open taak of a bericht the last day of the clock it fulfils; without one while that stands still or has ended."""
    taken = {klok.code: klok.gehaald_door for klok in mailbox.alle_termijnen() if klok.gehaald_door}
    if not taken:
        return
    session.flush()
    klokken_van = select(Termijn.code, Termijn.datum, Termijn.status).where(
        Termijn.bericht == bericht, Termijn.code.in_(taken), Termijn.status.in_(LEVEND)
    )
    dagen: dict[str, date] = {}
    for code, datum, status in session.execute(klokken_van):
        for taak in taken[code]:
            dagen[taak] = min(dagen.get(taak, NOOIT), datum if status == Klokstatus.LOOPT.value else NOOIT)
    open_taken = select(Taak).where(Taak.bericht == bericht, Taak.code.in_(dagen), Taak.status == "open")
    for open_taak in session.scalars(open_taken):
        open_taak.uiterlijk = dagen[open_taak.code]


def of_taak(services: Services, mailbox: str, termijn: str) -> bool:
    """Tell whether a clock is that of a taak, which stands in lists itself."""
    verklaring = services.mailboxen.met_code(mailbox)
    return verklaring is not None and verklaring.taak_van(termijn) is not None


def fulfilled_by(services: Services, mailbox: str, termijn: str) -> tuple[str, ...]:
    """Return the codes of the taken that fulfil a clock; once they are set, they stand in lists instead of it."""
    verklaring = services.mailboxen.met_code(mailbox)
    regel = verklaring.termijn(termijn) if verklaring is not None else None
    return regel.gehaald_door if regel is not None else ()


def _start(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: Bericht,
    *,
    termijn: Klok,
    op: date,
    door: Aanleiding,
) -> date:
    berekening = klokken.counted(services, mailbox.termijn(termijn.code) or termijn, op, team=rij.team)
    if not klokken.start(session, mailbox, rij.id, [berekening], door=door):
        return NOOIT
    rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(door.now))
    return berekening.datum


def _begin(session: Session, overgang: Overgang, begint: object) -> date:
    """Return the day it counts from: of the step it names, else of the one that set the taak."""
    dag, moment = overgang.dag, overgang.moment
    if isinstance(begint, BijOvergang) and begint.overgang != overgang.code:
        eerder = (
            select(Overgang.dag, Overgang.moment)
            .where(Overgang.bericht == overgang.bericht, Overgang.code == begint.overgang)
            .order_by(Overgang.volgnummer.desc())
            .limit(1)
        )
        dag, moment = session.execute(eerder).first() or (dag, moment)
    return dag or datum_in_nederland(moment)
