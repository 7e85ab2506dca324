"""What toezicht, the colleges, the contractmanager and the regioadviseur come for, from login to what the other side sees."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from portal.core.audit import Actor
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.lezen.worklist import werkvoorraad
from tests.browser import check
from tests.core.test_registers import LOCATIE
from tests.ingevuld import ingevuld
from tests.installatie import SCHAKEL, Installatie
from tests.mailboxes.doorlopen import lid_van
from tests.voorbeelden import volledige_casus, volledige_melding
from tests.web.reizen import Reis

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.parametrize("huis", ["sqlite"], indirect=True)]

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
COLLEGE = "lid-college-1979"
NACHT = "De nachtdienst was te klein."


def reported(huis: Installatie) -> UUID:
    """A report of toezicht to the college of Eemsdelta, and somebody of that college."""
    mailbox = huis.services.mailboxen.met_code("toezicht-rapport")
    assert mailbox is not None
    gevuld = ingevuld(mailbox, gemeente_voorval="1979", aanbieder=SCHAKEL, conclusies=NACHT)
    huis.stuur(huis.gebruiker("toezichthouder"), mailbox.code, gevuld)
    (rapport,) = werkvoorraad(huis.services, lid_van(huis, "college-1979")).rijen
    huis.client.take_in(rapport.id)
    return rapport.id


def test_toezicht_takes_a_calamiteit_on_and_the_college_reads_what_it_found(reis: Reis) -> None:
    calamiteit = reis.huis.stuur(reis.huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    lid_van(reis.huis, "college-1979")
    page = reis.als("toezichthouder")
    reis.open(calamiteit)
    reis.stap("Ontvangst bevestigen")
    reis.stap("Toezicht onderzoekt zelf")
    reis.stap("Conclusies vastleggen", kijk=True, tekst=NACHT)
    reis.leest("Stuur uw bevindingen aan het college van de centrumgemeente en van de gemeente van het voorval")
    reis.begin("toezicht-rapport")
    expect(page.locator('#invullen [name="gemeente_voorval"]')).to_have_value("1979")
    mailbox = reis.huis.services.mailboxen.met_code("toezicht-rapport")
    assert mailbox is not None
    over = {"melding", "locatie", "gemeente_voorval", "aanbieder"}
    rest = {naam: waarden for naam, waarden in ingevuld(mailbox).items() if naam not in over}
    rapport = reis.verstuur(rest, bijlagen=["rapport"])
    page = reis.als(COLLEGE)
    page.get_by_role("link", name=mailbox.titel).click()
    reis.leest("Rapport van de toezichthouder", "De Vuurtoren")
    check(page)
    reis.als("indiener")
    assert reis.naar(rapport).title().startswith("Deze pagina is er niet")
    reis.naar(calamiteit)
    reis.leest(NACHT)


def test_toezicht_asks_information_and_reads_the_answer_of_the_aanbieder(reis: Reis) -> None:
    page = reis.als("toezichthouder")
    reis.naar("/nieuw")
    reis.begin("vordering-toezicht")
    vordering = {"ontvanger": SCHAKEL, "soort": "informatie", "grondslag": "awb-5-16", "wat": "De roosters van maart."}
    bericht = reis.verstuur({naam: [waarde] for naam, waarde in vordering.items()} | {"uiterlijk": ["16-4-2026"]})
    reis.als("ander")
    assert reis.naar(bericht).title().startswith("Deze pagina is er niet")
    page = reis.als("indiener")
    page.get_by_role("link", name="Ontvangen").first.click()
    reis.open(bericht)
    reis.leest("De roosters van maart.", "16 april")
    check(page)
    reis.stap("Antwoord sturen", tekst="De roosters liggen klaar.")
    reis.als("toezichthouder")
    reis.naar(bericht)
    reis.leest("De roosters liggen klaar.")


def test_a_college_enforces_and_the_aanbieder_reads_its_besluit(reis: Reis) -> None:
    rapport = reported(reis.huis)
    page = reis.als(COLLEGE)
    reis.open(rapport)
    reis.leest(NACHT)
    reis.stap("Oppakken")
    reis.stap("Handhaven", kijk=True, tekst="Het college legt een maatregel op.")
    reis.leest("Stuur het handhavingsbesluit aan de aanbieder")
    reis.begin("bericht-aan-aanbieder")
    expect(page.locator('#invullen [name="ontvanger"]')).to_have_value(SCHAKEL)
    brief = reis.verstuur({"tekst": ["Neem vanaf 1 mei een nachtdienst meer."]})
    reis.als("indiener")
    page.get_by_role("link", name="Ontvangen").first.click()
    reis.open(brief)
    reis.leest("Besluit over handhaving", "Neem vanaf 1 mei een nachtdienst meer.")
    expect(page.locator("main")).not_to_contain_text("Het college legt een maatregel op.")
    assert reis.naar(rapport).title().startswith("Deze pagina is er niet")


def test_a_college_enforces_nothing_and_toezicht_reads_why(reis: Reis) -> None:
    rapport = reported(reis.huis)
    page = reis.als(COLLEGE)
    reis.open(rapport)
    reis.stap("Oppakken")
    reis.stap("Niet handhaven: voor kennisgeving aangenomen", tekst="De nachtdienst is al uitgebreid.")
    check(page)
    reis.als("toezichthouder")
    reis.naar(rapport)
    reis.leest("De nachtdienst is al uitgebreid.", "Afgehandeld")


def test_a_location_that_the_contractmanager_accepted_can_be_chosen(reis: Reis) -> None:
    def te_kiezen() -> list[str]:
        reis.als("indiener")
        reis.naar("/nieuw")
        reis.begin("wijziging-locatie")
        return reis.page.locator('[name="huidige_locatie"]').locator("option").all_inner_texts()

    mailbox = reis.huis.services.mailboxen.met_code("opgave-locaties")
    assert mailbox is not None
    opgave = reis.huis.stuur(reis.huis.gebruiker("indiener"), mailbox.code, ingevuld(mailbox, **LOCATIE))
    reis.als("contractmanager")
    reis.open(opgave)
    reis.stap("Oppakken")
    reis.stap("Schouw plannen", tekst="Dinsdag om 10 uur.")
    assert "De Wilgen, Delfzijl" not in te_kiezen()
    reis.naar(opgave)
    reis.leest("Dinsdag om 10 uur.")
    page = reis.als("contractmanager")
    reis.naar(opgave)
    reis.stap("Locatie accepteren", kijk=True, tekst="De locatie voldoet.", dag="2-4-2026")
    check(page)
    assert "De Wilgen, Delfzijl" in te_kiezen()
    reis.naar("/registers?register=locaties")
    reis.leest("De Wilgen")


def test_an_aanbieder_is_exempted_by_the_contractmanager_and_asked_no_more(reis: Reis) -> None:
    plan_duties(reis.huis.services, WORKER, now=reis.huis.now)
    reis.huis.later(days=14)
    page = reis.als("indiener")
    reis.leest("Jaarrekening en jaarverslag over 2025")
    reis.als("contractmanager")
    page.get_by_role("link", name="Verplichtingen").first.click()
    page.get_by_label("Jaarrekening en jaarverslag van Stichting De Schakel").check()
    reis.druk(page.get_by_role("button", name="Vrijstellen").first)
    reis.leest("vrijgesteld")
    check(page)
    reis.als("indiener")
    expect(page.locator("main")).not_to_contain_text("Jaarrekening en jaarverslag over 2025")
    reis.als("ander")
    reis.leest("Jaarrekening en jaarverslag over 2025")


def test_a_casus_is_put_on_the_agenda_and_its_sender_reads_the_outcome(reis: Reis) -> None:
    page = reis.als("indiener")
    reis.naar("/nieuw")
    reis.begin("experttafel-casus")
    casus = reis.verstuur(volledige_casus())
    reis.als("regioadviseur")
    page.get_by_role("link", name="Vergaderingen").first.click()
    reis.open(casus)
    reis.leest("Een burger past nergens.")
    reis.stap("Oppakken")
    reis.stap("Volledig: op de agenda")
    reis.druk(page.get_by_role("button", name="Gedaan").first)
    reis.stap("Besproken: leg de uitkomst vast", kijk=True, tekst="Een aanbieder neemt het op zich.")
    reis.als("indiener")
    reis.naar(casus)
    reis.leest("Een aanbieder neemt het op zich.", "Afgehandeld")


def test_a_casus_that_is_not_complete_is_completed_and_moves_to_a_later_meeting(reis: Reis) -> None:
    casus = reis.huis.stuur(reis.huis.gebruiker("indiener"), "experttafel-casus", volledige_casus())
    page = reis.als("regioadviseur")
    reis.open(casus)
    reis.stap("Onvolledig", tekst="Welke stappen zijn gezet?")
    reis.als("indiener")
    reis.naar(casus)
    reis.leest("Welke stappen zijn gezet?")
    reis.stap("Aanvullen", tekst="Ook de crisisdienst is gebeld.")
    reis.als("regioadviseur")
    reis.naar(casus)
    reis.leest("Ook de crisisdienst is gebeld.")
    reis.stap("Op de agenda van een latere vergadering", kijk=True, tekst="De volgende keer.", vergadering="2026-05-28")
    reis.naar("/vergaderingen")
    mei = page.locator("section", has=page.get_by_role("heading", name="Experttafel op donderdag 28 mei 2026"))
    expect(mei.locator(f'a[href="/berichten/{casus}"]')).to_be_visible()
    check(page)
