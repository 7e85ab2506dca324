"""Rows 19 and 20: a pass over the clocks, and the audit log verified, while no process runs beside it."""

from datetime import UTC, date, datetime, timedelta
from time import perf_counter, process_time
from typing import Final

from sqlalchemy import select

from benchmarks.stage import Filled, Stage
from portal.cli.installation import open_gate
from portal.core.audit import Actor
from portal.core.herinneren.stapmail import promise_mail
from portal.core.herinneren.stappen import take_steps
from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding
from portal.demo.voorbeelden import MAILBOX
from portal.domain.berekening import Berekening, bereken
from portal.domain.datums import datum_in_nederland
from portal.domain.kalender import Kalender
from portal.domain.termijn import Termijn
from portal.models import Bericht
from portal.vault.chain import Chain
from portal.vault.gate import Gate
from portal.vault.verify import verify
from portal.wiring import make_services

DUE: Final = 1000
CLOCK: Final = "reactie-ontvangende"
# One of three werkdagen that began so many days ago is over, whatever feestdagen there were.
LOOK_BACK: Final = 14
ACTOR: Final = Actor(persoon="worker", namens="portaal", herkomst="worker")


def measure(stage: Stage) -> None:
    """Measure rows 19 and 20."""
    if stage.compares:
        found = stage.in_turn(lambda: _pass_seconds(stage.small), lambda: _pass_seconds(stage.large))
        small, large = zip(*found, strict=True)
        ratios = [one / other for one, other in zip(large, small, strict=True)]
        stage.add("19", ratios, f"{min(large) * 1e3:.0f} tegen {min(small) * 1e3:.0f} ms")
    _verify(stage)


def _pass_seconds(filled: Filled) -> float:
    """Let a thousand clocks of a thousand berichten be due for their reminder, and time the worker's pass that finds them."""
    services = make_services(filled.place.settings)
    mailbox = services.mailboxen.met_code(MAILBOX)
    clock = mailbox.termijn(CLOCK) if mailbox is not None else None
    if mailbox is None or clock is None:
        raise LookupError(CLOCK)
    now = datetime.now(UTC)
    due = _to_remind(clock, datum_in_nederland(now), services.kalender)
    with services.database.schrijven() as session:
        berichten = session.scalars(
            select(Bericht.id).where(Bericht.mailbox == MAILBOX).order_by(Bericht.id).limit(DUE)
        ).all()
        for bericht in berichten:
            klokken.start(session, mailbox, bericht, [due], door=Aanleiding(now=now))
    begun = perf_counter()
    found = take_steps(services, ACTOR, now=now)
    promise_mail(services, now=now)
    seconds = perf_counter() - begun
    services.database.close()
    if found != DUE:
        raise ValueError(f"the pass found {found} clocks, not {DUE}")
    return seconds


def _to_remind(clock: Termijn, today: date, kalender: Kalender) -> Berekening:
    """Give the clock as it runs when the reminder before its last day is due and that day has not come."""
    begun = (bereken(clock, today - timedelta(days=ago), kalender) for ago in range(LOOK_BACK))
    return next(found for found in begun if found.eerste_stap <= today < found.datum)


def _verify(stage: Stage) -> None:
    """Recompute the chain of the log, as row 20 asks; beside it the whole verification, of every item, row and receipt."""
    with open_gate(stage.large.place.settings) as gate:
        begun = process_time()
        report = verify(gate)
        whole = process_time() - begun
        found = [_walked(gate) for _ in stage.rounds()]
    berichten = len(stage.large.berichten)
    state = "alles klopt" if report.ok else "KLOPT NIET"
    measured = (
        f"{report.lines} regels; met alles wat verzegeld is {whole / berichten * 1e3:.2f} ms processortijd per bericht, "
        f"samen {whole:.0f} s voor {berichten} berichten, {state}"
    )
    stage.add("20", found, measured)


def _walked(gate: Gate) -> float:
    """Recompute the chain alone, as verify does first; return lines per second of processor time."""
    chain, keten, nummer = Chain(gate), b"", 0
    begun = process_time()
    with gate.database.lezen() as session:
        for nummer, line in enumerate(chain.numbered(session, 0), 1):
            keten = chain.link(keten, nummer, line)
    return nummer / (process_time() - begun)
