"""Registering for a burger, and writing to an aanbieder that answers, in a real browser: accessible, narrow, from form to answer."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from portal.models import Bericht
from tests.bezoeker import Portaal
from tests.browser import check
from tests.installatie import SCHAKEL
from tests.voorbeelden import BSN, pdf
from tests.web.test_team_in_de_browser import log_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]


def choose(page: Page, naam: str, waarde: str) -> None:
    page.locator(f'input[name="{naam}"][value="{waarde}"]').check()


def test_a_frontoffice_registers_what_came_by_phone(page: Page, address: str, portal: Portaal, tmp_path: Path) -> None:
    (stuk := tmp_path / "evaluatie.pdf").write_bytes(pdf())
    log_in(page, address, "frontoffice")
    page.get_by_role("link", name="Bericht registreren").click()
    check(page)
    page.get_by_role("link", name="Melding herindicatie (verlenging)").click()
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("#binnengekomen_op")).to_be_visible()
    check(page)
    page.fill("#binnengekomen_op", "30-3-2026")
    choose(page, "binnengekomen_via", "telefoon")
    for veld, waarde in (
        ("bsn", BSN),
        ("voorletters", "J."),
        ("achternaam", "Visser"),
        ("geboortedatum", "12-5-1987"),
        ("toewijzingnummer", "412"),
        ("einddatum", "30-6-2026"),
    ):
        page.fill(f"#{veld}", waarde)
    expect(page.locator("#gemeente_inschrijving")).to_have_value("1979")
    choose(page, "verblijft_elders", "nee")
    choose(page, "producten", "verblijf-24-uur")
    page.locator("#bijlage-evaluatiedocument").set_input_files(str(stuk))
    page.get_by_role("button", name="Controleren").click()
    expect(page.get_by_role("heading", name="Controleer uw antwoorden")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Het bericht is geregistreerd")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Bekijk en volg dit bericht").click()
    expect(page.locator("main")).to_contain_text("binnengekomen op maandag 30 maart 2026")
    check(page)
    page.get_by_role("link", name="Onderweg").first.click()
    expect(page.get_by_role("link", name="Melding herindicatie (verlenging)")).to_be_visible()
    check(page)


def test_a_consulent_asks_an_aanbieder_and_reads_the_answer(page: Page, address: str, portal: Portaal) -> None:
    log_in(page, address, "consulent")
    page.get_by_role("link", name="Nieuw bericht").click()
    check(page)
    page.get_by_role("link", name="Bericht aan een aanbieder").click()
    page.select_option("#ontvanger", SCHAKEL)
    choose(page, "soort", "vraag")
    page.fill("#antwoord_voor", "10-4-2026")
    page.fill("#onderwerp", "Vrije plekken")
    page.fill("#tekst", "Heeft u in mei plek?")
    check(page)
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("main")).to_contain_text("Stichting De Schakel. De ontvanger die de afzender heeft gekozen.")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_role("heading", name="Uw bericht is verstuurd")).to_be_visible()
    with portal.huis.services.database.lezen() as session:
        bericht = session.scalars(select(Bericht.id)).one()
    portal.huis.client.take_in(bericht)
    log_in(page, address, "indiener")
    page.get_by_role("link", name="Ontvangen").click()
    check(page)
    page.get_by_role("link", name="Bericht aan een aanbieder").first.click()
    expect(page.locator("main")).to_contain_text("Heeft u in mei plek?")
    check(page)
    page.get_by_role("link", name="Antwoord sturen").click()
    page.fill("#tekst", "Ja, twee plekken.")
    check(page)
    page.get_by_role("button", name="Antwoord sturen").click()
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{bericht}")
    expect(page.locator("main")).to_contain_text("Ja, twee plekken.")
    check(page)
