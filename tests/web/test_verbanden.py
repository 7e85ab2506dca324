"""What a bericht belongs to on the pages: chosen from a list or typed, started from the other, and shown on both."""

from uuid import UUID

import pytest

from portal.core.bericht.zicht import kop
from portal.core.insturen import concepten
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import volledige_herindicatie, volledige_intrekking, volledige_melding

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

INTREKKEN = "intrekken-melding"


def melding(portal: Portaal, account: str = "indiener") -> tuple[UUID, str]:
    bericht = portal.huis.stuur(portal.huis.gebruiker(account), "herindicatie", volledige_herindicatie())
    return bericht, kop(portal.huis.services, portal.huis.gebruiker(account), bericht).nummer


def test_the_form_offers_the_own_berichten_and_a_box_for_a_number(portal: Portaal) -> None:
    _, eigen = melding(portal)
    _, van_ander = melding(portal, "ander")
    pagina = portal.bezoek("indiener").get(f"/nieuw/{INTREKKEN}")
    optie = (
        f'<option value="{eigen}">{eigen} · Melding herindicatie (verlenging) · do 2 april 10:12 · J.V. · 1987</option>'
    )
    assert (optie in pagina.text, van_ander in pagina.text) == (True, False)
    assert "Of vul het nummer in" in page_text(pagina)
    assert "Gaat naar het team van het bericht waar dit bij hoort" in page_text(pagina)
    leeg = portal.bezoek("ander").get(f"/nieuw/{INTREKKEN}")
    assert eigen not in leeg.text


def test_from_the_melding_it_starts_with_the_link_and_the_client(portal: Portaal) -> None:
    bericht, nummer = melding(portal)
    bezoeker = portal.bezoek("indiener")
    pagina = bezoeker.get(f"/berichten/{bericht}")
    adres = f"/nieuw/{INTREKKEN}?bij={bericht}"
    assert ("Reageer met: Intrekken melding of aanvraag" in page_text(pagina), f'href="{adres}"' in pagina.text) == (
        True,
        True,
    )
    formulier = bezoeker.get(adres).text
    assert f'<option value="{nummer}" selected>' in formulier
    for waarde in ("999900006", "Visser", "12-5-1987"):
        assert f'value="{waarde}"' in formulier, waarde
    vreemd = portal.bezoek("ander").get(adres)
    assert (vreemd.status_code, nummer in vreemd.text, "Visser" in vreemd.text) == (200, False, False)
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Registreer voor de burger: Intrekken melding of aanvraag" in tekst
    assert "Een bericht hierbij" not in page_text(portal.bezoek("backoffice").get(f"/berichten/{bericht}"))


def test_a_step_that_leads_to_a_bericht_offers_it_as_a_button(portal: Portaal) -> None:
    huis = portal.huis
    bericht, toezicht = (
        huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding()),
        "toezichthouder",
    )
    huis.doe(huis.gebruiker(toezicht), bericht, "ontvangst-bevestigen")
    huis.doe(huis.gebruiker(toezicht), bericht, "eigen-onderzoek-vragen", tekst="Wat ging eraan vooraf?")
    tekst = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "Maak: Onderzoeksrapport na een calamiteit" in tekst
    assert "Opvolging en verbeterplan" not in tekst  # toezicht has drawn no conclusions yet


@pytest.mark.parametrize("wiens", ["ander", "niemand"])
def test_a_number_of_another_reads_as_one_of_nothing_and_stays_typed(portal: Portaal, wiens: str) -> None:
    nummer = melding(portal, "ander")[1] if wiens == "ander" else "BP-0000-0000"
    melding(portal)
    concept, ruw = new_id(), volledige_intrekking("")
    velden = {naam: waarden[0] for naam, waarden in ruw.items()} | {"melding": nummer, "actie": "controleren"}
    pagina = portal.bezoek("indiener").post(f"/concepten/{concept}?soort={INTREKKEN}", {**velden, "versie": "0"})
    assert pagina.status_code == 422
    assert "Wij vinden geen bericht met dit nummer bij uw eigen berichten." in page_text(pagina)
    assert ('href="#melding-nummer"' in pagina.text, f'value="{nummer}" autocomplete' in pagina.text) == (True, True)


def test_both_pages_name_each_other_in_the_dossier(portal: Portaal) -> None:
    huis = portal.huis
    bericht, nummer = melding(portal)
    wie, concept = huis.gebruiker("indiener"), new_id()
    ruw = volledige_intrekking(nummer)
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=INTREKKEN, ruw=ruw, versie=0, now=huis.now)
    controle = page_text(portal.bezoek("indiener").get(f"/concepten/{concept}/controleren"))
    assert "Toegang Eemsdelta heeft het bericht waar dit bij hoort." in controle
    intrekking = huis.stuur(wie, INTREKKEN, ruw)
    for account in ("indiener", "consulent"):
        bezoeker = portal.bezoek(account)
        van, naar = (page_text(bezoeker.get(f"/berichten/{b}")) for b in (intrekking, bericht))
        assert ("Verband: dit bericht hoort daarbij" in van, "Verband: hoort bij dit bericht" in naar) == (True, True)
