"""The mailboxes for the functioneel beheerder: each declaration made readable, and a rehearsal of its routing."""

from typing import Any, Final

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.insturen.kader import kader
from portal.core.insturen.routeproef import Uitkomst, probeer
from portal.core.opening import NietGevonden
from portal.domain.formulier import Kader
from portal.domain.mailbox import Groep, Mailbox
from portal.domain.rechten import Recht
from portal.domain.routeregel import beschrijf
from portal.forms.inwoorden import InWoorden, sources
from portal.forms.routeproef import Routeproef
from portal.forms.verklaring import Verklaring
from portal.forms.woorden import CLIENT
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("beheer_mailboxen", __name__)

HIER: Final = "Mailboxen"
KRUIMELS: Final = [BEHEER, (HIER, "/beheer/mailboxen")]


@page(bp, "/beheer/mailboxen", recht=Recht.PORTAAL_BEHEREN)
def lijst() -> ResponseReturnValue:
    """List the mailboxes by their group."""
    alle = services().mailboxen.alle()
    open_hier = {m.code for m in alle if services().regio.code in m.regios} - set(services().regio.gesloten_mailboxen)
    groepen = [(groep.value, [_row(m, m.code in open_hier) for m in alle if m.groep is groep]) for groep in Groep]
    return draw(
        "beheer/mailboxen.html",
        hier=HIER,
        groepen=[(titel, rijen) for titel, rijen in groepen if rijen],
        aantal=len(alle),
        kruimels=[BEHEER],
    )


@page(bp, "/beheer/mailboxen/<mailbox>", recht=Recht.PORTAAL_BEHEREN)
def tonen(mailbox: str) -> ResponseReturnValue:
    """Show a mailbox as it is declared, in plain Dutch."""
    gevonden = _find(mailbox)
    verklaring = Verklaring(gevonden.formulier, _frame())
    return draw(
        "beheer/mailbox.html",
        hier=HIER,
        mailbox=gevonden,
        woorden=InWoorden(gevonden, verklaring, services().regio, op=vandaag()),
        client=CLIENT[gevonden.clientblok],
        bronnen=sources(gevonden.bronnen),
        vragen=verklaring.secties(),
        kruimels=KRUIMELS,
    )


@page(
    bp, "/beheer/mailboxen/<mailbox>/route", methods=["GET", "POST"], recht=Recht.PORTAAL_BEHEREN, bij_verlopen=remember
)
def route(mailbox: str) -> ResponseReturnValue:
    """Ask the answers on which the routing hangs; on POST say where it would go and why. Nothing is kept."""
    gevonden = _find(mailbox)
    proef = Routeproef(gevonden, typed(), _frame())
    if request.method == "GET" and proef.velden:
        return _draw(gevonden, proef)
    if proef.fouten():
        return _draw(gevonden, proef, status=422)
    uitkomst = probeer(services(), gebruiker(), gevonden, proef.feiten())
    return _draw(gevonden, proef, uitkomst=uitkomst)


def _find(code: str) -> Mailbox:
    gevonden = services().mailboxen.met_code(code)
    if gevonden is None:
        raise NietGevonden
    return gevonden


def _frame() -> Kader:
    """Return what the form may know, with the teams of the region to choose from."""
    teams = tuple((team.code, team.naam) for team in services().regio.teams)
    gewoon = kader(services(), gebruiker(), now=now())
    return Kader(vandaag=gewoon.vandaag, regio=gewoon.regio, aanbieders=gewoon.aanbieders, teams=teams)


def _row(mailbox: Mailbox, is_open: bool) -> dict[str, Any]:  # noqa: FBT001 - one fact beside the mailbox
    return {
        "titel": mailbox.titel,
        "url": url_for(".tonen", mailbox=mailbox.code),
        "route_url": url_for(".route", mailbox=mailbox.code),
        "omschrijving": mailbox.omschrijving,
        "ontvanger": beschrijf(mailbox.routering),
        "is_open": is_open,
    }


def _draw(mailbox: Mailbox, proef: Routeproef, *, uitkomst: Uitkomst | None = None, status: int = 200) -> Response:
    veld = proef.anker(uitkomst.veld) if uitkomst is not None and uitkomst.veld else ""
    return draw(
        "beheer/route.html",
        hier=HIER,
        status=status,
        mailbox=mailbox,
        proef=proef,
        uitkomst=uitkomst,
        veld=veld,
        fouten=[(v.anker, v.errors[0]) for v in proef.velden if v.errors],
        kruimels=[*KRUIMELS, (mailbox.titel, url_for(".tonen", mailbox=mailbox.code))],
    )
