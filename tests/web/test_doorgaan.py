"""A matter that belongs in another mailbox goes on there with the answers; nothing is typed twice."""

import pytest
from werkzeug.test import TestResponse

from portal.core.insturen import concepten
from portal.core.insturen.conceptenlijst import conceptenlijst
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.ingevuld import ingevuld
from tests.voorbeelden import BSN

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

WIJZIGING = "wijziging-indicatie"


def post(portal: Portaal, *, verder: str = "") -> TestResponse:
    mailbox = portal.huis.services.mailboxen.met_code(WIJZIGING)
    assert mailbox is not None
    lopend, gewenst = ["verblijf-nabij"], ["verblijf-nabij", "woonbegeleiding-complex"]
    antwoorden = ingevuld(mailbox, producten=lopend, gewenst=gewenst, gemeente_indicatie=["1979"])
    data = {**antwoorden, "versie": "0"}
    waarheen = {"verder": verder} if verder else {}
    return portal.bezoek("indiener").post(f"/concepten/{new_id()}?soort={WIJZIGING}", data | waarheen)


def test_a_new_product_is_refused_here_and_offered_to_go_on_with(portal: Portaal) -> None:
    tekst = page_text(post(portal))
    assert "Woonbegeleiding complex is een nieuwe voorziening. Meld die apart." in tekst
    assert "Dit hoort bij: Melding Woonbegeleiding Complex" in tekst
    assert "Dit hoort bij: Melding Activering" not in tekst


def test_going_on_keeps_the_answers_that_are_asked_there_too(portal: Portaal) -> None:
    antwoord = post(portal, verder="melding-woonbegeleiding-complex")
    indiener = portal.huis.gebruiker("indiener")
    rijen = {rij.mailbox: rij.id for rij in conceptenlijst(portal.huis.services, indiener).rijen}
    assert set(rijen) == {WIJZIGING, "melding-woonbegeleiding-complex"}
    nieuw = concepten.open_concept(portal.huis.services, indiener, rijen["melding-woonbegeleiding-complex"])
    assert antwoord.headers["Location"].endswith(f"/concepten/{nieuw.id}")
    assert (nieuw.ruw["bsn"], nieuw.ruw["producten"], "gewenst" in nieuw.ruw) == ([BSN], ["verblijf-nabij"], False)


@pytest.mark.parametrize("naar", ["herindicatie", "bestaat-niet"])
def test_it_leads_nowhere_else(portal: Portaal, naar: str) -> None:
    assert post(portal, verder=naar).status_code == 404
