"""Somebody without an address, or whose burgerservicenummer is not known now, is reported all the same (opvang only)."""

from datetime import date

import pytest

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.zicht import kop
from portal.core.insturen.meenemen import start_from
from portal.core.insturen.waarschuwen import warnings_for
from portal.domain.formulier import Antwoorden, Client, Fouten, Kader
from portal.forms import CLIENTVELDEN, INWONERVELDEN
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.ingevuld import ingevuld_met
from tests.installatie import Installatie
from tests.mailboxes.test_mo_melding import in_register
from tests.voorbeelden import VANDAAG, volledige_mo_melding

OPVANG = ("mo-melding", "mo-screening-overdracht", "gia-besluit", "mo-overlijden")
MAILBOXEN = laad_mailboxen(laad_regios())
WEET = Kader(vandaag=VANDAAG, regio=laad_regio("noord-midden-limburg"))
GEEN_ADRES = {"bsn": [], "voornamen": ["Jan Victor"], "geen_adres": ["ja"]}
BOXES = ("geen_bsn", "bsn_onbekend")


@pytest.mark.parametrize("code", OPVANG)
@pytest.mark.parametrize("waarom", BOXES)
def test_in_the_opvang_nobody_is_asked_for_an_address_or_a_number_that_he_has_not(code: str, waarom: str) -> None:
    mailbox = MAILBOXEN.met_code(code)
    assert mailbox is not None
    ruw = ingevuld_met(mailbox, WEET, {}) | GEEN_ADRES | {waarom: ["ja"]}
    gelezen = mailbox.formulier.lees(ruw, WEET)
    assert isinstance(gelezen, Antwoorden), gelezen
    over_hem = {veld: waarde for veld, waarde in gelezen.feiten().items() if veld in INWONERVELDEN}
    assert over_hem == {
        waarom: "ja",
        "voorletters": "J",
        "achternaam": "Antwoord",
        "geboortedatum": "1987-05-12",
        "voornamen": "Jan Victor",
        "geen_adres": "ja",
    }
    # nothing that is not there tells him from others
    assert gelezen.client == Client(geboortedatum="1987-05-12", voorletters="J", achternaam="Antwoord")


def test_an_address_that_is_left_out_without_a_word_is_asked_for() -> None:
    mailbox = MAILBOXEN.met_code("mo-melding")
    assert mailbox is not None
    zonder = mailbox.formulier.lees(volledige_mo_melding(bsn=None, bsn_onbekend="ja", voornamen="Jan"), WEET)
    niets = mailbox.formulier.lees(volledige_mo_melding(bsn=None), WEET)
    assert isinstance(zonder, Fouten)
    assert isinstance(niets, Fouten)
    assert [(fout.veld, fout.tekst) for fout in (*zonder.fouten, *niets.fouten)] == [
        ("postcode", "Vul de postcode in, of kruis aan dat de inwoner geen adres heeft."),
        ("huisnummer", "Vul het huisnummer in, of kruis aan dat de inwoner geen adres heeft."),
        ("bsn", "Vul het burgerservicenummer in, of kruis hieronder aan waarom het er niet is."),
    ]


def test_only_the_mailboxen_of_the_opvang_take_somebody_without_an_address() -> None:
    """In Groningen the handbook asks of who has no number his name and address."""
    eigen = {*INWONERVELDEN} - {*CLIENTVELDEN}
    zonder = {m.code for m in MAILBOXEN.alle() if eigen & {veld.naam for veld in m.formulier.veldinfo()}}
    assert zonder == {*OPVANG}


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_who_has_neither_is_found_by_his_name_and_never_by_what_he_lacks(limburg: Installatie) -> None:
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    wie = GEEN_ADRES | {"bsn_onbekend": ["ja"]}
    een = limburg.stuur(moveoo, "mo-melding", volledige_mo_melding() | wie)
    ander = {"geboortedatum": "3-2-1990", "voorletters": "A.", "achternaam": "Bakker"}
    limburg.stuur(moveoo, "mo-melding", volledige_mo_melding(**ander) | wie)
    zicht = kop(limburg.services, roermond, een)
    assert warnings_for(limburg.services, roermond, zicht, {}) == ()
    weer = limburg.stuur(moveoo, "mo-melding", volledige_mo_melding() | wie)
    teksten = [w.tekst for w in warnings_for(limburg.services, roermond, kop(limburg.services, roermond, weer), {})]
    assert teksten == ["Er loopt al een melding maatschappelijke opvang voor deze inwoner."]


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_what_is_said_of_it_goes_along_and_the_number_is_looked_up_for_the_301(limburg: Installatie) -> None:
    in_register(limburg)
    roermond, vandaag = limburg.gebruiker("roermond"), date(2026, 4, 2)
    ruw = volledige_mo_melding() | GEEN_ADRES | {"bsn_onbekend": ["ja"]}
    melding = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    for stap in ("oppakken", "eerste-opvang"):
        limburg.doe(roermond, melding, stap)
    overdracht = limburg.services.mailboxen.met_code("mo-screening-overdracht")
    assert overdracht is not None
    begin = start_from(limburg.services, roermond, overdracht, melding, now=limburg.now)
    assert {veld: begin[veld] for veld in ("bsn_onbekend", "geen_adres", "voornamen")} == {
        "bsn_onbekend": ["ja"],
        "geen_adres": ["ja"],
        "voornamen": ["Jan Victor"],
    }
    limburg.doe(roermond, melding, "onderzoek-begint")
    limburg.doe(roermond, melding, "verslag-verstuurd", dag=vandaag, tekst="Opvang, 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(roermond, melding, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    limburg.doe(roermond, melding, "toegekend", tekst="De inwoner kan nergens terecht.")
    assert [taak.code for taak in kop(limburg.services, roermond, melding).taken] == [
        "beschikking",
        "bsn-opzoeken",
        "301-toewijzing",
    ]
