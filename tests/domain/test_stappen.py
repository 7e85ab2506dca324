"""The steps of a clock: their days by hand, each receiver once, and nothing late that cannot be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.domain.bron import Bron
from portal.domain.kalender import Kalender, Werkdagregels
from portal.domain.partij import Partij
from portal.domain.stappen import Stap, eerste_stap, ronde, stappen_van, te_laat
from portal.domain.termijn import (
    BijAankomst,
    Eenheid,
    Karakter,
    OnmogelijkeTermijn,
    Richting,
    Termijn,
    Waarschuwing,
)

KALENDER = Kalender(Werkdagregels())
BRON = Bron(plaats="proef")
BEGIN, EINDE = date(2026, 4, 2), date(2026, 4, 16)


def waarschuwing(
    aantal: int, eenheid: Eenheid, aan: Partij = Partij.AANBIEDER, *, vanaf_begin: bool = False
) -> Waarschuwing:
    return Waarschuwing(aantal=aantal, eenheid=eenheid, aan=aan, tekst="Let op.", bron=BRON, vanaf_begin=vanaf_begin)


def klok(*waarschuwingen: Waarschuwing, karakter: Karakter = Karakter.PLICHT) -> Termijn:
    return Termijn(
        code="klok",
        titel="Klok",
        aantal=2,
        eenheid=Eenheid.WEEK,
        begint=BijAankomst(),
        eigenaar=Partij.AANBIEDER,
        bron=BRON,
        karakter=karakter,
        waarschuwingen=waarschuwingen,
    )


def dagen(termijn: Termijn, *overgangen: str) -> list[tuple[str, date]]:
    return [
        (stap.code, stap.op) for stap in stappen_van(termijn, BEGIN, EINDE, kalender=KALENDER, overgangen=overgangen)
    ]


def test_a_warning_is_counted_before_on_and_after_the_last_day() -> None:
    gevonden = dagen(
        klok(
            waarschuwing(-1, Eenheid.WEEK),
            waarschuwing(0, Eenheid.WERKDAG, Partij.BEHANDELEND_TEAM),
            waarschuwing(3, Eenheid.WERKDAG, Partij.TEAMLEIDER),
        )
    )
    assert gevonden == [
        ("-1-week-aanbieder", date(2026, 4, 9)),
        ("0-werkdag-behandelend_team", date(2026, 4, 16)),
        ("te-laat", date(2026, 4, 17)),
        ("te-laat-afzender", date(2026, 4, 17)),
        ("3-werkdag-teamleider", date(2026, 4, 21)),
    ]


def test_werkdagen_before_pass_over_easter() -> None:
    (stap, *_) = stappen_van(klok(waarschuwing(-2, Eenheid.WERKDAG)), BEGIN, date(2026, 4, 8), kalender=KALENDER)
    assert stap.op == date(2026, 4, 2)  # 7 april, and before Easter 2 april: Goede Vrijdag does not count


def test_a_warning_can_be_counted_from_the_start_of_the_clock() -> None:
    gevonden = dagen(klok(waarschuwing(1, Eenheid.WEEK, vanaf_begin=True)))
    assert gevonden[0] == ("1-week-na-begin-aanbieder", date(2026, 4, 9))


def test_only_the_team_hears_of_a_duty_of_its_own_that_is_late() -> None:
    assert [stap.aan for stap in te_laat(EINDE, Partij.BEHANDELEND_TEAM, KALENDER)] == [Partij.BEHANDELEND_TEAM]
    assert [stap.aan for stap in te_laat(EINDE, Partij.AANBIEDER, KALENDER)] == [
        Partij.BEHANDELEND_TEAM,
        Partij.AANBIEDER,
    ]


@pytest.mark.parametrize("karakter", [Karakter.KANS, Karakter.VERWACHTING])
def test_a_chance_or_expectation_is_never_late(karakter: Karakter) -> None:
    termijn = klok(waarschuwing(-1, Eenheid.WEEK), karakter=karakter)
    assert dagen(termijn) == [("-1-week-aanbieder", date(2026, 4, 9))]
    with pytest.raises(OnmogelijkeTermijn, match="na de laatste dag"):
        replace(termijn, waarschuwingen=(waarschuwing(1, Eenheid.WERKDAG),))
    assert replace(termijn, waarschuwingen=(waarschuwing(1, Eenheid.WEEK, vanaf_begin=True),)).waarschuwingen


def test_what_the_portal_does_itself_stands_for_telling_that_it_is_late() -> None:
    assert dagen(klok(), "aanmanen") == [("overgang:aanmanen", date(2026, 4, 17))]


def test_the_first_day_to_look_is_the_first_warning_or_else_the_day_after_the_last() -> None:
    assert eerste_stap(klok(), BEGIN, EINDE, KALENDER) == date(2026, 4, 17)
    assert eerste_stap(klok(waarschuwing(-1, Eenheid.WEEK)), BEGIN, EINDE, KALENDER) == date(2026, 4, 9)


def test_a_backward_clock_warns_from_its_end_date() -> None:
    termijn = replace(
        klok(waarschuwing(-12, Eenheid.WEEK, vanaf_begin=True), waarschuwing(-10, Eenheid.WEEK, vanaf_begin=True)),
        aantal=8,
        richting=Richting.TERUG,
    )
    stappen = stappen_van(termijn, date(2026, 6, 30), date(2026, 5, 5), kalender=KALENDER)
    assert [stap.op for stap in stappen[:3]] == [date(2026, 4, 7), date(2026, 4, 21), date(2026, 5, 6)]


@pytest.mark.parametrize(
    ("laatste", "gezegd"),
    [
        (date(2026, 4, 16), date(2026, 4, 17)),  # donderdag: the day after
        (date(2026, 4, 17), date(2026, 4, 20)),  # vrijdag: not on zaterdag, but on maandag
        (date(2026, 4, 18), date(2026, 4, 20)),
        (date(2026, 4, 26), date(2026, 4, 28)),  # 27 april is Koningsdag
        (date(2026, 4, 2), date(2026, 4, 7)),  # Goede Vrijdag, the weekend and tweede Paasdag
    ],
)
def test_that_it_is_late_is_told_on_the_first_werkdag_after(laatste: date, gezegd: date) -> None:
    assert {stap.op for stap in te_laat(laatste, Partij.AANBIEDER, KALENDER)} == {gezegd}


A, B = Partij.AANBIEDER, Partij.TEAMLEIDER
LADDER = tuple(
    Stap(code=code, op=EINDE + timedelta(days=dag), aan=aan, overgang=overgang)
    for code, dag, aan, overgang in (
        ("een", 0, A, ""),
        ("twee", 2, A, ""),
        ("drie", 3, B, ""),
        ("doe", 4, A, "doe"),
        ("vier", 9, A, ""),
    )
)


def codes(stappen: tuple[Stap, ...]) -> list[str]:
    return [stap.code for stap in stappen]


@pytest.mark.parametrize(
    ("dag", "gedaan", "nu", "ingehaald", "volgende"),
    [
        (-1, (), [], [], 0),
        (0, (), ["een"], [], 2),
        (2, ("een",), ["twee"], [], 3),
        (2, ("een", "twee"), [], [], 3),
        (5, (), ["drie", "doe"], ["een", "twee"], 9),
        (5, ("twee",), ["drie", "doe"], ["een"], 9),
        (30, ("een", "twee", "drie", "doe", "vier"), [], [], None),
    ],
    ids=["nothing yet", "on the day", "later", "once", "after a week away", "overtaken by what was done", "the end"],
)
def test_each_receiver_hears_only_the_last_that_passed_and_no_act_is_skipped(
    dag: int, gedaan: tuple[str, ...], nu: list[str], ingehaald: list[str], volgende: int | None
) -> None:
    gevonden = ronde(LADDER, gedaan, EINDE + timedelta(days=dag))
    assert (codes(gevonden.nu), codes(gevonden.ingehaald)) == (nu, ingehaald)
    assert gevonden.volgende == (None if volgende is None else EINDE + timedelta(days=volgende))
