"""Verplichtingen: for CMO the list aanbieder by stuk by year with exemptions; for an aanbieder the way to begin one."""

from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.plichtenlijst import jaren, plichtenlijsten, stel_vrij, vraag_weer
from portal.core.beheer.plichtentabel import ALLES, KOLOMMEN, SORTEER, TOON, aantal, gekozen, rijen_van
from portal.core.herinneren.plichtladder import ladders, te_zetten, zet_trede
from portal.core.insturen.concepten import AlIngediend
from portal.core.insturen.openstaand import begin_duty, submit_direct
from portal.domain.rechten import Recht
from portal.sealing.envelope import new_id
from portal.web.guard import Zonder, page
from portal.web.in_een_keer import do_ticked
from portal.web.kader import gebruiker, now, services
from portal.web.tabel import csv_file

bp = Blueprint("verplichtingen", __name__)

STAP: Final = "stap"
NAAM: Final = "naam"
DOEN: Final = {"vrijstellen": (stel_vrij, "vrijgesteld"), "weer-vragen": (vraag_weer, "weer gevraagd")}


class Keuze(NamedTuple):
    """What the list shows: of which year, which aanbieders, in what order; and the years there are."""

    jaren: tuple[str, ...]
    jaar: str
    toon: str
    sorteer: str

    def adres(self, pagina: str = ".tonen", **anders: str) -> str:
        """Return the address of this choice with something else in it."""
        keuze = {"jaar": self.jaar, "toon": self.toon, "sorteer": self.sorteer} | anders
        return url_for(
            pagina,
            jaar=keuze["jaar"] or None,
            toon=None if keuze["toon"] == ALLES else keuze["toon"],
            sorteer=None if keuze["sorteer"] == NAAM else keuze["sorteer"],
        )


