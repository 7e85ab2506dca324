"""A place for a time-out and one for an overbrugging: the handbook asks verband and verklaring of the first alone."""

import pytest

from portal.core.behandelen.stapcontrole import AntwoordNodig
from portal.core.bericht.zicht import kop
from portal.core.insturen.controle import controleer_ingevuld
from portal.core.insturen.kader import mailbox_en_kader
from tests.core.test_per_ontvanger import plek, verstuur, werk
from tests.installatie import DIEP, Installatie

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
PLEK = "tijdelijke-plek"


def fouten(huis: Installatie, **anders: str) -> set[str]:
    indiener = huis.gebruiker("indiener")
    mailbox, kader = mailbox_en_kader(huis.services, indiener, PLEK, now=huis.now)
    formulier = mailbox.formulier.vul(plek(DIEP, **anders), kader)
    controle = controleer_ingevuld(huis.services, indiener, mailbox, formulier, kader, now=huis.now)
    return {fout.veld for fout in controle.fouten.fouten}


def test_a_time_out_asks_verband_and_verklaring_and_an_overbrugging_asks_neither(huis: Installatie) -> None:
    """Handboek, time-outregeling and §5.9: whoever has no place for who waits may ask another, without a verband."""
    weg = {"verband": "", "verklaring": ""}
    assert fouten(huis) == set()
    assert fouten(huis, **weg) == {"verband", "verklaring"}
    assert fouten(huis, verband="nee") == {"verband"}
    assert fouten(huis, soort="overbrugging", **weg) == set()
    assert fouten(huis, soort="overbrugging", crisis="ja", **weg) == {"crisis"}


def test_who_promises_a_place_says_that_his_verklaring_is_signed_as_well(huis: Installatie) -> None:
    """To promise and to ask are both a duty: 'Hiervoor is een bestuurlijke verklaring nodig'."""
    verstuur(huis, huis.gebruiker("indiener"), PLEK, plek(DIEP))
    ander = huis.gebruiker("ander")
    bericht = werk(huis, ander)
    with pytest.raises(AntwoordNodig):
        huis.doe(ander, bericht, "toezeggen", tekst="Een kamer vanaf 10 april.")
    huis.doe(ander, bericht, "toezeggen", tekst="Een kamer vanaf 10 april.", antwoorden={"verklaring": ["ja"]})
    assert kop(huis.services, ander, bericht).toestand.code == "toegezegd"
