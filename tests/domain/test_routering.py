"""A bericht goes where its declaration and the region say, to one team, or is refused before anything is stored."""

from dataclasses import replace

import pytest

from portal.domain.gemeenten import Buitengemeente, Regio
from portal.domain.routeregel import (
    beschrijf,
    delen_van,
    teamsoorten_van,
    terugval,
    velden_van,
    verbanden_van,
    zonder_team,
)
from portal.domain.routering import (
    BUITEN_DE_REGIO,
    HEEL,
    ROMP,
    WEET_IK_NIET,
    Bestemming,
    Delen,
    GeenBestemming,
    Keuze,
    OpAfzender,
    OpAntwoord,
    OpRegister,
    OpVerband,
    Routering,
    VastTeam,
    route,
)
from portal.domain.teams import Team, Teamsoort
from portal.domain.voorwaarde import Feiten, Is
from portal.regios import laad_regio

REGIO = laad_regio("groningen")
GENNEP = Buitengemeente(cbs="0907", naam="Gennep", verwijzing="Bel regio Nijmegen.")
ZONDER_TOEGANG_GRONINGEN = replace(REGIO, teams=tuple(t for t in REGIO.teams if t.code != "toegang-0014"))
ZONDER_REGIOADVISEUR = replace(REGIO, teams=tuple(t for t in REGIO.teams if t.soort != Teamsoort.REGIOADVISEUR))

GEMEENTE = OpAntwoord(regel="gemeente", veld="gemeente", rol="gemeente van inwoning")
RUIM = replace(GEMEENTE, onbekend="verblijf", buiten="verblijf")
TOEWIJZING = OpRegister(regel="indicatie", register="toewijzing", rol="gemeente van de indicatie", anders=GEMEENTE)
VERBAND = OpVerband(regel="melding", verband="melding")
CMO = VastTeam(regel="cmo", soort=Teamsoort.CMO)
KIEST = OpAfzender(regel="gekozen", veld="aan")


def teams(regel: Routering, feiten: Feiten) -> list[str]:
    return [b.team for b in route(regel, feiten, REGIO)]


def weigering(regel: Routering, feiten: Feiten, regio: Regio = REGIO) -> tuple[str, str]:
    with pytest.raises(GeenBestemming) as geen:
        route(regel, feiten, regio)
    return geen.value.veld, geen.value.tekst


def test_the_answered_gemeente_has_the_task() -> None:
    assert route(GEMEENTE, {"gemeente": "0014"}, REGIO) == (
        Bestemming(
            team="toegang-0014",
            regel="gemeente",
            uitleg="Toegang Groningen behandelt berichten van de gemeente van inwoning: Groningen.",
        ),
    )


@pytest.mark.parametrize("cbs", ["", WEET_IK_NIET])
def test_without_a_gemeente_the_refusal_says_how_to_find_it(cbs: str) -> None:
    assert weigering(GEMEENTE, {"gemeente": cbs}) == (
        "gemeente",
        "Kies een gemeente. Weet u niet welke gemeente het is? Vraag het aan de burger of bel de gemeente waar hij woont.",
    )


@pytest.mark.parametrize("cbs", ["0106", BUITEN_DE_REGIO])
def test_a_gemeente_outside_the_region_is_refused_when_nobody_here_has_a_task(cbs: str) -> None:
    assert weigering(GEMEENTE, {"gemeente": cbs}) == (
        "gemeente",
        (
            "Deze gemeente hoort niet bij de regio Groningen. "
            "Kies een gemeente uit de lijst, of neem contact op met de gemeente zelf."
        ),
    )


def test_a_gemeente_near_the_region_is_refused_with_where_to_go() -> None:
    with pytest.raises(GeenBestemming, match=r"^Gennep doet niet mee in dit portaal\. Bel regio Nijmegen\.$"):
        route(GEMEENTE, {"gemeente": "0907"}, replace(REGIO, buiten=(GENNEP,)))


def test_a_gemeente_without_a_team_is_refused_with_its_contact_line() -> None:
    with pytest.raises(
        GeenBestemming, match=r"Bel de gemeente: frontofficebwmo@groningen\.nl, 050-3674200 \(optie 3\)\.$"
    ):
        route(GEMEENTE, {"gemeente": "0014"}, ZONDER_TOEGANG_GRONINGEN)


@pytest.mark.parametrize(
    ("gemeente", "mark"),
    [
        (WEET_IK_NIET, "De afzender weet niet welke gemeente de gemeente van inwoning is."),
        (BUITEN_DE_REGIO, "De gemeente van inwoning ligt buiten de regio."),
        ("0106", "De gemeente van inwoning ligt buiten de regio."),
    ],
)
def test_unknown_or_outside_goes_to_the_gemeente_van_verblijf_with_that_mark(gemeente: str, mark: str) -> None:
    (bestemming,) = route(RUIM, {"gemeente": gemeente, "verblijf": "0765"}, REGIO)
    assert (bestemming.team, bestemming.uitleg.startswith(mark)) == ("toegang-0765", True)


