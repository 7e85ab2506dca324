"""Who takes part, for the functioneel beheerder: organisations with teams and people, a first beheerder, a block, a reset."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from uuid import UUID, uuid4

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.core.beheer.beheer import Organisatiezicht, is_een_van_laatste_twee, organisaties
from portal.core.beheer.beheer import organisatie as find_organisatie
from portal.core.beheer.beheer import persoon as find_persoon
from portal.core.beheer.collegas import Collega
from portal.core.beheer.toelating import blokkeer, herstel, vraag_beheerder
from portal.core.opening import NietGevonden
from portal.domain.formulier import Kader
from portal.domain.rechten import Recht
from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort
from portal.forms.personen import BeheerderFormulier
from portal.web.beheer_pagina import BEHEER, Weigering, attempt, draw, form_key, form_page, page_of
from portal.web.guard import Zonder, page
from portal.web.kader import gebruiker, services, vandaag
from portal.web.opnieuw import remember, typed

bp = Blueprint("beheer_organisaties", __name__)

HIER: Final = "Organisaties"
PER_PAGE: Final = 100
KRUIMELS: Final = [BEHEER, (HIER, "/beheer/organisaties")]
ALLEEN: Final = (
    "U kunt dit niet alleen terugdraaien: de eigen organisatiebeheerder laat deze persoon weer toe. Voor een beheerder "
    "vraagt u dat aan en bevestigt een tweede functioneel beheerder."
)
SAMEN: Final = (
    "Uw eigen account sluit ook. U bent samen de laatste functioneel beheerders, en het portaal kan niet weten wie van u te "
    "vertrouwen is. Daarom gaat geen van beiden alleen verder. Alle anderen werken gewoon door."
)
TERUG: Final = (
    "Weer toelaten kan alleen op de server van de kluis, met portal gebruiker herstellen. Bel wie die server beheert."
)
BEHEERDERS: Final = (Rol.ORGANISATIEBEHEERDER, Rol.FUNCTIONEEL_BEHEERDER)


@page(bp, "/beheer/organisaties", recht=Recht.PORTAAL_BEHEREN)
def lijst() -> ResponseReturnValue:
    """List the organisations; the kind stands in the address."""
    alle = organisaties(services(), gebruiker(), vandaag=vandaag())
    soorten = [soort.value for soort in Organisatiesoort if any(regel.soort == soort for regel in alle)]
    soort = request.args.get("soort", "")
    soort = soort if soort in soorten else ""
    gekozen = [regel for regel in alle if soort in {"", regel.soort}]
    rijen, nummer, meer = page_of(gekozen, PER_PAGE)
    chips = [("Alle", url_for(".lijst"), len(alle), not soort)]
    chips += [
        (s.replace("_", " ").capitalize(), url_for(".lijst", soort=s), sum(r.soort == s for r in alle), s == soort)
        for s in soorten
    ]
    return draw(
        "beheer/organisaties.html",
        hier=HIER,
        rijen=rijen,
        aantal=len(gekozen),
        filters=chips,
        volgende_url=url_for(".lijst", soort=soort or None, bladzijde=nummer + 1) if meer else None,
        eerste_url=url_for(".lijst", soort=soort or None) if nummer > 1 else None,
        kruimels=[BEHEER],
    )


@page(bp, "/beheer/organisaties/<organisatie>", recht=Recht.PORTAAL_BEHEREN)
def tonen(organisatie: str) -> ResponseReturnValue:
    """Show one organisation with its teams and the people in it."""
    gevonden = _find(organisatie)
    personen, nummer, meer = page_of(gevonden.personen, PER_PAGE)
    return draw(
        "beheer/organisatie.html",
        hier=HIER,
        organisatie=gevonden,
        personen=personen,
        is_beheer=gevonden.soort == Organisatiesoort.BEHEER,
        is_aanbieder=gevonden.soort == Organisatiesoort.AANBIEDER,
        registers=services().regio.registers,
        beheerders=BEHEERDERS,
        ik=gebruiker().persoon,
        volgende_url=url_for(".tonen", organisatie=organisatie, bladzijde=nummer + 1) if meer else None,
        eerste_url=url_for(".tonen", organisatie=organisatie) if nummer > 1 else None,
        kruimels=KRUIMELS,
    )


@page(
    bp,
    "/beheer/organisaties/<organisatie>/beheerder",
    methods=["GET", "POST"],
    recht=Recht.EERSTE_BEHEERDER_TOELATEN,
    bij_verlopen=remember,
)
def beheerder(organisatie: str) -> ResponseReturnValue:
    """Ask who is to be the beheerder of an organisation that has none; on POST, ask a second beheerder to confirm."""
    gevonden = _find(organisatie)
    if gevonden.soort == Organisatiesoort.BEHEER:
        raise NietGevonden
    formulier = BeheerderFormulier.vul(typed(), Kader(vandaag=vandaag(), regio=services().regio))
    if request.method == "GET" or formulier.fouten():
        return _draw_form(gevonden, formulier)
    feiten, sleutel = formulier.feiten(), form_key()
    gedaan = attempt(
        lambda: vraag_beheerder(
            services(),
            gebruiker(),
            organisatie=organisatie,
            naam=str(feiten["naam"]),
            account=str(feiten["account"]),
            email=str(feiten["email"]),
            sleutel=sleutel,
            vandaag=vandaag(),
        )
    )
    if isinstance(gedaan, Weigering):
        return _draw_form(gevonden, formulier, gedaan)
    flash(
        f"Klaargezet. Een andere functioneel beheerder bevestigt {feiten['naam']} en krijgt dan het wachtwoord.", "goed"
    )
    return redirect(url_for("beheer_wachtend.lijst"), 303)


@page(
    bp,
    "/beheer/personen/<uuid:persoon>/blokkeren",
    methods=["GET", "POST"],
    recht=Recht.PORTAAL_BEHEREN,
    bij_verlopen=Zonder.KNOP,
)
def blokkeren(persoon: UUID) -> ResponseReturnValue:
    """Ask first, then block anyone's account at once; of the last two functioneel beheerders both."""
    wie = find_persoon(services(), gebruiker(), persoon, vandaag=vandaag())
    samen = persoon != gebruiker().persoon and is_een_van_laatste_twee(
        services(), gebruiker(), persoon, vandaag=vandaag()
    )
    weigering = None
    if request.method == "POST":
        akkoord = request.form.get("samen") == "ja"
        weigering = attempt(lambda: blokkeer(services(), gebruiker(), persoon, vandaag=vandaag(), samen=akkoord))
        if weigering is None and samen:
            flash(f"{wie.naam} en u zijn geblokkeerd en uitgelogd. {TERUG}", "let-op")
            return redirect(url_for("inloggen.inloggen"), 303)
        if weigering is None:
            flash(f"{wie.naam} is geblokkeerd en overal uitgelogd.", "goed")
            return redirect(url_for(".tonen", organisatie=wie.organisatie), 303)
    return _draw_question(
        wie,
        weigering,
        titel="Account blokkeren",
        vraag=f"{wie.naam} blokkeren, en uzelf?" if samen else f"{wie.naam} blokkeren?",
        knop="Beide accounts blokkeren" if samen else "Blokkeren",
        gevolgen=[
            f"{wie.naam} is meteen overal uitgelogd en kan niet meer inloggen.",
            *([SAMEN, TERUG] if samen else [ALLEEN]),
        ],
        velden={"samen": "ja"} if samen else {},
    )


