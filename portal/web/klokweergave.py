"""How the page of a bericht says its clocks: each in words, with its working and what happened to it. No rule stands here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from portal.core.bericht.klokzicht import Historieregel, TermijnZicht
from portal.core.bericht.zicht import BerichtKop
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.urgentie import VAN_EEN_ANDER
from portal.domain.berekening import hoe_laat
from portal.domain.datums import voluit
from portal.domain.termijn import Karakter
from portal.web.filters import betrekkelijk, left, short_moment, unknown_year, urgency
from portal.web.kader import services, vandaag
from portal.web.weergave import party

# What happened to a clock; of the acts of the team the text that was written says why.
VOORVAL: Final[Mapping[Gebeurtenis, str]] = {
    Gebeurtenis.GESTART: "Begonnen",
    Gebeurtenis.OPGESCHORT: "Stilgezet",
    Gebeurtenis.HERVAT: "Loopt weer",
    Gebeurtenis.VERLENGD: "Verlengd of uitstel gemeld",
    Gebeurtenis.TOEGEZEGD: "Toegezegd",
    Gebeurtenis.UITSTEL_INGETROKKEN: "Verlenging of uitstel ingetrokken",
    Gebeurtenis.BEGIN_GECORRIGEERD: "Begindatum verbeterd",
    Gebeurtenis.DAG_GECORRIGEERD: "Dag verbeterd",
    Gebeurtenis.HERREKEND: "Opnieuw uitgerekend",
    Gebeurtenis.GEHAALD: "Gehaald",
    Gebeurtenis.VERVALLEN: "Vervallen",
    Gebeurtenis.HERLEEFD: "Loopt weer",
}
# Which day a change goes to, where that is not the last day.
_WELKE_DAG: Final[Mapping[Gebeurtenis, str]] = {
    Gebeurtenis.DAG_GECORRIGEERD: ", gehaald op",
    Gebeurtenis.TOEGEZEGD: ": uiterlijk",
}
# The clocks that the source names have ended or do not apply, and still somebody waits: the weekly mail brings it back.
NU_GEEN_TERMIJN: Final = (
    "Voor wat nu openstaat, noemt de bron geen termijn. Blijft het liggen, dan herinnert het portaal elke week."
)
# A suspension moves the term (Awb 4:15), not what the letter named (adr 0015).
_BLIJFT: Final = (
    "Die dag blijft staan, ook nu de termijn stilstaat: besluit dan, of laat de aanvrager weten wanneer wel."
)
DOOR_HET_TEAM: Final = frozenset(
    {
        Gebeurtenis.OPGESCHORT,
        Gebeurtenis.HERVAT,
        Gebeurtenis.VERLENGD,
        Gebeurtenis.TOEGEZEGD,
        Gebeurtenis.UITSTEL_INGETROKKEN,
        Gebeurtenis.BEGIN_GECORRIGEERD,
        Gebeurtenis.DAG_GECORRIGEERD,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voorval:
    """Something that happened to a clock, as its block says it; `waarom` is the text that was written with it."""

    zin: str
    onder: str
    waarom: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Klok:
    """A clock as its block on the page says it."""

    titel: str
    zin: str
    soort: str
    uitleg: tuple[str, ...] = ()
    historie: tuple[Voorval, ...] = ()


def clocks(zicht: BerichtKop) -> tuple[Klok, ...]:
    """Return the clocks that run or stand still, the first one due first and a chance or claim of another last; or that the source names none."""
    alle = [t for t in zicht.termijnen if t.status in {Klokstatus.LOOPT, Klokstatus.OPGESCHORT}]
    lopend = sorted(alle, key=lambda termijn: termijn.karakter in VAN_EEN_ANDER)
    gemeld = [_sent(termijn) for termijn in zicht.termijnen if termijn.bij_indienen and termijn.gehaald]
    blokken = [*gemeld, *(_clock(zicht, termijn) for termijn in lopend)]
    geen_termijn = zicht.mailbox.geen_termijn
    if zicht.is_open and all(termijn.karakter is Karakter.KANS for termijn in lopend):
        blokken.append(Klok(titel="Geen termijn", zin=geen_termijn or NU_GEEN_TERMIJN, soort="neutraal"))
    elif zicht.is_open and geen_termijn and not gemeld and not any(t.karakter is Karakter.PLICHT for t in lopend):
        blokken[0] = replace(blokken[0], zin=geen_termijn, historie=())
    return tuple(blokken)


def ended_clocks(zicht: BerichtKop) -> tuple[Klok, ...]:
    """Return the clocks that have ended with what happened to each; those met by the submission stand with the others.

    While the bericht goes on the sender is not shown which lapsed: why that was may be the business of another.
    """
    mag_vervallen = not zicht.is_afzender or not zicht.is_open or bool(zicht.overleden)
    klaar = {Klokstatus.GEHAALD, *([Klokstatus.VERVALLEN] if mag_vervallen else [])}
    return tuple(_ended(zicht, t) for t in zicht.termijnen if t.status in klaar and not (t.bij_indienen and t.gehaald))


def _ended(zicht: BerichtKop, termijn: TermijnZicht) -> Klok:
    dag = f"Moest uiterlijk {voluit(termijn.datum)}." if termijn.karakter is Karakter.PLICHT else ""
    titel, soort = f"{termijn.titel}: vervallen", "neutraal"
    if termijn.gehaald is not None and termijn.te_laat:
        hoe = hoe_laat(termijn.datum, termijn.gehaald, services().kalender)
        titel, soort = f"{termijn.titel}: gedaan op {voluit(termijn.gehaald)}, {hoe}", "te-laat"
    elif termijn.gehaald is not None:
        titel = f"{termijn.titel}: gedaan op {voluit(termijn.gehaald)}"
    return Klok(titel=titel, zin=dag, soort=soort, uitleg=(termijn.uitleg,), historie=happened(zicht, termijn))


def _clock(zicht: BerichtKop, termijn: TermijnZicht) -> Klok:
    uitleg, historie = (termijn.uitleg,), happened(zicht, termijn)
    dag = voluit(termijn.datum)
    if termijn.status is Klokstatus.OPGESCHORT:
        voorbij = any(dag is not None and dag < vandaag() for dag in (termijn.stil_tot, termijn.toegezegd))
        beloofd = f"{_promised(termijn)}{_BLIJFT if termijn.toegezegd and not zicht.is_afzender else ''}"
        return Klok(
            titel=f"{termijn.titel}: staat stil",
            zin=f"{_until(termijn.stil_tot)}Zolang hij stilstaat, is er geen laatste dag. {beloofd}".rstrip(),
            soort="dringend" if voorbij else "neutraal",
            uitleg=uitleg,
            historie=historie,
        )
    aan_zet = f"Aan zet: {party(zicht, termijn.eigenaar)}."
    match termijn.karakter:
        case Karakter.MIJLPAAL:
            soort = "let-op" if zicht.is_open and termijn.datum >= vandaag() else "neutraal"
            return Klok(
                titel=f"{termijn.titel}: {dag}, {betrekkelijk(termijn.datum)}", zin="", soort=soort, uitleg=uitleg
            )
        case Karakter.VERWACHTING:
            titel = f"{termijn.titel}: naar verwachting {dag}"
        case Karakter.KANS | Karakter.AANSPRAAK:
            titel = f"{termijn.titel}: kan tot en met {dag}"
        case _:
            titel = f"{termijn.titel}: {left(termijn)}"
            aan_zet = f"Uiterlijk {dag}. {_promised(termijn)}{aan_zet}"
    zin = f"{aan_zet} {unknown_year(termijn, zicht.mailbox)}".rstrip()
    return Klok(titel=titel, zin=zin, soort=urgency(termijn), uitleg=uitleg, historie=historie)


def _promised(termijn: TermijnZicht) -> str:
    """Say which day was promised beside the term; it stays whatever becomes of the term."""
    if termijn.alleen_in_brief:
        return "Toegezegd: een latere dag, die alleen in de brief staat. "
    return f"Toegezegd: uiterlijk {voluit(termijn.toegezegd)}. " if termijn.toegezegd else ""


def _until(dag: date | None) -> str:
    """Say until when the other has the time, and what the team does when that day has passed."""
    if dag is None:
        return ""
    if dag < vandaag():
        return f"De tijd was om op {voluit(dag)}: laat de termijn doorlopen of neem een besluit. "
    return f"De tijd om te antwoorden loopt tot en met {voluit(dag)}. "


def happened(zicht: BerichtKop, termijn: TermijnZicht) -> tuple[Voorval, ...]:
    """Return what happened to a clock since it started, in order; nothing when nothing did."""
    if all(regel.soort is Gebeurtenis.GESTART for regel in termijn.historie):
        return ()
    teksten = {regel.overgang: regel.tekst for regel in zicht.verloop}
    return tuple(
        Voorval(
            zin=_change(regel),
            onder=f"{short_moment(regel.moment)}, {regel.wie}",
            waarom=teksten.get(regel.overgang, "") if regel.overgang and regel.soort in DOOR_HET_TEAM else "",
        )
        for regel in termijn.historie
    )


def _change(regel: Historieregel) -> str:
    """Say one change: 'Loopt weer, laatste dag woensdag 24 juni 2026: de aanvrager …'."""
    grond = f", want {regel.grond}" if regel.grond else ""
    wat = _WELKE_DAG.get(regel.soort, ", laatste dag")
    naar = f"{wat} {voluit(regel.naar)}" if regel.naar else ""
    van = f" (was {voluit(regel.van)})" if regel.van and regel.naar and regel.van != regel.naar else ""
    wat_gebeurde = "Staat weer stil" if regel.soort is Gebeurtenis.HERLEEFD and not naar else VOORVAL[regel.soort]
    return f"{wat_gebeurde}{naar}{van}{grond}."


def _sent(termijn: TermijnZicht) -> Klok:
    """Say of a clock that the submission itself met whether it was in time; late for good is said as such."""
    dag, gemeld = voluit(termijn.datum), voluit(termijn.gehaald or termijn.datum)
    uiterlijk = f"Dit moest onverwijld, en uiterlijk {dag}." if termijn.onverwijld else f"Dit moest uiterlijk {dag}."
    if not termijn.te_laat:
        return Klok(
            titel=f"{termijn.titel}: gedaan op {gemeld}", zin=uiterlijk, soort="neutraal", uitleg=(termijn.uitleg,)
        )
    hoe = hoe_laat(termijn.datum, termijn.gehaald or termijn.datum, services().kalender)
    return Klok(
        titel=f"{termijn.titel}: {hoe}",
        zin=f"{uiterlijk} Gedaan op {gemeld}.",
        soort="te-laat",
        uitleg=(termijn.uitleg,),
    )
