"""A year, a text without a number of anybody, and a meeting that the region has set."""

import json
from dataclasses import replace
from datetime import date

import pytest

from portal.domain.formulier import Fouten
from portal.domain.voorwaarde import Eerder
from portal.forms import AnoniemeTekstVeld, BerichtFormulier, JaarVeld, TekstVeld, VergaderingVeld
from tests.voorbeelden import BSN, kader

JAAR = "Vul een jaar in van 2021 tot en met 2026, met vier cijfers."


class Proef(BerichtFormulier):
    secties = (("Alles", ("jaar", "tekst", "dag")),)

    jaar = JaarVeld("Jaar")
    tekst = AnoniemeTekstVeld("Tekst")
    dag = VergaderingVeld("Dag", instelling="experttafel_eerste")


GOED = {"jaar": ["2025"], "tekst": ["Bel 050 123 45 67."], "dag": ["2026-04-30"]}


@pytest.mark.parametrize("jaar", ["2020", "2027", "25", "vorig jaar", "²025"])
def test_a_year_is_one_of_the_last_ones(jaar: str) -> None:
    gelezen = Proef.lees({**GOED, "jaar": [jaar]}, kader())
    assert isinstance(gelezen, Fouten)
    assert [(fout.veld, fout.tekst) for fout in gelezen.fouten] == [("jaar", JAAR)]


def test_what_is_right_is_taken_over() -> None:
    gelezen = Proef.lees(GOED, kader())
    assert not isinstance(gelezen, Fouten)
    assert gelezen.feiten() == {"jaar": "2025", "tekst": "Bel 050 123 45 67.", "dag": "2026-04-30"}


def test_a_number_of_somebody_is_refused() -> None:
    gelezen = Proef.lees({**GOED, "tekst": [f"Over {BSN}."]}, kader())
    assert isinstance(gelezen, Fouten)
    assert "staat een burgerservicenummer" in gelezen.fouten[0].tekst


@pytest.mark.parametrize(
    ("vandaag", "eerste"),
    [
        (date(2026, 1, 1), "2026-01-08"),
        (date(2026, 1, 8), "2026-01-08"),
        (date(2026, 1, 9), "2026-02-05"),
        (date(2026, 4, 30), "2026-04-30"),
    ],
)
def test_the_next_meeting_is_a_number_of_four_weken_after_the_first(vandaag: date, eerste: str) -> None:
    gevuld = Proef.vul({}, replace(kader(), vandaag=vandaag))
    dagen = [keuze.value for keuze in gevuld["dag"].choices]
    assert (dagen[1], len(dagen)) == (eerste, 7)


def test_a_field_cannot_be_shown_by_a_count_of_months() -> None:
    class Fout(BerichtFormulier):
        secties = (("Alles", ("een",)),)
        een = TekstVeld("Een", toon_als=Eerder("een", "een"))

    with pytest.raises(TypeError):
        json.loads(Fout.vul({}, kader())["een"].toon_als_json)
