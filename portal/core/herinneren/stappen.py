"""The pass over the clocks: whatever has come due is done once, in one small transaction for each clock.

A pass reads only clocks whose `volgende_stap` has come. What it does stands in `termijnstappen`, under the key of clock
and step, so that it is done once however many workers there are and whenever they die; what must be mailed waits there
until `stapmail` has promised it, one mail for each receiver.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.herinneren.stapdoen import INGEHAALD, MELDEN, perform
from portal.core.herinneren.tijdom import time_is_up
from portal.core.klokken.klokfouten import forget, is_turn, note_failure
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.klokken.urgentie import earliest
from portal.core.services import Services
from portal.db import DatabaseBezet
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.stappen import TE_LAAT, Stap, ronde, stappen_van, stappen_van_toezegging, te_laat
from portal.domain.termijn import Karakter, NaTermijn
from portal.models import Bericht, Klokfout, Termijn, Termijnstap, Verplichting

# A pass stops after so many clocks, so that mail and taking in need not wait for a great arrear.
MOST: Final = 1000
_DAG: Final = timedelta(days=1)

log = logging.getLogger("portal.worker")


def take_steps(services: Services, actor: Actor, *, now: datetime) -> int:
    """Do what is due for at most MOST clocks, longest due first; returns for how many something was done."""
    vandaag = datum_in_nederland(now)
    with services.database.lezen() as session:
        due = session.execute(
            select(Termijn.id, Termijn.bericht, Termijn.verplichting, Klokfout.keer)
            .outerjoin(Klokfout, Klokfout.termijn == Termijn.id)
            .where(Termijn.status.in_(LEVEND), Termijn.volgende_stap <= vandaag, is_turn(now))
            .order_by(Termijn.volgende_stap, Termijn.id)
            .limit(MOST)
        ).all()
    return sum(
        _take(services, actor, rij.id, (rij.bericht, rij.verplichting), now, mislukte=bool(rij.keer)) for rij in due
    )


def _take(
    services: Services,
    actor: Actor,
    termijn: UUID,
    owner: tuple[UUID | None, UUID | None],
    now: datetime,
    *,
    mislukte: bool,
) -> bool:
    """Take the steps of one clock; one that cannot be handled is kept apart and tried later, and stops no other."""
    try:
        with services.database.schrijven() as session:
            if mislukte:
                forget(session, termijn)
            return _steps(session, services, actor, termijn, owner, now=now)
    except DatabaseBezet:
        raise
    except Exception as error:  # noqa: BLE001 - one clock that cannot be handled must not stop the others
        log.error("Termijn %s niet verwerkt (%s).", termijn, type(error).__name__)  # noqa: TRY400 - a traceback could print values
        note_failure(services, termijn, error, now=now)
        return False


def _steps(
    session: Session,
    services: Services,
    actor: Actor,
    termijn: UUID,
    owner: tuple[UUID | None, UUID | None],
    *,
    now: datetime,
) -> bool:
    van, vandaag = _locked(session, owner), datum_in_nederland(now)
    rij = session.get(Termijn, termijn, with_for_update=True)
    if van is None or rij is None or rij.status not in LEVEND or rij.volgende_stap > vandaag:
        return False  # somebody else has it, or had it
    mailbox = services.mailboxen.met_code(van.mailbox)
    if rij.status == Klokstatus.OPGESCHORT.value:
        return _still(session, services, actor, mailbox, van, rij=rij, now=now)
    gedaan = session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn == rij.id)).all()
    te_doen = ronde(_declared(services, mailbox, rij), gedaan, vandaag)
    for stap in te_doen.ingehaald:
        session.add(_taken(rij, stap, INGEHAALD, now=now))
    for stap in te_doen.nu:
        uitkomst = perform(session, services, actor, mailbox, van, termijn=rij, stap=stap, now=now)
        session.add(_taken(rij, stap, uitkomst, now=now))
        session.add_all(_also_told(mailbox, rij, stap, uitkomst, now=now))
    rij.volgende_stap = _next(rij, te_doen.volgende, vandaag)
    if isinstance(van, Bericht):
        van.urgent = earliest(session, van.id, vandaag=vandaag)
    _record(session, actor, rij, te_doen.nu, now=now)
    return bool(te_doen.nu)


def _still(
    session: Session,
    services: Services,
    actor: Actor,
    mailbox: Mailbox | None,
    van: Bericht | Verplichting,
    *,
    rij: Termijn,
    now: datetime,
) -> bool:
    """Say of a clock that stands still that its time is over, and guard the day that was promised beside it: that stays."""
    verteld = time_is_up(session, services, actor, mailbox, van, termijn=rij, now=now)
    if rij.status != Klokstatus.OPGESCHORT.value or not rij.toegezegd:
        return verteld
    vandaag = datum_in_nederland(now)
    gedaan = session.scalars(select(Termijnstap.stap).where(Termijnstap.termijn == rij.id)).all()
    te_doen = ronde(_promised(services, mailbox, rij), gedaan, vandaag)
    session.add_all(_taken(rij, stap, INGEHAALD, now=now) for stap in te_doen.ingehaald)
    session.add_all(_taken(rij, stap, MELDEN, now=now) for stap in te_doen.nu)
    rij.volgende_stap = min(rij.volgende_stap, te_doen.volgende or NOOIT)
    if isinstance(van, Bericht):
        van.urgent = earliest(session, van.id, vandaag=vandaag)
    _record(session, actor, rij, te_doen.nu, now=now)
    return verteld or bool(te_doen.nu)


def _next(rij: Termijn, stap: date | None, vandaag: date) -> date:
    """Return the next day to look: of a step, or on which what is no duty presses no longer."""
    voorbij = rij.datum + _DAG if rij.karakter != Karakter.PLICHT.value and rij.datum >= vandaag else NOOIT
    return min(stap or NOOIT, voorbij)


def _locked(session: Session, owner: tuple[UUID | None, UUID | None]) -> Bericht | Verplichting | None:
    """Lock what the clock belongs to, as every act does first; None while somebody is busy with it."""
    bericht, verplichting = owner
    if bericht is not None:
        return session.get(Bericht, bericht, with_for_update={"skip_locked": True})
    return session.get(Verplichting, verplichting, with_for_update={"skip_locked": True})


def _declared(services: Services, mailbox: Mailbox | None, rij: Termijn) -> Sequence[Stap]:
    """Return the steps as declared; of a clock that is declared no longer only that a duty is late."""
    termijn = mailbox.termijn(rij.code) if mailbox is not None else None
    if mailbox is None or termijn is None:
        return (
            te_laat(rij.datum, Partij(rij.eigenaar), services.kalender) if rij.karakter == Karakter.PLICHT.value else ()
        )
    eigen = stappen_van(
        services.regio.ingesteld(termijn, op=rij.vanaf),
        rij.vanaf,
        rij.datum,
        kalender=services.kalender,
        overgangen=[o.code for o in mailbox.levensloop.overgangen if o.bij_verlopen == rij.code],
        starts=[t.code for t in mailbox.termijnen if t.begint == NaTermijn(rij.code)],
    )
    return sorted((*eigen, *_promised(services, mailbox, rij)), key=lambda stap: stap.op)


def _promised(services: Services, mailbox: Mailbox | None, rij: Termijn) -> Sequence[Stap]:
    """Return the steps that guard the day that was promised beside a clock, if one was."""
    termijn = mailbox.termijn(rij.code) if mailbox is not None else None
    if termijn is None or not rij.toegezegd:
        return ()
    return stappen_van_toezegging(termijn, rij.vanaf, rij.toegezegd, kalender=services.kalender)


def _also_told(
    mailbox: Mailbox | None, rij: Termijn, stap: Stap, uitkomst: str, *, now: datetime
) -> Sequence[Termijnstap]:
    """Return who else hears of a step that the portal took, each as a step of its own."""
    regel = mailbox.levensloop.overgang(stap.overgang) if mailbox is not None and uitkomst == MELDEN else None
    ook = regel.ook_aan if regel is not None and stap.overgang else ()
    return [_taken(rij, replace(stap, code=f"{stap.code}:{aan}", aan=aan), uitkomst, now=now) for aan in ook]


def _taken(rij: Termijn, stap: Stap, uitkomst: str, *, now: datetime) -> Termijnstap:
    return Termijnstap(
        termijn=rij.id, stap=stap.code, aan=stap.aan.value, gepland=stap.op, gedaan=now, uitkomst=uitkomst
    )


def _record(session: Session, actor: Actor, rij: Termijn, nu: Sequence[Stap], *, now: datetime) -> None:
    """Write one line for the warnings of one clock; a step of the portal itself has its own."""
    codes = [stap.code for stap in nu if not stap.is_doen]
    if codes:
        actie = "termijn te laat" if TE_LAAT in codes else "termijn gewaarschuwd"
        onderwerp = str(rij.bericht or rij.verplichting)
        record(session, actor, actie=actie, onderwerp=onderwerp, now=now, uitkomst=rij.code[:48])
