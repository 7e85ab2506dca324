"""The mail room for the functioneel beheerder: what waits, why it fails, and trying again what was given up."""

from typing import Final
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.post.postkamer import postkamer
from portal.core.post.postrijen import laat_los, postrijen, probeer_opnieuw
from portal.domain.rechten import Recht
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, now, services

bp = Blueprint("beheer_post", __name__)

HIER: Final = "Post"


@page(bp, "/beheer/post", recht=Recht.PORTAAL_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show how the mail room stands: counts, ages and classes of reason, never for whom."""
    settings, na = services().settings, request.args.get("na", "")
    lijst = postrijen(services(), gebruiker(), na=na)
    if settings.smtp_host:
        weg = f"via mailserver {settings.smtp_host}:{settings.smtp_port}"
    elif settings.mail_map is not None:
        weg = "wordt niet verstuurd maar in een map bewaard"
    else:
        weg = "er is geen mailserver ingesteld: alle e-mail wacht"
    return draw(
        "beheer/post.html",
        hier=HIER,
        post=postkamer(services(), gebruiker()),
        lijst=lijst,
        volgende_url=url_for(".tonen", na=lijst.volgende, _anchor="rijen") if lijst.volgende else None,
        eerste_url=url_for(".tonen", _anchor="rijen") if na else None,
        weg=weg,
        kruimels=[BEHEER],
    )


@page(bp, "/beheer/post/opnieuw", methods=["POST"], recht=Recht.PORTAAL_BEHEREN, bij_verlopen=Zonder.KNOP)
def opnieuw() -> ResponseReturnValue:
    """Try once more what was given up: one row, all of one reason, or all."""
    rij, reden = request.form.get("rij", type=UUID), request.form.get("reden", "")
    if rij is None and "rij" in request.form:
        abort(400)
    aantal = probeer_opnieuw(services(), gebruiker(), now=now(), rij=rij, reden=reden)
    wat = "1 opdracht wordt" if aantal == 1 else f"{aantal} opdrachten worden"
    flash(f"{wat} opnieuw geprobeerd." if aantal else "Er was niets meer om opnieuw te proberen.", "goed")
    return redirect(url_for(".tonen"), 303)


@page(bp, "/beheer/post/loslaten", methods=["POST"], recht=Recht.PORTAAL_BEHEREN, bij_verlopen=Zonder.KNOP)
def loslaten() -> ResponseReturnValue:
    """Give up one row on purpose."""
    rij = request.form.get("rij", type=UUID)
    aantal = laat_los(services(), gebruiker(), rij, now=now()) if rij is not None else 0
    flash("Deze opdracht wordt niet meer geprobeerd." if aantal else "Er was niets meer om los te laten.", "goed")
    return redirect(url_for(".tonen"), 303)
