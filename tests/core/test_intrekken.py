"""Withdrawing a melding: the aanbieder asks, the team decides, and until then every clock runs on (Handboek §4)."""

from datetime import date
from uuid import UUID

import pytest

from portal.core.accounts import Gebruiker
from portal.core.klokken import Klokstatus
from portal.core.taken import taak_gedaan
from portal.core.zicht import kop
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie

WAAROM = "De burger wil dit. Hij verhuist naar familie."


@pytest.fixture
def melding(huis: Installatie) -> UUID:
    """A herindicatie at Eemsdelta that was taken up."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def _lopend(huis: Installatie, wie: Gebruiker, bericht: UUID) -> list[str]:
    return [t.code for t in kop(huis.services, wie, bericht).termijnen if t.status is Klokstatus.LOOPT]


def test_the_clocks_run_on_until_the_team_has_decided_and_the_letter_follows(huis: Installatie, melding: UUID) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.doe(indiener, melding, "intrekking-melding", tekst=WAAROM)
    assert kop(huis.services, indiener, melding).toestand.titel == "Intrekken gevraagd"
    assert _lopend(huis, consulent, melding) == ["onderzoek"]
    huis.doe(consulent, melding, "intrekking-akkoord", tekst="Dat kan.")
    zicht = kop(huis.services, consulent, melding)
    assert (zicht.toestand.code, [t.code for t in zicht.taken]) == ("ingetrokken", ["brief-intrekking"])
    assert {t.code: t.status.value for t in zicht.termijnen}["onderzoek"] == "vervallen"
    taak_gedaan(huis.services, consulent, taak=zicht.taken[0].id, verzonden=date(2026, 4, 2), now=huis.now)
    assert kop(huis.services, consulent, melding).toestand.code == "ingetrokken"


def test_what_is_not_withdrawn_goes_on_where_it_was_also_after_a_question(huis: Installatie, melding: UUID) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    huis.doe(consulent, melding, "gesprek-nodig")
    huis.doe(consulent, melding, "vraag-stellen", tekst="Wanneer kan het gesprek?")
    huis.doe(indiener, melding, "intrekking-melding", tekst=WAAROM)
    huis.doe(consulent, melding, "vraag-stellen", tekst="Weet de burger dit?")
    huis.doe(indiener, melding, "beantwoorden", tekst="Ja.")
    assert kop(huis.services, consulent, melding).toestand.code == "intrekking_gevraagd"
    huis.doe(consulent, melding, "intrekking-niet", tekst="De burger zegt iets anders.")
    assert kop(huis.services, indiener, melding).toestand.code == "vraag_uit"
    huis.doe(indiener, melding, "beantwoorden", tekst="Donderdag.")
    assert kop(huis.services, consulent, melding).toestand.code == "gesprek"
    assert _lopend(huis, consulent, melding) == ["onderzoek"]


def test_the_consulent_may_withdraw_it_himself_and_explains_it_by_letter(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, melding, "intrekking-toegang", tekst="De burger is niet meer in de regio.")
    zicht = kop(huis.services, consulent, melding)
    assert (zicht.toestand.code, [t.titel for t in zicht.taken]) == (
        "ingetrokken",
        ["Leg de intrekking kort uit per brief aan de burger en/of de aanbieder"],
    )
    assert _lopend(huis, consulent, melding) == []
