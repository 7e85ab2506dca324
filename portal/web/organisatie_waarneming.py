"""Who stands in for a colleague who cannot set it himself, by his organisatiebeheerder."""

from datetime import date
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.collegas import collega as find
from portal.core.herinneren.waarnemen import beeindig_waarneming, mogelijke_waarnemers, zet_waarneming
from portal.domain.rechten import Recht
from portal.forms.instellingen import WaarnemingFormulier
from portal.web.beheer_pagina import attempt
from portal.web.guard import Zonder, page
from portal.web.instellingen import draw_waarneming, kader_met
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, typed
from portal.web.organisatie import KRUIMELS

bp = Blueprint("organisatie_waarneming", __name__)


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/waarneming",
    methods=["GET", "POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=remember,
)
def zetten(collega: UUID) -> ResponseReturnValue:
    """Ask who stands in for this colleague; on POST, agree it."""
    wie = find(services(), gebruiker(), collega, vandaag=vandaag())
    terug = url_for("organisatie_collega.tonen", collega=collega)
    keuzes = mogelijke_waarnemers(services(), collega, vandaag=vandaag(), binnen=gebruiker().namens.code)
    formulier = WaarnemingFormulier.vul(typed(), kader_met(keuzes))
    weigering = None
    if request.method == "POST" and not formulier.fouten():
        feiten = formulier.feiten()
        weigering = attempt(
            lambda: zet_waarneming(
                services(),
                gebruiker(),
                collega,
                keuze=str(feiten["waarnemer"]),
                van=date.fromisoformat(str(feiten["van"])),
                tot=date.fromisoformat(str(feiten["tot"])),
                now=now(),
            )
        )
        if weigering is None:
            flash(f"De waarneming voor {wie.naam} staat klaar. Beiden krijgen er een e-mail over.", "goed")
            return redirect(terug, 303)
    return draw_waarneming(
        formulier,
        keuzes,
        weigering,
        titel=f"Wie neemt waar voor {wie.naam}?",
        onder="In die tijd krijgt de waarnemer de e-mail, en staat het werk ook bij de waarnemer.",
        url=url_for(".zetten", collega=collega),
        terug=terug,
        kruimels=[*KRUIMELS, (wie.naam, terug)],
    )


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/waarneming/beeindigen",
    methods=["POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def beeindigen(collega: UUID) -> ResponseReturnValue:
    """End that somebody stands in for this colleague."""
    wie = find(services(), gebruiker(), collega, vandaag=vandaag())
    gedaan = beeindig_waarneming(services(), gebruiker(), collega, plek=request.form.get("plek", ""), now=now())
    zin = f"De waarneming voor {wie.naam} is beëindigd." if gedaan else "Er was geen waarneming meer om te beëindigen."
    flash(zin, "goed")
    return redirect(url_for("organisatie_collega.tonen", collega=collega), 303)
