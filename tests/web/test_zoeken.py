"""Search: by BSN, birth date, kenmerk and number, within the own team or organisation, and never in an address."""

from contextlib import suppress
from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from portal.sealing.client import TeVeel
from tests.bezoeker import Bezoeker, Portaal, form_token, page_text
from tests.voorbeelden import BSN, BSNS
from tests.web.verhalen import submitted, view


def search(bezoeker: Bezoeker, soort: str, **waarden: str) -> TestResponse:
    return bezoeker.post("/zoeken", {"soort": soort, **waarden})


@pytest.mark.parametrize("account", ["consulent", "indiener"])
@pytest.mark.parametrize(
    ("soort", "waarden"),
    [
        ("bsn", {"bsn": "9999 00 006"}),
        ("geboren", {"geboortedatum": "12-5-1987", "voorletters": "j"}),
        ("kenmerk", {"kenmerk": "ds-0412"}),
    ],
)
def test_a_bericht_is_found_by_what_is_sealed_in_it(
    portal: Portaal, account: str, soort: str, waarden: dict[str, str]
) -> None:
    bericht = submitted(portal)
    submitted(portal, bsn=BSNS[1], geboortedatum="1-1-1990", kenmerk="DS-1")
    response = search(portal.bezoek(account), soort, **waarden)
    tekst = page_text(response)
    assert response.status_code == 200
    assert "1 bericht gevonden" in tekst
    assert view(portal, "consulent", bericht).nummer in tekst


def test_a_number_is_found_however_it_is_typed(portal: Portaal) -> None:
    bericht = submitted(portal)
    nummer = view(portal, "consulent", bericht).nummer
    bezoeker = portal.bezoek("consulent")
    for getypt in (nummer, nummer.lower(), nummer.replace("-", " "), nummer.removeprefix("BP-")):
        assert "1 bericht gevonden" in page_text(search(bezoeker, "nummer", nummer=getypt)), getypt


def test_what_another_sent_or_got_is_not_found(portal: Portaal) -> None:
    bericht = submitted(portal)
    nummer = view(portal, "consulent", bericht).nummer
    for account in ("ander", "groningen", "toezichthouder"):
        bezoeker = portal.bezoek(account)
        assert "Niets gevonden" in page_text(search(bezoeker, "bsn", bsn=BSN)), account
        assert "Niets gevonden" in page_text(search(bezoeker, "nummer", nummer=nummer)), account


def test_what_one_looks_for_never_stands_in_an_address(portal: Portaal) -> None:
    submitted(portal)
    bezoeker = portal.bezoek("consulent")
    assert "gevonden" not in page_text(bezoeker.get(f"/zoeken?soort=bsn&bsn={BSN}"))
    html = search(bezoeker, "bsn", bsn=BSN).text
    assert not [deel for deel in html.split('"') if BSN in deel and deel.startswith(("/", "?", "http"))]


@pytest.mark.parametrize(
    ("soort", "waarden", "tekst"),
    [
        ("bsn", {"bsn": "123456789"}, "Dit nummer klopt niet."),
        ("bsn", {"bsn": "12"}, "Een burgerservicenummer heeft 9 cijfers."),
        ("bsn", {}, "Vul het burgerservicenummer in."),
        ("geboren", {"geboortedatum": "12-5-1987"}, "Vul de voorletters in."),
        ("kenmerk", {}, "Vul het kenmerk in."),
        ("nummer", {}, "Vul het nummer in."),
        ("iets", {}, "Deze keuze bestaat niet."),
    ],
)
def test_a_wrong_value_is_said_at_its_field(portal: Portaal, soort: str, waarden: dict[str, str], tekst: str) -> None:
    response = search(portal.bezoek("consulent"), soort, **waarden)
    assert response.status_code == 422
    assert tekst in page_text(response)


def test_too_many_searches_are_refused_in_plain_words(portal: Portaal) -> None:
    huis = portal.huis
    huis.vault.settings = replace(huis.vault.settings, limieten=1)
    bezoeker, wie = portal.bezoek("consulent"), huis.gebruiker("consulent")
    with suppress(TeVeel):
        while True:
            huis.client.search(wie.token, wie.namens.sleutel, "bsn", BSN, herkomst="127.0.0.1")
    response = search(bezoeker, "bsn", bsn=BSN)
    assert response.status_code == 429
    assert "Wacht even met zoeken" in page_text(response)
    assert f'value="{BSN}"' in response.text


def test_while_the_vault_is_away_a_number_still_finds(portal: Portaal) -> None:
    bericht = submitted(portal)
    nummer = view(portal, "consulent", bericht).nummer
    bezoeker = portal.bezoek("consulent")
    form_token(bezoeker.client)
    portal.huis.client.down = True
    response = search(bezoeker, "bsn", bsn=BSN)
    assert response.status_code == 503
    assert "Zoeken op het nummer van een bericht kan wel." in page_text(response)
    assert "1 bericht gevonden" in page_text(search(bezoeker, "nummer", nummer=nummer))


def test_what_was_handed_on_is_found_by_the_new_team_only(portal: Portaal) -> None:
    bericht = submitted(portal)
    huis = portal.huis
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Hoort daar.", doel="toegang-0014")
    huis.client.take_in(bericht)
    assert "Niets gevonden" in page_text(search(portal.bezoek("consulent"), "bsn", bsn=BSN))
    assert "1 bericht gevonden" in page_text(search(portal.bezoek("groningen"), "bsn", bsn=BSN))
