"""The lifecycle: who may do what next, what follows, and no dead ends."""

from dataclasses import replace

import pytest

from portal.domain.basisloop import (
    AFGEHANDELD,
    BASIS_OVERGANGEN,
    BASIS_TOESTANDEN,
    BESLOTEN,
    INGEDIEND,
    INTREKKEN,
    OPEN,
    basisloop,
    besluit,
    stap,
)
from portal.domain.bron import Bron
from portal.domain.gevolg import BeeindigClient, Taak
from portal.domain.levensloop import Actie, Doodlopend, Fase, Levensloop, Overgang, Tekst, Toestand
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.voorwaarde import Is

BRON = Bron(plaats="Handboek §4")
TEAM, AFZENDER = Partij.BEHANDELEND_TEAM, Partij.AFZENDER


def taak(code: str, **anders: object) -> Taak:
    return replace(Taak(code=code, titel=code, rol=Rol.BACKOFFICE, bron=BRON), **anders)  # type: ignore[arg-type]  # a table of fields


AKKOORD = besluit(
    code="akkoord",
    titel="Akkoord",
    soms=Is("soort", "x"),
    gevolgen=(
        taak("eerst"),
        taak("soms", als=Is("verhuist", "ja")),
        BeeindigClient(bron=BRON),
        taak("dan", na=("eerst",)),
    ),
)
AFGEWEZEN = besluit(code="afgewezen", titel="Afwijzen")
LOOP = basisloop(AKKOORD, AFGEWEZEN, intrekbaar=True)


SPREKEN = ["bericht-sturen", "notitie"]


def codes(status: str, door: Partij, **feiten: str) -> list[str]:
    return [o.code for o in LOOP.mogelijk(status, door, feiten)]


@pytest.mark.parametrize(
    ("status", "door", "verwacht"),
    [
        ("ingediend", TEAM, ["openen", "oppakken", "vraag-stellen", *SPREKEN, "doorsturen"]),
        ("geopend", TEAM, ["oppakken", "vraag-stellen", *SPREKEN, "doorsturen"]),
        ("in_behandeling", TEAM, ["overnemen", "vraag-stellen", *SPREKEN, "doorsturen", "akkoord", "afgewezen"]),
        ("vraag_uit", TEAM, ["overnemen", *SPREKEN, "hervatten", "doorsturen"]),
        ("vraag_uit", AFZENDER, ["beantwoorden", "intrekken"]),
        ("aangevuld", TEAM, ["overnemen", "vraag-stellen", *SPREKEN, "doorsturen", "akkoord", "afgewezen"]),
        ("besloten", TEAM, SPREKEN),
        ("besloten", AFZENDER, ["toevoegen"]),
        ("besloten", Partij.PORTAAL, ["afronden"]),
        ("afgehandeld", TEAM, ["notitie"]),
        ("ingetrokken", TEAM, []),
    ],
)
def test_each_party_may_do_what_fits_the_status(status: str, door: Partij, verwacht: list[str]) -> None:
    assert codes(status, door, soort="x") == verwacht


def test_an_outcome_is_offered_only_when_its_condition_holds() -> None:
    assert "akkoord" not in codes("in_behandeling", TEAM, soort="y")


@pytest.mark.parametrize("status", OPEN)
def test_the_sender_may_withdraw_while_it_is_open(status: str) -> None:
    assert "intrekken" in codes(status, AFZENDER)


def test_without_withdrawing_nobody_may_withdraw() -> None:
    loop = basisloop(AFGEWEZEN, intrekbaar=False)
    assert (loop.overgang("intrekken"), loop.overgang("afgewezen")) == (None, AFGEWEZEN)


def test_a_decision_asks_a_motivering() -> None:
    assert (AKKOORD.tekst, AKKOORD.tekstlabel) == (Tekst.MOET, "Motivering")


def test_the_taken_follow_in_their_order_and_only_when_they_apply() -> None:
    assert [t.code for t in AKKOORD.taken({"verhuist": "ja"})] == ["eerst", "soms", "dan"]
    assert [t.code for t in AKKOORD.taken({})] == ["eerst", "dan"]


def test_a_status_is_found_by_its_code() -> None:
    assert LOOP.toestand("besloten") == BESLOTEN


