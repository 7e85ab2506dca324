"""What each role reads about what it may do comes from the table of rights and the declarations, and from nothing else."""

from dataclasses import replace

import pytest

from portal.core.beheer.watkan import ever_possible, what_one_may
from portal.core.beheer.wie_krijgt import can_get
from portal.domain.rechten import WIE_MAG, Recht
from portal.domain.rechtwoorden import WAT_EN_WAAR
from portal.domain.teams import Team, Teamsoort
from tests.installatie import PERSONEN, Installatie

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)


def test_every_right_is_said_in_words(huis: Installatie) -> None:
    assert set(WAT_EN_WAAR) == set(Recht) == set(WIE_MAG)
    for wie in PERSONEN:
        gebruiker = huis.gebruiker(wie)
        kan = what_one_may(huis.services, gebruiker).kan
        # of none of the mailboxes of these teams can a bericht be handed on
        nooit = {Recht.DOORSTUREN} if wie in {"toezichthouder", "regioadviseur", "contractmanager"} else set()
        mag = (recht for recht in WAT_EN_WAAR if gebruiker.mag(recht) and recht not in nooit)
        assert kan == tuple(WAT_EN_WAAR[recht] for recht in mag), wie


def test_an_aanbieder_sends_and_a_team_receives_what_its_kind_gets(huis: Installatie) -> None:
    def codes(wie: str) -> tuple[set[str], set[str]]:
        wat = what_one_may(huis.services, huis.gebruiker(wie))
        return {m.mailbox.code for m in wat.sturen}, {m.mailbox.code for m in wat.ontvangen}

    sturen, ontvangen = codes("indiener")
    # an aanbieder receives as well, what a gemeente, CMO, toezicht or another aanbieder sends him
    assert ("klacht" in sturen, ontvangen) == (
        True,
        {
            "bericht-aan-aanbieder",
            "bericht-aan-aanbieders",
            "tijdelijke-plek",
            "verslag-ter-ondertekening",
            "vordering-toezicht",
        },
    )
    assert codes("organisatiebeheerder") == (set(), set())
    _, toegang = codes("consulent")
    assert ("herindicatie" in toegang, "klacht" in toegang, "contractvraag" in toegang) == (True, True, False)
    # what goes to the team that has, or sent, the bericht it belongs to
    assert {"aanvraag-retour", "intrekken-melding"} <= toegang
    _, cmo = codes("contractmanager")
    assert ("contractvraag" in cmo, "opgave-locaties" in cmo, "herindicatie" in cmo) == (True, True, False)
    assert codes("beleid") == (set(), set())
    assert codes("beheerder") == (set(), set())


def test_a_consulent_decides_and_a_backoffice_does_not(huis: Installatie) -> None:
    def stappen(wie: str) -> tuple[str, ...]:
        ontvangen = what_one_may(huis.services, huis.gebruiker(wie)).ontvangen
        return next(m.stappen for m in ontvangen if m.mailbox.code == "wijziging-indicatie")

    assert stappen("consulent") == ("Akkoord: de indicatie wordt gewijzigd", "Afwijzen")
    assert stappen("backoffice") == ()


def test_a_step_that_is_for_another_kind_of_team_is_not_among_those_of_this_one(huis: Installatie) -> None:
    def overleg(wie: str) -> list[str]:
        ontvangen = what_one_may(huis.services, huis.gebruiker(wie)).ontvangen
        stappen = next(m.stappen for m in ontvangen if m.mailbox.code == "zorgbeeindiging")
        return [stap for stap in stappen if stap.startswith("Overleg")]

    def door(wie: str) -> bool:
        ontvangen = what_one_may(huis.services, huis.gebruiker(wie)).ontvangen
        return "De zorg gaat toch door" in next(m.stappen for m in ontvangen if m.mailbox.code == "zorgbeeindiging")

    # it lets the taken lapse that only the overleg of the consulent sets
    assert (door("consulent"), door("contractmanager")) == (True, False)
    assert overleg("consulent") == ["Overleg gevoerd"]
    assert overleg("contractmanager") == ["Overleg over de continuïteit gevoerd"]


def test_a_step_from_where_it_can_never_come_is_not_there_without_any_condition_either(huis: Installatie) -> None:
    mailbox = huis.services.mailboxen.met_code("zorgbeeindiging")
    assert mailbox is not None
    loop = mailbox.levensloop
    # what is opened again had taken, and so had been decided where they are set
    stappen = (o for o in loop.overgangen if o.code != "heropenen")
    los = tuple(replace(o, soms=None) if o.code == "zorg-gaat-door" else o for o in stappen)
    zonder = replace(mailbox, levensloop=replace(loop, overgangen=los))
    kan = {soort: {o.code for o in ever_possible(zonder, {"team.soort": soort.value})} for soort in Teamsoort}
    assert [soort for soort in Teamsoort if "zorg-gaat-door" in kan[soort]] == [Teamsoort.TOEGANG]


def test_who_sends_what_goes_on_in_silence_is_promised_no_step(huis: Installatie) -> None:
    sturen = what_one_may(huis.services, huis.gebruiker("indiener")).sturen
    stil = [m for m in sturen if m.mailbox.stil]
    assert [(m.mailbox.code, m.stappen) for m in stil] == [("signaal-toezicht", ())]


def test_where_a_gemeente_has_a_klachtteam_its_toegang_gets_no_klacht(huis: Installatie) -> None:
    regio = huis.services.regio
    team = Team(
        code="klachten-1979",
        soort=Teamsoort.KLACHTTEAM,
        naam="Klachten Eemsdelta",
        gemeenten=("1979",),
        contact="Nog niet bekend",
    )
    klacht = huis.services.mailboxen.met_code("klacht")
    assert klacht is not None
    met = replace(regio, teams=(*regio.teams, team))
    eemsdelta, groningen = regio.team_met_code("toegang-1979"), regio.team_met_code("toegang-0014")
    assert eemsdelta is not None
    assert groningen is not None
    alle, plekken = huis.services.mailboxen, (eemsdelta, groningen, team)
    krijgen = [[can_get(hier, alle, klacht, plek) for plek in plekken] for hier in (regio, met)]
    assert krijgen == [[True, True, True], [False, True, True]]
