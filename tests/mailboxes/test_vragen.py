"""The plain mailboxes: who gets them, what they refuse and lead on, and what the team may answer (Handboek §1, §3, §4, §5.4, §10)."""

from datetime import date

import pytest

from portal.domain.berekening import bereken
from portal.domain.formulier import Antwoorden, Fouten
from portal.domain.gemeenten import Regio
from portal.domain.grond import UITSTEL_KLACHT, VERDAGING_KLACHT
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.routeregel import teamsoorten_van
from portal.domain.routering import WEET_IK_NIET, OpAntwoord, route
from portal.domain.teams import Team, Teamsoort
from portal.domain.termijn import BijAntwoord
from portal.domain.voorwaarde import Feiten
from portal.mailboxes import laad_mailboxen
from portal.regios import laad_regio, laad_regios
from tests.ingevuld import ingevuld
from tests.voorbeelden import kader

REGIO = laad_regio("groningen")


def mailbox(code: str) -> Mailbox:
    gevonden = laad_mailboxen(laad_regios()).met_code(code)
    assert gevonden is not None
    return gevonden


def feiten(code: str, **anders: str | list[str]) -> Feiten:
    gelezen = mailbox(code).formulier.lees(ingevuld(mailbox(code), **anders), kader())
    assert isinstance(gelezen, Antwoorden), gelezen
    return gelezen.feiten()


def gaat_naar(code: str, regio: Regio = REGIO, **anders: str | list[str]) -> list[str]:
    return [b.team for b in route(mailbox(code).routering, feiten(code, **anders), regio)]


def uitkomsten(code: str) -> dict[str, list[str]]:
    gevonden = mailbox(code).levensloop.mogelijk("in_behandeling", Partij.BEHANDELEND_TEAM, {})
    return {o.code: [t.code for t in o.taken({})] for o in gevonden if o.naar in {"besloten", "afgehandeld"}}


@pytest.mark.parametrize("code", ["wijziging-indicatie", "bijzondere-situatie", "voortgang-evaluatie", "vraag-toegang"])
def test_what_is_about_an_indicatie_goes_to_the_gemeente_that_gave_it(code: str) -> None:
    assert gaat_naar(code, gemeente_indicatie="0014") == ["toegang-0014"]
    assert gaat_naar(code, gemeente_indicatie=WEET_IK_NIET, gemeente_verblijf="0047") == ["toegang-0047"]


def test_a_question_about_the_contract_goes_to_cmo() -> None:
    assert gaat_naar("contractvraag") == ["cmo"]


@pytest.mark.parametrize(
    ("code", "verwacht"),
    [
        ("wijziging-indicatie", {"akkoord": ["beschikking", "301-wijziging"], "afgewezen": ["beschikking"]}),
        ("bijzondere-situatie", {"kennisgenomen": []}),
        ("voortgang-evaluatie", {"kennisgenomen": []}),
        ("vraag-toegang", {"beantwoord": []}),
        ("contractvraag", {"beantwoord": []}),
        ("klacht", {"afgehandeld": [], "niet-in-behandeling": []}),
    ],
)
def test_what_the_team_may_answer_and_what_follows(code: str, verwacht: dict[str, list[str]]) -> None:
    assert uitkomsten(code) == verwacht


@pytest.mark.parametrize("code", ["bijzondere-situatie", "voortgang-evaluatie"])
def test_an_overleg_that_was_agreed_ends_with_what_came_of_it(code: str) -> None:
    stappen = {o.code: (o.naar, o.tekst.value) for o in mailbox(code).levensloop.overgangen}
    assert stappen["overleg-afgesproken"] == ("overleg", "moet")
    assert stappen["overleg-gevoerd"] == ("afgehandeld", "moet")
    (dag,) = mailbox(code).termijnen  # the day of it, where one was agreed: the team is reminded, nobody is late
    assert (dag.begint, dag.kan_te_laat, [w.aantal for w in dag.waarschuwingen]) == (
        BijAntwoord("overleg-afgesproken", veld="overleg_op"),
        False,
        [0],
    )


def test_a_wijziging_is_expected_to_be_decided_in_two_weken() -> None:
    (termijn,) = mailbox("wijziging-indicatie").termijnen
    assert bereken(termijn, date(2026, 4, 7), REGIO.kalender).datum == date(2026, 4, 21)
    assert (termijn.bron.voorstel, termijn.kan_te_laat) == (True, False)


