"""The werkvoorraad: the open berichten of a team, most urgent first."""

from typing import Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.herinneren.waarnemen import waargenomen, waarneming_nu, zinnen
from portal.core.lezen.cijfers import MapjeTelling, open_per_mailbox
from portal.core.lezen.tellingen import COUNT_TO, TEAM_FILTERS, Telling
from portal.core.lezen.worklist import Lijst, werkvoorraad
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("werkvoorraad", __name__)

LEEG: Final = {
    "alles": (
        "Er ligt nu niets voor uw team",
        "Nieuwe berichten komen hier vanzelf te staan. Uw team krijgt er ook een e-mail over.",
    ),
    "van-mij": (
        "U behandelt nu geen berichten",
        "Pak een bericht op bij 'Zonder behandelaar'. Het staat dan hier, tot het is besloten.",
    ),
    "zonder-behandelaar": (
        "Alle berichten hebben een behandelaar",
        "Een nieuw bericht staat hier tot iemand van uw team het oppakt.",
    ),
    "wacht": (
        "U wacht op niemand",
        "Stelt u de afzender een vraag, dan staat het bericht hier tot het antwoord er is.",
    ),
}


@page(bp, "/werkvoorraad", recht=Recht.BERICHT_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show a page of the list; filter, mapje and page stand in the address, nothing personal does."""
    keuze = request.args.get("keuze", "alles")
    keuze = keuze if keuze in dict(TEAM_FILTERS) else "alles"
    mapjes = open_per_mailbox(services(), gebruiker())
    mapje = request.args.get("mapje", "")
    mapje = mapje if mapje in {telling.code for telling in mapjes} else ""
    na = request.args.get("na", "")
    nu = waarneming_nu(services(), gebruiker(), vandaag=vandaag())
    voor = waargenomen(nu, gebruiker())
    lijst = werkvoorraad(services(), gebruiker(), keuze=keuze, mapje=mapje, na=na, waargenomen=voor)
    telling = next(t for t in lijst.tellingen if t.keuze == keuze)
    return render_template(
        "toegang/werkvoorraad.html",
        lijst=lijst,
        filters=[
            (t.titel, url_for(".tonen", keuze=t.keuze, mapje=mapje or None), many(t), t.keuze == keuze)
            for t in lijst.tellingen
        ],
        mapjes=[
            ("Alle mapjes", url_for(".tonen", keuze=keuze), None, not mapje),
            *((m.titel, url_for(".tonen", keuze=keuze, mapje=m.code), many(m), m.code == mapje) for m in mapjes),
        ]
        if len(mapjes) > 1
        else [],
        onder=_count_line(lijst, keuze=keuze, mapje=mapje, na=na),
        aantal=many(telling),
        volgende_url=url_for(".tonen", keuze=keuze, mapje=mapje or None, na=lijst.volgende) if lijst.volgende else None,
        eerste_url=url_for(".tonen", keuze=keuze, mapje=mapje or None) if na else None,
        leeg=LEEG[keuze],
        waarneming=zinnen(nu, gebruiker()),
    )


def many(telling: Telling | MapjeTelling) -> str:
    """Write how many there are: '25', or 'meer dan 1000'."""
    return f"meer dan {COUNT_TO}" if telling.meer else str(telling.aantal)


def _count_line(lijst: Lijst, *, keuze: str, mapje: str, na: str) -> str:
    """Say how many berichten the choice holds, and how many are new when all of the team stand on this page."""
    gekozen = next(t for t in lijst.tellingen if t.keuze == keuze)
    nieuw = sum(rij.nieuw for rij in lijst.rijen)
    alles_te_zien = keuze == "alles" and not (mapje or na or lijst.volgende)
    deel = f", {nieuw} nog niet geopend" if alles_te_zien and nieuw else ""
    woord = "bericht" if many(gekozen) == "1" else "berichten"
    return f"{many(gekozen)} {woord}{deel}. Meest dringende eerst." if gekozen.aantal else "0 berichten."