@page(bp, "/verplichtingen", recht=Recht.VERPLICHTINGEN_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show who has sent what over a year, and who has not; filter and order stand in the address."""
    keuze = _chosen(request.args)
    lijsten = plichtenlijsten(services(), gebruiker(), keuze.jaar, now=now())
    toon = [(ALLES, "Alles"), *((code, woorden) for code, (woorden, _) in TOON.items())]
    return render_template(
        "contract/verplichtingen.html",
        lijsten=[gekozen(lijst, toon=keuze.toon, sorteer=keuze.sorteer) for lijst in lijsten],
        ladders=ladders(services(), gebruiker(), now=now()),
        leeg_gefilterd=any(lijst.rijen for lijst in lijsten),
        keuze=keuze,
        sleutel=new_id(),
        jaren=[(jaar, keuze.adres(jaar=jaar), None, jaar == keuze.jaar) for jaar in keuze.jaren],
        filters=[(woord, keuze.adres(toon=code), aantal(lijsten, code), code == keuze.toon) for code, woord in toon],
        volgordes=[(woord, keuze.adres(sorteer=code), None, code == keuze.sorteer) for code, woord in SORTEER.items()],
        csv_url=keuze.adres(".lijst_csv"),
        csv_alles_url=keuze.adres(".lijst_csv", jaar=ALLES),
    )


@page(bp, "/verplichtingen/lijst.csv", recht=Recht.VERPLICHTINGEN_BEHEREN)
def lijst_csv() -> ResponseReturnValue:
    """Give the list as a file, of one year or of all; names of aanbieders and how each stuk stands, nothing of any client."""
    keuze = _chosen(request.args)
    alle = request.args.get("jaar") == ALLES
    lijsten = [
        gekozen(lijst, toon=keuze.toon, sorteer=keuze.sorteer)
        for jaar in (keuze.jaren if alle else (keuze.jaar,))
        for lijst in plichtenlijsten(services(), gebruiker(), jaar, now=now())
    ]
    return csv_file(f"verplichtingen-{'alle-jaren' if alle else keuze.jaar}", KOLOMMEN, rijen_van(lijsten))


@page(bp, "/verplichtingen/wijzigen", methods=["POST"], recht=Recht.VERPLICHTINGEN_BEHEREN, bij_verlopen=Zonder.KNOP)
def wijzigen() -> ResponseReturnValue:
    """Exempt from the duties that were ticked, ask them again, or make one step on each bericht that was ticked."""
    doe, _, stap = request.form.get("doe", "").partition(":")
    aantal_gedaan = do_ticked(stap) if doe == STAP else _exempt(doe)
    if not aantal_gedaan:
        flash("Er is niets veranderd. Vink eerst aan om welke stukken het gaat.", "let-op")
    return redirect(_chosen(request.form).adres(), 303)


@page(bp, "/verplichtingen/trede/<uuid:klok>", recht=Recht.VERPLICHTINGEN_BEHEREN)
def trede(klok: UUID) -> ResponseReturnValue:
    """Ask before a rung of a ladder is taken, and say what it means."""
    mailbox, sport = te_zetten(services(), gebruiker(), klok, now=now())
    return render_template("contract/trede.html", mailbox=mailbox, sport=sport)


@page(
    bp,
    "/verplichtingen/trede/<uuid:klok>",
    methods=["POST"],
    recht=Recht.VERPLICHTINGEN_BEHEREN,
    bij_verlopen=Zonder.KNOP,
)
def trede_zetten(klok: UUID) -> ResponseReturnValue:
    """Take that rung."""
    gezet = zet_trede(services(), gebruiker(), klok, now=now())
    if gezet is None:
        flash("Er is niets veranderd: dit was al gedaan, of de aanbieder heeft intussen gestuurd.", "let-op")
    else:
        flash(f"De aanbieder is nu {gezet.gezet}. Hij krijgt daarover een e-mail.", "goed")
    return redirect(url_for(".tonen"), 303)


@page(
    bp,
    "/verplichtingen/<uuid:verplichting>/beginnen",
    methods=["POST"],
    recht=Recht.BERICHT_INDIENEN,
    bij_verlopen=Zonder.KNOP,
)
def beginnen(verplichting: UUID) -> ResponseReturnValue:
    """Begin the bericht that was asked, with what is known already."""
    try:
        concept = begin_duty(services(), gebruiker(), verplichting, now=now())
    except AlIngediend as al:
        return redirect(url_for("berichten.tonen", bericht=al.bericht), 303)
    return redirect(url_for("invullen.openen", concept=concept), 303)


@page(bp, "/nieuw/<code>/direct", methods=["POST"], recht=Recht.BERICHT_INDIENEN, bij_verlopen=Zonder.KNOP)
def direct(code: str) -> ResponseReturnValue:
    """Send a bericht with one click; the same page sent twice is the same bericht."""
    concept = request.form.get("concept", type=UUID)
    if concept is None:
        return redirect("/", 303)
    bericht = submit_direct(services(), gebruiker(), code, concept=concept, now=now())
    return redirect(url_for("indienen.ontvangst", bericht=bericht), 303)


def _chosen(waarden: Mapping[str, str]) -> Keuze:
    """Read year, filter and order; what is not there becomes the first."""
    alle = jaren(services(), gebruiker())
    jaar, toon, sorteer = (waarden.get(naam, "") for naam in ("jaar", "toon", "sorteer"))
    return Keuze(
        jaren=alle,
        jaar=jaar if jaar in alle else next(iter(alle), ""),
        toon=toon if toon in TOON else ALLES,
        sorteer=sorteer if sorteer in SORTEER else NAAM,
    )


def _exempt(doe: str) -> int:
    """Exempt or ask again; returns how many."""
    change, woord = DOEN.get(doe, DOEN["vrijstellen"])
    gedaan = change(services(), gebruiker(), request.form.getlist("verplichting", type=UUID), now=now())
    if gedaan:
        flash(f"{gedaan} {'stuk' if gedaan == 1 else 'stukken'} {woord}.", "goed")
    return gedaan
