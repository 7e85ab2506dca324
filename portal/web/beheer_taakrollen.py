"""Taakverdeling, for the functioneel beheerder: which role does which taak in a Toegang, and who is there to do it."""

from typing import Final

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.regels.taakrollen import taakverdeling, toegangen
from portal.domain.rechten import Recht
from portal.domain.regiowoorden import in_regio
from portal.domain.rollen import TAAKROLLEN
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("beheer_taakrollen", __name__)

HIER: Final = "Taakverdeling"


@page(bp, "/beheer/taakverdeling", recht=Recht.PORTAAL_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show the division of one Toegang, the first when none is asked for."""
    teams = toegangen(services().regio)
    gekozen = next((team for team in teams if team.code == request.args.get("team", teams[0].code)), teams[0])
    verdeling, aanwezig = taakverdeling(services(), gebruiker(), gekozen.code, vandaag=vandaag())
    return draw(
        "beheer/taakverdeling.html",
        hier=HIER,
        teams=[(team.naam, url_for(".tonen", team=team.code), None, team is gekozen) for team in teams],
        team=gekozen,
        bron=in_regio("{taakverdeling}", services().regio),
        verdeling=verdeling,
        afwezig=[rol for rol in TAAKROLLEN if rol not in aanwezig],
        kruimels=[BEHEER],
    )
