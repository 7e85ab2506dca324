"""Mijn instellingen: how one wants one's mail, and who stands in while one is away; of everyone with a session."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.herinneren.voorkeuren import kies_wijze, mijn_wijze
from portal.core.herinneren.waarnemen import (
    Keuze,
    beeindig_waarneming,
    mogelijke_waarnemers,
    waarnemingen,
    zet_waarneming,
)
from portal.domain.formulier import Kader
from portal.domain.mailwijze import SAMENVATTING, Wijze
from portal.forms.instellingen import MailFormulier, WaarnemingFormulier
from portal.web.beheer_pagina import Weigering, attempt
from portal.web.guard import INGELOGD, Zonder, page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, remember_on, typed

bp = Blueprint("instellingen", __name__)

KRUIMELS: Final = [("Start", "/")]


@page(bp, "/instellingen", recht=INGELOGD)
def tonen() -> ResponseReturnValue:
    """Show what one has set."""
    mail = MailFormulier.vul(typed() or {"wijze": [mijn_wijze(services(), gebruiker()).value]}, kader_met(()))
    return _draw(mail)


@page(bp, "/instellingen/mail", methods=["POST"], recht=INGELOGD, bij_verlopen=remember_on(".tonen"))
def mail() -> ResponseReturnValue:
    """Choose how one wants one's mail."""
    formulier = MailFormulier.vul(typed(), kader_met(()))
    if formulier.fouten():
        return _draw(formulier, status=422)
    kies_wijze(services(), gebruiker(), Wijze(str(formulier.feiten()["wijze"])), now=now())
    flash("Uw keuze voor e-mail is bewaard.", "goed")
    return redirect(url_for(".tonen"), 303)


@page(bp, "/instellingen/waarneming", methods=["GET", "POST"], recht=INGELOGD, bij_verlopen=remember)
def waarneming() -> ResponseReturnValue:
    """Ask who stands in; on POST, agree it."""
    keuzes = mogelijke_waarnemers(services(), gebruiker().persoon, vandaag=vandaag())
    formulier = WaarnemingFormulier.vul(typed(), kader_met(keuzes))
    weigering = None
    if request.method == "POST" and not formulier.fouten():
        feiten = formulier.feiten()
        weigering = attempt(
            lambda: zet_waarneming(
                services(),
                gebruiker(),
                gebruiker().persoon,
                keuze=str(feiten["waarnemer"]),
                van=date.fromisoformat(str(feiten["van"])),
                tot=date.fromisoformat(str(feiten["tot"])),
                now=now(),
            )
        )
        if weigering is None:
            flash("De waarneming staat klaar. Uw collega krijgt er een e-mail over.", "goed")
            return redirect(url_for(".tonen"), 303)
    return draw_waarneming(
        formulier,
        keuzes,
        weigering,
        titel="Wie neemt voor u waar?",
        onder="In die tijd krijgt uw collega uw e-mail, en staat uw werk ook bij uw collega.",
        url=url_for(".waarneming"),
        terug=url_for(".tonen"),
        kruimels=[*KRUIMELS, ("Mijn instellingen", url_for(".tonen"))],
    )


@page(bp, "/instellingen/waarneming/beeindigen", methods=["POST"], recht=INGELOGD, bij_verlopen=Zonder.KNOP)
def beeindigen() -> ResponseReturnValue:
    """End that somebody stands in for oneself."""
    plek = request.form.get("plek", "")
    gedaan = beeindig_waarneming(services(), gebruiker(), gebruiker().persoon, plek=plek, now=now())
    flash("De waarneming is beëindigd." if gedaan else "Er was geen waarneming meer om te beëindigen.", "goed")
    return redirect(url_for(".tonen"), 303)


def kader_met(keuzes: Sequence[Keuze]) -> Kader:
    """Return what a form needs: the colleagues one can choose, with their team where there are several."""
    waar = len({(k.soort, k.code) for k in keuzes}) > 1
    namen = tuple((k.sleutel, f"{k.naam} ({k.waar})" if waar else k.naam) for k in keuzes)
    return Kader(vandaag=vandaag(), regio=services().regio, teams=namen)


def draw_waarneming(
    formulier: WaarnemingFormulier,
    keuzes: Sequence[Keuze],
    weigering: Weigering | None,
    *,
    titel: str,
    onder: str,
    url: str,
    terug: str,
    kruimels: Sequence[tuple[str, str]],
) -> ResponseReturnValue:
    """Draw the question who stands in."""
    if weigering is not None and weigering.veld:
        formulier[weigering.veld].errors = [weigering.tekst]
    fouten = [(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors]
    status = weigering.status if weigering is not None else 422 if fouten else 200
    return make_response(
        render_template(
            "instellingen/waarneming.html",
            formulier=formulier,
            keuzes=keuzes,
            weigering=weigering if weigering is not None and not weigering.veld else None,
            fouten=fouten,
            titel=titel,
            onder=onder,
            url=url,
            terug=terug,
            kruimels=kruimels,
        ),
        status,
    )


def _draw(formulier: MailFormulier, status: int = 200) -> ResponseReturnValue:
    ik = gebruiker().persoon
    alle = waarnemingen(services(), ik, vandaag=vandaag())
    return make_response(
        render_template(
            "instellingen/instellingen.html",
            formulier=formulier,
            adres=gebruiker().email,
            tijd=services().regio.instelling("samenvatting_tijd", SAMENVATTING, op=vandaag()),
            voor_mij=[z for z in alle if z.afspraak.persoon == ik],
            door_mij=[z for z in alle if z.afspraak.waarnemer == ik],
            kan_waarnemen=bool(mogelijke_waarnemers(services(), ik, vandaag=vandaag())),
            fouten=[(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
            kruimels=KRUIMELS,
        ),
        status,
    )
