"""An overlijden on the pages: what is asked and promised, what the team decides, and what each side reads after."""

import re

import pytest

from tests.bezoeker import Portaal, page_text
from tests.core.test_indicatie import toegekend
from tests.core.test_toewijzingen import product
from tests.core.test_tussen_teams import vooroverleg
from tests.overdrachten import stand
from tests.voorbeelden import volledig_overlijden, volledige_herindicatie
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

NAZORG = {"nazorg": "ja", "product": "verblijf-24-uur", "dagen": "13"}


def test_the_form_says_until_when_nazorgdagen_can_be_reported(portal: Portaal) -> None:
    tekst = page_text(portal.bezoek("indiener").get("/nieuw/overlijden"))
    assert "Nazorgdagen melden: 1 maand" in tekst
    assert "Dat kan voor hoogstens 13 kalenderdagen na het overlijden." in tekst


def test_nazorgdagen_that_come_too_late_are_taken_in_and_said_to_be_late(portal: Portaal) -> None:
    huis = portal.huis
    ruw = volledig_overlijden(**NAZORG, overlijdensdatum="28-2-2026")
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", ruw)
    tekst = page_text(portal.bezoek("consulent").get(f"/berichten/{bericht}"))
    assert "Nazorgdagen melden: 4 werkdagen te laat Dit moest uiterlijk zaterdag 28 maart 2026." in tekst


def test_without_nazorgdagen_both_sides_read_that_no_source_names_a_term(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    for wie in ("consulent", "indiener"):
        tekst = page_text(portal.bezoek(wie).get(f"/berichten/{bericht}"))
        assert "Nazorgdagen declareren: kan tot en met zondag 12 april 2026" in tekst
        assert "Het handboek noemt geen termijn voor de gemeente." in tekst


def test_a_step_after_which_no_term_runs_says_that_no_source_names_one(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("consulent"), "vooroverleg-gemeente", vooroverleg())
    pagina = portal.bezoek("groningen")
    assert "Geen termijn" not in page_text(pagina.get(f"/berichten/{bericht}"))
    portal.huis.doe(portal.huis.gebruiker("groningen"), bericht, "overleggen", tekst="Maandag om tien uur.")
    tekst = page_text(pagina.get(f"/berichten/{bericht}"))
    assert "Geen termijn Voor wat nu openstaat, noemt de bron geen termijn." in tekst


def test_with_the_decision_the_other_clock_is_gone_and_two_taken_follow_each_other(portal: Portaal) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    loopt = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden(**NAZORG))
    assert "Onderzoek en onderzoeksverslag: nog" in page_text(consulent.get(f"/berichten/{loopt}"))
    assert open_form(consulent, bericht, "oppakken").verstuur().status_code == 303
    formulier = open_form(consulent, bericht, "nazorg-toekennen")
    assert formulier.verstuur(tekst="De burger woonde bij u.").status_code == 303
    tekst = page_text(consulent.get(f"/berichten/{bericht}"))
    assert "Stuur het iWmo 301-bericht (intrekking) aan de aanbieder" in tekst
    assert "Stuur het iWmo 301-bericht (toewijzing) voor de nazorgdagen" in tekst
    tekst = page_text(consulent.get(f"/berichten/{loopt}"))
    assert "Onderzoek en onderzoeksverslag: nog" not in tekst
    # of one death there is one warning, with all that it means here
    assert (tekst.count("Deze cliënt is overleden"), "De cliënt is overleden" in tekst) == (1, False)
    assert tekst.count("Bij dit bericht gaan geen nieuwe termijnen lopen. Een taak die niet meer nodig is") == 1
    afzender = page_text(portal.bezoek("indiener").get(f"/berichten/{bericht}"))
    assert "De burger woonde bij u." in afzender


def test_a_death_that_was_a_mistake_is_undone_on_its_page_and_the_clock_tells_of_it(portal: Portaal) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    loopt = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    ander = huis.stuur(huis.gebruiker("ander"), "herindicatie", volledige_herindicatie())
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    for stap in ("oppakken", "overlijden-vastleggen"):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    formulier = open_form(consulent, bericht, "toch-niet-overleden")
    assert formulier.verstuur(tekst="Het was een naamgenoot.").status_code == 303
    assert "Toch niet overleden" in page_text(consulent.get(f"/berichten/{bericht}"))
    tekst = page_text(consulent.get(f"/berichten/{loopt}"))
    assert "Vervallen, want er is vastgelegd dat de cliënt is overleden." in tekst
    weer = "Loopt weer, laatste dag maandag 18 mei 2026, want het overlijden was ten onrechte vastgelegd."
    assert weer in tekst
    assert "De cliënt is overleden" not in tekst
    afzender = page_text(portal.bezoek("ander").get(f"/berichten/{ander}"))
    assert ("Onderzoek en onderzoeksverslag: nog" in afzender, "overl" in afzender) == (True, False)


def test_the_page_that_closes_says_first_whether_the_death_is_recorded_and_leads_to_recording_it(
    portal: Portaal,
) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    loopt = huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    pagina = consulent.get(f"/berichten/{loopt}/doen/afsluiten")
    tekst = page_text(pagina)
    assert "Afsluiten: de burger is overleden" in tekst
    assert "Uw team heeft het overlijden nog niet vastgelegd" in tekst
    assert 'href="/nieuw/overlijden"' in pagina.text
    assert "De afzender leest dat het is afgesloten, niet waarom." in tekst
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    for stap in ("oppakken", "overlijden-vastleggen"):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    pagina = consulent.get(f"/berichten/{loopt}/doen/afsluiten")
    assert "Het overlijden is vastgelegd" in page_text(pagina)
    assert f'href="/berichten/{bericht}"' in pagina.text
    assert open_form(consulent, loopt, "afsluiten").verstuur().status_code == 303
    tekst = page_text(consulent.get(f"/berichten/{loopt}"))
    assert ("Afgesloten" in tekst, "De cliënt is overleden" in tekst) == (True, True)