def test_vervoer_stays_only_with_activering_en_participatie() -> None:
    lopend = ["verblijf-nabij", "activering-participatie", "vervoer"]
    vraag = mailbox("wijziging-indicatie")
    gelezen = vraag.formulier.lees(ingevuld(vraag, producten=lopend, gewenst=["verblijf-nabij", "vervoer"]), kader())
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["gewenst"]


@pytest.mark.parametrize(
    ("lopend", "gewenst", "naar"),
    [
        (["verblijf-24-uur"], ["verblijf-nabij"], []),
        (["thuis-plus-1-3"], ["thuis-plus-7-10"], []),
        (["verblijf-nabij", "vervoer"], ["verblijf-nabij"], []),
        (["verblijf-nabij"], ["verblijf-nabij", "activering-participatie"], ["melding-activering-vervoer"]),
        (["verblijf-nabij"], ["thuis-plus-1-3", "vervoer-rolstoel"], ["melding-activering-vervoer"]),
        (["verblijf-nabij"], ["woonbegeleiding-complex", "verblijf-nabij"], ["melding-woonbegeleiding-complex"]),
        (["verblijf-nabij", "woonbegeleiding-complex"], ["woonbegeleiding-complex", "verblijf-24-uur"], []),
    ],
)
def test_a_new_product_is_led_to_its_own_melding(lopend: list[str], gewenst: list[str], naar: list[str]) -> None:
    gevraagd = feiten("wijziging-indicatie", producten=lopend, gewenst=gewenst)
    verwijzingen = mailbox("wijziging-indicatie").verwijzingen
    assert [v.mailbox for v in verwijzingen if v.als.geldt(gevraagd)] == naar


def test_a_wijziging_that_changes_nothing_is_refused() -> None:
    vraag = mailbox("wijziging-indicatie")
    gelezen = vraag.formulier.lees(ingevuld(vraag, producten=["vervoer"], gewenst=["vervoer"]), kader())
    assert isinstance(gelezen, Fouten)
    assert [fout.veld for fout in gelezen.fouten] == ["gewenst"]


def test_a_klacht_goes_to_the_gemeente_of_the_melding_and_is_asked_each_time() -> None:
    regel = mailbox("klacht").routering
    assert isinstance(regel, OpAntwoord)
    assert not regel.voorstellen
    assert gaat_naar("klacht", gemeente_melding="0014") == ["toegang-0014"]


def test_a_klacht_goes_to_the_klachtteam_where_a_gemeente_has_one() -> None:
    team = Team(
        code="klachten-0014", soort=Teamsoort.KLACHTTEAM, naam="Klachten", gemeenten=("0014",), contact="x@y.example"
    )
    regio = laad_regio("groningen")
    met = Regio(**{naam: getattr(regio, naam) for naam in Regio.__slots__} | {"teams": (*regio.teams, team)})
    assert gaat_naar("klacht", met, gemeente_melding="0014") == ["klachten-0014"]
    assert gaat_naar("klacht", met, gemeente_melding="1979") == ["toegang-1979"]
    assert teamsoorten_van(mailbox("klacht").routering) == {Teamsoort.TOEGANG}


def test_a_klacht_takes_six_weken_once_four_more_and_more_as_often_as_the_klager_agrees() -> None:
    (termijn,) = mailbox("klacht").termijnen
    assert bereken(termijn, date(2026, 4, 7), REGIO.kalender).datum == date(2026, 5, 19)
    assert [(v.grond, v.aantal, v.keer) for v in termijn.verlengen] == [
        (VERDAGING_KLACHT, 4, 1),
        (UITSTEL_KLACHT, 12, None),
    ]


def test_a_klacht_about_a_besluit_is_a_bezwaar_and_not_for_the_portal() -> None:
    (verwijzing,) = mailbox("klacht").verwijzingen
    assert (verwijzing.als.geldt({"besluit": "ja"}), verwijzing.als.geldt({"besluit": "nee"})) == (True, False)
    assert (verwijzing.mailbox, "bezwaar" in verwijzing.tekst) == (None, True)


def test_an_evaluatie_carries_the_evaluatiedocument_and_asks_what_must_change_only_then() -> None:
    (bijlage,) = mailbox("voortgang-evaluatie").bijlagen
    assert (bijlage.nummer, bijlage.is_verplicht({})) == (16, True)
    assert "bijstelling" not in feiten("voortgang-evaluatie", soort="evaluatie")
    assert "bijstelling" in feiten("voortgang-evaluatie", soort="bijstelling")
