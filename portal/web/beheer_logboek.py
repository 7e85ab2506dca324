"""The audit log for the functioneel beheerder: its last lines without berichten, its anchors, and verify."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.logboek import SOORTEN, logboek
from portal.domain.rechten import Recht
from portal.sealing.client import VaultDown
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, herkomst, services

bp = Blueprint("beheer_logboek", __name__)

HIER: Final = "Logboek"
BREUK: Final = {
    "gewijzigd": "Een regel is veranderd.",
    "verplaatst": "Een regel staat op een andere plaats.",
    "ontbreekt": "Een regel ontbreekt.",
    "staart": "Het einde van het logboek ontbreekt.",
    "anker": "Een regel past niet bij het anker dat de kluis apart bewaart.",
}
ONDERDELEN: Final = (
    ("vervalst", "verzegelde onderdelen zijn vervalst of veranderd"),
    ("ontbreekt", "verzegelde onderdelen ontbreken"),
    ("afwijkend", "berichten staan er anders dan het logboek zegt"),
)


@page(bp, "/beheer/logboek", recht=Recht.AUDIT_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show a page of the log; kind and page stand in the address, nothing personal does."""
    soort = request.args.get("soort", "alles")
    soort = soort if soort in SOORTEN else "alles"
    voor = request.args.get("voor", type=UUID)
    gelezen = logboek(services(), gebruiker(), soort=soort, voor=voor)
    stand, status = _outcome()
    return draw(
        "beheer/logboek.html",
        hier=HIER,
        regels=gelezen.regels,
        filters=[
            (titel, url_for(".tonen", soort=code if code != "alles" else None), None, code == soort)
            for code, (titel, _) in SOORTEN.items()
        ],
        volgende_url=url_for(".tonen", soort=soort, voor=gelezen.volgende) if gelezen.volgende else None,
        eerste_url=url_for(".tonen", soort=soort) if voor else None,
        stand=stand,
        status_kluis=status,
        uitkomst=_found(stand["uitkomst"]) if stand is not None and stand["uitkomst"] else None,
        ankers=[(datetime.fromisoformat(a[0]), a[2][:16]) for a in stand["laatste_ankers"]] if stand else [],
        kruimels=[BEHEER],
    )


@page(bp, "/beheer/logboek/nakijken", methods=["POST"], recht=Recht.AUDIT_LEZEN, bij_verlopen=Zonder.KNOP)
def nakijken() -> ResponseReturnValue:
    """Let the vault look at the whole log now; a second click finds the look that runs or has just been."""
    try:
        stand = services().vault.verify(gebruiker().token, herkomst=herkomst())
    except VaultDown:
        flash("De kluis is niet bereikbaar en kijkt nu niets na. Probeer het over een paar minuten opnieuw.", "fout")
    else:
        if stand["bezig"]:
            flash("De kluis kijkt het logboek na. Dat duurt even: laad deze pagina straks opnieuw.", "info")
    return redirect(url_for(".tonen", _anchor="controle"), 303)


def _outcome() -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
    """Return what the vault says of its last look, and of itself; None while it is away."""
    try:
        return services().vault.verified(gebruiker().token), services().vault.status()
    except VaultDown:
        return None, None


def _found(uitkomst: Mapping[str, Any]) -> Mapping[str, Any]:
    """Put the outcome of a look in words."""
    return {
        "klaar": datetime.fromisoformat(uitkomst["klaar"]),
        "mislukt": uitkomst["mislukt"],
        "klopt": uitkomst.get("klopt", False),
        "gevonden": [] if uitkomst["mislukt"] else list(_faults(uitkomst)),
        "met_onderdelen": uitkomst.get("met_onderdelen", True),
    }


def _faults(uitkomst: Mapping[str, Any]) -> Iterator[str]:
    if uitkomst["soort"]:
        yield BREUK[uitkomst["soort"]]
    for wat, woorden in ONDERDELEN:
        if uitkomst[wat]:
            yield f"{uitkomst[wat]} {woorden}."
