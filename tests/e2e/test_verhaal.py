"""The story of a verzoek overdracht toewijzing, as the people in it live it: each in a browser of his own."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.demo.running import wait_for
from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import (
    AKKOORD,
    CODE,
    TITEL,
    Verzoek,
    bestanden,
    dien_snel_in,
    today,
    voeg_toe,
    vul_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]

NUMMER = re.compile(r"BP-[0-9A-Z]{4}-[0-9A-Z]{4}")
VRAAG = "Per welke dag is de plek bij de Grutto vrij?"
ANTWOORD = "Vanaf de eerste van de maand, zegt de Grutto."
MOTIVERING = "De burger kiest zelf en de Grutto heeft plek. Wij gaan akkoord."


def test_a_verzoek_goes_from_aanbieder_to_afgehandeld(portaal: Portaal, tmp_path: Path) -> None:
    verzoek = Verzoek()
    indiener, consulent = portaal.bezoek("indiener.schakel", vers=True), portaal.bezoek("consulent", vers=True)
    choose(indiener)
    fill_in(indiener, verzoek, tmp_path)
    bericht, nummer = submit(indiener, verzoek)
    find_in_the_werkvoorraad(portaal, consulent, nummer)
    pick_up_and_ask(consulent, bericht)
    answer(indiener, bericht)
    decide(consulent, bericht)
    do_the_taken(portaal, bericht)
    indiener.naar(bericht)
    assert "Afgehandeld" in indiener.page.locator(".bp-status").inner_text()
    for said in (verzoek.reden, VRAAG, ANTWOORD, MOTIVERING):
        expect(indiener.page.locator("main")).to_contain_text(said)
    indiener.in_orde("19-eigen-kopie-afgehandeld")


def choose(indiener: Bezoek) -> None:
    """Find the mapje by a word, and read receiver, clock and bijlagen before typing."""
    page = indiener.naar("/")
    indiener.in_orde("01-start")
    page.get_by_role("link", name="Nieuw bericht").first.click()
    page.get_by_label("Zoek op een woord").fill("verhuizing")
    expect(page.locator("[data-filter-aantal]")).to_have_text(re.compile(r"^2 van [0-9]+$"))
    indiener.in_orde("02-nieuw")
    page.get_by_role("link", name=TITEL).click()
    lead = page.locator(".bp-paginakop").inner_text()
    for said in ("Toegang van de latende gemeente", "geen termijn", "toestemmingsformulier", "onderbouwing"):
        assert said in lead
    indiener.in_orde("03-invullen-leeg")


def fill_in(indiener: Bezoek, verzoek: Verzoek, folder: Path) -> None:
    """Type, attach two real files one by one, and go on to the check."""
    vul_in(indiener, verzoek)
    for eis, bestand in bestanden(folder).items():
        voeg_toe(indiener, eis, bestand)
        expect(indiener.page.locator("#bijlagen")).to_contain_text(bestand.name)
    indiener.in_orde("04-invullen-vol")
    indiener.doe("Controleren")
    for text in (*verzoek.teksten().values(), "Handtekening Wervelwind.pdf", "Onderbouwing Wervelwind.docx"):
        if text not in {verzoek.teksten()[naam] for naam in DAGEN}:
            expect(indiener.page.locator("main")).to_contain_text(text)
    indiener.in_orde("05-controleren")


DAGEN = ("geboortedatum", "afgesproken_op", "overgangsdatum", "einddatum", "ondertekend_op", "bsn")


def submit(indiener: Bezoek, verzoek: Verzoek) -> tuple[str, str]:
    """Send it; the receipt gives a number and names the team."""
    indiener.doe("Versturen")
    found = NUMMER.search(indiener.inhoud())
    assert found is not None
    expect(indiener.page.locator("main")).to_contain_text("Toegang Groningen")
    indiener.in_orde("06-ontvangst")
    bericht = indiener.path.removesuffix("/ontvangst")
    row = f'tr:has(a[href="{bericht}"])'
    assert wait_for(lambda: "Q.W. · 1984" in indiener.naar("/onderweg").locator(row).inner_text(), 20)
    indiener.in_orde("07-onderweg")
    return bericht, found[0]


def find_in_the_werkvoorraad(portaal: Portaal, consulent: Bezoek, nummer: str) -> None:
    """It stands in the list of this team, with the client in short, and in no other list."""
    assert wait_for(lambda: "Q.W. · 1984" in consulent.naar("/werkvoorraad").locator("main").inner_text(), 20)
    row = consulent.page.locator("tr", has_text=nummer)
    expect(row).to_contain_text("Q.W. · 1984")
    expect(row).to_contain_text("Stichting De Schakel")
    consulent.in_orde("08-werkvoorraad")
    for account in ("consulent.eemsdelta", "consulent.tweeteams", "cmo", "toezicht"):
        assert nummer not in portaal.bezoek(account).naar("/werkvoorraad").content()
    for account in ("beheer.een", "beleid"):
        assert portaal.bezoek(account).naar("/werkvoorraad").title().startswith("Deze pagina is er niet")


def pick_up_and_ask(consulent: Bezoek, bericht: str) -> None:
    """Open it from the list, read all of it, become the behandelaar, and ask."""
    page = consulent.page
    page.locator(f'a[href="{bericht}"]').click()
    expect(page.locator("main")).to_contain_text("Wervelwind-Zandstra")
    page.get_by_text("BSN tonen").click()
    consulent.in_orde("09-bericht-open")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Downloaden.*Onderbouwing van de wisseling")).click()
    assert download.value.suggested_filename == "Onderbouwing Wervelwind.docx"
    consulent.doe("Oppakken")
    expect(page.locator("main")).to_contain_text("U bent nu de behandelaar van dit bericht.")
    consulent.in_orde("10-opgepakt")
    consulent.doe("Vraag stellen")
    page.get_by_label("Wat wilt u weten?").fill(VRAAG)
    consulent.in_orde("11-vraag-stellen")
    consulent.doe("Vraag stellen")
    expect(page.locator("main")).to_contain_text("Uw vraag is verstuurd.")
    consulent.in_orde("12-vraag-gesteld")


def answer(indiener: Bezoek, bericht: str) -> None:
    """See on the start page that something is asked, and answer in two steps."""
    page = indiener.naar("/")
    section = page.locator("section", has=page.get_by_role("heading", name="Nu nodig van u"))
    section.locator(f'a[href="{bericht}"]').click()
    indiener.in_orde("13-vraag-aan-u")
    indiener.doe("Antwoord geven")
    expect(page.locator("main")).to_contain_text(VRAAG)
    page.get_by_label("Uw antwoord").fill(ANTWOORD)
    indiener.in_orde("14-antwoorden")
    indiener.doe("Antwoord geven")
    expect(page.locator("main")).to_contain_text("Uw antwoord is verstuurd.")


def decide(consulent: Bezoek, bericht: str) -> None:
    """Read the answer, see which taken will follow, give the reasons and decide."""
    page = consulent.naar(bericht)
    expect(page.locator("main")).to_contain_text(ANTWOORD)
    consulent.doe(AKKOORD)
    aside = page.locator("aside")
    expect(aside).to_contain_text("Deze 5 taken volgen")
    for taak in ("301 intrekking", "CAK", "beschikking"):
        expect(aside).to_contain_text(taak)
    page.get_by_label("Motivering").fill(MOTIVERING)
    consulent.in_orde("15-besluiten")
    consulent.doe(AKKOORD)
    expect(page.locator("main")).to_contain_text("Uw besluit is vastgelegd.")
    consulent.in_orde("16-besloten")


def do_the_taken(portaal: Portaal, bericht: str) -> None:
    """The backoffice ticks them off one after another: what waits for another has no button yet."""
    backoffice = portaal.bezoek("backoffice", vers=True)
    page = backoffice.naar("/taken")
    backoffice.in_orde("17-taken")
    page.goto(f"{portaal.basis}{bericht}")
    open_before = page.locator(".bp-taak form").count()
    assert (open_before, page.locator(".bp-taak").count()) == (1, 5)
    backoffice.in_orde("18-taken-bij-bericht")
    while page.locator(".bp-taak form").count():
        form = page.locator(".bp-taak form").first
        assert form.locator("[name=verzonden_op]").input_value() == f"{today().day}-{today().month}-{today().year}"
        if form.locator("[name=einddatum]").count():  # the 301 says how long, and of whom the herindicatie will come
            form.locator("[name=einddatum]").fill(f"1-6-{today().year + 1}")
            form.locator("[name=aanbieder]").select_option(index=1)
        form.get_by_role("button").click()
        expect(page.locator("main")).to_contain_text("Genoteerd: verstuurd op")
    assert page.locator(".bp-taak").filter(has_text="gedaan").count() == 5
    assert "Afgehandeld" in page.locator(".bp-status").inner_text()


def test_a_bericht_for_another_gemeente_is_handed_on_and_the_first_team_is_shut_out(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent")
    consulent.naar(f"{bericht}/doen/doorsturen")
    consulent.page.get_by_label("Naar welk team?").select_option(label="Toegang Eemsdelta")
    consulent.page.get_by_label("Waarom hoort dit bij een ander team?").fill("De burger woont in Appingedam.")
    consulent.in_orde("20-doorsturen")
    consulent.doe("Doorsturen naar ander team")
    assert consulent.path == "/werkvoorraad"
    assert consulent.haal(bericht)[0] == 404
    ander = portaal.bezoek("consulent.eemsdelta")
    ander.naar("/werkvoorraad")
    ander.page.locator(f'a[href="{bericht}"]').click()
    expect(ander.page.locator("main")).to_contain_text("De burger woont in Appingedam.")
    expect(ander.page.locator("main")).to_contain_text("Wervelwind-Zandstra")
    ander.in_orde("21-doorgestuurd")
    indiener = portaal.bezoek("indiener.schakel")
    expect(indiener.naar(bericht).locator("main")).to_contain_text("Doorgestuurd naar Toegang Eemsdelta")


def test_the_indiener_withdraws_and_keeps_his_copy(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    verzoek = Verzoek()
    bericht = dien_snel_in(indiener, verzoek)
    indiener.naar(bericht)
    indiener.doe("Intrekken")
    indiener.page.get_by_label("Waarom trekt u het bericht in?").fill("De burger blijft toch.")
    indiener.in_orde("22-intrekken")
    indiener.doe("Intrekken")
    assert "Ingetrokken" in indiener.page.locator(".bp-status").inner_text()
    expect(indiener.page.locator("main")).to_contain_text(verzoek.reden)
    indiener.in_orde("23-ingetrokken")
    assert bericht not in portaal.bezoek("consulent").naar("/werkvoorraad").content()


def test_the_toegang_finds_a_bericht_by_bsn_and_nobody_else_does(portaal: Portaal) -> None:
    verzoek = Verzoek()
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), verzoek)
    finders = [portaal.bezoek(account) for account in ("consulent", "indiener.schakel")]
    strangers = [portaal.bezoek(account) for account in ("consulent.eemsdelta", "indiener.diep", "cmo")]
    assert wait_for(lambda: all(search(who, verzoek.bsn, bericht) for who in finders), 20)
    assert [search(who, verzoek.bsn, bericht) for who in strangers] == [False, False, False]
    finders[0].in_orde("24-zoeken-gevonden")
    strangers[0].in_orde("25-zoeken-niets")


def search(bezoek: Bezoek, bsn: str, bericht: str) -> bool:
    """Search by BSN; no address ever holds what was searched for."""
    page = bezoek.naar("/zoeken")
    page.get_by_label("Burgerservicenummer", exact=True).last.fill(bsn)
    bezoek.doe("Zoeken")
    assert bsn not in page.url
    return page.locator(f'a[href="{bericht}"]').count() == 1


@pytest.mark.parametrize(
    ("account", "paths"),
    [
        ("", ("/inloggen", "/toegankelijkheid", "/privacy", "/bestaat-niet")),
        ("indiener.noorderlicht", ("/", "/concepten", "/onderweg?toon=vragen", "/onderweg?toon=klaar", "/zoeken")),
        ("beheerder.schakel", ("/", "/organisatie")),
        ("frontoffice", ("/werkvoorraad", "/nieuw")),
        ("consulent.pekela", ("/werkvoorraad", "/taken", "/zoeken", "/overzicht")),
        ("consulent.tweeteams", ("/wissel", "/werkvoorraad")),
        ("beleid", ("/", "/overzicht")),
        ("toezicht", ("/", "/werkvoorraad")),
        ("cmo", ("/", "/overzicht")),
        ("beheer.een", ("/", "/beheer", f"/beheer/mailboxen/{CODE}")),
    ],
)
def test_every_other_page_is_in_order_for_whoever_opens_it(
    portaal: Portaal, account: str, paths: tuple[str, ...]
) -> None:
    bezoek = portaal.bezoek(account)
    for path in paths:
        bezoek.naar(path)
        bezoek.in_orde(f"30-{account or 'niemand'}-{re.sub('[^a-z]+', '-', path).strip('-') or 'start'}")
