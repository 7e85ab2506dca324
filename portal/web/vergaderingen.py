"""The meetings that a team prepares: the next days, and which berichten are for each."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.herinneren.vergaderingen import agenda
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, services, vandaag

bp = Blueprint("vergaderingen", __name__)


@page(bp, "/vergaderingen", recht=Recht.BERICHT_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show the last meeting and the next ones, each with its berichten."""
    dagen = agenda(services(), gebruiker(), vandaag=vandaag())
    return render_template("toegang/vergaderingen.html", dagen=dagen, vandaag=vandaag())
