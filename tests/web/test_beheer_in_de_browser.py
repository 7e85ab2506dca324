"""Every page of beheer and organisatiebeheer in a real browser: accessible, fit for a phone, and quiet in the console."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize
from sqlalchemy import select, update

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.forms.regels import FORMULIEREN
from portal.models import Bericht, Persoon, Uitgaand
from tests.bezoeker import Portaal
from tests.browser import axe
from tests.core.regels import klok, stel, twee_beheerders
from tests.core.test_regelproef import GOEDE_VRIJDAG, PASEN, REACTIE
from tests.installatie import BEGIN, DIEP, HIER, SCHAKEL, VERZOEK, WACHTWOORD
from tests.web.verhalen import submitted

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]

# What their declarations hold differs most: every kind of rule, clock and step is among them.
UITEENLOPEND = (VERZOEK, "calamiteit-geweld", "herindicatie", "sociale-kaart")
PHONE = ViewportSize(width=360, height=740)


def log_in(page: Page, address: str, account: str, start: str) -> None:
    """Come in by the form; every role starts at a page of its own."""
    page.set_viewport_size(PHONE)
    page.goto(f"{address}/inloggen")
    page.fill("#account", account)
    page.fill("#wachtwoord", WACHTWOORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}{start}")


def check_on_a_phone(page: Page) -> None:
    """Fail unless the page as it is now is accessible and no wider than a phone."""
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], page.url


def set_up(portal: Portaal) -> dict[str, str]:
    """Let something wait, fail and be chained, so that no page is empty; returns ids for the addresses."""
    huis = portal.huis
    submitted(portal)
    with huis.services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status="dood", fout="adres geweigerd: 550"))
    lid = Lidmaatschap(soort="organisatie", code=DIEP, rol=Rol.ORGANISATIEBEHEERDER, vanaf=BEGIN.date())
    wie: dict[str, Any] = {"account": "dora", "naam": "Dora Diep", "email": "d@diep.example", "organisatie": DIEP}
    asked = huis.client.admit(huis.token("beheerder"), **wie, lidmaatschappen=[lid], herkomst=HIER)
    while huis.vault.chain.step():
        pass
    with huis.services.database.lezen() as session:
        collega = session.scalars(select(Persoon.id).where(Persoon.account == "collega")).one()
    with huis.services.database.lezen() as session:
        bericht = session.scalars(select(Bericht.id)).one()
    _, ander = twee_beheerders(huis)
    klok(huis, bericht, REACTIE, PASEN)
    return {
        "wijziging": str(stel(huis, ander, GOEDE_VRIJDAG)),
        "wacht_op": str(asked.wacht_op),
        "collega": str(collega),
    }


def visit(page: Page, address: str, *paths: str) -> None:
    for path in paths:
        response = page.goto(f"{address}{path}")
        assert response is not None
        assert response.status == 200, path
        check_on_a_phone(page)


def test_beheer_on_a_phone(page: Page, address: str, portal: Portaal) -> None:
    ids, errors = set_up(portal), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, address, "beheerder", "/beheer")
    visit(
        page,
        address,
        "/beheer",
        "/beheer/organisaties",
        f"/beheer/organisaties/{SCHAKEL}",
        f"/beheer/organisaties/{DIEP}",
        f"/beheer/organisaties/{DIEP}/beheerder",
        f"/beheer/personen/{ids['collega']}/blokkeren",
        "/beheer/wachtend",
        f"/beheer/wachtend/{ids['wacht_op']}/bevestigen",
        "/beheer/regio",
        "/beheer/kalender",
        "/beheer/kalender?jaar=2031",
        *(f"/beheer/kalender/voorstellen/{soort}" for soort in FORMULIEREN),
        f"/beheer/kalender/wijzigingen/{ids['wijziging']}",
        "/beheer/mailboxen",
        *(f"/beheer/mailboxen/{code}{pagina}" for code in UITEENLOPEND for pagina in ("", "/route")),
        "/beheer/post",
        "/beheer/kluis",
    )
    page.goto(f"{address}/beheer/mailboxen/{VERZOEK}/route")
    page.select_option("#gemeente_inschrijving", "1966")
    page.get_by_role("button", name="Waar gaat dit heen?").click()
    page.get_by_role("heading", name="Dit bericht gaat naar").wait_for()
    check_on_a_phone(page)
    page.goto(f"{address}/beheer/logboek")
    check_on_a_phone(page)
    page.get_by_role("button", name="Nu nakijken").click()
    page.get_by_text("het logboek klopt").wait_for()
    check_on_a_phone(page)
    assert errors == []


def test_organisatiebeheer_on_a_phone(page: Page, address: str, portal: Portaal) -> None:
    collega, errors = f"/organisatie/collegas/{set_up(portal)['collega']}", []
    page.on("pageerror", lambda error: errors.append(str(error)))
    log_in(page, address, "organisatiebeheerder", "/organisatie")
    visit(
        page,
        address,
        "/organisatie",
        collega,
        f"{collega}/rol",
        f"{collega}/rollen/0/beeindigen",
        f"{collega}/blokkeren",
        f"{collega}/wachtwoord",
        "/organisatie/toelaten",
    )
    page.get_by_role("button", name="Toelaten").click()
    page.locator("[data-fouten]").wait_for()
    check_on_a_phone(page)
    page.fill("#naam", "Nina Nieuw")
    page.fill("#email", "nina@schakel.example")
    page.fill("#account", "nina")
    page.check("#rollen-0")
    page.get_by_role("button", name="Toelaten").dblclick()
    page.get_by_role("heading", name="Nina Nieuw is toegelaten").wait_for()
    check_on_a_phone(page)
    assert errors == []
