"""What is not for the portal: every matter says where it belongs, by what source, in regions that are there."""

import pytest

from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.teams import Organisatiesoort
from portal.domain.vinden import Vindbaar, vind
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regios, regiocodes
from portal.web.nieuw import found

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
    zaken = [(m.code, Vindbaar(woorden=m.zoekwoorden, tekst=m.titel, uitleg=m.omschrijving)) for m in REGISTER.alle()]
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
        "verhuizing": "Vertrek van een inwoner uit de opvang",
        "calamiteit": "Calamiteit of geweld in de opvang",
        "klacht": "Klacht over de opvang",
        "eigen bijdrage": "Eigen bijdrage voor de opvang",
        "treinkaartje": "Treinkaartje of inhouding op de uitkering",
        "gennep": "Opvang in Gennep",
        "mook": "Opvang in Mook en Middelaar",
        "vertrokken": "Vertrek van een inwoner uit de opvang",
        "306": "Start of stop van zorg, en de antwoorden daarop",
        "308": "Start of stop van zorg, en de antwoorden daarop",
        "detentie": "Een inwoner is tijdelijk weg: detentie, ziekenhuis of kliniek",
        "herindicatie": "Een toewijzing wijzigen of verlengen",
        "persoonlijk plan": "Een persoonlijk plan van de inwoner",
    },
}


def test_until_when_one_sends_an_invoice_is_said_as_both_places_of_the_handbook_say_it() -> None:
    """Handboek §2.4: 'uiterlijk op de eenentwintigste dag van de eerstvolgende kalendermaand'; its table: 'voor de 21ste'."""
    (factuur,) = (zaak for zaak in REGISTER.buiten(*laad_regios()) if "factuur" in zaak.zoekwoorden)
    assert "uiterlijk op de 21e van de maand erna" in factuur.waar
    assert "'voor de 21e': met de 20e bent u altijd op tijd" in factuur.waar


def test_who_left_the_opvang_is_reported_with_a_307_within_five_werkdagen() -> None:
    """Werkproces MO stap 4e and the table of the iWmo-berichten: whatever the reason, and never only in a bericht that was decided."""
    hier = next(r for r in laad_regios() if r.code == "noord-midden-limburg")
    (vertrek,) = (zaak for zaak in REGISTER.buiten(hier) if "vertrokken" in zaak.zoekwoorden)
    assert "binnen 5 werkdagen na het einde een iWmo 307-bericht" in vertrek.waar
    assert str(vertrek.bron) == "Werkproces MO stap 4e en iWmo-berichten"


