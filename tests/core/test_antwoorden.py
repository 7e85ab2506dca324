"""The sealed answers: they come back as they were given, with labels, so that an old bericht needs no form of today."""

import json

import pytest

from portal.core.bericht.antwoorden import Ingediend, antwoorden_json, read_antwoorden
from portal.domain.formulier import Antwoord, Antwoorden, Client, Sectie
from portal.domain.routering import Bestemming
from tests.installatie import EEMSDELTA

CLIENT = Client(bsn="999900006", geboortedatum="1987-05-12", voorletters="J", achternaam="Visser", kenmerk="DS-1")


def _antwoorden(client: Client | None) -> Antwoorden:
    gegeven = (
        Antwoord(veld="a", label="Één?", waarde="x\n<b>", tekst="X", gevoelig=True),
        Antwoord(veld="b", label="Veel?", waarde=("1", "2"), tekst="1 en 2", gevoelig=False),
        Antwoord(veld="c", label="Geen?", waarde=(), tekst="", gevoelig=False),
    )
    secties = (Sectie(titel="Eerst", antwoorden=gegeven), Sectie(titel="Leeg", antwoorden=()))
    return Antwoorden(formulierversie=7, secties=secties, client=client)


@pytest.mark.parametrize("client", [CLIENT, None])
def test_what_was_answered_comes_back_the_same(client: Client | None) -> None:
    bestemming = Bestemming(team=EEMSDELTA, regel="latende-gemeente", deel="heel", uitleg="Omdat hij daar woont.")
    geschreven = antwoorden_json(_antwoorden(client), [bestemming])
    assert read_antwoorden(geschreven) == Ingediend(antwoorden=_antwoorden(client), uitleg=("Omdat hij daar woont.",))
    assert json.loads(geschreven)["versie"] == 7


def test_accents_are_written_as_they_are() -> None:
    assert "Één?".encode() in antwoorden_json(_antwoorden(None), [])
