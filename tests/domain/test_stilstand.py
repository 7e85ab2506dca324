"""Clocks that stand still or become longer: by hand, against a second way of counting, and by a reader of the words."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.berekening import StaatStil, bereken, jaar_onbekend
from portal.domain.grond import (
    AANVULLING,
    AFSPRAAK,
    GRONDEN,
    INSTEMMING,
    OPSCHORTINGSGRONDEN,
    OVERMACHT,
    VERDAGING_KLACHT,
    VERTRAGING,
    Grond,
)
from portal.domain.kalender import Besluit, Kalender
from portal.domain.stilstand import Opschorting, Verlenging
from portal.domain.termijn import Eenheid, Karakter, OnmogelijkeTermijn, Richting, Soort, Termijn
from tests.domain.lezer import lees, lees_toezegging
from tests.domain.test_telling import DATUMS, termijn, termijnen
from tests.domain.tweede_kalender import laatste_dag

KALENDER = Kalender()
BESCHIKKING = termijn(2, Eenheid.WEEK, soort=Soort.WETTELIJK)
DRIE_WERKDAGEN = termijn(3, Eenheid.WERKDAG)
DRIE_DAGEN = termijn(3, Eenheid.KALENDERDAG, soort=Soort.WETTELIJK)
DAG = timedelta(days=1)


def stil(van: date, tot: date | None) -> Opschorting:
    return Opschorting(van=van, tot=tot, grond=AANVULLING)


def uitkomst(klok: Termijn, vanaf: date, *opschortingen: Opschorting) -> date:
    return bereken(klok, vanaf, KALENDER, opschortingen=opschortingen).datum


@pytest.mark.parametrize(
    ("van", "tot", "datum"),
    [
        (date(2026, 6, 5), date(2026, 6, 15), date(2026, 6, 24)),  # 6 to 14 June: 9 days after ma 15 June
        (date(2026, 6, 5), date(2026, 6, 6), date(2026, 6, 15)),  # answered on the next day: nothing stood still
        (date(2026, 6, 5), date(2026, 6, 5), date(2026, 6, 15)),
        (date(2026, 6, 5), date(2026, 6, 11), date(2026, 6, 22)),  # za 20 June moves on
        (date(2026, 6, 15), date(2026, 6, 30), date(2026, 6, 15)),  # asked on the last day: it was over
        (date(2026, 5, 20), date(2026, 6, 5), date(2026, 6, 18)),  # asked before it began: from the start on
    ],
)
def test_two_weeks_from_1_june_stand_still_from_the_day_after_the_letter_until_the_answer(
    van: date, tot: date, datum: date
) -> None:
    assert uitkomst(BESCHIKKING, date(2026, 6, 1), stil(van, tot)) == datum


def test_the_explanation_of_a_beschikking_that_stood_still_twice() -> None:
    berekening = bereken(
        BESCHIKKING,
        date(2026, 4, 21),
        KALENDER,
        opschortingen=[
            Opschorting(van=date(2026, 4, 23), tot=date(2026, 5, 1), grond=AANVULLING),
            Opschorting(van=date(2026, 5, 4), tot=date(2026, 5, 6), grond=OVERMACHT),
        ],
    )
    assert berekening.uitleg == (
        "2 weken na dinsdag 21 april 2026 is dinsdag 5 mei 2026. De termijn stond stil van vrijdag 24 april tot en met "
        "donderdag 30 april 2026, want de aanvrager is gevraagd de aanvraag aan te vullen (Awb 4:15 lid 1 onder a): 7 dagen. "
        "De termijn stond stil op dinsdag 5 mei 2026, want er was overmacht (Awb 4:15 lid 2 onder c): 1 dag. "
        "Samen is dat 8 dagen later: woensdag 13 mei 2026. Dat is een werkdag, dus uiterlijk woensdag 13 mei 2026. "
        "Bron: Handboek §5.7."
    )


def test_werkdagen_that_stand_still_are_counted_later() -> None:
    berekening = bereken(
        DRIE_WERKDAGEN,
        date(2026, 4, 2),
        KALENDER,
        opschortingen=[Opschorting(van=date(2026, 4, 7), tot=date(2026, 4, 13), grond=INSTEMMING)],
    )
    assert berekening.uitleg == (
        "3 werkdagen na donderdag 2 april: Goede Vrijdag (3 april), het weekend en tweede Paasdag (6 april) tellen niet mee. "
        "De termijn stond stil van woensdag 8 april tot en met zondag 12 april 2026, want de aanvrager stemde schriftelijk in met "
        "uitstel (Awb 4:15 lid 2 onder a); die dagen tellen niet mee. Dinsdag 7, maandag 13 en dinsdag 14 april tellen wel mee, "
        "dus uiterlijk dinsdag 14 april 2026. Bron: Handboek §5.7."
    )


def test_a_klacht_is_adjourned_by_four_weeks() -> None:
    klacht = termijn(6, Eenheid.WEEK, soort=Soort.WETTELIJK)
    verdaging = Verlenging(aantal=4, eenheid=Eenheid.WEEK, grond=VERDAGING_KLACHT)
    assert bereken(klacht, date(2026, 4, 2), KALENDER, verlengingen=[verdaging]).uitleg == (
        "6 weken na donderdag 2 april 2026 is donderdag 14 mei 2026. Verlengd met 4 weken, want de afhandeling van de klacht "
        "is verdaagd (Awb 9:11 lid 2, nog te controleren): donderdag 11 juni 2026. Dat is een werkdag, dus uiterlijk "
        "donderdag 11 juni 2026. Bron: Handboek §5.7."
    )


def test_a_bericht_van_vertraging_promises_a_day_and_leaves_the_term_as_it_is() -> None:
    beloofd = Verlenging(aantal=2, eenheid=Eenheid.WEEK, grond=VERTRAGING)
    berekening = bereken(BESCHIKKING, date(2026, 4, 20), KALENDER, verlengingen=[beloofd])
    assert berekening.datum == date(2026, 5, 4)
    assert berekening.uitleg == (
        "2 weken na maandag 20 april 2026 is maandag 4 mei 2026. Dat is een werkdag, dus uiterlijk maandag 4 mei 2026. "
        "Toegezegd is 2 weken later, want er is een bericht van vertraging gestuurd (Awb 4:14 lid 1, nog te controleren): "
        "2 weken na maandag 4 mei 2026 is maandag 18 mei 2026, dus toegezegd is uiterlijk maandag 18 mei 2026. "
        "De termijn zelf verandert daardoor niet. Bron: Handboek §5.7."
    )


@pytest.mark.parametrize(
    ("vanaf", "aantal", "dag", "zin"),
    [
        # Koningsdag
        (date(2026, 3, 30), 2, date(2026, 4, 28), "Dat is Koningsdag; de toezegging geldt dan tot en met"),
        (date(2026, 4, 7), 2, date(2026, 5, 6), "Dat is Bevrijdingsdag; de toezegging geldt dan tot en met"),
        # The term itself moved over 5 May: a week after its last day is a week after 6 May.
        (date(2026, 4, 21), 1, date(2026, 5, 13), "1 week na woensdag 6 mei 2026 is woensdag 13 mei 2026, dus"),
    ],
)
def test_the_sentence_leads_to_the_promised_day(vanaf: date, aantal: int, dag: date, zin: str) -> None:
    beloofd = Verlenging(aantal=aantal, eenheid=Eenheid.WEEK, grond=VERTRAGING)
    berekening = bereken(BESCHIKKING, vanaf, KALENDER, verlengingen=[beloofd])
    assert (berekening.toegezegd, lees_toezegging(berekening.uitleg)) == (dag, (dag, dag))
    assert zin in berekening.uitleg


def test_a_promised_day_in_a_year_of_which_the_decree_is_not_known_warns() -> None:
    beloofd = Verlenging(aantal=8, eenheid=Eenheid.WEEK, grond=VERTRAGING)
    berekening = bereken(BESCHIKKING, date(2028, 12, 1), KALENDER, verlengingen=[beloofd])
    assert (berekening.toegezegd, bereken(BESCHIKKING, date(2028, 12, 1), KALENDER).waarschuwing) == (
        date(2029, 2, 9),
        None,
    )
    assert berekening.waarschuwing is not None
    assert "raakt ook 2029" in berekening.waarschuwing
    gezien = (date(2028, 12, 1), berekening.datum, KALENDER)
    assert (jaar_onbekend(BESCHIKKING, *gezien), jaar_onbekend(BESCHIKKING, *gezien, toegezegd=date(2029, 2, 9))) == (
        "",
        f"Let op: {berekening.waarschuwing}",
    )


def test_of_a_day_that_only_the_letter_has_the_sentence_says_so_and_counts_none() -> None:
    brief = Verlenging(aantal=2, eenheid=Eenheid.WEEK, grond=VERTRAGING, besloten=date(2026, 4, 14))
    berekening = bereken(BESCHIKKING, date(2026, 4, 20), KALENDER, verlengingen=[brief])
    assert (berekening.datum, berekening.toegezegd) == (date(2026, 5, 4), None)
    assert (
        "dus uiterlijk maandag 4 mei 2026. Er is een latere dag toegezegd, want er is een bericht van vertraging gestuurd "
        "(Awb 4:14 lid 1, nog te controleren). Welke, staat alleen in de brief. De termijn zelf verandert daardoor niet."
    ) in berekening.uitleg


NAMED = Verlenging(
    aantal=2, eenheid=Eenheid.WEEK, grond=VERTRAGING, besloten=date(2026, 4, 14), toegezegd=date(2026, 4, 30)
)
OP_14_APRIL = (
    " Op dinsdag 14 april 2026 is toegezegd: uiterlijk donderdag 30 april 2026, want er is een bericht van vertraging gestuurd "
    "(Awb 4:14 lid 1, nog te controleren). Die dag staat in dat bericht en blijft, ook als de termijn anders gaat lopen. "
    "De termijn zelf verandert daardoor niet. Bron: Handboek §5.7."
)


@pytest.mark.parametrize("opschortingen", [[], [stil(date(2026, 4, 14), date(2026, 4, 29))]])
def test_a_day_that_a_letter_named_stays_whatever_becomes_of_the_clock(opschortingen: list[Opschorting]) -> None:
    begin = date(2026, 4, 2) if opschortingen else date(2026, 3, 30)
    berekening = bereken(BESCHIKKING, begin, KALENDER, opschortingen=opschortingen, verlengingen=[NAMED])
    assert berekening.toegezegd == date(2026, 4, 30)
    assert berekening.uitleg.endswith(OP_14_APRIL)
    assert lees_toezegging(berekening.uitleg) == (date(2026, 4, 30), date(2026, 4, 30))


def test_a_day_that_a_letter_named_stays_on_a_day_that_becomes_a_feestdag_later() -> None:
    vrij = Kalender(besluiten=(Besluit(naam="B", van=2026, tot_en_met=2026, dagen=(date(2026, 4, 30),)),))
    assert "2 weken na donderdag 16 april 2026 is donderdag 30 april 2026, dus toegezegd" in (
        bereken(BESCHIKKING, date(2026, 4, 2), KALENDER, verlengingen=[NAMED]).uitleg
    )
    berekening = bereken(BESCHIKKING, date(2026, 4, 2), vrij, verlengingen=[NAMED])
    assert (berekening.toegezegd, berekening.uitleg.endswith(OP_14_APRIL)) == (date(2026, 4, 30), True)


def test_while_a_clock_stands_still_what_was_promised_is_said() -> None:
    with pytest.raises(StaatStil) as gezegd:
        bereken(
            BESCHIKKING,
            date(2026, 4, 2),
            KALENDER,
            opschortingen=[stil(date(2026, 4, 14), None)],
            verlengingen=[NAMED],
        )
    assert gezegd.value.uitleg.endswith(OP_14_APRIL)


@given(termijnen(karakters=[Karakter.PLICHT]).filter(lambda klok: klok.telt_vooruit), DATUMS, st.data())
def test_a_reader_comes_to_every_promised_day(klok: Termijn, vanaf: date, data: st.DataObject) -> None:
    anders = [e for e in Eenheid if e is not Eenheid.WERKDAG]
    eenheid = data.draw(st.sampled_from([klok.eenheid] if klok.eenheid is Eenheid.WERKDAG else anders))
    beloofd = Verlenging(aantal=data.draw(st.integers(1, 12)), eenheid=eenheid, grond=VERTRAGING)
    berekening = bereken(klok, vanaf, KALENDER, verlengingen=[beloofd])
    assert berekening.datum == bereken(klok, vanaf, KALENDER).datum
    assert lees_toezegging(berekening.uitleg) == (berekening.toegezegd, berekening.toegezegd)
    assert lees(berekening.uitleg) == (berekening.datum, berekening.datum)
    nog = bereken(klok, vanaf, KALENDER, verlengingen=[beloofd, beloofd])
    assert lees_toezegging(nog.uitleg) == (nog.toegezegd, nog.toegezegd)
    assert (nog.toegezegd or vanaf) > (berekening.toegezegd or vanaf)


def test_a_month_that_is_added_ends_on_the_last_day_of_a_short_month() -> None:
    maand = Verlenging(aantal=1, eenheid=Eenheid.MAAND, grond=AFSPRAAK)
    assert bereken(termijn(1, Eenheid.MAAND), date(2026, 12, 31), KALENDER, verlengingen=[maand]).uitleg == (
        "1 maand na donderdag 31 december 2026 is zondag 31 januari 2027. Verlengd met 1 maand, want de betrokkenen spraken een "
        "langere termijn af (voorstel van het portaal): zondag 28 februari 2027. Februari heeft geen 31e, daarom geldt de laatste "
        "dag van de maand. Dat valt in het weekend. Deze afgesproken termijn schuift niet door, dus uiterlijk "
        "zondag 28 februari 2027. Bron: Handboek §5.7."
    )


@pytest.mark.parametrize(
    ("klok", "van", "slot"),
    [
        (BESCHIKKING, date(2026, 6, 5), "Daarna zijn er nog 10 dagen over. Bron: Handboek §5.7."),
        (BESCHIKKING, date(2026, 6, 14), "Daarna is er nog 1 dag over. Bron: Handboek §5.7."),
        # From zaterdag 6 june: two weken end on zaterdag 20 june, so maandag 22 june is the last day.
        (
            (BESCHIKKING, date(2026, 6, 6)),
            date(2026, 6, 17),
            (
                "Daarna zijn er nog 3 dagen over; is de laatste daarvan geen werkdag, dan geldt de eerste werkdag daarna. "
                "Bron: Handboek §5.7."
            ),
        ),
        (
            (BESCHIKKING, date(2026, 6, 6)),
            date(2026, 6, 20),
            (
                "Daarna is er niets meer over: omdat zaterdag 20 juni 2026 geen werkdag is, eindigt hij op de eerste werkdag die "
                "weer meetelt. Bron: Handboek §5.7."
            ),
        ),
        # Three days from vrijdag 5 june end on maandag 8 june; two werkdagen in them make it dinsdag 9 june.
        (
            (DRIE_DAGEN, date(2026, 6, 5)),
            date(2026, 6, 6),
            (
                "Daarna zijn er nog 2 dagen over; er zitten dan nog minstens twee dagen in de termijn die geen zaterdag, zondag of "
                "feestdag zijn. Bron: Handboek §5.7."
            ),
        ),
        (
            (DRIE_DAGEN, date(2026, 6, 5)),
            date(2026, 6, 8),
            (
                "Daarna is er niets meer over, maar er zitten dan nog minstens twee dagen in de termijn die geen zaterdag, zondag of "
                "feestdag zijn. Bron: Handboek §5.7."
            ),
        ),
        (DRIE_WERKDAGEN, date(2026, 6, 2), "Daarna zijn er nog 2 werkdagen over. Bron: Handboek §5.7."),
    ],
)
def test_while_it_stands_still_there_is_no_last_day_but_what_is_left(
    klok: Termijn | tuple[Termijn, date], van: date, slot: str
) -> None:
    termijn_, vanaf = klok if isinstance(klok, tuple) else (klok, date(2026, 6, 1))
    with pytest.raises(StaatStil) as gezegd:
        uitkomst(termijn_, vanaf, stil(van, None))
    assert gezegd.value.uitleg.endswith(slot)
    assert "Zolang hij stilstaat, is er geen laatste dag." in gezegd.value.uitleg


@pytest.mark.parametrize(
    ("klok", "over"), [(BESCHIKKING, "14 dagen"), (DRIE_WERKDAGEN, "3 werkdagen"), (DRIE_DAGEN, "3 dagen")]
)
def test_a_clock_that_began_after_it_was_asked_stands_still_from_its_begin_and_has_all_of_its_time_left(
    klok: Termijn, over: str
) -> None:
    with pytest.raises(StaatStil) as gezegd:
        uitkomst(klok, date(2026, 6, 9), stil(date(2026, 6, 5), None))
    assert "De termijn staat stil vanaf woensdag 10 juni 2026, want" in gezegd.value.uitleg
    assert gezegd.value.uitleg.endswith(f"Daarna zijn er nog {over} over. Bron: Handboek §5.7.")


@pytest.mark.parametrize(
    ("vanaf", "van", "datum"),
    [
        (date(2026, 6, 1), date(2026, 6, 15), date(2026, 6, 15)),  # on its last day
        (date(2026, 6, 1), date(2026, 6, 18), date(2026, 6, 15)),
        (date(2026, 6, 6), date(2026, 6, 22), date(2026, 6, 22)),  # on the maandag to which the law moved it
    ],
)
def test_what_is_asked_on_the_last_day_or_later_lets_nothing_stand_still(vanaf: date, van: date, datum: date) -> None:
    """Awb 4:15 lid 1: from the day after that on which it was asked, and then the term was over."""
    open_, beantwoord = stil(van, None), stil(van, date(2026, 7, 1))
    assert uitkomst(BESCHIKKING, vanaf, open_) == uitkomst(BESCHIKKING, vanaf, beantwoord) == datum


@pytest.mark.parametrize(
    ("grond", "zin"),
    [
        (
            AANVULLING,
            "Vanaf zaterdag 20 juni 2026 loopt de termijn weer, of eerder als het antwoord eerder komt. Zolang hij stilstaat",
        ),
        (OVERMACHT, "De tijd daarvoor loopt tot en met vrijdag 19 juni 2026. Zolang hij stilstaat"),
    ],
)
def test_the_time_that_was_given_is_said_and_what_follows_when_it_is_over(grond: Grond, zin: str) -> None:
    open_ = Opschorting(van=date(2026, 6, 5), tot=None, grond=grond, uiterlijk=date(2026, 6, 19))
    with pytest.raises(StaatStil) as gezegd:
        uitkomst(BESCHIKKING, date(2026, 6, 1), open_)
    assert zin in gezegd.value.uitleg


def test_days_that_stand_still_twice_are_left_out_once() -> None:
    samen = uitkomst(BESCHIKKING, date(2026, 6, 1), stil(date(2026, 6, 2), date(2026, 6, 12)))
    twee = (stil(date(2026, 6, 2), date(2026, 6, 8)), stil(date(2026, 6, 4), date(2026, 6, 12)))
    assert uitkomst(BESCHIKKING, date(2026, 6, 1), *twee) == samen == date(2026, 6, 24)


def test_a_last_day_that_moves_on_passes_over_what_stands_still() -> None:
    berekening = bereken(
        BESCHIKKING, date(2026, 6, 6), KALENDER, opschortingen=[stil(date(2026, 6, 20), date(2026, 6, 24))]
    )
    assert berekening.uitleg == (
        "2 weken na zaterdag 6 juni 2026 is zaterdag 20 juni 2026. Dat valt in het weekend. De termijn stond stil van zondag 21 juni "
        "tot en met dinsdag 23 juni 2026, want de aanvrager is gevraagd de aanvraag aan te vullen (Awb 4:15 lid 1 onder a); "
        "die dagen tellen niet mee. De wet schuift de termijn door (Algemene termijnenwet art. 1), dus uiterlijk "
        "woensdag 24 juni 2026. Bron: Handboek §5.7."
    )


@pytest.mark.parametrize(
    "klok",
    [
        termijn(8, Eenheid.WEEK, richting=Richting.TERUG),
        termijn(0, Eenheid.WEEK, karakter=Karakter.MIJLPAAL),
        termijn(0, Eenheid.WERKDAG),
    ],
)
def test_what_counts_no_time_forwards_cannot_stand_still(klok: Termijn) -> None:
    with pytest.raises(OnmogelijkeTermijn):
        uitkomst(klok, date(2026, 6, 1), stil(date(2026, 6, 2), date(2026, 6, 5)))


@pytest.mark.parametrize(("aantal", "eenheid"), [(0, Eenheid.WEEK), (2, Eenheid.WERKDAG)])
def test_a_length_of_another_kind_cannot_be_added(aantal: int, eenheid: Eenheid) -> None:
    with pytest.raises(OnmogelijkeTermijn):
        bereken(
            BESCHIKKING,
            date(2026, 6, 1),
            KALENDER,
            verlengingen=[Verlenging(aantal=aantal, eenheid=eenheid, grond=AFSPRAAK)],
        )


def test_a_clock_cannot_run_again_before_it_stood_still() -> None:
    with pytest.raises(OnmogelijkeTermijn):
        stil(date(2026, 6, 5), date(2026, 6, 4))


def test_every_ground_is_in_the_list_under_its_own_code() -> None:
    assert {code: grond.code for code, grond in GRONDEN.items()} == {code: code for code in GRONDEN}
    assert {grond.code for grond in OPSCHORTINGSGRONDEN} <= set(GRONDEN)


@st.composite
def gewijzigd(
    draw: st.DrawFn,
) -> tuple[Termijn, date, list[Opschorting], list[Verlenging]]:
    """Draw a clock that runs forwards with a few times of standing still, and lengths that were added."""
    klok = draw(termijnen(karakters=[Karakter.PLICHT, Karakter.KANS]).filter(lambda klok: klok.telt_vooruit))
    vanaf, gronden = draw(DATUMS), st.sampled_from(OPSCHORTINGSGRONDEN)
    opschortingen, dag = [], vanaf
    for wacht, duur in draw(st.lists(st.tuples(st.integers(-2, 30), st.integers(0, 40)), max_size=3)):
        dag += wacht * DAG
        opschortingen.append(Opschorting(van=dag, tot=dag + duur * DAG, grond=draw(gronden)))
        dag += duur * DAG
    eenheden = (
        [Eenheid.WERKDAG] if klok.eenheid is Eenheid.WERKDAG else [e for e in Eenheid if e is not Eenheid.WERKDAG]
    )
    lengtes = draw(st.lists(st.tuples(st.integers(1, 8), st.sampled_from(eenheden)), max_size=2))
    return klok, vanaf, opschortingen, [Verlenging(aantal=n, eenheid=e, grond=VERDAGING_KLACHT) for n, e in lengtes]


@given(gewijzigd())
def test_two_ways_of_counting_agree_and_so_does_a_reader(
    geval: tuple[Termijn, date, list[Opschorting], list[Verlenging]],
) -> None:
    klok, vanaf, opschortingen, verlengingen = geval
    dicht = {o.van + n * DAG for o in opschortingen if o.tot is not None for n in range(1, (o.tot - o.van).days)}
    erbij = tuple((verlenging.aantal, verlenging.eenheid) for verlenging in verlengingen)
    verwacht = laatste_dag(klok, vanaf, stil=frozenset(dag for dag in dicht if dag > vanaf), erbij=erbij)
    berekening = bereken(klok, vanaf, KALENDER, opschortingen=opschortingen, verlengingen=verlengingen)
    assert berekening.datum == verwacht
    assert lees(berekening.uitleg) == (verwacht, verwacht)


@given(termijnen(), DATUMS)
def test_a_reader_of_the_words_alone_comes_to_the_date_of_every_clock(klok: Termijn, vanaf: date) -> None:
    berekening = bereken(klok, vanaf, KALENDER)
    assert lees(berekening.uitleg) == (berekening.datum, berekening.datum)
