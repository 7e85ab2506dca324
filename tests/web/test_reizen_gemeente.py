"""What a frontoffice, a backoffice and a teamleider of a gemeente come for, from login to what the other side sees."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.domain.rollen import Rol
from portal.models import Toewijzing
from tests.browser import check
from tests.core.test_indicatie import toegekend
from tests.installatie import EEMSDELTA, GRONINGEN, SCHAKEL, Installatie
from tests.voorbeelden import BSN, volledige_herindicatie
from tests.web.reizen import Reis, laat_toe, vul
from tests.web.test_toewijzingen import INGEVULD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]


def take_in_the_toewijzing(huis: Installatie) -> None:
    """Let the vault take in the one toewijzing that there is."""
    with huis.services.database.lezen() as session:
        huis.client.take_in(session.scalars(select(Toewijzing.id)).one())


def test_a_frontoffice_hands_on_what_belongs_to_another_gemeente(reis: Reis) -> None:
    bericht = reis.huis.bericht(reis.huis.gebruiker("indiener"))
    reis.als("frontoffice")
    reis.open(bericht)
    reis.stap("Oppakken")
    reis.stap("Doorsturen naar ander team", kijk=True, team=GRONINGEN, reden="De burger woont in Groningen.")
    assert reis.naar(bericht).title().startswith("Deze pagina is er niet")
    reis.als("groningen")
    reis.open(bericht)
    reis.leest("De burger woont in Groningen.", "Visser")
    reis.als("indiener")
    reis.naar(bericht)
    reis.leest("Doorgestuurd naar Toegang Groningen")


def test_a_backoffice_sends_the_301_and_the_aanbieder_has_a_toewijzing(reis: Reis) -> None:
    zaak = toegekend(reis.huis)
    page = reis.als("backoffice")
    page.get_by_role("link", name="Taken").first.click()
    reis.open(zaak.bericht)
    taak = page.locator(".bp-taak", has_text="301")
    taak.locator('[name="einddatum"]').fill("30-6-2027")
    taak.locator("summary").click()
    taak.locator('[name="toewijzingnummer"]').fill("512")
    check(page)
    taak.get_by_role("button", name="Gedaan").click()
    reis.leest("Genoteerd: verstuurd op donderdag 2 april 2026")
    take_in_the_toewijzing(reis.huis)
    reis.als("indiener")
    reis.naar("/toewijzingen")
    reis.leest("J.V. · 1987 · 512", "30 juni 2027")
    reis.als("ander")
    reis.naar("/toewijzingen")
    reis.leest("Hier staat geen toewijzing")


def test_a_toewijzing_that_the_backoffice_wrote_down_fills_in_the_next_bericht_of_the_aanbieder(reis: Reis) -> None:
    page = reis.als("backoffice")
    page.get_by_role("link", name="Toewijzingen").first.click()
    page.get_by_role("link", name="Toewijzing vastleggen").first.click()
    for naam in ("bsn", "voorletters", "achternaam", "geboortedatum", "toewijzingnummer", "vanaf", "einddatum"):
        page.fill(f'main [name="{naam}"]', str(INGEVULD[naam]))
    page.select_option('main [name="aanbieder"]', SCHAKEL)
    page.locator('main [name="producten"]').first.check()
    page.get_by_role("button", name="Vastleggen").click()
    reis.leest("Voorbeeld")
    check(page)
    take_in_the_toewijzing(reis.huis)
    reis.als("indiener")
    reis.naar("/toewijzingen")
    page.get_by_role("link", name="A.V. · 1980").click()
    reis.begin("wijziging-indicatie")
    for naam, waarde in (("bsn", "999900018"), ("achternaam", "Voorbeeld"), ("toewijzingnummer", "412")):
        expect(page.locator(f'#invullen [name="{naam}"]')).to_have_value(waarde)


def test_a_teamleider_finds_what_is_late_and_leaves_a_note_for_the_team(reis: Reis) -> None:
    laat_toe(reis.huis, "teamleider", "gemeente-1979", EEMSDELTA, Rol.TEAMLEIDER)
    melding = volledige_herindicatie(gemeente_inschrijving="1979")
    bericht = reis.huis.stuur(reis.huis.gebruiker("indiener"), "herindicatie", melding)
    reis.huis.later(days=60)
    page = reis.als("teamleider")
    page.get_by_role("link", name="Termijnen").first.click()
    expect(page.locator("section", has=page.get_by_role("heading", name="Te laat"))).to_contain_text("J.V. · 1987")
    check(page)
    reis.open(bericht)
    page.get_by_role("link", name="Notitie schrijven").click()
    check(page)
    vul(page, "tekst", "Wie kan dit vandaag oppakken?", "main")
    reis.druk(page.locator("main").get_by_role("button", name="Interne notitie"))
    reis.als("consulent")
    reis.naar(bericht)
    reis.leest("Wie kan dit vandaag oppakken?")
    reis.stap("Oppakken")
    reis.als("teamleider")
    reis.naar(bericht)
    reis.leest("Consulent")
    reis.als("indiener")
    reis.naar(bericht)
    expect(page.locator("main")).not_to_contain_text("Wie kan dit vandaag oppakken?")


def test_a_teamleider_finds_a_burger_reads_and_decides_nothing(reis: Reis) -> None:
    laat_toe(reis.huis, "teamleider", "gemeente-1979", EEMSDELTA, Rol.TEAMLEIDER)
    bericht = reis.huis.bericht(reis.huis.gebruiker("indiener"))
    reis.huis.doe(reis.huis.gebruiker("tweede"), bericht, "vraag-stellen", tekst="Op welk adres?")
    page = reis.als("teamleider")
    reis.naar("/zoeken")
    page.locator('main [name="bsn"]').fill(BSN)
    page.locator("main").get_by_role("button", name="Zoeken").click()
    reis.open(bericht)
    reis.leest("Visser", "Op welk adres?")
    check(page)
    links = page.locator(f'main a[href^="/berichten/{bericht}/doen/"]')
    assert {link.get_attribute("href") for link in links.all()} == {f"/berichten/{bericht}/doen/notitie"}
    page.get_by_role("link", name="Overzicht").first.click()
    reis.leest("Verzoek overdracht toewijzing")
