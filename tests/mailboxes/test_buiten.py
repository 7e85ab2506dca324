"""What is not for the portal: every matter says where it belongs, by what source, in regions that are there."""

import pytest

from portal.domain.gemeenten import Regio
from portal.domain.teams import Organisatiesoort
from portal.domain.vinden import Vindbaar, vind
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios, regiocodes

REGISTER = laad_mailboxen(laad_regios())


def test_each_says_where_it_belongs_and_where_that_stands() -> None:
    for zaak in REGISTER.buiten(*laad_regios()):
        assert (bool(zaak.waar.endswith(".")), bool(zaak.zoekwoorden), bool(str(zaak.bron))) == (True, True, True), zaak
        assert set(zaak.regios) <= set(regiocodes())


def test_each_region_shows_its_own() -> None:
    for regio in laad_regios():
        assert [z for z in REGISTER.buiten(regio) if regio.code not in z.regios] == []
        assert REGISTER.buiten(regio)


@pytest.mark.parametrize("regio", laad_regios(), ids=lambda regio: regio.code)
def test_every_word_for_it_leads_to_it_first(regio: Regio) -> None:
    zaken = [(zaak, Vindbaar(woorden=zaak.zoekwoorden, tekst=zaak.titel)) for zaak in REGISTER.buiten(regio)]
    naast = [
        (woord, zaak.titel) for zaak, _ in zaken for woord in zaak.zoekwoorden if vind(woord, zaken)[:1] != (zaak,)
    ]
    assert naast == []


def test_every_word_of_a_mailbox_leads_to_it() -> None:
    zaken = [(m.code, Vindbaar(woorden=m.zoekwoorden, tekst=f"{m.titel} {m.omschrijving}")) for m in REGISTER.alle()]
    naast = [(woord, m.code) for m in REGISTER.alle() for woord in m.zoekwoorden if m.code not in vind(woord, zaken)]
    assert naast == []


# Said by people at work, and what stands at the top for them; what is not for the portal says where it belongs.
WOORDEN_AANBIEDER = {
    "naar andere gemeente": "verzoek-overdracht-toewijzing",
    "nieuw adres": "wijziging-locatie",
    "overlijdensbericht": "overlijden",
    "gestorven": "overlijden",
    "gevangenis": "verlenging-onderbreking",
    "huisgenoot slaat": "calamiteit-geweld",
    "agressie": "calamiteit-geweld",
    "mishandeling": "calamiteit-geweld",
    "minder uren": "wijziging-indicatie",
    "indicatie loopt af": "herindicatie",
}
ELDERS = {
    "groningen": {
        "medicijnen verkeerd": "Een incident zonder ernstig gevolg",
        "pgb": "Persoonsgebonden budget (pgb)",
        "datalek": "Datalek",
        "wachtwoord vergeten": "Uw account, wachtwoord of een collega",
        "eigen bijdrage": "Eigen bijdrage en CAK",
    },
    "noord-midden-limburg": {
        "overleden": "Overlijden of vertrek van een inwoner in de opvang",
        "verhuizing": "Overlijden of vertrek van een inwoner in de opvang",
        "calamiteit": "Calamiteit of geweld in de opvang",
        "klacht": "Klacht over de opvang",
        "eigen bijdrage": "Eigen bijdrage voor de opvang",
        "treinkaartje": "Treinkaartje of inhouding op de uitkering",
        "gennep": "Opvang in Gennep",
        "mook": "Opvang in Mook en Middelaar",
    },
}


def test_until_when_one_sends_an_invoice_is_said_as_both_places_of_the_handbook_say_it() -> None:
    """Handboek §2.4: 'uiterlijk op de eenentwintigste dag van de eerstvolgende kalendermaand'; its table: 'voor de 21ste'."""
    (factuur,) = (zaak for zaak in REGISTER.buiten(*laad_regios()) if "factuur" in zaak.zoekwoorden)
    assert "uiterlijk op de 21e van de maand erna" in factuur.waar
    assert "'voor de 21e': met de 20e bent u altijd op tijd" in factuur.waar


@pytest.mark.parametrize(("zoek", "code"), WOORDEN_AANBIEDER.items())
def test_what_an_aanbieder_says_finds_what_he_means(zoek: str, code: str) -> None:
    zaken = [
        (m.code, Vindbaar(woorden=m.zoekwoorden, tekst=f"{m.titel} {m.omschrijving}"))
        for m in REGISTER.alle()
        if any(afzender.soort is Organisatiesoort.AANBIEDER for afzender in m.afzenders)
    ]
    assert vind(zoek, zaken)[:1] == (code,)


@pytest.mark.parametrize(
    ("regio", "zoek", "titel"), [(regio, *paar) for regio, paren in ELDERS.items() for paar in paren.items()]
)
def test_what_is_for_another_place_is_sent_there(regio: str, zoek: str, titel: str) -> None:
    hier = next(r for r in laad_regios() if r.code == regio)
    zaken = [(zaak.titel, Vindbaar(woorden=zaak.zoekwoorden, tekst=zaak.titel)) for zaak in REGISTER.buiten(hier)]
    assert vind(zoek, zaken)[:1] == (titel,)
