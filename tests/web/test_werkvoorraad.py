"""The werkvoorraad and the numbers: what lies with a team, most urgent first, and how many."""

import re

import pytest
from sqlalchemy import update

from portal.core.lezen import tellingen, worklist
from portal.models import Bericht, Termijn
from portal.web.tabel import safe
from portal.web.werkvoorraad import many
from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import BSNS, volledige_herindicatie
from tests.web.verhalen import decided, submitted

NUMMER = re.compile(r"BP-[0-9A-Z]{4}-[0-9A-Z]{4}")


def numbers(html: str) -> list[str]:
    """Return the numbers of the berichten in the list, in order."""
    return [NUMMER.findall(rij)[0] for rij in re.findall(r"<tr.*?</tr>", html, re.DOTALL) if NUMMER.search(rij)]


def nummer(portal: Portaal, bericht: object) -> str:
    with portal.huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).nummer


def test_the_most_urgent_stands_first_with_its_client_in_short(portal: Portaal) -> None:
    laat = submitted(portal, overgangsdatum="1-6-2026")
    vroeg = submitted(portal, overgangsdatum="20-4-2026", bsn=BSNS[1], achternaam="Bakker", geboortedatum="1-2-1990")
    response = portal.bezoek("consulent").get("/werkvoorraad")
    tekst = page_text(response)
    assert numbers(response.text) == [nummer(portal, vroeg), nummer(portal, laat)]
    assert "2 berichten, 2 nog niet geopend. Meest dringende eerst." in tekst
    assert "J.B. · 1990" in tekst
    assert "overgangsdatum ma 20 april" in tekst
    assert "Bakker" not in response.text


def test_each_filter_holds_what_it_says(portal: Portaal) -> None:
    huis = portal.huis
    van_mij, van_ander, wacht, niemand = (submitted(portal) for _ in range(4))
    consulent, tweede = huis.gebruiker("consulent"), huis.gebruiker("tweede")
    huis.doe(consulent, van_mij, "oppakken")
    huis.doe(tweede, van_ander, "oppakken")
    huis.doe(tweede, wacht, "vraag-stellen", tekst="Waarheen?")
    bezoeker = portal.bezoek("consulent")
    assert {
        keuze: len(numbers(bezoeker.get(f"/werkvoorraad?keuze={keuze}").text)) for keuze, _ in tellingen.TEAM_FILTERS
    } == {
        "alles": 4,
        "van-mij": 1,
        "zonder-behandelaar": 1,
        "wacht": 1,
    }
    mijn = bezoeker.get("/werkvoorraad?keuze=van-mij")
    assert (numbers(mijn.text), "Werkvoorraad 1 bericht. Meest" in page_text(mijn)) == ([nummer(portal, van_mij)], True)
    assert numbers(bezoeker.get("/werkvoorraad?keuze=zonder-behandelaar").text) == [nummer(portal, niemand)]
    assert numbers(bezoeker.get("/werkvoorraad?keuze=wacht").text) == [nummer(portal, wacht)]
    assert "Alles 4 Van mij 1 Zonder behandelaar 1 Wacht op afzender 1" in page_text(bezoeker.get("/werkvoorraad"))


def test_another_team_and_what_is_done_are_not_in_it(portal: Portaal) -> None:
    submitted(portal, gemeente_inschrijving="0047")
    decided(portal)
    response = portal.bezoek("consulent").get("/werkvoorraad")
    assert numbers(response.text) == []
    assert "Er ligt nu niets voor uw team" in page_text(response)


def test_a_long_list_is_paged_by_key_and_keeps_its_filter(portal: Portaal, monkeypatch: pytest.MonkeyPatch) -> None:
    berichten = [submitted(portal, overgangsdatum=f"{dag}-5-2026") for dag in range(1, 6)]
    monkeypatch.setattr(worklist, "PAGE", 2)
    bezoeker = portal.bezoek("consulent")
    gezien, pad = [], "/werkvoorraad?keuze=zonder-behandelaar"
    while pad:
        html = bezoeker.get(pad).text
        gezien += numbers(html)
        volgende = re.search(r'rel="next" href="([^"]+)"', html)
        pad = volgende[1].replace("&amp;", "&") if volgende else ""
        assert not pad or "keuze=zonder-behandelaar" in pad
    assert gezien == [nummer(portal, bericht) for bericht in berichten]


def test_strange_words_in_the_address_show_the_whole_list(portal: Portaal) -> None:
    bericht = submitted(portal)
    bezoeker = portal.bezoek("consulent")
    for vraag in ("keuze=iets", "mapje=bestaat-niet", "na=onzin", "na=W10="):
        assert numbers(bezoeker.get(f"/werkvoorraad?{vraag}").text) == [nummer(portal, bericht)], vraag


