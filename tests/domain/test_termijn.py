"""A declared clock: what moves, what can be late, and which declarations contradict themselves."""

from dataclasses import replace
from typing import Any

import pytest

from portal.domain.bron import Bron
from portal.domain.grond import AFSPRAAK, OVERMACHT
from portal.domain.partij import Partij
from portal.domain.termijn import (
    INDIENEN,
    BijAankomst,
    Eenheid,
    Grens,
    Karakter,
    OnmogelijkeTermijn,
    Richting,
    Soort,
    Termijn,
    Verlengbaar,
    Waarschuwing,
)

ONDERZOEK = Termijn(
    code="onderzoek",
    titel="Onderzoek",
    aantal=6,
    eenheid=Eenheid.WEEK,
    begint=BijAankomst(),
    eigenaar=Partij.BEHANDELEND_TEAM,
    bron=Bron(plaats="Wmo 2.3.2 lid 1"),
    soort=Soort.WETTELIJK,
    waarschuwingen=(
        Waarschuwing(
            aantal=-1,
            eenheid=Eenheid.WEEK,
            aan=Partij.BEHANDELEND_TEAM,
            tekst="Het onderzoek moet over een week klaar zijn.",
            bron=Bron(plaats="", voorstel=True),
        ),
    ),
)


def test_a_statutory_term_moves_and_an_agreed_one_does_not() -> None:
    assert ONDERZOEK.verschuift is True
    assert replace(ONDERZOEK, soort=Soort.AFSPRAAK).verschuift is False


def test_a_declaration_may_say_otherwise() -> None:
    assert replace(ONDERZOEK, schuift=False).verschuift is False
    assert replace(ONDERZOEK, soort=Soort.AFSPRAAK, schuift=True).verschuift is True


def test_a_term_counted_back_never_moves() -> None:
    assert replace(ONDERZOEK, richting=Richting.TERUG).verschuift is False


@pytest.mark.parametrize("karakter", list(Karakter))
def test_only_a_duty_can_be_late(karakter: Karakter) -> None:
    termijn = replace(ONDERZOEK, aantal=0, karakter=karakter)
    assert termijn.kan_te_laat is (karakter is Karakter.PLICHT)


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        replace(ONDERZOEK, aantal=-8)
    assert str(weigering.value) == "Termijn 'onderzoek' telt minder dan nul; gebruik richting TERUG."


def test_a_mijlpaal_counts_nothing() -> None:
    waarom = "Termijn 'onderzoek' is een mijlpaal: de datum zelf, waar niets bij of af telt."
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        replace(ONDERZOEK, karakter=Karakter.MIJLPAAL)
    assert str(weigering.value) == waarom
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        replace(ONDERZOEK, karakter=Karakter.MIJLPAAL, aantal=0, grens=Grens.VOOR)
    assert str(weigering.value) == waarom


@pytest.mark.parametrize("karakter", [Karakter.KANS, Karakter.VERWACHTING])
def test_only_a_duty_is_onverwijld(karakter: Karakter) -> None:
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        replace(ONDERZOEK, karakter=karakter, onverwijld=True)
    assert str(weigering.value) == "Termijn 'onderzoek' is onverwijld; dat kan alleen een plicht zijn."
    assert replace(ONDERZOEK, onverwijld=True).onverwijld is True


def test_a_term_counted_back_cannot_be_declared_to_move() -> None:
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        replace(ONDERZOEK, richting=Richting.TERUG, schuift=True)
    assert str(weigering.value) == (
        "Termijn 'onderzoek' telt terug, en kan dus niet doorschuiven (Algemene termijnenwet art. 1 lid 2)."
    )


@pytest.mark.parametrize(
    "klok",
    [
        {"richting": Richting.TERUG, "opschorten": (OVERMACHT,)},
        {"onverwijld": True, "opschorten": (OVERMACHT,)},
        {"eindigt": (INDIENEN,), "schorst": ("vraag-stellen",)},
        {"aantal": 0, "verlengen": (Verlengbaar(grond=AFSPRAAK, aantal=1, eenheid=Eenheid.WEEK),)},
    ],
)
def test_a_clock_that_counts_no_time_forwards_cannot_be_declared_to_change(klok: dict[str, Any]) -> None:
    with pytest.raises(OnmogelijkeTermijn, match="kan niet stilstaan of langer worden"):
        replace(ONDERZOEK, **klok)


@pytest.mark.parametrize(
    ("aantal", "eenheid", "keer"), [(2, Eenheid.WERKDAG, 1), (0, Eenheid.WEEK, 1), (2, Eenheid.WEEK, 0)]
)
def test_a_clock_is_lengthened_in_what_it_counts_and_by_something(aantal: int, eenheid: Eenheid, keer: int) -> None:
    langer = Verlengbaar(grond=AFSPRAAK, aantal=aantal, eenheid=eenheid, keer=keer)
    with pytest.raises(OnmogelijkeTermijn, match="wordt verlengd met iets anders"):
        replace(ONDERZOEK, verlengen=(langer,))


def test_a_region_may_set_the_length_of_a_clock() -> None:
    assert ONDERZOEK.in_regio("8") == replace(ONDERZOEK, aantal=8)
    assert ONDERZOEK.in_regio("") is ONDERZOEK


@pytest.mark.parametrize("instelling", ["zes", "-6", "6,5", "²"])
def test_a_setting_of_the_region_that_is_no_number_is_refused(instelling: str) -> None:
    with pytest.raises(OnmogelijkeTermijn) as weigering:
        ONDERZOEK.in_regio(instelling)
    assert str(weigering.value) == f"Termijn 'onderzoek' heeft in de regio geen getal: '{instelling}'."
