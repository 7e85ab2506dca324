"""The colleagues of an organisation, for its organisatiebeheerder: who is in, with which roles, and letting one in."""

from typing import Final
from uuid import uuid4

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.collegas import collegas, te_geven_rollen
from portal.core.beheer.toelating import laat_toe
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.forms.personen import ToelaatFormulier
from portal.web.beheer_pagina import Weigering, attempt, form_key, once_shown, page_of
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("organisatie", __name__)

PER_PAGE: Final = 100
KRUIMELS: Final = [("Organisatie", "/organisatie")]


@page(bp, "/organisatie", recht=Recht.COLLEGA_TOELATEN)
def tonen() -> ResponseReturnValue:
    """Show who works here, with which role and since when."""
    alle = collegas(services(), gebruiker(), vandaag=vandaag())
    rijen, nummer, meer = page_of(alle, PER_PAGE)
    return render_template(
        "organisatie/organisatie.html",
        collegas=rijen,
        aantal=len(alle),
        geblokkeerd=sum(not c.actief for c in alle),
        naam=gebruiker().namens.naam,
        ik=gebruiker().persoon,
        volgende_url=url_for(".tonen", bladzijde=nummer + 1) if meer else None,
        eerste_url=url_for(".tonen") if nummer > 1 else None,
    )


@page(bp, "/organisatie/toelaten", methods=["GET", "POST"], recht=Recht.COLLEGA_TOELATEN, bij_verlopen=remember)
def toelaten() -> ResponseReturnValue:
    """Ask who comes in with which roles; on POST, let him in and show his one-time password."""
    keuzes = te_geven_rollen(services(), gebruiker())
    kader = Kader(vandaag=vandaag(), regio=services().regio, teams=tuple((k.sleutel, k.label) for k in keuzes))
    formulier = ToelaatFormulier.vul(typed(), kader)
    if request.method == "GET":
        return _draw(formulier)
    if formulier.fouten():
        return _draw(formulier, status=422)
    feiten, sleutel = formulier.feiten(), form_key()
    naam, account = str(feiten["naam"]), str(feiten["account"])
    gedaan = attempt(
        lambda: laat_toe(
            services(),
            gebruiker(),
            naam=naam,
            account=account,
            email=str(feiten["email"]),
            rollen=feiten["rollen"],
            sleutel=sleutel,
            vandaag=vandaag(),
        )
    )
    if isinstance(gedaan, Weigering):
        return _draw(formulier, weigering=gedaan, status=gedaan.status)
    terug = ("Organisatie", url_for(".tonen"))
    return once_shown(gedaan, naam=naam, account=account, terug=terug, nieuw=True)


def _draw(formulier: ToelaatFormulier, *, weigering: Weigering | None = None, status: int = 200) -> Response:
    if weigering is not None and weigering.veld:
        formulier[weigering.veld].errors = [weigering.tekst]
    return make_response(
        render_template(
            "organisatie/toelaten.html",
            formulier=formulier,
            uitleg={k.sleutel: k.uitleg for k in te_geven_rollen(services(), gebruiker())},
            sleutel=uuid4(),
            weigering=weigering if weigering is not None and not weigering.veld else None,
            fouten=[(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
            kruimels=KRUIMELS,
        ),
        status,
    )
