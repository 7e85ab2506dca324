"""The portal on a telephone: at 320 and 360 px nobody scrolls sideways, and what one presses is large enough."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.e2e.bezoek import SMALST, TELEFOON, Bezoek, Portaal
from tests.e2e.verzoek import AKKOORD, CODE, Verzoek, dien_snel_in, doe_snel, vul_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]

LANG = "Woonbegeleidingscoördinatieoverdrachtsformulierenafhandelingsmedewerker " * 3
PAGINAS = {
    "": ("/inloggen", "/toegankelijkheid", "/privacy", "/bestaat-niet"),
    "indiener.schakel": ("/", "/nieuw", f"/nieuw/{CODE}", "/onderweg", "/concepten", "/zoeken"),
    "consulent": ("/werkvoorraad", "/taken", "/zoeken", "/overzicht"),
    "consulent.tweeteams": ("/wissel",),
    "beheerder.schakel": ("/organisatie",),
    "beheerder.gemeente": ("/organisatie",),
    "beleid": ("/overzicht",),
    "beheer.een": ("/beheer", f"/beheer/mailboxen/{CODE}"),
}


@pytest.mark.parametrize("size", [SMALST, TELEFOON], ids=["320", "360"])
@pytest.mark.parametrize("account", PAGINAS, ids=lambda account: account or "niemand")
def test_no_page_scrolls_sideways(portaal: Portaal, account: str, size: ViewportSize) -> None:
    bezoek = portaal.bezoek(account, viewport=size, telefoon=True)
    found = {}
    for path in PAGINAS[account]:
        bezoek.naar(path)
        found[path] = bezoek.te_breed(size)
    assert {path: wide for path, wide in found.items() if wide} == {}


def test_long_words_wrap_on_every_page_of_a_bericht(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel", viewport=SMALST, telefoon=True)
    consulent = portaal.bezoek("consulent", viewport=SMALST, telefoon=True)
    verzoek = Verzoek(reden=LANG, achternaam=LANG[:72], gezien_door="K" * 60, kenmerk="K" * 50)
    bericht = dien_snel_in(indiener, verzoek)
    narrow(consulent, bericht, f"{bericht}/doen/vraag-stellen", f"{bericht}/doen/doorsturen")
    doe_snel(consulent, bericht, "vraag-stellen", tekst=LANG)
    narrow(indiener, bericht, f"{bericht}/doen/beantwoorden", f"{bericht}/ontvangst", f"{bericht}/doen/intrekken")
    doe_snel(indiener, bericht, "beantwoorden", tekst=LANG)
    narrow(consulent, f"{bericht}/doen/akkoord-zelfde-gemeente")
    doe_snel(consulent, bericht, "akkoord-zelfde-gemeente", tekst=LANG)
    narrow(consulent, bericht, "/taken", "/werkvoorraad")
    narrow(indiener, bericht)


def narrow(bezoek: Bezoek, *paths: str) -> None:
    """Hold pages to the narrowest width."""
    for path in paths:
        bezoek.naar(path)
        assert (path, bezoek.te_breed()) == (path, [])


def test_a_form_with_everything_wrong_fits(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel", viewport=SMALST, telefoon=True)
    indiener.naar(f"/nieuw/{CODE}")
    indiener.doe("Controleren")
    expect(indiener.page.locator(".bp-fouten")).to_be_visible()
    assert indiener.te_breed() == []
    indiener.in_orde("40-alles-fout")


def test_a_verzoek_can_be_decided_with_a_thumb(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent", viewport=TELEFOON, telefoon=True)
    page = consulent.naar(bericht)
    page.get_by_role("button", name="Oppakken").tap()
    page.get_by_role("link", name=AKKOORD).tap()
    page.get_by_label("Motivering").fill("Akkoord, onderweg.")
    page.get_by_role("button", name=AKKOORD).tap()
    expect(page.locator("main")).to_contain_text("Uw besluit is vastgelegd.")


@pytest.mark.parametrize("path", ["/nieuw", f"/nieuw/{CODE}"])
def test_four_times_as_large_still_fits(portaal: Portaal, path: str) -> None:
    """400 % on a screen of 1280 px is a window of 320 px with a height of 225 (WCAG 1.4.10)."""
    indiener = portaal.bezoek("indiener.schakel", viewport={"width": 320, "height": 225}, schaal=4)
    indiener.naar(path)
    if path.endswith(CODE):
        vul_in(indiener, Verzoek())
    assert indiener.te_breed({"width": 320, "height": 225}) == []
