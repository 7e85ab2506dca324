"""Counting: the examples that were worked by hand, and a second way of counting for all the others."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.berekening import bereken
from portal.domain.bron import Bron
from portal.domain.datums import voluit
from portal.domain.kalender import Dag, DatumBuitenKalender, Kalender, Werkdagregels
from portal.domain.partij import Partij
from portal.domain.telling import tel
from portal.domain.termijn import BijAankomst, Eenheid, Grens, Karakter, Richting, Soort, Termijn
from tests.domain.tweede_kalender import laatste_dag, vrij_volgens_de_wet

KALENDER = Kalender()
CAO = Kalender(Werkdagregels(goede_vrijdag_vrij=False, vijf_mei_vrij=False, gelijkgestelde_dagen_vrij=False))
DATUMS = st.dates(date(2014, 6, 1), date(2060, 6, 1))


def termijn(
    aantal: int,
    eenheid: Eenheid,
    *,
    richting: Richting = Richting.VOORUIT,
    soort: Soort = Soort.AFSPRAAK,
    karakter: Karakter = Karakter.PLICHT,
    grens: Grens = Grens.UITERLIJK_OP,
    schuift: bool | None = None,
) -> Termijn:
    return Termijn(
        code="klok",
        titel="Klok",
        aantal=aantal,
        eenheid=eenheid,
        begint=BijAankomst(),
        eigenaar=Partij.BURGER,
        bron=Bron(plaats="Handboek §5.7"),
        richting=richting,
        soort=soort,
        karakter=karakter,
        grens=grens,
        schuift=schuift,
    )


@st.composite
def termijnen(
    draw: st.DrawFn, *, karakters: Iterable[Karakter] = Karakter, eenheden: Iterable[Eenheid] = Eenheid
) -> Termijn:
    richting = draw(st.sampled_from(Richting))
    karakter = draw(st.sampled_from(list(karakters)))
    mijlpaal = karakter is Karakter.MIJLPAAL
    return termijn(
        0 if mijlpaal else draw(st.integers(0, 15) | st.integers(0, 100)),
        draw(st.sampled_from(list(eenheden))),
        richting=richting,
        soort=draw(st.sampled_from(Soort)),
        karakter=karakter,
        grens=Grens.UITERLIJK_OP if mijlpaal else draw(st.sampled_from(Grens)),
        schuift=draw(st.sampled_from([None, False] if richting is Richting.TERUG else [None, False, True])),
    )


@pytest.mark.parametrize(
    ("aantal", "vanaf", "datum"),
    [
        (6, date(2026, 4, 2), date(2026, 5, 18)),
        (6, date(2027, 2, 12), date(2027, 3, 30)),
        (6, date(2027, 3, 25), date(2027, 5, 10)),
        (2, date(2026, 4, 21), date(2026, 5, 6)),
        (2, date(2026, 12, 18), date(2027, 1, 4)),
    ],
)
def test_weeks_by_law_move_on_from_a_free_day(aantal: int, vanaf: date, datum: date) -> None:
    assert tel(termijn(aantal, Eenheid.WEEK, soort=Soort.WETTELIJK), vanaf, KALENDER).datum == datum
    assert tel(termijn(aantal, Eenheid.WEEK), vanaf, KALENDER).datum == vanaf + timedelta(weeks=aantal)


@pytest.mark.parametrize(
    ("aantal", "vanaf", "datum"),
    [
        (3, date(2026, 4, 2), date(2026, 4, 9)),
        (3, date(2026, 5, 22), date(2026, 5, 28)),
        (3, date(2027, 5, 4), date(2027, 5, 12)),
        (7, date(2027, 4, 29), date(2027, 5, 13)),
        (3, date(2026, 12, 26), date(2026, 12, 30)),
    ],
)
def test_agreed_werkdagen_pass_over_every_free_day(aantal: int, vanaf: date, datum: date) -> None:
    assert tel(termijn(aantal, Eenheid.WERKDAG), vanaf, KALENDER).datum == datum


def test_a_term_counted_back_stays_on_a_feestdag() -> None:
    terug = termijn(8, Eenheid.WEEK, richting=Richting.TERUG)
    assert tel(terug, date(2026, 6, 30), KALENDER).datum == date(2026, 5, 5)


def test_werkdagen_are_counted_back_as_they_are_counted_on() -> None:
    terug = termijn(3, Eenheid.WERKDAG, richting=Richting.TERUG)
    assert tel(terug, date(2026, 4, 9), KALENDER).datum == date(2026, 4, 2)


@pytest.mark.parametrize(
    ("aantal", "vanaf", "datum"),
    [
        (3, date(2026, 11, 30), date(2027, 2, 28)),
        (3, date(2027, 11, 30), date(2028, 2, 29)),
        (1, date(2026, 12, 31), date(2027, 1, 31)),
        (12, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(aantal: int, vanaf: date, datum: date) -> None:
    assert tel(termijn(aantal, Eenheid.MAAND), vanaf, KALENDER).datum == datum


def test_months_are_counted_back_over_the_turn_of_the_year() -> None:
    terug = termijn(1, Eenheid.MAAND, richting=Richting.TERUG)
    assert tel(terug, date(2027, 1, 31), KALENDER).datum == date(2026, 12, 31)
    assert tel(terug, date(2026, 5, 31), KALENDER).datum == date(2026, 4, 30)


@pytest.mark.parametrize(
    ("aantal", "eenheid", "vanaf", "schuift"),
    [
        (90, Eenheid.KALENDERDAG, date(2026, 2, 13), True),  # ends on Hemelvaartsdag
        (91, Eenheid.KALENDERDAG, date(2026, 2, 12), False),
        (12, Eenheid.WEEK, date(2026, 2, 19), True),
        (13, Eenheid.WEEK, date(2026, 2, 12), False),
        (3, Eenheid.MAAND, date(2026, 2, 14), True),
        (4, Eenheid.MAAND, date(2026, 1, 14), False),
    ],
)
def test_a_long_term_by_law_does_not_move(aantal: int, eenheid: Eenheid, vanaf: date, schuift: bool) -> None:
    telling = tel(termijn(aantal, eenheid, soort=Soort.WETTELIJK), vanaf, KALENDER)
    assert telling.grensdag == date(2026, 5, 14)
    assert telling.datum == (date(2026, 5, 18) if schuift else date(2026, 5, 14))


def test_a_short_term_by_law_holds_two_days_on_which_one_can_act() -> None:
    drie_dagen = termijn(3, Eenheid.KALENDERDAG, soort=Soort.WETTELIJK)
    twee_dagen = termijn(2, Eenheid.KALENDERDAG, soort=Soort.WETTELIJK)
    assert tel(drie_dagen, date(2026, 4, 2), KALENDER).datum == date(2026, 4, 8)
    assert tel(twee_dagen, date(2026, 4, 2), KALENDER).datum == date(2026, 4, 7)


def test_a_declaration_decides_before_the_law_whether_its_clock_moves() -> None:
    naar_5_mei = date(2026, 4, 21)
    assert tel(termijn(2, Eenheid.WEEK, schuift=True), naar_5_mei, KALENDER).datum == date(2026, 5, 6)
    wettelijk = termijn(2, Eenheid.WEEK, soort=Soort.WETTELIJK, schuift=False)
    assert tel(wettelijk, naar_5_mei, KALENDER).datum == date(2026, 5, 5)
    lang = termijn(4, Eenheid.MAAND, soort=Soort.WETTELIJK, schuift=True)
    assert tel(lang, date(2026, 1, 14), KALENDER).datum == date(2026, 5, 18)


@pytest.mark.parametrize(
    ("vanaf", "datum"),
    [(date(2026, 4, 2), date(2026, 4, 2)), (date(2026, 4, 3), date(2026, 4, 7)), (date(2026, 4, 5), date(2026, 4, 7))],
)
def test_the_same_werkdag_or_else_the_first_one_after_it(vanaf: date, datum: date) -> None:
    assert tel(termijn(0, Eenheid.WERKDAG), vanaf, KALENDER).datum == datum


def test_before_1_maart_is_the_last_day_of_februari() -> None:
    voor = termijn(0, Eenheid.KALENDERDAG, grens=Grens.VOOR)
    assert tel(voor, date(2027, 3, 1), KALENDER).datum == date(2027, 2, 28)
    assert tel(voor, date(2028, 3, 1), KALENDER).datum == date(2028, 2, 29)


def test_a_region_where_5_mei_is_a_werkdag_counts_it_in_agreed_terms_only() -> None:
    assert tel(termijn(3, Eenheid.WERKDAG), date(2026, 4, 30), CAO).datum == date(2026, 5, 5)
    assert tel(termijn(3, Eenheid.WERKDAG), date(2026, 4, 30), KALENDER).datum == date(2026, 5, 6)
    wettelijk = termijn(2, Eenheid.WEEK, soort=Soort.WETTELIJK)
    assert tel(wettelijk, date(2026, 4, 21), CAO).datum == date(2026, 5, 6)


def test_a_start_date_that_must_be_a_typing_error_is_refused() -> None:
    with pytest.raises(DatumBuitenKalender):
        tel(termijn(8, Eenheid.WEEK, richting=Richting.TERUG), date(1, 1, 1), KALENDER)
    with pytest.raises(DatumBuitenKalender):
        tel(termijn(0, Eenheid.WEEK, karakter=Karakter.MIJLPAAL), date(9999, 12, 31), KALENDER)


@pytest.mark.parametrize(
    ("klok", "vanaf", "kalender", "gewaarschuwd"),
    [
        (termijn(6, Eenheid.WEEK, soort=Soort.WETTELIJK), date(2028, 12, 20), KALENDER, True),
        (termijn(6, Eenheid.WEEK, soort=Soort.WETTELIJK), date(2028, 12, 20), CAO, True),
        (termijn(6, Eenheid.WEEK), date(2028, 12, 20), KALENDER, False),
        (termijn(3, Eenheid.WERKDAG), date(2028, 12, 29), KALENDER, True),
        (termijn(3, Eenheid.WERKDAG), date(2028, 12, 29), CAO, False),
        (termijn(3, Eenheid.WERKDAG), date(2026, 4, 2), KALENDER, False),
        (termijn(3, Eenheid.WERKDAG, richting=Richting.TERUG), date(2023, 1, 3), KALENDER, True),
        (termijn(8, Eenheid.WEEK, richting=Richting.TERUG, soort=Soort.WETTELIJK), date(2029, 6, 1), KALENDER, False),
        (termijn(0, Eenheid.WEEK, karakter=Karakter.MIJLPAAL), date(2030, 6, 1), KALENDER, False),
    ],
)
def test_unknown_years_warn_only_where_they_can_change_the_date(
    klok: Termijn, vanaf: date, kalender: Kalender, gewaarschuwd: bool
) -> None:
    assert (tel(klok, vanaf, kalender).waarschuwing is not None) is gewaarschuwd


@given(termijnen(), DATUMS)
def test_two_ways_of_counting_agree(klok: Termijn, vanaf: date) -> None:
    assert tel(klok, vanaf, KALENDER).datum == laatste_dag(klok, vanaf)


@given(termijnen(karakters=[Karakter.PLICHT, Karakter.KANS], eenheden=[Eenheid.WERKDAG]), DATUMS)
def test_werkdagen_list_exactly_the_free_days_of_their_span(klok: Termijn, vanaf: date) -> None:
    telling = tel(klok, vanaf, KALENDER)
    van, tot = sorted((vanaf, telling.grensdag))
    span = {van + timedelta(days=n) for n in range((tot - van).days + 1)}
    if klok.aantal:
        span.discard(vanaf)
    vrij = sorted(dag for dag in span if vrij_volgens_de_wet(dag))
    assert [dag.datum for dag in telling.overgeslagen] == vrij
    assert set(telling.geteld) == span - set(vrij)
    assert len(telling.geteld) == max(klok.aantal, 1)


@given(termijnen(), DATUMS)
def test_days_passed_over_carry_the_reason_of_the_calendar(klok: Termijn, vanaf: date) -> None:
    wettelijk = klok.soort is Soort.WETTELIJK
    for dag in tel(klok, vanaf, KALENDER).overgeslagen:
        assert dag == Dag(dag.datum, str(KALENDER.reden_geen_werkdag(dag.datum, wettelijk=wettelijk)))


@given(st.sampled_from(Eenheid), st.integers(0, 3), st.sampled_from(Grens), DATUMS)
def test_a_term_by_law_never_ends_on_a_free_day(eenheid: Eenheid, aantal: int, grens: Grens, vanaf: date) -> None:
    klok = termijn(aantal, eenheid, soort=Soort.WETTELIJK, grens=grens)
    assert vrij_volgens_de_wet(tel(klok, vanaf, KALENDER).datum) is False


@given(termijnen(), DATUMS)
def test_who_reads_only_the_explanation_comes_to_the_same_date(klok: Termijn, vanaf: date) -> None:
    berekening = bereken(klok, vanaf, KALENDER)
    slot = {
        Karakter.PLICHT: f", dus uiterlijk {voluit(berekening.datum)}. Bron: Handboek §5.7.",
        Karakter.KANS: f", dus heeft de burger hiervoor tot en met {voluit(berekening.datum)}; later mag ook. "
        "Bron: Handboek §5.7.",
        Karakter.AANSPRAAK: f", dus kan de burger dit tot en met {voluit(berekening.datum)}; daarna kan het niet meer. "
        "Bron: Handboek §5.7.",
        Karakter.VERWACHTING: f", dus naar verwachting uiterlijk {voluit(berekening.datum)}. "
        "Dit is een verwachting, geen termijn. Bron: Handboek §5.7.",
        Karakter.MIJLPAAL: f"Dit is de datum zelf: {voluit(vanaf)}. Er loopt geen termijn. Bron: Handboek §5.7.",
    }
    assert berekening.uitleg.endswith(slot[klok.karakter])
    assert "  " not in berekening.uitleg
    assert ".." not in berekening.uitleg
