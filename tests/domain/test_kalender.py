"""The calendar against the table of the law, against its own words, and against a second calendar."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.kalender import (
    BESLUITEN,
    EERSTE_JAAR,
    LAATSTE_JAAR,
    Besluit,
    Dag,
    DatumBuitenKalender,
    Kalender,
    Sluitingsdag,
    Werkdagregels,
    feestdagen,
)
from tests.domain.tweede_kalender import GELIJKGESTELD, vrij_volgens_de_wet

KALENDER = Kalender()
CAO = Kalender(Werkdagregels(goede_vrijdag_vrij=False, vijf_mei_vrij=False, gelijkgestelde_dagen_vrij=False))
DATUMS = st.dates(date(2014, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("jaar", "dagen"),
    [
        (2025, "18-04 21-04 26-04 05-05 29-05 09-06 25-12 26-12 01-01 30-05"),
        (2026, "03-04 06-04 27-04 05-05 14-05 25-05 25-12 26-12 01-01 02-01 15-05"),
        (2027, "26-03 29-03 27-04 05-05 06-05 17-05 25-12 26-12 01-01 07-05"),
        (2028, "14-04 17-04 27-04 05-05 25-05 05-06 25-12 26-12 01-01 28-04 26-05"),
    ],
)
def test_a_year_holds_exactly_the_feestdagen_of_the_law(jaar: int, dagen: str) -> None:
    assert sorted(f"{dag:%d-%m}" for dag in KALENDER.feestdagen(jaar)) == sorted(dagen.split())


@pytest.mark.parametrize(
    ("dag", "reden"),
    [
        (date(2026, 4, 4), "zaterdag"),
        (date(2026, 4, 5), "zondag"),
        (date(2026, 1, 1), "Nieuwjaarsdag"),
        (date(2026, 1, 2), "gelijkgestelde dag (besluit voor 2026 tot en met 2028)"),
        (date(2026, 4, 3), "Goede Vrijdag"),
        (date(2026, 4, 6), "tweede Paasdag"),
        (date(2026, 4, 27), "Koningsdag"),
        (date(2026, 5, 5), "Bevrijdingsdag"),
        (date(2026, 5, 14), "Hemelvaartsdag"),
        (date(2026, 5, 25), "tweede Pinksterdag"),
        (date(2028, 12, 25), "eerste Kerstdag"),
        (date(2028, 12, 26), "tweede Kerstdag"),
        (date(2026, 12, 26), "zaterdag"),
        (date(2023, 5, 19), "gelijkgestelde dag (besluit voor 2023 tot en met 2025)"),
        (date(2026, 4, 2), None),
        (date(2026, 2, 16), None),  # carnavalsmaandag: a day on which an office is closed is no feestdag
    ],
)
def test_a_day_that_is_no_werkdag_says_why(dag: date, reden: str | None) -> None:
    assert KALENDER.reden_geen_werkdag(dag, wettelijk=True) == reden
    assert KALENDER.reden_geen_werkdag(dag, wettelijk=False) == reden
    assert KALENDER.is_werkdag(dag, wettelijk=True) is (reden is None)


def test_koningsdag_moves_from_sunday_to_saturday() -> None:
    assert feestdagen(2025)[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in feestdagen(2025)
    assert feestdagen(2031)[date(2031, 4, 26)] == "Koningsdag"


def test_before_2014_koninginnedag_was_kept() -> None:
    assert feestdagen(2013)[date(2013, 4, 30)] == "Koninginnedag"
    assert feestdagen(2006)[date(2006, 4, 29)] == "Koninginnedag"
    assert date(2006, 4, 30) not in feestdagen(2006)
    assert date(2013, 4, 27) not in feestdagen(2013)


def test_the_feestdagen_of_every_year_are_those_that_others_count() -> None:
    jaren = range(EERSTE_JAAR, LAATSTE_JAAR + 1)
    anders = holidays.country_holidays("NL", years=jaren, language="nl", categories=("public", "optional"))
    zondagen = {"Eerste paasdag", "Eerste pinksterdag"}  # which the law does not name apart
    theirs = {dag for dag, naam in anders.items() if not set(naam.split("; ")) <= zondagen}
    assert {dag for jaar in jaren for dag in feestdagen(jaar)} == theirs


def test_every_year_of_the_calendar_has_its_nine_feestdagen() -> None:
    for jaar in range(EERSTE_JAAR, LAATSTE_JAAR + 1):
        namen = list(feestdagen(jaar).values())
        op_5_mei = feestdagen(jaar)[date(jaar, 5, 5)]
        assert len(set(namen)) == (8 if op_5_mei == "Hemelvaartsdag" else 9)


@pytest.mark.parametrize("jaar", [1, EERSTE_JAAR - 1, LAATSTE_JAAR + 1, 9999])
def test_a_year_that_must_be_a_typing_error_is_refused(jaar: int) -> None:
    with pytest.raises(DatumBuitenKalender) as weigering:
        KALENDER.is_werkdag(date(jaar, 6, 4), wettelijk=False)
    assert str(weigering.value) == (
        f"Met het jaar {jaar} kan het portaal niet rekenen. Vul een datum in van 1990 tot en met 2100."
    )


def test_the_feestdagen_of_a_year_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        feestdagen(2026)[date(2026, 4, 2)] = "brugdag"  # type: ignore[index]  # that it refuses is the point


def test_a_gelijkgestelde_dag_names_its_decree() -> None:
    assert KALENDER.besluit_van(date(2026, 5, 15)) == BESLUITEN[1]
    assert BESLUITEN[1].naam.startswith("Besluit gelijkstelling van 2 januari 2026, 15 mei 2026")
    assert KALENDER.besluit_van(date(2026, 5, 14)) is None
    assert {dag for besluit in BESLUITEN for dag in besluit.dagen} == GELIJKGESTELD


def test_every_decree_covers_its_own_days_and_the_years_join() -> None:
    assert all(besluit.van <= dag.year <= besluit.tot_en_met for besluit in BESLUITEN for dag in besluit.dagen)
    assert [(besluit.van, besluit.tot_en_met) for besluit in BESLUITEN] == [(2023, 2025), (2026, 2028)]


@pytest.mark.parametrize("dag", [date(2026, 4, 3), date(2026, 5, 5), date(2026, 5, 15)])
def test_a_region_may_choose_that_these_are_werkdagen_by_agreement_but_never_by_law(dag: date) -> None:
    assert CAO.is_werkdag(dag, wettelijk=False) is True
    assert CAO.is_werkdag(dag, wettelijk=True) is False


@pytest.mark.parametrize(
    ("regels", "werkdag"),
    [
        (Werkdagregels(goede_vrijdag_vrij=False), date(2026, 4, 3)),
        (Werkdagregels(vijf_mei_vrij=False), date(2026, 5, 5)),
        (Werkdagregels(gelijkgestelde_dagen_vrij=False), date(2026, 5, 15)),
    ],
)
def test_each_choice_of_a_region_moves_its_own_day_only(regels: Werkdagregels, werkdag: date) -> None:
    dagen = (date(2026, 4, 3), date(2026, 5, 5), date(2026, 5, 15), date(2026, 4, 27))
    assert [dag for dag in dagen if Kalender(regels).is_werkdag(dag, wettelijk=False)] == [werkdag]


def test_hemelvaartsdag_on_5_mei_stays_free_where_5_mei_is_a_werkdag() -> None:
    assert CAO.reden_geen_werkdag(date(2016, 5, 5), wettelijk=False) == "Hemelvaartsdag"


def test_the_next_and_the_last_werkdag_step_over_every_free_day() -> None:
    assert KALENDER.volgende_werkdag(date(2026, 4, 2), wettelijk=False) == date(2026, 4, 7)
    assert KALENDER.vorige_werkdag(date(2026, 4, 7), wettelijk=False) == date(2026, 4, 2)
    assert CAO.volgende_werkdag(date(2026, 4, 2), wettelijk=False) == date(2026, 4, 3)
    assert CAO.volgende_werkdag(date(2026, 4, 2), wettelijk=True) == date(2026, 4, 7)


def test_a_span_is_werkdagen_and_days_with_a_reason() -> None:
    van, tot = date(2026, 4, 2), date(2026, 4, 7)
    assert KALENDER.werkdagen(van, tot, wettelijk=False) == (van, tot)
    assert KALENDER.geen_werkdagen(van, tot, wettelijk=False) == (
        Dag(date(2026, 4, 3), "Goede Vrijdag"),
        Dag(date(2026, 4, 4), "zaterdag"),
        Dag(date(2026, 4, 5), "zondag"),
        Dag(date(2026, 4, 6), "tweede Paasdag"),
    )
    assert KALENDER.werkdagen(tot, van, wettelijk=False) == ()


def test_a_period_within_the_decrees_gives_no_warning() -> None:
    assert KALENDER.waarschuwing_onbekend_jaar(date(2023, 1, 1), date(2028, 12, 31)) is None


def test_a_period_outside_the_decrees_gives_a_warning() -> None:
    kop = (
        "Het portaal kent de dagen die bij besluit met een feestdag gelijk zijn gesteld "
        "alleen voor 2023 tot en met 2028."
    )
    assert KALENDER.waarschuwing_onbekend_jaar(date(2028, 12, 31), date(2029, 1, 1)) == (
        f"{kop} Deze termijn raakt ook 2029: controleer de datum."
    )
    assert KALENDER.waarschuwing_onbekend_jaar(date(2021, 12, 31), date(2023, 1, 1)) == (
        f"{kop} Deze termijn raakt ook 2021 en 2022: controleer de datum."
    )
    assert KALENDER.waarschuwing_onbekend_jaar(date(2013, 12, 31), date(2013, 12, 31)) == (
        f"{kop} Deze termijn raakt ook 2013: controleer de datum. "
        "Vóór 2014 telt Koninginnedag op 30 april, of 29 april als dat een zondag was (nog te controleren)."
    )


NIEUW = Besluit(naam="Besluit", van=2030, tot_en_met=2030, dagen=(date(2030, 5, 31),), bron="Staatsblad")


def test_the_decrees_are_data_and_a_new_one_makes_its_own_day_free() -> None:
    kalender = Kalender(besluiten=(*BESLUITEN, NIEUW))
    assert KALENDER.is_werkdag(date(2030, 5, 31), wettelijk=True) is True
    assert kalender.reden_geen_werkdag(date(2030, 5, 31), wettelijk=True) == ("gelijkgestelde dag (besluit voor 2030)")
    assert kalender.besluit_van(date(2030, 5, 31)) == NIEUW
    assert list(kalender.feestdagen(2030))[-3:] == [date(2030, 6, 10), date(2030, 12, 25), date(2030, 12, 26)]


def test_a_year_between_two_decrees_is_unknown() -> None:
    kalender = Kalender(besluiten=(*BESLUITEN, NIEUW))
    assert [jaar for jaar in range(2022, 2032) if not kalender.is_bekend(jaar)] == [2022, 2029, 2031]
    assert kalender.bekende_jaren == "alleen voor 2023 tot en met 2028 en 2030"
    assert Kalender(besluiten=()).bekende_jaren == "voor geen enkel jaar"


def test_what_a_region_chooses_later_holds_for_the_days_from_then_on() -> None:
    kalender = Kalender(latere_regels=((date(2027, 1, 1), Werkdagregels(goede_vrijdag_vrij=False)),))
    vrijdagen = (date(2026, 4, 3), date(2027, 3, 26), date(2028, 4, 14))
    assert [kalender.is_werkdag(dag, wettelijk=False) for dag in vrijdagen] == [False, True, True]
    assert [kalender.is_werkdag(dag, wettelijk=True) for dag in vrijdagen] == [False, False, False]


def test_a_closing_day_is_a_werkdag_like_any_other_and_is_only_named() -> None:
    dicht = Sluitingsdag(datum=date(2026, 5, 26), gemeente="0014", reden="verhuizing")
    feest = Sluitingsdag(datum=date(2026, 5, 25), gemeente="", reden="tweede Pinksterdag")
    kalender = Kalender(sluitingsdagen=(dicht, feest))
    assert kalender.is_werkdag(date(2026, 5, 26), wettelijk=False) is True
    assert kalender.sluitingsdagen_tussen(date(2026, 5, 25), date(2026, 5, 26)) == (dicht,)
    assert kalender.sluitingsdagen_tussen(date(2026, 5, 27), date(2026, 6, 26)) == ()


@given(DATUMS)
def test_two_calendars_agree_on_every_day(dag: date) -> None:
    assert KALENDER.is_werkdag(dag, wettelijk=True) is not vrij_volgens_de_wet(dag)


def test_two_calendars_agree_on_all_days_of_2014_to_2060() -> None:
    dagen = [date(2014, 1, 1) + timedelta(days=n) for n in range(47 * 366)]
    afwijkend = [dag for dag in dagen if KALENDER.is_werkdag(dag, wettelijk=True) is vrij_volgens_de_wet(dag)]
    assert afwijkend == []


@given(DATUMS, st.booleans())
def test_the_next_werkdag_is_the_first_one(dag: date, wettelijk: bool) -> None:
    volgende = KALENDER.volgende_werkdag(dag, wettelijk=wettelijk)
    assert KALENDER.werkdagen(dag + timedelta(days=1), volgende, wettelijk=wettelijk) == (volgende,)
    assert KALENDER.vorige_werkdag(volgende, wettelijk=wettelijk) <= dag
