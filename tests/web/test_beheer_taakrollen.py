"""Taakverdeling: one beheerder proposes another role for a taak, another decides, and the page says who is there to do it."""

import pytest

from tests.bezoeker import Portaal, page_text
from tests.core.regels import twee_beheerders
from tests.web.test_beheer_kalender import fout, stand, stel_voor

VERDELING = "/beheer/taakverdeling"
ROL = {
    "team": "toegang-0014",
    "taak": "beschikking",
    "rol": "frontoffice",
    "vanaf": "1-1-2026",
    "bron": "werkafspraak",
}
TAAK = "Stuur de beschikking aan de burger"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_another_role_is_proposed_rehearsed_decided_by_another_and_shown(portal: Portaal) -> None:
    twee_beheerders(portal.huis)
    een, twee = portal.bezoek("beheerder"), portal.bezoek("beheerder2")
    voor = een.get(f"{VERDELING}?team=toegang-0014")
    assert "Bij Toegang Groningen is niemand backoffice of frontoffice." in page_text(voor)
    assert "taak=beschikking" in voor.text
    adres = stel_voor(een, "taakrol", ROL)
    gezien = page_text(twee.get(adres))
    assert f"Toegang Groningen: de taak '{TAAK}' is voor de rol frontoffice, vanaf donderdag 1 januari 2026." in gezien
    assert "is nu niemand frontoffice. Zolang dat zo is, valt de taak toe aan: consulent." in gezien
    assert ("Alleen nieuwe taken" in gezien, "Ook lopende termijnen" in gezien) == (True, False)
    assert twee.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": stand(twee, adres)}).status_code == 303
    na = page_text(een.get(f"{VERDELING}?team=toegang-0014"))
    assert "frontoffice voorstel: backoffice consulent niemand is frontoffice" in na
    assert TAAK in page_text(een.get("/beheer/kalender"))
    assert "voorstel: backoffice" not in page_text(een.get(VERDELING))


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_is_not_in_the_lists_is_refused_and_another_team_shows_the_first(portal: Portaal) -> None:
    een = portal.bezoek("beheerder")
    assert "bestaat niet" in fout(een, "taakrol", ROL | {"team": "cmo"})
    assert "bestaat niet" in fout(een, "taakrol", ROL | {"taak": "uitnodigen"})
    assert "bestaat niet" in fout(een, "taakrol", ROL | {"rol": "teamleider"})
    assert page_text(een.get(f"{VERDELING}?team=cmo")) == page_text(een.get(VERDELING))
