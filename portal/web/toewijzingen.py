"""The register of toewijzingen: the list of a team or an aanbieder, one opened, one written down by hand, one ended, one corrected."""

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.lezen.tellingen import COUNT_TO
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.toewijzing.toewijzingenlijst import (
    SORTEER,
    TOON,
    Regel,
    correct_end,
    end_by_hand,
    enter_by_hand,
    everything,
    of_bsn,
    open_toewijzing,
    register,
)
from portal.core.toewijzing.toewijzingkader import hand_kader
from portal.core.toewijzing.uit_toewijzing import can_be_made
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import dag_en_maand, voluit
from portal.domain.formulier import Kader, Ruw
from portal.domain.iwmotermijnen import bij_toewijzing
from portal.domain.rechten import Recht
from portal.forms import BerichtFormulier
from portal.forms.aanbiederveld import ANDERE_AANBIEDER
from portal.forms.vastleggen import BeeindigFormulier, ClientZoekFormulier, VastlegFormulier, VerbeterFormulier
from portal.sealing.client import TeVeel, VaultDown
from portal.sealing.envelope import new_id
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.opnieuw import remember, remember_on, typed
from portal.web.tabel import csv_file

bp = Blueprint("toewijzingen", __name__)
F = TypeVar("F", bound=BerichtFormulier)

LOPEND: Final = "lopend"
EINDE: Final = "einde"
KOLOMMEN: Final = (
    "Aanbieder",
    "Team",
    "Ingangsdatum",
    "Einddatum",
    "Laatste dag",
    "Stand",
    "Bericht",
    "Beëindigd door",
)
KAN_NIET: Final = {
    TeVeel: (
        429,
        "Wacht even met zoeken",
        "U heeft in korte tijd veel gezocht. Wacht een paar minuten en zoek dan opnieuw.",
    ),
    VaultDown: (
        503,
        "De kluis is even niet bereikbaar",
        "Zoeken kan nu niet. Probeer het over een paar minuten opnieuw.",
    ),
}


@page(bp, "/toewijzingen", methods=["GET", "POST"], recht=Recht.TOEWIJZING_LEZEN, bij_verlopen=remember)
def tonen() -> ResponseReturnValue:
    """Show the list; on POST those of one client: the burgerservicenummer stands in no address."""
    kader = Kader(vandaag=vandaag(), regio=services().regio)
    formulier = ClientZoekFormulier.vul({"bsn": typed().get("bsn", [])}, kader)
    if request.method == "GET":
        return _list(formulier)
    if formulier.fouten():
        return _list(formulier, status=422)
    try:
        gevonden = of_bsn(services(), gebruiker(), str(formulier.feiten()["bsn"]), vandaag=vandaag())
    except (TeVeel, VaultDown) as niet:
        status, *melding = KAN_NIET[type(niet)]
        return _list(formulier, melding=melding, status=status)
    return _list(formulier, gevonden=gevonden)


@page(bp, "/toewijzingen/lijst.csv", recht=Recht.TOEWIJZING_LEZEN)
def lijst_csv() -> ResponseReturnValue:
    """Give what was chosen as a file for a spreadsheet; nothing of any client is in it."""
    toon, sorteer = _chosen()
    rijen = everything(services(), gebruiker(), toon=toon, sorteer=sorteer, vandaag=vandaag())
    return csv_file(f"toewijzingen-{toon}", KOLOMMEN, _rows(rijen))


