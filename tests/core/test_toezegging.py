"""A later day that was promised beside the term (Awb 4:14): guarded by warnings and on the list, while the term stays."""

from datetime import date, timedelta

import pytest

from portal.core.herinneren.afloop import aflopend
from portal.core.klokken.klokcontrole import KlokNodig
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import explained
from portal.core.lezen.worklist import werkvoorraad
from portal.domain.grond import AANVULLING, OVERMACHT, VERTRAGING
from portal.domain.kalender import Besluit
from portal.domain.regels import NieuwBesluit
from tests.core.regels import beslis, oefen, pas_toe, stel, twee_beheerders
from tests.core.test_klokwijziging import VANDAAG, _rij, aanvraag, klok, urgent, wijzig
from tests.core.test_tijdom import on, told
from tests.installatie import EEMSDELTA, Installatie

BELOOFD = date(2026, 5, 7)
OP_2_APRIL = "Op donderdag 2 april 2026 is toegezegd: uiterlijk donderdag 7 mei 2026"


def test_a_promised_day_is_warned_of_and_missed_like_a_last_day(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    told(huis)
    assert (klok(huis, bericht).datum, klok(huis, bericht).toegezegd) == (date(2026, 4, 16), BELOOFD)
    dagen = [VANDAAG + timedelta(days=n) for n in range(45)]
    verloop = [(dag, *mail) for dag in dagen for mail in on(huis, dag)]
    assert [regel for regel in verloop if regel[0] >= date(2026, 4, 22)] == [
        (date(2026, 5, 6), EEMSDELTA, "toegezegd"),
        (date(2026, 5, 8), EEMSDELTA, "toegezegd"),
        (date(2026, 5, 12), EEMSDELTA, "escalatie"),
    ]
    assert [regel[1:] for regel in verloop if regel[0] < date(2026, 4, 22)] == [
        (EEMSDELTA, "herinnering"),
        (EEMSDELTA, "te-laat"),
        (EEMSDELTA, "escalatie"),
    ]


def test_a_promised_day_stands_on_the_list_of_its_week_and_stays_when_the_clock_moves(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    consulent = huis.gebruiker("consulent")
    items = aflopend(huis.services, consulent, tot=BELOOFD, keuze="alles", vandaag=VANDAAG)
    dagen = [(item.titel, item.datum) for item in items if item.bericht == bericht]
    assert len({item.bron for item in items}) == len(items)
    assert dagen == [("Beschikking", date(2026, 4, 16)), ("Beschikking, toegezegde dag", BELOOFD)]
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 1))
    assert (klok(huis, bericht).datum, klok(huis, bericht).toegezegd) == (date(2026, 4, 15), BELOOFD)
    uitleg = explained(huis.services, *_rij(huis, bericht))
    assert (uitleg == klok(huis, bericht).uitleg, f"{OP_2_APRIL}, want" in uitleg) == (True, True)


