"""Overlijden melden: with or without nazorgdagen, and what follows (Handboek §5.8)."""

from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.levensloop import BeeindigClient
from portal.domain.partij import Partij
from portal.mailboxes.groningen_bw.overlijden import MAILBOX
from portal.regios import laad_regio
from tests.voorbeelden import kader, volledig_overlijden

NAZORG = {"nazorg": "ja", "product": "verblijf-24-uur", "dagen": "13"}


def lees(**anders: str) -> Antwoorden | Fouten:
    return MAILBOX.formulier.lees(volledig_overlijden(**anders), kader())


def test_nazorgdagen_are_reported_within_a_month_that_does_not_move() -> None:
    (termijn,) = MAILBOX.termijnen
    kalender = laad_regio("groningen").kalender
    assert bereken(termijn, date(2026, 4, 5), kalender).datum == date(2026, 5, 5)  # Bevrijdingsdag
    assert bereken(termijn, date(2026, 1, 31), kalender).datum == date(2026, 2, 28)
    assert [termijn.als is not None and termijn.als.geldt({"nazorg": n}) for n in ("ja", "nee")] == [True, False]


@pytest.mark.parametrize(("dagen", "past"), [("1", True), ("13", True), ("14", False), ("0", False)])
def test_there_are_at_most_thirteen(dagen: str, *, past: bool) -> None:
    assert isinstance(lees(**NAZORG | {"dagen": dagen}), Antwoorden) is past


def test_product_and_days_are_asked_only_for_nazorg() -> None:
    zonder, met = lees(), lees(**NAZORG)
    assert isinstance(zonder, Antwoorden)
    assert isinstance(met, Antwoorden)
    assert {"product", "dagen"} & set(zonder.feiten()) == set()
    assert (met.feiten()["product"], met.feiten()["dagen"]) == ("verblijf-24-uur", "13")
    assert isinstance(lees(nazorg="ja"), Fouten)


@pytest.mark.parametrize(
    ("nazorg", "codes"),
    [("nee", ["overlijden-vastleggen"]), ("ja", ["nazorg-toekennen", "nazorg-afwijzen"])],
)
def test_what_was_asked_decides_what_the_team_may_answer(nazorg: str, codes: list[str]) -> None:
    mogelijk = MAILBOX.levensloop.mogelijk("in_behandeling", Partij.BEHANDELEND_TEAM, {"nazorg": nazorg})
    uitkomsten = [o for o in mogelijk if o.naar == "besloten"]
    assert [o.code for o in uitkomsten] == codes
    assert all(any(isinstance(g, BeeindigClient) for g in o.gevolgen) for o in uitkomsten)


def test_the_toewijzing_of_the_nazorg_comes_after_the_one_that_ends() -> None:
    taken = {o.code: [(t.code, t.na) for t in o.taken({})] for o in MAILBOX.levensloop.overgangen if o.taken({})}
    assert taken == {
        "overlijden-vastleggen": [("301-intrekking", ())],
        "nazorg-toekennen": [("301-intrekking", ()), ("301-nazorg", ("301-intrekking",))],
        "nazorg-afwijzen": [("301-intrekking", ())],
    }