def test_weet_ik_niet_is_not_outside() -> None:
    alleen_buiten = replace(GEMEENTE, buiten="verblijf")
    assert weigering(alleen_buiten, {"gemeente": WEET_IK_NIET, "verblijf": "0765"})[0] == "gemeente"


def test_without_verblijf_the_refusal_stands_at_that_question() -> None:
    assert weigering(RUIM, {"gemeente": BUITEN_DE_REGIO})[0] == "verblijf"


def test_a_register_is_followed_before_the_answer() -> None:
    feiten = {"register.toewijzing": "0037", "gemeente": "0014"}
    (bestemming,) = route(TOEWIJZING, feiten, REGIO)
    assert bestemming == Bestemming(
        team="toegang-0037",
        regel="indicatie",
        uitleg="Toegang Stadskanaal behandelt berichten van de gemeente van de indicatie: Stadskanaal. "
        "Gevonden in het register toewijzing.",
    )


def test_nothing_found_in_the_register_asks_the_answer() -> None:
    assert teams(TOEWIJZING, {"gemeente": "0014"}) == ["toegang-0014"]


def test_a_link_leads_to_the_team_of_the_other_bericht() -> None:
    assert teams(VERBAND, {"verband.melding": "toegang-0047"}) == ["toegang-0047"]


def test_without_a_link_the_other_rule_is_followed_or_the_link_is_asked() -> None:
    assert teams(replace(VERBAND, anders=GEMEENTE), {"gemeente": "0047"}) == ["toegang-0047"]
    assert weigering(VERBAND, {}) == ("verband.melding", "Kies het bericht waar dit bij hoort.")
    assert weigering(VERBAND, {"verband.melding": "opgeheven"})[0] == "verband.melding"


@pytest.mark.parametrize(
    ("gekozen", "verwacht"), [("anker", [":anker"]), (("anker", "kade", "anker"), [":anker", ":kade"])]
)
def test_chosen_receivers_get_it_once_each(gekozen: str | tuple[str, ...], verwacht: list[str]) -> None:
    assert teams(KIEST, {"aan": gekozen}) == verwacht


@pytest.mark.parametrize("feiten", [{}, {"aan": ""}, {"aan": ()}])
def test_without_a_chosen_receiver_it_is_asked(feiten: Feiten) -> None:
    assert weigering(KIEST, feiten) == ("aan", "Kies voor wie dit bericht is.")


def test_a_fixed_desk_takes_all_of_its_kind() -> None:
    assert teams(CMO, {}) == ["cmo"]


def test_of_a_kind_with_a_team_per_gemeente_the_centrumgemeente_is_the_fixed_desk() -> None:
    assert teams(replace(CMO, soort=Teamsoort.TOEGANG), {}) == ["toegang-0014"]
    (elders,) = route(replace(CMO, soort=Teamsoort.TOEGANG), {}, ZONDER_TOEGANG_GRONINGEN)
    assert elders.team == "toegang-1979"


def test_a_missing_desk_is_refused() -> None:
    regel = VastTeam(regel="regioadviseur", soort=Teamsoort.REGIOADVISEUR)
    assert weigering(regel, {}, ZONDER_REGIOADVISEUR) == (
        "",
        "In deze regio is de regioadviseur niet ingesteld. Bel de beheerder van het portaal.",
    )


def test_a_choice_follows_the_answers() -> None:
    keuze = Keuze(als=Is("soort", "contract"), dan=CMO, anders=GEMEENTE)
    assert teams(keuze, {"soort": "contract", "gemeente": "0014"}) == ["cmo"]
    assert teams(keuze, {"soort": "cliënt", "gemeente": "0014"}) == ["toegang-0014"]


def test_parts_go_each_to_their_own_receiver() -> None:
    delen = Delen(delen=((ROMP, CMO), ("client", GEMEENTE)))
    assert [(b.team, b.deel) for b in route(delen, {"gemeente": "0014"}, REGIO)] == [
        ("cmo", ROMP),
        ("toegang-0014", "client"),
    ]


def test_one_team_for_two_parts_gets_all_of_it_once() -> None:
    twee = Delen(delen=((ROMP, GEMEENTE), ("client", GEMEENTE)))
    gelijk = Delen(delen=(("client", GEMEENTE), ("client", GEMEENTE)))
    assert [(b.team, b.deel) for b in route(twee, {"gemeente": "0014"}, REGIO)] == [("toegang-0014", HEEL)]
    assert [(b.team, b.deel) for b in route(gelijk, {"gemeente": "0014"}, REGIO)] == [("toegang-0014", "client")]