def test_a_promised_day_stays_when_the_clock_stands_still_and_is_guarded_when_it_runs_again(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.later(days=12)
    vandaag = date(2026, 4, 14)
    wijzig(huis, bericht, "verlengen", vandaag, grond=VERTRAGING.code, aantal=2)
    beloofd = date(2026, 4, 30)
    assert klok(huis, bericht).toegezegd == beloofd
    wijzig(huis, bericht, "opschorten", vandaag, grond=AANVULLING.code, uiterlijk=date(2026, 4, 28))
    staat = klok(huis, bericht)
    zin = "Op dinsdag 14 april 2026 is toegezegd: uiterlijk donderdag 30 april 2026"
    assert (staat.status, staat.toegezegd, zin in staat.uitleg) == (Klokstatus.OPGESCHORT, beloofd, True)
    assert explained(huis.services, *_rij(huis, bericht)) == staat.uitleg
    assert (EEMSDELTA, "loopt-weer") in on(huis, date(2026, 4, 29))
    weer = klok(huis, bericht)
    # 15 to 28 April stood still: 14 days after 16 April
    assert (weer.datum, weer.toegezegd, zin in weer.uitleg) == (beloofd, beloofd, True)
    assert [(regel.soort, regel.van, regel.naar) for regel in weer.historie] == [
        (Gebeurtenis.GESTART, None, date(2026, 4, 16)),
        (Gebeurtenis.TOEGEZEGD, None, beloofd),
        (Gebeurtenis.OPGESCHORT, date(2026, 4, 16), None),
        (Gebeurtenis.HERVAT, None, beloofd),
    ]
    assert (EEMSDELTA, "toegezegd") in on(huis, date(2026, 5, 1))


def test_a_promised_day_is_told_of_once_though_the_clock_ends_later_since(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    assert (EEMSDELTA, "toegezegd") in on(huis, BELOOFD + timedelta(days=1))
    wijzig(huis, bericht, "begin-verbeteren", date(2026, 4, 30))
    assert (klok(huis, bericht).datum, on(huis, BELOOFD + timedelta(days=2))) == (date(2026, 5, 18), [])


def test_after_a_decree_day_page_mail_and_rehearsal_keep_the_day_that_was_promised(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    een, twee = twee_beheerders(huis)
    vrij = NieuwBesluit(besluit=Besluit(naam="7 mei vrij", van=2026, tot_en_met=2026, dagen=(BELOOFD,)))
    assert oefen(huis, een, vrij).aantal == 0
    beslis(huis, twee, stel(huis, een, vrij), ook_lopende=True)
    pas_toe(huis)
    zicht = klok(huis, bericht)
    assert (zicht.datum, zicht.toegezegd, OP_2_APRIL in zicht.uitleg) == (date(2026, 4, 16), BELOOFD, True)
    assert explained(huis.services, *_rij(huis, bericht)) == zicht.uitleg
    assert [regel.soort for regel in zicht.historie] == [Gebeurtenis.GESTART, Gebeurtenis.TOEGEZEGD]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_day_that_is_over_when_the_letter_goes_promises_nothing(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    huis.later(days=21)
    dag = date(2026, 4, 23)
    with pytest.raises(KlokNodig, match="donderdag 23 april 2026: dat is niet na donderdag 23 april 2026") as nodig:
        wijzig(huis, bericht, "verlengen", dag, grond=VERTRAGING.code, aantal=1)
    assert nodig.value.veld == "aantal"
    wijzig(huis, bericht, "verlengen", dag, grond=VERTRAGING.code, aantal=2)
    assert klok(huis, bericht).toegezegd == date(2026, 4, 30)


def test_while_the_clock_stands_still_a_promised_day_is_guarded_all_the_same(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=OVERMACHT.code, uiterlijk=None)
    told(huis)
    # the warning of the day before, and of the day after it and the escalation one mail: the worker was away until 13 May
    dagen = [*(VANDAAG + timedelta(days=n) for n in range(35)), date(2026, 5, 13)]
    assert [(dag, *mail) for dag in dagen for mail in on(huis, dag)] == [
        (date(2026, 4, 30), EEMSDELTA, "staat-stil"),
        (date(2026, 5, 6), EEMSDELTA, "toegezegd"),
        (date(2026, 5, 13), EEMSDELTA, "toegezegd"),
    ]
    assert klok(huis, bericht).status is Klokstatus.OPGESCHORT


def test_beside_a_clock_that_stands_still_the_promised_day_is_the_one_that_lists_show(huis: Installatie) -> None:
    bericht, consulent = aanvraag(huis), huis.gebruiker("consulent")
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    wijzig(huis, bericht, "opschorten", VANDAAG, grond=OVERMACHT.code, uiterlijk=None)
    items = aflopend(huis.services, consulent, tot=BELOOFD, keuze="alles", vandaag=VANDAAG)
    rijen = [rij.termijn for rij in werkvoorraad(huis.services, consulent).rijen if rij.id == bericht and rij.termijn]
    beloofd = [("Beschikking, toegezegde dag", BELOOFD)]
    assert [(item.titel, item.datum) for item in items if item.bericht == bericht] == beloofd
    assert ([(klok.titel, klok.datum) for klok in rijen], urgent(huis, bericht)) == (beloofd, BELOOFD)
    huis.later(days=1)
    wijzig(huis, bericht, "doorlopen", date(2026, 4, 3))
    assert urgent(huis, bericht) == klok(huis, bericht).datum == date(2026, 4, 16)
