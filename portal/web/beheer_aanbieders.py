"""Aanbieders, for the functioneel beheerder: new with its keys, another name, taking part and since when, registers."""

from datetime import date
from typing import Final

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.aanbieders import (
    hernoem,
    registers_of,
    voeg_toe,
    zet_actief,
    zet_deelname,
    zet_einde,
    zet_registers,
)
from portal.core.beheer.beheer import Organisatiezicht
from portal.core.beheer.beheer import organisatie as find_organisatie
from portal.core.opening import NietGevonden
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.domain.teams import Organisatiesoort
from portal.forms.organisaties import AanbiederFormulier, GegevensFormulier, RegistersFormulier
from portal.web.beheer_pagina import BEHEER, Weigering, attempt, draw, form_page
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, typed
from portal.web.weergave import as_typed

bp = Blueprint("beheer_aanbieders", __name__)

HIER: Final = "Organisaties"
KRUIMELS: Final = [BEHEER, (HIER, "/beheer/organisaties")]
NIET_MEER: Final = (
    "De organisatie kan niets nieuws versturen en staat niet meer in keuzelijsten.",
    "Wat loopt, loopt door: haar mensen kunnen inloggen, vragen beantwoorden en hun berichten teruglezen.",
    "Vandaag wordt de laatste dag van het contract, tenzij er een eerdere dag bij de gegevens staat.",
    "Wat na een contract nog moet, kan zij blijven sturen, zoals de verantwoording en de melding van een calamiteit.",
    "U kunt dit altijd terugdraaien. Moet iemand er echt uit? Blokkeer dan die persoon.",
)
WEER: Final = (
    "De organisatie kan weer berichten versturen en staat weer in keuzelijsten.",
    "Een laatste dag van het contract die voorbij is, vervalt.",
)


@page(bp, "/beheer/nieuwe-aanbieder", methods=["GET", "POST"], recht=Recht.PORTAAL_BEHEREN, bij_verlopen=remember)
def toevoegen() -> ResponseReturnValue:
    """Ask name and code; on POST, let the vault make its keys."""
    formulier = AanbiederFormulier.vul(typed(), _kader())
    if request.method == "GET" or formulier.fouten():
        return _draw_new(formulier)
    feiten = formulier.feiten()
    code, naam = str(feiten["code"]), str(feiten["naam"])
    weigering = attempt(lambda: voeg_toe(services(), gebruiker(), code=code, naam=naam))
    if weigering is not None:
        return _draw_new(formulier, weigering)
    flash(f"{naam} doet mee en heeft eigen sleutels. Laat nu een eerste beheerder toe.", "goed")
    return redirect(url_for("beheer_organisaties.tonen", organisatie=code), 303)


