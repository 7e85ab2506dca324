"""Counting clocks anew after a change of rules that was to move them: in batches, each whole, going on where it was cut off."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.klokken.klokwijziging import TOLD_ONLY
from portal.core.klokken.taakklokken import follow
from portal.core.regelbron import read_rules, read_wijziging
from portal.core.regels.regelproef import MAILBOX, joined
from portal.core.regels.regelvoorstel import Regelstatus
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.termijn import Karakter
from portal.domain.verschuiving import Raakvlak, Verschuiver, Verschuiving, raakvlak
from portal.models import Bericht, Regelwijziging, Termijn, Termijnstap, Verplichting

BATCH: Final = 1000
NERGENS: Final = UUID(int=0)
# What began before the decision has been written or given up by then: a write waits no longer than 30 seconds
# (`db.py`). So no clock that was counted by the old rules can still appear behind the last one that was looked at.
RUST: Final = timedelta(seconds=90)


def herreken(services: Services, actor: Actor, *, now: datetime, batch: int = BATCH) -> bool:
    """Count one batch of clocks anew; returns whether there may be more to do.

    The place where it was is written in the transaction that moves the clocks, and the row of the change is held: however
    many workers run and whenever they die, each clock is looked at once.
    """
    with services.database.lezen() as session:
        if session.scalar(_due(services, now)) is None:
            return False
    with services.database.schrijven() as session:
        rij = session.scalars(_due(services, now).with_for_update(skip_locked=True)).first()
        if rij is None:
            return False
        na = rij.tot_klok or NERGENS
        klokken = session.scalars(select(Termijn.id).where(Termijn.id > na).order_by(Termijn.id).limit(batch)).all()
        if klokken:
            rij.verschoven += _move(session, services, rij, na, klokken[-1], now=now)
            rij.tot_klok = klokken[-1]
        if len(klokken) < batch:
            rij.status, rij.klaar = Regelstatus.TOEGEPAST.value, now
            record(session, actor, actie="regel_toepassen", onderwerp=str(rij.id), now=now)
    return True


def _due(services: Services, now: datetime) -> Select[Regelwijziging]:
    return (
        select(Regelwijziging)
        .where(
            Regelwijziging.regio == services.regio.code,
            Regelwijziging.status == Regelstatus.BESLOTEN.value,
            Regelwijziging.besloten <= now - RUST,
        )
        .order_by(Regelwijziging.nummer)
        .limit(1)
    )


def _move(
    session: Session, services: Services, wijziging: Regelwijziging, na: UUID, tot: UUID, *, now: datetime
) -> int:
    """Move the clocks with an id after `na` up to `tot` that this change touches; returns how many moved."""
    boek, vlak = read_rules(session, services.regels.boek.basis), raakvlak(read_wijziging(wijziging))
    nummer = wijziging.nummer or 0
    verschuiver = Verschuiver(boek.tot(nummer - 1), boek.tot(nummer))
    schuift, berichten = _that_move(session, services, verschuiver, vlak, (na, tot), nummer=nummer)
    # A person who acts holds the bericht first and then its clocks, so this does too.
    lock = select(Bericht.id).where(Bericht.id.in_(berichten)).order_by(Bericht.id).with_for_update()
    session.execute(lock).all()
    gevonden = session.scalars(
        select(Termijn)
        .where(Termijn.id.in_(schuift))
        .order_by(Termijn.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    rijen = [rij for rij in gevonden if rij.status == Klokstatus.LOOPT.value]
    _write(session, rijen, schuift, grond=f"regel-{nummer}", now=now)
    _weigh(session, services, berichten, datum_in_nederland(now))
    return len(rijen)


def _that_move(
    session: Session,
    services: Services,
    verschuiver: Verschuiver,
    vlak: Raakvlak | None,
    deel: tuple[UUID, UUID],
    *,
    nummer: int,
) -> tuple[Mapping[UUID, Verschuiving], Collection[UUID]]:
    """Count the clocks of a part that a change touches; gives those that move, and the berichten they belong to.

    Only their ids are asked by: a condition on the status would have a database without statistics read all that run.
    """
    velden = (Termijn.id, Termijn.bericht, MAILBOX, Termijn.code, Termijn.vanaf, Termijn.datum, Termijn.status)
    in_regio = func.coalesce(Bericht.regio, Verplichting.regio) == services.regio.code
    query = joined(select(*velden, Termijn.regels)).where(Termijn.id > deel[0], Termijn.id <= deel[1], in_regio)
    gevonden = [
        rij
        for rij in session.execute(query)
        if rij.status == Klokstatus.LOOPT.value
        and rij.regels < nummer
        and vlak is not None
        and vlak.raakt(rij.vanaf, rij.datum)
    ]
    perioden = perioden_of(session, [rij.id for rij in gevonden])
    schuift: dict[UUID, Verschuiving] = {}
    berichten: set[UUID] = set()
    for klok, bericht, code, termijn, vanaf, _, _, regels in gevonden:
        mailbox, anders = services.mailboxen.met_code(code), perioden.get(klok, GEEN)
        hoe = verschuiver.verschuif(mailbox, termijn, vanaf=vanaf, regels=regels, perioden=anders)
        if hoe is not None:
            schuift[klok] = hoe
            berichten |= {bericht} - {None}
    return schuift, berichten


def _write(
    session: Session, rijen: Sequence[Termijn], schuift: Mapping[UUID, Verschuiving], *, grond: str, now: datetime
) -> None:
    """Give the clocks their new day and explanation, and what followed the old day another chance."""
    vandaag = datum_in_nederland(now)
    per_dag: dict[date, list[Termijn]] = defaultdict(list)
    for rij in rijen:
        nieuw = schuift[rij.id].nieuw
        per_dag[rij.datum].append(rij)
        if nieuw.datum >= vandaag:
            # What was done because the old day had come was too early, and will be due again.
            oud = (Termijnstap.termijn == rij.id, Termijnstap.gepland >= rij.datum, *TOLD_ONLY)
            session.execute(delete(Termijnstap).where(*oud))
        rij.datum, rij.uitleg, rij.volgende_stap = nieuw.datum, nieuw.uitleg, vandaag
        rij.toegezegd = nieuw.toegezegd
    for van, verschoven in per_dag.items():
        note(session, verschoven, Gebeurtenis.HERREKEND, Aanleiding(now=now), van=van, grond=grond)


def _weigh(session: Session, services: Services, berichten: Collection[UUID], vandaag: date) -> None:
    """Let the first day that presses say again how urgent each bericht is, and the clocks of taken when these are due."""
    session.flush()
    eerste = dict.fromkeys(berichten, NOOIT)
    velden = (Termijn.bericht, Termijn.datum, Termijn.status, Termijn.karakter)
    for bericht, datum, status, karakter in session.execute(select(*velden).where(Termijn.bericht.in_(berichten))):
        drukt = karakter == Karakter.PLICHT.value or datum >= vandaag
        if bericht is not None and status == Klokstatus.LOOPT.value and drukt:
            eerste[bericht] = min(eerste[bericht], datum)
    for rij in session.scalars(select(Bericht).where(Bericht.id.in_(berichten))):
        rij.urgent = eerste[rij.id]
        if (mailbox := services.mailboxen.met_code(rij.mailbox)) is not None:
            follow(session, mailbox, rij.id)
