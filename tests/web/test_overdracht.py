"""The hand-over on the pages: the documents with their boxes, the questions of a step, and what was taken back, in a real browser."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from portal.core.bericht.zicht import kop
from tests.bezoeker import Portaal
from tests.browser import check
from tests.overdrachten import DOSSIER, NOTITIE, getypt, overgedragen
from tests.web.reizen import vul
from tests.web.test_team_in_de_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]


def test_a_dossier_goes_over_and_is_checked_before_the_besluit(page: Page, address: str, portal: Portaal) -> None:
    huis = portal.huis
    melding = overgedragen(huis)
    nummer = kop(huis.services, huis.gebruiker("consulent"), melding).nummer
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{melding}")
    page.get_by_role("link", name=re.compile("Overdracht dossier")).click()
    formulier = f"Formulier Melding Beschermd Wonen ({nummer})"
    expect(page.get_by_label(formulier, exact=True)).to_be_checked()
    expect(page.locator("body")).not_to_contain_text(NOTITIE)
    check(page)
    for naam, waarden in getypt(huis, melding, aanbieder="de-schakel", verslag_in_dossier="ja").items():
        vul(page, naam, waarden[0])
    page.get_by_label(formulier, exact=True).uncheck()
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("[data-fouten]")).to_contain_text("Schrijf bij elk stuk dat niet meegaat waarom niet")
    expect(page.get_by_label(formulier, exact=True)).not_to_be_checked()
    check(page)
    page.get_by_label(f"Gaat dit niet mee? Schrijf op waarom: {formulier}").fill("Staat al in het verslag.")
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("main")).to_contain_text("Gaat niet mee: Staat al in het verslag.")
    check(page)
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/ontvangst")
    bericht = page.url.rsplit("/", 2)[1]
    huis.client.take_in(UUID(bericht))
    _taken_over(page, address, bericht)
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{bericht}")
    expect(page.locator("main")).to_contain_text("Vergewischeck gedaan: het onderzoek is compleet")
    expect(page.locator("main")).not_to_contain_text(re.compile(r"Voor hoe lang\s*Ja"))
    check(page)


def test_what_was_taken_back_says_so_to_the_other(page: Page, address: str, portal: Portaal) -> None:
    huis = portal.huis
    getypte = getypt(huis, overgedragen(huis))
    bericht = huis.stuur(huis.gebruiker("consulent"), DOSSIER, getypte)
    huis.doe(huis.gebruiker("consulent"), bericht, "terughalen", tekst="De burger blijft hier.")
    log_in(page, address, "groningen")
    page.goto(f"{address}/berichten/{bericht}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit bericht is teruggehaald")
    expect(page.locator("main")).not_to_contain_text("De burger blijft hier.")
    check(page)


def _taken_over(page: Page, address: str, bericht: str) -> None:
    """Groningen takes it over and answers the four questions, the first time not all of them."""
    log_in(page, address, "groningen")
    _step(page, f"{address}/berichten/{bericht}", "Overdracht aanvaarden")
    page.goto(f"{address}/berichten/{bericht}")
    expect(page.locator("main")).to_contain_text("Gaat niet mee: Staat al in het verslag.")
    check(page)
    page.goto(f"{address}/berichten/{bericht}/doen/vergewischeck")
    page.get_by_label("De hulpvraag van de burger").check()
    page.get_by_role("button", name="Vergewischeck gedaan").click()
    expect(page.locator("[data-fouten]")).to_contain_text("Kijk of in het verslag staat voor hoe lang.")
    expect(page.get_by_label("De hulpvraag van de burger")).to_be_checked()
    check(page)
    for vraag in ("Of beschermd wonen nodig is, en waarom", "Welke ondersteuning nodig is", "Voor hoe lang"):
        page.get_by_label(vraag).check()
    page.get_by_role("button", name="Vergewischeck gedaan").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"Voor hoe lang\s*Ja"))


def _step(page: Page, adres: str, knop: str) -> None:
    page.goto(adres)
    page.get_by_role("link", name=knop).first.click()
    page.get_by_role("button", name=knop).click()