def test_while_the_vault_is_away_the_list_shows_numbers_and_says_so(portal: Portaal) -> None:
    bericht = submitted(portal)
    bezoeker = portal.bezoek("consulent")
    portal.huis.client.down = True
    response = bezoeker.get("/werkvoorraad")
    assert response.status_code == 200
    assert "Cliënten zijn nu even niet te zien" in page_text(response)
    assert "1987" not in response.text
    assert nummer(portal, bericht) in response.text


def test_more_than_is_counted_is_said_in_words() -> None:
    telling = tellingen.Telling(keuze="alles", titel="Alles", aantal=1000, meer=True)
    assert many(telling) == "meer dan 1000"


def test_the_overview_counts_and_shows_nothing_of_a_bericht(portal: Portaal) -> None:
    huis = portal.huis
    submitted(portal)
    wacht = submitted(portal)
    huis.doe(huis.gebruiker("consulent"), wacht, "vraag-stellen", tekst="Waarheen?")
    decided(portal)
    response = portal.bezoek("beleid").get("/overzicht")
    tekst = page_text(response)
    assert "Open 2 nog niet besloten Zonder behandelaar 1 nog niet opgepakt Wacht op afzender 1" in tekst
    assert "Open taken 9 geen daarvan te laat" in tekst
    assert "Verzoek overdracht toewijzing 2 1 1 0 1" in tekst
    assert NUMMER.search(response.text) is None
    assert "1987" not in response.text


def test_a_duty_that_has_passed_is_counted_as_late(portal: Portaal) -> None:
    bericht = submitted(portal)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Termijn).where(Termijn.bericht == bericht).values(karakter="plicht"))
    portal.huis.later(days=60)
    tekst = page_text(portal.bezoek("beleid").get("/overzicht"))
    assert "Te laat 1 een termijn is voorbij" in tekst


def test_without_berichten_the_overview_says_what_will_appear(portal: Portaal) -> None:
    assert "Er zijn nog geen berichten" in page_text(portal.bezoek("groningen").get("/overzicht"))


@pytest.mark.parametrize("veld", ["mailbox", "status"])
def test_a_bericht_of_a_mailbox_or_status_that_is_gone_stands_in_the_list_by_its_number(
    portal: Portaal, veld: str
) -> None:
    weg = submitted(portal)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Bericht).where(Bericht.id == weg).values({veld: "weg"}))
    response = portal.bezoek("consulent").get("/werkvoorraad")
    assert (response.status_code, numbers(response.text)) == (200, [nummer(portal, weg)])
    assert "onbekend" in page_text(response).lower()


def test_the_overview_says_what_was_on_time_and_gives_it_as_a_file(portal: Portaal) -> None:
    huis = portal.huis
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(gemeente_inschrijving="1979"))
    bezoeker = portal.bezoek("beleid")
    tekst = page_text(bezoeker.get("/overzicht?jaar=2026"))
    assert "Melding herindicatie (verlenging) Toegang Eemsdelta 0 0 – 1 0" in tekst
    assert "Wat uw team moet doen In dit jaar liep en loopt hier geen termijn af." in page_text(
        bezoeker.get("/overzicht?jaar=2025")
    )
    bestand = bezoeker.get("/overzicht/termijnen.csv?jaar=2026")
    assert bestand.headers["Content-Disposition"] == "attachment; filename=termijnen-2026.csv"
    assert bestand.text == (
        "\ufeffVan wie;Team;Mapje;Op tijd;Te laat;Loopt nog;Loopt en is te laat\r\n"
        "Wat uw team moet doen;Toegang Eemsdelta;Melding herindicatie (verlenging);0;0;1;0\r\n"
        "Wat aanbieders en afzenders moeten doen;Toegang Eemsdelta;Melding herindicatie (verlenging);1;0;0;0\r\n"
    )


@pytest.mark.parametrize("jaar", ["nu", "1900", "99999", "-1", "\uff12\uff10\uff12\uff16"])
def test_a_year_the_portal_cannot_count_with_is_not_there(portal: Portaal, jaar: str) -> None:
    assert portal.bezoek("beleid").get(f"/overzicht?jaar={jaar}").status_code == 404


@pytest.mark.parametrize("cel", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_run_stays_text(cel: str) -> None:
    assert safe(cel) == f"'{cel}"
    assert (safe(-1), safe("gewoon")) == ("-1", "gewoon")
