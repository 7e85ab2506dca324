"""What a second bericht about a client warns of, who is taken for the same client, and what is said once he has died."""

from datetime import date
from uuid import UUID

import pytest

from portal.core.bericht.verwant import related
from portal.core.bericht.zicht import kop
from portal.core.insturen.waarschuwen import before_submitting
from portal.domain.formulier import Antwoorden
from tests.core.test_beeindigen import leg_vast
from tests.core.test_indicatie import toekennen
from tests.core.test_waarschuwen import waarschuwingen
from tests.installatie import Installatie
from tests.voorbeelden import BSNS, kader, volledig_overlijden, volledige_herindicatie

LOOPT, BESLIST = "Dit is er misschien al", "Hierover is misschien al besloten"
BAKKER = {"bsn": BSNS[1], "voorletters": "J.", "achternaam": "Bakker", "geboortedatum": "1-1-1990"}
ZUIDEMA = BAKKER | {"bsn": BSNS[2], "achternaam": "Zuidema"}


def melding(huis: Installatie, wie: str = "indiener", **anders: str | None) -> UUID:
    return huis.stuur(huis.gebruiker(wie), "herindicatie", volledige_herindicatie(**anders))


def gewaarschuwd(huis: Installatie, bericht: UUID, wie: str = "consulent") -> list[tuple[str, list[UUID]]]:
    gevonden = waarschuwingen(huis, huis.gebruiker(wie), bericht)
    return [(w.titel, [a.id for a in w.andere]) for w in gevonden if w.andere]


def test_who_has_another_bsn_is_another_client_whatever_else_is_equal(huis: Installatie) -> None:
    bakker, zuidema = melding(huis, **BAKKER), melding(huis, "ander", **ZUIDEMA)
    consulent = huis.gebruiker("consulent")
    assert (gewaarschuwd(huis, bakker), gewaarschuwd(huis, zuidema)) == ([], [])
    for bericht in (bakker, zuidema):
        assert related(huis.services, consulent, kop(huis.services, consulent, bericht)) == ()
    tweede = melding(huis, **BAKKER | {"einddatum": "31-8-2026"})
    assert gewaarschuwd(huis, bakker) == [(LOOPT, [tweede])]
    gevonden = related(huis.services, consulent, kop(huis.services, consulent, bakker))
    assert [ander.id for ander in gevonden] == [tweede]


def vooraf(huis: Installatie, **anders: str | None) -> list[tuple[str, list[UUID]]]:
    indiener = huis.gebruiker("indiener")
    mailbox = huis.services.mailboxen.met_code("herindicatie")
    assert mailbox is not None
    gelezen = mailbox.formulier.lees(volledige_herindicatie(**anders), kader())
    assert isinstance(gelezen, Antwoorden)
    gevonden = before_submitting(huis.services, indiener, mailbox, gelezen, vandaag=huis.now.date())
    return [(w.titel, [a.id for a in w.andere]) for w in gevonden if w.andere]


def test_a_second_herindicatie_for_an_indicatie_that_was_decided_and_done_warns_too(huis: Installatie) -> None:
    zaak, tweede = toekennen(huis, melding(huis, einddatum="31-7-2026")), melding(huis, einddatum="31-7-2026")
    huis.later(minutes=1)
    volgende = melding(huis, einddatum="31-7-2027")
    zaak.vink_af("beschikking")
    zaak.vink_af("301-toewijzing", date(2027, 7, 31))
    assert kop(huis.services, huis.gebruiker("consulent"), zaak.bericht).toestand.code == "afgehandeld"
    assert gewaarschuwd(huis, tweede) == [(LOOPT, [volgende]), (BESLIST, [zaak.bericht])]
    assert gewaarschuwd(huis, volgende) == [(LOOPT, [tweede])]
    assert vooraf(huis, einddatum="31-7-2026") == [(LOOPT, [tweede, volgende]), (BESLIST, [zaak.bericht])]
    assert vooraf(huis, einddatum="1-8-2026") == [(LOOPT, [tweede, volgende])]
    (tekst,) = (w.tekst for w in waarschuwingen(huis, huis.gebruiker("consulent"), tweede) if w.titel == BESLIST)
    assert "over deze cliënt is de einddatum van de indicatie dezelfde" in tekst


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_was_withdrawn_decides_nothing(huis: Installatie) -> None:
    eerste, tweede = (melding(huis, einddatum="31-7-2026") for _ in range(2))
    huis.doe(huis.gebruiker("consulent"), eerste, "oppakken")
    huis.doe(huis.gebruiker("consulent"), eerste, "intrekking-toegang", tekst="Dubbel verstuurd.")
    assert (gewaarschuwd(huis, tweede), vooraf(huis, einddatum="31-7-2026")) == ([], [(LOOPT, [tweede])])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_second_report_of_a_death_is_not_told_that_there_is_nothing_left_to_grant(huis: Installatie) -> None:
    eerste = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    huis.doe(huis.gebruiker("consulent"), eerste, "oppakken")
    leg_vast(huis, eerste)
    nazorg = {"nazorg": "ja", "product": "thuis-plus", "dagen": "13"}
    tweede = huis.stuur(huis.gebruiker("ander"), "overlijden", volledig_overlijden(**nazorg))
    tekst = (
        "Dat is vastgelegd bij een ander bericht. Dit bericht mag daarna nog komen. Een ander meldde het misschien eerder, en alleen "
        "hier worden nazorgdagen gevraagd."
    )
    gevonden = waarschuwingen(huis, huis.gebruiker("consulent"), tweede)
    assert [(w.tekst, [a.id for a in w.andere]) for w in gevonden if w.titel == "Deze cliënt is overleden"] == [
        (tekst, [eerste])
    ]
