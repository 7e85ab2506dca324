"""The small forms: logging in, a text with an act, another desk, a taak that was sent, a search."""

import pytest

from portal.domain.formulier import Antwoorden, Fout, Fouten, Ruw
from portal.forms.accounts import InlogFormulier
from portal.forms.acties import DoorstuurFormulier, TaakFormulier, TekstFormulier, ZoekFormulier
from portal.forms.formulier import BerichtFormulier
from tests.voorbeelden import BSN, VANDAAG, kader

TEAMS = (("toegang-0014", "Toegang Groningen"), ("cmo", "CMO"))


def waarden(formulier: BerichtFormulier) -> dict[str, object]:
    assert formulier.fouten() == ()
    return dict(formulier.feiten())


def test_an_account_is_written_small_and_a_password_stays_as_typed() -> None:
    formulier = InlogFormulier.vul(
        {"account": [" K.Wiersma "], "wachtwoord": [" Geheim\t1 "], "code": ["123 456"]}, kader()
    )
    assert waarden(formulier) == {"account": "k.wiersma", "wachtwoord": " Geheim\t1 ", "code": "123456"}


def test_a_password_is_never_shown_again() -> None:
    formulier = InlogFormulier.vul({"account": ["a"], "wachtwoord": ["geheim"]}, kader())
    assert "geheim" not in str(formulier["wachtwoord"]())
    gelezen = InlogFormulier.lees({"account": ["a"], "wachtwoord": ["geheim"]}, kader())
    assert isinstance(gelezen, Antwoorden)
    assert gelezen.secties[0].antwoorden[1].tekst == "••••••"


@pytest.mark.parametrize(
    ("ruw", "fouten"),
    [
        ({}, [Fout(veld="account", tekst="Vul uw account in."), Fout(veld="wachtwoord", tekst="Vul uw wachtwoord in.")]),
        (
            {"account": ["a"], "wachtwoord": ["x" * 1001]},
            [Fout(veld="wachtwoord", tekst="Dit wachtwoord is te lang. Controleer wat u heeft ingevuld.")],
        ),
    ],
)  # fmt: skip
def test_logging_in_asks_account_and_password(ruw: Ruw, fouten: list[Fout]) -> None:
    assert InlogFormulier.lees(ruw, kader()) == Fouten(fouten=tuple(fouten))


def test_a_text_takes_the_label_of_its_act() -> None:
    formulier = TekstFormulier.vul({}, kader(), label="Wat wilt u weten?")
    assert formulier["tekst"].label.text == "Wat wilt u weten?"
    assert formulier.fouten() == (Fout(veld="tekst", tekst="Geef antwoord op: Wat wilt u weten?"),)


def test_a_text_that_may_stay_empty_may_stay_empty() -> None:
    assert waarden(TekstFormulier.vul({}, kader(), verplicht=False)) == {}
    assert TekstFormulier.vul({}, kader()).fouten() == (Fout(veld="tekst", tekst="Vul hier uw tekst in."),)


def test_a_bericht_goes_on_to_a_team_that_one_may_choose_and_says_why() -> None:
    typed = {"team": ["cmo"], "reden": ["Gaat over het contract."]}
    assert waarden(DoorstuurFormulier.vul(typed, kader(teams=TEAMS))) == {
        "team": "cmo",
        "reden": "Gaat over het contract.",
    }
    assert [f.veld for f in DoorstuurFormulier.vul(typed, kader()).fouten()] == ["team"]


def test_the_day_of_a_taak_is_a_date() -> None:
    assert TaakFormulier.vul({"verzonden_op": ["6-4-2026"]}, kader()).datum() == VANDAAG.replace(day=6)


def test_a_taak_is_done_on_the_day_it_was_sent_and_not_tomorrow() -> None:
    assert waarden(TaakFormulier.vul({"verzonden_op": ["6-4-2026"]}, kader())) == {"verzonden_op": "2026-04-06"}
    assert [f.veld for f in TaakFormulier.vul({"verzonden_op": ["8-4-2026"]}, kader()).fouten()] == ["verzonden_op"]


@pytest.mark.parametrize(
    ("typed", "gezocht"),
    [
        ({"soort": ["bsn"], "bsn": ["9999.00.006"], "kenmerk": ["K"]}, {"soort": "bsn", "bsn": BSN}),
        (
            {"soort": ["geboren"], "geboortedatum": ["12-5-1987"], "voorletters": ["j."]},
            {"soort": "geboren", "geboortedatum": "1987-05-12", "voorletters": "J"},
        ),
        ({"soort": ["kenmerk"], "kenmerk": [" DS-0412 "]}, {"soort": "kenmerk", "kenmerk": "DS-0412"}),
    ],
)
def test_a_search_asks_what_it_searches_by_and_nothing_else(typed: Ruw, gezocht: dict[str, str]) -> None:
    assert waarden(ZoekFormulier.vul(typed, kader())) == gezocht


@pytest.mark.parametrize(
    ("typed", "opdracht"),
    [
        ({"soort": ["bsn"], "bsn": [BSN]}, ("bsn", BSN)),
        ({"soort": ["geboren"], "geboortedatum": ["12-5-1987"], "voorletters": ["j"]}, ("geboren", "1987-05-12|J")),
        ({"soort": ["nummer"], "nummer": ["BP-0000-0001"]}, ("nummer", "BP-0000-0001")),
    ],
)
def test_a_search_is_handed_on_as_kind_and_value(typed: Ruw, opdracht: tuple[str, str]) -> None:
    formulier = ZoekFormulier.vul(typed, kader())
    assert (formulier.fouten(), formulier.zoekopdracht()) == ((), opdracht)


def test_a_search_for_nothing_is_refused() -> None:
    assert [f.veld for f in ZoekFormulier.vul({"soort": ["bsn"]}, kader()).fouten()] == ["bsn"]
