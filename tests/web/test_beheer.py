"""Beheer and organisation: how the portal is and who works where, and never a bericht."""

import re

from sqlalchemy import update

from portal.models import Persoon, Uitgaand
from tests.bezoeker import Portaal, page_text
from tests.web.verhalen import submitted, view


def test_beheer_shows_vault_mail_region_and_mailboxes(portal: Portaal) -> None:
    bericht = submitted(portal)
    response = portal.bezoek("beheerder").get("/beheer")
    tekst = page_text(response)
    assert "Toestand bereikbaar" in tekst
    assert re.search(r"Logboek \d+ regels geketend, \d+ wachten nog", tekst)
    assert "portal audit verify" in tekst
    assert "Opgegeven geen" in tekst
    assert "10 gemeenten" in tekst
    assert "Het nummer 088-345888 heeft 9 cijfers in plaats van 10." in tekst
    assert "Gaat naar: de Toegang van de latende gemeente." in tekst
    assert view(portal, "consulent", bericht).nummer not in response.text


def test_beheer_says_that_the_vault_is_away(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    portal.huis.client.down = True
    response = beheerder.get("/beheer")
    assert response.status_code == 200
    assert "De kluis is niet bereikbaar" in page_text(response)


def test_mail_that_was_given_up_is_counted(portal: Portaal) -> None:
    submitted(portal)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(Uitgaand).values(status="dood"))
    assert "Opgegeven 2 na veel pogingen" in page_text(portal.bezoek("beheerder").get("/beheer"))


def test_a_mailbox_is_shown_as_it_is_declared(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    tekst = page_text(beheerder.get("/beheer/mailboxen/verzoek-overdracht-toewijzing"))
    assert "Bewaren 15 jaar vanaf ontvangst (Wmo 5.3.4)" in tekst
    assert "Reactie van de ontvangende gemeente: 3 werkdagen, als de taak 'afstemming' is gedaan" in tekst
    assert "voorstel van het portaal, naar Handboek §4 A.3" in tekst
    assert "Toestemmingsformulier, door de burger ondertekend: gewenst, verplicht als" in tekst
    assert beheerder.get("/beheer/mailboxen/bestaat-niet").status_code == 404


def test_a_functioneel_beheerder_can_open_no_bericht_list_or_search(portal: Portaal) -> None:
    bericht = submitted(portal)
    beheerder = portal.bezoek("beheerder")
    for pad in (f"/berichten/{bericht}", "/werkvoorraad", "/taken", "/zoeken", "/overzicht", "/onderweg"):
        assert beheerder.get(pad).status_code == 404, pad


def test_an_organisation_sees_its_own_colleagues_only(portal: Portaal) -> None:
    response = portal.bezoek("organisatiebeheerder").get("/organisatie")
    tekst = page_text(response)
    assert "3 collega's in het portaal" in tekst
    assert "Indiener bij Stichting De Schakel, sinds donderdag 1 januari 2026" in tekst
    assert "ander@portaal.example" not in tekst
    assert portal.bezoek("indiener").get("/organisatie").status_code == 404


def test_a_record_that_was_changed_in_the_database_is_not_shown(portal: Portaal) -> None:
    bezoeker = portal.bezoek("organisatiebeheerder")
    with portal.huis.services.database.schrijven() as session:
        rij = session.query(Persoon).filter(Persoon.account == "collega").one()
        rij.record = rij.record.replace("indiener", "consulent")
    tekst = page_text(bezoeker.get("/organisatie"))
    assert "2 collega's in het portaal" in tekst
    assert "collega@portaal.example" not in tekst
