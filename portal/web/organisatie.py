"""The colleagues of an organisation, for its organisatiebeheerder."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.collegas import collegas
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("organisatie", __name__)


@page(bp, "/organisatie", recht=Recht.COLLEGA_TOELATEN)
def tonen() -> ResponseReturnValue:
    """Show who works here, with which role and since when."""
    return render_template(
        "organisatie/organisatie.html",
        collegas=collegas(services(), gebruiker(), vandaag=vandaag()),
        naam=gebruiker().namens.naam,
    )
