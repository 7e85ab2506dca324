"""Numbers for beleid and for who leads a team: how many berichten stand where, and nothing of what is in them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.cijfers import cijfers
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag

bp = Blueprint("overzicht", __name__)


@page(bp, "/overzicht", recht=Recht.CIJFERS_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show the numbers of this team or gemeente."""
    return render_template(
        "overzicht/overzicht.html",
        cijfers=cijfers(services(), gebruiker(), vandaag=vandaag()),
        naam=gebruiker().namens.naam,
        mag_lijst=gebruiker().mag(Recht.BERICHT_LEZEN),
        mag_taken=gebruiker().mag(Recht.TAAK_AFHANDELEN),
        moment=now(),
    )
