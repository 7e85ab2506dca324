"""What a region changes of its rules: dated, in order, and for a clock that started earlier only where it was to move."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from portal.domain.berekening import bereken
from portal.domain.bron import Bron
from portal.domain.gemeenten import Regio
from portal.domain.kalender import BESLUITEN, Besluit, Sluitingsdag
from portal.domain.partij import Partij
from portal.domain.regels import (
    BesluitHerzien,
    DagVervalt,
    NieuwBesluit,
    NieuweInstelling,
    NieuweSluitingsdag,
    NieuweTaakrol,
    Regelboek,
    SluitingsdagVervalt,
    Wijziging,
    bron_van,
    geldt_vanaf,
    pas_toe,
)
from portal.domain.rollen import Rol
from portal.domain.termijn import BijAankomst, Eenheid, Grens, Richting, Soort, Termijn
from portal.regios import laad_regio
from tests.mailboxes.vreemde_mailboxen import CALAMITEIT

REGIO = laad_regio("groningen")
HERZIEN = BesluitHerzien(naam="Besluit", van=2029, tot_en_met=2031, jaren=(2028, 2030), bron="Stcrt.")
GOEDE_VRIJDAGEN = (date(2026, 4, 3), date(2027, 3, 26), date(2028, 4, 14))
BESLUIT = Besluit(naam="Besluit", van=2029, tot_en_met=2031, dagen=(date(2030, 5, 31), date(2029, 5, 11)), bron="Stb.")
DICHT = Sluitingsdag(datum=date(2026, 12, 28), gemeente="0014", reden="collectief vrij", bron="college")


def vrij(waarde: str, vanaf: date) -> NieuweInstelling:
    return NieuweInstelling(naam="goede_vrijdag_vrij", waarde=waarde, vanaf=vanaf, bron="overleg")


def taakrol(rol: Rol, vanaf: date, *, team: str = "toegang-1979") -> NieuweTaakrol:
    titel = "Stuur de beschikking aan de burger"
    return NieuweTaakrol(team=team, taak="beschikking", titel=titel, rol=rol, vanaf=vanaf, bron="college")


def werkdagen(boek: Regelboek, nummer: int | None = None) -> list[bool]:
    kalender = boek.voor(boek.nummer if nummer is None else nummer).kalender
    return [kalender.is_werkdag(dag, wettelijk=False) for dag in GOEDE_VRIJDAGEN]


def test_without_changes_the_rules_are_those_of_the_file() -> None:
    boek = Regelboek(REGIO)
    assert (boek.nummer, boek.regio) == (0, REGIO)


def test_a_decree_adds_its_days_and_makes_its_years_known() -> None:
    na = pas_toe(REGIO, NieuwBesluit(besluit=BESLUIT))
    assert na.kalender.is_werkdag(date(2029, 5, 11), wettelijk=True) is False
    assert (REGIO.kalender.is_bekend(2031), na.kalender.is_bekend(2031)) == (False, True)


def test_a_day_that_lapses_leaves_the_other_days_and_the_years_of_its_decree() -> None:
    na = pas_toe(REGIO, DagVervalt(datum=date(2026, 5, 15), bron="Stb."))
    assert na.kalender.is_werkdag(date(2026, 5, 15), wettelijk=True) is True
    assert na.kalender.is_werkdag(date(2027, 5, 7), wettelijk=True) is False
    assert na.kalender.is_bekend(2026) is True
    assert na.besluiten[0] == BESLUITEN[0]


def test_a_decree_has_other_years_or_is_taken_back_with_its_days_and_of_two_the_same_one_stays() -> None:
    met = pas_toe(pas_toe(REGIO, NieuwBesluit(besluit=BESLUIT)), NieuwBesluit(besluit=BESLUIT))
    anders = pas_toe(met, HERZIEN)
    assert anders.besluiten[-2:] == (replace(BESLUIT, van=2028, tot_en_met=2030), BESLUIT)
    weg = pas_toe(pas_toe(met, replace(HERZIEN, jaren=None)), replace(HERZIEN, jaren=None))
    assert (weg.besluiten, weg.kalender.is_bekend(2029)) == (BESLUITEN, False)
    assert weg.kalender.is_werkdag(date(2029, 5, 11), wettelijk=True) is True


def test_a_closing_day_is_added_and_ended_for_its_own_gemeente() -> None:
    erbij = pas_toe(REGIO, NieuweSluitingsdag(dag=DICHT))
    eraf = pas_toe(erbij, SluitingsdagVervalt(datum=DICHT.datum, gemeente="0014", bron="college"))
    ander = pas_toe(erbij, SluitingsdagVervalt(datum=DICHT.datum, gemeente="", bron="college"))
    assert (erbij.sluitingsdagen, eraf.sluitingsdagen, ander.sluitingsdagen) == ((DICHT,), (), (DICHT,))
    assert erbij.kalender.sluitingsdagen == ()
    assert erbij.kalender_van(("0047",)).sluitingsdagen == ()
    assert erbij.kalender_van(("0014",)).sluitingsdagen == (DICHT,)


def test_a_setting_holds_from_its_day_on() -> None:
    boek = Regelboek(REGIO).met(vrij("nee", date(2027, 1, 1)), ook_lopende=False)
    assert werkdagen(boek) == [False, True, True]


def test_the_last_decision_holds_from_its_day_on_whatever_was_decided_for_later() -> None:
    boek = Regelboek(REGIO).met(vrij("nee", date(2028, 1, 1)), ook_lopende=False)
    assert werkdagen(boek.met(vrij("ja", date(2027, 1, 1)), ook_lopende=False)) == [False, False, False]
    assert werkdagen(boek.met(vrij("ja", date(2028, 5, 1)), ook_lopende=False)) == [False, False, True]


def test_a_taak_has_another_role_in_one_toegang_from_a_day_on() -> None:
    eerst, later = taakrol(Rol.FRONTOFFICE, date(2027, 1, 1)), taakrol(Rol.CONSULENT, date(2027, 3, 1))
    regio = pas_toe(pas_toe(REGIO, later), eerst)
    terug = pas_toe(pas_toe(REGIO, eerst), later)

    def rollen(regio: Regio, team: str = "toegang-1979", taak: str = "beschikking") -> list[Rol]:
        dagen = (date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 1))
        return [regio.taakrol(team, taak, Rol.BACKOFFICE, op=dag) for dag in dagen]

    assert rollen(regio) == [Rol.BACKOFFICE, Rol.FRONTOFFICE, Rol.FRONTOFFICE]
    assert rollen(terug) == [Rol.BACKOFFICE, Rol.FRONTOFFICE, Rol.CONSULENT]
    assert rollen(terug, team="toegang-0014") == rollen(terug, taak="archief") == [Rol.BACKOFFICE] * 3


def test_the_file_of_the_region_divides_the_taken_of_a_toegang_and_of_no_other_team() -> None:
    eigen = replace(REGIO.gemeenten[0], taakrollen=(("beschikking", Rol.CONSULENT),))
    regio = replace(REGIO, gemeenten=(eigen, *REGIO.gemeenten[1:]))

    def rol(team: str) -> Rol:
        return regio.taakrol(team, "beschikking", Rol.BACKOFFICE, op=date(2027, 1, 1))

    assert [rol(team) for team in ("toegang-1979", "toegang-0014", "cmo", "weg")] == [
        Rol.CONSULENT,
        *[Rol.BACKOFFICE] * 3,
    ]


def test_a_number_of_a_term_holds_for_clocks_that_start_from_its_day_on() -> None:
    oordeel = next(t for t in CALAMITEIT.termijnen if t.instelling)
    tien = NieuweInstelling(naam=oordeel.instelling, waarde="10", vanaf=date(2027, 1, 1), bron="toezicht")
    regio = pas_toe(replace(REGIO, instellingen=((oordeel.instelling, "5"),)), tien)

    def aantal(termijn: Termijn, op: date) -> int:
        return regio.ingesteld(termijn, op=op).aantal

    assert [aantal(oordeel, dag) for dag in (date(2026, 12, 31), date(2027, 1, 1))] == [5, 10]
    assert aantal(replace(oordeel, instelling=""), date(2027, 1, 1)) == oordeel.aantal


def test_a_clock_keeps_the_rules_it_started_under_unless_a_change_was_to_move_it() -> None:
    boek = (
        Regelboek(REGIO)
        .met(vrij("nee", date(2026, 1, 1)), ook_lopende=False)
        .met(vrij("ja", date(2028, 1, 1)), ook_lopende=True)
    )
    assert werkdagen(boek, 0) == [False, False, False]
    assert werkdagen(boek, 1) == [True, True, False]
    assert werkdagen(boek) == [True, True, False]
    assert [boek.voor(nummer).kalender.nummer for nummer in range(3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("wijziging", "vanaf", "bron"),
    [
        (NieuwBesluit(besluit=BESLUIT), date(2029, 5, 11), "Stb."),
        (DagVervalt(datum=date(2026, 5, 15), bron="Stb."), date(2026, 5, 15), "Stb."),
        (HERZIEN, date(2028, 1, 1), "Stcrt."),
        (replace(HERZIEN, jaren=None), date(2029, 1, 1), "Stcrt."),
        (NieuweSluitingsdag(dag=DICHT), date(2026, 12, 28), "college"),
        (SluitingsdagVervalt(datum=DICHT.datum, gemeente="", bron="brief"), date(2026, 12, 28), "brief"),
        (vrij("nee", date(2027, 1, 1)), date(2027, 1, 1), "overleg"),
        (taakrol(Rol.CONSULENT, date(2027, 2, 1)), date(2027, 2, 1), "college"),
    ],
)
def test_every_change_says_from_when_it_holds_and_where_it_is_written(
    wijziging: Wijziging, vanaf: date, bron: str
) -> None:
    assert (geldt_vanaf(wijziging), bron_van(wijziging)) == (vanaf, bron)


SCHUIFT = NieuweInstelling(naam="afspraak_schuift", waarde="ja", vanaf=date(2027, 1, 1), bron="overleg")
TWEE_WEKEN = Termijn(
    code="terug",
    titel="Terug",
    aantal=2,
    eenheid=Eenheid.WEEK,
    begint=BijAankomst(),
    eigenaar=Partij.AANBIEDER,
    bron=Bron(plaats="afspraak"),
)


@pytest.mark.parametrize(
    ("anders", "volgt"),
    [
        ({}, True),
        ({"soort": Soort.WETTELIJK}, False),
        ({"schuift": False}, False),
        ({"richting": Richting.TERUG}, False),
        ({"grens": Grens.VOOR}, False),
        ({"onverwijld": True}, False),
        ({"aantal": 0}, False),
    ],
    ids=["agreed", "by law", "says so itself", "backwards", "before a day", "at once", "the day itself"],
)
def test_a_region_lets_an_agreed_term_move_on_and_no_other(anders: dict[str, Any], *, volgt: bool) -> None:
    regio, termijn = pas_toe(REGIO, SCHUIFT), replace(TWEE_WEKEN, **anders)
    ervoor, erna = (regio.ingesteld(termijn, op=dag) for dag in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (ervoor, erna) == (termijn, replace(termijn, schuift=True) if volgt else termijn)


def test_an_agreed_term_of_two_weken_from_a_saturday_ends_on_the_saturday_or_where_the_region_says_so_on_monday() -> (
    None
):
    zaterdag = date(2027, 2, 6)
    gewoon, schuift = (
        bereken(regio.ingesteld(TWEE_WEKEN, op=zaterdag), zaterdag, regio.kalender)
        for regio in (REGIO, pas_toe(REGIO, SCHUIFT))
    )
    assert (gewoon.datum, schuift.datum) == (date(2027, 2, 20), date(2027, 2, 22))
    assert "Deze afgesproken termijn schuift niet door" in gewoon.uitleg
    assert "volgens afspraak schuift de termijn door naar de eerste werkdag" in schuift.uitleg
