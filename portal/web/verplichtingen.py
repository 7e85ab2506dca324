"""Verplichtingen: for CMO the list aanbieder by stuk by year with exemptions; for an aanbieder the way to begin one."""

from typing import Final
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.concepten import AlIngediend
from portal.core.openstaand import begin_duty, submit_direct
from portal.core.plichtenlijst import jaren, plichtenlijsten, stel_vrij, vraag_weer
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services

bp = Blueprint("verplichtingen", __name__)

DOEN: Final = {"vrijstellen": (stel_vrij, "vrijgesteld"), "weer-vragen": (vraag_weer, "weer gevraagd")}


@page(bp, "/verplichtingen", recht=Recht.VERPLICHTINGEN_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show who has sent what over a year, and who has not."""
    alle = jaren(services(), gebruiker())
    jaar = request.args.get("jaar", "")
    jaar = jaar if jaar in alle else next(iter(alle), "")
    return render_template(
        "contract/verplichtingen.html",
        lijsten=plichtenlijsten(services(), gebruiker(), jaar, now=now()),
        jaar=jaar,
        jaren=[(j, url_for(".tonen", jaar=j), None, j == jaar) for j in alle],
    )


@page(bp, "/verplichtingen/wijzigen", methods=["POST"], recht=Recht.VERPLICHTINGEN_BEHEREN)
def wijzigen() -> ResponseReturnValue:
    """Exempt from the duties that were ticked, or ask them again."""
    doe, woord = DOEN.get(request.form.get("doe", ""), DOEN["vrijstellen"])
    gekozen = request.form.getlist("verplichting", type=UUID)
    aantal = doe(services(), gebruiker(), gekozen, now=now())
    if aantal:
        flash(f"{aantal} {'stuk' if aantal == 1 else 'stukken'} {woord}.", "goed")
    else:
        flash("Er is niets veranderd. Vink eerst aan om welke stukken het gaat.", "let-op")
    return redirect(url_for(".tonen", jaar=request.form.get("jaar") or None), 303)


@page(bp, "/verplichtingen/<uuid:verplichting>/beginnen", methods=["POST"], recht=Recht.BERICHT_INDIENEN)
def beginnen(verplichting: UUID) -> ResponseReturnValue:
    """Begin the bericht that was asked, with what is known already."""
    try:
        concept = begin_duty(services(), gebruiker(), verplichting, now=now())
    except AlIngediend as al:
        return redirect(url_for("berichten.tonen", bericht=al.bericht), 303)
    return redirect(url_for("invullen.openen", concept=concept), 303)


@page(bp, "/nieuw/<code>/direct", methods=["POST"], recht=Recht.BERICHT_INDIENEN)
def direct(code: str) -> ResponseReturnValue:
    """Send a bericht with one click; the same page sent twice is the same bericht."""
    concept = request.form.get("concept", type=UUID)
    if concept is None:
        return redirect("/", 303)
    bericht = submit_direct(services(), gebruiker(), code, concept=concept, now=now())
    return redirect(url_for("indienen.ontvangst", bericht=bericht), 303)
