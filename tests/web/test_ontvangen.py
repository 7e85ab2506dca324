"""What an aanbieder gets, on its pages: the list, the bericht with its bijlage, the answer, and what the sender then sees."""

import pytest

from tests.bezoeker import Portaal, page_text
from tests.core.test_aanbieder_ontvangt import BERICHT, VERSLAG, verslag, vraag
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def test_the_aanbieder_finds_it_under_ontvangen_and_answers(portal: Portaal) -> None:
    huis, indiener, consulent = portal.huis, portal.bezoek("indiener"), portal.bezoek("consulent")
    assert "Er ligt nu niets voor uw organisatie" in page_text(indiener.get("/werkvoorraad"))
    bericht = huis.stuur(huis.gebruiker("consulent"), BERICHT, vraag())
    lijst = page_text(indiener.get("/werkvoorraad"))
    assert "Ontvangen" in lijst
    assert "Bericht aan een aanbieder" in lijst
    assert "Werkvoorraad" not in lijst
    pagina = page_text(indiener.get(f"/berichten/{bericht}"))
    assert "van Toegang Eemsdelta · ontvangen" in pagina
    assert "Antwoord op de vraag: nog" in pagina
    assert open_form(indiener, bericht, "beantwoord").verstuur(tekst="Ja, twee plekken.").status_code == 303
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "aan Stichting De Schakel · verstuurd" in tekst
    assert "Ja, twee plekken." in tekst
    assert "Stichting De Schakel" in page_text(consulent.get("/onderweg?toon=klaar"))


def test_the_verslag_can_be_opened_by_the_aanbieder_and_by_nobody_elses(portal: Portaal) -> None:
    huis, indiener = portal.huis, portal.bezoek("indiener")
    bericht = huis.stuur(huis.gebruiker("consulent"), VERSLAG, verslag())
    adres = f"/berichten/{bericht}/bijlagen/"
    tekst = indiener.get(f"/berichten/{bericht}").text
    bijlage = tekst.split(adres)[1][:36]
    assert indiener.get(f"{adres}{bijlage}").data.startswith(b"%PDF")
    for wie in ("ander", "groningen", "organisatiebeheerder"):
        assert portal.bezoek(wie).get(f"{adres}{bijlage}").status_code == 404


def test_who_writes_chooses_the_aanbieder_and_sees_who_gets_it(portal: Portaal) -> None:
    consulent = portal.bezoek("consulent")
    assert f'href="/nieuw/{BERICHT}"' in consulent.get("/nieuw").text
    formulier = page_text(consulent.get(f"/nieuw/{BERICHT}"))
    assert "Aan welke aanbieder schrijft u?" in formulier
    assert "Kies een aanbieder Huis aan het Diep Stichting De Schakel" in formulier
    assert "Hoe het binnenkwam" not in formulier
