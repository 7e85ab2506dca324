"""Explanations, word for word."""

import re
from dataclasses import replace
from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.bron import Bron
from portal.domain.grond import AANVULLING
from portal.domain.kalender import Kalender, Sluitingsdag, Werkdagregels
from portal.domain.kortweg import in_het_kort
from portal.domain.partij import Partij
from portal.domain.stilstand import Opschorting
from portal.domain.telling import tel
from portal.domain.termijn import BijAankomst, Eenheid, Grens, Karakter, Richting, Soort, Termijn
from portal.domain.uitleg import hoeveel, leg_uit

REACTIE = Termijn(
    code="reactie",
    titel="Reactie",
    aantal=3,
    eenheid=Eenheid.WERKDAG,
    begint=BijAankomst(),
    eigenaar=Partij.ONTVANGENDE_GEMEENTE,
    bron=Bron(plaats="Handboek bijlage A.3"),
)
ONDERZOEK = replace(REACTIE, aantal=6, eenheid=Eenheid.WEEK, soort=Soort.WETTELIJK, bron=Bron(plaats="Wmo 2.3.2 lid 1"))
HERINDICATIE = replace(
    REACTIE, aantal=8, eenheid=Eenheid.WEEK, richting=Richting.TERUG, bron=Bron(plaats="Handboek §4")
)

DRIE_DAGEN = replace(REACTIE, eenheid=Eenheid.KALENDERDAG, soort=Soort.WETTELIJK)


def uitleg(termijn: Termijn, vanaf: date, kalender: Kalender | None = None) -> str:
    return leg_uit(termijn, tel(termijn, vanaf, kalender or Kalender()))


def test_three_werkdagen_over_easter() -> None:
    assert uitleg(REACTIE, date(2026, 4, 2)) == (
        "3 werkdagen na donderdag 2 april: Goede Vrijdag (3 april), het weekend en tweede Paasdag (6 april) "
        "tellen niet mee. Dinsdag 7, woensdag 8 en donderdag 9 april tellen wel mee, dus uiterlijk donderdag 9 april 2026. "
        "Bron: Handboek bijlage A.3."
    )


def test_three_werkdagen_in_an_ordinary_week() -> None:
    assert uitleg(REACTIE, date(2026, 4, 13)) == (
        "3 werkdagen na maandag 13 april: dinsdag 14, woensdag 15 en donderdag 16 april, "
        "dus uiterlijk donderdag 16 april 2026. Bron: Handboek bijlage A.3."
    )


def test_seven_werkdagen_with_two_weekends_and_a_gelijkgestelde_dag() -> None:
    assert uitleg(replace(REACTIE, aantal=7), date(2027, 4, 29)) == (
        "7 werkdagen na donderdag 29 april: 2 weekenden, Bevrijdingsdag (5 mei), Hemelvaartsdag (6 mei) en de "
        "gelijkgestelde dag uit het besluit voor 2026 tot en met 2028 (7 mei) tellen niet mee. De 7e werkdag is donderdag 13 mei, "
        "dus uiterlijk donderdag 13 mei 2027. Bron: Handboek bijlage A.3."
    )


def test_werkdagen_with_nothing_but_weekends_between() -> None:
    assert uitleg(replace(REACTIE, aantal=10), date(2026, 6, 1)) == (
        "10 werkdagen na maandag 1 juni: 2 weekenden tellen niet mee. De 10e werkdag is maandag 15 juni, "
        "dus uiterlijk maandag 15 juni 2026. Bron: Handboek bijlage A.3."
    )


def test_werkdagen_that_start_in_the_weekend() -> None:
    assert uitleg(REACTIE, date(2026, 12, 26)) == (
        "3 werkdagen na zaterdag 26 december: zondag (27 december) telt niet mee. Maandag 28, dinsdag 29 en "
        "woensdag 30 december tellen wel mee, dus uiterlijk woensdag 30 december 2026. Bron: Handboek bijlage A.3."
    )


def test_a_werkdag_over_the_turn_of_the_year_names_both_years() -> None:
    assert uitleg(replace(REACTIE, aantal=1), date(2026, 12, 31)) == (
        "1 werkdag na donderdag 31 december 2026: Nieuwjaarsdag (1 januari) en het weekend tellen niet mee. "
        "Maandag 4 januari telt wel mee, dus uiterlijk maandag 4 januari 2027. Bron: Handboek bijlage A.3."
    )


