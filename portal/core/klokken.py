"""The clocks of a bericht in the database: started, ended and suspended as the declaration says."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.services import Services
from portal.domain.berekening import Berekening, bereken
from portal.domain.levensloop import Taak
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import VOLGEND_BERICHT, BijAankomst, BijOvergang, BijTaak, OpDatum, Termijn
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht
from portal.models import Termijn as TermijnRij
from portal.sealing.envelope import new_id

NOOIT: Final = date(9999, 12, 31)


class Klokstatus(StrEnum):
    """Whether a clock runs."""

    LOOPT = "loopt"
    GEHAALD = "gehaald"
    OPGESCHORT = "opgeschort"
    VERVALLEN = "vervallen"


_NA: Final = {
    Gebeurtenis.GEHAALD: Klokstatus.GEHAALD,
    Gebeurtenis.VERVALLEN: Klokstatus.VERVALLEN,
    Gebeurtenis.OPGESCHORT: Klokstatus.OPGESCHORT,
    Gebeurtenis.HERVAT: Klokstatus.LOOPT,
}
_EINDE: Final = {Gebeurtenis.GEHAALD, Gebeurtenis.VERVALLEN}


def start_termijnen(services: Services, mailbox: Mailbox, feiten: Feiten, *, aankomst: date) -> tuple[Berekening, ...]:
    """Compute the clocks that start with the submission."""
    gevonden = []
    for termijn in mailbox.termijnen:
        vanaf = _start(termijn, feiten, aankomst)
        if vanaf is not None and _applies(termijn, feiten):
            gevonden.append(counted(services, termijn, vanaf))
    return tuple(gevonden)


def bij_overgang(
    services: Services, mailbox: Mailbox, code: str, feiten: Feiten, *, op: date
) -> tuple[Berekening, ...]:
    """Compute the clocks that start with this overgang, or with a taak that is named 'taak:<code>'."""
    return tuple(
        counted(services, termijn, op)
        for termijn in mailbox.termijnen
        if _begins_at(termijn, code) and _applies(termijn, feiten)
    )


def opnieuw(services: Services, mailbox: Mailbox, rij: TermijnRij) -> Berekening | None:
    """Count a stored clock again from its declaration and start date; None when that no longer gives its last day."""
    termijn = mailbox.termijn(rij.code)
    berekening = counted(services, termijn, rij.vanaf) if termijn is not None else None
    return berekening if berekening is not None and berekening.datum == rij.datum else None


def row(
    bericht: UUID | None,
    mailbox: Mailbox,
    berekening: Berekening,
    *,
    now: datetime,
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
        geeindigd=now if gehaald else None,
        uitleg=berekening.uitleg,
        bron=berekening.bron,
        regels=berekening.regels,
        volgende_stap=NOOIT if status is not Klokstatus.LOOPT else berekening.eerste_stap,
    )


def start(
    session: Session,
    mailbox: Mailbox,
    bericht: UUID | None,
    berekeningen: Iterable[Berekening],
    *,
    door: Aanleiding,
    verplichting: UUID | None = None,
) -> None:
    """Store clocks that were computed, of a bericht or a verplichting, with the first line of their history."""
    rijen = [row(bericht, mailbox, b, now=door.now, verplichting=verplichting) for b in berekeningen]
    session.add_all(rijen)
    note(session, rijen, Gebeurtenis.GESTART, door)
    note(session, [rij for rij in rijen if rij.status == Klokstatus.GEHAALD.value], Gebeurtenis.GEHAALD, door)


def stop(
    session: Session, mailbox: Mailbox, bericht: UUID, code: str, *, klaar: bool, door: Aanleiding
) -> list[TermijnRij]:
    """End or suspend the running clocks that name this overgang, all when the bericht is done; return what still runs."""
    rijen = list(
        session.scalars(
            select(TermijnRij).where(
                TermijnRij.bericht == bericht,
                TermijnRij.status.in_([Klokstatus.LOOPT.value, Klokstatus.OPGESCHORT.value]),
            )
        )
    )
    for soort in (Gebeurtenis.GEHAALD, Gebeurtenis.VERVALLEN, Gebeurtenis.OPGESCHORT, Gebeurtenis.HERVAT):
        hiervan = [rij for rij in rijen if _what_happens(mailbox.termijn(rij.code), code, klaar=klaar) is soort]
        for rij in hiervan:
            rij.status, rij.geeindigd = _NA[soort].value, door.now if soort in _EINDE else None
        note(session, hiervan, soort, door)
    return [rij for rij in rijen if rij.status == Klokstatus.LOOPT.value]


def meet_by_next(session: Session, mailbox: Mailbox, bericht: Bericht, *, door: Aanleiding) -> None:
    """End the clocks of earlier berichten of this sender that wait for his next one in this mailbox."""
    codes = [termijn.code for termijn in mailbox.termijnen if VOLGEND_BERICHT in termijn.eindigt]
    if not codes:
        return
    eerder = (
        Bericht.afzender_soort == bericht.afzender_soort,
        Bericht.afzender == bericht.afzender,
        Bericht.mailbox == bericht.mailbox,
        Bericht.id != bericht.id,
    )
    rijen = session.scalars(
        select(TermijnRij)
        .join(Bericht, Bericht.id == TermijnRij.bericht)
        .where(*eerder, TermijnRij.code.in_(codes), TermijnRij.status == Klokstatus.LOOPT.value)
    ).all()
    end(session, rijen, Gebeurtenis.GEHAALD, door=door)
    ids = {rij.bericht for rij in rijen}
    for rij in session.scalars(select(Bericht).where(Bericht.id.in_(ids))):
        lopend = select(TermijnRij.datum).where(
            TermijnRij.bericht == rij.id, TermijnRij.status == Klokstatus.LOOPT.value
        )
        rij.urgent = most_urgent(session.scalars(lopend))


def end(session: Session, rijen: Sequence[TermijnRij], soort: Gebeurtenis, *, door: Aanleiding) -> None:
    """End these clocks: met (GEHAALD) or no longer of any use (VERVALLEN)."""
    for rij in rijen:
        rij.status, rij.geeindigd, rij.volgende_stap = _NA[soort].value, door.now, NOOIT
    note(session, rijen, soort, door)


def counted(services: Services, termijn: Termijn, vanaf: date) -> Berekening:
    """Count a clock as this region has set it on that day."""
    return bereken(services.regio.ingesteld(termijn, op=vanaf), vanaf, services.kalender)


def _what_happens(termijn: Termijn | None, code: str, *, klaar: bool) -> Gebeurtenis | None:
    """Say what this overgang does to a clock that runs or stands still."""
    if termijn is not None and code in termijn.eindigt:
        return Gebeurtenis.GEHAALD
    if klaar:
        return Gebeurtenis.VERVALLEN
    if termijn is not None and code in termijn.schorst:
        return Gebeurtenis.OPGESCHORT
    return Gebeurtenis.HERVAT if termijn is not None and code in termijn.hervat else None


def running(berekeningen: Iterable[Berekening]) -> tuple[date, ...]:
    """Return the last days of the clocks that run on after the submission."""
    return tuple(berekening.datum for berekening in berekeningen if not berekening.bij_indienen)


def most_urgent(datums: Iterable[date]) -> date:
    """Return the earliest date, or the far future when nothing runs."""
    return min(datums, default=NOOIT)


def _start(termijn: Termijn, feiten: Feiten, aankomst: date) -> date | None:
    match termijn.begint:
        case BijAankomst():
            return aankomst
        case OpDatum(veld=veld):
            waarde = feiten.get(veld)
            return date.fromisoformat(waarde) if isinstance(waarde, str) and waarde else None
        case _:
            return None


def _begins_at(termijn: Termijn, code: str) -> bool:
    """Tell whether it begins at this step, or again because the step fulfilled it and it repeats."""
    if termijn.herhaalt and code in termijn.eindigt:
        return True
    match termijn.begint:
        case BijOvergang(overgang=overgang):
            return overgang == code
        case BijTaak(taak=taak):
            return f"taak:{taak}" == code
        case _:
            return False


def _applies(termijn: Termijn, feiten: Feiten) -> bool:
    return termijn.als is None or termijn.als.geldt(feiten)


def taak_datum(services: Services, taak: Taak, *, op: date) -> date:
    """Return the day a taak is due when its term counts from the decision; the far future without a term."""
    if taak.termijn is None or isinstance(taak.termijn.begint, BijTaak):
        return NOOIT
    return bereken(taak.termijn, op, services.kalender).datum


def taak_datum_na(services: Services, taak: Taak, gedaan: str, *, op: date) -> date | None:
    """Return the day a taak is due when its term counts from the taak that was just done."""
    if taak.termijn is None or taak.termijn.begint != BijTaak(gedaan):
        return None
    return bereken(taak.termijn, op, services.kalender).datum
