"""The pages for everyone: where one starts, whether the portal lives, accessibility and privacy."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.domain.rechten import Recht
from portal.web.guard import INGELOGD, page
from portal.web.kader import gebruiker
from portal.web.onderweg import aanbieder_start

bp = Blueprint("algemeen", __name__)

# Where somebody starts who sends no berichten: the first of these that his role gives him.
STARTS = (
    (Recht.BERICHT_LEZEN, "/werkvoorraad"),
    (Recht.PORTAAL_BEHEREN, "/beheer"),
    (Recht.CIJFERS_LEZEN, "/overzicht"),
    (Recht.COLLEGA_TOELATEN, "/organisatie"),
)


@page(bp, "/", recht=INGELOGD)
def start() -> ResponseReturnValue:
    """Show the start page of an aanbieder, or lead to the page this role begins with."""
    wie = gebruiker()
    if wie.namens.soort == "organisatie" and wie.mag(Recht.BERICHT_INDIENEN):
        return aanbieder_start()
    for recht, path in STARTS:
        if wie.mag(recht):
            return redirect(path, 303)
    return render_template("inloggen/geen_rol.html")


@page(bp, "/healthz", publiek=True)
def healthz() -> ResponseReturnValue:
    """Say that this process answers; it asks nothing of database or vault."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8"}


@page(bp, "/toegankelijkheid", publiek=True)
def toegankelijkheid() -> ResponseReturnValue:
    """Say how accessible the portal is and what to do when something does not work."""
    return render_template("inloggen/toegankelijkheid.html")


@page(bp, "/privacy", publiek=True)
def privacy() -> ResponseReturnValue:
    """Say what the portal keeps and who can see it."""
    return render_template("inloggen/privacy.html")
