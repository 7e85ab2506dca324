"""Overlijden melden: with or without nazorgdagen, and what follows (Handboek §5.8)."""

from datetime import date

import pytest

from portal.domain.berekening import bereken, resterend
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.gevolg import BeeindigClient
from portal.domain.partij import Partij
from portal.domain.termijn import Karakter
from portal.mailboxes.groningen_bw.overlijden import MAILBOX
from portal.regios import laad_regio
from tests.voorbeelden import kader, volledig_overlijden

NAZORG = {"nazorg": "ja", "product": "verblijf-24-uur", "dagen": "13"}


def lees(**anders: str) -> Antwoorden | Fouten:
    return MAILBOX.formulier.lees(volledig_overlijden(**anders), kader())


def test_nazorgdagen_are_reported_within_a_month_that_does_not_move() -> None:
    termijn = next(t for t in MAILBOX.termijnen if t.code == "nazorg")
    kalender = laad_regio("groningen").kalender
    assert bereken(termijn, date(2026, 4, 5), kalender).datum == date(2026, 5, 5)  # Bevrijdingsdag
    assert bereken(termijn, date(2026, 1, 31), kalender).datum == date(2026, 2, 28)
    assert [termijn.als is not None and termijn.als.geldt({"nazorg": n}) for n in ("ja", "nee")] == [True, False]


def test_who_asked_no_nazorg_yet_reads_until_when_he_can_and_nobody_is_late() -> None:
    klokken = {t.code: t for t in MAILBOX.termijnen if t.code != "nazorg"}
    assert {code: (t.karakter, t.eigenaar) for code, t in klokken.items()} == {
        "nazorg-aanspraak": (Karakter.AANSPRAAK, Partij.AANBIEDER),
        "nazorgdagen": (Karakter.AANSPRAAK, Partij.AANBIEDER),
    }
    als = klokken["nazorg-aanspraak"].als
    assert als is not None
    # a gemeente that records it herself is not asked, so nothing was answered
    assert [als.geldt(feiten) for feiten in ({"nazorg": "ja"}, {"nazorg": "nee"}, {})] == [False, True, True]
    kalender = laad_regio("groningen").kalender
    gerekend = {code: bereken(t, date(2026, 3, 30), kalender) for code, t in klokken.items()}
    assert {code: b.datum for code, b in gerekend.items()} == {
        "nazorg-aanspraak": date(2026, 4, 30),
        "nazorgdagen": date(2026, 4, 12),  # a Sunday: it does not move
    }
    assert gerekend["nazorgdagen"].uitleg.endswith(
        "dus kan de aanbieder dit tot en met zondag 12 april 2026; daarna kan het niet meer. "
        "Geteld vanaf de dag van overlijden. Bron: Handboek §5.8."
    )
    over = resterend(date(2026, 4, 12), date(2026, 4, 13), kalender=kalender, karakter=Karakter.AANSPRAAK)
    assert over == "voorbij"


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
    ("nazorg", "aankomst", "codes"),
    [
        ("nee", "2026-05-05", ["overlijden-vastleggen"]),
        ("nee", "2026-05-06", ["overlijden-vastleggen"]),
        ("ja", "2026-05-05", ["nazorg-toekennen", "nazorg-afwijzen"]),
        ("ja", "2026-05-06", ["nazorg-te-laat", "nazorg-te-laat-toekennen"]),
    ],
)
def test_what_was_asked_and_when_it_came_decide_what_the_team_may_answer(
    nazorg: str, aankomst: str, codes: list[str]
) -> None:
    feiten = {"nazorg": nazorg, "overlijdensdatum": "2026-04-05", "bericht.aankomst": aankomst}
    mogelijk = MAILBOX.levensloop.mogelijk("in_behandeling", Partij.BEHANDELEND_TEAM, feiten)
    uitkomsten = [o for o in mogelijk if o.naar == "besloten"]
    assert [o.code for o in uitkomsten] == codes
    assert all(any(isinstance(g, BeeindigClient) for g in o.gevolgen) for o in uitkomsten)


def test_the_toewijzing_of_the_nazorg_comes_after_the_one_that_ends() -> None:
    taken = {o.code: [(t.code, t.na) for t in o.taken({})] for o in MAILBOX.levensloop.overgangen if o.taken({})}
    inlichten = ("anderen-inlichten", ())
    zonder = [("301-intrekking", ()), inlichten]
    met = [("301-intrekking", ()), ("301-nazorg", ("301-intrekking",)), inlichten]
    assert taken == {
        "overlijden-vastleggen": zonder,
        "nazorg-toekennen": met,
        "nazorg-afwijzen": zonder,
        "nazorg-te-laat": zonder,
        "nazorg-te-laat-toekennen": met,
    }


def test_nobody_dies_before_he_is_born() -> None:
    gelezen = lees(geboortedatum="31-3-2026")
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["overlijdensdatum"]
    assert isinstance(lees(geboortedatum="30-3-2026"), Antwoorden)
