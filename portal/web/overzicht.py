"""Numbers for beleid and for who leads a team: how many berichten stand where, what was on time, and nothing of what is in them."""

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.lezen.cijfers import cijfers
from portal.core.lezen.op_tijd import OpTijd, op_tijd, totaal
from portal.core.opening import NietGevonden
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR
from portal.domain.rechten import Recht
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.tabel import csv_file

bp = Blueprint("overzicht", __name__)

WIE: Final = {False: "Wat uw team moet doen", True: "Wat aanbieders en afzenders moeten doen"}


@page(bp, "/overzicht", recht=Recht.CIJFERS_LEZEN)
def tonen() -> ResponseReturnValue:
    """Show the numbers of this team or gemeente."""
    jaar = _year()
    gehaald = op_tijd(services(), gebruiker(), jaar=jaar, vandaag=vandaag())
    return render_template(
        "overzicht/overzicht.html",
        cijfers=cijfers(services(), gebruiker(), vandaag=vandaag()),
        naam=gebruiker().namens.naam,
        mag_lijst=gebruiker().mag(Recht.BERICHT_LEZEN),
        mag_taken=gebruiker().mag(Recht.TAAK_AFHANDELEN),
        moment=now(),
        op_tijd=[(wie, _with_total([c for c in gehaald if c.van_ander == ander])) for ander, wie in WIE.items()],
        jaren=[
            (str(ander), url_for(".tonen", jaar=ander, _anchor="op-tijd"), None, ander == jaar)
            for ander in range(vandaag().year - 2, vandaag().year + 2)
        ],
        csv_url=url_for(".termijnen_csv", jaar=jaar),
    )


@page(bp, "/overzicht/termijnen.csv", recht=Recht.CIJFERS_LEZEN)
def termijnen_csv() -> ResponseReturnValue:
    """Give the numbers on time and late of a year as a file; nothing of any bericht is in it."""
    jaar = _year()
    rijen = op_tijd(services(), gebruiker(), jaar=jaar, vandaag=vandaag())
    return csv_file(
        f"termijnen-{jaar}",
        ("Van wie", "Team", "Mapje", "Op tijd", "Te laat", "Loopt nog", "Loopt en is te laat"),
        ((WIE[r.van_ander], r.team, r.titel, r.op_tijd, r.te_laat, r.loopt, r.loopt_te_laat) for r in rijen),
    )


def _with_total(cijfers: Sequence[OpTijd]) -> Sequence[OpTijd]:
    return [*cijfers, totaal(cijfers)] if len(cijfers) > 1 else cijfers


def _year() -> int:
    """Return the year that is asked for; raises NietGevonden for one the portal cannot count with."""
    tekst = request.args.get("jaar", "")
    if not tekst:
        return vandaag().year
    if not (tekst.isascii() and tekst.isdigit() and EERSTE_JAAR <= int(tekst[:5]) <= LAATSTE_JAAR):
        raise NietGevonden
    return int(tekst)
