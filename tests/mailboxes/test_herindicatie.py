"""Melding herindicatie: eight weken before the end, to the gemeente van inwoning, from gesprek to besluit (Handboek §4)."""

from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.levensloop import Fase
from portal.domain.partij import Partij
from portal.domain.routering import BUITEN_DE_REGIO, WEET_IK_NIET, GeenBestemming, route
from portal.domain.termijn import Soort, Termijn
from portal.domain.vooruitblik import laatste_dagen, overschrijdingen
from portal.domain.voorwaarde import Feiten
from portal.mailboxes.groningen_bw.herindicatie import MAILBOX
from portal.regios import laad_regio
from tests.voorbeelden import kader, volledige_herindicatie

REGIO = laad_regio("groningen")
LOOP = MAILBOX.levensloop
TEAM, AFZENDER = Partij.BEHANDELEND_TEAM, Partij.AFZENDER


def feiten(**anders: str | None) -> Feiten:
    gelezen = MAILBOX.formulier.lees(volledige_herindicatie(**anders), kader())
    assert isinstance(gelezen, Antwoorden), gelezen
    return gelezen.feiten()


def termijn(code: str) -> Termijn:
    gevonden = MAILBOX.termijn(code)
    assert gevonden is not None
    return gevonden


def laatste_dag(code: str, vanaf: str) -> str:
    return bereken(termijn(code), date.fromisoformat(vanaf), REGIO.kalender).datum.isoformat()


def stappen(status: str, door: Partij) -> list[str]:
    return [o.code for o in MAILBOX.levensloop.mogelijk(status, door, {})]


@pytest.mark.parametrize("soort", ["vervoer", "vervoer-rolstoel"])
def test_vervoer_never_runs_without_activering_en_participatie(soort: str) -> None:
    for lopend, fout in (([soort], ["producten"]), ([soort, "activering-participatie"], [])):
        gelezen = MAILBOX.formulier.lees(volledige_herindicatie() | {"producten": lopend}, kader())
        assert [f.veld for f in gelezen.fouten] == fout if isinstance(gelezen, Fouten) else not fout


def test_the_last_day_is_eight_weken_before_the_end_and_never_moves() -> None:
    # tweede Paasdag: a term that counts back stays where it falls (Algemene termijnenwet art. 1 lid 2)
    assert [laatste_dag("melden", dag) for dag in ("2026-06-30", "2026-06-01")] == ["2026-05-05", "2026-04-06"]
    assert termijn("melden").bij_indienen


def test_the_onderzoek_takes_six_weken_by_law_and_the_beschikking_two() -> None:
    assert [termijn(code).soort for code in ("onderzoek", "beschikking")] == [Soort.WETTELIJK] * 2
    # 25 May 2026 is tweede Pinksterdag: a wettelijke termijn moves on
    assert [laatste_dag("onderzoek", dag) for dag in ("2026-04-01", "2026-04-13")] == ["2026-05-13", "2026-05-26"]
    assert laatste_dag("beschikking", "2026-06-01") == "2026-06-15"


def test_the_signed_aanvraag_comes_back_within_two_weken_from_sending() -> None:
    assert laatste_dag("aanvraag", "2026-05-11") == "2026-05-25"


@pytest.mark.parametrize(
    ("anders", "team", "regel"),
    [
        ({}, "toegang-1979", "gemeente-van-inwoning"),
        ({"verblijft_elders": "ja", "gemeente_verblijf": "0014"}, "toegang-1979", "gemeente-van-inwoning"),
        ({"gemeente_inschrijving": WEET_IK_NIET, "gemeente_verblijf": "0037"}, "toegang-0037", "gemeente-van-inwoning-onbekend"),
        (
            {"gemeente_inschrijving": BUITEN_DE_REGIO, "gemeente_inschrijving_naam": "Assen", "gemeente_verblijf": "0047"},
            "toegang-0047",
            "gemeente-van-inwoning-buiten",
        ),
    ],
    ids=["zelfde gemeente", "verblijft elders", "weet ik niet", "buiten de regio ingeschreven"],
)  # fmt: skip
def test_the_gemeente_van_inwoning_gets_it(anders: dict[str, str], team: str, regel: str) -> None:
    (bestemming,) = route(MAILBOX.routering, feiten(**anders), REGIO)
    assert (bestemming.team, bestemming.regel) == (team, regel)


@pytest.mark.parametrize(
    ("verblijf", "naam"), [("0014", "Groningen"), (BUITEN_DE_REGIO, "een gemeente buiten de regio")]
)
def test_inwoning_and_verblijf_that_differ_are_both_asked_and_the_difference_is_said(verblijf: str, naam: str) -> None:
    (bestemming,) = route(MAILBOX.routering, feiten(verblijft_elders="ja", gemeente_verblijf=verblijf), REGIO)
    assert bestemming.uitleg == (
        "Toegang Eemsdelta behandelt berichten van de gemeente van inwoning: Eemsdelta. "
        f"Let op: de gemeente van verblijf is een andere: {naam}."
    )


def test_nobody_in_the_region_is_a_refusal() -> None:
    nergens = feiten(
        gemeente_inschrijving=BUITEN_DE_REGIO, gemeente_inschrijving_naam="Assen", gemeente_verblijf=BUITEN_DE_REGIO
    )
    with pytest.raises(GeenBestemming):
        route(MAILBOX.routering, nergens, REGIO)


def test_elsewhere_is_another_gemeente() -> None:
    gelezen = MAILBOX.formulier.lees(volledige_herindicatie(verblijft_elders="ja", gemeente_verblijf="1979"), kader())
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["gemeente_verblijf"]


