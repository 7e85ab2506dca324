"""What a step asks: a day that can be, after the step before it, and a signature as facts (mailboxes: consent is a fact)."""

from datetime import date
from uuid import UUID

import pytest

from portal.core.behandelen.stapcontrole import DagNodig, Getekend, HandtekeningNodig
from portal.core.bericht.zicht import kop
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

ONTVANGEN = date(2026, 4, 9)
GEZIEN = "K. Wiersma, begeleider"


@pytest.fixture
def verslag(huis: Installatie) -> UUID:
    """A herindicatie of which the verslag was sent on 6 April 2026; it is 10 April."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.later(days=8)
    consulent = huis.gebruiker("consulent")
    for code in ("oppakken", "geen-gesprek"):
        huis.doe(consulent, bericht, code)
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 6))
    return bericht


@pytest.mark.parametrize("dag", [date(2026, 4, 5), date(2026, 4, 11)])
def test_the_signed_aanvraag_is_not_received_before_the_verslag_was_sent_nor_tomorrow(
    huis: Installatie, verslag: UUID, dag: date
) -> None:
    getekend = Getekend(date(2026, 4, 6), GEZIEN)
    with pytest.raises(DagNodig):
        huis.doe(huis.gebruiker("consulent"), verslag, "aanvraag-ontvangen", dag=dag, getekend=getekend)


@pytest.mark.parametrize(
    ("getekend", "veld", "tekst"),
    [
        (None, "getekend_op", "Vul in op welke dag de burger tekende en wie dat heeft gezien."),
        (Getekend(date(2026, 4, 7), " "), "gezien_door", "Vul in op welke dag de burger tekende en wie dat heeft gezien."),
        (Getekend(date(2026, 4, 5), GEZIEN), "getekend_op", "Deze dag ligt voor de dag van versturen, maandag 6 april 2026."),
        (Getekend(date(2026, 4, 10), GEZIEN), "getekend_op", "Deze dag ligt na de ontvangst, op donderdag 9 april 2026."),
    ],
    ids=["geen", "niemand zag het", "voor het verslag", "na de ontvangst"],
)  # fmt: skip
def test_a_signature_is_a_day_that_can_be_and_somebody_who_saw_it(
    huis: Installatie, verslag: UUID, getekend: Getekend | None, veld: str, tekst: str
) -> None:
    consulent = huis.gebruiker("consulent")
    with pytest.raises(HandtekeningNodig) as nodig:
        huis.doe(consulent, verslag, "aanvraag-ontvangen", dag=ONTVANGEN, getekend=getekend)
    assert (nodig.value.veld, nodig.value.tekst) == (veld, tekst)
    assert kop(huis.services, consulent, verslag).toestand.code == "verslag_uit"


def test_the_aanbieder_who_sends_it_back_cannot_say_that_it_was_signed_tomorrow(
    huis: Installatie, verslag: UUID
) -> None:
    with pytest.raises(HandtekeningNodig, match="Deze dag ligt na vandaag"):
        huis.doe(
            huis.gebruiker("indiener"), verslag, "aanvraag-teruggestuurd", getekend=Getekend(date(2026, 4, 11), GEZIEN)
        )


def test_the_day_of_signing_may_be_the_day_of_sending_and_of_receiving(huis: Installatie, verslag: UUID) -> None:
    consulent, dag = huis.gebruiker("consulent"), date(2026, 4, 6)
    huis.doe(consulent, verslag, "aanvraag-ontvangen", dag=dag, getekend=Getekend(dag, GEZIEN))
    assert kop(huis.services, consulent, verslag).toestand.code == "aanvraag"
