"""A clock that a death ended runs again: as it stood, unless what was done since then met it or made it useless."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, func, select
from sqlalchemy.orm import Session, aliased

from portal.core.behandelen.verloop import is_terminal
from portal.core.klokken.hertellen import TOLD_ONLY, count_again
from portal.core.klokken.klokeinde import end_any
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.post.stilpost import come_back
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.grond import OVERLIJDEN, TOCH_NIET_OVERLEDEN
from portal.domain.mailbox import Mailbox
from portal.models import Bericht, Overgang, Taak, Termijn, Termijnhistorie, Termijnstap

# The step that started a clock.
_BEGIN: Final = select(Termijnhistorie.overgang).where(
    Termijnhistorie.termijn == bindparam("klok"), Termijnhistorie.soort == Gebeurtenis.GESTART.value
)


def ended_by_death(session: Session, waar: ColumnElement[bool]) -> Sequence[Termijn]:
    """Return the clocks that a death ended and nothing else since: it is the last thing in their history; held."""
    laatste = aliased(Termijnhistorie)
    nummer = select(func.max(laatste.volgnummer)).where(laatste.termijn == Termijn.id).scalar_subquery()
    query = (
        select(Termijn)
        .join(Termijnhistorie, Termijnhistorie.termijn == Termijn.id)
        .where(
            waar,
            Termijn.status == Klokstatus.VERVALLEN.value,
            Termijnhistorie.volgnummer == nummer,
            Termijnhistorie.grond == OVERLIJDEN.code,
        )
    )
    return session.scalars(query.order_by(Termijn.id).with_for_update(of=Termijn)).all()


def revive(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    klok: Termijn,
    rij: Bericht | None,
    *,
    door: Aanleiding,
) -> bool:
    """Let this clock run or stand still again, unless what was done since met it or made it useless; True when it does."""
    if mailbox.termijn(klok.code) is None:
        return False
    sinds = _since(session, mailbox, klok, rij) if rij is not None else None
    if sinds is not None and sinds[0] is Gebeurtenis.VERVALLEN:
        return False
    come_back(session, klok.id, sinds=klok.geeindigd)
    klok.geeindigd = klok.geeindigd_op = None
    # Who it concerns is told anew how it stands.
    session.execute(delete(Termijnstap).where(Termijnstap.termijn == klok.id, *TOLD_ONLY))
    grond = TOCH_NIET_OVERLEDEN.code
    count_again(session, services, mailbox, klok, Gebeurtenis.HERLEEFD, door=door, grond=grond)
    if sinds is not None:
        end_any(session, services, [klok], Gebeurtenis.GEHAALD, door=replace(door, dag=sinds[1]))
    return sinds is None


def _since(session: Session, mailbox: Mailbox, klok: Termijn, rij: Bericht) -> tuple[Gebeurtenis, date] | None:
    """Return what would have ended this clock since the death did, and on which day; None when nothing."""
    regel = mailbox.termijn(klok.code)
    if regel is None or klok.geeindigd is None:
        return None
    stappen = select(Overgang).where(Overgang.bericht == rij.id, Overgang.moment >= klok.geeindigd)
    begonnen = session.scalar(_BEGIN, {"klok": klok.id})
    if begonnen is not None:
        stappen = stappen.where(Overgang.id != begonnen)  # the step that would have started it, when it never ran
    for stap in session.scalars(stappen.order_by(Overgang.volgnummer)):
        op = stap.dag or datum_in_nederland(stap.moment)
        if stap.code in regel.eindigt:
            return Gebeurtenis.GEHAALD, op
        if stap.code in regel.vervalt:
            return Gebeurtenis.VERVALLEN, op
    gedaan = select(Taak.verzonden).where(
        Taak.bericht == rij.id,
        Taak.code.in_(regel.gehaald_door),
        Taak.status == "gedaan",
        Taak.gedaan >= klok.geeindigd,
    )
    op_dag = session.scalar(gedaan.limit(1))
    if op_dag is not None:
        return Gebeurtenis.GEHAALD, op_dag
    klaar = is_terminal(mailbox.levensloop, mailbox.levensloop.toestand(rij.status))
    return (Gebeurtenis.VERVALLEN, klok.geeindigd.date()) if klaar else None
