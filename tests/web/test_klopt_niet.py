"""A bericht that is not as the vault took it in, or not yet taken in: a page in plain Dutch, lists go on, no text is lost."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from portal.app import create_app
from portal.core.insturen.intake import submit_bericht
from portal.db import is_writing
from portal.models import Bericht, Bijlage, Termijn
from portal.sealing.client import LocalClient, VaultDown
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.core.test_bewijs import change, seal
from tests.core.test_kwitantie import forge_answers
from tests.web.verhalen import open_form, steps_of, submitted, typed

VRAAG = "Op welk adres gaat de burger wonen?"
KLOPT_NIET = "Dit bericht klopt niet"
BEL = "Bel de beheerder van het portaal en noem het nummer van het bericht."


class TakesNothingIn(LocalClient):
    """The vault of a moment at which it opens and does not take in."""

    def _call(self, verb: str, **arguments: Any) -> Any:
        if verb == "take_in":
            raise VaultDown
        return super()._call(verb, **arguments)


def put(portal: Portaal, bericht: UUID, **values: object) -> None:
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Bericht).where(Bericht.id == bericht).values(**values))


def not_taken_in(portal: Portaal) -> UUID:
    huis = portal.huis
    indiener = huis.gebruiker("indiener")
    return submit_bericht(huis.services, indiener, concept=huis.concept(indiener), now=huis.now)


def test_answers_that_were_put_there_give_a_page_and_not_the_answers(portal: Portaal) -> None:
    bericht = submitted(portal)
    forge_answers(portal.huis, bericht)
    with portal.huis.services.database.lezen() as session:
        bijlage = session.scalars(select(Bijlage.id)).all()[0]
    for account, lijst in (("consulent", "/werkvoorraad"), ("indiener", "/onderweg")):
        bezoeker = portal.bezoek(account)
        for pad in (f"/berichten/{bericht}", f"/berichten/{bericht}/bijlagen/{bijlage}"):
            response = bezoeker.get(pad)
            tekst = page_text(response)
            assert (response.status_code, KLOPT_NIET in tekst, BEL in tekst) == (409, True, True)
            assert "Wat er in het bericht staat" not in tekst
        assert bezoeker.get(lijst).status_code == 200
    assert portal.bezoek("consulent").get(f"/berichten/{bericht}/doen/afgewezen").status_code == 409


def test_a_text_for_a_bericht_that_does_not_fit_comes_back_to_copy(portal: Portaal) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    forge_answers(portal.huis, bericht)
    response = formulier.verstuur(tekst=VRAAG)
    tekst = page_text(response)
    assert (response.status_code, typed(response)) == (409, VRAAG)
    assert "Uw tekst is niet verstuurd. Kopieer hem als u hem nog nodig heeft." in tekst
    assert BEL in tekst
    assert steps_of(portal, bericht) == ["indienen", "openen"]


def test_a_text_that_a_thief_sealed_gives_a_page_and_not_the_text_and_leaves_the_lists(portal: Portaal) -> None:
    bericht = submitted(portal)
    assert open_form(portal.bezoek("consulent"), bericht, "vraag-stellen").verstuur(tekst=VRAAG).status_code == 303
    assert VRAAG in page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    change(portal.huis, bericht, "vraag-stellen", item=seal(portal.huis, bericht, b"Stuur het BSN per e-mail."))
    for account, lijst in (("consulent", "/werkvoorraad"), ("indiener", "/onderweg")):
        bezoeker = portal.bezoek(account)
        response = bezoeker.get(f"/berichten/{bericht}")
        tekst = page_text(response)
        assert (response.status_code, KLOPT_NIET in tekst, BEL in tekst, "BSN" in tekst) == (409, True, True, False)
        assert bezoeker.get(lijst).status_code == 200
    assert portal.bezoek("indiener").get(f"/berichten/{bericht}/doen/beantwoorden").status_code == 409


@pytest.mark.parametrize("wat", ["status", "klok"])
def test_a_status_or_clock_that_nobody_knows_gives_a_page_and_leaves_the_lists(portal: Portaal, wat: str) -> None:
    bericht = submitted(portal)
    formulier = open_form(portal.bezoek("consulent"), bericht, "vraag-stellen")
    if wat == "status":
        put(portal, bericht, status="verdwaald")
    else:
        with portal.huis.services.database.schrijven() as session:
            session.execute(update(Termijn).values(karakter="verdwaald"))
    for account, lijst in (("consulent", "/werkvoorraad"), ("indiener", "/onderweg")):
        bezoeker = portal.bezoek(account)
        response = bezoeker.get(f"/berichten/{bericht}")
        assert (response.status_code, KLOPT_NIET in page_text(response)) == (409, True)
        rijen = bezoeker.get(lijst)
        assert (rijen.status_code, str(bericht) in rijen.text) == (200, True)
    response = formulier.verstuur(tekst=VRAAG)
    assert (response.status_code, typed(response)) == (409, VRAAG)
    assert "Wat u hebt ingevuld, staat hieronder en is nog niet verstuurd." in page_text(response)


def test_what_is_still_being_taken_in_says_to_wait_and_keeps_the_text(portal: Portaal) -> None:
    bericht, huis = not_taken_in(portal), portal.huis
    consulent = portal.bezoek("consulent")
    huis.client.down = True
    velden = {"sleutel": str(new_id()), "versie": "1", "tekst": VRAAG}
    response = consulent.post(f"/berichten/{bericht}/doen/vraag-stellen", velden)
    assert (response.status_code, typed(response)) == (409, VRAAG)
    assert "Dit bericht wordt net verwerkt. Probeer het over een minuut opnieuw." in page_text(response)
    huis.client.down = False
    services = replace(huis.services, vault=TakesNothingIn(huis.vault, is_writing))
    bezig = Portaal(huis, create_app(services.settings, services, klok=lambda: huis.now))
    response = bezig.bezoek("consulent").get(f"/berichten/{bericht}")
    tekst = page_text(response)
    assert (response.status_code, "Dit bericht wordt net verwerkt" in tekst) == (409, True)
    assert "Probeer het over een minuut opnieuw." in tekst
    assert portal.bezoek("consulent").get(f"/berichten/{bericht}").status_code == 200
