"""A change may touch only the clocks whose days it meets, and moves those whose last day it changes."""

from dataclasses import replace
from datetime import date

import pytest

from portal.domain.regels import DagVervalt, NieuwBesluit, NieuweInstelling, NieuweSluitingsdag, Regelboek, Wijziging
from portal.domain.verschuiving import Raakvlak, Verschuiver, raakvlak
from portal.mailboxes.groningen_bw.verzoek_overdracht_toewijzing import MAILBOX
from tests.domain.test_regels import BESLUIT, DICHT, HERZIEN, REGIO, vrij

GOEDE_VRIJDAG = vrij("nee", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("wijziging", "vlak"),
    [
        (NieuwBesluit(besluit=BESLUIT), Raakvlak(van=date(2029, 5, 10), tot=date(2030, 6, 1))),
        (
            DagVervalt(datum=date(2026, 5, 15), bron="x"),
            Raakvlak(van=date(2026, 5, 14), tot=date(2026, 5, 16)),
        ),
        (HERZIEN, Raakvlak(van=date(2027, 12, 31), tot=date(2032, 1, 1))),
        (replace(HERZIEN, jaren=None), Raakvlak(van=date(2028, 12, 31), tot=date(2032, 1, 1))),
        (GOEDE_VRIJDAG, Raakvlak(van=date(2025, 12, 31), tot=date.max)),
        (
            NieuweInstelling(naam="toezicht_oordeel", waarde="7", vanaf=date(2026, 1, 1), bron="x"),
            Raakvlak(van=date(2026, 1, 1), tot=date.max, instelling="toezicht_oordeel"),
        ),
        (NieuweSluitingsdag(dag=DICHT), None),
    ],
)
def test_a_change_touches_the_days_it_is_about(wijziging: Wijziging, vlak: Raakvlak | None) -> None:
    assert raakvlak(wijziging) == vlak


def test_a_clock_that_runs_back_meets_the_days_between_as_well() -> None:
    vlak, getal = (
        Raakvlak(van=date(2026, 5, 14), tot=date(2026, 5, 16)),
        Raakvlak(van=date(2026, 5, 14), tot=date.max, instelling="x"),
    )
    voor, binnen, na = date(2026, 5, 1), date(2026, 5, 15), date(2026, 6, 1)
    gevallen = ((voor, na), (na, voor), (voor, binnen), (voor, voor), (na, na))
    assert [vlak.raakt(*klok) for klok in gevallen] == [True, True, True, False, False]
    assert [getal.raakt(*klok) for klok in gevallen] == [False, True, False, False, True]


def verschuiver(oud: Regelboek, wijziging: Wijziging) -> Verschuiver:
    return Verschuiver(oud, oud.met(wijziging, ook_lopende=True))


def test_a_clock_moves_with_its_explanation_and_one_that_stays_does_not() -> None:
    telt = verschuiver(Regelboek(REGIO), GOEDE_VRIJDAG)
    (pasen, later) = (
        telt.verschuif(MAILBOX, "reactie-ontvangende", vanaf=vanaf, regels=0)
        for vanaf in (date(2026, 4, 2), date(2026, 4, 13))
    )
    assert pasen is not None
    assert (pasen.oud.datum, pasen.nieuw.datum, later) == (date(2026, 4, 9), date(2026, 4, 8), None)
    assert pasen.oud.uitleg != pasen.nieuw.uitleg
    assert telt.verschuif(MAILBOX, "reactie-ontvangende", vanaf=date(2026, 4, 2), regels=0) is pasen


def test_a_clock_that_is_declared_no_more_stays() -> None:
    telt = verschuiver(Regelboek(REGIO), GOEDE_VRIJDAG)
    assert telt.verschuif(MAILBOX, "weg", vanaf=date(2026, 4, 2), regels=0) is None


def test_each_clock_is_counted_by_the_rules_it_started_under() -> None:
    boek = Regelboek(REGIO).met(GOEDE_VRIJDAG, ook_lopende=False)
    telt = verschuiver(boek, vrij("ja", date(2026, 1, 1)))
    oud, nieuw = (
        telt.verschuif(MAILBOX, "reactie-ontvangende", vanaf=date(2026, 4, 2), regels=nummer) for nummer in (0, 1)
    )
    assert oud is None
    assert nieuw is not None
    assert (nieuw.oud.datum, nieuw.nieuw.datum) == (date(2026, 4, 8), date(2026, 4, 9))


def test_the_rules_can_be_read_as_they_were_after_an_earlier_change() -> None:
    boek = Regelboek(REGIO).met(GOEDE_VRIJDAG, ook_lopende=True).met(vrij("ja", date(2026, 1, 1)), ook_lopende=True)
    assert (boek.tot(1).nummer, boek.tot(0)) == (1, Regelboek(REGIO))