def test_werkdagen_counted_back() -> None:
    assert uitleg(replace(REACTIE, richting=Richting.TERUG), date(2026, 4, 7)) == (
        "3 werkdagen vóór dinsdag 7 april: Goede Vrijdag (3 april), het weekend en tweede Paasdag (6 april) "
        "tellen niet mee. Dinsdag 31 maart, woensdag 1 en donderdag 2 april tellen wel mee, dus uiterlijk dinsdag 31 maart 2026. "
        "Bron: Handboek bijlage A.3."
    )


def test_the_same_werkdag_when_it_is_one() -> None:
    assert uitleg(replace(REACTIE, aantal=0, bron=Bron(plaats="Werkproces MO stap 1")), date(2026, 4, 2)) == (
        "Nog dezelfde werkdag: donderdag 2 april is een werkdag, dus uiterlijk donderdag 2 april 2026. "
        "Bron: Werkproces MO stap 1."
    )


def test_the_first_werkdag_after_a_day_that_is_none() -> None:
    assert uitleg(replace(REACTIE, aantal=0, bron=Bron(plaats="Werkproces MO stap 1")), date(2026, 4, 3)) == (
        "Nog dezelfde werkdag, en anders de eerste werkdag erna: vrijdag 3 april is geen werkdag. Goede Vrijdag "
        "(3 april), het weekend en tweede Paasdag (6 april) tellen niet mee, dinsdag 7 april telt wel mee, "
        "dus uiterlijk dinsdag 7 april 2026. Bron: Werkproces MO stap 1."
    )


def test_the_last_werkdag_before_a_day_that_is_none() -> None:
    assert uitleg(replace(REACTIE, aantal=0, richting=Richting.TERUG), date(2027, 1, 1)) == (
        "Nog dezelfde werkdag, en anders de laatste werkdag ervoor: vrijdag 1 januari 2027 is geen werkdag. "
        "Nieuwjaarsdag (1 januari) telt niet mee, donderdag 31 december telt wel mee, dus uiterlijk donderdag 31 december 2026. "
        "Bron: Handboek bijlage A.3."
    )


