"""What an aanbieder has under way: the start page, the list of sent berichten, and the concepten."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.herinneren.waarnemen import waarneming_nu, zinnen
from portal.core.insturen import concepten
from portal.core.insturen.conceptenlijst import concept_in_lijst, conceptenlijst
from portal.core.insturen.openstaand import openstaand
from portal.core.lezen.tellingen import SENDER_FILTERS
from portal.core.lezen.worklist import onderweg
from portal.core.taken.takenlijst import takenlijst
from portal.domain.rechten import Recht
from portal.sealing.envelope import new_id
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, now, services, vandaag

bp = Blueprint("onderweg", __name__)

ON_START: Final = 5
KRUIMELS: Final = [("Start", "/")]


def aanbieder_start() -> ResponseReturnValue:
    """Show what needs this organisation now, what is under way, and the concepten."""
    vragen = onderweg(services(), gebruiker(), keuze="vragen", hoogstens=ON_START)
    lopend = onderweg(services(), gebruiker(), keuze="open", hoogstens=ON_START)
    return render_template(
        "aanbieder/start.html",
        vragen=vragen,
        lopend=lopend,
        tellingen={telling.keuze: telling for telling in lopend.tellingen},
        concepten=conceptenlijst(services(), gebruiker(), hoogstens=ON_START),
        openstaand=openstaand(services(), gebruiker(), vandaag=vandaag()),
        taken=takenlijst(services(), gebruiker()).taken if gebruiker().mag(Recht.TAAK_AFHANDELEN) else (),
        nieuw_id=new_id(),
        op_start=ON_START,
        waarneming=zinnen(waarneming_nu(services(), gebruiker(), vandaag=vandaag()), gebruiker()),
    )


@page(bp, "/onderweg", recht=Recht.BERICHT_VOLGEN)
def onderweg_lijst() -> ResponseReturnValue:
    """List what was sent, newest first; the filter stands in the address, nothing personal does."""
    keuzes = [naam for naam, _ in SENDER_FILTERS]
    gekozen = request.args.get("toon", "")
    gekozen = gekozen if gekozen in keuzes else keuzes[0]
    na = request.args.get("na", "")[:400]
    lijst = onderweg(services(), gebruiker(), keuze=gekozen, na=na)
    telling = next(telling for telling in lijst.tellingen if telling.keuze == gekozen)
    return render_template(
        "aanbieder/onderweg.html",
        lijst=lijst,
        gekozen=gekozen,
        na=na,
        filters=[
            (
                t.titel,
                url_for("onderweg.onderweg_lijst", toon=t.keuze),
                f"{t.aantal}+" if t.meer else t.aantal,
                t.keuze == gekozen,
            )
            for t in lijst.tellingen
        ],
        totaal=f"meer dan {telling.aantal}" if telling.meer else telling.aantal,
        kruimels=KRUIMELS,
    )


@page(bp, "/concepten", recht=Recht.BERICHT_INDIENEN)
def concepten_lijst() -> ResponseReturnValue:
    """List the concepten of this organisation: a colleague can go on with any of them."""
    na = request.args.get("na", "")[:400]
    return render_template(
        "aanbieder/concepten.html", lijst=conceptenlijst(services(), gebruiker(), na=na), na=na, kruimels=KRUIMELS
    )


@page(
    bp,
    "/concepten/<uuid:concept>/verwijderen",
    methods=["GET", "POST"],
    recht=Recht.BERICHT_INDIENEN,
    bij_verlopen=Zonder.KNOP,
)
def concept_verwijderen(concept: UUID) -> ResponseReturnValue:
    """Ask first, then throw a concept away with its bijlagen."""
    rij = concept_in_lijst(services(), gebruiker(), concept)
    if request.method == "GET":
        return render_template(
            "aanbieder/concept_verwijderen.html",
            concept=rij,
            kruimels=[*KRUIMELS, ("Concepten", url_for("onderweg.concepten_lijst"))],
        )
    concepten.verwijder(services(), gebruiker(), concept, now=now())
    flash("Het concept is verwijderd.", "goed")
    return redirect(url_for("onderweg.concepten_lijst"), 303)
