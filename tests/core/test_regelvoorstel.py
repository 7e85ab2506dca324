"""One functioneel beheerder proposes a change of the rules, another decides; nothing that was decided is ever erased."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.core.beheer.logboek import SOORTEN, logboek
from portal.core.herinneren.vergaderingen import agenda
from portal.core.opening import NietGevonden
from portal.core.regels.regelvoorstel import (
    MOST_OPEN,
    NietBesloten,
    Regelstatus,
    besluit,
    stel_voor,
    trek_in,
    voorstel,
    voorstellen,
)
from portal.core.regels.regelwoorden import instellingen, wat_veranderde
from portal.domain.kalender import Besluit
from portal.domain.rechten import NietToegestaan
from portal.domain.regelcontrole import PastNiet
from portal.domain.regels import DagVervalt, NieuwBesluit, NieuweInstelling, NieuweSluitingsdag
from portal.models import Regelwijziging
from portal.sealing.envelope import new_id
from tests.core.regels import beslis, pas_toe, stel, twee_beheerders
from tests.core.tegelijk import at_once
from tests.domain.test_regels import DICHT, vrij
from tests.installatie import Installatie

NEE = vrij("nee", date(2026, 1, 1))
VERVALT = DagVervalt(datum=date(2026, 5, 15), bron="Staatsblad")


def test_a_change_holds_once_another_beheerder_decided_it(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    welk = stel(huis, een, NEE)
    assert huis.services.kalender.is_werkdag(date(2026, 4, 3), wettelijk=False) is False
    with pytest.raises(NietBesloten, match="U stelde dit zelf voor"):
        beslis(huis, een, welk, ook_lopende=False)
    beslis(huis, twee, welk, ook_lopende=False)
    assert huis.services.kalender.is_werkdag(date(2026, 4, 3), wettelijk=False) is True
    gezien = voorstel(huis.services, een, welk)
    assert (gezien.status, gezien.nummer, gezien.door, gezien.besloten_door, gezien.van_mij) == (
        Regelstatus.TOEGEPAST,
        1,
        "Beheerder",
        "Beheerder twee",
        True,
    )


def test_what_was_decided_is_undone_by_a_new_change_and_stays_to_be_seen(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    beslis(huis, twee, stel(huis, een, NEE), ook_lopende=False)
    huis.later(hours=1)
    beslis(huis, een, stel(huis, twee, vrij("ja", date(2026, 1, 1))), ook_lopende=False)
    assert huis.services.kalender.is_werkdag(date(2026, 4, 3), wettelijk=False) is False
    assert [v.uitleg for v in voorstellen(huis.services, een)] == [
        "Goede Vrijdag is vrij in afgesproken termijnen: ja in plaats van nee, vanaf donderdag 1 januari 2026.",
        "Goede Vrijdag is vrij in afgesproken termijnen: nee in plaats van ja, vanaf donderdag 1 januari 2026.",
    ]


def test_a_rehearsal_that_is_older_than_the_last_decision_decides_nothing(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    eerste, tweede = stel(huis, een, NEE), stel(huis, een, VERVALT)
    stand = voorstel(huis.services, twee, tweede).stand
    beslis(huis, twee, eerste, ook_lopende=False)
    with pytest.raises(NietBesloten, match="De regels zijn intussen veranderd"):
        besluit(huis.services, twee, tweede, ook_lopende=True, stand=stand, now=huis.now)
    beslis(huis, twee, tweede, ook_lopende=True)
    assert huis.services.kalender.is_werkdag(date(2026, 5, 15), wettelijk=True) is True


def test_nothing_is_decided_while_clocks_still_move_after_the_last_decision(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    eerste, tweede = stel(huis, een, NEE), stel(huis, een, VERVALT)
    beslis(huis, twee, eerste, ook_lopende=True)
    assert voorstel(huis.services, een, eerste).status is Regelstatus.BESLOTEN
    with pytest.raises(NietBesloten, match="Een vorige wijziging wordt nog toegepast"):
        beslis(huis, twee, tweede, ook_lopende=True)


def test_a_day_by_royal_decree_holds_for_running_terms_too_without_a_choice(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    besluit_ = Besluit(naam="Besluit", van=2026, tot_en_met=2026, dagen=(date(2026, 4, 7),))
    welk = stel(huis, een, NieuwBesluit(besluit=besluit_))
    assert voorstel(huis.services, twee, welk).bij_wet is True
    with pytest.raises(NietBesloten, match="geldt bij wet ook voor termijnen die al lopen"):
        beslis(huis, twee, welk, ook_lopende=False)
    assert huis.services.kalender.is_werkdag(date(2026, 4, 7), wettelijk=True) is True
    beslis(huis, twee, welk, ook_lopende=True)
    assert huis.services.kalender.is_werkdag(date(2026, 4, 7), wettelijk=True) is False


def test_that_a_day_by_royal_decree_lapses_holds_for_running_terms_too_without_a_choice(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    welk = stel(huis, een, VERVALT)
    assert voorstel(huis.services, twee, welk).bij_wet is True
    with pytest.raises(NietBesloten, match="geldt bij wet ook voor termijnen die al lopen"):
        beslis(huis, twee, welk, ook_lopende=False)


def test_two_proposals_that_are_decided_at_the_same_moment_come_one_after_the_other(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    eerste, tweede = stel(huis, een, NEE), stel(huis, twee, VERVALT)
    uitkomsten = at_once(
        lambda: besluit(huis.services, twee, eerste, ook_lopende=False, stand=0, now=huis.now),
        lambda: besluit(huis.services, een, tweede, ook_lopende=True, stand=0, now=huis.now),
    )
    assert sorted(type(uitkomst).__name__ for uitkomst in uitkomsten) == ["NietBesloten", "NoneType"]
    with huis.services.database.lezen() as session:
        nummers = session.scalars(select(Regelwijziging.nummer)).all()
    assert sorted(nummers, key=str) == [1, None]


def test_a_double_click_is_one_proposal_and_one_decision(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    sleutel = new_id()
    for _ in range(2):
        stel_voor(huis.services, een, NEE, sleutel=sleutel, now=huis.now)
    for _ in range(2):
        besluit(huis.services, twee, sleutel, ook_lopende=False, stand=0, now=huis.now)
    assert (len(voorstellen(huis.services, een)), huis.services.regels.boek.nummer) == (1, 1)
    with pytest.raises(NietBesloten, match="al besloten"):
        besluit(huis.services, twee, sleutel, ook_lopende=True, stand=1, now=huis.now)


def test_a_proposal_that_is_dropped_can_no_longer_be_decided_and_one_that_was_decided_not_dropped(
    huis: Installatie,
) -> None:
    een, twee = twee_beheerders(huis)
    welk = stel(huis, een, NEE)
    for _ in range(2):
        trek_in(huis.services, twee, welk, now=huis.now)
    with pytest.raises(NietBesloten, match="intussen ingetrokken"):
        beslis(huis, twee, welk, ook_lopende=False)
    besloten = stel(huis, een, NEE)
    beslis(huis, twee, besloten, ook_lopende=False)
    with pytest.raises(NietBesloten, match="al besloten"):
        trek_in(huis.services, een, besloten, now=huis.now)


def test_a_proposal_that_no_longer_fits_says_so_and_is_refused(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    eerste, tweede = stel(huis, een, VERVALT), stel(huis, een, VERVALT)
    beslis(huis, twee, eerste, ook_lopende=True)
    pas_toe(huis)
    assert voorstel(huis.services, twee, tweede).past_niet.startswith("Deze dag is geen gelijkgestelde dag")
    with pytest.raises(NietBesloten, match="past niet meer: Deze dag is geen gelijkgestelde dag"):
        beslis(huis, twee, tweede, ook_lopende=True)


def test_a_closing_day_never_has_clocks_to_move(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    welk = stel(huis, een, NieuweSluitingsdag(dag=DICHT))
    beslis(huis, twee, welk, ook_lopende=True)
    gezien = voorstel(huis.services, een, welk)
    assert (gezien.kan_schuiven, gezien.status) == (False, Regelstatus.TOEGEPAST)
    assert huis.services.regio.sluitingsdagen == (DICHT,)


def test_only_settings_that_a_clock_or_the_calendar_reads_can_be_changed(huis: Installatie) -> None:
    een, _ = twee_beheerders(huis)
    assert [naam for naam, _ in instellingen(huis.services)] == [
        "goede_vrijdag_vrij",
        "vijf_mei_vrij",
        "gelijkgestelde_dagen_vrij",
        "afspraak_schuift",
        "herinnering_laatste_dag",
        "samenvatting_tijd",
        "experttafel_eerste",
        "toewijzing_na_besluit",
        "toezicht_bevestigen",
        "toezicht_eigen-onderzoek",
        "toezicht_oordeel",
    ]
    adres = NieuweInstelling(naam="toezicht_adres_bevestigd", waarde="1", vanaf=date(2027, 1, 1), bron="x")
    with pytest.raises(PastNiet, match="Deze instelling is er niet"):
        stel(huis, een, adres)


def test_no_more_proposals_wait_than_two_people_can_look_at(huis: Installatie) -> None:
    een, _ = twee_beheerders(huis)
    for dag in range(MOST_OPEN):
        stel(huis, een, vrij("nee", date(2027, 1, 1) + timedelta(days=dag)))
    with pytest.raises(PastNiet, match="te veel voorstellen"):
        stel(huis, een, VERVALT)


def test_who_is_no_functioneel_beheerder_may_nothing_and_what_is_not_there_is_not_found(huis: Installatie) -> None:
    een, _ = twee_beheerders(huis)
    consulent, welk = huis.gebruiker("consulent"), stel(huis, een, NEE)
    for act in (
        lambda: stel(huis, consulent, NEE),
        lambda: voorstellen(huis.services, consulent),
        lambda: voorstel(huis.services, consulent, welk),
        lambda: trek_in(huis.services, consulent, welk, now=huis.now),
        lambda: besluit(huis.services, consulent, welk, ook_lopende=False, stand=0, now=huis.now),
    ):
        with pytest.raises(NietToegestaan):
            act()
    with pytest.raises(NietGevonden):
        voorstel(huis.services, een, new_id())


def test_every_step_stands_in_the_log_under_beheer(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    beslis(huis, twee, stel(huis, een, NEE), ook_lopende=False)
    trek_in(huis.services, een, stel(huis, een, VERVALT), now=huis.now)
    while huis.vault.chain.step():
        pass
    acties = [regel.wat for regel in logboek(huis.services, een, soort="beheer", voor=None).regels]
    _, woorden = SOORTEN["beheer"]
    verwacht = {woorden[a] for a in ("regel_voorstellen", "regel_besluiten", "regel_intrekken")}
    assert verwacht <= set(acties)


def test_a_change_that_also_moves_what_runs_says_what_the_rule_was_before_it(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    schuift = NieuweInstelling(naam="afspraak_schuift", waarde="ja", vanaf=date(2026, 4, 1), bron="besluit 3")
    zin = (
        "Een afgesproken termijn die niet op een werkdag eindigt, schuift door naar de volgende werkdag: "
        "ja in plaats van nee, vanaf woensdag 1 april 2026."
    )
    welk = stel(huis, een, schuift)
    voor = voorstel(huis.services, een, welk).uitleg
    beslis(huis, twee, welk, ook_lopende=True)
    assert (voor, voorstel(huis.services, een, welk).uitleg) == (zin, zin)
    assert wat_veranderde(huis.services, huis.services.regels.boek, 1) == zin
    oordeel = NieuweInstelling(naam="toezicht_oordeel", waarde="10", vanaf=date(2026, 4, 1), bron="besluit 4")
    uitleg = voorstel(huis.services, een, stel(huis, een, oordeel)).uitleg
    assert ("toezicht_oordeel" in uitleg, uitleg.endswith("10 in plaats van 5, vanaf woensdag 1 april 2026.")) == (
        False,
        True,
    )


def test_when_mail_goes_and_from_when_a_meeting_comes_round_is_decided_like_any_rule(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    tijd = NieuweInstelling(naam="samenvatting_tijd", waarde="16:30", vanaf=date(2026, 4, 1), bron="besluit 5")
    dag = NieuweInstelling(naam="experttafel_eerste", waarde="2026-05-06", vanaf=date(2026, 5, 1), bron="besluit 6")
    welke = [stel(huis, een, wijziging) for wijziging in (tijd, dag)]
    for welk in welke:
        assert voorstel(huis.services, twee, welk).kan_schuiven is False
        beslis(huis, twee, welk, ook_lopende=False)
    assert voorstel(huis.services, een, welke[-1]).uitleg == (
        "Experttafel: eerste vergaderdag, daarna elke 4 weken: woensdag 6 mei 2026 in plaats van donderdag 8 januari 2026, "
        "vanaf vrijdag 1 mei 2026."
    )
    dagen = [d.datum for d in agenda(huis.services, huis.gebruiker("regioadviseur"), vandaag=date(2026, 4, 20))]
    assert dagen[:4] == [date(2026, 4, 2), date(2026, 4, 30), date(2026, 5, 6), date(2026, 6, 3)]