def test_six_weeks_by_law_that_end_on_hemelvaartsdag() -> None:
    assert uitleg(ONDERZOEK, date(2026, 4, 2)) == (
        "6 weken na donderdag 2 april 2026 is donderdag 14 mei 2026. Dat is Hemelvaartsdag; ook de gelijkgestelde dag "
        "uit het besluit voor 2026 tot en met 2028 (15 mei) en het weekend tellen niet mee. De wet schuift de termijn door (Algemene termijnenwet art. 1), "
        "dus uiterlijk maandag 18 mei 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_two_weeks_by_law_that_end_on_5_mei() -> None:
    assert uitleg(replace(ONDERZOEK, aantal=2), date(2026, 4, 21)) == (
        "2 weken na dinsdag 21 april 2026 is dinsdag 5 mei 2026. Dat is Bevrijdingsdag; de wet schuift de termijn door "
        "(Algemene termijnenwet art. 1), dus uiterlijk woensdag 6 mei 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_a_term_by_law_that_ends_in_the_weekend() -> None:
    assert uitleg(replace(ONDERZOEK, aantal=1), date(2026, 4, 11)) == (
        "1 week na zaterdag 11 april 2026 is zaterdag 18 april 2026. Dat valt in het weekend; de wet schuift de termijn "
        "door (Algemene termijnenwet art. 1), dus uiterlijk maandag 20 april 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_a_term_by_law_that_ends_in_the_weekend_before_a_feestdag() -> None:
    assert uitleg(replace(ONDERZOEK, aantal=1), date(2026, 5, 16)) == (
        "1 week na zaterdag 16 mei 2026 is zaterdag 23 mei 2026. Dat valt in het weekend; ook tweede Pinksterdag "
        "(25 mei) telt niet mee. De wet schuift de termijn door (Algemene termijnenwet art. 1), "
        "dus uiterlijk dinsdag 26 mei 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_a_term_by_law_that_ends_on_a_gelijkgestelde_dag() -> None:
    assert uitleg(ONDERZOEK, date(2026, 4, 3)) == (
        "6 weken na vrijdag 3 april 2026 is vrijdag 15 mei 2026. Dat is een gelijkgestelde dag uit het besluit "
        "voor 2026 tot en met 2028; ook het weekend telt niet mee. "
        "De wet schuift de termijn door (Algemene termijnenwet art. 1), dus uiterlijk maandag 18 mei 2026. "
        "Bron: Wmo 2.3.2 lid 1."
    )


def test_a_term_by_law_that_ends_on_a_werkdag() -> None:
    assert uitleg(ONDERZOEK, date(2026, 3, 30)) == (
        "6 weken na maandag 30 maart 2026 is maandag 11 mei 2026. Dat is een werkdag, "
        "dus uiterlijk maandag 11 mei 2026. Bron: Wmo 2.3.2 lid 1."
    )


@pytest.mark.parametrize(
    ("vanaf", "richting", "niet"),
    [
        (date(2026, 4, 11), Richting.VOORUIT, "Zondag (12 april) en het weekend (18 en 19 april) tellen niet mee."),
        (date(2026, 1, 24), Richting.VOORUIT, "Zondag (25 januari) en het weekend (31 januari en 1 februari) tellen"),
        (date(2026, 4, 19), Richting.TERUG, "Het weekend (11 en 12 april) en zaterdag (18 april) tellen niet mee."),
        (date(2026, 4, 10), Richting.VOORUIT, "Het weekend telt niet mee."),
    ],
)
def test_beside_half_a_weekend_it_says_which_weekend_is_meant(vanaf: date, richting: Richting, niet: str) -> None:
    tekst = uitleg(replace(REACTIE, aantal=6 if niet != "Het weekend telt niet mee." else 5, richting=richting), vanaf)
    assert niet.casefold() in tekst.casefold()


def test_a_short_term_by_law_that_is_lengthened() -> None:
    assert uitleg(replace(ONDERZOEK, aantal=3, eenheid=Eenheid.KALENDERDAG), date(2026, 4, 2)) == (
        "3 dagen na donderdag 2 april 2026 is zondag 5 april 2026. In een wettelijke termijn van drie dagen of meer "
        "zitten minstens twee dagen die geen zaterdag, zondag of feestdag zijn (Algemene termijnenwet art. 2). Goede "
        "Vrijdag (3 april), het weekend en tweede Paasdag (6 april) tellen niet mee, dinsdag 7 en woensdag 8 april "
        "tellen wel mee, dus uiterlijk woensdag 8 april 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_eight_weeks_counted_back_to_5_mei() -> None:
    assert uitleg(HERINDICATIE, date(2026, 6, 30)) == (
        "8 weken vóór dinsdag 30 juni 2026 is dinsdag 5 mei 2026. Dat is Bevrijdingsdag. Een termijn die terugtelt "
        "schuift niet (net als in de Algemene termijnenwet art. 1 lid 2), dus uiterlijk dinsdag 5 mei 2026. "
        "Bron: Handboek §4."
    )
    assert uitleg(replace(HERINDICATIE, soort=Soort.WETTELIJK), date(2026, 6, 30)) == (
        "8 weken vóór dinsdag 30 juni 2026 is dinsdag 5 mei 2026. Dat is Bevrijdingsdag. Een termijn die terugtelt "
        "schuift niet (Algemene termijnenwet art. 1 lid 2), dus uiterlijk dinsdag 5 mei 2026. Bron: Handboek §4."
    )


def test_a_region_where_5_mei_is_a_werkdag_does_not_name_it() -> None:
    regio = Kalender(Werkdagregels(vijf_mei_vrij=False))
    assert uitleg(HERINDICATIE, date(2026, 6, 30), regio) == (
        "8 weken vóór dinsdag 30 juni 2026 is dinsdag 5 mei 2026, dus uiterlijk dinsdag 5 mei 2026. Bron: Handboek §4."
    )


def test_a_day_on_which_the_gemeente_is_closed_is_named_and_counts() -> None:
    dicht = tuple(Sluitingsdag(datum=date(2026, 4, dag), gemeente="", reden="dicht") for dag in (15, 14, 15))
    assert uitleg(REACTIE, date(2026, 4, 13), Kalender(sluitingsdagen=dicht[:1])) == (
        "3 werkdagen na maandag 13 april: dinsdag 14, woensdag 15 en donderdag 16 april, dus uiterlijk donderdag "
        "16 april 2026. De gemeente is dicht op 15 april; die dag telt gewoon mee. Bron: Handboek bijlage A.3."
    )
    assert "op 15 april; die dag telt" in uitleg(REACTIE, date(2026, 4, 13), Kalender(sluitingsdagen=(dicht[0],) * 2))
    assert uitleg(REACTIE, date(2026, 4, 13), Kalender(sluitingsdagen=dicht)) == (
        "3 werkdagen na maandag 13 april: dinsdag 14, woensdag 15 en donderdag 16 april, dus uiterlijk donderdag "
        "16 april 2026. De gemeente is dicht op 14 april en 15 april; die dagen tellen gewoon mee. "
        "Bron: Handboek bijlage A.3."
    )


@pytest.mark.parametrize(
    ("termijn", "vanaf", "genoemd"),
    [
        (REACTIE, date(2026, 4, 13), "14 april en 16 april"),
        (DRIE_DAGEN, date(2026, 4, 13), "14 april en 16 april"),
        (replace(DRIE_DAGEN, aantal=0), date(2026, 4, 13), "13 april"),
        (replace(REACTIE, aantal=0), date(2026, 4, 13), "13 april"),
        (replace(DRIE_DAGEN, richting=Richting.TERUG), date(2026, 4, 16), "13 april en 14 april"),
        (
            replace(DRIE_DAGEN, richting=Richting.TERUG, grens=Grens.VOOR),
            date(2026, 4, 17),
            "13 april, 14 april en 16 april",
        ),
    ],
)
def test_only_closing_days_that_count_are_said_to_count(termijn: Termijn, vanaf: date, genoemd: str) -> None:
    dicht = tuple(Sluitingsdag(datum=date(2026, 4, dag), gemeente="", reden="dicht") for dag in (13, 14, 16))
    zin = re.search(r"dicht op (.*);", uitleg(termijn, vanaf, Kalender(sluitingsdagen=dicht)))
    assert zin is not None
    assert zin[1] == genoemd


@pytest.mark.parametrize("klok", [REACTIE, DRIE_DAGEN])
def test_a_closing_day_on_which_it_stood_still_is_not_said_to_count(klok: Termijn) -> None:
    dicht = tuple(Sluitingsdag(datum=date(2026, 4, dag), gemeente="", reden="dicht") for dag in (15, 16, 20))
    stil = Opschorting(van=date(2026, 4, 14), tot=date(2026, 4, 17), grond=AANVULLING)
    gezegd = bereken(klok, date(2026, 4, 13), Kalender(sluitingsdagen=dicht), opschortingen=[stil]).uitleg
    assert "De gemeente is dicht op 20 april; die dag telt" in gezegd


def test_months_that_end_on_the_last_day_of_a_shorter_month() -> None:
    drie_maanden = replace(REACTIE, eenheid=Eenheid.MAAND, bron=Bron(plaats="Handboek §5.4", voorstel=True))
    assert uitleg(drie_maanden, date(2026, 11, 30)) == (
        "3 maanden na maandag 30 november 2026 is zondag 28 februari 2027. Februari heeft geen 30e, daarom geldt de "
        "laatste dag van de maand. Dat valt in het weekend. Deze afgesproken termijn schuift niet door, "
        "dus uiterlijk zondag 28 februari 2027. Bron: voorstel van het portaal, Handboek §5.4."
    )


@pytest.mark.parametrize(
    ("termijn", "vanaf", "zin"),
    [
        (
            replace(ONDERZOEK, aantal=4, eenheid=Eenheid.MAAND),
            date(2026, 1, 14),
            "Een termijn van meer dan 3 maanden schuift niet door (Algemene termijnenwet art. 4)",
        ),
        (
            replace(ONDERZOEK, aantal=91, eenheid=Eenheid.KALENDERDAG),
            date(2026, 2, 12),
            "Een termijn van meer dan 90 dagen schuift niet door (Algemene termijnenwet art. 4)",
        ),
        (replace(ONDERZOEK, schuift=False), date(2026, 4, 2), "Deze termijn schuift niet door"),
        (replace(ONDERZOEK, aantal=13, schuift=False), date(2026, 2, 12), "Deze termijn schuift niet door"),
    ],
)
def test_a_term_by_law_that_does_not_move_says_why(termijn: Termijn, vanaf: date, zin: str) -> None:
    assert uitleg(termijn, vanaf).endswith(
        f" is donderdag 14 mei 2026. Dat is Hemelvaartsdag. {zin}, dus uiterlijk donderdag 14 mei 2026. "
        "Bron: Wmo 2.3.2 lid 1."
    )


def test_an_agreed_term_that_moves_does_so_by_agreement() -> None:
    assert uitleg(replace(ONDERZOEK, aantal=2, soort=Soort.AFSPRAAK, schuift=True), date(2026, 4, 21)) == (
        "2 weken na dinsdag 21 april 2026 is dinsdag 5 mei 2026. Dat is Bevrijdingsdag; volgens afspraak schuift de "
        "termijn door naar de eerste werkdag, dus uiterlijk woensdag 6 mei 2026. Bron: Wmo 2.3.2 lid 1."
    )


def test_onverwijld_is_never_a_period_to_wait() -> None:
    calamiteit = replace(REACTIE, onverwijld=True, bron=Bron(plaats="Wmo 3.4 lid 1"))
    assert uitleg(calamiteit, date(2026, 4, 13)) == (
        "Onverwijld, en in elk geval uiterlijk donderdag 16 april 2026. Wacht niet tot die dag. 3 werkdagen na "
        "maandag 13 april: dinsdag 14, woensdag 15 en donderdag 16 april, dus uiterlijk donderdag 16 april 2026. "
        "Bron: Wmo 3.4 lid 1."
    )


def test_a_chance_may_be_taken_later() -> None:
    plan = replace(
        REACTIE, aantal=7, eenheid=Eenheid.KALENDERDAG, karakter=Karakter.KANS, eigenaar=Partij.BURGER,
        bron=Bron(plaats="Wmo 2.3.2 lid 2"),
    )  # fmt: skip
    assert uitleg(plan, date(2026, 4, 2)) == (
        "7 dagen na donderdag 2 april 2026 is donderdag 9 april 2026, dus heeft de burger hiervoor tot en met "
        "donderdag 9 april 2026; later mag ook. Bron: Wmo 2.3.2 lid 2."
    )


@pytest.mark.parametrize("partij", list(Partij))
def test_every_party_can_be_given_a_chance(partij: Partij) -> None:
    kans = replace(REACTIE, karakter=Karakter.KANS, eigenaar=partij)
    assert partij.value.rpartition("_")[2].split("team")[0] in uitleg(kans, date(2026, 4, 13)).casefold().replace(
        "toezichthouder", "toezicht"
    )


def test_an_expectation_is_no_term() -> None:
    verwacht = replace(REACTIE, aantal=4, eenheid=Eenheid.WEEK, karakter=Karakter.VERWACHTING)
    assert uitleg(verwacht, date(2026, 4, 2)) == (
        "4 weken na donderdag 2 april 2026 is donderdag 30 april 2026, dus naar verwachting uiterlijk donderdag 30 april "
        "2026. Dit is een verwachting, geen termijn. Bron: Handboek bijlage A.3."
    )


def test_a_mijlpaal_is_the_date_itself() -> None:
    assert uitleg(replace(REACTIE, aantal=0, karakter=Karakter.MIJLPAAL), date(2026, 5, 1)) == (
        "Dit is de datum zelf: vrijdag 1 mei 2026. Er loopt geen termijn. Bron: Handboek bijlage A.3."
    )


def test_a_duty_on_a_date_that_comes_every_year() -> None:
    jaarlijks = replace(REACTIE, aantal=0, eenheid=Eenheid.KALENDERDAG, bron=Bron(plaats="Handboek §2.4"))
    assert uitleg(jaarlijks, date(2027, 4, 1)) == (
        "Het gaat om de datum zelf: donderdag 1 april 2027, dus uiterlijk donderdag 1 april 2027. Bron: Handboek §2.4."
    )
    assert uitleg(replace(jaarlijks, grens=Grens.VOOR), date(2028, 3, 1)) == (
        "Het moet klaar zijn vóór woensdag 1 maart 2028. Die dag zelf telt niet meer mee; de dag ervoor is "
        "dinsdag 29 februari 2028, dus uiterlijk dinsdag 29 februari 2028. Bron: Handboek §2.4."
    )


def test_lengths_have_their_singular() -> None:
    assert [hoeveel(n, eenheid) for eenheid in Eenheid for n in (1, 2)] == [
        "1 werkdag", "2 werkdagen", "1 dag", "2 dagen", "1 week", "2 weken", "1 maand", "2 maanden",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("termijn", "kort"),
    [
        (REACTIE, "3 werkdagen"),
        (replace(REACTIE, onverwijld=True), "onverwijld, uiterlijk 3 werkdagen"),
        (HERINDICATIE, "uiterlijk 8 weken ervoor"),
        (replace(REACTIE, aantal=0, karakter=Karakter.MIJLPAAL), "de datum zelf"),
    ],
)
def test_in_a_few_words_a_duty_that_is_due_at_once_never_reads_as_a_free_period(termijn: Termijn, kort: str) -> None:
    assert in_het_kort(termijn) == kort
