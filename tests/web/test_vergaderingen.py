"""The meetings on a page: for who prepares them, with the casussen of each."""

import pytest

from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import volledige_casus

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def test_the_regioadviseur_finds_the_casussen_of_each_meeting_in_his_menu(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    adviseur = portal.bezoek("regioadviseur")
    assert 'href="/vergaderingen"' in adviseur.get("/werkvoorraad").text
    pagina = adviseur.get("/vergaderingen")
    tekst = page_text(pagina)
    assert "Experttafel op donderdag 5 maart 2026 (geweest)" in tekst
    assert "Experttafel op donderdag 2 april 2026 (vandaag) Insturen kon tot en met donderdag 26 maart 2026." in tekst
    assert "Experttafel op donderdag 30 april 2026 Insturen kan tot en met donderdag 23 april 2026." in tekst
    assert (f'href="/berichten/{bericht}"' in pagina.text, "Stichting De Schakel" in tekst) == (True, True)


def test_a_team_that_prepares_none_has_no_such_page_in_its_menu(portal: Portaal) -> None:
    consulent = portal.bezoek("consulent")
    assert 'href="/vergaderingen"' not in consulent.get("/werkvoorraad").text
    assert "Uw team bereidt geen vergadering voor" in page_text(consulent.get("/vergaderingen"))
