"""What one functioneel beheerder asked and a second one confirms: a first beheerder, or a new password for one."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.beheer import persoon as find_persoon
from portal.core.beheer.toelating import Wachtend, bevestig, wachtenden, wijs_af
from portal.core.opening import NietGevonden
from portal.domain.rechten import Recht
from portal.web.beheer_pagina import BEHEER, Weigering, attempt, draw, once_shown
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("beheer_wachtend", __name__)

HIER: Final = "Wachtend"
KRUIMELS: Final = [BEHEER, (HIER, "/beheer/wachtend")]


@page(bp, "/beheer/wachtend", recht=Recht.EERSTE_BEHEERDER_TOELATEN)
def lijst() -> ResponseReturnValue:
    """List what waits, and for whom."""
    return draw("beheer/wachtend.html", hier=HIER, wachtend=_waiting(), kruimels=[BEHEER])


@page(
    bp,
    "/beheer/wachtend/<uuid:wacht_op>/bevestigen",
    methods=["GET", "POST"],
    recht=Recht.EERSTE_BEHEERDER_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def bevestigen(wacht_op: UUID) -> ResponseReturnValue:
    """Say what is confirmed; on POST, do it and show the one-time password."""
    rij = next((rij for rij in _waiting() if rij.id == wacht_op), None)
    if request.method == "GET":
        return _draw(_here(rij))
    gedaan = attempt(lambda: bevestig(services(), gebruiker(), wacht_op))
    if isinstance(gedaan, Weigering):
        return _draw(_here(rij), gedaan)
    # The second of two clicks: it waits no more, and the vault gives the same answer.
    naam, account = (rij.naam, rij.account) if rij is not None else _who(gedaan.persoon)
    nieuw = rij is None or not rij.herstel
    return once_shown(gedaan, naam=naam, account=account, terug=(HIER, url_for(".lijst")), nieuw=nieuw)


@page(
    bp,
    "/beheer/wachtend/<uuid:wacht_op>/afwijzen",
    methods=["POST"],
    recht=Recht.EERSTE_BEHEERDER_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def afwijzen(wacht_op: UUID) -> ResponseReturnValue:
    """Drop what waits; the second of two clicks finds it gone, which is what was asked."""
    try:
        weigering = attempt(lambda: wijs_af(services(), gebruiker(), wacht_op))
    except NietGevonden:
        weigering = None
    if weigering is not None:
        flash(weigering.tekst, "fout")
    else:
        flash("Het verzoek is weg. Er is niemand toegelaten.", "goed")
    return redirect(url_for(".lijst"), 303)


def _waiting() -> tuple[Wachtend, ...]:
    return wachtenden(services(), gebruiker(), vandaag=vandaag())


def _here(rij: Wachtend | None) -> Wachtend:
    if rij is None:
        raise NietGevonden
    return rij


def _who(persoon: UUID | None) -> tuple[str, str]:
    if persoon is None:
        raise NietGevonden
    wie = find_persoon(services(), gebruiker(), persoon, vandaag=vandaag())
    return wie.naam, wie.account


def _draw(rij: Wachtend, weigering: Weigering | None = None) -> Response:
    status = weigering.status if weigering is not None else 200
    return draw("beheer/bevestigen.html", hier=HIER, status=status, rij=rij, weigering=weigering, kruimels=KRUIMELS)
