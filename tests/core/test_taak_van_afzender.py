"""A taak for who sent a bericht: in his list, done by him alone, and gone when it is not needed any more."""

from uuid import UUID

import pytest

from portal.core.afloop import aflopend
from portal.core.opening import NietGevonden
from portal.core.taken import taak_gedaan
from portal.core.takenlijst import takenlijst
from portal.core.zicht import kop
from portal.domain.rollen import Rol
from tests.core.test_onderbreking import verleng, verlengd
from tests.installatie import Installatie
from tests.voorbeelden import volledig_verzoek

TAAK = "hervatting-305"


def lijst(huis: Installatie, account: str) -> list[str]:
    return [taak.code for taak in takenlijst(huis.services, huis.gebruiker(account)).taken]


def taken(huis: Installatie, account: str, bericht: UUID) -> list[tuple[str, bool, bool]]:
    return [(t.code, t.open, t.van_ons) for t in kop(huis.services, huis.gebruiker(account), bericht).taken]


def test_an_aanbieder_has_a_taak_of_what_it_sent_and_does_it_itself(huis: Installatie) -> None:
    bericht = verlengd(huis, "1-6-2026")
    verleng(huis, bericht, "1-7-2026")
    assert (lijst(huis, "indiener"), lijst(huis, "consulent"), lijst(huis, "ander")) == ([TAAK], [], [])
    assert (taken(huis, "indiener", bericht), taken(huis, "consulent", bericht)) == (
        [(TAAK, True, True)],
        [(TAAK, True, False)],
    )
    (taak,) = kop(huis.services, huis.gebruiker("indiener"), bericht).taken
    assert taak.rol == Rol.INDIENER.value
    vandaag = huis.now.date()
    for account in ("consulent", "ander"):
        with pytest.raises(NietGevonden):
            taak_gedaan(huis.services, huis.gebruiker(account), taak=taak.id, verzonden=vandaag, now=huis.now)
    taak_gedaan(huis.services, huis.gebruiker("indiener"), taak=taak.id, verzonden=vandaag, now=huis.now)
    assert (lijst(huis, "indiener"), taken(huis, "consulent", bericht)) == ([], [(TAAK, False, False)])
    assert aflopend(huis.services, huis.gebruiker("indiener"), tot=vandaag, keuze="alles", vandaag=vandaag) == ()


def test_a_taak_of_the_aanbieder_lapses_with_the_decision_that_ends_what_it_was_for(huis: Installatie) -> None:
    bericht = verlengd(huis, "1-6-2026")
    huis.doe(huis.gebruiker("consulent"), bericht, "niet-verlengd", tekst="Toch niet.")
    assert lijst(huis, "indiener") == []
    assert [code for code, _, _ in taken(huis, "indiener", bericht)] == [TAAK]


def test_an_aanbieder_that_takes_the_burger_along_sees_to_the_inschrijving(huis: Installatie) -> None:
    ruw = volledig_verzoek(nieuwe_aanbieder="eigen-organisatie", nieuwe_aanbieder_naam=None)
    bericht = huis.stuur(huis.gebruiker("indiener"), "verzoek-overdracht-toewijzing", ruw)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    huis.doe(huis.gebruiker("consulent"), bericht, "akkoord-andere-gemeente", tekst="Past bij de burger.")
    assert lijst(huis, "indiener") == ["inschrijving"]
