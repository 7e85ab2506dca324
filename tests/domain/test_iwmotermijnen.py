"""The terms of iWmo: every message that is due has one, with its rule, and the dates are those worked out by hand."""

from datetime import date

import pytest

from portal.domain.iwmotermijnen import IWMO_TERMIJNEN, bij_toewijzing, iwmo_termijn, reken
from portal.domain.partij import Partij
from portal.domain.termijn import Soort
from portal.regios import laad_regio

REGIO = laad_regio("groningen")


def test_every_retour_start_stop_and_answer_has_its_term_and_its_rule() -> None:
    assert {r.code: (r.termijn.aantal, r.termijn.eenheid.value, str(r.termijn.bron)) for r in IWMO_TERMIJNEN} == {
        **dict.fromkeys(("302", "306", "308", "316", "318", "320"), (3, "werkdag", "iWmo 3.2, OP090")),
        **dict.fromkeys(("305", "305-achteraf"), (5, "werkdag", "iWmo 3.2, OP271")),
        **dict.fromkeys(("307", "307-definitief"), (5, "werkdag", "iWmo 3.2, OP272")),
        **dict.fromkeys(("301-315", "301-317"), (5, "werkdag", "iWmo 3.2, OP274")),
        "301-in-onderzoek": (8, "week", "iWmo 3.2, OP346"),
    }
    assert {r.termijn.soort for r in IWMO_TERMIJNEN} == {Soort.AFSPRAAK}
    van_aanbieder = {r.bericht for r in IWMO_TERMIJNEN if r.termijn.eigenaar is Partij.AANBIEDER}
    assert van_aanbieder == {"302", "305", "307", "320"}


@pytest.mark.parametrize(
    ("code", "vanaf", "laatste"),
    [
        ("305", date(2026, 4, 30), date(2026, 5, 8)),  # weekend and 5 mei
        ("307", date(2026, 12, 24), date(2027, 1, 4)),  # eerste Kerstdag, two weekends, Nieuwjaarsdag
        ("302", date(2027, 5, 4), date(2027, 5, 12)),  # 5 mei, Hemelvaart, 7 mei by decree, weekend
        ("301-in-onderzoek", date(2026, 12, 1), date(2027, 1, 26)),
        ("301-in-onderzoek", date(2026, 3, 6), date(2026, 5, 1)),
    ],
)
def test_the_last_day_is_that_of_the_calendar_by_hand(code: str, vanaf: date, laatste: date) -> None:
    regel = iwmo_termijn(code)
    assert regel is not None
    gevonden = reken(regel, vanaf, REGIO)
    assert (gevonden.datum, str(regel.termijn.bron) in gevonden.uitleg, gevonden.waarschuwing) == (laatste, True, None)


def test_a_year_of_which_no_decree_is_known_warns_and_another_source_is_named() -> None:
    retour = iwmo_termijn("318")
    assert retour is not None
    assert "controleer de datum" in (reken(retour, date(2030, 5, 1), REGIO).waarschuwing or "")
    assert retour.anders == (
        "Het werkproces maatschappelijke opvang noemt 5 werkdagen. De standaard is korter: wie zich daaraan houdt, voldoet aan beide. "
        "Dat dit de dag is waarmee wordt gerekend, is een voorstel van het portaal."
    )
    assert iwmo_termijn("303") is None


def test_of_a_toewijzing_start_and_end_are_counted_while_the_calendar_reaches() -> None:
    gevonden = bij_toewijzing(date(2026, 4, 30), date(2026, 12, 24), REGIO)
    assert [(r.code, b.datum) for r, b in gevonden] == [("305", date(2026, 5, 8)), ("307", date(2027, 1, 4))]
    assert [r.code for r, _ in bij_toewijzing(date(2026, 4, 30), date(2100, 12, 31), REGIO)] == ["305"]
