"""Warnings of time: an answered day that has passed, and a clock that may end after one."""

from datetime import date

from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import foreseen
from portal.core.services import Services
from portal.domain.datums import voluit
from portal.domain.mailbox import Verstreken
from portal.domain.vooruitblik import Overschrijding, overschrijdingen, verstreken
from portal.domain.voorwaarde import Feiten


def over_already(zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn the team of each answered day that had passed when the bericht came."""
    over = verstreken(zicht.mailbox.verstreken, feiten, op=zicht.aankomst)
    return tuple(passed(v, datum, v.voor_team) for v, datum in over)


def passed(over: Verstreken, datum: date, tekst: str) -> Waarschuwing:
    """Say which day has passed, and what that may mean."""
    return Waarschuwing(titel=f"{over.titel}: {voluit(datum)}", tekst=tekst)


def may_be_late(services: Services, zicht: BerichtKop, feiten: Feiten) -> tuple[Waarschuwing, ...]:
    """Warn the team of each clock that may end after a day that was answered; not of a day that was over before it came."""
    over = {v.veld for v, _ in verstreken(zicht.mailbox.verstreken, feiten, op=zicht.aankomst) if not v.voor}
    stil = {t.id for t in zicht.termijnen if t.status is Klokstatus.OPGESCHORT}
    weer = foreseen(services, zicht.mailbox, stil) if any(t.niet_na for t in zicht.mailbox.termijnen) else {}
    bekend = {
        t.code: weer.get(t.id) if t.id in stil else t.gehaald or t.datum
        for t in zicht.termijnen
        if t.status is not Klokstatus.VERVALLEN
    }
    ingesteld = [services.regio.ingesteld(termijn, op=zicht.aankomst) for termijn in zicht.mailbox.termijnen]
    return tuple(
        _of_clock(o, stil=bool(stil))
        for o in overschrijdingen(ingesteld, bekend, feiten, services.kalender)
        if o.niet_na.veld not in over  # what was over before it came says more
    )


def _of_clock(over: Overschrijding, *, stil: bool) -> Waarschuwing:
    """Say until when it may take; of what stands still the day holds only if it runs again once the given time is over."""
    if over.datum is None:
        return Waarschuwing(
            titel=f"{over.termijn.titel} heeft nu geen laatste dag",
            tekst="Er staat een termijn stil, en er is geen dag bekend waarop die weer loopt. "
            f"Dit kan dus na {voluit(over.grens)} komen. {over.niet_na.tekst}",
        )
    als = (
        "Er staat een termijn stil. Loopt die weer na de gegeven tijd, en gebruikt iedereen"
        if stil
        else "Gebruikt iedereen"
    )
    return Waarschuwing(
        titel=f"{over.termijn.titel} kan na {voluit(over.grens)} komen",
        tekst=f"{als} de hele termijn, dan komt dit uiterlijk {voluit(over.datum)}. {over.niet_na.tekst}",
    )