@pytest.mark.parametrize(("zoek", "code"), WOORDEN_AANBIEDER.items())
def test_what_an_aanbieder_says_finds_what_he_means(zoek: str, code: str) -> None:
    zaken = [
        (m.code, Vindbaar(woorden=m.zoekwoorden, tekst=m.titel, uitleg=m.omschrijving))
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


# Plain words of people at work, and what must be among the first two of all that is found for them.
GEWONE_WOORDEN_AANBIEDER = {
    "zelfmoord": "calamiteit-geweld",
    "suicide": "calamiteit-geweld",
    "suïcide": "calamiteit-geweld",
    "sterfgeval": "overlijden",
    "doodgegaan": "overlijden",
    "opgenomen": "verlenging-onderbreking",
    "taxi": "melding-activering-vervoer",
    "valpartij": "> Een incident zonder ernstig gevolg",
    "dakloos": "melding-beschermd-wonen",
    "vakantie": "> Start of stop van zorg, of een korte onderbreking",
    "client eruit zetten": "zorgbeeindiging",
    "eigen bijdrage": "> Eigen bijdrage en CAK",
    "einde zorg": "> Start of stop van zorg, of een korte onderbreking",
    "overleden": "overlijden",
    "steekpartij": "calamiteit-geweld",
    "bedreigd met een mes": "calamiteit-geweld",
    "vechtpartij op de groep": "calamiteit-geweld",
    "verkrachting": "calamiteit-geweld",
    "overdosis": "calamiteit-geweld",
    "zelfmoordpoging": "calamiteit-geweld",
    "cliënt is gewond": "calamiteit-geweld",
    "seksueel misbruik": "calamiteit-geweld",
    "weggelopen": "bijzondere-situatie",
    "cliënt is kwijt": "bijzondere-situatie",
    "zwanger": "bijzondere-situatie",
    "gaat samenwonen": "bijzondere-situatie",
    "verpleeghuis": "bijzondere-situatie",
    "vermist": "bijzondere-situatie",
    "wlz": "bijzondere-situatie",
    "ziekenhuisopname": "verlenging-onderbreking",
    "zit vast": "verlenging-onderbreking",
    "opgepakt": "verlenging-onderbreking",
    "afkicken": "verlenging-onderbreking",
    "gevangenis": "verlenging-onderbreking",
    "nieuwe bewoner": "melding-beschermd-wonen",
    "intake": "melding-beschermd-wonen",
    "nieuwe aanmelding": "melding-beschermd-wonen",
    "wachtlijst": "overbrugging-ambulant",
    "extra uren": "wijziging-indicatie",
    "meer begeleiding": "wijziging-indicatie",
    "zwaardere zorg": "wijziging-indicatie",
    "minder zorg nodig": "wijziging-indicatie",
    "dagbesteding": "melding-activering-vervoer",
    "rolstoeltaxi": "melding-activering-vervoer",
    "indicatie verlopen": "herindicatie",
    "einddatum": "herindicatie",
    "beschikking verlengen": "herindicatie",
    "nieuwe indicatie": "herindicatie",
    "handtekening": "aanvraag-retour",
    "verslag getekend terug": "aanvraag-retour",
    "verbouwing": "opgave-locaties",
    "locatie sluiten": "opgave-locaties",
    "nieuw gebouw": "opgave-locaties",
    "zzp": "onderaannemer-melding",
    "inhuren": "onderaannemer-melding",
    "uitbesteden": "onderaannemer-melding",
    "bed vrij": "sociale-kaart",
    "vrije kamer": "sociale-kaart",
    "afgekoppeld": "sociale-kaart",
    "jaarcijfers": "verantwoording",
    "accountant": "verantwoording",
    "prijs": "contractvraag",
    "tarief": "contractvraag",
    "contract opzeggen": "zorgbeeindiging",
    "uitgezet": "zorgbeeindiging",
    "wegsturen": "zorgbeeindiging",
    "afkoelen": "tijdelijke-plek",
    "schorsing": "tijdelijke-plek",
    "time-out": "tijdelijke-plek",
    "boos op gemeente": "klacht",
    "slecht behandeld": "klacht",
    "medicatie": "> Een incident zonder ernstig gevolg",
    "gevallen": "> Een incident zonder ernstig gevolg",
    "privacy": "> Datalek",
    "rekening": "> Declaratie of factuur",
    "huur": "> Een woning bij uitstroom (huisvesting)",
    "fraude": "signaal-toezicht",
    "slechte zorg": "signaal-toezicht",
    "verkeerd aangemeld": "intrekken-melding",
    "toch niet nodig": "intrekken-melding",
    "zelfstandig wonen": "uitstroom-terugkeer",
    "eigen woning": "uitstroom-terugkeer",
    "op zichzelf": "uitstroom-terugkeer",
    "verbeterplan": "opvolging-toezicht",
    "andere kamer": "wijziging-locatie",
    "wil naar andere aanbieder": "verzoek-overdracht-toewijzing",
    "past nergens": "experttafel-casus",
    "in de war": "> Acute psychische crisis",
    "brand": "> Direct gevaar",
    "weekend weg": "> Start of stop van zorg, of een korte onderbreking",
}
GEWONE_WOORDEN_GEMEENTE = {
    "overleden": "overlijden",
    "doodgegaan": "overlijden",
    "sterfgeval": "overlijden",
    "verlenging": "herindicatie",
    "nieuwe aanmelding": "melding-beschermd-wonen",
    "dossier overdragen": "overdracht-dossier",
    "brief sturen": "bericht-aan-aanbieder",
    "vraag aan aanbieder": "bericht-aan-aanbieder",
    "terug naar herkomst": "uitstroom-terugkeer",
    "ziekenhuis": "onderbreking-begonnen",
    "opgenomen": "onderbreking-begonnen",
    "gevangenis": "onderbreking-begonnen",
    "vastgelopen": "experttafel-casus",
    "fraude": "signaal-toezicht",
    "verslag ondertekenen": "verslag-ter-ondertekening",
    "twijfel": "vooroverleg-gemeente",
    "wensgemeente": "vooroverleg-gemeente",
    "intrekken": "intrekken-melding",
    "andere aanbieder": "verzoek-overdracht-toewijzing",
    "andere kamer": "wijziging-locatie",
    "wisseling": "overdracht-wisseling",
    "eigen bijdrage": "> Eigen bijdrage en CAK",
    "bezwaar": "> Bezwaar tegen een besluit",
    "pgb": "> Persoonsgebonden budget (pgb)",
    "datalek": "> Datalek",
    "dakloos": "melding-beschermd-wonen",
    "onveilig": "signaal-toezicht",
    "verhuist": "verzoek-overdracht-toewijzing",
}
GEWONE_WOORDEN_OPVANG = {
    "dakloos": "mo-melding",
    "dakloze": "mo-melding",
    "zwerver": "mo-melding",
    "zwerft": "mo-melding",
    "leeft op straat": "mo-melding",
    "slaapplek": "mo-melding",
    "bed": "mo-melding",
    "nachtopvang": "mo-melding",
    "onderdak": "mo-melding",
    "geen huis": "mo-melding",
    "huisuitzetting": "mo-melding",
    "uitgezet": "mo-melding",
    "uit huis gezet": "mo-melding",
    "passant": "mo-melding",
    "buiten slapen": "mo-melding",
    "thuisloos": "mo-melding",
    "bankslaper": "mo-melding",
    "crisisopvang nodig": "mo-melding",
    "aanmelden": "mo-melding",
    "screening": "mo-melding",
    "1e opvang": "mo-melding",
    "slaapt in de auto": "mo-melding",
    "onderkomen": "mo-melding",
    "geslagen door partner": "gia-verwijzing",
    "mishandeld": "gia-verwijzing",
    "bedreigd door ex": "gia-verwijzing",
    "stalking": "gia-verwijzing",
    "eerwraak": "gia-verwijzing",
    "huiselijk geweld": "gia-verwijzing",
    "veilig thuis": "gia-verwijzing",
    "onveilig thuis": "gia-verwijzing",
    "gevlucht met kinderen": "gia-verwijzing",
    "blijf van mijn lijf": "gia-verwijzing",
    "vrouwenopvang": "gia-verwijzing",
    "loverboy": "gia-verwijzing",
    "uitbuiting": "gia-verwijzing",
    "overleden": "mo-overlijden",
    "dood": "mo-overlijden",
    "doodgegaan": "mo-overlijden",
    "sterfgeval": "mo-overlijden",
    "gestorven": "mo-overlijden",
    "verhuisd": "> Vertrek van een inwoner uit de opvang",
    "vertrokken": "> Vertrek van een inwoner uit de opvang",
    "weggegaan": "> Vertrek van een inwoner uit de opvang",
    "calamiteit": "> Calamiteit of geweld in de opvang",
    "steekpartij": "> Calamiteit of geweld in de opvang",
    "vechtpartij": "> Calamiteit of geweld in de opvang",
    "gewond": "> Calamiteit of geweld in de opvang",
    "valpartij": "> Calamiteit of geweld in de opvang",
    "agressie": "> Calamiteit of geweld in de opvang",
    "overdosis": "> Calamiteit of geweld in de opvang",
    "zelfmoord": "> Calamiteit of geweld in de opvang",
    "suicide": "> Calamiteit of geweld in de opvang",
    "klacht": "> Klacht over de opvang",
    "boos": "> Klacht over de opvang",
    "treinkaartje": "> Treinkaartje of inhouding op de uitkering",
    "reisgeld": "> Treinkaartje of inhouding op de uitkering",
    "taxi": "> Treinkaartje of inhouding op de uitkering",
    "uitkering": "> Treinkaartje of inhouding op de uitkering",
    "eigen bijdrage": "> Eigen bijdrage voor de opvang",
    "aanvraag": "> Een aanvraag na zes weken onderzoek",
    "zes weken voorbij": "> Een aanvraag na zes weken onderzoek",
    "getekend verslag": "> Het getekende onderzoeksverslag",
    "gennep": "> Opvang in Gennep",
    "pgb": "> Persoonsgebonden budget (pgb)",
    "bezwaar": "> Bezwaar tegen een besluit",
    "datalek": "> Datalek",
    "wachtwoord": "> Uw account, wachtwoord of een collega",
    "in de war": "> Acute psychische crisis",
    "vakantie": "> Een inwoner is tijdelijk weg: detentie, ziekenhuis of kliniek",
    "brand": "> Direct gevaar",
    "ambulance": "> Direct gevaar",
}


@pytest.mark.parametrize(
    ("regio", "soort", "woorden"),
    [
        ("groningen", Organisatiesoort.AANBIEDER, GEWONE_WOORDEN_AANBIEDER),
        ("groningen", Organisatiesoort.GEMEENTE, GEWONE_WOORDEN_GEMEENTE),
        ("noord-midden-limburg", Organisatiesoort.AANBIEDER, GEWONE_WOORDEN_OPVANG),
    ],
    ids=["aanbieder", "gemeente", "opvang"],
)
def test_plain_words_find_what_is_meant(regio: str, soort: Organisatiesoort, woorden: dict[str, str]) -> None:
    hier = next(r for r in laad_regios() if r.code == regio)
    mailboxen = [m for m in REGISTER.alle() if regio in m.regios and any(a.soort is soort for a in m.afzenders)]

    def eerste(zoek: str) -> list[str]:
        gevonden = found(zoek, mailboxen, REGISTER.buiten(hier))
        return [zaak.code if isinstance(zaak, Mailbox) else f"> {zaak.titel}" for zaak in gevonden][:2]

    assert {zoek: eerste(zoek) for zoek, code in woorden.items() if code not in eerste(zoek)} == {}


@pytest.mark.parametrize(
    ("zoek", "niet"),
    [
        ("client eruit zetten", "onderaannemer-melding"),
        ("eigen bijdrage", "onderzoeksrapport-aanbieder"),
        ("einde zorg", "overlijden"),
    ],
)
def test_what_is_not_meant_is_not_found(zoek: str, niet: str) -> None:
    hier = next(r for r in laad_regios() if r.code == "groningen")
    gevonden = found(zoek, [m for m in REGISTER.alle() if hier.code in m.regios], REGISTER.buiten(hier))
    assert niet not in [zaak.code for zaak in gevonden if isinstance(zaak, Mailbox)]
