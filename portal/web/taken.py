"""The taken of a team: what must be sent after a decision, ticked off with the day it was sent."""

from typing import Final
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.opening import NietGevonden
from portal.core.overgang import NietMogelijk
from portal.core.taken import taak_gedaan, takenlijst
from portal.domain.datums import voluit
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.forms.acties import TaakFormulier
from portal.web.berichten import draw
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.weergave import as_typed

bp = Blueprint("taken", __name__)

VAN_BERICHT: Final = "bericht"

# A taak that could not be done: which, what was typed, and why.
Taakfout = tuple[UUID, str, str]


@page(bp, "/taken", recht=Recht.TAAK_AFHANDELEN)
def tonen() -> ResponseReturnValue:
    """Show the open taken of the team, the ones due first before the rest."""
    return _draw()


@page(bp, "/taken/<uuid:taak>/gedaan", methods=["POST"], recht=Recht.TAAK_AFHANDELEN)
def gedaan(taak: UUID) -> ResponseReturnValue:
    """Tick a taak off; what is wrong is said at the taak itself, on the page one came from."""
    getypt = request.form.get("verzonden_op", "")
    bericht = request.form.get("bericht", type=UUID)
    formulier = TaakFormulier.vul({"verzonden_op": [getypt]}, Kader(vandaag=vandaag(), regio=services().regio))
    fouten = formulier.fouten()
    if fouten:
        return _again((taak, getypt, fouten[0].tekst), bericht, status=422)
    verzonden = formulier.datum()
    try:
        van = taak_gedaan(services(), gebruiker(), taak=taak, verzonden=verzonden, now=now())
    except NietMogelijk as niet:
        return _again((taak, getypt, niet.tekst), bericht, status=409)
    flash(f"Genoteerd: verstuurd op {voluit(verzonden)}.", "goed")
    if request.form.get("van") == VAN_BERICHT:
        return redirect(url_for("berichten.tonen", bericht=van, _anchor="taken"), 303)
    return redirect(url_for(".tonen", na=request.form.get("na") or None), 303)


def _again(fout: Taakfout, bericht: UUID | None, *, status: int) -> ResponseReturnValue:
    if request.form.get("van") == VAN_BERICHT and bericht is not None:
        return draw(bericht, taakfout=fout, status=status)
    return _draw(fout, status=status)


def _draw(fout: Taakfout | None = None, *, status: int = 200) -> Response:
    na = request.values.get("na", "")
    lijst = takenlijst(services(), gebruiker(), na=na)
    if fout is not None and fout[0] not in {taak.id for taak in lijst.taken}:
        raise NietGevonden
    return make_response(
        render_template(
            "toegang/taken.html",
            lijst=lijst,
            na=na,
            vandaag=vandaag(),
            vandaag_getypt=as_typed(vandaag()),
            taakfout=fout,
            fouten=[(f"verzonden-{fout[0]}", fout[2])] if fout else [],
            volgende_url=url_for(".tonen", na=lijst.volgende) if lijst.volgende else None,
            eerste_url=url_for(".tonen") if na else None,
        ),
        status,
    )
