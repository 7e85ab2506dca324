"""A herindicatie on the pages: what the form asks and promises, what each side sees, and the steps with their day."""

import re

import pytest

from portal.core.insturen import concepten
from portal.sealing.envelope import new_id
from tests.bezoeker import Portaal, page_text
from tests.voorbeelden import volledige_herindicatie
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

HERINDICATIE = "herindicatie"


def test_the_form_says_what_is_needed_and_when(portal: Portaal) -> None:
    tekst = page_text(portal.bezoek("indiener").get(f"/nieuw/{HERINDICATIE}"))
    assert "Gaat naar de Toegang van de gemeente van inwoning" in tekst
    assert (
        "Melding herindicatie: uiterlijk 8 weken voor de datum bij 'Einddatum van de indicatie' "
        "(Handboek §4, proces voor verlenging indicatie)." in tekst
    )
    assert "Onderzoek en onderzoeksverslag: 6 weken" in tekst
    assert "U heeft nodig: evaluatiedocument." in tekst


def test_the_check_says_the_difference_the_lateness_and_what_the_own_organisation_has_open(portal: Portaal) -> None:
    huis = portal.huis
    indiener = huis.gebruiker("indiener")
    eerste = huis.stuur(indiener, HERINDICATIE, volledige_herindicatie())
    bezoeker = portal.bezoek("indiener")
    ruw = volledige_herindicatie(verblijft_elders="ja", gemeente_verblijf="0014", einddatum="13-5-2026")
    concept = new_id()
    concepten.bewaar(huis.services, indiener, concept=concept, mailbox=HERINDICATIE, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(indiener, concept, "evaluatiedocument", mailbox=HERINDICATIE)
    response = bezoeker.get(f"/concepten/{concept}/controleren")
    tekst = page_text(response)
    assert "Let op: de gemeente van verblijf is een andere: Groningen." in tekst
    assert "Melding herindicatie: 2 weken te laat" in tekst
    assert "Dit moest uiterlijk woensdag 18 maart 2026." in tekst
    assert "Er loopt al een melding herindicatie voor deze cliënt." in tekst
    assert f'href="/berichten/{eerste}"' in response.text


def test_the_team_is_warned_and_records_each_step_on_its_day(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie(einddatum="28-5-2026"))
    consulent = portal.bezoek("consulent")
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "Melding herindicatie: gedaan op donderdag 2 april 2026" in tekst
    assert "Beschikking kan na donderdag 28 mei 2026 komen" in tekst
    assert "Beschikking kan na" not in page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert open_form(consulent, bericht, "oppakken").verstuur().status_code == 303
    assert open_form(consulent, bericht, "geen-gesprek").verstuur(tekst="").status_code == 303
    formulier = open_form(consulent, bericht, "verslag-verstuurd")
    fout = formulier.verstuur(tekst="Kijk het goed na.", dag="3-4-2026")
    assert (fout.status_code, "Deze datum ligt in de toekomst." in fout.text) == (422, True)
    assert "Kijk het goed na." in fout.text
    te_vroeg = formulier.verstuur(tekst="", dag="1-4-2026")
    assert (te_vroeg.status_code, "Deze dag ligt voor de ontvangst" in te_vroeg.text) == (422, True)
    assert formulier.verstuur(tekst="", dag="2-4-2026").status_code == 303
    pagina = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "Ondertekende aanvraag terug: nog 2 weken Uiterlijk donderdag 16 april 2026." in pagina
    assert "Ondertekende aanvraag terugsturen" in pagina


def test_what_is_done_seldom_is_folded_below_the_acts_of_the_day(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie())
    consulent = portal.bezoek("consulent")
    assert open_form(consulent, bericht, "oppakken").verstuur().status_code == 303
    kaart = consulent.get(f"/berichten/{bericht}").text.split('id="acties"')[1].split("</section>")[0]
    open_, _, gevouwen = kaart.partition("<summary>Wat u nog meer kunt doen (3)</summary>")
    acts = [re.findall(rf"/berichten/{bericht}/doen/([a-z-]+)", deel) for deel in (open_, gevouwen)]
    assert (len(acts[0]), acts[1]) == (6, ["doorsturen", "termijn-begin-verbeteren", "afsluiten"])


def test_an_indicatie_that_is_over_is_said_before_sending_and_to_the_toegang(portal: Portaal) -> None:
    huis = portal.huis
    ruw = volledige_herindicatie(einddatum="31-1-2026")
    concept = new_id()
    indiener = huis.gebruiker("indiener")
    concepten.bewaar(huis.services, indiener, concept=concept, mailbox=HERINDICATIE, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(indiener, concept, "evaluatiedocument", mailbox=HERINDICATIE)
    tekst = page_text(portal.bezoek("indiener").get(f"/concepten/{concept}/controleren"))
    assert "De indicatie is al afgelopen: zaterdag 31 januari 2026 U kunt dit versturen, maar" in tekst
    assert "Versturen" in tekst
    bericht = huis.stuur(indiener, HERINDICATIE, ruw)
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "De indicatie is al afgelopen: zaterdag 31 januari 2026 De melding kwam daarna" in tekst
    assert "Beschikking kan na" not in tekst


def test_a_signature_is_asked_in_fields_and_checked_at_them(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie())
    consulent, indiener = portal.bezoek("consulent"), portal.bezoek("indiener")
    for code, velden in (("oppakken", {}), ("geen-gesprek", {}), ("verslag-verstuurd", {"dag": "2-4-2026"})):
        assert open_form(consulent, bericht, code).verstuur(**velden).status_code == 303
    formulier = open_form(indiener, bericht, "aanvraag-op-papier")
    leeg = formulier.verstuur(getekend_op="", gezien_door="")
    assert (leeg.status_code, leeg.text.count('<div class="utrecht-form-field-error-message')) == (422, 2)
    vroeg = formulier.verstuur(getekend_op="1-4-2026", gezien_door="K. Wiersma")
    assert (vroeg.status_code, "Deze dag ligt voor de dag van versturen" in page_text(vroeg)) == (422, True)
    assert 'value="K. Wiersma"' in vroeg.text
    assert formulier.verstuur(getekend_op="2-4-2026", gezien_door="K. Wiersma").status_code == 303
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "De burger tekende op donderdag 2 april 2026. Dat heeft gezien: K. Wiersma." in tekst
    velden = {"dag": "2-4-2026", "getekend_op": "2-4-2026", "gezien_door": "K. Wiersma"}
    assert open_form(consulent, bericht, "aanvraag-ontvangen").verstuur(**velden).status_code == 303


def test_a_signed_aanvraag_without_its_file_is_refused_at_the_field_of_the_file(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), HERINDICATIE, volledige_herindicatie())
    consulent, indiener = portal.bezoek("consulent"), portal.bezoek("indiener")
    for code, velden in (("oppakken", {}), ("geen-gesprek", {}), ("verslag-verstuurd", {"dag": "2-4-2026"})):
        assert open_form(consulent, bericht, code).verstuur(**velden).status_code == 303
    formulier = open_form(indiener, bericht, "aanvraag-teruggestuurd")
    zonder = formulier.verstuur(getekend_op="2-4-2026", gezien_door="K. Wiersma")
    assert (zonder.status_code, 'href="#bijlage-aanvraag"' in zonder.text) == (422, True)
    assert "Voeg toe: Ondertekend verslag." in page_text(zonder)
    assert 'value="K. Wiersma"' in zonder.text
