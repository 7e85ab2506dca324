"""What an organisatiebeheerder and a functioneel beheerder come for, from login to what others notice of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import check
from tests.core.regels import pas_toe, twee_beheerders
from tests.installatie import SCHAKEL, WACHTWOORD
from tests.web.reizen import Reis, vul
from tests.web.test_beheer_kalender import VRIJDAG

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]

EIGEN = "een heel ander eigen wachtwoord"
# What an aanbieder still owes after its contract; every other mailbox has no way in.
NA_CONTRACT = {
    "/nieuw/calamiteit-geweld",
    "/nieuw/contractvraag",
    "/nieuw/klacht",
    "/nieuw/onderzoeksrapport-aanbieder",
    "/nieuw/opvolging-toezicht",
    "/nieuw/overlijden",
    "/nieuw/verantwoording",
}


def log_in_with(page: Page, account: str, wachtwoord: str) -> None:
    """Try to log in, whatever comes of it."""
    page.context.clear_cookies()
    page.goto(re.sub(r"(//[^/]+).*", r"\1/inloggen", page.url))
    page.fill("#account", account)
    page.fill("#wachtwoord", wachtwoord)
    page.get_by_role("button", name="Inloggen").click()


def test_a_colleague_who_is_let_in_chooses_a_password_and_sees_the_berichten_of_the_organisation(reis: Reis) -> None:
    bericht = reis.huis.bericht(reis.huis.gebruiker("indiener"))
    page = reis.als("organisatiebeheerder")
    page.get_by_role("link", name=re.compile("toelaten", re.IGNORECASE)).first.click()
    for naam, waarde in (("naam", "Nina Nieuw"), ("email", "nina@schakel.example"), ("account", "nina")):
        page.fill(f"#{naam}", waarde)
    page.check("#rollen-0")
    page.get_by_role("button", name="Toelaten").click()
    page.get_by_role("heading", name="Nina Nieuw is toegelaten").wait_for()
    eenmalig = page.locator(".bp-getal-aantal code").inner_text()
    log_in_with(page, "nina", eenmalig)
    for naam, waarde in (("oud", eenmalig), ("nieuw", EIGEN), ("nogmaals", EIGEN)):
        page.fill(f"#{naam}", waarde)
    check(page)
    page.get_by_role("button", name="Wachtwoord opslaan").click()
    page.wait_for_url(lambda url: "wachtwoord" not in url)
    reis.naar("/onderweg")
    reis.open(bericht)
    reis.leest("Visser")


def test_a_colleague_who_leaves_is_blocked_and_comes_in_no_more(reis: Reis) -> None:
    page = reis.als("organisatiebeheerder")
    reis.naar("/organisatie")
    page.get_by_role("link", name="Collega", exact=True).click()
    page.locator("main").get_by_role("link", name="Blokkeren").click()
    check(page)
    page.locator("main").get_by_role("button", name="Blokkeren").click()
    reis.leest("geblokkeerd")
    log_in_with(page, "collega", WACHTWOORD)
    expect(page.locator("main")).to_contain_text("klopt niet")
    assert "/inloggen" in page.url


def test_a_day_off_is_proposed_by_one_beheerder_and_decided_by_another(reis: Reis) -> None:
    twee_beheerders(reis.huis)
    reis.huis.bericht(reis.huis.gebruiker("indiener"))
    page = reis.als("beheerder")
    reis.naar("/beheer/kalender/voorstellen/instelling")
    for naam, waarde in VRIJDAG.items():
        vul(page, naam, waarde, "main")
    page.get_by_role("button", name="Bekijk wat dit doet").click()
    reis.leest("nee in plaats van ja", "U stelde dit zelf voor")
    check(page)
    adres = page.url
    reis.als("beheerder2")
    page.goto(adres)
    page.get_by_label("Alleen nieuwe termijnen").check()
    reis.druk(page.locator('main form[action$="/besluiten"] button').first)
    pas_toe(reis.huis)
    reis.naar("/beheer/kalender")
    reis.leest("Goede Vrijdag werkdag")


def test_an_aanbieder_that_takes_part_no_longer_sends_nothing_new_and_finishes_what_it_had(reis: Reis) -> None:
    bericht = reis.huis.bericht(reis.huis.gebruiker("indiener"))
    page = reis.als("beheerder")
    reis.naar(f"/beheer/organisaties/{SCHAKEL}")
    page.get_by_role("link", name="Niet meer actief maken").click()
    reis.leest("Wat loopt, loopt door")
    check(page)
    page.locator("main").get_by_role("button").first.click()
    reis.leest("niet actief")
    reis.als("indiener")
    reis.naar("/nieuw")
    nieuw = page.locator('main a[href^="/nieuw/"]')
    expect(nieuw).to_have_count(7)
    assert {link.get_attribute("href") for link in nieuw.all()} == NA_CONTRACT
    reis.naar(bericht)
    reis.leest("Visser")
