"""Counting clocks anew after a change of rules that was to move them: in batches, each whole, going on where it was cut off."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypedDict
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.klokken.hertellen import MOVES_ALONG
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.klokken.kloktelling import judged
from portal.core.klokken.taakklokken import follow
from portal.core.klokken.urgentie import pressing, pressing_day
from portal.core.regelbron import read_rules, read_wijziging
from portal.core.regels.raakpunten import KLAAR, MAILBOX, joined
from portal.core.regels.regelvoorstel import Regelstatus
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.regels import Wijziging
from portal.domain.stilstand import Perioden
from portal.domain.verschuiving import Raakvlak, Verschuiver, Verschuiving, geldt_bij_wet, raakvlak
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


class _Klok(TypedDict):
    """What a clock is counted by."""

    vanaf: date
    regels: int
    perioden: Perioden
    team: str


@dataclass(frozen=True, slots=True)
class _Gevolg:
    """What a change does to a part of the clocks: which move, which only read differently, and the berichten of each.

    `bij_wet`: clocks that have ended move too, and so are judged by the law as it is known now.
    """

    bij_wet: bool
    schuift: dict[UUID, Verschuiving] = field(default_factory=dict)
    anders: dict[UUID, str] = field(default_factory=dict)
    gezien: dict[UUID, str] = field(default_factory=dict)
    berichten: set[UUID] = field(default_factory=set)
    herlezen: set[UUID] = field(default_factory=set)


def _move(
    session: Session, services: Services, wijziging: Regelwijziging, na: UUID, tot: UUID, *, now: datetime
) -> int:
    """Move the clocks with an id after `na` up to `tot` that this change touches; returns how many moved.

    Of one whose last day stays the stored explanation is renewed where it reads differently: pages show it, mails count anew.
    """
    boek, nummer = read_rules(session, services.regels.boek.basis), wijziging.nummer or 0
    verschuiver = Verschuiver(boek.tot(nummer - 1), boek.tot(nummer))
    gevolg = _what_follows(session, services, verschuiver, read_wijziging(wijziging), (na, tot), nummer=nummer)
    # A person who acts holds the bericht first and then its clocks, so this does too.
    samen = {*gevolg.berichten, *gevolg.herlezen}
    session.execute(select(Bericht.id).where(Bericht.id.in_(samen)).order_by(Bericht.id).with_for_update()).all()
    gevonden = session.scalars(
        select(Termijn)
        .where(Termijn.id.in_([*gevolg.schuift, *gevolg.anders]))
        .order_by(Termijn.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    schuiven = (Klokstatus.LOOPT.value, *(KLAAR if gevolg.bij_wet else ()))
    rijen = [rij for rij in gevonden if rij.id in gevolg.schuift and rij.status in schuiven]
    for rij in gevonden:
        if rij.status == gevolg.gezien[rij.id]:
            rij.uitleg = gevolg.anders.get(rij.id, rij.uitleg)
    _write(session, rijen, gevolg.schuift, grond=f"regel-{nummer}", now=now)
    _weigh(session, services, gevolg.berichten, datum_in_nederland(now))
    return len(rijen)


def _what_follows(
    session: Session,
    services: Services,
    verschuiver: Verschuiver,
    wijziging: Wijziging,
    deel: tuple[UUID, UUID],
    *,
    nummer: int,
) -> _Gevolg:
    """Count the clocks of a part that a change touches.

    Only their ids are asked by: a condition on the status would have a database without statistics read all that run.
    """
    wat = (Termijn.id, Termijn.bericht, MAILBOX.label("mailbox"), func.coalesce(Bericht.team, "").label("team"))
    hoe = (Termijn.code, Termijn.vanaf, Termijn.datum, Termijn.toegezegd, Termijn.status, Termijn.regels)
    vlak, bij_wet = raakvlak(wijziging), geldt_bij_wet(wijziging)
    in_regio = func.coalesce(Bericht.regio, Verplichting.regio) == services.regio.code
    query = joined(select(*wat, *hoe, Termijn.geeindigd_op)).where(
        Termijn.id > deel[0], Termijn.id <= deel[1], in_regio
    )
    gevonden = [
        rij
        for rij in session.execute(query)
        if rij.regels < nummer and vlak is not None and _meets(vlak, rij, bij_wet=bij_wet)
    ]
    perioden = perioden_of(session, [rij.id for rij in gevonden])
    dicht, gevolg = bool(services.regels.boek.regio.sluitingsdagen), _Gevolg(bij_wet=bij_wet)
    for rij in gevonden:
        klok: _Klok = {
            "vanaf": rij.vanaf,
            "regels": rij.regels,
            "perioden": judged(perioden.get(rij.id, GEEN), rij.geeindigd_op),
            "team": rij.team if dicht else "",
        }
        mailbox = services.mailboxen.met_code(rij.mailbox)
        verschuiving = verschuiver.verschuif(mailbox, rij.code, **klok)
        uitleg = verschuiver.anders_gezegd(mailbox, rij.code, **klok)
        gevolg.gezien[rij.id] = rij.status
        if verschuiving is not None and rij.status != Klokstatus.OPGESCHORT.value:
            gevolg.schuift[rij.id] = verschuiving
            gevolg.berichten.update({rij.bericht} - {None})
        elif uitleg:
            gevolg.anders[rij.id] = uitleg
            gevolg.herlezen.update({rij.bericht} - {None})
    return gevolg


def _meets(vlak: Raakvlak, rij: Row[Any], *, bij_wet: bool) -> bool:
    """Tell whether a change may touch this clock, or the day that was promised beside it; where it ends that stands still is not known."""
    if rij.status == Klokstatus.OPGESCHORT.value:
        return vlak.raakt(rij.vanaf, date.max)
    tot = max(rij.datum, rij.toegezegd) if rij.toegezegd else rij.datum
    return (bij_wet or rij.status == Klokstatus.LOOPT.value) and vlak.raakt(rij.vanaf, tot)


def _write(
    session: Session, rijen: Sequence[Termijn], schuift: Mapping[UUID, Verschuiving], *, grond: str, now: datetime
) -> None:
    """Give the clocks their new day and explanation, and what followed the old day another chance."""
    vandaag = datum_in_nederland(now)
    per_dag: dict[date, list[Termijn]] = defaultdict(list)
    for rij in rijen:
        nieuw = schuift[rij.id].nieuw
        per_dag[rij.datum].append(rij)
        if rij.status in KLAAR:
            rij.datum, rij.uitleg = (
                nieuw.datum,
                nieuw.uitleg,
            )  # nobody is told of it any more, and what was promised stays
            continue
        if nieuw.datum >= vandaag:
            # What was done because the old day had come was too early, and will be due again.
            oud = (Termijnstap.termijn == rij.id, Termijnstap.gepland >= rij.datum, *MOVES_ALONG)
            session.execute(delete(Termijnstap).where(*oud))
        rij.datum, rij.uitleg, rij.volgende_stap = nieuw.datum, nieuw.uitleg, vandaag
        rij.toegezegd = nieuw.toegezegd
    for van, verschoven in per_dag.items():
        note(session, verschoven, Gebeurtenis.HERREKEND, Aanleiding(now=now), van=van, grond=grond)


def _weigh(session: Session, services: Services, berichten: Collection[UUID], vandaag: date) -> None:
    """Let the first day that presses say again how urgent each bericht is, and the clocks of taken when these are due."""
    session.flush()
    drukken = (
        select(Termijn.bericht, func.min(pressing_day(Termijn)).label("dag"))
        .where(Termijn.bericht.in_(berichten), *pressing(vandaag))
        .group_by(Termijn.bericht)
    )
    eerste = {rij.bericht: rij.dag for rij in session.execute(drukken)}
    for rij in session.scalars(select(Bericht).where(Bericht.id.in_(berichten))):
        rij.urgent = eerste.get(rij.id, NOOIT)
        if (mailbox := services.mailboxen.met_code(rij.mailbox)) is not None:
            follow(session, mailbox, rij.id)
