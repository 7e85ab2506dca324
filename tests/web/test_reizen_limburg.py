"""What Veilig Thuis and the MER team come for in the region of maatschappelijke opvang, and how beheer lets an opdrachtnemer in."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.core.beheer.aanbieders import zet_registers
from tests.browser import check
from tests.installatie import MOVEOO, Installatie, installeer, open_installatie, sluit
from tests.mailboxes.test_gia import BESLUIT, VERWIJZING
from tests.voorbeelden import volledige_mo_melding
from tests.web.reizen import Reis

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def huis(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installatie]:
    """The region Noord- en Midden-Limburg, for all journeys of this module."""
    folder = tmp_path_factory.mktemp("limburg")
    url = f"sqlite:///{shutil.copyfile(sqlite_template, folder / 'portal.db')}"
    installeer(folder / "data", url, "noord-midden-limburg")
    installatie = open_installatie(folder / "data", url, regio="noord-midden-limburg")
    yield installatie
    sluit(installatie)


def is_not_there(reis: Reis, account: str, path: str) -> bool:
    """Tell whether somebody reads of this bericht what he reads of nothing."""
    page = reis.als(account)
    page.goto(f"{reis.address}{path}")
    return page.title().startswith("Deze pagina is er niet")


def in_register(huis: Installatie, *codes: str) -> None:
    """Put Moveoo in these registers and in no other."""
    zet_registers(huis.services, huis.gebruiker("beheerder"), MOVEOO, gekozen=codes, now=huis.now)


def test_an_aanbieder_that_beheer_puts_in_the_register_can_send_a_melding(reis: Reis) -> None:
    in_register(reis.huis)
    page = reis.als("moveoo")
    reis.naar("/nieuw")
    expect(page.locator('main a[href^="/nieuw/mo-melding"]')).to_have_count(0)
    reis.als("beheerder")
    reis.naar(f"/beheer/organisaties/{MOVEOO}")
    page.get_by_role("link", name="Registers").last.click()
    page.locator('main [name="registers"][value="opdrachtnemers-mo"]').check()
    check(page)
    page.get_by_role("button", name="Opslaan").click()
    reis.leest("De registers zijn opgeslagen.")
    reis.als("moveoo")
    reis.naar("/nieuw")
    reis.begin("mo-melding")
    melding = reis.verstuur(volledige_mo_melding())
    reis.als("roermond")
    reis.open(melding)
    reis.leest("De inwoner slaapt sinds gisteren op straat.")


def test_veilig_thuis_screens_a_verwijzing_that_only_the_sender_sees_besides(reis: Reis) -> None:
    page = reis.als("roermond")
    reis.naar("/nieuw")
    reis.begin("gia-verwijzing")
    bericht = reis.verstuur(VERWIJZING)
    assert [is_not_there(reis, wie, f"/berichten/{bericht}") for wie in ("venray", "mer", "moveoo")] == [True] * 3
    reis.als("veilig-thuis")
    reis.open(bericht)
    reis.leest("Bedreigd door haar partner.")
    check(page)
    reis.stap("Oppakken")
    reis.stap("Eerste screening gedaan")
    reis.stap("1e acute opvang nodig", kijk=True, tekst="Wij zijn het eens met Moveoo.")
    reis.als("roermond")
    reis.naar(bericht)
    reis.leest("Wij zijn het eens met Moveoo.", "Besloten")


def test_veilig_thuis_decides_and_the_gemeente_van_herkomst_goes_on(reis: Reis) -> None:
    page = reis.als("veilig-thuis")
    reis.naar("/nieuw")
    reis.begin("gia-besluit")
    check(page)
    bericht = reis.verstuur({"geheim": ["ja"]} | BESLUIT)
    reis.als("venray")  # Bergen has its work done by Venray
    reis.open(bericht)
    reis.leest("Acute opvang is nodig.")
    reis.stap("Oppakken")
    reis.stap("Onderzoek beginnen")
    check(page)
    reis.als("veilig-thuis")
    reis.naar(bericht)
    reis.leest("In onderzoek")
    assert is_not_there(reis, "roermond", f"/berichten/{bericht}")


def test_the_mer_team_screens_and_the_gemeente_van_herkomst_takes_over(reis: Reis) -> None:
    in_register(reis.huis, "opdrachtnemers-mo")
    ruw = volledige_mo_melding(gemeente_melding="1711", gemeente_herkomst="0893", zekerheid="onzeker")
    melding = reis.huis.stuur(reis.huis.gebruiker("moveoo"), "mo-melding", ruw)
    page = reis.als("mer")
    reis.open(melding)
    reis.stap("Oppakken")
    reis.stap("Screening: 1e opvang nodig")
    reis.stap("Overdragen aan de gemeente van herkomst", kijk=True, tekst="Zijn netwerk woont in Bergen.")
    reis.begin("mo-screening-overdracht")
    expect(page.locator('#invullen [name="reden"]')).to_have_value(ruw["reden"][0])
    check(page)
    rest = {"screening": ["eerste-opvang"], "gegevens": ["Slaapt bij een vriend."], "waaruit": ["Zijn netwerk."]}
    overdracht = reis.verstuur(rest)
    reis.als("venray")
    reis.open(overdracht)
    reis.leest("Slaapt bij een vriend.")
    reis.stap("Oppakken")
    reis.stap("Overnemen: wij zijn de gemeente van herkomst")
    reis.als("mer")
    reis.naar(melding)
    reis.leest("Overgenomen door de gemeente van herkomst", "Afgehandeld")


def test_the_mer_team_investigates_and_the_opdrachtnemer_reads_the_besluit(reis: Reis) -> None:
    in_register(reis.huis, "opdrachtnemers-mo")
    ruw = volledige_mo_melding(gemeente_melding="1711", gemeente_herkomst="1711")
    melding = reis.huis.stuur(reis.huis.gebruiker("moveoo"), "mo-melding", ruw)
    page = reis.als("mer")
    reis.open(melding)
    for stap in ("Oppakken", "Screening: 1e opvang nodig", "Onderzoek beginnen"):
        reis.stap(stap)
    reis.stap("Verslag ter ondertekening verstuurd", dag="2-4-2026", tekst="Opvang nodig, eigen bijdrage 150 euro.")
    reis.stap("Getekend verslag ontvangen", kijk=True, dag="2-4-2026", getekend_op="2-4-2026", gezien_door="B. Proef")
    reis.stap(
        "Toekennen: maatwerkvoorziening maatschappelijke opvang",
        tekst="De inwoner kan nergens terecht.",
        gemeente_herkomst="1711",
    )
    reis.leest("Stuur het iWmo 301-bericht (toewijzing) aan de opdrachtnemer")
    check(page)
    reis.als("moveoo")
    reis.naar(melding)
    reis.leest("De inwoner kan nergens terecht.")
