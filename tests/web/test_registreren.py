"""Registering for a burger on the pages: where it stands in the menu, what is asked besides, and what each page then says."""

import re

import pytest

from portal.core.insturen import concepten
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import volledige_herindicatie

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

HERINDICATIE = "herindicatie"


@pytest.mark.parametrize(
    ("account", "erin", "eruit"),
    [
        ("frontoffice", ["Bericht registreren", "Nieuw bericht", "Onderweg", "Concepten"], ["Start"]),
        ("backoffice", ["Werkvoorraad"], ["Bericht registreren", "Nieuw bericht", "Onderweg"]),
        ("indiener", ["Start", "Nieuw bericht", "Onderweg", "Concepten"], ["Bericht registreren", "Werkvoorraad"]),
    ],
)
def test_the_menu_holds_what_one_can_send(portal: Portaal, account: str, erin: list[str], eruit: list[str]) -> None:
    menu = re.search(r'<nav class="bp-nav".*?</nav>', portal.bezoek(account).get("/termijnen").text, re.DOTALL)
    assert menu is not None
    delen = re.findall(r"<a [^>]*>([^<]+)</a>", menu[0])
    assert set(erin) <= set(delen)
    assert not set(eruit) & set(delen)


def test_one_chooses_what_the_burger_brought_and_is_asked_how_it_came_in(portal: Portaal) -> None:
    bezoeker = portal.bezoek("frontoffice")
    kiezen = bezoeker.get("/registreren")
    assert f'href="/nieuw/{HERINDICATIE}"' in kiezen.text
    assert f'href="/nieuw/{HERINDICATIE}"' not in bezoeker.get("/nieuw").text
    gezocht = bezoeker.post("/registreren", {"zoek": "verlenging"})
    assert (gezocht.status_code, f'href="/nieuw/{HERINDICATIE}"' in gezocht.text) == (200, True)
    formulier = page_text(bezoeker.get(f"/nieuw/{HERINDICATIE}"))
    assert "Toegang Eemsdelta registreert dit voor de burger." in formulier
    assert formulier.index("Hoe het binnenkwam") < formulier.index("Burgerservicenummer")
    assert "Wij hebben Eemsdelta ingevuld, uw eigen gemeente." in formulier
    assert "Hoe het binnenkwam" not in page_text(portal.bezoek("indiener").get(f"/nieuw/{HERINDICATIE}"))


def test_from_check_to_receipt_to_bericht_the_pages_say_for_whom_it_was_and_when_it_came_in(portal: Portaal) -> None:
    huis, bezoeker = portal.huis, portal.bezoek("frontoffice")
    frontoffice, concept = huis.gebruiker("frontoffice"), new_id()
    ruw = volledige_herindicatie(binnengekomen_op="30-3-2026", binnengekomen_via="balie")
    concepten.bewaar(huis.services, frontoffice, concept=concept, mailbox=HERINDICATIE, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(frontoffice, concept, "evaluatiedocument", mailbox=HERINDICATIE)
    assert "Concepten van uw team" in page_text(bezoeker.get("/concepten"))
    controle = page_text(bezoeker.get(f"/concepten/{concept}/controleren"))
    assert "U registreert dit voor de burger. Er is nog niets verstuurd." in controle
    assert "Op welke dag kwam het binnen? maandag 30 maart 2026" in controle
    verstuurd = bezoeker.post(f"/concepten/{concept}/indienen", {"versie": "1"})
    assert verstuurd.headers["Location"] == f"/berichten/{concept}/ontvangst"
    bewijs = page_text(bezoeker.get(f"/berichten/{concept}/ontvangst"))
    assert "Het bericht is geregistreerd" in bewijs
    assert "Binnengekomen maandag 30 maart 2026" in bewijs
    for wie in ("consulent", "tweede"):
        tekst = page_text(portal.bezoek(wie).get(f"/berichten/{concept}"))
        assert "binnengekomen op maandag 30 maart 2026" in tekst
        assert "op ma 30 maart; vastgelegd do 2 april" in tekst
    consulent = page_text(portal.bezoek("consulent").get(f"/berichten/{concept}"))
    assert "geregistreerd door Toegang Eemsdelta voor de burger" in consulent
    onderweg = page_text(bezoeker.get("/onderweg"))
    assert "Alle berichten die uw team heeft verstuurd of geregistreerd voor een burger, nieuwste eerst." in onderweg
    assert "Melding herindicatie (verlenging)" in onderweg


def test_who_has_what_his_own_team_registered_asks_the_burger_and_answers_for_him(portal: Portaal) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    bericht = huis.stuur(
        huis.gebruiker("frontoffice"),
        HERINDICATIE,
        volledige_herindicatie(binnengekomen_op="30-3-2026", binnengekomen_via="balie"),
    )
    huis.doe(huis.gebruiker("consulent"), bericht, "vraag-stellen", tekst="Waar slaapt u nu?")
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "wacht op de burger" in tekst
    assert "Gesprek met" not in tekst
    antwoord = page_text(consulent.get(f"/berichten/{bericht}/doen/beantwoorden"))
    assert "krijgt een e-mail" not in antwoord
    assert "Waar slaapt u nu?" in antwoord


def test_a_word_finds_what_stands_on_the_other_page_and_says_so(portal: Portaal) -> None:
    consulent = portal.bezoek("consulent")
    nieuw = page_text(consulent.post("/nieuw", {"zoek": "overleden"}))
    assert ("Gevonden bij 'Bericht registreren'" in nieuw, "Overlijden melden" in nieuw) == (True, True)
    registreren = page_text(consulent.post("/registreren", {"zoek": "dossier overdragen"}))
    assert ("Gevonden bij 'Nieuw bericht'" in registreren, "Overdracht dossier" in registreren) == (True, True)
    niets = page_text(consulent.post("/nieuw", {"zoek": "qqqqqq"}))
    assert ("Niets gevonden" in niets, "Bel de Toegang" in niets) == (True, False)
