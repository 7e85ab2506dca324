"""Other berichten about the same client: those of one's own team or organisation, and never another's."""

from uuid import UUID

from portal.core.bericht.verwant import related
from portal.core.bericht.zicht import kop
from tests.installatie import GRONINGEN, Installatie


def numbers(huis: Installatie, account: str, bericht: UUID) -> list[str]:
    wie = huis.gebruiker(account)
    zicht = kop(huis.services, wie, bericht)
    return [ander.nummer for ander in related(huis.services, wie, zicht)]


def test_each_side_sees_its_own_berichten_about_the_same_client_newest_first(huis: Installatie) -> None:
    indiener, ander = huis.gebruiker("indiener"), huis.gebruiker("ander")
    eerste, tweede = huis.bericht(indiener), huis.bericht(indiener)
    huis.later(minutes=5)
    elders = huis.bericht(ander)
    huis.bericht(indiener, bsn="999990019", geboortedatum="3-3-1970")
    nummer = {i: kop(huis.services, huis.gebruiker("consulent"), i).nummer for i in (eerste, tweede, elders)}
    assert numbers(huis, "consulent", eerste) == [nummer[elders], nummer[tweede]]
    assert numbers(huis, "indiener", eerste) == [nummer[tweede]]
    assert numbers(huis, "ander", elders) == []


def test_what_was_handed_on_is_no_longer_named(huis: Installatie) -> None:
    indiener, consulent = huis.gebruiker("indiener"), huis.gebruiker("consulent")
    eerste, tweede = huis.bericht(indiener), huis.bericht(indiener)
    huis.doe(consulent, tweede, "doorsturen", tekst="Hoort bij u.", doel=GRONINGEN)
    huis.client.take_in(tweede)
    assert numbers(huis, "consulent", eerste) == []
    assert numbers(huis, "groningen", tweede) == []
