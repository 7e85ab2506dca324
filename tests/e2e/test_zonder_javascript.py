"""The portal in a browser that runs no script: everything works, in more pages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import AKKOORD, CODE, Verzoek, bestanden, dien_snel_in, doe_snel, vul_in

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_a_verzoek_is_submitted_without_script(portaal: Portaal, tmp_path: Path) -> None:
    indiener, verzoek = portaal.bezoek("indiener.schakel", script=False), Verzoek()
    page = indiener.naar("/nieuw")
    page.get_by_label("Zoek op een woord").fill("verhuizing")
    indiener.doe("Zoeken")
    page.get_by_role("link", name="Verzoek overdracht toewijzing").click()
    assert page.get_by_text("Alleen als de burger verhuist.").first.is_visible()
    vul_in(indiener, verzoek)
    for eis, bestand in bestanden(tmp_path).items():
        page.locator(f"#bijlage-{eis}").set_input_files(bestand)
        page.locator(f".bp-veld:has(> .bp-invoer > #bijlage-{eis}) button[value=toevoegen]").click()
        expect(page.locator("#bijlagen")).to_contain_text(bestand.name)
    assert verzoek.reden == page.locator("#reden").input_value()
    indiener.doe("Controleren")
    indiener.doe("Versturen")
    assert "Uw bericht is verstuurd" in indiener.kop()


def test_what_is_wrong_is_said_without_script_and_the_text_is_kept(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel", script=False)
    indiener.naar(f"/nieuw/{CODE}")
    indiener.page.locator("#reden").fill("Alleen dit is ingevuld.")
    indiener.doe("Controleren")
    indiener.page.locator(".bp-fouten a").first.click()
    assert indiener.page.url.endswith("#bsn")
    assert indiener.page.locator("#reden").input_value() == "Alleen dit is ingevuld."


def test_enter_in_a_field_checks_and_does_not_attach(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel", script=False)
    indiener.naar(f"/nieuw/{CODE}")
    indiener.page.locator("#achternaam").press("Enter")
    assert indiener.page.locator(".bp-fouten").is_visible()


def test_a_consulent_decides_without_script(portaal: Portaal) -> None:
    bericht = dien_snel_in(portaal.bezoek("indiener.schakel"), Verzoek())
    consulent = portaal.bezoek("consulent", script=False)
    consulent.naar(bericht)
    consulent.doe("Oppakken")
    consulent.doe(AKKOORD)
    assert "Deze 5 taken volgen" in consulent.inhoud()
    consulent.doe(AKKOORD)
    assert consulent.page.locator(".bp-fouten").is_visible()
    consulent.page.get_by_label("Motivering").fill("Akkoord, zonder script.")
    consulent.doe(AKKOORD)
    assert "Uw besluit is vastgelegd." in consulent.inhoud()
    first_taak(consulent)


def first_taak(consulent: Bezoek) -> None:
    """Tick off the first taak with a day of one's own."""
    form = consulent.page.locator(".bp-taak form").first
    form.get_by_role("textbox").fill("32-1-2026")
    form.get_by_role("button").click()
    assert consulent.page.locator(".bp-fouten").is_visible()
    assert consulent.page.locator(".bp-taak form").first.get_by_role("textbox").input_value() == "32-1-2026"


def test_an_answer_goes_without_script(portaal: Portaal) -> None:
    indiener = portaal.bezoek("indiener.schakel")
    bericht = dien_snel_in(indiener, Verzoek())
    doe_snel(portaal.bezoek("consulent"), bericht, "vraag-stellen", tekst="Wanneer?")
    kaal = portaal.bezoek("indiener.schakel", script=False)
    kaal.naar(bericht)
    kaal.doe("Antwoord geven")
    kaal.page.get_by_label("Uw antwoord").fill("Morgen.")
    kaal.doe("Antwoord geven")
    assert "Uw antwoord is verstuurd." in kaal.inhoud()