def test_on_the_page_of_the_death_all_that_is_open_is_closed_at_once(portal: Portaal) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    eigen, ander = (
        huis.stuur(huis.gebruiker(w), "herindicatie", volledige_herindicatie(einddatum=dag))
        for w, dag in (("indiener", "31-7-2026"), ("ander", "29-3-2026"))
    )
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    adres = f"/berichten/{bericht}"
    assert "Nog open over deze persoon" not in page_text(consulent.get(adres))
    for stap in ("oppakken", "overlijden-vastleggen"):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    assert "Nog open over deze persoon" in page_text(consulent.get(adres))
    for wie in ("indiener", "backoffice"):
        assert "Nog open over deze persoon" not in page_text(portal.bezoek(wie).get(adres))
    waarden = re.findall(r'name="bericht"[^>]*value="([^":]+:[0-9]+)"', consulent.get(adres).text)
    assert {waarde.partition(":")[0] for waarde in waarden} == {str(eigen), str(ander)}
    aan = re.findall(r'id="af-([^"]+)"[^>]* checked', consulent.get(adres).text)
    assert aan == [str(eigen)]  # the verlenging of the other would have begun before he died
    assert portal.bezoek("backoffice").post(f"{adres}/afsluiten", {"bericht": waarden}).status_code == 404
    leeg = consulent.post(f"{adres}/afsluiten", {})
    assert "Er is niets veranderd." in page_text(consulent.get(leeg.location or ""))
    gedaan = consulent.post(f"{adres}/afsluiten", {"bericht": waarden})
    tekst = page_text(consulent.get(gedaan.location or ""))
    assert ("Gedaan bij 2 berichten." in tekst, "Nog open over deze persoon" in tekst) == (True, False)
    tekst = page_text(portal.bezoek("ander").get(f"/berichten/{ander}"))
    assert ("Afgesloten door het team" in tekst, "overl" in tekst) == (True, False)
    huis.doe(huis.gebruiker("consulent"), bericht, "toch-niet-overleden", tekst="Een naamgenoot.")
    assert "Nog open over deze persoon" not in page_text(consulent.get(adres))
    tekst = page_text(portal.bezoek("ander").get(f"/berichten/{ander}"))
    assert ("Weer open" in tekst, "overl" in tekst) == (True, False)


def test_on_the_page_of_the_death_the_taken_of_what_was_decided_lapse_at_once_and_what_is_owed_stays(
    portal: Portaal,
) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    zaak = toegekend(huis, einddatum="29-3-2026")  # the verlenging began before he died
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    for stap in ("oppakken", "overlijden-vastleggen"):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    adres, voor = f"/berichten/{bericht}", stand(huis, zaak.bericht)
    assert voor == {"beschikking": "open", "301-toewijzing": "open"}
    tekst = page_text(consulent.get(adres))
    assert "deze taak vervalt" in tekst
    blijft = "Blijft staan: Stuur het iWmo 301-bericht (toewijzing) voor de verlenging aan de aanbieder"
    assert blijft in tekst
    assert blijft not in page_text(portal.bezoek("indiener").get(adres))
    # of another bericht nothing lapses, whatever the form says
    assert "Er is niets veranderd." in page_text(
        consulent.get(consulent.post(f"{adres}/afsluiten", {"taken": [bericht]}).location or "")
    )
    gedaan = consulent.post(f"{adres}/afsluiten", {"taken": [str(zaak.bericht)]})
    tekst = page_text(consulent.get(gedaan.location or ""))
    assert ("1 taak is vervallen." in tekst, "Nog open over deze persoon" in tekst) == (True, False)
    assert stand(huis, zaak.bericht) == voor | {"beschikking": "vervallen"}
    huis.doe(huis.gebruiker("consulent"), bericht, "toch-niet-overleden", tekst="Een naamgenoot.")
    assert stand(huis, zaak.bericht) == voor


def test_a_301_for_care_that_perhaps_never_began_is_offered_on_that_page_and_not_ticked(portal: Portaal) -> None:
    huis, consulent = portal.huis, portal.bezoek("consulent")
    zaak = product(huis, "melding-activering-vervoer")
    bericht = huis.stuur(huis.gebruiker("indiener"), "overlijden", volledig_overlijden())
    for stap in ("oppakken", "overlijden-vastleggen"):
        huis.doe(huis.gebruiker("consulent"), bericht, stap)
    adres = f"/berichten/{bericht}"
    pagina = consulent.get(adres)
    assert "Vervalt alleen als de zorg niet voor of op de dag van overlijden is begonnen." in page_text(pagina)
    ((waarde, aan),) = re.findall(r'name="ook"[^>]*value="([^"]+)"( checked)?', pagina.text)
    assert aan == ""
    assert portal.bezoek("backoffice").post(f"{adres}/afsluiten", {"ook": [waarde]}).status_code == 404
    tekst = page_text(consulent.get(consulent.post(f"{adres}/afsluiten", {"ook": [waarde]}).location or ""))
    assert "1 taak is vervallen." in tekst
    assert stand(huis, zaak.bericht) == {"beschikking": "open", "301-product": "vervallen"}
