"""The aanbieder's pages in a real browser: accessible in every state, narrow, by keyboard, and without JavaScript."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.core.insturen import concepten
from portal.core.insturen.intake import submit_bericht
from tests.bezoeker import Portaal
from tests.browser import check
from tests.installatie import VERZOEK, WACHTWOORD
from tests.voorbeelden import pdf, volledig_verzoek

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]


def log_in(page: Page, address: str, account: str = "indiener") -> None:
    page.goto(f"{address}/inloggen")
    page.fill("#account", account)
    page.fill("#wachtwoord", WACHTWOORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")


def fill(page: Page, **anders: str) -> None:
    """Answer every question that the form shows, as a person would."""
    for naam, waarden in volledig_verzoek(**anders).items():
        veld = page.locator(f"[name='{naam}']").first
        if veld.get_attribute("type") in {"radio", "checkbox"}:
            for waarde in waarden:
                page.check(f"[name='{naam}'][value='{waarde}']")
        elif veld.evaluate("e => e.tagName") == "SELECT":
            veld.select_option(waarden[0])
        else:
            veld.fill(waarden[0])


def choose_files(page: Page) -> None:
    for eis in ("toestemmingsformulier", "onderbouwing"):
        page.set_input_files(f"#bijlage-{eis}", {"name": f"{eis}.pdf", "mimeType": "application/pdf", "buffer": pdf()})


def go_and_check(page: Page, address: str, *paths: str) -> None:
    for path in paths:
        page.goto(f"{address}{path}")
        check(page)


def test_every_state_of_the_form_is_accessible(page: Page, address: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, address)
    go_and_check(page, address, "/nieuw", f"/nieuw/{VERZOEK}")
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("[data-fouten]")).to_be_focused()
    check(page)
    fill(page)
    nep = {"name": "nep.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-nep"}
    page.set_input_files("#bijlage-onderbouwing", nep)  # type: ignore[arg-type]  # a dictionary of these three
    page.get_by_role("button", name="Controleren").click()
    geweigerd = "Onderbouwing van de wisseling: Wij kunnen dit bestand niet lezen"
    expect(page.get_by_role("link", name=geweigerd)).to_be_visible()
    check(page)
    choose_files(page)
    page.get_by_role("button", name="Controleren").click()
    page.wait_for_url("**/controleren")
    check(page)
    page.get_by_role("button", name="Versturen").click()
    page.wait_for_url("**/ontvangst")
    check(page)
    go_and_check(page, address, "/", "/onderweg")
    assert errors == []


def test_the_other_pages_are_accessible_empty_filled_and_with_the_vault_away(
    page: Page, address: str, portal: Portaal
) -> None:
    page.goto(f"{address}/onderweg")
    check(page)
    page.get_by_role("button", name="Inloggen").click()
    check(page)
    log_in(page, address)
    leeg = ("/", "/onderweg", "/onderweg?toon=vragen", "/concepten")
    go_and_check(page, address, *leeg, "/toegankelijkheid", "/privacy", "/nergens", "/inloggen/wachtwoord")
    wie = portal.huis.gebruiker("collega")
    portal.huis.bericht(wie)
    portal.huis.concept(wie)
    go_and_check(page, address, "/", "/onderweg", f"/nieuw/{VERZOEK}", "/concepten")
    page.get_by_role("link", name=re.compile("Verwijderen")).first.click()
    check(page)
    portal.huis.client.down = True
    go_and_check(page, address, "/", "/onderweg")
    page.get_by_role("button", name="Uitloggen").click()
    check(page)


def test_a_bericht_is_sent_by_keyboard_alone(page: Page, address: str) -> None:
    log_in(page, address)
    page.goto(f"{address}/nieuw/{VERZOEK}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    fill(page)
    choose_files(page)
    page.focus("#kenmerk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/controleren")
    page.get_by_role("button", name="Versturen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ontvangst")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw bericht is verstuurd")


@contextmanager
def without_script(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="nl-NL", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_it_all_works_without_javascript(chromium: Browser, address: str) -> None:
    with without_script(chromium) as page:
        log_in(page, address)
        page.goto(f"{address}/nieuw")
        page.fill("#zoek", "verhuizing")
        page.get_by_role("button", name="Zoeken").click()
        page.get_by_role("link", name="Verzoek overdracht toewijzing").click()
        fill(page)
        choose_files(page)
        page.get_by_role("button", name="Controleren").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Controleer uw antwoorden")
        page.get_by_role("link", name=re.compile(r"Wijzigen ?: Achternaam")).click()
        page.fill("#achternaam", "de Vries")
        page.get_by_role("button", name="Controleren").click()
        expect(page.get_by_text("de Vries")).to_be_visible()
        page.get_by_role("button", name="Versturen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Uw bericht is verstuurd")


def test_what_is_typed_is_saved_by_itself_and_the_back_button_finds_it(page: Page, address: str) -> None:
    log_in(page, address)
    page.goto(f"{address}/nieuw/{VERZOEK}")
    page.fill("#achternaam", "Visser")
    page.evaluate("window.dispatchEvent(new Event('online'))")  # what the script does every twenty seconds
    expect(page.locator("[data-opslag]")).to_contain_text("Opgeslagen om 10:12")
    page.fill("#voorletters", "J.")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[name='versie']")).to_have_value("2")
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("[data-fouten]")).to_be_visible()
    page.goto(f"{address}/onderweg")
    page.go_back()
    expect(page.locator("#achternaam")).to_have_value("Visser")
    page.goto(f"{address}/concepten")
    expect(page.get_by_role("link", name="Verzoek overdracht toewijzing", exact=True)).to_have_count(1)


def test_the_page_goes_on_in_a_new_concept_when_a_colleague_has_sent_this_one(
    page: Page, address: str, portal: Portaal
) -> None:
    collega = portal.huis.gebruiker("collega")
    concept = portal.huis.concept(collega)
    log_in(page, address)
    page.goto(f"{address}/concepten/{concept}")
    submit_bericht(portal.huis.services, collega, concept=concept, now=portal.huis.now)
    page.fill("#achternaam", "Visserman")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-opslag]")).to_contain_text("Uw tekst staat in dit nieuwe concept.")
    page.fill("#achternaam", "Visserman-de Boer")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-opslag]")).to_contain_text("Opgeslagen om 10:12")
    assert not page.url.endswith(str(concept))
    page.reload()
    expect(page.locator("#achternaam")).to_have_value("Visserman-de Boer")


def test_the_page_goes_on_when_a_colleague_has_thrown_the_concept_away(
    page: Page, address: str, portal: Portaal
) -> None:
    log_in(page, address)
    page.goto(f"{address}/nieuw/{VERZOEK}")
    page.fill("#achternaam", "Visser")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-opslag]")).to_contain_text("Opgeslagen om 10:12")
    concept = UUID(page.url.rpartition("/")[2])
    collega = portal.huis.gebruiker("collega")
    concepten.verwijder(portal.huis.services, collega, concept, now=portal.huis.now)
    page.fill("#achternaam", "Visserman")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-opslag]")).to_contain_text("Dit concept is intussen verwijderd")
    concepten.verwijder(portal.huis.services, collega, concept, now=portal.huis.now)
    page.fill("#achternaam", "Visserman-de Boer")
    page.get_by_role("button", name="Controleren").click()
    expect(page.get_by_text("Dit concept is intussen verwijderd")).to_be_visible()
    expect(page.locator("[data-fouten]")).to_be_visible()
    page.goto(f"{address}/concepten/{concept}")
    expect(page.locator("#achternaam")).to_have_value("Visserman-de Boer")
