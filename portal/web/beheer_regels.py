"""Changing the rules, for two functioneel beheerders: propose, see which clocks would move, decide or drop."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.regels.regelproef import proef
from portal.core.regels.regelvoorstel import NietBesloten, besluit, stel_voor, trek_in, voorstel
from portal.core.regels.regelwoorden import instellingen
from portal.core.regels.taakrollen import kinds, toegangen
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.domain.regelcontrole import PastNiet
from portal.domain.regiowoorden import in_regio
from portal.forms.regels import FORMULIEREN, RegelFormulier, besluitsleutel
from portal.web.beheer_kalender import HIER
from portal.web.beheer_pagina import BEHEER, Weigering, draw, form_key
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("beheer_regels", __name__)

KRUIMELS: Final = [BEHEER, ("Kalender en termijnen", "/beheer/kalender")]
TITELS: Final[Mapping[str, tuple[str, str]]] = {
    "besluit": ("Besluit met gelijkgestelde dagen toevoegen", "Een koninklijk besluit dat dagen gelijkstelt."),
    "dag-vervalt": ("Gelijkgestelde dag laten vervallen", "Voor een dag die verkeerd is ingevoerd of is ingetrokken."),
    "besluit-herzien": (
        "Besluit met gelijkgestelde dagen verbeteren",
        "Voor een besluit met verkeerde jaren, of dat niet had moeten worden ingevoerd.",
    ),
    "sluitingsdag": (
        "Sluitingsdag toevoegen",
        "Een sluitingsdag is geen feestdag: hij verschuift geen enkele termijn.",
    ),
    "sluitingsdag-vervalt": ("Sluitingsdag laten vervallen", "Voor een dag waarop er toch wordt gewerkt."),
    "instelling": (
        "Instelling wijzigen",
        "Wat een werkdag is in afgesproken termijnen, hoe lang een termijn duurt, of wanneer iets gebeurt.",
    ),
    "taakrol": ("Een andere rol voor een taak", "Elke gemeente verdeelt het werk zelf ({taakverdeling})."),
}


@page(
    bp,
    "/beheer/kalender/voorstellen/<soort>",
    methods=["GET", "POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=remember,
)
def voorstellen(soort: str) -> ResponseReturnValue:
    """Ask what should change; on POST, write it down as a proposal and show what it would do."""
    if soort not in FORMULIEREN:
        abort(404)
    kader = _frame(soort)
    ruw = typed() or {naam: request.args.getlist(naam) for naam in request.args}
    formulier: RegelFormulier = FORMULIEREN[soort].vul(ruw, kader)
    if request.method == "GET":
        return _draw_form(soort, formulier)
    if formulier.fouten():
        return _draw_form(soort, formulier, status=422)
    try:
        welk = stel_voor(services(), gebruiker(), formulier.wijziging(), sleutel=form_key(), now=now())
    except PastNiet as past_niet:
        return _draw_form(soort, formulier, past_niet=past_niet, status=422)
    return redirect(url_for(".tonen", wijziging=welk), 303)


@page(bp, "/beheer/kalender/wijzigingen/<uuid:wijziging>", recht=Recht.PORTAAL_BEHEREN)
def tonen(wijziging: UUID) -> ResponseReturnValue:
    """Show a change, and as long as it is not decided which running clocks would move."""
    return _draw(wijziging)


@page(
    bp,
    "/beheer/kalender/wijzigingen/<uuid:wijziging>/besluiten",
    methods=["POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=Zonder.KNOP,
)
def besluiten(wijziging: UUID) -> ResponseReturnValue:
    """Decide, for new clocks or for running ones too; when the rules changed meanwhile, say so and rehearse anew."""
    ook_lopende, stand = request.form.get("voor", ""), request.form.get("stand", type=int)
    if ook_lopende not in {"nieuwe", "lopende"} or stand is None:
        return _draw(wijziging, Weigering(status=422, veld="", tekst="Kies eerst voor welke termijnen dit geldt."))

    def act() -> None:
        besluit(services(), gebruiker(), wijziging, ook_lopende=ook_lopende == "lopende", stand=stand, now=now())

    return _attempt(wijziging, act, "De wijziging is vastgesteld.")


@page(
    bp,
    "/beheer/kalender/wijzigingen/<uuid:wijziging>/intrekken",
    methods=["POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=Zonder.KNOP,
)
def intrekken(wijziging: UUID) -> ResponseReturnValue:
    """Drop a proposal; the second of two clicks finds it dropped, which is what was asked."""
    return _attempt(
        wijziging,
        lambda: trek_in(services(), gebruiker(), wijziging, now=now()),
        "Het voorstel is weg. Er verandert niets.",
    )


def _attempt(wijziging: UUID, act: Callable[[], None], gelukt: str) -> ResponseReturnValue:
    try:
        act()
    except NietBesloten as niet:
        return _draw(wijziging, Weigering(status=409, veld="", tekst=niet.tekst))
    flash(gelukt, "goed")
    return redirect(url_for(".tonen", wijziging=wijziging), 303)


def _draw(welk: UUID, weigering: Weigering | None = None) -> Response:
    gevonden = voorstel(services(), gebruiker(), welk)
    na = request.args.get("na", "")
    open_nu = gevonden.status == "voorgesteld" and not gevonden.past_niet
    gezien = proef(services(), gebruiker(), gevonden.wijziging, na=na, vandaag=vandaag()) if open_nu else None
    return draw(
        "beheer/regelproef.html",
        hier=HIER,
        status=weigering.status if weigering is not None else 200,
        voorstel=gevonden,
        proef=gezien,
        weigering=weigering,
        vandaag=vandaag(),
        volgende_url=url_for(".tonen", wijziging=welk, na=gezien.volgende) if gezien and gezien.volgende else None,
        eerste_url=url_for(".tonen", wijziging=welk) if na else None,
        kruimels=KRUIMELS,
    )


def _frame(soort: str) -> Kader:
    """Return what a form of this kind may know: the settings it can change, the decrees, or the Toegangen and their taken."""
    hier = services()
    besluiten = {"besluit": tuple((besluitsleutel(b), f"{b.naam} ({b.jaren})") for b in hier.regio.besluiten)}
    keuzes = {
        "team": tuple((team.code, team.naam) for team in toegangen(hier.regio)),
        "taak": tuple((taak.code, taak.titel) for taak in kinds(hier.mailboxen, hier.regio)),
    }
    return Kader(
        vandaag=vandaag(),
        regio=hier.regio,
        teams=instellingen(hier) if soort == "instelling" else (),
        keuzes={"taakrol": keuzes, "besluit-herzien": besluiten}.get(soort, {}),
    )


def _draw_form(
    soort: str, formulier: RegelFormulier, *, past_niet: PastNiet | None = None, status: int = 200
) -> Response:
    titel, onder = (in_regio(tekst, services().regio) for tekst in TITELS[soort])
    if past_niet is not None and past_niet.veld:
        formulier[past_niet.veld].errors = [past_niet.tekst]
    los = Weigering(status=status, veld="", tekst=past_niet.tekst) if past_niet is not None else None
    context: dict[str, Any] = {
        "titel": titel,
        "onder": onder,
        "formulier": formulier,
        "sleutel": uuid4(),
        "weigering": los if past_niet is not None and not past_niet.veld else None,
        "fouten": [(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
    }
    return draw("beheer/regelvoorstel.html", hier=HIER, status=status, kruimels=KRUIMELS, **context)
