"""A herindicatie from melding to the waiting for the signed aanvraag, in real browsers, with and without script."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.demo.voorbeelden import pdf
from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.verzoek import BSNS, over

pytestmark = [pytest.mark.slow, pytest.mark.browser]

CODE = "herindicatie"


def vul_in(bezoek: Bezoek, *, bsn: str, einddatum: str, folder: Path) -> None:
    """Fill in the form of somebody who lives in Groningen and stays in another gemeente, with the evaluatiedocument."""
    page = bezoek.page
    for naam, tekst in {
        "bsn": bsn,
        "voorletters": "V.L.",
        "achternaam": "Verlenging",
        "geboortedatum": "29-2-1984",
        "toewijzingnummer": "512",
        "einddatum": einddatum,
    }.items():
        page.locator(f"#{naam}").fill(tekst)
    page.locator("#gemeente_inschrijving").select_option("0014")
    page.locator('input[name="verblijft_elders"][value="ja"]').check()
    page.locator("#gemeente_verblijf").select_option("1966")
    page.locator('input[name="producten"][value="verblijf-24-uur"]').check()
    document = folder / "Evaluatie Verlenging.pdf"
    document.write_bytes(pdf("Evaluatie"))
    page.locator("#bijlage-evaluatiedocument").set_input_files(document)
    page.locator(".bp-veld:has(> .bp-invoer > #bijlage-evaluatiedocument) button[value=toevoegen]").click()
    expect(page.locator("#bijlagen")).to_contain_text("Evaluatie Verlenging.pdf")


def test_a_herindicatie_is_sent_late_and_the_toegang_sees_what_is_left(portaal: Portaal, tmp_path: Path) -> None:
    indiener, consulent = portaal.bezoek("indiener.schakel"), portaal.bezoek("consulent")
    indiener.naar(f"/nieuw/{CODE}")
    expect(indiener.page.locator(".bp-paginakop")).to_contain_text("uiterlijk 8 weken voor de datum bij")
    expect(indiener.page.locator("#gemeente_verblijf")).to_be_hidden()
    bsn = next(BSNS)
    vul_in(indiener, bsn=bsn, einddatum=over(35), folder=tmp_path)
    indiener.doe("Controleren")
    expect(indiener.page.locator("main")).to_contain_text(
        "Let op: de gemeente van verblijf is een andere: Het Hogeland."
    )
    expect(indiener.page.locator("main")).to_contain_text("te laat")
    indiener.in_orde("30-herindicatie-controleren")
    indiener.doe("Versturen")
    indiener.in_orde("31-herindicatie-ontvangst")
    bericht = indiener.path.removesuffix("/ontvangst")
    consulent.naar(bericht)
    expect(consulent.page.locator("main")).to_contain_text("Beschikking kan na")
    consulent.in_orde("32-herindicatie-bericht")
    consulent.doe("Oppakken")
    consulent.doe("Geen indicatiegesprek nodig")
    consulent.doe("Geen indicatiegesprek nodig")
    consulent.doe("Verslag ter ondertekening verstuurd")
    consulent.in_orde("33-herindicatie-verslag")
    consulent.page.get_by_label("Op welke dag is het verslag verstuurd?").fill(over(0))
    consulent.doe("Verslag ter ondertekening verstuurd")
    indiener.naar(bericht)
    expect(indiener.page.locator("main")).to_contain_text("Ondertekende aanvraag terug: nog 2 weken")
    indiener.in_orde("34-herindicatie-aanvraag")
    indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, bsn=bsn, einddatum=over(35), folder=tmp_path)
    indiener.doe("Controleren")
    expect(indiener.page.locator("main")).to_contain_text("Er loopt al een melding herindicatie voor deze cliënt.")


def test_a_herindicatie_is_sent_and_taken_a_step_further_without_script(portaal: Portaal, tmp_path: Path) -> None:
    indiener, consulent = (portaal.bezoek(naam, script=False) for naam in ("indiener.schakel", "consulent"))
    indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, bsn=next(BSNS), einddatum=over(150), folder=tmp_path)
    indiener.doe("Controleren")
    indiener.doe("Versturen")
    bericht = indiener.path.removesuffix("/ontvangst")
    consulent.naar(bericht)
    consulent.doe("Oppakken")
    consulent.doe("Indicatiegesprek nodig")
    consulent.doe("Indicatiegesprek nodig")
    expect(consulent.page.locator(".bp-status")).to_contain_text("Indicatiegesprek")
