"""Each region has its own word for who it is about: the declarations say 'burger', in the opvang of Limburg one reads 'inwoner'."""

import re
from dataclasses import replace

import pytest

from portal.app import create_app
from portal.domain.regiowoorden import met_burger
from portal.mailboxes import laad_mailboxen
from portal.mailboxes.groningen_bw.herindicatie import MAILBOX as HERINDICATIE
from portal.regios import laad_regio, laad_regios
from tests.bezoeker import Portaal, page_text
from tests.installatie import Installatie
from tests.mailboxes.test_mo_melding import in_register
from tests.voorbeelden import volledige_mo_melding

LIMBURG = laad_regio("noord-midden-limburg")
OPVANG = ("mo-melding", "mo-overlijden", "mo-screening-overdracht", "gia-verwijzing", "gia-besluit")
BURGER = re.compile(r"(?<![\w-])burgers?(?![\w-])", re.IGNORECASE)


@pytest.mark.parametrize(
    ("tekst", "hier"),
    [
        ("De burger woont hier.", "De inwoner woont hier."),
        ("Vier burgers, ook de burger zelf", "Vier inwoners, ook de inwoner zelf"),
        ("Burgerzaken en het burgerservicenummer", "Burgerzaken en het burgerservicenummer"),
        ("contact-burger", "contact-burger"),
        ("Heropenen: de {burger} is niet overleden", "Heropenen: de {burger} is niet overleden"),
    ],
)
def test_only_the_word_itself_is_said_otherwise(tekst: str, hier: str) -> None:
    assert met_burger(tekst, LIMBURG) == hier
    assert [met_burger(tekst, regio) for regio in (laad_regio("groningen"), replace(LIMBURG, woorden=()))] == [
        tekst
    ] * 2


def test_the_steps_clocks_and_taken_of_the_opvang_speak_of_the_inwoner() -> None:
    register = laad_mailboxen(laad_regios(), hier=LIMBURG.code)
    gezegd = []
    for code in OPVANG:
        mailbox = register.met_code(code)
        assert mailbox is not None
        gezegd += [tekst for o in mailbox.levensloop.overgangen for tekst in (o.titel, o.uitleg, o.dag, o.tekstlabel)]
        gezegd += [tekst for taak in mailbox.taken() for tekst in (taak.titel, taak.uitleg)]
        gezegd += [termijn.titel for termijn in mailbox.termijnen]
    gezegd += [zaak.waar for zaak in register.buiten(LIMBURG)]
    assert [tekst for tekst in gezegd if BURGER.search(tekst)] == []
    assert "De inwoner kan een persoonlijk plan geven" in gezegd
    opvang = register.met_code("mo-melding")
    assert opvang is not None
    (contact,) = (taak for taak in opvang.taken() if taak.code == "contact-burger")
    assert (contact.titel, contact.bron.plaats) == ("Neem contact op met de inwoner", "naar Werkproces MO stap 3")
    # where the word is 'burger' nothing is written anew
    elders = register.met_code("herindicatie")
    assert elders is not None
    assert elders.termijnen == HERINDICATIE.termijnen


def test_what_belongs_elsewhere_names_no_source_of_another_region() -> None:
    zaken = laad_mailboxen(laad_regios()).buiten(LIMBURG)
    assert [zaak.titel for zaak in zaken if "Handboek" in str(zaak.bron)] == []


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_forms_and_pages_of_the_opvang_speak_of_the_inwoner(limburg: Installatie) -> None:
    in_register(limburg)
    app = create_app(limburg.services.settings, limburg.services, klok=lambda: limburg.now)
    moveoo, roermond, beheer = (Portaal(limburg, app).bezoek(wie) for wie in ("moveoo", "roermond", "beheerder"))
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding())
    paginas = {
        "formulier": page_text(moveoo.get("/nieuw/mo-overlijden")),
        "registreren": page_text(roermond.get("/registreren")),
        "melding": page_text(roermond.get("/nieuw/mo-overlijden")),
        "bericht": page_text(moveoo.get(f"/berichten/{bericht}")),
        "taakverdeling": page_text(beheer.get("/beheer/taakverdeling")),
        "taakrol": page_text(beheer.get("/beheer/kalender/voorstellen/taakrol")),
    }
    assert [naam for naam, tekst in paginas.items() if BURGER.search(tekst)] == []
    assert "Op welke dag is de inwoner overleden?" in paginas["formulier"]
    assert "Klopt dat ook voor deze inwoner?" in paginas["melding"]
    assert "Aan zet: de inwoner." in paginas["bericht"]
    assert "Handboek" not in paginas["taakverdeling"] + paginas["taakrol"]
