"""The story of one bericht, from concept to the last taak, through the real vault."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.zicht import kop
from portal.core.lezen import worklist
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.taken import taken, takenlijst
from portal.models import Bericht
from tests.installatie import Installatie

GETEKEND = Getekend(date(2026, 4, 2), "M. de Boer, consulent")


def _steps(huis: Installatie, wie: Gebruiker, bericht: UUID) -> list[str]:
    return [regel.code for regel in kop(huis.services, wie, bericht).verloop]


def _open_taken(huis: Installatie, wie: Gebruiker) -> list[str]:
    return [taak.code for taak in takenlijst.takenlijst(huis.services, wie).taken]


def test_a_verzoek_goes_from_the_aanbieder_to_the_last_taak(huis: Installatie) -> None:
    indiener, consulent, backoffice = (huis.gebruiker(naam) for naam in ("indiener", "consulent", "backoffice"))
    bericht = huis.bericht(indiener)

    (rij,) = worklist.werkvoorraad(huis.services, consulent).rijen
    assert (rij.id, rij.client, rij.nieuw, rij.afzender_naam) == (bericht, rij.client, True, "Stichting De Schakel")
    assert rij.client == "J.V. · 1987"

    geopend = open_bericht(huis.services, consulent, bericht, now=huis.now)
    assert geopend.kop.toestand.code == "geopend"
    assert {b.eis for b in geopend.bijlagen} == {"toestemmingsformulier", "onderbouwing"}

    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "vraag-stellen", tekst="Op welke dag verhuist hij?")
    vraag = open_bericht(huis.services, indiener, bericht, now=huis.now)
    assert [r.tekst for r in vraag.kop.verloop if r.tekst] == ["Op welke dag verhuist hij?"]
    huis.doe(indiener, bericht, "beantwoorden", tekst="Op vrijdag 1 mei.")

    besluiten = [a.code for a in open_bericht(huis.services, consulent, bericht, now=huis.now).acties]
    assert "afgewezen" in besluiten
    akkoord = next(code for code in besluiten if code.startswith("akkoord"))
    huis.doe(consulent, bericht, akkoord, tekst="Alles klopt.")

    while codes := _open_taken(huis, backoffice):
        vrij = next(t for t in takenlijst.takenlijst(huis.services, backoffice).taken if not t.wacht_op)
        taken.taak_gedaan(
            huis.services, backoffice, taak=vrij.id, verzonden=date(2026, 4, 2), getekend=GETEKEND, now=huis.now
        )
        assert vrij.code in codes
    einde = kop(huis.services, indiener, bericht)
    assert einde.toestand.code == "afgehandeld"
    assert _steps(huis, indiener, bericht) == [
        "indienen",
        "openen",
        "oppakken",
        "vraag-stellen",
        "beantwoorden",
        akkoord,
        "afronden",
    ]


def test_nobody_else_finds_the_bericht(huis: Installatie) -> None:
    bericht = huis.bericht(huis.gebruiker("indiener"))
    for naam in ("ander", "groningen", "toezichthouder", "contractmanager", "beheerder", "dubbel"):
        with pytest.raises(NietGevonden):
            kop(huis.services, huis.gebruiker(naam), bericht)


def test_two_submissions_of_one_concept_are_one_bericht(huis: Installatie) -> None:
    from portal.core.insturen.intake import submit_bericht

    indiener = huis.gebruiker("indiener")
    concept = huis.concept(indiener)
    assert [submit_bericht(huis.services, indiener, concept=concept, now=huis.now) for _ in range(2)] == [
        concept,
        concept,
    ]
    with huis.services.database.lezen() as session:
        assert session.scalar(select(func.count()).select_from(Bericht)) == 1
