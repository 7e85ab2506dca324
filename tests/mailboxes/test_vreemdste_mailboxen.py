"""The five oddest mailboxes can be said in the values of the domain, and do what their handbook asks."""

from dataclasses import replace

import pytest

from portal.domain.gemeenten import Buitengemeente, Regio
from portal.domain.gevolg import NieuwBericht, VulRegister
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.routeregel import beschrijf
from portal.domain.routering import HEEL, ROMP, route
from portal.domain.telling import tel
from portal.domain.termijn import Termijn
from portal.regios import laad_regio
from tests.mailboxes.vreemde_mailboxen import (
    CALAMITEIT,
    MO_MELDING,
    SOCIALE_KAART,
    TIJDELIJKE_PLEK,
    VREEMDSTE,
    ZORGBEEINDIGING,
)
from tests.voorbeelden import VANDAAG

GENNEP = Buitengemeente(cbs="0907", naam="Gennep", verwijzing="Bel regio Nijmegen.")


@pytest.fixture
def regio() -> Regio:
    return laad_regio("groningen")


def termijn(mailbox: Mailbox, code: str) -> Termijn:
    gevonden = mailbox.termijn(code)
    assert gevonden is not None
    return gevonden


@pytest.mark.parametrize("mailbox", VREEMDSTE, ids=lambda m: m.code)
def test_the_oddest_mailbox_builds_and_says_who_gets_it(mailbox: Mailbox) -> None:
    assert beschrijf(mailbox.routering) != ""


def test_a_calamiteit_goes_to_toezicht_with_the_identities_apart(regio: Regio) -> None:
    (bestemming,) = route(CALAMITEIT.routering, {"gemeente_voorval": "1950"}, regio)
    assert (bestemming.team, CALAMITEIT.delen[0].reden_nodig) == ("toezicht", True)


def test_a_calamiteit_is_due_at_once_and_late_after_three_werkdagen(regio: Regio) -> None:
    melden = termijn(CALAMITEIT, "melden")
    assert (melden.onverwijld, tel(melden, VANDAAG, regio.kalender).datum.isoformat()) == (True, "2026-04-10")


def test_an_incident_is_not_reported() -> None:
    assert CALAMITEIT.verwijzingen[0].als.geldt({"soort": "incident"})


def test_the_clocks_of_toezicht_are_set_by_the_region() -> None:
    oordeel = termijn(CALAMITEIT, "eerste-oordeel")
    ingesteld = replace(laad_regio("groningen"), instellingen=(("toezicht_eerste-oordeel", "10"),))
    assert ingesteld.ingesteld(oordeel, op=VANDAAG).aantal == 10


def test_the_report_on_a_calamiteit_starts_a_bericht_to_the_colleges() -> None:
    afsluiten = CALAMITEIT.levensloop.overgang("afsluiten")
    assert afsluiten is not None
    assert [g.mailbox for g in afsluiten.gevolgen if isinstance(g, NieuwBericht)] == ["toezicht-rapport"]


def test_the_ladder_of_the_sociale_kaart_runs_by_itself_every_two_weeks(regio: Regio) -> None:
    dagen, vanaf = [], VANDAAG
    for code in ("bijwerken", "aanmaning", "afkoppeling"):
        vanaf = tel(termijn(SOCIALE_KAART, code), vanaf, regio.kalender).datum
        dagen.append(vanaf.isoformat())
    assert dagen == ["2026-04-21", "2026-05-05", "2026-05-19"]


def test_the_last_rung_of_the_sociale_kaart_takes_the_location_out_of_the_choice() -> None:
    afkoppelen = SOCIALE_KAART.levensloop.overgang("afkoppelen")
    assert afkoppelen is not None
    registers = [g.register for g in afkoppelen.gevolgen if isinstance(g, VulRegister)]
    assert (afkoppelen.door, afkoppelen.bij_verlopen, registers) == (Partij.PORTAAL, "afkoppeling", ["afgekoppeld"])


def test_a_place_is_asked_of_several_aanbieders_at_once(regio: Regio) -> None:
    bestemmingen = route(TIJDELIJKE_PLEK.routering, {"gevraagd_aan": ("anker", "kade", "anker")}, regio)
    assert ([b.team for b in bestemmingen], TIJDELIJKE_PLEK.per_ontvanger) == ([":anker", ":kade"], True)


def test_the_client_is_named_only_after_a_promise() -> None:
    noemen = TIJDELIJKE_PLEK.levensloop.overgang("client-noemen")
    assert noemen is not None
    assert noemen.formulier is not None
    assert (noemen.van, [v.naam for v in noemen.formulier.veldinfo()]) == (("toegezegd",), ["bsn", "achternaam"])


def test_cmo_gets_a_zorgbeeindiging_without_the_client_and_the_consulent_with_him(regio: Regio) -> None:
    bestemmingen = route(ZORGBEEINDIGING.routering, {"gemeente": "0765"}, regio)
    assert [(b.team, b.deel) for b in bestemmingen] == [("cmo", ROMP), ("toegang-0765", HEEL)]


def test_in_a_crisis_the_aanbieder_stays_regievoerder() -> None:
    overleg = ZORGBEEINDIGING.levensloop.overgang("overleg-gevoerd")
    assert overleg is not None
    assert [t.code for t in overleg.taken({"crisis": "ja"})] == ["regievoerder", "307"]
    assert [t.code for t in overleg.taken({"crisis": "nee"})] == ["307"]


@pytest.mark.parametrize(
    ("zekerheid", "herkomst", "team"),
    [
        ("vrijwel_zeker", "0014", "toegang-0014"),
        ("vrijwel_zeker", "1979", "toegang-1979"),
        ("onzeker", "0014", "toegang-1979"),
        ("vrijwel_zeker", "0907", "toegang-1979"),
    ],
)
def test_an_mo_melding_finds_herkomst_only_when_near_certain_and_different(
    regio: Regio, zekerheid: str, herkomst: str, team: str
) -> None:
    feiten = {"zekerheid": zekerheid, "gemeente_melding": "1979", "gemeente_herkomst": herkomst}
    (bestemming,) = route(MO_MELDING.routering, feiten, replace(regio, buiten=(GENNEP,)))
    assert bestemming.team == team


def test_an_mo_melding_is_passed_on_the_same_werkdag_or_the_first_one_after(regio: Regio) -> None:
    doorgeven = termijn(MO_MELDING, "doorgeven")
    zaterdag = VANDAAG.replace(day=11)
    assert [tel(doorgeven, dag, regio.kalender).datum.day for dag in (VANDAAG, zaterdag)] == [7, 13]
