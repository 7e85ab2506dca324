"""Which clocks of a bericht a team may change now, and on which grounds: what the pages offer and the core allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.klokperioden import GEEN as GEEN_PERIODEN
from portal.core.klokken.klokperioden import Klokrijen
from portal.domain.datums import HOOGSTENS_TERUG
from portal.domain.kalender import EERSTE_JAAR
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.stilstand import Opschorting, Perioden, Verlenging, open_opschorting
from portal.domain.termijn import (
    BijAankomst,
    BijOvergang,
    BijTaak,
    Karakter,
    OpDatum,
    Richting,
    Termijn,
    VanVerband,
    Verlengbaar,
)
from portal.domain.termijnstappen import KLOKACTIES, UITSTEL_INTREKKEN
from portal.domain.verlengen import mag_nog
from portal.models import Termijn as TermijnRij

# Why an act on a clock offers none.
GEEN: Final = {
    Actie.OPSCHORTEN: "Er loopt nu geen termijn die stil kan staan.",
    Actie.DOORLOPEN: "Er staat nu geen termijn stil.",
    Actie.VERLENGEN: "Er loopt nu geen termijn die langer kan.",
    Actie.UITSTEL_INTREKKEN: "Er is nu geen verlenging of uitstel dat u kunt intrekken.",
    Actie.VERBETEREN: "Er loopt nu geen termijn waarvan u het begin kunt verbeteren.",
    Actie.DAG_VERBETEREN: "Er is nog geen termijn gehaald waarvan u de dag kunt verbeteren.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Klokkeuze:
    """A clock that may be changed, and the grounds on which.

    `eerst` is the first day on which it can have begun. `terug_van` names the day from which it is counted back, which may lie
    ahead; '' where it counts forward.
    `gehaald` is the day on which it was met. `vanzelf_op` is the day from which it runs again by itself when nothing comes;
    with `loopt` it does already. `langer` is the last length or promise that stands.
    """

    id: UUID
    titel: str
    vanaf: date
    eerst: date
    datum: date
    stil_vanaf: date | None
    weer_vanaf: date | None
    gehaald: date | None = None
    vanzelf_op: date | None = None
    loopt: bool = False
    gronden: tuple[tuple[str, str], ...] = ()
    verlengen: tuple[Verlengbaar, ...] = ()
    terug_van: str = ""
    langer: Verlenging | None = None


def choices(mailbox: Mailbox, rijen: Klokrijen, *, aankomst: date) -> Mapping[Actie, tuple[Klokkeuze, ...]]:
    """Return per act the clocks that it may change now, of a bericht that came in on this day."""
    return {actie: tuple(_choices(actie, mailbox, rijen, aankomst)) for actie in KLOKACTIES}


def waarom_niet(actie: Actie, mailbox: Mailbox, rijen: Klokrijen) -> str:
    """Say why an act on a clock offers none now."""
    if actie is Actie.VERLENGEN and (titel := _as_long_as_may_be(mailbox, rijen)):
        return f"'{titel}' is al verlengd, en nog een keer kan hier niet. Klopt dat niet? Kies dan '{UITSTEL_INTREKKEN.titel}'."
    return GEEN[actie]


def _as_long_as_may_be(mailbox: Mailbox, rijen: Klokrijen) -> str:
    """Return the title of a running clock that was lengthened and can be no more; '' for none."""
    return next(
        (
            rij.titel
            for rij in rijen.termijnen
            if rij.status == Klokstatus.LOOPT.value
            and (termijn := mailbox.termijn(rij.code)) is not None
            and termijn.verlengen
            and rijen.perioden.get(rij.id, GEEN_PERIODEN).verlengingen
        ),
        "",
    )


def _choices(actie: Actie, mailbox: Mailbox, rijen: Klokrijen, aankomst: date) -> list[Klokkeuze]:
    gevonden = []
    for rij in rijen.termijnen:
        termijn, perioden = mailbox.termijn(rij.code), rijen.perioden.get(rij.id, GEEN_PERIODEN)
        if termijn is not None and _may(actie, termijn, rij, perioden):
            gevonden.append(_choice(actie, termijn, rij, perioden, aankomst))
    return gevonden


def _may(actie: Actie, termijn: Termijn, rij: TermijnRij, perioden: Perioden) -> bool:
    loopt, staat_stil = (rij.status == status.value for status in (Klokstatus.LOOPT, Klokstatus.OPGESCHORT))
    match actie:
        case Actie.OPSCHORTEN:
            return loopt and bool(termijn.opschorten)
        case Actie.DOORLOPEN:
            nog = _still(perioden)
            return nog is not None and nog.grond in termijn.opschorten and (staat_stil if nog.tot is None else loopt)
        case Actie.VERLENGEN:
            return loopt and bool(_left(termijn, perioden))
        case Actie.UITSTEL_INTREKKEN:
            return (loopt or staat_stil) and bool(perioden.verlengingen)
        case Actie.DAG_VERBETEREN:
            return rij.status == Klokstatus.GEHAALD.value and not termijn.bij_indienen
        case _:
            if isinstance(termijn.begint, OpDatum | VanVerband):
                # The sender said that day, so one that was met by sending it can turn out late as well.
                telt = termijn.karakter is not Karakter.MIJLPAAL and termijn.aantal > 0
                return telt and rij.status != Klokstatus.VERVALLEN.value
            begint = isinstance(termijn.begint, BijAankomst | BijOvergang | BijTaak)
            return (loopt or staat_stil) and begint and termijn.karakter is not Karakter.MIJLPAAL


def _choice(actie: Actie, termijn: Termijn, rij: TermijnRij, perioden: Perioden, aankomst: date) -> Klokkeuze:
    nog = _still(perioden) if actie is Actie.DOORLOPEN else None
    gronden = termijn.opschorten if actie is Actie.OPSCHORTEN else ()
    verlengen = _left(termijn, perioden) if actie is Actie.VERLENGEN else ()
    return Klokkeuze(
        id=rij.id,
        titel=rij.titel,
        vanaf=rij.vanaf,
        eerst=_first(termijn, aankomst),
        datum=rij.datum,
        stil_vanaf=nog.van if nog is not None else None,
        gehaald=rij.geeindigd_op if rij.status == Klokstatus.GEHAALD.value else None,
        weer_vanaf=max((o.tot for o in perioden.opschortingen if o.tot is not None), default=None),
        vanzelf_op=nog.loopt_vanzelf_op if nog is not None else None,
        loopt=rij.status == Klokstatus.LOOPT.value,
        gronden=tuple((grond.code, grond.met_bron) for grond in (*gronden, *(v.grond for v in verlengen))),
        verlengen=verlengen,
        terug_van=termijn.begin_in_woorden if termijn.richting is Richting.TERUG else "",
        langer=perioden.verlengingen[-1] if perioden.verlengingen else None,
    )


def _first(termijn: Termijn, aankomst: date) -> date:
    """Return the first day on which a clock can have begun.

    One that begins with the receipt, or a step after it, a year before that at most (voorstel): longer ago is a mistyped year.
    A day of something that happened can be any that the calendar knows.
    """
    if isinstance(termijn.begint, OpDatum | VanVerband):
        return date(EERSTE_JAAR, 1, 1)
    return aankomst - HOOGSTENS_TERUG


def _still(perioden: Perioden) -> Opschorting | None:
    """Return since when it stands still, or stood still until it ran again by itself: then the answer may have come before."""
    nog = open_opschorting(perioden.opschortingen)
    laatste = max(perioden.opschortingen, key=lambda o: o.van, default=None)
    vanzelf = laatste is not None and laatste.tot is not None and laatste.tot == laatste.loopt_vanzelf_op
    return laatste if nog is None and vanzelf else nog


def _left(termijn: Termijn, perioden: Perioden) -> tuple[Verlengbaar, ...]:
    """Return the ways in which it may be lengthened once more."""
    gedaan = [verlenging.grond for verlenging in perioden.verlengingen]
    return tuple(v for v in termijn.verlengen if mag_nog(v, gedaan.count(v.grond)))
