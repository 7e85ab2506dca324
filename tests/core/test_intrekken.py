"""Withdrawing a melding without being asked: the consulent decides it and explains it by letter (Handboek §4)."""

from datetime import date
from uuid import UUID

import pytest

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import kop
from portal.core.klokken.klokken import Klokstatus
from portal.core.taken.taken import taak_gedaan
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie


@pytest.fixture
def melding(huis: Installatie) -> UUID:
    """A herindicatie at Eemsdelta that was taken up."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def _lopend(huis: Installatie, wie: Gebruiker, bericht: UUID) -> list[str]:
    return [t.code for t in kop(huis.services, wie, bericht).termijnen if t.status is Klokstatus.LOOPT]


def test_the_consulent_may_withdraw_it_himself_and_explains_it_by_letter(huis: Installatie, melding: UUID) -> None:
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, melding, "intrekking-toegang", tekst="De burger is niet meer in de regio.")
    zicht = kop(huis.services, consulent, melding)
    assert (zicht.toestand.code, [t.titel for t in zicht.taken]) == (
        "ingetrokken",
        ["Leg de intrekking kort uit per brief aan de burger en/of de aanbieder"],
    )
    assert _lopend(huis, consulent, melding) == []
    taak_gedaan(huis.services, consulent, taak=zicht.taken[0].id, verzonden=date(2026, 4, 2), now=huis.now)
    assert kop(huis.services, consulent, melding).toestand.code == "ingetrokken"
