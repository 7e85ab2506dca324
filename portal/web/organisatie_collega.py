"""One colleague, for his organisatiebeheerder: roles to give and end, a block, a new one-time password."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.collegas import Collega, Rolkeuze, Rolzicht, te_geven_rollen
from portal.core.beheer.collegas import collega as find
from portal.core.beheer.toelating import beeindig_rol, blokkeer, geef_rol, herstel
from portal.core.herinneren.waarnemen import waarnemingen
from portal.core.lezen.houders import held_by
from portal.core.opening import NietGevonden
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.domain.teams import als_team
from portal.forms.personen import RolFormulier
from portal.web.beheer_pagina import Weigering, attempt, form_key, once_shown
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, services, vandaag
from portal.web.opnieuw import remember, typed
from portal.web.organisatie import KRUIMELS

bp = Blueprint("organisatie_collega", __name__)


@page(bp, "/organisatie/collegas/<uuid:collega>", recht=Recht.COLLEGA_TOELATEN)
def tonen(collega: UUID) -> ResponseReturnValue:
    """Show a colleague with his roles, and what can be done."""
    wie = _find(collega)
    return render_template(
        "organisatie/collega.html",
        collega=wie,
        is_zelf=wie.id == gebruiker().persoon,
        kan_rol=bool(_not_held(wie)),
        waarnemingen=[z for z in waarnemingen(services(), collega, vandaag=vandaag()) if z.afspraak.persoon == collega],
        kruimels=KRUIMELS,
    )


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/rol",
    methods=["GET", "POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=remember,
)
def rol(collega: UUID) -> ResponseReturnValue:
    """Ask which role is added; on POST, give it."""
    wie = _find(collega)
    keuzes = te_geven_rollen(services(), gebruiker())
    kader = Kader(vandaag=vandaag(), regio=services().regio, teams=tuple((k.sleutel, k.label) for k in keuzes))
    formulier = RolFormulier.vul(typed(), kader)
    if request.method == "GET" or formulier.fouten():
        return _draw_role(wie, formulier, status=200 if request.method == "GET" else 422)
    gekozen = next(k for k in keuzes if k.sleutel == formulier.feiten()["rol"])
    weigering = attempt(lambda: geef_rol(services(), gebruiker(), collega, gekozen.sleutel, vandaag=vandaag()))
    if weigering is not None:
        return _draw_role(wie, formulier, weigering=weigering, status=weigering.status)
    flash(f"{wie.naam} is nu {gekozen.label}.", "goed")
    return redirect(url_for(".tonen", collega=collega), 303)


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/rollen/<int:nummer>/beeindigen",
    methods=["GET", "POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def beeindigen(collega: UUID, nummer: int) -> ResponseReturnValue:
    """Ask first, then end a role."""
    wie = _find(collega)
    gehouden = next((gehouden for gehouden in wie.rollen if gehouden.nummer == nummer), None)
    if gehouden is None:
        raise NietGevonden
    titel = f"{gehouden.rol.titel.capitalize()} bij {gehouden.waar}"
    return _ask_then_do(
        wie,
        lambda: beeindig_rol(services(), gebruiker(), collega, nummer, vandaag=vandaag()),
        titel="Rol beëindigen",
        vraag=f"{titel} beëindigen?",
        knop="Rol beëindigen",
        gevolgen=[
            f"{wie.naam} kan meteen niets meer doen met deze rol.",
            *_left_behind(wie, gehouden),
            "Andere rollen blijven. Wie geen rol meer heeft, kan niet meer inloggen.",
            "Wat al is gedaan, blijft op naam van deze collega staan.",
        ],
        gedaan=f"De rol '{titel}' van {wie.naam} is beëindigd.",
    )


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/blokkeren",
    methods=["GET", "POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def blokkeren(collega: UUID) -> ResponseReturnValue:
    """Ask first, then block a colleague at once."""
    wie = _find(collega)
    return _ask_then_do(
        wie,
        lambda: blokkeer(services(), gebruiker(), collega, vandaag=vandaag()),
        titel="Account blokkeren",
        vraag=f"{wie.naam} blokkeren?",
        knop="Blokkeren",
        gevolgen=[
            f"{wie.naam} is meteen overal uitgelogd en kan niet meer inloggen.",
            *_left_behind(wie, *wie.lopend),
            "Berichten en concepten blijven van de organisatie: een collega kan ermee verder.",
            "Was het een vergissing? Met een nieuw wachtwoord laat u deze collega weer toe.",
        ],
        gedaan=f"{wie.naam} is geblokkeerd en overal uitgelogd.",
    )


@page(
    bp,
    "/organisatie/collegas/<uuid:collega>/wachtwoord",
    methods=["GET", "POST"],
    recht=Recht.COLLEGA_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def wachtwoord(collega: UUID) -> ResponseReturnValue:
    """Ask first, then give a new one-time password and show it."""
    wie = _find(collega)
    if request.method == "GET":
        return _draw_reset(wie)
    sleutel = form_key()
    gedaan = attempt(lambda: herstel(services(), gebruiker(), collega, sleutel=sleutel, vandaag=vandaag()))
    if isinstance(gedaan, Weigering):
        return _draw_reset(wie, gedaan)
    terug = (wie.naam, url_for(".tonen", collega=collega))
    return once_shown(gedaan, naam=wie.naam, account=wie.account, terug=terug, nieuw=False)


def _find(collega: UUID) -> Collega:
    return find(services(), gebruiker(), collega, vandaag=vandaag())


def _not_held(wie: Collega) -> tuple[Rolkeuze, ...]:
    held = {(rol.lid.soort, rol.lid.code, rol.rol) for rol in wie.lopend}
    return tuple(k for k in te_geven_rollen(services(), gebruiker()) if (k.soort, k.code, k.rol) not in held)


def _left_behind(wie: Collega, *rollen: Rolzicht) -> list[str]:
    """Say how many berichten wait for a new behandelaar where these are the last roles that this colleague holds."""
    blijft = {(rol.lid.soort, rol.lid.code) for rol in wie.lopend if rol not in rollen}
    plekken = {(rol.lid.soort, rol.lid.code) for rol in rollen if rol.loopt} - blijft
    aantal = sum(held_by(services(), gebruiker(), wie.id, team=als_team(*plek)) for plek in plekken)
    if not aantal:
        return []
    berichten = "1 open bericht" if aantal == 1 else f"{aantal} open berichten"
    staat, het = ("Dat staat", "het") if aantal == 1 else ("Die staan", "ze")
    daarna = f"{staat} daarna bij 'Zonder behandelaar', zodat een collega {het} overneemt."
    return [f"{wie.naam} behandelt nu {berichten}. {daarna}"]


def _trail(wie: Collega) -> list[tuple[str, str]]:
    return [*KRUIMELS, (wie.naam, url_for(".tonen", collega=wie.id))]


def _ask_then_do(
    wie: Collega, act: Callable[[], None], *, titel: str, vraag: str, knop: str, gevolgen: list[str], gedaan: str
) -> ResponseReturnValue:
    """Draw the question with what follows from it; on POST do it, or say why it was not done."""
    weigering = attempt(act) if request.method == "POST" else None
    if request.method == "GET" or weigering is not None:
        pagina = render_template(
            "organisatie/vraag.html",
            collega=wie,
            titel=titel,
            vraag=vraag,
            knop=knop,
            gevolgen=gevolgen,
            weigering=weigering,
            velden={},
            terug=url_for(".tonen", collega=wie.id),
            kruimels=_trail(wie),
        )
        return make_response(pagina, weigering.status if weigering is not None else 200)
    flash(gedaan, "goed")
    # Who ended his own last role of beheerder may not see the page of a colleague any more.
    if wie.id == gebruiker().persoon:
        return redirect("/", 303)
    return redirect(url_for(".tonen", collega=wie.id), 303)


def _draw_role(
    wie: Collega, formulier: RolFormulier, *, weigering: Weigering | None = None, status: int = 200
) -> Response:
    keuzes = _not_held(wie)
    formulier.rol.kies_uit((k.sleutel, k.label) for k in keuzes)
    return make_response(
        render_template(
            "organisatie/rol.html",
            collega=wie,
            formulier=formulier,
            keuzes=keuzes,
            uitleg={k.sleutel: k.uitleg for k in keuzes},
            weigering=weigering,
            fouten=[(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors],
            kruimels=_trail(wie),
        ),
        status,
    )


def _draw_reset(wie: Collega, weigering: Weigering | None = None) -> Response:
    pagina = render_template(
        "organisatie/vraag.html",
        collega=wie,
        titel="Weer toelaten" if not wie.actief else "Nieuw wachtwoord maken",
        vraag=f"{wie.naam} een nieuw wachtwoord geven?",
        knop="Nieuw wachtwoord maken",
        gevolgen=[
            *([] if wie.actief else ["De blokkade gaat eraf; de rollen zijn weer geldig."]),
            "U krijgt één keer een nieuw wachtwoord te zien om zelf door te geven.",
            "Het oude wachtwoord en de oude authenticator-app werken niet meer.",
            f"{wie.naam} is meteen overal uitgelogd en stelt bij het inloggen alles opnieuw in.",
        ],
        weigering=weigering,
        velden={"sleutel": uuid4()},
        terug=url_for(".tonen", collega=wie.id),
        kruimels=_trail(wie),
    )
    return make_response(pagina, weigering.status if weigering is not None else 200)
