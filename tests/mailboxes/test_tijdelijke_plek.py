"""A place for a time-out and one for an overbrugging: the handbook asks verband and verklaring of the first alone."""

from datetime import UTC, date, datetime

import pytest

from portal.core.behandelen.stapcontrole import AntwoordNodig
from portal.core.bericht.zicht import kop
from portal.core.herinneren.weekpost import weekly_mail
from portal.core.insturen.controle import controleer_ingevuld
from portal.core.insturen.kader import mailbox_en_kader
from portal.core.weigeren import NietMogelijk
from portal.domain.mailsoort import BLIJFT_LIGGEN, HERINNERING
from portal.domain.termijn import Karakter
from portal.worker.loop import work_clocks
from tests.core.test_per_ontvanger import plek, verstuur, werk
from tests.core.test_sociale_kaart import told
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


def test_the_verklaring_goes_with_the_soort_that_was_asked(huis: Installatie) -> None:
    """Of a time-out nobody promises a place without it, of an overbrugging nobody is asked for one."""
    ander, tekst = huis.gebruiker("ander"), "Een kamer vanaf 10 april."
    (time_out,) = verstuur(huis, huis.gebruiker("indiener"), PLEK, plek(DIEP))
    with pytest.raises(AntwoordNodig):
        huis.doe(ander, time_out, "toezeggen", tekst=tekst)
    with pytest.raises(NietMogelijk):
        huis.doe(ander, time_out, "toezeggen-overbrugging", tekst=tekst)
    zonder = plek(DIEP, soort="overbrugging", verband="", verklaring="")
    (overbrugging,) = verstuur(huis, huis.gebruiker("indiener"), PLEK, zonder)
    with pytest.raises(NietMogelijk):
        huis.doe(ander, overbrugging, "toezeggen", tekst=tekst, antwoorden={"verklaring": ["ja"]})
    huis.doe(ander, overbrugging, "toezeggen-overbrugging", tekst=tekst)
    assert kop(huis.services, ander, overbrugging).toestand.code == "toegezegd"


def test_who_promised_a_place_can_take_that_back_before_the_client_is_named(huis: Installatie) -> None:
    ander, indiener = huis.gebruiker("ander"), huis.gebruiker("indiener")
    (bericht,) = verstuur(huis, indiener, PLEK, plek(DIEP))
    antwoorden = {"verklaring": ["ja"], "vrij_op": ["10-4-2026"]}
    huis.doe(ander, bericht, "toezeggen", tekst="Een kamer.", antwoorden=antwoorden)
    huis.doe(ander, bericht, "niet-mogelijk", tekst="Er is brand geweest.")
    zicht = kop(huis.services, indiener, bericht)
    assert (zicht.toestand.code, "client-sturen" in {o.code for o in zicht.acties}) == ("afgehandeld", False)
    told(huis)
    work_clocks(huis.services, now=datetime(2026, 4, 10, 8, tzinfo=UTC))
    assert told(huis) == []


@pytest.mark.parametrize("vrij_op", ["", "10-4-2026"])
def test_who_promised_a_place_hears_on_the_day_that_it_is_there_and_every_week_after_it(
    huis: Installatie, vrij_op: str
) -> None:
    """Without a day he hears it from the first week on: a promise is never forgotten."""
    verstuur(huis, huis.gebruiker("indiener"), PLEK, plek(DIEP))
    ander = huis.gebruiker("ander")
    bericht = werk(huis, ander)
    antwoorden = {"verklaring": ["ja"], "vrij_op": [vrij_op]}
    huis.doe(ander, bericht, "toezeggen", tekst="Een kamer.", antwoorden=antwoorden)
    told(huis)
    gehoord = {}
    for dag in range(3, 21):
        nu = datetime(2026, 4, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=nu)
        weekly_mail(huis.services, now=nu)
        gehoord[dag] = [sjabloon for aan, sjabloon in told(huis) if aan == DIEP]
    eerst = HERINNERING if vrij_op else BLIJFT_LIGGEN
    assert {dag: wat for dag, wat in gehoord.items() if wat} == {10: [eerst], 13: [BLIJFT_LIGGEN], 20: [BLIJFT_LIGGEN]}
    (klok,) = kop(huis.services, ander, bericht).termijnen if vrij_op else (None,)
    assert klok is None or (klok.datum, klok.karakter, klok.te_laat) == (date(2026, 4, 10), Karakter.MIJLPAAL, False)