def test_the_evaluatiedocument_is_required() -> None:
    evaluatie = MAILBOX.bijlage("evaluatiedocument")
    assert evaluatie is not None
    assert (evaluatie.nummer, evaluatie.is_verplicht(feiten())) == (16, True)


def test_the_consulent_first_decides_whether_a_gesprek_is_needed() -> None:
    assert [o for o in stappen("in_behandeling", TEAM) if o.startswith(("gesprek", "geen-gesprek", "verslag"))] == [
        "gesprek-nodig",
        "geen-gesprek",
    ]
    assert "gesprek-gevoerd" in stappen("gesprek", TEAM)
    assert "verslag-verstuurd" not in stappen("gesprek", TEAM)
    assert "verslag-verstuurd" in stappen("onderzoek", TEAM)


def test_there_is_no_besluit_before_the_signed_aanvraag() -> None:
    besluiten = {"toegekend", "afgewezen"}
    met_besluit = [t.code for t in MAILBOX.levensloop.toestanden if besluiten & set(stappen(t.code, TEAM))]
    assert met_besluit == ["aanvraag"]
    assert stappen("verslag_uit", AFZENDER) == ["aanvraag-teruggestuurd", "aanvraag-op-papier"]


@pytest.mark.parametrize("status", ["gesprek", "onderzoek", "aanvraag_onderweg", "aanvraag_binnen", "aanvraag"])
def test_a_question_can_be_asked_at_every_step_and_its_answer_leads_back_there(status: str) -> None:
    loop = MAILBOX.levensloop
    antwoord = loop.overgang("beantwoorden")
    assert antwoord is not None
    assert "vraag-stellen" in stappen(status, TEAM)
    assert loop.waarheen(antwoord, status="vraag_uit", gevraagd_in=status).code == status
    assert loop.waarheen(antwoord, status="vraag_uit", gevraagd_in="geopend").code == "aangevuld"


@pytest.mark.parametrize(
    ("bekend", "verwacht"),
    [
        ({"onderzoek": date(2026, 5, 19)}, "2026-06-16"),
        ({"onderzoek": date(2026, 5, 4), "aanvraag": date(2026, 5, 18)}, "2026-06-01"),
        ({"onderzoek": date(2026, 5, 4), "beschikking": date(2026, 7, 2)}, "2026-07-02"),
        ({}, None),
    ],
    ids=["onderzoek loopt", "aanvraag loopt", "beschikking loopt", "niets loopt"],
)
def test_the_last_day_of_the_beschikking_is_foreseen(bekend: dict[str, date], verwacht: str | None) -> None:
    dagen = laatste_dagen(MAILBOX.termijnen, bekend, REGIO.kalender)
    dag = dagen.get("beschikking")
    assert (dag.isoformat() if dag is not None else None) == verwacht


@pytest.mark.parametrize(("einddatum", "aantal"), [("2026-06-15", 1), ("2026-06-16", 0), ("2026-06-17", 0)])
def test_the_toegang_is_warned_when_the_beschikking_could_come_after_the_indicatie(einddatum: str, aantal: int) -> None:
    bekend = {"onderzoek": date(2026, 5, 19)}
    gevonden = overschrijdingen(MAILBOX.termijnen, bekend, {"einddatum": einddatum}, REGIO.kalender)
    assert [o.termijn.code for o in gevonden] == ["beschikking"] * aantal


def test_eight_weken_leave_nothing_for_the_beschikking() -> None:
    (aankomst, einddatum) = (date(2026, 5, 5), "2026-06-30")
    onderzoek = bereken(termijn("onderzoek"), aankomst, REGIO.kalender).datum
    (te_laat,) = overschrijdingen(MAILBOX.termijnen, {"onderzoek": onderzoek}, {"einddatum": einddatum}, REGIO.kalender)
    assert (te_laat.datum, te_laat.grens) == (date(2026, 7, 14), date(2026, 6, 30))


def test_every_decision_ends_in_something_for_the_burger() -> None:
    overgangen = (o for o in MAILBOX.levensloop.overgangen if o.door is not Partij.PORTAAL)
    besloten = [o for o in overgangen if o.naar in {"besloten", "ingetrokken"}]
    assert {o.code: [t.code for t in o.taken({})] for o in besloten} == {
        "toegekend": ["beschikking", "301-toewijzing"],
        "afgewezen": ["beschikking"],
        "zonder-aanvraag": ["contact-burger"],
        "intrekking-toegang": ["brief-intrekking"],
    }


def test_the_aanbieder_asks_to_withdraw_with_a_bericht_of_its_own_and_not_with_an_act() -> None:
    assert [o for t in LOOP.toestanden for o in stappen(t.code, AFZENDER) if o.startswith("intrek")] == []
    sluiten = LOOP.overgang("intrekking-met-bericht")
    assert sluiten is not None
    assert {*sluiten.van} == {t.code for t in LOOP.toestanden if t.fase is not Fase.KLAAR}


def test_no_step_of_the_aanbieder_ends_a_clock_of_the_burger_but_one_that_waits_until_it_is_late() -> None:
    van_hem = [o for o in LOOP.overgangen if o.door is AFZENDER]
    van_de_burger = [t for t in MAILBOX.termijnen if t.soort is Soort.WETTELIJK]
    assert {o.naar for o in van_hem} & {t.code for t in LOOP.toestanden if t.fase is Fase.KLAAR} == set()
    assert [
        (o.code, t.code) for o in van_hem for t in van_de_burger if o.code in t.eindigt and o.pas_na != t.code
    ] == []
