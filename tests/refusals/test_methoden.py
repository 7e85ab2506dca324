"""Other methods than the links and forms of the portal use: they do nothing, and tell nothing that these would not."""

import pytest

from portal.models import Concept
from tests.refusals.cellen import NIET_GEVONDEN, cellen
from tests.refusals.dingen import vers
from tests.refusals.mensen import IEDEREEN
from tests.refusals.terrein import Terrein
from tests.refusals.vragen import Spoor, Vrager, spoor_van

GEEN_VAN_ALLE = frozenset({"PUT", "DELETE", "POST"})


@pytest.mark.parametrize(
    "naam", ["indiener.de-schakel", "consulent.toegang-1979", "organisatiebeheerder.de-schakel", "niemand"]
)
def test_a_head_is_answered_as_a_get_without_its_body(terrein: Terrein, naam: str) -> None:
    terrein.herstel()
    mens = IEDEREEN[naam]
    vrager, vergeleken = Vrager(terrein, mens), 0
    for cel in cellen(terrein, mens):
        if cel.methode == "HEAD":
            head = vrager.bezoeker.client.head(cel.pad)
            get = vrager.bezoeker.client.get(cel.pad)
            assert (head.status_code, set(head.headers.keys())) == (get.status_code, set(get.headers.keys())), cel.naam
            assert head.get_data() == b"", cel.naam
            vergeleken += 1
    assert vergeleken > 25


def test_a_head_throws_nothing_away(terrein: Terrein) -> None:
    concept = vers(terrein.huis, terrein.over("concept")[0]).ids["concept"]
    vrager = Vrager(terrein, IEDEREEN["indiener.de-schakel"])
    vrager.bezoeker.client.head(f"/concepten/{concept}/verwijderen")
    with terrein.huis.services.database.lezen() as session:
        assert session.get(Concept, concept) is not None


@pytest.mark.parametrize(
    "naam", ["niemand", "indiener.huis-aan-het-diep", "frontoffice.toegang-1979", "indiener.verlopen"]
)
def test_a_method_that_a_page_has_not_is_refused_alike_whatever_the_address_names(terrein: Terrein, naam: str) -> None:
    mens, adressen = IEDEREEN[naam], terrein.app.url_map.bind("localhost")
    vrager = Vrager(terrein, mens)
    antwoorden: dict[tuple[str, str], set[Spoor]] = {}
    for cel in cellen(terrein, mens):
        if cel.ding is not None and (cel.ding.misvormd or cel.methode not in {"GET", "POST"} or cel.code):
            continue
        for methode in sorted(GEEN_VAN_ALLE - set(adressen.allowed_methods(cel.pad))):
            antwoord = vrager.bezoeker.client.open(cel.pad, method=methode, data={"csrf_token": vrager.token})
            assert antwoord.status_code == 405, (methode, cel.naam)
            antwoorden.setdefault((cel.endpoint, methode), set()).add(spoor_van(antwoord, ()))
    assert len(antwoorden) > 40
    assert {waar: len(sporen) for waar, sporen in antwoorden.items() if len(sporen) > 1} == {}


@pytest.mark.parametrize("naam", ["consulent.toegang-0014", "indiener.huis-aan-het-diep", "beleid.toegang-1979"])
def test_a_script_that_asks_for_words_hears_the_same_of_what_is_not_his_and_not_there(
    terrein: Terrein, naam: str
) -> None:
    mens = IEDEREEN[naam]
    vrager, gehoord = Vrager(terrein, mens), set()
    for cel in cellen(terrein, mens):
        if cel.methode in {"GET", "POST"} and cel.verwacht == NIET_GEVONDEN:
            velden = {"csrf_token": vrager.token, "sleutel": "0" * 32, "versie": "0"} if cel.methode == "POST" else None
            hoofd = {"Accept": "application/json", "Sec-Fetch-Site": "same-origin"}
            antwoord = vrager.bezoeker.client.open(cel.pad, method=cel.methode, data=velden, headers=hoofd)
            gehoord.add((antwoord.status_code, antwoord.get_data(as_text=True)))
    assert len(gehoord) == 1
