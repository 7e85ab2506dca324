"""Kalender en termijnen: what is free and why, a change rehearsed and decided by two, and nothing of toezicht in sight."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest

from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.core.regels import datums, klok, pas_toe, twee_beheerders
from tests.core.test_afgelopen import te_laat
from tests.core.test_regelproef import PASEN, REACTIE
from tests.voorbeelden import volledige_melding
from tests.web.verhalen import submitted

ON_SQLITE = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
KALENDER = "/beheer/kalender"
VRIJDAG = {"naam": "goede_vrijdag_vrij", "waarde": "Nee", "vanaf": "1-1-2026", "bron": "Regionaal overleg"}
BESLUIT = {
    "naam": "Besluit gelijkstelling",
    "bron": "Staatsblad 2028, 1",
    "van": "2029",
    "tot_en_met": "2031",
    "dagen": "11-5-2029\r\n31 - 5 - 2030",
}


@pytest.fixture
def beheerders(portal: Portaal) -> tuple[Bezoeker, Bezoeker]:
    """Who proposes and who decides."""
    twee_beheerders(portal.huis)
    return portal.bezoek("beheerder"), portal.bezoek("beheerder2")


def stel_voor(wie: Bezoeker, soort: str, velden: dict[str, str]) -> str:
    """Propose a change; returns the address of its page."""
    antwoord = wie.post(f"{KALENDER}/voorstellen/{soort}", velden | {"sleutel": str(uuid4())})
    assert antwoord.status_code == 303, page_text(antwoord)
    return str(antwoord.location)


def stand(wie: Bezoeker, adres: str) -> str:
    (gevonden,) = re.findall(r'name="stand" value="(\d+)"', wie.get(adres).text)
    return str(gevonden)


def fout(wie: Bezoeker, soort: str, velden: dict[str, str]) -> str:
    antwoord = wie.post(f"{KALENDER}/voorstellen/{soort}", velden | {"sleutel": str(uuid4())})
    assert antwoord.status_code == 422
    return page_text(antwoord)


@ON_SQLITE
def test_a_year_shows_every_free_day_with_its_source(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    tekst = page_text(beheerder.get(KALENDER))
    assert "Feestdagen in 2026" in tekst
    assert "vrijdag 3 april 2026 Goede Vrijdag vrij Algemene termijnenwet art. 3 lid 2" in tekst
    assert "dinsdag 5 mei 2026 Bevrijdingsdag vrij Algemene termijnenwet art. 3 lid 1" in tekst
    assert "vrijdag 15 mei 2026 gelijkgestelde dag (besluit voor 2026 tot en met 2028) vrij Besluit gelijk" in tekst
    assert "zijn niet bekend" not in tekst
    assert "Ontvangst bevestigen (Eerste melding calamiteit of geweldsincident): aantal werkdagen" in tekst
    assert "Er is nog niets gewijzigd" in tekst


@ON_SQLITE
def test_a_year_that_no_decree_covers_warns_before_it_comes(portal: Portaal) -> None:
    portal.huis.later(days=2 * 366)  # in 2028 the year after is unknown
    tekst = page_text(portal.bezoek("beheerder").get(KALENDER))
    assert "De gelijkgestelde dagen van 2029 zijn niet bekend" in tekst
    assert "alleen voor 2023 tot en met 2028" in tekst
    assert "De gelijkgestelde dagen van 2028" not in tekst


@ON_SQLITE
def test_another_year_can_be_asked_for_and_one_that_cannot_be_is_this_year(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    assert "Voor 2031 is geen besluit bekend" in page_text(beheerder.get(f"{KALENDER}?jaar=2031"))
    for vreemd in ("1", "x", "99999"):
        assert "Feestdagen in 2026" in page_text(beheerder.get(f"{KALENDER}?jaar={vreemd}"))


def test_a_change_is_rehearsed_and_decided_by_another_and_moves_the_clock(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, twee = beheerders
    welke = klok(portal.huis, submitted(portal), REACTIE, PASEN)
    adres = stel_voor(een, "instelling", VRIJDAG)
    gezien = page_text(een.get(adres))
    assert "nee in plaats van ja, vanaf donderdag 1 januari 2026" in gezien
    assert "verschuift er 1." in gezien
    assert "donderdag 9 april 2026 woensdag 8 april 2026" in gezien
    assert "Nu. 3 werkdagen na donderdag 2 april: Goede Vrijdag (3 april)" in gezien
    assert "Straks. 3 werkdagen na donderdag 2 april" in gezien
    assert "U stelde dit zelf voor" in gezien
    assert "1 voorstel voor de kalender om over te beslissen" in page_text(twee.get("/beheer"))
    besluit = twee.post(f"{adres}/besluiten", {"voor": "lopende", "stand": stand(twee, adres)})
    assert besluit.status_code == 303
    assert "wordt toegepast" in page_text(twee.get(adres))
    pas_toe(portal.huis)
    assert (datums(portal.huis)[welke], "geldt" in page_text(een.get(adres))) == (date(2026, 4, 8), True)
    assert "vrijdag 3 april 2026 Goede Vrijdag werkdag" in page_text(een.get(KALENDER))


@ON_SQLITE
def test_who_proposed_cannot_decide_whatever_he_posts(portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]) -> None:
    een, _ = beheerders
    adres = stel_voor(een, "instelling", VRIJDAG)
    antwoord = een.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": "0"})
    assert (antwoord.status_code, "U stelde dit zelf voor" in page_text(antwoord)) == (409, True)
    assert portal.huis.services.regels.boek.nummer == 0


@ON_SQLITE
def test_a_stale_rehearsal_is_shown_anew_and_decides_nothing(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, twee = beheerders
    klok(portal.huis, submitted(portal), REACTIE, PASEN)
    dicht = {"gemeente": "0014", "datum": "28-12-2026", "reden": "collectief vrij", "bron": "college"}
    eerste, tweede = stel_voor(een, "sluitingsdag", dicht), stel_voor(een, "instelling", VRIJDAG)
    oud = stand(twee, tweede)
    twee.post(f"{eerste}/besluiten", {"voor": "nieuwe", "stand": oud})
    antwoord = twee.post(f"{tweede}/besluiten", {"voor": "lopende", "stand": oud})
    tekst = page_text(antwoord)
    assert (antwoord.status_code, "De regels zijn intussen veranderd" in tekst) == (409, True)
    assert "verschuift er 1." in tekst
    assert twee.post(f"{tweede}/besluiten", {"voor": "lopende", "stand": stand(twee, tweede)}).status_code == 303


@ON_SQLITE
def test_without_a_choice_nothing_is_decided(portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]) -> None:
    een, twee = beheerders
    adres = stel_voor(een, "instelling", VRIJDAG)
    for velden in ({"stand": "0"}, {"voor": "alles", "stand": "0"}, {"voor": "nieuwe"}):
        antwoord = twee.post(f"{adres}/besluiten", velden)
        assert (antwoord.status_code, "Kies eerst voor welke termijnen" in page_text(antwoord)) == (422, True)


@ON_SQLITE
def test_a_proposal_can_be_dropped_twice_and_says_so(portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]) -> None:
    een, twee = beheerders
    adres = stel_voor(een, "instelling", VRIJDAG)
    for wie in (een, twee):
        assert wie.post(f"{adres}/intrekken").status_code == 303
    assert "ingetrokken" in page_text(twee.get(adres))
    besluit = twee.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": "0"})
    assert (besluit.status_code, "intussen ingetrokken" in page_text(besluit)) == (409, True)


@ON_SQLITE
def test_a_decree_makes_its_years_known(portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]) -> None:
    een, twee = beheerders
    adres = stel_voor(een, "besluit", BESLUIT)
    tekst = page_text(twee.get(adres))
    assert "Alleen nieuwe termijnen" not in tekst
    assert "Het besluit geldt voor 2029 tot en met 2031" in tekst
    geweigerd = twee.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": "0"})
    assert (geweigerd.status_code, "geldt bij wet" in page_text(geweigerd)) == (409, True)
    twee.post(f"{adres}/besluiten", {"voor": "lopende", "stand": "0"})
    tekst = page_text(een.get(f"{KALENDER}?jaar=2030"))
    assert "vrijdag 31 mei 2030 gelijkgestelde dag (besluit voor 2029 tot en met 2031)" in tekst
    assert "Besluit gelijkstelling (Staatsblad 2028, 1)" in tekst
    assert "alleen voor 2023 tot en met 2031" in tekst
    vervalt = stel_voor(twee, "dag-vervalt", {"datum": "31-5-2030", "bron": "Staatsblad 2029, 2"})
    assert "Vrijdag 31 mei 2030 is geen gelijkgestelde dag meer." in page_text(twee.get(vervalt))
    assert "Voor welke termijnen geldt dit?" not in page_text(een.get(vervalt))
    pas_toe(portal.huis)
    naar = re.findall(r'href="([^"]*besluit-herzien[^"]*2029[^"]*)"', een.get(KALENDER).text)
    assert 'selected value="2029-2031 Besluit gelijkstelling"' in een.get(unescape(naar[0])).text
    keuze = {"besluit": "2029-2031 Besluit gelijkstelling", "bron": "Staatscourant"}
    assert "Vul beide jaren in" in fout(een, "besluit-herzien", {**keuze, "van": "2029", "tot_en_met": ""})
    weg = stel_voor(een, "besluit-herzien", {**keuze, "van": "", "tot_en_met": ""})
    assert "Van 2029, 2030 en 2031 zijn de gelijkgestelde dagen dan niet bekend." in page_text(twee.get(weg))
    twee.post(f"{weg}/besluiten", {"voor": "lopende", "stand": "1"})
    assert "alleen voor 2023 tot en met 2028" in page_text(een.get(KALENDER))


@ON_SQLITE
def test_a_closing_day_is_for_a_gemeente_or_the_region_and_can_end(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, twee = beheerders
    for waar in ("0014", "regio"):
        velden = {"gemeente": waar, "datum": "28-12-2026", "reden": "collectief vrij", "bron": "college"}
        adres = stel_voor(een, "sluitingsdag", velden)
        tekst = page_text(twee.get(adres))
        assert {
            zin: zin in tekst for zin in ("Voor welke termijnen geldt dit?", "Dit verschuift geen enkele termijn.")
        } == {"Voor welke termijnen geldt dit?": False, "Dit verschuift geen enkele termijn.": True}
        twee.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": stand(twee, adres)})
    pagina = een.get(KALENDER)
    assert "Gemeente Groningen: maandag 28 december 2026, collectief vrij" in page_text(pagina)
    assert "De hele regio: maandag 28 december 2026, collectief vrij" in page_text(pagina)
    assert "gemeente=regio" in pagina.text
    weg = {"gemeente": "regio", "datum": "2026-12-28", "bron": "college"}
    adres = stel_voor(een, "sluitingsdag-vervalt", weg)
    twee.post(f"{adres}/besluiten", {"voor": "nieuwe", "stand": stand(twee, adres)})
    assert "De hele regio: maandag 28 december" not in page_text(een.get(KALENDER))


@ON_SQLITE
def test_what_is_filled_in_wrongly_is_said_at_its_field(portal: Portaal) -> None:
    een = portal.bezoek("beheerder")
    assert "Vul in waar dit staat" in fout(een, "instelling", VRIJDAG | {"bron": ""})
    assert "Dat is nu al zo: ja." in fout(een, "instelling", VRIJDAG | {"waarde": "ja"})
    assert "bestaat niet" in fout(een, "instelling", VRIJDAG | {"naam": "toezicht_adres_bevestigd"})
    assert "is al vrij: Hemelvaartsdag" in fout(een, "besluit", BESLUIT | {"dagen": "10-5-2029"})
    assert "Schrijf de datum als" in fout(een, "besluit", BESLUIT | {"dagen": "volgende week"})
    assert "twee keer" in fout(een, "besluit", BESLUIT | {"dagen": "11-5-2029\n2029-05-11"})
    assert een.get(f"{KALENDER}/voorstellen/iets").status_code == 404
    assert 'value="15-5-2026"' in een.get(f"{KALENDER}/voorstellen/dag-vervalt?datum=15-5-2026").text


@ON_SQLITE
def test_of_a_melding_to_toezicht_the_pages_are_the_same_with_and_without_it(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, _ = beheerders
    getal = {"naam": "toezicht_bevestigen", "waarde": "4", "vanaf": "1-1-2026", "bron": "toezicht"}
    adressen = [stel_voor(een, "instelling", getal), stel_voor(een, "instelling", VRIJDAG)]
    voor = [page_text(een.get(adres)) for adres in adressen]
    portal.huis.stuur(portal.huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    assert [page_text(een.get(adres)) for adres in adressen] == voor


@ON_SQLITE
def test_a_day_that_is_entered_afterwards_says_what_of_the_past_it_judges_anew(portal: Portaal) -> None:
    te_laat(portal.huis)
    beheerder = portal.bezoek("beheerder")
    vrij = {**BESLUIT, "van": "2026", "tot_en_met": "2026", "dagen": "18-5-2026"}
    tekst = page_text(beheerder.get(stel_voor(beheerder, "besluit", vrij)))
    assert "Van wat al is afgelopen, is 1 termijn dan niet meer te laat en worden er 0 alsnog te laat." in tekst
