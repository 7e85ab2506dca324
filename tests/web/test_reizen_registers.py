"""Journeys along what is kept and what follows: a calamiteit up to its opvolging, a location that is refused or closed, an onderaannemer."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser import check
from tests.core.test_registers import LOCATIE, geaccepteerd
from tests.ingevuld import ingevuld
from tests.installatie import Installatie
from tests.voorbeelden import volledige_melding
from tests.web.reizen import Reis

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]

ONDERAANNEMER = {"onderaannemer": "staat-er-niet-bij", "naam": "Zorg Apart", "kvk": "12345678"}


def rest(huis: Installatie, code: str) -> dict[str, list[str]]:
    """Return what is still to be filled in where a bericht starts from the page of a calamiteit."""
    mailbox = huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    return {naam: waarden for naam, waarden in ingevuld(mailbox).items() if naam != "melding"}


def opgave(huis: Installatie, code: str, **anders: str) -> UUID:
    """Send a mailbox of CMO as De Schakel."""
    mailbox = huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    return huis.stuur(huis.gebruiker("indiener"), code, ingevuld(mailbox, **anders))


def te_kiezen(reis: Reis) -> list[str]:
    """Return the locations that De Schakel can choose in a form."""
    reis.als("indiener")
    reis.naar("/nieuw")
    reis.begin("wijziging-locatie")
    return reis.page.locator('[name="huidige_locatie"]').locator("option").all_inner_texts()


def test_an_aanbieder_investigates_a_calamiteit_toezicht_concludes_and_the_opvolging_is_enough(reis: Reis) -> None:
    calamiteit = reis.huis.stuur(reis.huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    reis.als("toezichthouder")
    reis.open(calamiteit)
    reis.stap("Ontvangst bevestigen")
    reis.stap("Eigen onderzoek vragen aan de aanbieder", tekst="Wat ging eraan vooraf?")
    reis.als("indiener")
    reis.naar(calamiteit)
    reis.leest("Wat ging eraan vooraf?")
    reis.begin("onderzoeksrapport-aanbieder")
    rapport = reis.verstuur(rest(reis.huis, "onderzoeksrapport-aanbieder"), bijlagen=["rapport"])
    page = reis.als("toezichthouder")
    reis.open(rapport)
    reis.stap("Oppakken")
    reis.stap("Rapport aanvaarden", kijk=True, tekst="Het onderzoek is degelijk.")
    reis.naar(calamiteit)
    reis.stap("Conclusies vastleggen", tekst="De nachtdienst was te klein.")
    reis.als("indiener")
    reis.naar(rapport)
    reis.leest("Het onderzoek is degelijk.", "Afgehandeld")
    reis.naar(calamiteit)
    reis.leest("De nachtdienst was te klein.")
    reis.begin("opvolging-toezicht")
    opvolging = reis.verstuur(rest(reis.huis, "opvolging-toezicht"))
    reis.als("toezichthouder")
    reis.open(opvolging)
    reis.stap("Oppakken")
    reis.stap("Opvolging voldoende", tekst="De nachtdienst is uitgebreid.")
    check(page)
    reis.als("indiener")
    reis.naar(opvolging)
    reis.leest("De nachtdienst is uitgebreid.", "Afgehandeld")
    reis.als("consulent")
    assert reis.naar(opvolging).title().startswith("Deze pagina is er niet")


def test_a_location_that_is_refused_and_one_that_is_closed_cannot_be_chosen(reis: Reis) -> None:
    geaccepteerd(reis.huis, naam="De Eiken")
    nieuw = opgave(reis.huis, "opgave-locaties", **LOCATIE)
    reis.als("contractmanager")
    reis.open(nieuw)
    reis.stap("Oppakken")
    reis.stap("Schouw plannen", tekst="Dinsdag om 10 uur.")
    reis.stap("Locatie niet accepteren", kijk=True, tekst="Er is geen vluchtweg.")
    namen = te_kiezen(reis)
    assert ("De Eiken, Delfzijl" in namen, "De Wilgen, Delfzijl" in namen) == (True, False)
    reis.naar(nieuw)
    reis.leest("Er is geen vluchtweg.", "Afgehandeld")
    page = reis.als("contractmanager")
    reis.naar("/registers?register=locaties")
    reis.leest("De Eiken")
    expect(page.locator("main")).not_to_contain_text("De Wilgen")


def test_a_location_that_goes_out_of_use_leaves_the_register_and_the_form(reis: Reis) -> None:
    dicht = geaccepteerd(reis.huis)
    assert "De Wilgen, Delfzijl" in te_kiezen(reis)
    page = reis.als("contractmanager")
    reis.naar(dicht)
    reis.stap("Locatie is niet meer in gebruik", kijk=True, tekst="Verkocht per 1 april.")
    assert "De Wilgen, Delfzijl" not in te_kiezen(reis)
    reis.naar(dicht)
    reis.leest("Verkocht per 1 april.")
    reis.als("consulent")
    reis.naar("/registers?register=locaties")
    expect(page.locator("main")).not_to_contain_text("De Wilgen")


def test_an_onderaannemer_is_admitted_and_every_aanbieder_sees_him_in_the_overview(reis: Reis) -> None:
    def overzicht(account: str) -> str:
        reis.als(account)
        reis.naar("/registers")
        return reis.page.locator("main").inner_text()

    melding = opgave(reis.huis, "onderaannemer-melding", **ONDERAANNEMER)
    assert "Zorg Apart" not in overzicht("ander")
    page = reis.als("contractmanager")
    reis.open(melding)
    reis.stap("Oppakken")
    reis.stap("Toestemming geven", kijk=True, tekst="De bewijsmiddelen zijn in orde.")
    check(page)
    for account in ("indiener", "ander", "consulent"):
        assert "Zorg Apart" in overzicht(account)
    reis.naar("/registers?register=onderaannemers")
    reis.leest("Zorg Apart", "12345678", "Stichting De Schakel")
    check(page)
    reis.als("indiener")
    reis.naar(melding)
    reis.leest("De bewijsmiddelen zijn in orde.")
