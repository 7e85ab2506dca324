"""Dates and moments in Dutch."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from portal.domain.datums import (
    MomentZonderTijdzone,
    betrekkelijk,
    dagenlijst,
    datum_in_nederland,
    kort,
    kort_moment,
    moment,
    opsomming,
    voluit,
)


def test_a_date_in_full_names_weekday_and_year() -> None:
    assert voluit(date(2026, 4, 9)) == "donderdag 9 april 2026"


def test_a_date_in_a_list_is_short() -> None:
    assert kort(date(2026, 4, 9), date(2026, 12, 31)) == "do 9 april"


def test_a_date_in_a_list_has_a_year_where_that_is_not_this_one() -> None:
    assert kort(date(2027, 1, 4), date(2026, 12, 31)) == "ma 4 januari 2027"
    assert kort_moment(datetime(2025, 12, 31, 23, 30, tzinfo=UTC), date(2026, 1, 1)) == "do 1 januari 00:30"
    assert kort_moment(datetime(2025, 12, 31, 22, 30, tzinfo=UTC), date(2026, 1, 1)) == "wo 31 december 2025 23:30"


def test_every_weekday_and_month_has_its_dutch_name() -> None:
    assert [voluit(date(2026, maand, maand)) for maand in range(1, 13)] == [
        "donderdag 1 januari 2026",
        "maandag 2 februari 2026",
        "dinsdag 3 maart 2026",
        "zaterdag 4 april 2026",
        "dinsdag 5 mei 2026",
        "zaterdag 6 juni 2026",
        "dinsdag 7 juli 2026",
        "zaterdag 8 augustus 2026",
        "woensdag 9 september 2026",
        "zaterdag 10 oktober 2026",
        "woensdag 11 november 2026",
        "zaterdag 12 december 2026",
    ]
    week = [kort(date(2026, 6, dag), date(2026, 6, 1)) for dag in range(1, 8)]
    assert week == ["ma 1 juni", "di 2 juni", "wo 3 juni", "do 4 juni", "vr 5 juni", "za 6 juni", "zo 7 juni"]


def test_a_moment_is_shown_as_a_dutch_clock_shows_it() -> None:
    assert moment(datetime(2026, 4, 9, 8, 12, tzinfo=UTC)) == "donderdag 9 april 2026, 10:12"
    assert moment(datetime(2026, 1, 9, 9, 12, tzinfo=UTC)) == "vrijdag 9 januari 2026, 10:12"


def test_a_moment_in_a_list_is_short() -> None:
    assert kort_moment(datetime(2026, 4, 2, 13, 30, tzinfo=UTC), date(2026, 4, 9)) == "do 2 april 15:30"


@pytest.mark.parametrize(
    ("tijdstip", "datum"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 2, 3, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 7, 1)),
    ],
)
def test_late_in_the_evening_by_utc_it_is_tomorrow_in_the_netherlands(tijdstip: datetime, datum: date) -> None:
    assert datum_in_nederland(tijdstip) == datum


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(MomentZonderTijdzone):
        datum_in_nederland(datetime(2026, 4, 9, 8, 12))  # noqa: DTZ001  # the naive moment is what is refused


@pytest.mark.parametrize(
    ("datum", "gezegd"),
    [
        (date(2026, 4, 7), "vandaag"),
        (date(2026, 4, 8), "morgen"),
        (date(2026, 4, 6), "gisteren"),
        (date(2026, 5, 1), "over 24 dagen"),
        (date(2026, 4, 9), "over 2 dagen"),
        (date(2026, 4, 4), "3 dagen geleden"),
    ],
)
def test_how_far_off_a_date_is(datum: date, gezegd: str) -> None:
    assert betrekkelijk(datum, date(2026, 4, 7)) == gezegd


def test_days_in_a_row_name_each_month_once() -> None:
    assert dagenlijst([date(2026, 4, 9)]) == "donderdag 9 april"
    assert (
        dagenlijst([date(2026, 4, 29), date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 4)])
        == "woensdag 29, donderdag 30 april, vrijdag 1 en maandag 4 mei"
    )


def test_words_are_joined_as_dutch_does() -> None:
    assert [opsomming(["a"]), opsomming(["a", "b"]), opsomming(["a", "b", "c"])] == ["a", "a en b", "a, b en c"]
