"""Kalender en termijnen, for the functioneel beheerder: which days are free and why, what a werkdag is here, what was changed."""

from collections.abc import Iterator
from typing import Final

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.regels.regelvoorstel import voorstellen
from portal.core.regels.regelwoorden import instellingen
from portal.domain.instelling import in_woorden
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR
from portal.domain.rechten import Recht
from portal.domain.regelcontrole import waar
from portal.forms.regels import besluitsleutel
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("beheer_kalender", __name__)

HIER: Final = "Kalender"
YEARS: Final = 3


@page(bp, "/beheer/kalender", recht=Recht.PORTAAL_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show a year of the calendar in force, the settings, and every change that was proposed or decided."""
    regio, kalender, dit_jaar = services().regio, services().kalender, vandaag().year
    jaar = request.args.get("jaar", dit_jaar, type=int)
    jaar = jaar if EERSTE_JAAR <= jaar <= LAATSTE_JAAR else dit_jaar
    return draw(
        "beheer/kalender.html",
        hier=HIER,
        jaar=jaar,
        jaren=[(str(j), url_for(".tonen", jaar=j), None, j == jaar) for j in _years(dit_jaar, jaar)],
        vrije_dagen=kalender.vrije_dagen(jaar),
        is_bekend=kalender.is_bekend(jaar),
        onbekend=[j for j in (dit_jaar, dit_jaar + 1) if not kalender.is_bekend(j)],
        bekende_jaren=kalender.bekende_jaren,
        besluiten=regio.besluiten,
        besluitsleutel=besluitsleutel,
        sluitingsdagen=[
            (dag, waar(regio, dag.gemeente)) for dag in sorted(regio.sluitingsdagen, key=lambda d: d.datum)
        ],
        instellingen=[
            (
                woorden,
                in_woorden(regio.instelling(naam, op=vandaag())),
                [(vanaf, in_woorden(waarde)) for vanaf, later, waarde in regio.later if later == naam],
                naam,
            )
            for naam, woorden in instellingen(services())
        ],
        vandaag=vandaag(),
        voorstellen=voorstellen(services(), gebruiker()),
        kruimels=[BEHEER],
    )


def _years(dit_jaar: int, jaar: int) -> Iterator[int]:
    yield from sorted({jaar, *range(dit_jaar - 1, dit_jaar + YEARS)})