def test_submitting_leads_to_where_the_loop_begins() -> None:
    assert LOOP.toestand(LOOP.begin) == INGEDIEND


@pytest.mark.parametrize(
    ("loop", "waarom"),
    [
        ({"toestanden": (*BASIS_TOESTANDEN, Toestand("zwevend", "Zwevend", Fase.BIJ_TEAM))}, r"niet bereikbaar: \['zwevend'\]"),
        (
            {
                "toestanden": (*BASIS_TOESTANDEN, Toestand("vast", "Vast", Fase.BIJ_TEAM)),
                "overgangen": (*BASIS_OVERGANGEN, AFGEWEZEN, replace(AFGEWEZEN, code="vast", naar="vast")),
            },
            "'vast' kan niet worden verlaten",
        ),
        ({"overgangen": (*BASIS_OVERGANGEN, AFGEWEZEN, AFGEWEZEN)}, "een code komt twee keer voor"),
        ({"toestanden": (*BASIS_TOESTANDEN, AFGEHANDELD)}, "een code komt twee keer voor"),
        ({"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, naar="weg"))}, r"onbekende toestand: \['weg'\]"),
        ({"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, van=("weg",)))}, r"onbekende toestand: \['weg'\]"),
        ({"begin": "weg"}, r"onbekende toestand: \['weg'\]"),
        (
            {"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, gevolgen=(taak("a", na=("b",)),)))},
            "taak 'a' wacht op een taak die niet volgt",
        ),
        (
            {"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, getekend_na="weg"))},
            "overgang 'afgewezen' vraagt een handtekening na een stap die er niet is",
        ),
        (
            {"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, een_ontvanger=("weg",)))},
            "overgang 'afgewezen' geldt voor één ontvanger tot een stap die er niet is",
        ),
        (
            {"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, bij_verlopen="klok"))},
            "overgang 'afgewezen' volgt vanzelf en is dus van het portaal",
        ),
        (
            {"overgangen": (*BASIS_OVERGANGEN, replace(AFGEWEZEN, ook_samen=True))},
            "overgang 'afgewezen' vraagt iets en kan niet voor veel berichten tegelijk",
        ),
    ],
)  # fmt: skip
def test_a_lifecycle_that_contradicts_itself_is_refused(loop: dict[str, object], waarom: str) -> None:
    basis = Levensloop(toestanden=BASIS_TOESTANDEN, overgangen=(*BASIS_OVERGANGEN, AFGEWEZEN))
    with pytest.raises(Doodlopend, match=waarom):
        replace(basis, **loop)  # type: ignore[arg-type]  # a table of fields


def test_a_step_that_keeps_the_status_does_not_count_as_leaving_it() -> None:
    stil = Overgang(code="stil", actie=Actie.OPPAKKEN, van=("open",), naar=None, door=TEAM, titel="Stil")
    with pytest.raises(Doodlopend, match="'open' kan niet worden verlaten"):
        Levensloop(toestanden=(Toestand("open", "Open", Fase.BIJ_TEAM),), overgangen=(stil,), begin="open")


def test_withdrawing_cannot_be_undone_and_says_so() -> None:
    assert INTREKKEN.uitleg.endswith("Dit kunt u niet terugdraaien.")


def test_an_answer_leads_back_to_where_the_question_was_asked() -> None:
    gesprek = Toestand("gesprek", "Gesprek", Fase.BIJ_TEAM)
    stappen = (
        stap(code="plannen", titel="Plannen", van=("in_behandeling",), naar="gesprek", uitleg="", dag="Wanneer?"),
        besluit(code="klaar", titel="Klaar", van=("gesprek",)),
    )
    loop = basisloop(*stappen, intrekbaar=True, toestanden=(gesprek,), zonder=("doorsturen",))
    antwoord = loop.overgang("beantwoorden")
    assert antwoord is not None
    assert [loop.waarheen(antwoord, status="vraag_uit", gevraagd_in=s).code for s in ("gesprek", "geopend")] == [
        "gesprek",
        "aangevuld",
    ]
    assert "intrekken" in [o.code for o in loop.mogelijk("gesprek", Partij.AFZENDER, {})]
    assert loop.overgang("doorsturen") is None
