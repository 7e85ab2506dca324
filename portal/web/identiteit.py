"""The page on which the persons in a melding are opened, apart from the melding: with a reason, each time on record."""

from uuid import UUID

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.bericht.zicht import BerichtKop
from portal.core.lezen.identiteit import GeopendDeel, has_identiteit, open_identiteit
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.forms.acties import RedenFormulier
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("identiteit", __name__)


@page(
    bp,
    "/berichten/<uuid:bericht>/identiteit",
    methods=["GET", "POST"],
    recht=(Recht.IDENTITEIT_LEZEN, Recht.BERICHT_VOLGEN),
    bij_verlopen=remember,
)
def openen(bericht: UUID) -> ResponseReturnValue:
    """Ask why; on POST, open."""
    zicht = has_identiteit(services(), gebruiker(), bericht)
    ruw = {naam: waarden for naam, waarden in typed().items() if naam == "opening"}
    kader = Kader(vandaag=vandaag(), regio=services().regio)
    formulier = RedenFormulier.van(gebruiker().namens.soort).vul(ruw, kader)
    if request.method == "GET" or formulier.fouten():
        return _draw(zicht, None, formulier)
    return _draw(zicht, open_identiteit(services(), gebruiker(), bericht, reden=formulier.reden()), formulier)


def _draw(zicht: BerichtKop, geopend: GeopendDeel | None, formulier: RedenFormulier) -> ResponseReturnValue:
    fouten = [(v.anker, v.errors[0]) for v in formulier.velden() if v.errors]
    return make_response(
        render_template(
            "bericht/identiteit.html",
            zicht=zicht,
            geopend=geopend,
            formulier=formulier,
            fouten=fouten,
        ),
        422 if fouten else 200,
    )
