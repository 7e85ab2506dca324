"""What herkomst and opdrachtnemer of an inwoner in the opvang know of each other (Werkproces MO stap 2 to 4)."""

import pytest

from portal.app import create_app
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.bericht.zicht import kop
from portal.core.insturen.inzending import OngeldigeAntwoorden
from portal.core.insturen.overgenomen import VERDER
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.insturen.waarschuwing import Waarschuwing
from portal.core.lezen.reading import open_bericht
from portal.mailboxes.limburg_mo.mo_melding import MAILBOX
from tests.bezoeker import Portaal, page_text
from tests.installatie import MOVEOO, Installatie
from tests.mailboxes.test_mo_melding import BERGEN, dates, handed_over, in_register
from tests.voorbeelden import volledige_mo_melding

GEGEVEN = "eerste-opvang-gegeven"
pytestmark = pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)


def test_after_a_hand_over_herkomst_and_opdrachtnemer_know_each_other(limburg: Installatie) -> None:
    """They have to agree on the onderzoek (Werkproces MO stap 3), and he gets the 301-bericht (stap 4b)."""
    melding, bericht = handed_over(limburg)
    venray, moveoo, vandaag = limburg.gebruiker("venray"), limburg.gebruiker("moveoo"), limburg.now.date()
    gezegd = open_bericht(limburg.services, venray, bericht, now=limburg.now).feiten
    assert {veld: gezegd[veld] for veld in ("opdrachtnemer", "eerste_opvang", "toelichting")} == {
        "opdrachtnemer": MOVEOO,
        "eerste_opvang": "ja",
        "toelichting": "Zijn broer woont in Venray.",
    }
    for stap in ("overgenomen", "onderzoek-begint"):
        limburg.doe(venray, bericht, stap)
    overgenomen = (
        Waarschuwing(titel="Toegang Venray en Bergen nam dit over", tekst=VERDER.format(contact="Nog niet bekend")),
    )
    for wie in (moveoo, limburg.gebruiker("roermond")):
        assert warnings_for(limburg.services, wie, kop(limburg.services, wie, melding), {}) == overgenomen
    limburg.doe(venray, bericht, "verslag-verstuurd", dag=vandaag, tekst="Opvang, 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(venray, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    limburg.doe(venray, bericht, "toegekend", tekst="De inwoner kan nergens terecht.", antwoorden=BERGEN)
    taken = open_bericht(limburg.services, venray, bericht, now=limburg.now).kop.taken
    assert {taak.code: taak.aan for taak in taken} == {"beschikking": "", "301-toewijzing": "Stichting Moveoo"}
    app = create_app(limburg.services.settings, limburg.services, klok=lambda: limburg.now)
    portaal = Portaal(limburg, app)
    assert "Aan: Stichting Moveoo" in page_text(portaal.bezoek("venray").get(f"/berichten/{bericht}"))
    assert overgenomen[0].tekst in page_text(portaal.bezoek("moveoo").get(f"/berichten/{melding}"))


def test_a_herkomst_outside_the_region_or_abroad_is_named(limburg: Installatie) -> None:
    """Who has to hand the screening over must know to whom (Werkproces MO stap 2)."""
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    for elders, naam in (("buiten-de-regio", "Eindhoven"), ("buitenland", "Polen, daarvoor Breda")):
        ruw = volledige_mo_melding(gemeente_herkomst=elders)
        with pytest.raises(OngeldigeAntwoorden) as ongeldig:
            limburg.stuur(moveoo, "mo-melding", ruw)
        assert [fout.veld for fout in ongeldig.value.fouten.fouten] == ["gemeente_herkomst_naam"]
        bericht = limburg.stuur(moveoo, "mo-melding", ruw | {"gemeente_herkomst_naam": [naam]})
        assert (
            open_bericht(limburg.services, roermond, bericht, now=limburg.now).feiten["gemeente_herkomst_naam"] == naam
        )
    naar = MAILBOX.levensloop.overgang("overdragen-buiten-de-regio")
    assert naar is not None
    assert naar.tekstlabel == "Aan welke gemeente draagt u over, en waaruit blijkt dat?"


@pytest.mark.parametrize(
    ("gekozen", "titel"),
    [("geen-opvang", "Afsluiten: geen opvang"), (GEGEVEN, "Afsluiten: 1e opvang gegeven, geen onderzoek")],
)
def test_that_1e_opvang_was_given_stays_noted_when_nothing_more_follows(
    limburg: Installatie, gekozen: str, titel: str
) -> None:
    """Werkproces MO stap 1: whether 1e opvang is needed is noted, also of who left before the onderzoek."""
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    bericht = limburg.stuur(moveoo, "mo-melding", volledige_mo_melding())
    for stap in ("oppakken", "eerste-opvang"):
        limburg.doe(roermond, bericht, stap)
    limburg.doe(roermond, bericht, gekozen, tekst="Hij sliep er twee nachten en ging naar zijn broer.")
    gezien = kop(limburg.services, moveoo, bericht)
    assert (gezien.toestand.code, gezien.verloop[-1].titel) == ("afgehandeld", titel)
    assert dates(limburg, bericht)["onderzoek"][1] == "gehaald"
