"""Texts that were kept for an act and not sent: thrown away by who owns them, also after the bericht was handed on."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core.insturen import concepten
from portal.core.opening import NietGevonden
from portal.web.berichten import readable
from portal.web.doen import DOEN
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, now, services

bp = Blueprint("teksten", __name__)


@page(
    bp,
    "/berichten/<uuid:bericht>/doen/<code>/<uuid:concept>/weggooien",
    methods=["POST"],
    recht=DOEN,
    bij_verlopen=Zonder.KNOP,
)
def weggooien(bericht: UUID, code: str, concept: UUID) -> ResponseReturnValue:
    """Throw a text away with its files; only a text of one's own team or organisation, for this act on this bericht."""
    stand = concepten.stand(services(), gebruiker(), concept)
    if stand is None or (stand.bericht, stand.actie) != (bericht, code):
        raise NietGevonden
    concepten.verwijder(services(), gebruiker(), concept, now=now())
    flash("De tekst is weggegooid.", "goed")
    try:
        readable(bericht)
    except NietGevonden:
        return redirect(url_for("werkvoorraad.tonen"), 303)
    return redirect(url_for("berichten.tonen", bericht=bericht), 303)
