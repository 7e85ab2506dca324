"""Search: what one looks for is sent in the body and stands in no address, log or history."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.bericht.lijstrijen import Rij
from portal.core.lezen.search import MOST, zoek
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.forms.acties import ZoekFormulier
from portal.sealing.client import TeVeel, VaultDown
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("zoeken", __name__)

TE_VEEL: Final = (
    "Wacht even met zoeken",
    "U heeft in korte tijd veel gezocht. Wacht een paar minuten en zoek dan opnieuw. Wat u zocht, staat er nog.",
)
KLUIS_WEG: Final = (
    "De kluis is even niet bereikbaar",
    "Zoeken op cliënt of kenmerk kan nu niet. Zoeken op het nummer van een bericht kan wel. Probeer het later opnieuw.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Uitkomst:
    """What a search came to: rows, or why there are none."""

    status: int = 200
    rijen: tuple[Rij, ...] | None = None
    melding: tuple[str, str] | None = None


@page(bp, "/zoeken", methods=["GET", "POST"], recht=Recht.ZOEKEN, bij_verlopen=remember)
def zoeken() -> ResponseReturnValue:
    """Ask what one looks for; on POST, look for it."""
    ruw = typed()
    formulier = ZoekFormulier.vul(
        ruw if ruw or request.method == "POST" else {"soort": ["bsn"]}, Kader(vandaag=vandaag(), regio=services().regio)
    )
    if request.method == "GET":
        return _draw(formulier, Uitkomst())
    if formulier.fouten():
        return _draw(formulier, Uitkomst(status=422))
    soort, waarde = formulier.zoekopdracht()
    try:
        rijen = zoek(services(), gebruiker(), soort=soort, waarde=waarde, now=now())
    except TeVeel:
        return _draw(formulier, Uitkomst(status=429, melding=TE_VEEL))
    except VaultDown:
        return _draw(formulier, Uitkomst(status=503, melding=KLUIS_WEG))
    return _draw(formulier, Uitkomst(rijen=rijen))


def _draw(formulier: ZoekFormulier, uitkomst: Uitkomst) -> Response:
    return make_response(
        render_template(
            "toegang/zoeken.html",
            formulier=formulier,
            uitkomst=uitkomst,
            hoogstens=MOST,
            apart=gebruiker().mag(Recht.IDENTITEIT_LEZEN),
            volgt=gebruiker().namens.soort == "organisatie",
            fouten=[(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
        ),
        uitkomst.status,
    )
