"""The team's pages in a real browser: accessible in every state, narrow, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bezoeker import Portaal
from tests.browser import check
from tests.cli.running import portal as commando
from tests.installatie import WACHTWOORD
from tests.papier import printed, squeezed
from tests.voorbeelden import BSN
from tests.web.verhalen import decided, nowhere, steps_of, submitted, view

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]


DELEN = (".bp-bericht-doen", ".bp-bericht-inhoud", "aside")


def log_in(page: Page, address: str, account: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/inloggen")
    page.fill("#account", account)
    page.fill("#wachtwoord", WACHTWOORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/(?!inloggen)\w*$"))


def asked(portal: Portaal) -> str:
    """A bericht with a question out; returns its path."""
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("tweede"), bericht, "vraag-stellen", tekst="Op welk adres?\n\nEn wanneer?")
    return f"/berichten/{bericht}"


def _print_what_is_open(page: Page) -> None:
    """Look at the paper: a label never stands there with nothing behind it."""
    bsn = page.locator(".utrecht-data-list__item", has=page.locator("details.bp-verborgen"))
    page.emulate_media(media="print")
    expect(bsn).to_be_hidden()
    page.emulate_media(media="screen")
    bsn.locator("summary").click()
    page.emulate_media(media="print")
    expect(bsn).to_contain_text(BSN)
    page.emulate_media(media="screen")


def test_every_state_of_a_bericht_is_accessible(page: Page, address: str, portal: Portaal) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    nieuw, vraag = f"/berichten/{submitted(portal)}", asked(portal)
    besloten = f"/berichten/{decided(portal)[0]}"
    log_in(page, address, "consulent")
    for path in (
        nieuw,
        vraag,
        besloten,
        f"/berichten/{nowhere()}",
        f"{nieuw}/doen/doorsturen",
        f"{nieuw}/doen/afgewezen",
    ):
        page.goto(f"{address}{path}")
        check(page)
    page.goto(f"{address}{nieuw}/doen/vraag-stellen")
    page.get_by_role("button", name="Vraag stellen").click()
    expect(page.locator("[data-fouten]")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Geef antwoord op: Wat wilt u weten?").click()
    expect(page.get_by_label("Wat wilt u weten?")).to_be_focused()
    page.goto(f"{address}{nieuw}")
    page.get_by_text("BSN tonen").click()
    page.get_by_text("Hoe is dit berekend?").click()
    check(page)
    page.get_by_role("button", name="Oppakken").click()
    expect(page.get_by_role("status").first).to_contain_text("U bent nu de behandelaar")
    check(page)
    page.get_by_role("link", name=re.compile("Akkoord")).click()
    check(page)
    portal.huis.client.down = True
    for path in (nieuw, f"{nieuw}/doen/vraag-stellen"):
        page.goto(f"{address}{path}")
        check(page)
    portal.huis.client.down = False
    page.goto(f"{address}{nieuw}")
    _print_what_is_open(page)
    log_in(page, address, "indiener")
    for path in (nieuw, vraag, besloten, f"{vraag}/doen/beantwoorden", f"{vraag}/doen/intrekken"):
        page.goto(f"{address}{path}")
        check(page)
    assert errors == []


def test_every_state_of_the_lists_is_accessible(page: Page, address: str, portal: Portaal) -> None:
    log_in(page, address, "consulent")
    lists = ("/werkvoorraad", "/taken", "/zoeken", "/overzicht")
    for path in lists:
        page.goto(f"{address}{path}")
        check(page)
    submitted(portal)
    asked(portal)
    decided(portal)
    for path in (*lists, "/werkvoorraad?keuze=van-mij"):
        page.goto(f"{address}{path}")
        check(page)
    page.goto(f"{address}/taken")
    page.get_by_label("Gedaan op").first.fill("1-1-2030")
    page.get_by_role("button", name="Gedaan").first.click()
    expect(page.locator("[data-fouten]")).to_be_focused()
    check(page)
    for bsn in (BSN, "123456789"):
        page.goto(f"{address}/zoeken")
        page.get_by_label("Burgerservicenummer").last.fill(bsn)
        page.get_by_role("button", name="Zoeken").click()
        check(page)
    portal.huis.client.down = True
    page.goto(f"{address}/werkvoorraad")
    check(page)
    portal.huis.client.down = False
    for account, paths in (
        ("beheerder", ("/beheer", "/beheer/mailboxen/verzoek-overdracht-toewijzing")),
        ("organisatiebeheerder", ("/organisatie",)),
        ("beleid", ("/overzicht",)),
    ):
        log_in(page, address, account)
        for path in paths:
            page.goto(f"{address}{path}")
            check(page)


def test_the_list_is_walked_and_a_bericht_picked_up_by_keyboard_alone(
    page: Page, address: str, portal: Portaal
) -> None:
    eerste, tweede = submitted(portal, overgangsdatum="1-5-2026"), submitted(portal, overgangsdatum="2-5-2026")
    log_in(page, address, "consulent")
    page.goto(f"{address}/werkvoorraad")
    for key in ("j", "j", "k", "j", "o"):
        page.keyboard.press(key)
    page.wait_for_url(f"{address}/berichten/{tweede}")
    page.get_by_role("button", name="Oppakken").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("U bent nu de behandelaar van dit bericht.")).to_be_visible()
    assert view(portal, "consulent", tweede).behandelaar_naam == "Consulent"
    assert view(portal, "consulent", eerste).behandelaar is None


@pytest.mark.parametrize(("breed", "hoog"), [(360, 740), (1280, 900)])
def test_what_one_can_do_stands_first_on_a_telephone_and_beside_the_content_on_a_screen(
    page: Page, address: str, portal: Portaal, breed: int, hoog: int
) -> None:
    page.set_viewport_size({"width": breed, "height": hoog})
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{submitted(portal)}")
    doen, inhoud, verloop = (page.locator(f".bp-bericht > {deel}").bounding_box() for deel in DELEN)
    assert doen is not None
    assert inhoud is not None
    assert verloop is not None
    assert doen["y"] + 100 < hoog  # in sight without scrolling
    if breed == 360:
        assert doen["y"] + doen["height"] < inhoud["y"] < inhoud["y"] + inhoud["height"] < verloop["y"]
    else:
        assert (doen["y"], doen["x"]) == (inhoud["y"], verloop["x"])
        assert inhoud["x"] + inhoud["width"] < doen["x"]
        assert doen["y"] + doen["height"] < verloop["y"] < inhoud["y"] + inhoud["height"]
    page.get_by_role("link", name="Werkvoorraad").last.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Oppakken")).to_be_focused()


def test_a_double_click_is_one_act(page: Page, address: str, portal: Portaal) -> None:
    bericht = submitted(portal)
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{bericht}/doen/vraag-stellen")
    page.get_by_label("Wat wilt u weten?").fill("Waarheen?")
    page.get_by_role("button", name="Vraag stellen").dblclick()
    expect(page.get_by_text("Uw vraag is verstuurd.")).to_be_visible()
    assert steps_of(portal, bericht).count("vraag-stellen") == 1


def test_a_bericht_is_handled_without_javascript(chromium: Browser, address: str, portal: Portaal) -> None:
    bericht = submitted(portal)
    context = chromium.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    log_in(page, address, "consulent")
    page.get_by_role("link", name="Verzoek overdracht toewijzing").click()
    page.get_by_role("button", name="Oppakken").click()
    page.get_by_role("link", name="Afwijzen").click()
    page.get_by_label("Motivering").fill("Er is geen plek.")
    page.get_by_role("button", name="Afwijzen").click()
    page.get_by_role("button", name=re.compile("Gedaan")).click()
    expect(page.get_by_text("Genoteerd: verstuurd op donderdag 2 april 2026.")).to_be_visible()
    context.close()
    assert view(portal, "indiener", bericht).toestand.titel == "Afgehandeld"


def test_the_paper_says_how_every_last_day_was_counted_whether_it_was_opened_or_not(
    page: Page, address: str, portal: Portaal
) -> None:
    bericht = submitted(portal)
    kop = view(portal, "consulent", bericht)
    zinnen = {t.code: t.uitleg for t in kop.termijnen}
    assert zinnen
    log_in(page, address, "consulent")
    page.goto(f"{address}/berichten/{bericht}")
    papier = printed(page)
    assert [code for code, zin in zinnen.items() if squeezed(zin) not in papier] == []
    assert BSN not in papier
    for termijn in kop.termijnen:
        getoond = commando("termijn", kop.mailbox.code, termijn.code, "--vanaf", termijn.vanaf.isoformat()).out
        assert squeezed(getoond.splitlines()[1]) in papier
