"""What a clock comes to, what is left of it, and how much it presses."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.berekening import Berekening, Dringendheid, bereken, dringendheid, jaar_onbekend, resterend
from portal.domain.bron import Bron
from portal.domain.kalender import Dag, Kalender
from portal.domain.partij import Partij
from portal.domain.termijn import BijAankomst, Eenheid, Karakter, Soort, Termijn

KALENDER = Kalender()
VANDAAG = date(2026, 4, 7)
ONDERZOEK = Termijn(
    code="onderzoek",
    titel="Onderzoek",
    aantal=6,
    eenheid=Eenheid.WEEK,
    begint=BijAankomst(),
    eigenaar=Partij.BEHANDELEND_TEAM,
    bron=Bron(plaats="Wmo 2.3.2 lid 1"),
    soort=Soort.WETTELIJK,
)


def test_a_clock_comes_to_a_date_with_all_that_explains_it() -> None:
    assert bereken(ONDERZOEK, date(2026, 4, 2), KALENDER) == Berekening(
        code="onderzoek",
        vanaf=date(2026, 4, 2),
        datum=date(2026, 5, 18),
        eerste_stap=date(2026, 5, 19),
        karakter=Karakter.PLICHT,
        uitleg="6 weken na donderdag 2 april 2026 is donderdag 14 mei 2026. Dat is Hemelvaartsdag; ook de gelijkgestelde "
        "dag uit het besluit voor 2026 tot en met 2028 (15 mei) en het weekend tellen niet mee. De wet schuift de termijn door (Algemene termijnenwet art. 1), "
        "dus uiterlijk maandag 18 mei 2026. Bron: Wmo 2.3.2 lid 1.",
        bron="Wmo 2.3.2 lid 1",
        niet_geteld=(
            Dag(date(2026, 5, 14), "Hemelvaartsdag"),
            Dag(date(2026, 5, 15), "gelijkgestelde dag (besluit voor 2026 tot en met 2028)"),
            Dag(date(2026, 5, 16), "zaterdag"),
            Dag(date(2026, 5, 17), "zondag"),
        ),
        waarschuwing=None,
        onverwijld=False,
    )


def test_a_clock_keeps_its_warning_and_that_it_is_onverwijld() -> None:
    berekening = bereken(replace(ONDERZOEK, onverwijld=True), date(2028, 12, 20), KALENDER)
    assert berekening.onverwijld is True
    assert berekening.waarschuwing == (
        "Het portaal kent de dagen die bij besluit met een feestdag gelijk zijn gesteld alleen voor "
        "2023 tot en met 2028. Deze termijn raakt ook 2029: controleer de datum."
    )


@pytest.mark.parametrize(
    ("datum", "woorden", "kleur"),
    [
        (date(2026, 4, 9), "nog 2 werkdagen", Dringendheid.NU),
        (date(2026, 4, 8), "nog 1 werkdag", Dringendheid.NU),
        (date(2026, 4, 7), "vandaag", Dringendheid.NU),
        (date(2026, 4, 10), "nog 3 werkdagen", Dringendheid.BINNENKORT),
        (date(2026, 4, 20), "nog 9 werkdagen", Dringendheid.BINNENKORT),
        (date(2026, 4, 21), "nog 2 weken", Dringendheid.RUIM),
        (date(2026, 5, 11), "nog 4 weken", Dringendheid.RUIM),
        (date(2026, 5, 7), "nog 4 weken", Dringendheid.RUIM),
        (date(2026, 4, 6), "1 werkdag te laat", Dringendheid.LAAT),
        (date(2026, 4, 2), "1 werkdag te laat", Dringendheid.LAAT),
        (date(2026, 3, 31), "3 werkdagen te laat", Dringendheid.LAAT),
        (date(2026, 3, 24), "2 weken te laat", Dringendheid.LAAT),
    ],
)
def test_what_is_left_of_a_duty(datum: date, woorden: str, kleur: Dringendheid) -> None:
    assert resterend(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT) == woorden
    assert dringendheid(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT) is kleur


def test_a_date_in_the_weekend_is_counted_in_days() -> None:
    vrijdag, zondag = date(2026, 4, 17), date(2026, 4, 19)
    assert resterend(zondag, vrijdag, kalender=KALENDER, karakter=Karakter.PLICHT) == "nog 2 dagen"
    assert resterend(vrijdag, zondag, kalender=KALENDER, karakter=Karakter.PLICHT) == "2 dagen te laat"
    assert dringendheid(zondag, vrijdag, kalender=KALENDER, karakter=Karakter.PLICHT) is Dringendheid.NU


@pytest.mark.parametrize(
    ("datum", "woorden"),
    [
        (date(2026, 4, 9), "nog 2 werkdagen"),
        (date(2026, 4, 7), "vandaag"),
        (date(2026, 5, 7), "nog 4 weken"),
        (date(2026, 4, 6), "later mag ook"),
    ],
)
def test_a_chance_is_never_late_and_presses_on_nobody(datum: date, woorden: str) -> None:
    assert resterend(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.KANS) == woorden
    assert dringendheid(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.KANS) is Dringendheid.GEEN


@pytest.mark.parametrize(
    ("karakter", "woorden"), [(Karakter.MIJLPAAL, "geen termijn"), (Karakter.VERWACHTING, "verwachting")]
)
@pytest.mark.parametrize("dagen", [-30, 0, 1, 30])
def test_what_is_no_term_does_not_press(karakter: Karakter, woorden: str, dagen: int) -> None:
    datum = VANDAAG + timedelta(days=dagen)
    assert resterend(datum, VANDAAG, kalender=KALENDER, karakter=karakter) == woorden
    assert dringendheid(datum, VANDAAG, kalender=KALENDER, karakter=karakter) is Dringendheid.GEEN


@pytest.mark.parametrize("dagen", [0, 2, 30])
def test_onverwijld_shows_no_free_period(dagen: int) -> None:
    datum = VANDAAG + timedelta(days=dagen)
    assert resterend(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT, onverwijld=True) == "onverwijld"
    kleur = dringendheid(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT, onverwijld=True)
    assert kleur is Dringendheid.NU


def test_onverwijld_can_be_late() -> None:
    datum = date(2026, 4, 2)
    assert (
        resterend(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT, onverwijld=True) == "1 werkdag te laat"
    )
    kleur = dringendheid(datum, VANDAAG, kalender=KALENDER, karakter=Karakter.PLICHT, onverwijld=True)
    assert kleur is Dringendheid.LAAT


@given(st.dates(date(2014, 6, 1), date(2060, 6, 1)), st.integers(-60, 60), st.sampled_from(Karakter))
def test_late_is_said_of_a_duty_that_is_past_and_of_nothing_else(vanaf: date, dagen: int, karakter: Karakter) -> None:
    datum = vanaf + timedelta(days=dagen)
    laat = karakter is Karakter.PLICHT and dagen < 0
    assert resterend(datum, vanaf, kalender=KALENDER, karakter=karakter).endswith("te laat") is laat
    assert (dringendheid(datum, vanaf, kalender=KALENDER, karakter=karakter) is Dringendheid.LAAT) is laat


@pytest.mark.parametrize(
    ("termijn", "vanaf", "raakt"),
    [
        (ONDERZOEK, date(2029, 3, 29), "2029"),
        (ONDERZOEK, date(2026, 3, 30), ""),
        (replace(ONDERZOEK, soort=Soort.AFSPRAAK), date(2029, 3, 29), ""),
        (replace(ONDERZOEK, aantal=5, eenheid=Eenheid.WERKDAG), date(2028, 12, 28), "2029"),
        (replace(ONDERZOEK, aantal=13), date(2029, 3, 29), ""),
    ],
    ids=["by law", "in a known year", "agreed", "in werkdagen over the new year", "too long for the law to move"],
)
def test_a_clock_that_was_counted_before_warns_as_long_as_days_of_its_years_may_be_missing(
    termijn: Termijn, vanaf: date, raakt: str
) -> None:
    datum = bereken(termijn, vanaf, KALENDER).datum
    tekst = jaar_onbekend(termijn, vanaf, datum, KALENDER)
    assert (tekst.startswith("Let op: Het portaal kent"), f"raakt ook {raakt}:" in tekst) == (bool(raakt), bool(raakt))
