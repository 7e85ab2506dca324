"""The clocks of a bericht in the database: started and ended as the declaration says."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.client.overleden import still_of_use
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, note, note_start
from portal.core.post.stilpost import let_go
from portal.core.services import Services
from portal.db import insert_rows
from portal.domain.berekening import Berekening, bereken
from portal.domain.grond import OVERLIJDEN
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import BijAankomst, BijAntwoord, BijOvergang, BijTaak, OpDatum, Termijn, VanVerband
from portal.domain.voorwaarde import Feiten
from portal.models import Termijn as TermijnRij
from portal.sealing.envelope import new_id

NOOIT: Final = date(9999, 12, 31)
# What was answered in the form of a step is a fact under its name after this.
STAP: Final = "stap."


class Klokstatus(StrEnum):
    """Whether a clock runs."""

    LOOPT = "loopt"
    GEHAALD = "gehaald"
    OPGESCHORT = "opgeschort"
    VERVALLEN = "vervallen"


# What has not ended: it runs, or stands still and will run again.
LEVEND: Final = (Klokstatus.LOOPT.value, Klokstatus.OPGESCHORT.value)


def start_termijnen(
    services: Services, mailbox: Mailbox, feiten: Feiten, *, aankomst: date, team: str = ""
) -> tuple[Berekening, ...]:
    """Compute the clocks that start with the submission to a team, whose closing days the explanation names."""
    gevonden = []
    for termijn in mailbox.termijnen:
        vanaf = _start(termijn, feiten, aankomst)
        if vanaf is not None and _applies(termijn, feiten):
            gevonden.append(counted(services, termijn, vanaf, team=team))
    return tuple(gevonden)


def bij_overgang(
    services: Services, mailbox: Mailbox, code: str, feiten: Feiten, *, op: date, team: str = ""
) -> tuple[Berekening, ...]:
    """Compute the clocks that start with this overgang, or with a taak that is named 'taak:<code>'.

    One that starts on a date in the form of the step finds it in the facts, as 'stap.<veld>'.
    """
    return tuple(
        counted(services, termijn, vanaf, team=team)
        for termijn in mailbox.termijnen
        if begins_at(termijn, code)
        and _applies(termijn, feiten)
        and (vanaf := answered(termijn, feiten) if isinstance(termijn.begint, BijAntwoord) else op) is not None
    )


def row(
    bericht: UUID | None,
    mailbox: Mailbox,
    berekening: Berekening,
    *,
    door: Aanleiding,
    verplichting: UUID | None = None,
) -> TermijnRij:
    """Return the row of a computed clock, with its explanation as given today; one that sending it fulfils has ended."""
    gehaald = berekening.bij_indienen and verplichting is None
    status = Klokstatus.GEHAALD if gehaald else Klokstatus.LOOPT
    termijn = mailbox.termijn(berekening.code)
    if termijn is None:
        raise LookupError(berekening.code)
    return TermijnRij(
        id=new_id(),
        bericht=bericht,
        verplichting=verplichting,
        code=berekening.code,
        titel=termijn.titel,
        eigenaar=termijn.eigenaar.value,
        karakter=berekening.karakter.value,
        vanaf=berekening.vanaf,
        datum=berekening.datum,
        status=status.value,
        geeindigd=door.now if gehaald else None,
        geeindigd_op=door.op if gehaald else None,
        uitleg=berekening.uitleg,
        bron=berekening.bron,
        regels=berekening.regels,
        volgende_stap=NOOIT if status is not Klokstatus.LOOPT else berekening.eerste_stap,
        toegezegd=None,
    )


def start(
    session: Session,
    mailbox: Mailbox,
    bericht: UUID | None,
    berekeningen: Iterable[Berekening],
    *,
    door: Aanleiding,
    verplichting: UUID | None = None,
) -> int:
    """Store clocks that were computed, of a bericht or a verplichting, with the first line of their history; returns how many.

    Those that are of no use any more because the client has died are stored as ended by that: undoing the death finds them.
    """
    if bericht is None:
        return start_new(session, mailbox, bericht, berekeningen, door=door, verplichting=verplichting)
    alle = list(berekeningen)
    nuttig = still_of_use(session, mailbox, bericht, alle)
    store_ended(session, mailbox, bericht, [b for b in alle if b not in nuttig], door=door)
    return start_new(session, mailbox, bericht, nuttig, door=door)


def start_new(
    session: Session,
    mailbox: Mailbox,
    bericht: UUID | None,
    berekeningen: Iterable[Berekening],
    *,
    door: Aanleiding,
    verplichting: UUID | None = None,
) -> int:
    """Store clocks of which nothing can have become useless, as those of a bericht that is new; see `start`."""
    rijen = [row(bericht, mailbox, b, door=door, verplichting=verplichting) for b in berekeningen]
    session.flush()  # what they refer to
    insert_rows(session, rijen)
    note_start(session, rijen, door)
    return len(rijen)


def store_ended(
    session: Session,
    mailbox: Mailbox,
    bericht: UUID | None,
    berekeningen: Sequence[Berekening],
    *,
    door: Aanleiding,
    verplichting: UUID | None = None,
) -> int:
    """Store clocks that would start now, had the client not died: started and ended at once, and they never ran; returns how many."""
    rijen = [row(bericht, mailbox, b, door=door, verplichting=verplichting) for b in berekeningen]
    for rij in rijen:
        rij.status, rij.geeindigd, rij.geeindigd_op = Klokstatus.VERVALLEN.value, door.now, door.op
        rij.volgende_stap = NOOIT
    session.flush()  # what they refer to
    insert_rows(session, rijen)
    note_start(session, rijen, door)
    note(session, rijen, Gebeurtenis.VERVALLEN, door, grond=OVERLIJDEN.code)
    return len(rijen)


def end(
    session: Session, rijen: Sequence[TermijnRij], soort: Gebeurtenis, *, door: Aanleiding, grond: str = ""
) -> None:
    """End these clocks that run: met (GEHAALD) or no longer of any use (VERVALLEN); see `klokeinde` for what may stand still."""
    for rij in rijen:
        if rij.status == Klokstatus.OPGESCHORT.value:
            let_go(session, rij.id, now=door.now)
        rij.status, rij.geeindigd, rij.geeindigd_op, rij.volgende_stap = soort.value, door.now, door.op, NOOIT
    note(session, rijen, soort, door, grond=grond)


def counted(services: Services, termijn: Termijn, vanaf: date, *, team: str = "") -> Berekening:
    """Count a clock as this region has set it on that day; it is counted again at every check of the same answers."""

    def count() -> Berekening:
        regio = services.regio
        kalender = regio.kalender_voor(team) if regio.sluitingsdagen else services.kalender
        return bereken(regio.ingesteld(termijn, op=vanaf), vanaf, kalender)

    return services.regels.eens((termijn, vanaf, team), count)


def answered(termijn: Termijn, feiten: Feiten) -> date | None:
    """Return the date that the form of a step gave for this clock, None where it starts otherwise."""
    match termijn.begint:
        case BijAntwoord(veld=veld):
            return _date(feiten, f"{STAP}{veld}")
        case _:
            return None


def _start(termijn: Termijn, feiten: Feiten, aankomst: date) -> date | None:
    match termijn.begint:
        case BijAankomst():
            return aankomst
        case OpDatum(veld=veld):
            return _date(feiten, veld)
        case VanVerband(verband=verband, datum=datum):
            return _date(feiten, f"verband.{verband}.{datum}")
        case _:
            return None


def _date(feiten: Feiten, veld: str) -> date | None:
    waarde = feiten.get(veld)
    return date.fromisoformat(waarde) if isinstance(waarde, str) and waarde else None


def begins_at(termijn: Termijn, code: str) -> bool:
    """Tell whether it begins at this step, or again because the step fulfilled it and it repeats."""
    if termijn.herhaalt and code in termijn.eindigt:
        return True
    match termijn.begint:
        case BijOvergang(overgang=overgang) | BijAntwoord(overgang=overgang):
            return overgang == code
        case BijTaak(taak=taak):
            return f"taak:{taak}" == code
        case _:
            return False


def _applies(termijn: Termijn, feiten: Feiten) -> bool:
    return termijn.als is None or termijn.als.geldt(feiten)
