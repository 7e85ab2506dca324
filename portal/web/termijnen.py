"""What runs out this week, for the team or for oneself, and the calendar feed of it."""

from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.herinneren import agendasleutels
from portal.core.herinneren.afloop import KEUZES
from portal.core.herinneren.week import GETELD, Bladen, Dag, Week, week, week_van
from portal.domain.datums import dag_en_maand, voluit
from portal.domain.rechten import Recht
from portal.web import ics
from portal.web.guard import Zonder, page
from portal.web.headers import name_file
from portal.web.kader import gebruiker, now, services, vandaag

bp = Blueprint("termijnen", __name__)

INZAGE: Final = (Recht.BERICHT_LEZEN, Recht.BERICHT_VOLGEN)
STIL: Final = "staat-stil"
VERSTE: Final = timedelta(weeks=520)


@page(bp, "/termijnen", recht=INZAGE)
def tonen() -> ResponseReturnValue:
    """Show a week; which one and whose work stand in the address, nothing personal does."""
    keuze = request.args.get("keuze", "")
    keuze = keuze if keuze in dict(KEUZES) else KEUZES[0][0]
    van = week_van(request.args.get("week", ""), vandaag())
    bladen = Bladen(laat=_number("laat"), week=_number("blad"), stil=request.args.get("stil", ""))
    gevonden = week(services(), gebruiker(), van=van, keuze=keuze, vandaag=vandaag(), bladen=bladen)
    return render_template(
        "termijnen/termijnen.html",
        week=gevonden,
        vandaag=vandaag(),
        onder=_count_line(gevonden),
        filters=[(titel, _url(van, naam), None, naam == keuze) for naam, titel in KEUZES],
        vorige_url=_url(van - timedelta(weeks=1), keuze),
        deze_url=_url(week_van("", vandaag()), keuze) if not gevonden.van <= vandaag() <= gevonden.tot else None,
        volgende_url=_url(van + timedelta(weeks=1), keuze),
        dag_url=lambda dag: _day_url(gevonden, keuze, dag),
        laat_urls=_pages(gevonden, keuze, "laat", "te-laat", meer=gevonden.meer_te_laat),
        blad_urls=_pages(gevonden, keuze, "blad", "week", meer=gevonden.meer_in_week),
        stil_volgende_url=_url(van, keuze, STIL, stil=gevonden.stil_volgende) if gevonden.stil_volgende else None,
        stil_eerste_url=_url(van, keuze, STIL) if bladen.stil else None,
    )


@page(bp, "/termijnen/agenda", methods=["GET", "POST"], recht=INZAGE, bij_verlopen=Zonder.KNOP)
def agenda() -> ResponseReturnValue:
    """Show whether there is a secret address; make one on POST and show it this once."""
    adres = ""
    if request.method == "POST":
        sleutel = agendasleutels.maak(services(), gebruiker(), keuze=request.form.get("keuze", ""), now=now())
        adres = f"{services().settings.basis_url.rstrip('/')}{url_for('.lezen', sleutel=sleutel)}"
    return render_template(
        "termijnen/agenda.html", stand=agendasleutels.stand(services(), gebruiker()), adres=adres, keuzes=KEUZES
    )


@page(bp, "/termijnen/agenda/intrekken", methods=["POST"], recht=INZAGE, bij_verlopen=Zonder.KNOP)
def intrekken() -> ResponseReturnValue:
    """End the secret address."""
    agendasleutels.trek_in(services(), gebruiker(), now=now())
    flash("Het adres is ingetrokken. Uw agenda krijgt niets meer van het portaal.", "goed")
    return redirect(url_for(".agenda"), 303)


@page(bp, "/agenda/<sleutel>.ics", publiek=True)
def lezen(sleutel: str) -> Response:
    """Give the calendar behind a secret; one that is unknown, withdrawn or of somebody who left leads nowhere."""
    gelezen = agendasleutels.lees(services(), sleutel, vandaag=vandaag())
    response = make_response(ics.write(gelezen, basis_url=services().settings.basis_url, now=now()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    name_file(response, "berichtenportaal.ics")
    return response


def _number(naam: str) -> int:
    """Return which page is asked, from 1."""
    return min(max(request.args.get(naam, 1, type=int), 1), GETELD)


def _url(maandag: date, keuze: str, anker: str | None = None, **bladen: str | int | None) -> str | None:
    """Return the address of a week, with which pages of its parts; none for one so far off that it is a slip."""
    if abs(maandag - vandaag()) > VERSTE:
        return None
    jaar, nummer, _ = maandag.isocalendar()
    keus = keuze if keuze != KEUZES[0][0] else None
    waarden: dict[str, Any] = {"week": f"{jaar}-W{nummer:02}", "keuze": keus, "_anchor": anker, **bladen}
    return url_for(".tonen", **waarden)


def _pages(gevonden: Week, keuze: str, naam: str, anker: str, *, meer: bool) -> tuple[str | None, str | None]:
    """Return the addresses of the next and of the first page of a part of the week."""
    hier = {"laat": gevonden.bladen.laat, "blad": gevonden.bladen.week}
    volgende = _url(gevonden.van, keuze, anker, **hier | {naam: hier[naam] + 1}) if meer else None
    return volgende, _url(gevonden.van, keuze, anker, **hier | {naam: None}) if hier[naam] > 1 else None


def _day_url(gevonden: Week, keuze: str, dag: Dag) -> str | None:
    """Return where what ends on a day begins: further down this page, or on another one."""
    anker = f"dag-{dag.datum}"
    if dag.bladzijde == gevonden.bladen.week:
        return f"#{anker}"
    return _url(gevonden.van, keuze, anker, blad=dag.bladzijde)


def _count_line(gevonden: Week) -> str:
    """Say how much ends in the week, and how much is late, also what is on another page."""
    laat = f" {_how_many(gevonden.aantal_te_laat)} te laat." if gevonden.aantal_te_laat else ""
    woord = "termijn loopt" if gevonden.aantal == 1 else "termijnen lopen"
    tot = f"Van {dag_en_maand(gevonden.van)} tot en met {voluit(gevonden.tot)}"
    return f"{tot}: {_how_many(gevonden.aantal)} {woord} af.{laat}"


def _how_many(aantal: int) -> str:
    return f"{aantal} of meer" if aantal == GETELD else str(aantal)
