"""'Wat kan ik hier?': one page for each role, derived from the table of rights and the declarations."""

from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.beheer.watkan import what_one_may
from portal.domain.passend import WAT_MAG
from portal.domain.rollen import Rol
from portal.web.guard import INGELOGD, page
from portal.web.kader import gebruiker, services

bp = Blueprint("watkan", __name__)


@page(bp, "/wat-kan-ik", recht=INGELOGD)
def tonen() -> ResponseReturnValue:
    """Show what this person may do for whom he acts now."""
    wie = gebruiker()
    wat = what_one_may(services(), wie)
    return render_template(
        "instellingen/watkan.html",
        rollen=[(rol.titel, WAT_MAG[rol]) for rol in Rol if rol in wie.rollen],
        naam=wie.namens.naam,
        wat=wat,
        sturen=[(groep, list(leden)) for groep, leden in groupby(wat.sturen, key=lambda m: m.mailbox.groep.value)],
        ontvangen=[
            (groep, list(leden)) for groep, leden in groupby(wat.ontvangen, key=lambda m: m.mailbox.groep.value)
        ],
    )