def test_both_colleges_get_a_report_once_when_they_are_the_same() -> None:
    colleges = tuple(
        Team(code=f"college-{g.cbs}", soort=Teamsoort.COLLEGE, naam=f"College {g.naam}", gemeenten=(g.cbs,), contact="")
        for g in REGIO.gemeenten
    )
    regio = replace(REGIO, teams=(*REGIO.teams, *colleges))
    beide = Delen(
        delen=(
            (HEEL, VastTeam(regel="centrum", soort=Teamsoort.COLLEGE)),
            (HEEL, replace(GEMEENTE, soort=Teamsoort.COLLEGE)),
        )
    )
    codes = [[b.team for b in route(beide, {"gemeente": cbs}, regio)] for cbs in ("1950", "0014")]
    assert codes == [["college-0014", "college-1950"], ["college-0014"]]


def test_an_answer_of_several_counts_by_its_first() -> None:
    assert teams(GEMEENTE, {"gemeente": ("0014", "1979")}) == ["toegang-0014"]
    assert weigering(GEMEENTE, {"gemeente": ()})[0] == "gemeente"


ALLES = Delen(
    delen=(
        (ROMP, Keuze(als=Is("soort", "x"), dan=TOEWIJZING, anders=replace(VERBAND, anders=RUIM))),
        ("client", KIEST),
        (HEEL, CMO),
    )
)


def test_a_rule_names_the_answers_links_parts_and_teams_it_needs() -> None:
    assert velden_van(ALLES) == {"soort", "gemeente", "verblijf", "aan"}
    assert verbanden_van(ALLES) == verbanden_van(VERBAND) == {"melding"}
    assert delen_van(ALLES) == {ROMP, "client", HEEL}
    assert delen_van(CMO) == {HEEL}


def test_a_region_need_not_have_the_team_that_a_rule_only_falls_back_on() -> None:
    klacht = replace(GEMEENTE, soort=Teamsoort.KLACHTTEAM)
    assert teamsoorten_van(ALLES) == {Teamsoort.TOEGANG, Teamsoort.CMO}
    assert teamsoorten_van(replace(VERBAND, anders=klacht)) == frozenset()


@pytest.mark.parametrize(
    ("regel", "tekst"),
    [
        (GEMEENTE, "de Toegang van de gemeente van inwoning"),
        (TOEWIJZING, "de Toegang van de gemeente van de indicatie"),
        (VERBAND, "het team van het bericht waar dit bij hoort"),
        (KIEST, "de ontvanger die u kiest"),
        (CMO, "de afdeling CMO van de centrumgemeente"),
        (
            Keuze(als=Is("soort", "x"), dan=CMO, anders=KIEST),
            "de afdeling CMO van de centrumgemeente of de ontvanger die u kiest, dat hangt af van de antwoorden",
        ),
        (
            Delen(delen=((ROMP, CMO), ("client", GEMEENTE))),
            "de afdeling CMO van de centrumgemeente en de Toegang van de gemeente van inwoning",
        ),
    ],
)
def test_a_rule_is_told_in_dutch(regel: Routering, tekst: str) -> None:
    assert beschrijf(regel) == tekst


def test_a_gemeente_without_the_team_that_is_meant_gets_it_at_another_and_is_told_why() -> None:
    regel = replace(GEMEENTE, soort=Teamsoort.KLACHTTEAM, anders_soort=Teamsoort.TOEGANG)
    (bestemming,) = route(regel, {"gemeente": "0014"}, REGIO)
    assert (bestemming.team, bestemming.regel, bestemming.uitleg) == (
        "toegang-0014",
        "gemeente-geen-team",
        "Groningen heeft in het portaal geen klachtteam. Daarom krijgt Toegang Groningen dit bericht.",
    )
    assert terugval(regel, bestemming.regel, REGIO, bestemming.team) == bestemming.uitleg
    assert (terugval(regel, "gemeente", REGIO, "toegang-0014"), terugval(CMO, "cmo", REGIO, "cmo")) == ("", "")
    assert beschrijf(regel) == "het klachtteam van de gemeente van inwoning, of de Toegang als dat er niet is"
    klachtteam = Team(
        code="klacht-0014", naam="Klachtteam Groningen", soort=Teamsoort.KLACHTTEAM, gemeenten=("0014",), contact="050"
    )
    met = replace(REGIO, teams=(*REGIO.teams, klachtteam))
    (eigen,) = route(regel, {"gemeente": "0014"}, met)
    assert (eigen.team, eigen.regel) == ("klacht-0014", "gemeente")
    alle = {gemeente.naam for gemeente in REGIO.gemeenten}
    assert {*zonder_team(Teamsoort.KLACHTTEAM, met)} == alle - {"Groningen"}
    with pytest.raises(GeenBestemming):
        route(regel, {"gemeente": "0014"}, ZONDER_TOEGANG_GRONINGEN)
