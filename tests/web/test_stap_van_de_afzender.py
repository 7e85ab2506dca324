"""What is asked of who sent a bericht, on its pages: the client of a time-out once a place was promised, and a taak of its own."""

import pytest

from tests.bezoeker import Portaal, page_text
from tests.core.test_onderbreking import gestuurd, verlengd
from tests.core.test_per_ontvanger import plek, verstuur, werk
from tests.installatie import DIEP
from tests.voorbeelden import BSN
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def test_the_client_of_a_time_out_is_asked_in_his_own_fields_and_checked_at_them(portal: Portaal) -> None:
    huis = portal.huis
    verstuur(huis, huis.gebruiker("indiener"), "tijdelijke-plek", plek(DIEP))
    bericht = werk(huis, huis.gebruiker("ander"))
    huis.doe(
        huis.gebruiker("ander"),
        bericht,
        "toezeggen",
        tekst="Een kamer vanaf 10 april.",
        antwoorden={"verklaring": ["ja"]},
    )
    wie = {"voorletters": "J.", "achternaam": "Visser", "geboortedatum": "12-5-1987", "tekst": "Rookt."}
    formulier = open_form(portal.bezoek("indiener"), bericht, "client-sturen")
    fout = formulier.verstuur(**wie, bsn="999900007")
    assert (fout.status_code, 'href="#bsn"' in fout.text, 'value="Visser"' in fout.text) == (422, True, True)
    assert formulier.verstuur(**wie, bsn=BSN).status_code == 303
    for lezer in ("ander", "indiener"):
        pagina = portal.bezoek(lezer).get(f"/berichten/{bericht}")
        tekst = page_text(pagina)
        assert ("Achternaam Visser" in tekst, "Rookt." in tekst) == (True, True)
        verborgen = f'<details class="bp-verborgen"><summary>BSN tonen</summary>{BSN}</details>'
        assert (pagina.text.count(BSN), pagina.text.count(verborgen)) == (1, 1)


def test_an_aanbieder_ticks_its_own_taak_off_and_the_team_sees_whose_it_is(portal: Portaal) -> None:
    vooraf = page_text(portal.bezoek("consulent").get(f"/berichten/{gestuurd(portal.huis)}/doen/verlengd"))
    assert "Deze termijn gaat lopen, tot de dag die u invult: Einde van de verlengde onderbreking." in vooraf
    assert "Stuur het iWmo 305-bericht met de nieuwe startdatum de aanbieder" in vooraf
    bericht = verlengd(portal.huis, "1-6-2026")
    indiener, consulent = portal.bezoek("indiener"), portal.bezoek("consulent")
    lijst = page_text(indiener.get("/taken"))
    assert ("Stuur het iWmo 305-bericht" in lijst, "Open taken van uw organisatie" in lijst) == (True, True)
    assert "Stuur het iWmo 305-bericht" not in page_text(consulent.get("/taken"))
    van_ons, van_hen = (bezoek.get(f"/berichten/{bericht}") for bezoek in (indiener, consulent))
    assert [("/gedaan" in pagina.text, "Voor: de aanbieder" in page_text(pagina)) for pagina in (van_ons, van_hen)] == [
        (True, True),
        (False, True),
    ]
