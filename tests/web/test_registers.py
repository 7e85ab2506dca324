"""The page of the registers: columns per reader, one address per way to look, and a file that no spreadsheet runs."""

import pytest

from tests.bezoeker import Portaal, page_text
from tests.core.test_registers import geaccepteerd

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

LOCATIES = "/registers?register=locaties"


def test_every_aanbieder_reads_the_overview_and_an_empty_register_says_so(portal: Portaal) -> None:
    indiener = portal.bezoek("indiener")
    assert "Huis aan het Diep" in page_text(indiener.get("/registers"))
    assert "Dit register is nog leeg" in page_text(indiener.get(LOCATIES))


def test_a_location_shows_its_address_to_an_aanbieder_and_its_capacity_to_the_toegang(portal: Portaal) -> None:
    geaccepteerd(portal.huis)
    aanbieder, toegang = (
        page_text(portal.bezoek("ander").get(LOCATIES)),
        page_text(portal.bezoek("consulent").get(LOCATIES)),
    )
    assert ("De Wilgen" in aanbieder, "Kade 1" in aanbieder, "Capaciteit" in aanbieder) == (True, True, False)
    assert ("Kade 1" in toegang, "Capaciteit" in toegang) == (True, True)
    beleid = page_text(portal.bezoek("beleid").get(LOCATIES))
    assert ("Kade 1" in beleid, "Capaciteit" in beleid) == (False, True)


def test_sorting_and_narrowing_stand_in_the_address_and_work_without_a_script(portal: Portaal) -> None:
    geaccepteerd(portal.huis)
    consulent = portal.bezoek("consulent")
    pagina = consulent.get(f"{LOCATIES}&sorteer=capaciteit")
    assert 'aria-sort="ascending"' in pagina.text
    assert "richting=af" in pagina.text
    assert 'aria-sort="descending"' in consulent.get(f"{LOCATIES}&sorteer=capaciteit&richting=af").text
    assert "Niets gevonden" in page_text(consulent.get(f"{LOCATIES}&gemeente=0037"))


def test_the_file_holds_the_same_columns_and_no_formula(portal: Portaal) -> None:
    geaccepteerd(portal.huis)
    bestand = portal.bezoek("ander").get("/registers/bestand.csv?register=locaties")
    kop, regel = bestand.text.removeprefix("\ufeff").splitlines()
    assert kop == "Aanbieder;Locatie;Adres;Postcode;Plaats;Gemeente;Producten;Onderaannemer;Sinds"
    assert regel.startswith("Stichting De Schakel;De Wilgen;'=Kade 1;9934 AB;Delfzijl;Eemsdelta;")
