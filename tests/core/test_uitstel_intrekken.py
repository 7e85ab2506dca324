"""A verlenging or a bericht van vertraging that was wrong is taken back, and the next one is entered where the law knows no last one."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.kwitantie import KloptNiet
from portal.core.bericht.zicht import kop
from portal.core.klokken.klokcontrole import KlokNodig
from portal.core.klokken.klokhistorie import Gebeurtenis
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import explained
from portal.core.weigeren import NietMogelijk
from portal.domain.grond import OVERMACHT, UITSTEL_KLACHT, VERDAGING_KLACHT, VERTRAGING
from portal.domain.levensloop import Actie
from portal.models import Termijnperiode, Termijnstap
from tests.core.test_klokwijziging import VANDAAG, _rij, aanvraag, klok, voorvallen, wijzig
from tests.core.test_tijdom import on, told
from tests.installatie import Installatie

INTREKKEN = "uitstel-intrekken"
LAATSTE = date(2026, 4, 16)


def klacht(huis: Installatie) -> UUID:
    """A klacht of 2 April: 14 May is Hemelvaartsdag and 15 May gelijkgesteld, so it is due on 18 May."""
    gevuld = {"gemeente_melding": "1979", "besluit": "nee", "wat": "Te laat.", "wanneer": "1-4-2026", "wens": "Uitleg."}
    bericht = huis.stuur(huis.gebruiker("indiener"), "klacht", {naam: [waarde] for naam, waarde in gevuld.items()})
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def verleng(huis: Installatie, bericht: UUID, dag: date, *, grond: str, aantal: int) -> None:
    wijzig(huis, bericht, "verlengen", dag, code="klacht", grond=grond, aantal=aantal)


def test_a_klacht_is_lengthened_once_by_the_gemeente_and_again_as_often_as_the_klager_agrees(huis: Installatie) -> None:
    bericht = klacht(huis)
    assert klok(huis, bericht, "klacht").datum == date(2026, 5, 18)
    verleng(huis, bericht, VANDAAG, grond=VERDAGING_KLACHT.code, aantal=4)
    with pytest.raises(KlokNodig) as nodig:
        verleng(huis, bericht, VANDAAG, grond=VERDAGING_KLACHT.code, aantal=2)
    assert nodig.value.veld == "grond"
    huis.later(days=5)
    for weken in (2, 1):
        verleng(huis, bericht, date(2026, 4, 7), grond=UITSTEL_KLACHT.code, aantal=weken)
    zicht = klok(huis, bericht, "klacht")
    # 6 + 4 + 2 + 1 weken
    assert (zicht.datum, zicht.uitleg.count("want de klager stemde schriftelijk in")) == (date(2026, 7, 2), 2)


def test_a_verlenging_that_was_wrong_is_taken_back_and_entered_again(huis: Installatie) -> None:
    bericht, voor = klacht(huis), date(2026, 5, 18)
    verleng(huis, bericht, VANDAAG, grond=VERDAGING_KLACHT.code, aantal=4)
    (keuze,) = kop(huis.services, huis.gebruiker("consulent"), bericht).klokkeuzes[Actie.UITSTEL_INTREKKEN]
    assert keuze.langer is not None
    assert (keuze.langer.aantal, keuze.langer.besloten) == (4, VANDAAG)
    huis.later(days=1)
    wijzig(huis, bericht, INTREKKEN, VANDAAG + timedelta(days=1), code="klacht", tekst="Dat was een andere klacht.")
    zicht = klok(huis, bericht, "klacht")
    assert (zicht.status, zicht.datum, "verleng" in zicht.uitleg.lower()) == (Klokstatus.LOOPT, voor, False)
    assert voorvallen(zicht) == [
        (Gebeurtenis.GESTART, None, voor),
        (Gebeurtenis.VERLENGD, voor, date(2026, 6, 11)),
        (Gebeurtenis.UITSTEL_INGETROKKEN, date(2026, 6, 11), voor),
    ]
    with pytest.raises(NietMogelijk, match="geen verlenging of uitstel dat u kunt intrekken"):
        wijzig(huis, bericht, INTREKKEN, VANDAAG, code="klacht")
    verleng(huis, bericht, VANDAAG, grond=VERDAGING_KLACHT.code, aantal=3)
    assert klok(huis, bericht, "klacht").datum == date(2026, 6, 4)


def test_each_bericht_van_vertraging_counts_from_the_day_before_it_and_can_be_taken_back(huis: Installatie) -> None:
    bericht = aanvraag(huis)
    eerste, tweede = date(2026, 5, 7), date(2026, 5, 21)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    huis.later(days=28)
    dag = date(2026, 4, 30)
    with pytest.raises(KlokNodig, match="Op donderdag 2 april 2026 is al eerder verlengd of uitstel gemeld"):
        wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=2)
    wijzig(huis, bericht, "verlengen", dag, grond=VERTRAGING.code, aantal=2)
    zicht = klok(huis, bericht)
    assert (zicht.datum, zicht.toegezegd) == (LAATSTE, tweede)
    assert "Eerder was uiterlijk donderdag 7 mei 2026 toegezegd. Toegezegd is 2 weken later, want" in zicht.uitleg
    assert explained(huis.services, *_rij(huis, bericht)) == zicht.uitleg
    with pytest.raises(KlokNodig, match="is van donderdag 30 april 2026") as nodig:
        wijzig(huis, bericht, INTREKKEN, VANDAAG)
    assert nodig.value.veld == "dag"
    wijzig(huis, bericht, INTREKKEN, dag)
    assert (klok(huis, bericht).toegezegd, "Eerder was" in klok(huis, bericht).uitleg) == (eerste, False)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("tot", [VANDAAG, None])
def test_what_was_taken_back_in_the_database_alone_or_stands_again_there_is_not_shown(
    huis: Installatie, tot: date | None
) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    if tot is None:
        wijzig(huis, bericht, INTREKKEN, VANDAAG)
    with huis.services.database.schrijven() as session:
        session.scalars(select(Termijnperiode)).one().tot = tot
    with pytest.raises(KloptNiet):
        klok(huis, bericht)


@pytest.mark.parametrize("stil", [False, True])
def test_of_a_promise_that_was_taken_back_nobody_is_warned_any_more(huis: Installatie, *, stil: bool) -> None:
    bericht = aanvraag(huis)
    wijzig(huis, bericht, "verlengen", VANDAAG, grond=VERTRAGING.code, aantal=3)
    if stil:
        wijzig(huis, bericht, "opschorten", VANDAAG, grond=OVERMACHT.code, uiterlijk=None)
    told(huis)
    hier = klok(huis, bericht).id
    with huis.services.database.schrijven() as session:  # taken, and the mail of it not promised yet
        wacht = {"aan": "behandelend_team", "gepland": VANDAAG, "gedaan": huis.now, "uitkomst": "melden"}
        session.add(Termijnstap(termijn=hier, stap="toegezegd-2026-05-07:te-laat", **wacht))
    wijzig(huis, bericht, INTREKKEN, VANDAAG)
    zicht = klok(huis, bericht)
    assert (zicht.status is Klokstatus.OPGESCHORT, zicht.toegezegd, "oegezegd" in zicht.uitleg) == (stil, None, False)
    verloop = [mail for n in range(45) for mail in on(huis, VANDAAG + timedelta(days=n))]
    assert [soort for _, soort in verloop if soort == "toegezegd"] == []
    if not stil:
        wijzig(huis, bericht, "verlengen", huis.now.date(), grond=VERTRAGING.code, aantal=8)
        assert klok(huis, bericht).toegezegd == date(2026, 6, 11)