@page(
    bp,
    "/beheer/organisaties/<organisatie>/naam",
    methods=["GET", "POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=remember,
)
def naam(organisatie: str) -> ResponseReturnValue:
    """Ask another name, from which day it takes part and until when; on POST, write them down."""
    gevonden = _find(organisatie)
    sinds = as_typed(gevonden.deelname) if gevonden.deelname else ""
    tot = as_typed(gevonden.einde) if gevonden.einde else ""
    formulier = GegevensFormulier.vul(
        typed() or {"naam": [gevonden.naam], "deelname": [sinds], "einde": [tot]}, _kader()
    )
    if request.method == "GET" or formulier.fouten():
        return form_page(
            formulier,
            hier=HIER,
            titel="Gegevens wijzigen",
            intro=f"Van {gevonden.naam}. De code blijft {gevonden.code}.",
            knop="Opslaan",
            terug=_page_of(gevonden),
            kruimels=[*KRUIMELS, (gevonden.naam, _page_of(gevonden))],
        )
    feiten = formulier.feiten()
    hernoem(services(), gebruiker(), organisatie, naam=str(feiten["naam"]), now=now())
    if feiten.get("deelname"):
        vanaf = date.fromisoformat(str(feiten["deelname"]))
        zet_deelname(services(), gebruiker(), organisatie, vanaf=vanaf, now=now())
    einde = date.fromisoformat(str(feiten["einde"])) if feiten.get("einde") else None
    zet_einde(services(), gebruiker(), organisatie, einde=einde, now=now())
    flash("De gegevens zijn gewijzigd. Berichten die er al zijn, tonen de naam ook.", "goed")
    return redirect(_page_of(gevonden), 303)


@page(
    bp,
    "/beheer/organisaties/<organisatie>/actief",
    methods=["GET", "POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=Zonder.KNOP,
)
def actief(organisatie: str) -> ResponseReturnValue:
    """Ask first, then let an aanbieder take part no longer, or again."""
    gevonden = _find(organisatie)
    if request.method == "POST":
        wordt = request.form.get("wordt") == "actief"
        zet_actief(services(), gebruiker(), organisatie, actief=wordt, now=now())
        flash(f"{gevonden.naam} is {'weer' if wordt else 'niet meer'} actief.", "goed")
        return redirect(_page_of(gevonden), 303)
    uit = gevonden.actief
    return draw(
        "beheer/actief.html",
        hier=HIER,
        titel="Niet meer actief maken" if uit else "Weer actief maken",
        organisatie=gevonden,
        gevolgen=NIET_MEER if uit else WEER,
        velden={"wordt": "niet_actief" if uit else "actief"},
        terug=_page_of(gevonden),
        kruimels=[*KRUIMELS, (gevonden.naam, _page_of(gevonden))],
    )


@page(
    bp,
    "/beheer/organisaties/<organisatie>/registers",
    methods=["GET", "POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=remember,
)
def registers(organisatie: str) -> ResponseReturnValue:
    """Ask in which registers of the region an aanbieder stands; on POST, put it there and in no other."""
    gevonden = _find(organisatie)
    if not services().regio.registers:
        flash("Deze regio houdt geen registers bij waarin u een aanbieder zet.", "let-op")
        return redirect(_page_of(gevonden), 303)
    nu = {"registers": sorted(registers_of(services(), gebruiker(), organisatie))}
    ruw = typed()
    formulier = RegistersFormulier.vul(ruw if ruw or request.method == "POST" else nu, _kader())
    if request.method == "GET" or formulier.fouten():
        return form_page(
            formulier,
            hier=HIER,
            titel="Registers",
            intro=f"Van {gevonden.naam}.",
            knop="Opslaan",
            terug=_page_of(gevonden),
            kruimels=[*KRUIMELS, (gevonden.naam, _page_of(gevonden))],
        )
    gekozen = formulier.feiten().get("registers", ())
    zet_registers(services(), gebruiker(), organisatie, gekozen=gekozen, now=now())
    flash("De registers zijn opgeslagen.", "goed")
    return redirect(_page_of(gevonden), 303)


def _find(code: str) -> Organisatiezicht:
    """Return an aanbieder: of other organisations the name comes from the region."""
    gevonden = find_organisatie(services(), gebruiker(), code, vandaag=vandaag())
    if gevonden.soort != Organisatiesoort.AANBIEDER:
        raise NietGevonden
    return gevonden


def _page_of(organisatie: Organisatiezicht) -> str:
    return url_for("beheer_organisaties.tonen", organisatie=organisatie.code)


def _kader() -> Kader:
    return Kader(vandaag=vandaag(), regio=services().regio)


def _draw_new(formulier: AanbiederFormulier, weigering: Weigering | None = None) -> Response:
    return form_page(
        formulier,
        hier=HIER,
        titel="Aanbieder toevoegen",
        intro="De kluis maakt eigen sleutels voor deze organisatie. Daarna laat u een eerste beheerder toe.",
        knop="Toevoegen",
        terug=url_for("beheer_organisaties.lijst"),
        weigering=weigering,
        kruimels=KRUIMELS,
    )
