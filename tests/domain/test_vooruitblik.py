"""What can be foreseen of clocks that follow each other, and when the last of them would come too late."""

from datetime import date

import pytest

from portal.domain.bron import Bron
from portal.domain.kalender import Kalender, Werkdagregels
from portal.domain.mailbox import Verstreken
from portal.domain.partij import Partij
from portal.domain.termijn import BijAankomst, BijOvergang, BijTaak, Eenheid, NietNa, Termijn
from portal.domain.vooruitblik import laatste_dagen, overschrijdingen, verstreken

BRON = Bron(plaats="Handboek §4")
KALENDER = Kalender(Werkdagregels())
NIET_NA = NietNa(veld="einde", tekst="Bel.", bron=BRON)


def klok(
    code: str, begint: BijAankomst | BijOvergang | BijTaak, *eindigt: str, niet_na: NietNa | None = None
) -> Termijn:
    return Termijn(
        code=code,
        titel=code,
        aantal=1,
        eenheid=Eenheid.WEEK,
        begint=begint,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=BRON,
        eindigt=eindigt,
        niet_na=niet_na,
    )


KETEN = (
    klok("derde", BijOvergang("b"), "c", niet_na=NIET_NA),
    klok("tweede", BijOvergang("a"), "b"),
    klok("eerste", BijAankomst(), "a"),
    klok("los", BijTaak("brief"), "b"),
)


def test_each_clock_is_foreseen_from_the_last_day_of_the_one_before_it() -> None:
    assert laatste_dagen(KETEN, {"eerste": date(2026, 6, 1)}, KALENDER) == {
        "eerste": date(2026, 6, 1),
        "tweede": date(2026, 6, 8),
        "derde": date(2026, 6, 15),
    }


def test_the_first_of_two_clocks_that_a_step_ends_counts() -> None:
    dagen = laatste_dagen(KETEN, {"tweede": date(2026, 6, 8), "los": date(2026, 6, 2)}, KALENDER)
    assert dagen["derde"] == date(2026, 6, 9)


def test_nothing_is_foreseen_of_a_clock_that_nothing_leads_to() -> None:
    assert laatste_dagen(KETEN, {}, KALENDER) == {}


@pytest.mark.parametrize(
    ("feiten", "codes"),
    [
        ({"einde": "2026-06-14"}, ["derde"]),
        ({"einde": "2026-06-15"}, []),
        ({"einde": ""}, []),
        ({}, []),
        ({"einde": ("x",)}, []),
    ],
)
def test_too_late_is_after_the_day_that_was_answered(
    feiten: dict[str, str | tuple[str, ...]], codes: list[str]
) -> None:
    gevonden = overschrijdingen(KETEN, {"eerste": date(2026, 6, 1)}, feiten, KALENDER)
    assert [o.termijn.code for o in gevonden] == codes


def test_what_follows_a_clock_that_stands_still_without_a_day_has_none_and_may_come_too_late() -> None:
    stil = {"eerste": None}
    assert laatste_dagen(KETEN, stil, KALENDER) == {"eerste": None, "tweede": None, "derde": None}
    gevonden = overschrijdingen(KETEN, stil, {"einde": "2030-01-01"}, KALENDER)
    assert [(o.termijn.code, o.datum) for o in gevonden] == [("derde", None)]
    assert laatste_dagen(KETEN, {"tweede": None, "los": date(2026, 6, 2)}, KALENDER)["derde"] == date(2026, 6, 9)


def test_a_clock_that_cannot_be_foreseen_warns_of_nothing() -> None:
    assert overschrijdingen(KETEN, {}, {"einde": "2020-01-01"}, KALENDER) == ()


@pytest.mark.parametrize(
    ("einde", "gevonden"),
    [("2026-04-01", [date(2026, 4, 1)]), ("2026-04-02", []), ("2026-04-03", []), ("", []), (None, [])],
)
def test_a_date_is_over_from_the_day_after_it(einde: str | None, gevonden: list[date]) -> None:
    declared = Verstreken(veld="einde", titel="Voorbij", voor_afzender="Bel.", voor_team="Kijk.", bron=BRON)
    feiten = {} if einde is None else {"einde": einde}
    assert [dag for _, dag in verstreken((declared,), feiten, op=date(2026, 4, 2))] == gevonden


@pytest.mark.parametrize(
    ("einde", "begin", "gevonden"),
    [("2026-04-30", "2026-05-01", 1), ("2026-05-01", "2026-05-01", 0), ("2026-04-30", "", 0), ("", "2026-05-01", 0)],
)
def test_a_date_may_lie_before_another_that_was_answered(einde: str, begin: str, gevonden: int) -> None:
    declared = Verstreken(
        veld="einde", voor="begin", titel="Eerder", voor_afzender="Bel.", voor_team="Kijk.", bron=BRON
    )
    assert len(verstreken((declared,), {"einde": einde, "begin": begin}, op=date(2026, 1, 1))) == gevonden
