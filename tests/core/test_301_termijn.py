"""The 301-bericht of every decision that assigns is due so many werkdagen after it, by one setting of the region."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.taken.taken import taak_gedaan
from portal.domain.regels import NieuweInstelling
from portal.models import Taak, Termijn
from tests.core.regels import beslis, stel, twee_beheerders
from tests.core.test_klokwijziging import VANDAAG, aanvraag
from tests.core.test_tussen_gemeenten import overgedragen_wisseling
from tests.installatie import Installatie

NA_BESLUIT = "toewijzing_na_besluit"


def due(huis: Installatie, bericht: UUID) -> list[tuple[str, date, date]]:
    """Return the clock of the 301-bericht: its last day, and that of its taak in the lists."""
    query = (
        select(Termijn.titel, Termijn.datum, Taak.uiterlijk)
        .join(Taak, Taak.bericht == Termijn.bericht)
        .where(Termijn.bericht == bericht, Termijn.code == "toewijzing", Taak.code == "301-toewijzing")
    )
    with huis.services.database.lezen() as session:
        return [(titel, datum, uiterlijk) for titel, datum, uiterlijk in session.execute(query)]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_every_301_bericht_that_assigns_follows_that_setting(huis: Installatie) -> None:
    gevonden = {
        (mailbox.code, taak.code): taak.termijn.instelling if taak.termijn is not None else ""
        for mailbox in huis.services.mailboxen.alle()
        if "groningen" in mailbox.regios  # in Limburg the Werkproces counts it from another day
        for taak in mailbox.taken()
        if taak.code in {"301-toewijzing", "301-product", "301-wijziging"}
    }
    assert ("wijziging-indicatie", "301-wijziging") in gevonden
    assert set(gevonden.values()) == {NA_BESLUIT}


def test_after_a_herindicatie_it_is_due_as_after_a_melding_and_the_region_sets_it(huis: Installatie) -> None:
    eerste, tweede = aanvraag(huis), aanvraag(huis)
    huis.doe(huis.gebruiker("consulent"), eerste, "toegekend", tekst="Nodig.")
    # five werkdagen after 2 April: not on Goede Vrijdag, in the weekend or on tweede Paasdag
    vijf = date(2026, 4, 13)
    assert due(huis, eerste) == [("iWmo 301-bericht versturen", vijf, vijf)]
    een, twee = twee_beheerders(huis)
    drie = NieuweInstelling(naam=NA_BESLUIT, waarde="3", vanaf=VANDAAG, bron="overleg")
    beslis(huis, twee, stel(huis, een, drie), ook_lopende=False)
    huis.doe(huis.gebruiker("consulent"), tweede, "toegekend", tekst="Nodig.")
    assert due(huis, tweede) == [("iWmo 301-bericht versturen", date(2026, 4, 9), date(2026, 4, 9))]


def test_after_a_wisseling_within_the_gemeente_it_is_due_from_the_decision(huis: Installatie) -> None:
    consulent = huis.gebruiker("consulent")
    bericht = huis.bericht(huis.gebruiker("indiener"), verhuist="nee", nieuwe_gemeente=None)
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "akkoord-zelfde-gemeente", tekst="Past bij de burger.")
    assert due(huis, bericht) == [("iWmo 301-bericht versturen", date(2026, 4, 13), date(2026, 4, 13))]


def test_after_a_hand_over_it_is_due_from_the_day_the_indicatie_was_ended_elsewhere(huis: Installatie) -> None:
    """Before that day the new gemeente cannot assign anything."""
    _, bericht = overgedragen_wisseling(huis)
    groningen = huis.gebruiker("groningen")
    huis.doe(groningen, bericht, "aanvaarden")
    huis.doe(groningen, bericht, "overgenomen", tekst="Naar de backoffice.")
    assert due(huis, bericht) == []
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak.id).where(Taak.bericht == bericht, Taak.code == "beeindiging")).one()
    taak_gedaan(huis.services, groningen, taak=taak, verzonden=VANDAAG, now=huis.now)
    assert due(huis, bericht) == [("iWmo 301-bericht versturen", date(2026, 4, 13), date(2026, 4, 13))]