@page(bp, "/toewijzingen/nieuw", methods=["GET", "POST"], recht=Recht.TOEWIJZING_VASTLEGGEN, bij_verlopen=remember)
def vastleggen() -> ResponseReturnValue:
    """Ask what the 301 says; on POST write it down, once for each form that was shown."""
    formulier = VastlegFormulier.vul(typed(), hand_kader(services(), gebruiker(), now=now()))
    if request.method == "GET" or formulier.fouten():
        return _form(formulier)
    feiten = formulier.feiten()
    producten = feiten["producten"]
    wat = Toegewezen(
        client=formulier.client_uit(feiten),
        gemeente=str(feiten["gemeente"]),
        nummer=str(feiten["toewijzingnummer"]),
        producten=(producten,) if isinstance(producten, str) else producten,
        vanaf=date.fromisoformat(str(feiten["vanaf"])),
        einddatum=date.fromisoformat(str(feiten["einddatum"])),
    )
    aanbieder = str(feiten["aanbieder"])
    toewijzing = enter_by_hand(
        services(),
        gebruiker(),
        wat,
        organisatie=None if aanbieder == ANDERE_AANBIEDER else aanbieder,
        now=now(),
        sleutel=request.form.get("sleutel", type=UUID),
    )
    flash("De toewijzing is vastgelegd. Zij is over een paar minuten te vinden.", "goed")
    return redirect(url_for(".openen", toewijzing=toewijzing), 303)


@page(bp, "/toewijzingen/<uuid:toewijzing>", recht=Recht.TOEWIJZING_LEZEN)
def openen(toewijzing: UUID) -> ResponseReturnValue:
    """Show what one toewijzing says, and which berichten can be made about it."""
    ruw = typed()  # only what was typed just before the session ended
    return _opened(
        toewijzing, _asked(BeeindigFormulier, ruw, "laatste_dag"), _asked(VerbeterFormulier, ruw, "juiste_einddatum")
    )


@page(
    bp,
    "/toewijzingen/<uuid:toewijzing>/beeindigen",
    methods=["POST"],
    recht=Recht.TOEWIJZING_VASTLEGGEN,
    bij_verlopen=remember_on(".openen", "toewijzing"),
)
def beeindigen(toewijzing: UUID) -> ResponseReturnValue:
    """End it on the day that was filled in; what is wrong is said on its own page."""
    formulier = _asked(BeeindigFormulier, typed(), "laatste_dag")
    status = 422 if formulier.fouten() else 303
    if status == 303:
        try:
            end_by_hand(services(), gebruiker(), toewijzing, op=formulier.datum(), now=now())
        except NietMogelijk as niet:
            status, formulier.laatste_dag.errors = 409, [niet.tekst]
        else:
            flash(f"De toewijzing eindigt op {voluit(formulier.datum())}.", "goed")
            return redirect(url_for(".openen", toewijzing=toewijzing), 303)
    return _opened(toewijzing, formulier, _asked(VerbeterFormulier, {}), status=status)


@page(
    bp,
    "/toewijzingen/<uuid:toewijzing>/verbeteren",
    methods=["POST"],
    recht=Recht.TOEWIJZING_VASTLEGGEN,
    bij_verlopen=remember_on(".openen", "toewijzing"),
)
def verbeteren(toewijzing: UUID) -> ResponseReturnValue:
    """Correct its end to the day that was filled in; what is wrong is said on its own page."""
    formulier = _asked(VerbeterFormulier, typed(), "juiste_einddatum")
    status = 422 if formulier.fouten() else 303
    if status == 303:
        try:
            correct_end(services(), gebruiker(), toewijzing, einddatum=formulier.datum(), now=now())
        except NietMogelijk as niet:
            status, formulier.juiste_einddatum.errors = 409, [niet.tekst]
        else:
            flash(f"De toewijzing loopt tot en met {voluit(formulier.datum())}.", "goed")
            return redirect(url_for(".openen", toewijzing=toewijzing), 303)
    return _opened(toewijzing, _asked(BeeindigFormulier, {}), formulier, status=status)


def _asked(formulier: type[F], ruw: Ruw, *velden: str) -> F:
    """Read these fields of a form as they were typed; without any, the empty form."""
    eigen = {veld: ruw[veld] for veld in velden if veld in ruw}
    return formulier.vul(eigen, Kader(vandaag=vandaag(), regio=services().regio))


def _chosen() -> tuple[str, str]:
    toon, sorteer = request.args.get("toon", LOPEND), request.args.get("sorteer", EINDE)
    return (toon if toon in TOON else LOPEND), (sorteer if sorteer in SORTEER else EINDE)


