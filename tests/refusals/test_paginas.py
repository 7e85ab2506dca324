"""Every page × method × role × place × session × toestand, by real requests, against the statement in tafel.py."""

from collections import defaultdict

import pytest

from portal.domain.levensloop import Actie
from tests.refusals.cellen import BINNEN, OPENBAAR, VASTE_VRAGERS, cellen
from tests.refusals.mensen import IEDEREEN
from tests.refusals.tafel import PAGINAS, kant_van, pagina_van
from tests.refusals.terrein import Terrein
from tests.refusals.vragen import Spoor, Vrager, uitkomst


def test_every_page_has_its_line_in_the_statement(terrein: Terrein) -> None:
    for rule in terrein.app.url_map.iter_rules():
        if rule.endpoint != "static":
            pagina_van(rule.endpoint)


def test_every_act_has_its_line_in_the_statement() -> None:
    for actie in Actie:
        kant_van(actie)


def test_the_matrix_holds_thousands_of_requests_and_every_page_in_and_out(terrein: Terrein) -> None:
    alle = [(mens, cel) for mens in IEDEREEN.values() for cel in cellen(terrein, mens)]
    assert len(alle) > 5000, len(alle)
    assert {cel.endpoint for _, cel in alle} == PAGINAS.keys()
    geweigerd = {cel.endpoint for _, cel in alle if cel.verwacht != BINNEN}
    assert {naam for naam, pagina in PAGINAS.items() if not pagina.publiek} == geweigerd
    vreemd = {cel.endpoint for mens, cel in alle if mens.is_binnen and cel.is_vreemd(mens)}
    assert {naam for naam, pagina in PAGINAS.items() if pagina.over not in {"", *OPENBAAR}} == vreemd


@pytest.mark.parametrize("naam", IEDEREEN)
def test_every_page_answers_everyone_as_the_statement_says(terrein: Terrein, naam: str) -> None:
    terrein.herstel()
    mens = IEDEREEN[naam]
    vrager = Vrager(terrein, mens)
    fout: list[str] = []
    sporen: dict[tuple[str, str, str, str], dict[Spoor, str]] = defaultdict(dict)
    gevraagd = 0
    for cel in cellen(terrein, mens):
        antwoord, spoor = vrager.vraag(cel)
        gevraagd += 1
        if uitkomst(antwoord) != cel.verwacht:
            fout.append(f"{cel.naam}: {uitkomst(antwoord)} in plaats van {cel.verwacht}")
        if cel.is_vreemd(mens) and (cel.verwacht != BINNEN or cel.methode == "OPTIONS"):
            sporen[cel.soort(mens)].setdefault(spoor, cel.naam)
    if naam in VASTE_VRAGERS:
        terrein.tokens[naam] = terrein.huis.token(mens.account)  # the last he did was to log out
    assert fout == []
    assert {waar: verschil(gevonden) for waar, gevonden in sporen.items() if len(gevonden) > 1} == {}
    assert gevraagd > 100


def verschil(gevonden: dict[Spoor, str]) -> list[str]:
    """Say which cells could be told apart, and by what."""
    een, ander = list(gevonden)[:2]
    waarin = [naam for naam in ("status", "koppen", "lichaam", "werk") if getattr(een, naam) != getattr(ander, naam)]
    return [*gevonden.values(), *waarin, f"{len(een.werk)} {len(ander.werk)}"]
