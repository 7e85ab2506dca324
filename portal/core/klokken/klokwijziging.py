"""Changing a clock that runs, in the transaction of its step; what is allowed was checked before (`klokcontrole`)."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from portal.core.klokken.hertellen import count_again, declared
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokeinde import judge_still
from portal.core.klokken.klokhistorie import GEKOZEN, Aanleiding, Gebeurtenis, note
from portal.core.klokken.klokken import LEVEND, Klokstatus
from portal.core.klokken.klokperioden import Periodesoort, new_period, stilstand
from portal.core.klokken.kloktelling import recount
from portal.core.klokken.langer import lengthen, withdraw
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.stappen import START
from portal.domain.termijn import NaTermijn
from portal.models import Taak, Termijnhistorie, Termijnstap
from portal.models import Termijn as TermijnRij

_DAG: Final = timedelta(days=1)


def apply(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    actie: Actie,
    wijziging: Wijziging,
    *,
    op: date,
    door: Aanleiding,
) -> None:
    """Change the clock and count it again; what was checked before holds, as nobody else has acted since."""
    rij = session.get_one(TermijnRij, wijziging.termijn, with_for_update=True)
    match actie:
        case Actie.OPSCHORTEN:
            hold(
                session, services, mailbox, rij, grond=wijziging.grond, op=op, uiterlijk=wijziging.uiterlijk, door=door
            )
        case Actie.DOORLOPEN:
            resume(session, services, mailbox, rij, op=op, door=door)
        case Actie.VERLENGEN:
            lengthen(session, services, mailbox, rij, wijziging, op=op, door=door)
        case Actie.UITSTEL_INTREKKEN:
            withdraw(session, services, mailbox, rij, op=op, door=door)
        case Actie.DAG_VERBETEREN:
            _met_on(session, services, mailbox, rij, op=op, door=door)
        case _:
            _restart(session, services, mailbox, rij, op=op, door=door)


def by_step(
    session: Session, services: Services, mailbox: Mailbox, bericht: UUID, code: str, *, op: date, door: Aanleiding
) -> None:
    """Let the clocks stand still, or run again, that name this overgang or taak in `schorst` or `hervat`."""
    query = select(TermijnRij).where(TermijnRij.bericht == bericht, TermijnRij.status.in_(LEVEND)).with_for_update()
    genoemd = {t.code: t for t in mailbox.alle_termijnen() if code in {*t.schorst, *t.hervat}}
    for rij in session.scalars(query).all() if genoemd else ():
        termijn = genoemd.get(rij.code)
        if termijn is not None and code in termijn.schorst and rij.status == Klokstatus.LOOPT.value:
            hold(session, services, mailbox, rij, grond=termijn.schorsgrond.code, op=op, door=door)
        elif termijn is not None and code in termijn.hervat and rij.status == Klokstatus.OPGESCHORT.value:
            resume(session, services, mailbox, rij, op=op, door=door, alleen=termijn.schorsgrond.code)


def hold(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    *,
    grond: str,
    op: date,
    door: Aanleiding,
    uiterlijk: date | None = None,
) -> None:
    """Let a clock stand still from the day after `op`; the other has the time up to and including `uiterlijk`."""
    periode = new_period(rij, Periodesoort.OPSCHORTING, grond, door, van=op)
    periode.uiterlijk = uiterlijk
    session.add(periode)
    count_again(session, services, mailbox, rij, Gebeurtenis.OPGESCHORT, door=door, grond=grond)


def resume(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    *,
    op: date,
    door: Aanleiding,
    alleen: str = "",
) -> None:
    """Let a clock run again, `op` counts; with `alleen` only when it stands still on this ground.

    Of a clock that ran again by itself this is the day on which the answer did come.
    """
    nog = stilstand(session, rij)
    if nog is not None and nog.van is not None and (not alleen or nog.grond == alleen):
        nog.tot = max(op, nog.van)
        count_again(session, services, mailbox, rij, Gebeurtenis.HERVAT, door=door, grond=nog.grond, stil=nog.van)


def _restart(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, *, op: date, door: Aanleiding
) -> None:
    """Let this clock, and those that began with it, count from another day: also what was met, and what follows from them."""
    begint, vanaf = declared(mailbox, rij).begint, rij.vanaf
    codes = [termijn.code for termijn in mailbox.alle_termijnen() if termijn.begint == begint]
    samen = select(TermijnRij).where(
        TermijnRij.bericht == rij.bericht,
        TermijnRij.code.in_(codes),
        TermijnRij.vanaf == vanaf,
        TermijnRij.status.in_((*LEVEND, Klokstatus.GEHAALD.value)),
    )
    for klok in session.scalars(samen.order_by(TermijnRij.id).with_for_update()).all():
        grond = GEKOZEN if klok is rij else ""
        count_from(session, services, mailbox, klok, op=op, door=door, grond=grond)


def _met_on(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, *, op: date, door: Aanleiding
) -> None:
    """Let this clock, and those that the same step met on that day, be met on another; the taak that met it was done then."""
    gehaald = Termijnhistorie.soort == Gebeurtenis.GEHAALD.value
    stap = select(Termijnhistorie.overgang).where(Termijnhistorie.termijn == rij.id, gehaald)
    zelfde = select(Termijnhistorie.termijn).where(Termijnhistorie.overgang.in_(stap), gehaald)
    samen = select(TermijnRij).where(
        TermijnRij.bericht == rij.bericht,
        TermijnRij.status == Klokstatus.GEHAALD.value,
        TermijnRij.geeindigd_op == rij.geeindigd_op,
        or_(TermijnRij.id == rij.id, TermijnRij.id.in_(zelfde)),
    )
    for klok in session.scalars(samen.order_by(TermijnRij.id).with_for_update()).all():
        was, klok.geeindigd_op = klok.geeindigd_op, op
        judge_still(session, services, klok)
        note(
            session, [klok], Gebeurtenis.DAG_GECORRIGEERD, door, van=was, naar=op, grond=GEKOZEN if klok is rij else ""
        )
        termijn = mailbox.termijn(klok.code)
        if termijn is not None and termijn.gehaald_door:
            gedaan = Taak.code.in_(termijn.gehaald_door)
            dezelfde = update(Taak).where(Taak.bericht == klok.bericht, gedaan, Taak.verzonden == was)
            session.execute(dezelfde.values(verzonden=op))


def count_from(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: TermijnRij,
    *,
    op: date,
    door: Aanleiding,
    grond: str = "",
) -> None:
    """Count a clock from another day, and so the one that began on its last day."""
    rij.vanaf, was = op, rij.datum
    if rij.status == Klokstatus.GEHAALD.value:
        _judge(session, services, mailbox, rij, door=door, grond=grond)
    else:
        count_again(session, services, mailbox, rij, Gebeurtenis.BEGIN_GECORRIGEERD, door=door, grond=grond)
    volgende = [t.code for t in mailbox.termijnen if t.begint == NaTermijn(rij.code)]
    if rij.datum == was or not volgende:
        return
    rijen = select(TermijnRij, Termijnstap.gedaan).where(
        TermijnRij.bericht == rij.bericht,
        TermijnRij.code.in_(volgende),
        TermijnRij.status.in_((*LEVEND, Klokstatus.GEHAALD.value)),
        Termijnstap.termijn == rij.id,
        Termijnstap.stap == START + TermijnRij.code,
    )
    for klok, begonnen in session.execute(rijen.with_for_update(of=TermijnRij)).all():
        # What was really sent then is not undone: never before that day.
        vanaf = max(rij.datum, datum_in_nederland(begonnen) - _DAG)
        count_from(session, services, mailbox, klok, op=vanaf, door=door)


def _judge(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, *, door: Aanleiding, grond: str
) -> None:
    """Count a clock that was met again: its last day decides whether that was in time; nobody is told of it any more."""
    van = rij.datum
    session.flush()
    berekening = recount(session, services, declared(mailbox, rij), rij)
    rij.datum, rij.uitleg = berekening.datum, berekening.uitleg
    note(session, [rij], Gebeurtenis.BEGIN_GECORRIGEERD, door, van=van, grond=grond)
