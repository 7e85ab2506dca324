"""Check your answers, send exactly once, and the receipt."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.insturen import concepten
from portal.core.insturen.controle import Controle, controleer
from portal.core.insturen.intake import OngeldigeAntwoorden, submit_bericht
from portal.core.insturen.waarschuwen import before_submitting
from portal.core.lezen.ontvangstbewijs import receipt
from portal.core.opening import NietGevonden
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.routering import OpAntwoord, OpRegister
from portal.domain.termijn import Karakter
from portal.web.formulierpagina import form_page
from portal.web.guard import page
from portal.web.invullen import invulling_of
from portal.web.kader import gebruiker, now, services, vandaag

bp = Blueprint("indienen", __name__)


def back_to_check(_wie: Gebruiker, arguments: Mapping[str, Any]) -> str:
    """Return where to go on after logging in again: all answers are saved already."""
    return f"/concepten/{arguments['concept']}/controleren"


@page(bp, "/concepten/<uuid:concept>/controleren", recht=Recht.BERICHT_INDIENEN)
def controleren(concept: UUID) -> ResponseReturnValue:
    """Show all answers, who gets them and why, and the clocks that start."""
    geopend = concepten.open_concept(services(), gebruiker(), concept)
    if geopend.actie:
        raise NietGevonden
    controle = controleer(services(), gebruiker(), geopend, now=now())
    invulling = invulling_of(geopend, controle.fouten.fouten, controle=controle)
    if controle.antwoorden is None or controle.fouten.fouten:
        return form_page(invulling)
    return render_template(
        "aanbieder/controleren.html",
        invulling=invulling,
        mailbox=invulling.mailbox,
        secties=_answers(controle, concept, invulling.formulier),
        bestemmingen=controle.bestemmingen,
        anders_veld=_looked_up(controle),
        termijnen=[(_clock_title(invulling.mailbox, t.code), t) for t in controle.termijnen],
        voor_burger=controle.kader.voor_burger,
        voorbij=_passed(controle, invulling.mailbox),
        waarschuwingen=before_submitting(
            services(), gebruiker(), invulling.mailbox, controle.antwoorden, vandaag=controle.aankomst
        ),
        kruimels=[("Start", "/"), ("Concepten", url_for("onderweg.concepten_lijst"))],
    )


def _looked_up(controle: Controle) -> str:
    """Name the answer by which the sender says that it is otherwise, where a register said who gets it."""
    match controle.mailbox.routering:
        case OpRegister(regel=regel, anders=OpAntwoord(veld=veld)) if controle.bestemmingen[0].regel == regel:
            return veld
        case _:
            return ""


@page(
    bp, "/concepten/<uuid:concept>/indienen", methods=["POST"], recht=Recht.BERICHT_INDIENEN, bij_verlopen=back_to_check
)
def indienen(concept: UUID) -> ResponseReturnValue:
    """Send it. The same concept again, by a second click, a retry or the back button, is the same bericht."""
    stand = concepten.stand(services(), gebruiker(), concept)
    if stand is None or stand.actie:
        raise NietGevonden
    if stand.versie != request.form.get("versie", -1, type=int):
        flash("Dit concept is intussen gewijzigd. Controleer de antwoorden nog een keer en verstuur het dan.", "let-op")
        return redirect(url_for("indienen.controleren", concept=concept), 303)
    try:
        bericht = submit_bericht(services(), gebruiker(), concept=concept, now=now(), aan=request.form.getlist("aan"))
    except OngeldigeAntwoorden as ongeldig:
        geopend = concepten.open_concept(services(), gebruiker(), concept)
        return form_page(invulling_of(geopend, ongeldig.fouten.fouten))
    return redirect(url_for("indienen.ontvangst", bericht=bericht), 303)


@page(bp, "/berichten/<uuid:bericht>/ontvangst", recht=Recht.BERICHT_VOLGEN)
def ontvangst(bericht: UUID) -> ResponseReturnValue:
    """Show the receipt: all of it stands in clear, so it needs no vault."""
    bewijs = receipt(services(), gebruiker(), bericht)
    return render_template(
        "aanbieder/ontvangst.html",
        kop=bewijs,
        kwitantie=bewijs.kwitantie,
        kruimels=[("Start", "/"), ("Onderweg", url_for("onderweg.onderweg_lijst"))],
    )


def _answers(controle: Controle, concept: UUID, formulier: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:  # noqa: ANN401 - a form of the mailbox: the web only draws it
    """Return the answers by section, each with the address of its field."""
    if controle.antwoorden is None:
        return []
    pagina = url_for("invullen.openen", concept=concept)
    return [
        (sectie.titel, [(a.label, a.tekst, f"{pagina}#{formulier[a.veld].anker}") for a in sectie.antwoorden])
        for sectie in controle.antwoorden.secties
    ]


def _passed(controle: Controle, mailbox: Mailbox) -> list[tuple[str, date]]:
    """Name the dates that were agreed for a day that has gone by: it may be so, or it may be mistyped."""
    return [
        (_clock_title(mailbox, t.code), t.datum)
        for t in controle.termijnen
        if t.karakter is Karakter.MIJLPAAL and t.datum < vandaag()
    ]


def _clock_title(mailbox: Mailbox, code: str) -> str:
    termijn = mailbox.termijn(code)
    return termijn.titel if termijn is not None else code
