"""A calamiteit in real browsers: the decision aid, who is involved opened apart, and nobody else who sees it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import over

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CODE = "calamiteit-geweld"
NAAM = "Winterkoninkje"


def vul_in(bezoek: Bezoek) -> None:
    """Tell of violence yesterday, and of whom."""
    page = bezoek.page
    page.locator('input[name="soort"][value="geweld"]').check()
    page.locator('input[name="door_wie"][value="client"]').check()
    page.locator('input[name="veilig"][value="ja"]').check()
    page.locator("#gemeente").select_option("0014")
    for naam, tekst in {
        "gebeurd_op": over(-1),
        "locatie": "De Hof, tweede verdieping",
        "beschrijving": "Een cliënt sloeg een ander op de gang.",
        "maatregelen": "Er is nachtdienst bij gezet.",
        "geinformeerd": "De naasten en de huisarts.",
        "contactpersoon": "P. Purperreiger, locatiemanager",
        "telefoon": "050 000 00 00",
        "voorletters": "W.",
        "achternaam": NAAM,
        "geboortedatum": "29-2-1984",
        "anderen": "Boomklever, begeleider.",
    }.items():
        page.locator(f"#{naam}").fill(tekst)


def test_a_calamiteit_reaches_toezicht_and_nobody_else(portaal: Portaal) -> None:
    indiener, toezicht = portaal.bezoek("indiener.schakel"), portaal.bezoek("toezicht")
    page = indiener.naar(f"/nieuw/{CODE}")
    expect(page.locator(".bp-paginakop")).to_contain_text("onverwijld, uiterlijk 3 werkdagen")
    expect(page.locator("#achternaam")).to_be_hidden()
    indiener.in_orde("40-calamiteit-keuzehulp")
    page.locator('input[name="soort"][value="incident"]').check()
    indiener.doe("Controleren")
    expect(page.locator(".bp-fouten")).to_contain_text("Een incident meldt u niet.")
    indiener.in_orde("41-calamiteit-incident")
    vul_in(indiener)
    indiener.in_orde("42-calamiteit-vol")
    indiener.doe("Controleren")
    expect(page.locator("main")).to_contain_text("Melding aan toezicht: onverwijld; uiterlijk")
    indiener.doe("Versturen")
    bericht = indiener.path.removesuffix("/ontvangst")
    toezicht.naar(bericht)
    assert NAAM not in toezicht.inhoud()
    toezicht.in_orde("43-calamiteit-bericht")
    toezicht.doe("Om wie het gaat: openen")
    toezicht.in_orde("44-calamiteit-reden")
    toezicht.page.get_by_label("Iemand is nu niet veilig").check()
    toezicht.doe("Openen")
    expect(toezicht.page.locator("main")).to_contain_text(NAAM)
    toezicht.in_orde("45-calamiteit-identiteit")
    toezicht.doe("Sluiten")
    assert NAAM not in toezicht.inhoud()
    for account in ("consulent", "cmo", "beheer.een", "indiener.diep", "beheerder.schakel"):
        assert portaal.bezoek(account).haal(bericht)[0] == 404


def test_a_calamiteit_is_sent_and_opened_without_script(portaal: Portaal) -> None:
    indiener, toezicht = (portaal.bezoek(naam, script=False) for naam in ("indiener.schakel", "toezicht"))
    indiener.naar(f"/nieuw/{CODE}")
    assert indiener.page.get_by_text("Alleen als u een calamiteit of geweld meldt.").first.is_visible()
    vul_in(indiener)
    indiener.doe("Controleren")
    indiener.doe("Versturen")
    toezicht.naar(indiener.path.removesuffix("/ontvangst"))
    toezicht.doe("Ontvangst bevestigen")
    toezicht.doe("Ontvangst bevestigen")
    expect(toezicht.page.locator(".bp-status")).to_contain_text("Ontvangst bevestigd")
    toezicht.doe("Om wie het gaat: openen")
    toezicht.doe("Openen")
    expect(toezicht.page.locator(".bp-fouten")).to_contain_text("Kies waarom u dit opent.")
    toezicht.page.get_by_label("Onderzoek naar deze melding").check()
    toezicht.doe("Openen")
    assert NAAM in toezicht.inhoud()