def _address(toon: str, sorteer: str, pagina: str = ".tonen", na: str = "") -> str:
    return url_for(
        pagina,
        toon=None if toon == LOPEND else toon,
        sorteer=None if sorteer == EINDE else sorteer,
        na=na or None,
    )


def _list(
    formulier: ClientZoekFormulier,
    *,
    gevonden: tuple[Regel, ...] | None = None,
    melding: Iterable[str] = (),
    status: int = 200,
) -> Response:
    toon, sorteer = _chosen()
    na = request.args.get("na", "")
    lijst = register(services(), gebruiker(), toon=toon, sorteer=sorteer, vandaag=vandaag(), na=na)
    return make_response(
        render_template(
            "toegang/toewijzingen.html",
            lijst=lijst,
            gevonden=gevonden,
            melding=tuple(melding),
            formulier=formulier,
            fouten=[(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
            toon=toon,
            filters=[(t, _address(c, sorteer), _number(lijst.aantallen[c]), c == toon) for c, t in TOON.items()],
            volgordes=[(t, _address(toon, c), None, c == sorteer) for c, t in SORTEER.items()],
            csv_url=_address(toon, sorteer, ".lijst_csv"),
            volgende_url=_address(toon, sorteer, na=lijst.volgende) if lijst.volgende else None,
            eerste_url=_address(toon, sorteer) if na else None,
            mag_vastleggen=gebruiker().mag(Recht.TOEWIJZING_VASTLEGGEN),
            is_team=gebruiker().namens.soort == "team",
        ),
        status,
    )


def _number(aantal: int) -> str:
    return f"{COUNT_TO}+" if aantal > COUNT_TO else str(aantal)


def _form(formulier: VastlegFormulier) -> Response:
    fouten = [(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors]
    return make_response(
        render_template(
            "toegang/toewijzing_vastleggen.html",
            formulier=formulier,
            fouten=fouten,
            sleutel=request.form.get("sleutel", type=UUID) or new_id(),
            kruimels=[("Toewijzingen", url_for(".tonen"))],
        ),
        422 if fouten else 200,
    )


def _opened(
    toewijzing: UUID, einde: BeeindigFormulier, verbetering: VerbeterFormulier, *, status: int = 200
) -> Response:
    geopend = open_toewijzing(services(), gebruiker(), toewijzing, vandaag=vandaag())
    regio, inhoud, regel = services().regio, geopend.inhoud, geopend.regel
    gemeente, mag = regio.gemeente(inhoud.gemeente), gebruiker().mag(Recht.TOEWIJZING_VASTLEGGEN)
    velden = (*einde.velden(), *verbetering.velden())
    return make_response(
        render_template(
            "toegang/toewijzing.html",
            regel=regel,
            inhoud=inhoud,
            geboren=_birth_date(inhoud.client.geboortedatum),
            gemeente=gemeente.naam if gemeente is not None else inhoud.gemeente,
            producten=[p.naam for p in regio.producten if p.sleutel in inhoud.producten],
            iwmo=bij_toewijzing(geopend.regel.vanaf, geopend.regel.laatste_dag, regio),
            nieuw=can_be_made(services(), gebruiker()),
            formulier=einde,
            verbetering=verbetering,
            fouten=[(veld.anker, veld.errors[0]) for veld in velden if veld.errors],
            kan_beeindigen=mag and regel.laatste_dag == regel.einddatum and regel.einddatum > vandaag(),
            kan_verbeteren=mag and regel.tot_bericht is None,
            kruimels=[("Toewijzingen", url_for(".tonen"))],
        ),
        status,
    )


def _birth_date(iso: str) -> str:
    dag = date.fromisoformat(iso) if iso else None
    return f"{dag_en_maand(dag)} {dag.year}" if dag else ""


def _rows(rijen: Iterable[Regel]) -> Iterable[tuple[str, ...]]:
    for rij in rijen:
        yield (
            rij.aanbieder,
            rij.team,
            rij.vanaf.isoformat(),
            rij.einddatum.isoformat(),
            rij.laatste_dag.isoformat(),
            rij.stand.value,
            rij.bericht[1] if rij.bericht else "",
            rij.tot_bericht[1] if rij.tot_bericht else "",
        )
