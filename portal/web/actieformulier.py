"""The form of an act on a bericht: which fields it has and what they offer."""

from dataclasses import replace
from typing import Any, Final

from portal.core.behandelen.handling import doelteams
from portal.core.behandelen.stapwoorden import stapkader
from portal.core.bericht.zicht import BerichtKop
from portal.core.klokken.klokkeuze import Klokkeuze
from portal.domain.datums import voluit
from portal.domain.formulier import Kader, Ruw
from portal.domain.grond import GRONDEN
from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.stilstand import Verlenging
from portal.domain.termijnstappen import KLOKACTIES
from portal.domain.uitleg import hoeveel
from portal.forms.acties import TEKSTFORMULIEREN, DoorstuurFormulier, TekstFormulier, met_vragen
from portal.forms.klokken import BeginFormulier, GrondFormulier, KlokFormulier, StilFormulier, VerlengFormulier
from portal.web.kader import gebruiker, services, vandaag
from portal.web.weigering import ActieFormulier

_KLOKFORMULIER: Final = {
    Actie.OPSCHORTEN: StilFormulier,
    Actie.VERLENGEN: VerlengFormulier,
    Actie.VERBETEREN: BeginFormulier,
}


def form_for(zicht: BerichtKop, regel: Overgang, ruw: Ruw) -> ActieFormulier | None:
    """Return the form of this act with what was typed; None for an act that asks nothing."""
    kader = stapkader(services().regio, zicht.team, vandaag=vandaag())
    if regel.actie is Actie.DOORSTUREN:
        teams = doelteams(services(), gebruiker(), zicht.id)
        return DoorstuurFormulier.vul(ruw, replace(kader, teams=tuple((team.code, team.naam) for team in teams)))
    if regel.tekst is Tekst.GEEN:
        return None
    if regel.actie in KLOKACTIES:
        return _clock_form(zicht, regel, ruw, kader)
    soort = TEKSTFORMULIEREN[bool(regel.dag), bool(regel.getekend_na)]
    soort = _with_questions(soort, regel) if regel.formulier is not None else soort
    return soort.vul(ruw, kader, label=regel.tekstlabel, verplicht=regel.tekst is Tekst.MOET, daglabel=regel.dag)


def _with_questions(soort: type[TekstFormulier], regel: Overgang) -> type[TekstFormulier]:
    """Return the form of an act with the questions that its step asks."""
    vragen: Any = regel.formulier  # mypy takes no class of wtforms for hashable
    tekst: Any = soort
    gevonden: type[TekstFormulier] = met_vragen(tekst, vragen)
    return gevonden


def _clock_form(zicht: BerichtKop, regel: Overgang, ruw: Ruw, kader: Kader) -> KlokFormulier:
    keuzes = zicht.klokkeuzes.get(regel.actie, ())
    gronden = {code: _ground(keuze, code, tekst) for keuze in keuzes for code, tekst in keuze.gronden}
    aanbod = {
        "termijn": tuple((str(keuze.id), _clock(keuze, regel.actie)) for keuze in keuzes),
        "grond": tuple(gronden.items()),
    }
    formulier = _KLOKFORMULIER.get(regel.actie, KlokFormulier).vul(
        ruw,
        replace(kader, keuzes=aanbod),
        label=regel.tekstlabel,
        verplicht=regel.tekst is Tekst.MOET,
        daglabel=regel.dag,
    )
    if isinstance(formulier, GrondFormulier):
        formulier.grond.uitleg = {code: GRONDEN[code].uitleg for code in gronden if GRONDEN[code].uitleg}
    return formulier


def _clock(keuze: Klokkeuze, actie: Actie) -> str:
    if actie is Actie.UITSTEL_INTREKKEN and keuze.langer is not None:
        return f"{keuze.titel}: {_lengthened(keuze.langer)}"
    if keuze.stil_vanaf is not None and keuze.loopt and keuze.vanzelf_op is not None:
        return f"{keuze.titel}: loopt vanzelf weer vanaf {voluit(keuze.vanzelf_op)}"
    if keuze.stil_vanaf is not None:
        return f"{keuze.titel}: staat stil sinds {voluit(keuze.stil_vanaf)}"
    if keuze.terug_van:
        return (
            f"{keuze.titel}: telt terug van {keuze.terug_van}, {voluit(keuze.vanaf)}; laatste dag {voluit(keuze.datum)}"
        )
    if keuze.gehaald is not None:
        return f"{keuze.titel}: gehaald op {voluit(keuze.gehaald)}, laatste dag {voluit(keuze.datum)}"
    return f"{keuze.titel}: telt vanaf {voluit(keuze.vanaf)}, laatste dag {voluit(keuze.datum)}"


def _lengthened(langer: Verlenging) -> str:
    """Say which length or promise is taken back: 'op donderdag 2 april 2026 toegezegd, tot en met donderdag 7 mei 2026'."""
    op = f"op {voluit(langer.besloten)} " if langer.besloten else ""
    if not langer.grond.toezegging:
        return f"{op}verlengd met {hoeveel(langer.aantal, langer.eenheid)}, want {langer.grond.met_bron}"
    return (
        f"{op}toegezegd, tot en met {voluit(langer.toegezegd)}" if langer.toegezegd else f"{op}een latere dag toegezegd"
    )


def _ground(keuze: Klokkeuze, code: str, tekst: str) -> str:
    lengte = next((hoeveel(v.aantal, v.eenheid) for v in keuze.verlengen if v.grond.code == code), "")
    return f"{tekst[0].upper()}{tekst[1:]}{f', hoogstens {lengte}' if lengte else ''}"
