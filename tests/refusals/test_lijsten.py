"""What is asked beside the address: cursors, filters, searches and ids in a form tell nothing of what is not yours."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from portal.models import Bericht
from portal.sealing.envelope import new_id
from tests.bezoeker import OWN_PAGE
from tests.installatie import EEMSDELTA
from tests.refusals.cellen import BINNEN, cellen
from tests.refusals.mensen import IEDEREEN, Mens
from tests.refusals.terrein import Terrein
from tests.refusals.vragen import Spoor, Vrager, genoemd, spoor_van

LIJSTEN: Final = ("/werkvoorraad", "/onderweg", "/taken")
# An aanbieder and a gemeente that have nothing to do with the first bericht, and toezicht.
VREEMDEN: Final = ("indiener.huis-aan-het-diep", "consulent.toegang-0014", "toezichthouder.toezicht")
# A cursor in the address of a next page.
CURSOR: Final = re.compile(r"[A-Za-z0-9_-]{60,}={0,2}")


def spoor(terrein: Terrein, vrager: Vrager, pad: str, **velden: str) -> Spoor:
    """Ask one page, by POST when there is something to send, and return what it leaves."""
    terrein.meter.begin()
    client = vrager.bezoeker.client
    data = {"csrf_token": vrager.token, **velden}
    antwoord = client.post(pad, data=data, headers=OWN_PAGE) if velden else client.get(pad)
    gevonden = spoor_van(antwoord, terrein.meter.werk())
    return Spoor(gevonden.status, gevonden.koppen, CURSOR.sub("…", gevonden.lichaam), gevonden.werk)


def cursors(terrein: Terrein, bericht: UUID) -> Iterator[tuple[str, str]]:
    """Yield cursors that begin at this bericht in each list, and the same ones with an id of nothing."""
    with terrein.huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, terrein.over("bericht")[0].ids["bericht"])
        # A second earlier: at the very moment of his own berichten the id decides what comes after it.
        moment, dag = (rij.ingediend - timedelta(seconds=1)).isoformat(), rij.urgent
    for waarden in (lambda i: (dag, moment, i), lambda i: (dag, i, 1, i), lambda i: (dag, moment, 1, i)):
        yield _cursor(*waarden(bericht)), _cursor(*waarden(new_id()))


def _cursor(*waarden: object) -> str:
    return urlsafe_b64encode(json.dumps([str(waarde) for waarde in waarden]).encode()).decode()


@pytest.mark.parametrize("naam", VREEMDEN)
def test_a_cursor_of_another_team_gives_what_a_cursor_of_nothing_gives(terrein: Terrein, naam: str) -> None:
    vrager, bericht = Vrager(terrein, IEDEREEN[naam]), terrein.over("bericht")[0].ids["bericht"]
    for lijst in LIJSTEN:
        for echt, niets in cursors(terrein, bericht):
            assert spoor(terrein, vrager, f"{lijst}?na={echt}") == spoor(terrein, vrager, f"{lijst}?na={niets}"), lijst


@pytest.mark.parametrize("naam", VREEMDEN)
def test_the_number_of_a_bericht_that_is_not_yours_finds_what_a_number_of_nothing_finds(
    terrein: Terrein, naam: str
) -> None:
    vrager = Vrager(terrein, IEDEREEN[naam])
    with terrein.huis.services.database.lezen() as session:
        rij = session.get_one(Bericht, _elders(terrein, IEDEREEN[naam]))
        echt, niets = rij.nummer, rij.nummer[:-4] + "ZZZZ"
    sporen = []
    for nummer in (echt, niets):
        gevonden = spoor(terrein, vrager, "/zoeken", soort="nummer", nummer=nummer)
        assert (gevonden.status, "Niets gevonden" in gevonden.lichaam or nummer in gevonden.lichaam) == (200, True)
        sporen.append(Spoor(gevonden.status, gevonden.koppen, gevonden.lichaam.replace(nummer, "…"), gevonden.werk))
    assert sporen[0] == sporen[1]


@pytest.mark.parametrize("naam", VREEMDEN)
def test_a_client_of_another_team_is_found_as_a_client_of_nobody(terrein: Terrein, naam: str) -> None:
    vrager = Vrager(terrein, IEDEREEN[naam])
    lichamen = set()
    for bsn in ("999900080", "999900092"):
        gevonden = spoor(terrein, vrager, "/zoeken", soort="bsn", bsn=bsn)
        lichamen.add((gevonden.status, gevonden.lichaam.replace(bsn, "…"), gevonden.werk))
    assert len(lichamen) == 1


def test_choosing_a_team_that_is_not_yours_is_choosing_one_that_is_not_there(terrein: Terrein) -> None:
    vrager = Vrager(terrein, IEDEREEN["consulent.toegang-0014"])
    sporen = {}
    for code in (EEMSDELTA, "toegang-9999"):
        sporen[code] = spoor(terrein, vrager, "/wissel", namens=f"team:{code}"), spoor(terrein, vrager, "/wissel")
    assert sporen[EEMSDELTA] == sporen["toegang-9999"]


@pytest.mark.parametrize("naam", ["indiener.de-schakel", "consulent.toegang-0014"])
def test_a_mailbox_that_one_may_not_send_to_is_one_that_is_not_there(terrein: Terrein, naam: str) -> None:
    vrager = Vrager(terrein, IEDEREEN[naam])
    dicht = spoor(terrein, vrager, "/nieuw/bestaat-niet")
    assert dicht.status == 404
    if naam.startswith("consulent"):
        assert spoor(terrein, vrager, "/nieuw/calamiteit-geweld") == dicht


@pytest.mark.parametrize("naam", ["niemand", "consulent.verlopen", "consulent.toegang-0014"])
def test_the_way_back_after_logging_in_never_looks_whether_it_is_there(terrein: Terrein, naam: str) -> None:
    vrager = Vrager(terrein, IEDEREEN[naam])
    echt, niets = (f"/inloggen?terug=/berichten/{i}" for i in (terrein.over("bericht")[0].ids["bericht"], new_id()))
    assert spoor(terrein, vrager, echt) == spoor(terrein, vrager, niets)


def test_a_taak_with_a_bericht_of_others_in_its_form_shows_that_bericht_to_nobody(terrein: Terrein) -> None:
    vrager = Vrager(terrein, IEDEREEN[f"consulent.{EEMSDELTA}"])
    taak = terrein.over("taak")[0].ids["taak"]
    vreemd = next(ding.ids["bericht"] for ding in terrein.over("bericht") if ding.team == "toezicht")
    sporen = [
        spoor(terrein, vrager, f"/taken/{taak}/gedaan", van="bericht", bericht=str(bericht), verzonden_op="gisteren")
        for bericht in (vreemd, new_id())
    ]
    assert sporen[0].status == 404
    assert sporen[0] == sporen[1]


@pytest.mark.parametrize("naam", [naam for naam, mens in IEDEREEN.items() if mens.is_binnen])
def test_no_page_names_a_bericht_or_concept_that_is_not_yours(terrein: Terrein, naam: str) -> None:
    terrein.herstel()
    mens = IEDEREEN[naam]
    vrager = Vrager(terrein, mens)
    eigen = {str(id_) for ding in terrein.dingen if ding.is_van(mens) for id_ in ding.ids.values()}
    vreemd = set(_vreemde_namen(terrein, mens)) - eigen
    gelekt, gezien = {}, 0
    for cel in cellen(terrein, mens):
        if cel.methode == "GET" and cel.verwacht == BINNEN and (cel.ding is None or cel.ding.status == "vraag_uit"):
            antwoord, _ = vrager.vraag(cel)
            gelekt[cel.naam] = genoemd(antwoord) & vreemd
            gezien += 1
    assert gezien > 8
    assert {waar: namen for waar, namen in gelekt.items() if namen} == {}


def _vreemde_namen(terrein: Terrein, mens: Mens) -> Iterator[str]:
    """Yield ids and numbers of every bericht and concept that is of others."""
    with terrein.huis.services.database.lezen() as session:
        for ding in terrein.over("bericht") + terrein.over("concept"):
            if ding.is_van(mens) or ding.weg:
                continue
            id_ = ding.ids.get("bericht") or ding.ids["concept"]
            yield str(id_)
            rij = session.get(Bericht, id_)
            if rij is not None:
                yield rij.nummer


def _elders(terrein: Terrein, mens: Mens) -> UUID:
    found: UUID = next(d.ids["bericht"] for d in terrein.over("bericht") if not d.is_van(mens) and not d.weg)
    return found
