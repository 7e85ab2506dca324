"""The taken of a team: what must be sent after a decision, ticked off with the day it was sent."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend, HandtekeningNodig
from portal.core.insturen.kader import kader
from portal.core.opening import NietGevonden
from portal.core.taken.indicatie import AanbiederNodig, EinddatumNodig, Indicatie, PlanNodig
from portal.core.taken.taken import taak_gedaan, taak_vervalt
from portal.core.taken.takenlijst import takenlijst
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import voluit
from portal.domain.rechten import Recht
from portal.domain.voorwaarde import Feiten
from portal.forms.acties import TaakFormulier
from portal.web.berichten import draw
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import keep_for
from portal.web.taakfout import Taakfout, aanbieders_for, kept_fout, plannen_for, taakfout_of
from portal.web.weergave import as_typed

bp = Blueprint("taken", __name__)

VAN_BERICHT: Final = "bericht"
# What a taak about a 301 asks of the toewijzing.
OVER_TOEWIJZING: Final = ("einddatum", "ingangsdatum", "toewijzingnummer", "laatste_dag")
OVER_HANDTEKENING: Final = ("getekend_op", "gezien_door")

# At which field a refusal of the core stands.
VELD_BIJ: Final = {EinddatumNodig: "einddatum", AanbiederNodig: "aanbieder", PlanNodig: "plan"}


@page(bp, "/taken", recht=Recht.TAAK_AFHANDELEN)
def tonen() -> ResponseReturnValue:
    """Show the open taken of the team, the ones due first before the rest."""
    return _draw()


def keep_taak(wie: Gebruiker, arguments: Mapping[str, Any]) -> str:
    """Keep what was typed at a taak when the session ended, for the page that it stands on."""
    bericht = request.form.get("bericht", type=UUID)
    van_bericht = request.form.get("van") == VAN_BERICHT and bericht is not None
    pad = url_for("berichten.tonen", bericht=bericht) if van_bericht else url_for(".tonen")
    return keep_for(wie, pad, taak=str(arguments["taak"]))


@page(bp, "/taken/<uuid:taak>/gedaan", methods=["POST"], recht=Recht.TAAK_AFHANDELEN, bij_verlopen=keep_taak)
def gedaan(taak: UUID) -> ResponseReturnValue:
    """Tick a taak off; what is wrong is said at the taak itself, on the page one came from."""
    bericht = request.form.get("bericht", type=UUID)
    if request.form.get("vervalt"):
        return _lapse(taak, bericht)
    getypt = {
        naam: [request.form.get(naam, "")]
        for naam in ("verzonden_op", "aanbieder", *OVER_HANDTEKENING, *OVER_TOEWIJZING)
    }
    formulier = TaakFormulier.vul(getypt, kader(services(), gebruiker(), now=now()))
    if fouten := formulier.fouten():
        return _again(_fout(taak, fouten[0].veld, fouten[0].tekst), bericht, status=422)
    verzonden, feiten = formulier.datum(), formulier.feiten()
    indicatie = Indicatie(
        einddatum=_day(feiten, "einddatum"),
        aanbieder=str(feiten.get("aanbieder", "")),
        plan=request.form.get("plan", ""),
        vanaf=_day(feiten, "ingangsdatum"),
        nummer=str(feiten.get("toewijzingnummer", "")),
        tot=_day(feiten, "laatste_dag"),
    )
    op = _day(feiten, "getekend_op")
    getekend = Getekend(op, str(feiten.get("gezien_door", ""))) if op is not None else None
    try:
        van = taak_gedaan(
            services(), gebruiker(), taak=taak, verzonden=verzonden, indicatie=indicatie, getekend=getekend, now=now()
        )
    except HandtekeningNodig as niet:
        return _again(_fout(taak, niet.veld, niet.tekst), bericht, status=409)
    except NietMogelijk as niet:
        return _again(_fout(taak, VELD_BIJ.get(type(niet), "verzonden_op"), niet.tekst), bericht, status=409)
    flash(f"Genoteerd: verstuurd op {voluit(verzonden)}.", "goed")
    return _back(van)


def _lapse(taak: UUID, bericht: UUID | None) -> ResponseReturnValue:
    """Close a taak that need not be done any more because the client has died."""
    try:
        van = taak_vervalt(services(), gebruiker(), taak=taak, now=now())
    except NietMogelijk as niet:
        return _again(_fout(taak, "verzonden_op", niet.tekst), bericht, status=409)
    flash("Genoteerd: deze taak is vervallen.", "goed")
    return _back(van)


def _back(van: UUID) -> ResponseReturnValue:
    if request.form.get("van") == VAN_BERICHT:
        return redirect(url_for("berichten.tonen", bericht=van, _anchor="taken"), 303)
    return redirect(url_for(".tonen", na=request.form.get("na") or None), 303)


def _day(feiten: Feiten, naam: str) -> date | None:
    dag = str(feiten.get(naam, ""))
    return date.fromisoformat(dag) if dag else None


def _fout(taak: UUID, veld: str, tekst: str) -> Taakfout:
    return taakfout_of(taak, veld, tekst, request.form)


def _again(fout: Taakfout, bericht: UUID | None, *, status: int) -> ResponseReturnValue:
    if request.form.get("van") == VAN_BERICHT and bericht is not None:
        return draw(bericht, taakfout=fout, status=status)
    return _draw(fout, status=status)


def _draw(fout: Taakfout | None = None, *, status: int = 200) -> Response:
    na = request.values.get("na", "")
    lijst = takenlijst(services(), gebruiker(), na=na)
    fout = fout or kept_fout(lijst.taken)
    if fout is not None and fout.taak not in {taak.id for taak in lijst.taken}:
        raise NietGevonden
    return make_response(
        render_template(
            "toegang/taken.html",
            lijst=lijst,
            na=na,
            vandaag=vandaag(),
            vandaag_getypt=as_typed(vandaag()),
            taakfout=fout,
            aanbieders=aanbieders_for(lijst.taken),
            plannen=plannen_for(lijst.taken),
            fouten=[(fout.anker, fout.tekst)] if fout else [],
            volgende_url=url_for(".tonen", na=lijst.volgende) if lijst.volgende else None,
            eerste_url=url_for(".tonen") if na else None,
        ),
        status,
    )
