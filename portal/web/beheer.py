"""The state of the portal for its functioneel beheerder: what needs attention, vault and keys, the region; never a bericht."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.core.beheer.beheer import organisaties
from portal.core.beheer.sleutelstand import sleutelstand
from portal.core.beheer.toelating import wachtenden
from portal.core.beheer.zonder_team import without_team
from portal.core.klokken.klokfouten import failing
from portal.core.post.postkamer import postkamer
from portal.core.regels.regelvoorstel import te_beslissen
from portal.domain.datums import voluit
from portal.domain.gemeenten import Gemeente
from portal.domain.kortweg import in_het_kort
from portal.domain.rechten import Recht
from portal.domain.teams import Team
from portal.sealing.client import VaultDown
from portal.web.beheer_pagina import BEHEER, draw
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services, vandaag

bp = Blueprint("beheer", __name__)

# What a setting of a region means, for who did not write its file.
INSTELLINGEN: Final = {
    "goede_vrijdag_vrij": "Goede Vrijdag telt niet als werkdag in afgesproken termijnen",
    "vijf_mei_vrij": "5 mei telt niet als werkdag in afgesproken termijnen",
    "gelijkgestelde_dagen_vrij": "Dagen die bij besluit gelijk zijn gesteld met een feestdag tellen niet als werkdag",
    "afspraak_schuift": "Een afgesproken termijn schuift door naar de volgende werkdag",
    "herinnering_laatste_dag": "Herinnering op de laatste dag zelf, bij elke plicht",
    "experttafel_eerste": "Eerste vergaderdag van de experttafel; daarna elke vier weken",
    "samenvatting_tijd": "Tijd waarop de e-mail van de dag weggaat, op werkdagen",
    "toezicht_adres_contactlijst": "Adres van toezicht in de contactlijst van het handboek",
    "toezicht_adres_paragraaf_7": "Adres van toezicht in paragraaf 7 van het handboek",
    "toezicht_adres_bevestigd": "Toezicht heeft bevestigd welk adres klopt",
}


@page(bp, "/beheer", recht=Recht.PORTAAL_BEHEREN)
def tonen() -> ResponseReturnValue:
    """Show what needs attention, and how vault, mail and region are."""
    regels = organisaties(services(), gebruiker(), vandaag=vandaag())
    return draw(
        "beheer/beheer.html",
        hier="Overzicht",
        kluis=_vault(),
        wachtend=_waiting(),
        regelvoorstellen=len(te_beslissen(services(), gebruiker())),
        post=postkamer(services(), gebruiker()),
        klokfouten=failing(services(), gebruiker()),
        regio=services().regio,
        vlaggen=sum(len(g.vlaggen) for g in services().regio.gemeenten) + sum(len(t.vlaggen) for t in _region_teams()),
        zonder_team=without_team(services().regio, services().mailboxen.alle()),
        mailboxen=len(services().mailboxen.alle()),
        organisaties=regels,
        aanbieders_zonder_beheerder=[
            regel for regel in regels if regel.soort == "aanbieder" and not regel.heeft_beheerder
        ],
        sleutels=sleutelstand(services(), gebruiker()),
    )


@page(bp, "/beheer/regio", recht=Recht.PORTAAL_BEHEREN)
def regio() -> ResponseReturnValue:
    """Show the region as its file declares it, contact lines verbatim, with what is odd about them."""
    hele = services().regio
    return draw(
        "beheer/regio.html",
        hier="Regio",
        regio=hele,
        gemeenten=[(gemeente, _teams_of(gemeente)) for gemeente in hele.gemeenten],
        regioteams=_region_teams(),
        centrum=hele.gemeente(hele.centrumgemeente),
        instellingen=[(naam, *_setting(naam)) for naam, _ in hele.instellingen],
        zonder_team=without_team(hele, services().mailboxen.alle()),
        gesloten=[(code, services().mailboxen.met_code(code)) for code in hele.gesloten_mailboxen],
        kruimels=[BEHEER],
    )


@page(bp, "/beheer/kluis", recht=Recht.PORTAAL_BEHEREN)
def kluis() -> ResponseReturnValue:
    """Show how the vault is, and whether everyone who receives has a key that it signed."""
    return draw(
        "beheer/kluis.html",
        hier="Kluis",
        kluis=_vault(),
        sleutels=sleutelstand(services(), gebruiker()),
        installatie=services().sealer.installation,
        moment=now(),
        kruimels=[BEHEER],
    )


def _vault() -> Mapping[str, Any] | None:
    """Return what the vault says of itself; None while it is away."""
    try:
        return services().vault.status()
    except VaultDown:
        return None


def _waiting() -> tuple[int, int]:
    """Return how many requests wait for this person's word, and how many for another's."""
    try:
        wachtend = wachtenden(services(), gebruiker(), vandaag=vandaag())
    except VaultDown:
        return 0, 0
    van_mij = sum(rij.van_mij for rij in wachtend)
    return len(wachtend) - van_mij, van_mij


def _setting(naam: str) -> tuple[str, str]:
    """Say what a setting means and what it is now; the length of a clock with its unit."""
    for mailbox in services().mailboxen.alle():
        for termijn in mailbox.alle_termijnen():
            if termijn.instelling == naam:
                ingesteld = services().regio.ingesteld(termijn, op=vandaag())
                return f"{mailbox.titel}: {termijn.titel.lower()}", in_het_kort(ingesteld)
    return INSTELLINGEN.get(naam, naam), _day_in_words(services().regio.instelling(naam, op=vandaag()))


def _day_in_words(waarde: str) -> str:
    try:
        return voluit(date.fromisoformat(waarde))
    except ValueError:
        return waarde


def _teams_of(gemeente: Gemeente) -> list[Team]:
    return [team for team in services().regio.teams if team.gemeenten == (gemeente.cbs,)]


def _region_teams() -> list[Team]:
    return [team for team in services().regio.teams if len(team.gemeenten) != 1]
