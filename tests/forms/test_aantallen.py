"""A number for each own line of a register: asked where there are several, each a number, kept by its key."""

from dataclasses import replace

import pytest

from portal.domain.formulier import Antwoorden, Fouten
from portal.mailboxes.groningen_bw.sociale_kaart import Formulier
from tests.voorbeelden import kader, volledige_kaart

EEN, TWEE = ("1979.een", "De Wilgen, Delfzijl"), ("1979.twee", "De Eiken, Appingedam")
TWEE_LOCATIES = replace(kader(), keuzes={"locaties": (EEN, TWEE)})


def gelezen(een: str, twee: str, vrij: str = "2") -> Antwoorden | Fouten:
    per_locatie = ["regel:1979.een", een, "regel:1979.twee", twee]
    return Formulier.lees(volledige_kaart(vrij=vrij, per_locatie=per_locatie), TWEE_LOCATIES)


def test_each_location_is_kept_by_its_key_and_read_by_its_name() -> None:
    antwoorden = gelezen("2", " 00 ")
    assert isinstance(antwoorden, Antwoorden)
    assert antwoorden.feiten()["per_locatie"] == ("1979.een 2", "1979.twee 0")
    (tekst,) = [a.tekst for sectie in antwoorden.secties for a in sectie.antwoorden if a.veld == "per_locatie"]
    assert tekst == "De Wilgen, Delfzijl: 2\nDe Eiken, Appingedam: 0"


@pytest.mark.parametrize(
    ("een", "twee", "tekst"),
    [
        ("", "", "Vul bij elke locatie in hoeveel plekken er vrij zijn."),
        ("2", "", "Vul bij De Eiken, Appingedam een getal in van 0 tot en met 9999."),
        ("twee", "0", "Vul bij De Wilgen, Delfzijl een getal in van 0 tot en met 9999."),
        ("1", "2", "Samen zijn dit 3 plekken, en u vulde als totaal 2 in. Verbeter wat niet klopt."),
    ],
)
def test_what_is_missing_or_does_not_add_up_is_said(een: str, twee: str, tekst: str) -> None:
    fouten = gelezen(een, twee)
    assert isinstance(fouten, Fouten)
    assert [(fout.veld, fout.tekst) for fout in fouten.fouten] == [("per_locatie", tekst)]


def test_with_one_location_or_none_only_the_total_is_asked_and_another_line_counts_for_nothing() -> None:
    for regels in ((), (EEN,)):
        weet = replace(kader(), keuzes={"locaties": regels})
        antwoorden = Formulier.lees(volledige_kaart(per_locatie=["regel:1979.een", "7"]), weet)
        assert isinstance(antwoorden, Antwoorden)
        assert ("per_locatie" in antwoorden.feiten(), antwoorden.feiten()["vrij"]) == (False, "2")
