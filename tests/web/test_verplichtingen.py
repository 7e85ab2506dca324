"""What an aanbieder still has to send stands on his start page; CMO sees who has not sent it, and exempts."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.core.audit import Actor
from portal.core.klokken.verplichtingen import plan_duties
from portal.models import AuditRegel, Bericht, Organisatie, Overgang, Verplichting
from portal.sealing.envelope import new_id
from portal.worker.loop import work_clocks
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.installatie import DIEP, SCHAKEL
from tests.voorbeelden import volledige_kaart, volledige_verantwoording

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
JAARSTUKKEN = "Jaarrekening en jaarverslag"


@pytest.fixture
def owing(portal: Portaal) -> Portaal:
    """On 2 april 2026 every aanbieder owes his jaarrekening, and his first sociale kaart."""
    plan_duties(portal.huis.services, WORKER, now=portal.huis.now)
    return portal


def plicht(portal: Portaal, organisatie: str, mailbox: str = "verantwoording") -> Verplichting:
    with portal.huis.services.database.lezen() as session:
        query = select(Verplichting).where(Verplichting.organisatie == organisatie, Verplichting.mailbox == mailbox)
        return session.scalars(query).one()


def change(bezoeker: Bezoeker, doe: str, *ids: UUID) -> str:
    data: Mapping[str, object] = {"doe": doe, "jaar": "2025", "verplichting": [str(id_) for id_ in ids]}
    response = bezoeker.post("/verplichtingen/wijzigen", data)
    assert (response.status_code, response.location) == (303, "/verplichtingen?jaar=2025")
    return page_text(bezoeker.get(response.location))


def direct(bezoeker: Bezoeker, concept: UUID) -> TestResponse:
    return bezoeker.post("/nieuw/sociale-kaart/direct", {"concept": str(concept)})


def test_the_start_page_says_what_is_due_by_when_and_why(owing: Portaal) -> None:
    tekst = page_text(owing.bezoek("indiener").get("/"))
    eerste, jaar = tekst.index("Eerste opgave voor de sociale kaart"), tekst.find(f"{JAARSTUKKEN} over 2025")
    assert "uiterlijk donderdag 16 april 2026" in tekst
    assert (eerste > 0, jaar) == (True, -1)  # 31 mei is more than eight weken off
    owing.huis.later(days=14)
    tekst = page_text(owing.bezoek("indiener").get("/"))
    assert f"{JAARSTUKKEN} over 2025" in tekst
    assert "Die dag zelf telt niet meer mee; de dag ervoor is zondag 31 mei 2026." in tekst


def test_beginning_a_stuk_fills_in_what_is_known_and_twice_is_the_same_concept(owing: Portaal) -> None:
    bezoeker, adres = owing.bezoek("indiener"), f"/verplichtingen/{plicht(owing, SCHAKEL).id}/beginnen"
    een, twee = bezoeker.post(adres), bezoeker.post(adres)
    assert (een.status_code, een.location) == (303, twee.location)
    html = bezoeker.get(een.location or "").text
    assert re.search(r'value="jaarrekening"[^>]*checked|checked[^>]*value="jaarrekening"', html)
    assert 'value="2025"' in html


def test_a_concept_that_was_thrown_away_is_begun_anew(owing: Portaal) -> None:
    bezoeker, adres = owing.bezoek("indiener"), f"/verplichtingen/{plicht(owing, SCHAKEL).id}/beginnen"
    een = bezoeker.post(adres).location or ""
    bezoeker.post(f"{een}/verwijderen")
    assert bezoeker.get(bezoeker.post(adres).location or "").status_code == 200


def test_of_what_was_sent_beginning_leads_to_nothing_and_the_start_page_says_no_more(owing: Portaal) -> None:
    huis, rij = owing.huis, plicht(owing, SCHAKEL)
    huis.stuur(huis.gebruiker("indiener"), "verantwoording", volledige_verantwoording(stuk="jaarrekening", omzet="nee"))
    huis.later(days=30)
    bezoeker = owing.bezoek("indiener")
    assert bezoeker.post(f"/verplichtingen/{rij.id}/beginnen").status_code == 404
    nodig, onderweg, lijst = page_text(bezoeker.get("/")).partition("Berichten die onderweg zijn")
    assert ("Wat u nog moet sturen" in nodig, JAARSTUKKEN in nodig, bool(onderweg)) == (True, False, True)
    assert lijst.count(f"{JAARSTUKKEN} · 2025") == lijst.count(JAARSTUKKEN) == 1


def test_a_stuk_that_is_onvolledig_or_withdrawn_is_still_due_on_both_pages(owing: Portaal) -> None:
    huis = owing.huis
    huis.later(days=14)
    indiener, cmo = huis.gebruiker("indiener"), huis.gebruiker("contractmanager")
    antwoorden = volledige_verantwoording(stuk="jaarrekening", omzet="nee")
    bericht = huis.stuur(indiener, "verantwoording", antwoorden)
    huis.doe(cmo, bericht, "onvolledig", tekst="De handtekening ontbreekt.")
    start = owing.bezoek("indiener").get("/")
    assert f"{JAARSTUKKEN} over 2025" in page_text(start).partition("Berichten die onderweg zijn")[0]
    assert re.search(rf'href="/berichten/{bericht}"[^>]*>Aanvullen<', start.text)
    matrix = owing.bezoek("contractmanager").get("/verplichtingen?jaar=2025")
    assert (f"/berichten/{bericht}" in matrix.text, "onvolledig" in page_text(matrix)) == (True, True)
    huis.doe(indiener, bericht, "intrekken", tekst="Verkeerd bestand.")
    tekst = page_text(owing.bezoek("indiener").get("/")).partition("Berichten die onderweg zijn")[0]
    assert "hierover is ingetrokken. Daarom vraagt het portaal dit weer." in tekst
    matrix = owing.bezoek("contractmanager").get("/verplichtingen?jaar=2025")
    assert (f"/berichten/{bericht}" in matrix.text, "ingetrokken" in page_text(matrix)) == (False, True)
    assert f'value="{plicht(owing, SCHAKEL).id}"' in matrix.text  # it can be exempted, as any that is to come
    assert "vrijgesteld" in change(owing.bezoek("contractmanager"), "vrijstellen", plicht(owing, SCHAKEL).id)


def test_one_click_says_that_nothing_changed_and_a_second_click_is_the_same_bericht(portal: Portaal) -> None:
    portal.huis.stuur(portal.huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    portal.huis.later(days=10)
    bezoeker, concept = portal.bezoek("indiener"), new_id()
    assert "Geen wijzigingen melden" in page_text(bezoeker.get("/"))
    een, twee = direct(bezoeker, concept), direct(bezoeker, concept)
    assert (een.location, twee.location) == (f"/berichten/{concept}/ontvangst",) * 2
    assert "Sociale kaart bijwerken" in page_text(bezoeker.get(een.location or ""))
    with portal.huis.services.database.lezen() as session:
        assert len(session.scalars(select(Bericht.id).where(Bericht.mailbox == "sociale-kaart")).all()) == 2


@pytest.mark.parametrize(("code", "concept", "status"), [("sociale-kaart", "", 303), ("herindicatie", "0" * 32, 404)])
def test_only_what_can_be_sent_with_one_click_is(portal: Portaal, code: str, concept: str, status: int) -> None:
    assert portal.bezoek("indiener").post(f"/nieuw/{code}/direct", {"concept": concept}).status_code == status


def test_who_was_cut_off_reads_it_on_his_start_page_until_he_updates(portal: Portaal) -> None:
    huis, bezoeker = portal.huis, portal.bezoek("indiener")
    huis.stuur(huis.gebruiker("indiener"), "sociale-kaart", volledige_kaart())
    for _ in range(3):  # herinnering, aanmaning, afkoppeling: a rung each two weken
        huis.later(days=15)
        work_clocks(huis.services, now=huis.now)
    bezoeker = portal.bezoek("indiener")
    assert "komen er geen plaatsingen meer bij u" in page_text(bezoeker.get("/"))
    direct(bezoeker, new_id())
    assert "geen plaatsingen" not in page_text(bezoeker.get("/"))


def test_cmo_sees_who_sent_what_over_a_year_and_who_is_late(owing: Portaal) -> None:
    huis = owing.huis
    cmo = owing.bezoek("contractmanager")
    assert "2 aanbieders, nog 2 stukken te ontvangen." in page_text(cmo.get("/verplichtingen"))
    huis.later(days=60)
    huis.stuur(huis.gebruiker("indiener"), "verantwoording", volledige_verantwoording(stuk="jaarrekening", omzet="nee"))
    tekst = page_text(owing.bezoek("contractmanager").get("/verplichtingen"))
    assert "Huis aan het Diep – – – te laat" in tekst
    assert "Stichting De Schakel – – – ontvangen" in tekst
    assert "kwam te laat, uiterlijk zo 31 mei" in tekst


def test_cmo_exempts_one_or_all_and_can_ask_it_again(owing: Portaal) -> None:
    cmo, ids = owing.bezoek("contractmanager"), [plicht(owing, code).id for code in (SCHAKEL, DIEP)]
    assert "1 stuk vrijgesteld." in change(cmo, "vrijstellen", ids[0])
    assert "Er is niets veranderd." in change(cmo, "vrijstellen")
    change(cmo, "weer-vragen", ids[0])
    tekst = change(cmo, "vrijstellen", *ids)
    assert ("2 stukken vrijgesteld." in tekst, "nog 0 stukken te ontvangen" in tekst) == (True, True)
    owing.huis.later(days=70)
    assert JAARSTUKKEN not in page_text(owing.bezoek("indiener").get("/"))


def test_before_the_first_of_january_there_is_nothing_to_see(portal: Portaal) -> None:
    assert "Er zijn nog geen verplichtingen" in page_text(portal.bezoek("contractmanager").get("/verplichtingen"))


@pytest.fixture
def sent(owing: Portaal) -> Portaal:
    """Both aanbieders sent their jaarrekening."""
    for wie in ("indiener", "ander"):
        ruw = volledige_verantwoording(stuk="jaarrekening", omzet="nee")
        owing.huis.stuur(owing.huis.gebruiker(wie), "verantwoording", ruw)
    return owing


def ticks(pagina: str) -> list[str]:
    return re.findall(r'name="bericht"[^>]*value="([^"]+)"', pagina)


def together(bezoeker: Bezoeker, stap: str, waarden: Sequence[str], *, sleutel: UUID | None = None) -> str:
    data: Mapping[str, object] = {"doe": f"stap:{stap}", "bericht": waarden, "sleutel": str(sleutel or new_id())}
    return page_text(bezoeker.get(bezoeker.post("/verplichtingen/wijzigen", data).location or ""))


def made(portal: Portaal, code: str) -> list[tuple[str, str]]:
    """Return of each step with this code the status it led to, and whether it has a line in the log."""
    with portal.huis.services.database.lezen() as session:
        stappen = session.execute(select(Overgang.bericht, Overgang.naar).where(Overgang.code == code)).all()
        regels = set(session.scalars(select(AuditRegel.onderwerp).where(AuditRegel.actie == code)))
    return [(naar, "in het logboek" if str(bericht) in regels else "") for bericht, naar in stappen]


def test_cmo_makes_many_compleet_in_one_act_each_its_own_step_and_twice_is_once(sent: Portaal) -> None:
    cmo, sleutel = sent.bezoek("contractmanager"), new_id()
    waarden = ticks(cmo.get("/verplichtingen").text)
    for _ in range(2):
        assert "Gedaan bij 2 berichten." in together(cmo, "compleet", waarden, sleutel=sleutel)
    assert made(sent, "compleet") == [("afgehandeld", "in het logboek")] * 2
    assert ticks(cmo.get("/verplichtingen").text) == []


def test_of_what_could_not_be_done_it_says_which_and_why_and_the_rest_is_done(sent: Portaal) -> None:
    cmo = sent.bezoek("contractmanager")
    een, ander = ticks(cmo.get("/verplichtingen").text)
    sent.huis.doe(sent.huis.gebruiker("contractmanager"), UUID(een.partition(":")[0]), "oppakken")
    tekst = together(cmo, "compleet", [een, ander, f"{new_id()}:1", "onzin:1", een.replace(":", ":x")])
    assert "Gedaan bij 1 bericht." in tekst
    assert re.search(r"BP-\S+ niet: Het bericht is intussen veranderd", tekst)
    assert made(sent, "compleet") == [("afgehandeld", "in het logboek")]


def test_while_the_vault_is_away_nothing_is_done_and_a_step_that_is_not_offered_is_not_made(sent: Portaal) -> None:
    cmo = sent.bezoek("contractmanager")
    waarden = ticks(cmo.get("/verplichtingen").text)
    assert "Er is niets veranderd." in together(cmo, "intrekken", waarden)
    assert "Er is niets veranderd." in together(cmo, "onvolledig", waarden)
    sent.huis.client.down = True
    assert "niet: De kluis is even niet bereikbaar." in together(cmo, "compleet", waarden)
    assert made(sent, "compleet") == []


def names(pagina: str) -> list[str]:
    return re.findall(r'scope="row">([^<]+)<', pagina)


def test_the_list_is_filtered_and_sorted_and_the_address_keeps_the_choice(owing: Portaal) -> None:
    huis, cmo = owing.huis, owing.bezoek("contractmanager")
    huis.stuur(huis.gebruiker("ander"), "verantwoording", volledige_verantwoording(stuk="jaarrekening", omzet="nee"))
    diep, schakel = "Huis aan het Diep", "Stichting De Schakel"
    assert names(cmo.get("/verplichtingen").text) == [diep, schakel]
    assert names(cmo.get("/verplichtingen?toon=open").text) == [schakel]
    assert names(cmo.get("/verplichtingen?toon=te-beoordelen").text) == [diep]
    assert names(cmo.get("/verplichtingen?sorteer=te-gaan").text) == [schakel, diep]
    assert names(cmo.get("/verplichtingen?sorteer=dag").text) == [schakel, diep]
    leeg = cmo.get("/verplichtingen?toon=vrijgesteld&jaar=x&sorteer=x")
    assert ("Geen aanbieder in deze keuze" in page_text(leeg), 'href="/verplichtingen?jaar=2025"' in leeg.text) == (
        True,
        True,
    )
    data = {"doe": "vrijstellen", "jaar": "2025", "toon": "open", "sorteer": "dag"}
    assert cmo.post("/verplichtingen/wijzigen", data).location == "/verplichtingen?jaar=2025&toon=open&sorteer=dag"


@pytest.mark.parametrize("jaar", ["2025", "alles"])
def test_the_list_is_a_file_without_formulas(owing: Portaal, jaar: str) -> None:
    with owing.huis.services.database.schrijven() as session:
        session.get_one(Organisatie, DIEP).naam = "=1+1"
    response = owing.bezoek("contractmanager").get(f"/verplichtingen/lijst.csv?jaar={jaar}")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    regels = response.text.removeprefix("\ufeff").splitlines()
    assert regels[0].startswith("Aanbieder;Code;Jaar;Stuk;Stand;Uiterlijk")
    assert sorted(regels[1:]) == [
        "'=1+1;huis-aan-het-diep;2025;Jaarrekening en jaarverslag;nog niet;2026-05-31;nee;nee",
        "Stichting De Schakel;de-schakel;2025;Jaarrekening en jaarverslag;nog niet;2026-05-31;nee;nee",
    ]


def test_cmo_sees_who_never_sent_and_cuts_him_off_after_a_question(portal: Portaal) -> None:
    huis = portal.huis
    huis.stuur(huis.gebruiker("ander"), "sociale-kaart", volledige_kaart())
    plan_duties(huis.services, WORKER, now=huis.now)
    tekst = page_text(portal.bezoek("contractmanager").get("/verplichtingen"))
    assert "Sociale kaart bijwerken: eerste keer nog niet gestuurd 1 aanbieder, 1 nog in de eerste tijd." in tekst
    for _ in range(3):
        huis.later(days=15)
        work_clocks(huis.services, now=huis.now)
    cmo = portal.bezoek("contractmanager")
    pagina = cmo.get("/verplichtingen")
    stand = "Stichting De Schakel aangemaand sinds za 2 mei Afkoppelen de termijn liep tot en met vr 15 mei"
    assert stand in page_text(pagina)
    (adres,) = set(re.findall(r'href="(/verplichtingen/trede/[^"]+)"', pagina.text))
    vraag = page_text(cmo.get(adres))
    assert ("Sociale kaart bijwerken: Stichting De Schakel" in vraag, "geen plaatsingen meer" in vraag) == (True, True)
    gedaan = [page_text(cmo.get(cmo.post(adres).location or "")) for _ in range(2)]
    assert "De aanbieder is nu afgekoppeld. Hij krijgt daarover een e-mail." in gedaan[0]
    assert "Stichting De Schakel afgekoppeld sinds" in gedaan[0]
    assert "Er is niets veranderd: dit was al gedaan" in gedaan[1]
    assert cmo.get(adres).status_code == 404
    assert "komen er geen plaatsingen meer bij u" in page_text(portal.bezoek("indiener").get("/"))