@page(
    bp,
    "/beheer/personen/<uuid:persoon>/wachtwoord",
    methods=["GET", "POST"],
    recht=Recht.EERSTE_BEHEERDER_TOELATEN,
    bij_verlopen=Zonder.KNOP,
)
def wachtwoord(persoon: UUID) -> ResponseReturnValue:
    """Ask a second functioneel beheerder to give a beheerder a new one-time password."""
    wie = find_persoon(services(), gebruiker(), persoon, vandaag=vandaag())
    weigering: Weigering | None = None
    if request.method == "POST":
        sleutel = form_key()
        gedaan = attempt(lambda: herstel(services(), gebruiker(), persoon, sleutel=sleutel, vandaag=vandaag()))
        if not isinstance(gedaan, Weigering):
            flash("Klaargezet. Een andere functioneel beheerder bevestigt dit en krijgt dan het wachtwoord.", "goed")
            return redirect(url_for("beheer_wachtend.lijst"), 303)
        weigering = gedaan
    return _draw_question(
        wie,
        weigering,
        titel="Nieuw wachtwoord aanvragen",
        vraag=f"Voor {wie.naam} een nieuw wachtwoord aanvragen?",
        knop="Aanvragen",
        gevolgen=[
            "Er verandert nog niets. Een andere functioneel beheerder moet het bevestigen en geeft het wachtwoord door.",
            "Daarna werken het oude wachtwoord en de oude authenticator-app niet meer; een blokkade gaat eraf.",
            "Controleer eerst zelf dat het echt deze persoon is die erom vraagt.",
        ],
    )


def _find(organisatie: str) -> Organisatiezicht:
    return find_organisatie(services(), gebruiker(), organisatie, vandaag=vandaag())


def _draw_form(
    organisatie: Organisatiezicht, formulier: BeheerderFormulier, weigering: Weigering | None = None
) -> Response:
    adres = url_for(".tonen", organisatie=organisatie.code)
    return form_page(
        formulier,
        hier=HIER,
        titel="Beheerder toelaten",
        intro=f"Voor {organisatie.naam}. Een andere functioneel beheerder bevestigt het en ziet dan één keer het wachtwoord.",
        knop="Klaarzetten",
        terug=adres,
        weigering=weigering,
        kruimels=[*KRUIMELS, (organisatie.naam, adres)],
    )


def _draw_question(
    wie: Collega,
    weigering: Weigering | None,
    *,
    titel: str,
    vraag: str,
    knop: str,
    gevolgen: list[str],
    velden: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    return draw(
        "beheer/vraag.html",
        hier=HIER,
        status=weigering.status if weigering is not None else 200,
        collega=wie,
        titel=titel,
        vraag=vraag,
        knop=knop,
        gevolgen=gevolgen,
        weigering=weigering,
        velden={"sleutel": uuid4(), **velden},
        terug=url_for(".tonen", organisatie=wie.organisatie),
        kruimels=KRUIMELS,
    )
