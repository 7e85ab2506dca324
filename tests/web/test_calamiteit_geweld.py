"""A calamiteit on the pages: the decision aid, no free period, identities apart, and nobody else who learns of it."""

import re

import pytest
from sqlalchemy import select

from portal.core.insturen import concepten
from portal.models import Bericht, Concept
from portal.sealing.envelope import new_id
from tests.bezoeker import TOKEN, Bezoeker, Portaal, page_text
from tests.installatie import PERSONEN
from tests.voorbeelden import BSN, volledige_melding
from tests.web.verhalen import open_form

pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

MELDING = "calamiteit-geweld"
NUMMER = re.compile(r"BP-[0-9A-Z]{4}-[0-9A-Z]{4}")
# What people may look at without a bericht of their own; numbers, codes and tokens on them may differ by the minute.
PAGINAS = ("/", "/werkvoorraad", "/taken", "/overzicht", "/beheer", "/organisatie", "/onderweg", "/zoeken")


def gecontroleerd(portal: Portaal, bezoeker: Bezoeker, **anders: str | None) -> str:
    concept, huis = new_id(), portal.huis
    wie, ruw = huis.gebruiker("indiener"), volledige_melding(**anders)
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=MELDING, ruw=ruw, versie=0, now=huis.now)
    return page_text(bezoeker.get(f"/concepten/{concept}/controleren"))


def test_the_form_begins_with_the_decision_aid_and_shows_no_free_period(portal: Portaal) -> None:
    response = portal.bezoek("indiener").get(f"/nieuw/{MELDING}")
    tekst = page_text(response)
    assert (
        "Melding aan toezicht: onverwijld, uiterlijk 3 werkdagen na de datum bij 'Op welke dag is het gebeurd?'"
        in tekst
    )
    assert "Melding aan toezicht: 3 werkdagen" not in tekst
    assert tekst.index("Is dit een calamiteit of geweld?") < tekst.index(
        "een cliënt is overleden of heeft ernstige schade (Wmo 1.1.1)"
    )
    assert (
        tekst.rindex("(Wmo 1.1.1)")
        < tekst.rindex("Op welke dag is het gebeurd?")
        < tekst.index("Achternaam van de cliënt")
    )


def test_an_incident_is_not_sent_and_says_where_it_belongs(portal: Portaal) -> None:
    tekst = gecontroleerd(portal, portal.bezoek("indiener"), soort="incident")
    assert "Een incident meldt u niet. Registreer en analyseer het in uw eigen organisatie." in tekst
    assert "toezichthouderswmoenjeugdwet@groningen.nl" in tekst
    assert "Versturen" not in tekst


@pytest.mark.parametrize(
    ("gebeurd", "kop"),
    [
        ("1-4-2026", "Melding aan toezicht: onverwijld; uiterlijk woensdag 8 april 2026 Verstuur dit meteen."),
        ("25-3-2026", "Melding aan toezicht: 3 werkdagen te laat Dit moest uiterlijk maandag 30 maart 2026."),
    ],
)
def test_the_check_says_onverwijld_or_how_late(portal: Portaal, gebeurd: str, kop: str) -> None:
    tekst = gecontroleerd(portal, portal.bezoek("indiener"), gebeurd_op=gebeurd)
    assert kop in tekst
    assert "nog 3 werkdagen" not in tekst


def test_toezicht_opens_who_is_involved_apart_and_with_a_reason(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    toezicht = portal.bezoek("toezichthouder")
    assert "Geweld · Eemsdelta · 31 maart" in page_text(toezicht.get("/werkvoorraad"))
    pagina = toezicht.get(f"/berichten/{bericht}")
    assert ("Visser" in pagina.text, BSN in pagina.text, f"/berichten/{bericht}/identiteit" in pagina.text) == (
        False,
        False,
        True,
    )
    pad = f"/berichten/{bericht}/identiteit"
    vraag = toezicht.get(pad)
    assert ("Visser" in vraag.text, "Waarom opent u dit?" in vraag.text) == (False, True)
    zonder = toezicht.post(pad, {})
    assert (zonder.status_code, "Visser" in zonder.text, "Kies waarom u dit opent." in zonder.text) == (
        422,
        False,
        True,
    )
    zomaar = toezicht.post(pad, {"opening": "nieuwsgierig"})
    assert (zomaar.status_code, "Visser" in zomaar.text) == (422, False)
    geopend = toezicht.post(pad, {"opening": "onderzoek"})
    assert (geopend.status_code, "Visser" in geopend.text, BSN in geopend.text) == (200, True, True)
    assert geopend.headers["Cache-Control"] == "no-store"
    assert "Onderzoek naar deze melding" in page_text(geopend)


def test_the_list_marks_what_came_too_late(portal: Portaal) -> None:
    huis = portal.huis
    for gebeurd in ("1-4-2026", "25-3-2026"):
        huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding(gebeurd_op=gebeurd))
    tekst = page_text(portal.bezoek("toezichthouder").get("/werkvoorraad"))
    assert tekst.count("kwam te laat") == 1
    assert "Geweld · Eemsdelta · 25 maart" in tekst.partition("kwam te laat")[0]


def test_the_sender_reads_back_who_he_named_with_a_reason(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), MELDING, volledige_melding())
    indiener = portal.bezoek("indiener")
    assert "Visser" not in indiener.get(f"/berichten/{bericht}").text
    pad = f"/berichten/{bericht}/identiteit"
    vraag, zonder = indiener.get(pad), indiener.post(pad, {})
    assert ["Visser" in vraag.text, "Visser" in zonder.text, zonder.status_code] == [False, False, 422]
    assert ("Nakijken wat wij hebben gemeld" in vraag.text, "Toezicht na een signaal" in vraag.text) == (True, False)
    assert indiener.post(pad, {"opening": "signaal"}).status_code == 422
    geopend = indiener.post(pad, {"opening": "nakijken"})
    assert "Visser" in geopend.text
    assert "Met uw naam, het moment en deze reden: Nakijken wat wij hebben gemeld." in page_text(geopend)


def test_each_side_reads_which_of_its_own_opened_who_was_involved_when_and_why(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), MELDING, volledige_melding())
    pad = f"/berichten/{bericht}"
    portal.bezoek("collega").post(f"{pad}/identiteit", {"opening": "nakijken"})
    portal.bezoek("toezichthouder").post(f"{pad}/identiteit", {"opening": "onderzoek"})
    toezicht, indiener = (page_text(portal.bezoek(wie).get(pad)) for wie in ("toezichthouder", "indiener"))
    assert "Geopend door uw team Toezichthouder, do 2 april 10:12 Onderzoek naar deze melding" in toezicht
    assert "Geopend door uw organisatie Collega, do 2 april 10:12 Nakijken wat wij hebben gemeld" in indiener
    assert ("Collega" in toezicht.partition("Geopend door")[2][:200], "Toezichthouder" in indiener) == (False, False)


def test_the_search_of_toezicht_says_why_a_person_is_not_found(portal: Portaal) -> None:
    zin = "Personen in een melding vindt u hier niet"
    gezegd = {wie: zin in page_text(portal.bezoek(wie).get("/zoeken")) for wie in ("toezichthouder", "consulent")}
    assert gezegd == {"toezichthouder": True, "consulent": False}


def test_toezicht_confirms_and_the_sender_sends_what_he_found(portal: Portaal) -> None:
    bericht = portal.huis.stuur(portal.huis.gebruiker("indiener"), MELDING, volledige_melding())
    toezicht, indiener = portal.bezoek("toezichthouder"), portal.bezoek("indiener")
    for code, tekst in (("ontvangst-bevestigen", ""), ("eigen-onderzoek-vragen", "Onderzoek de nachtdienst.")):
        assert open_form(toezicht, bericht, code).verstuur(tekst=tekst).status_code == 303
    pagina = page_text(indiener.get(f"/berichten/{bericht}"))
    assert "Onderzoek de nachtdienst." in pagina
    assert "Uitkomst eigen onderzoek: nog 6 weken" in pagina
    assert open_form(indiener, bericht, "uitkomst-sturen").verstuur(tekst="De overdracht ging mis.").status_code == 303
    uitkomst = page_text(toezicht.get(f"/berichten/{bericht}"))
    assert uitkomst.index("Conclusies vastleggen") < uitkomst.index("Toezicht onderzoekt zelf")
    assert "/doen/eigen-onderzoek-vragen" not in toezicht.get(f"/berichten/{bericht}").text
    vooraf = page_text(toezicht.get(f"/berichten/{bericht}/doen/conclusies"))
    assert "Deze termijn gaat lopen als u een dag invult, tot die dag: Opvolging van de conclusies." in vooraf
    assert open_form(toezicht, bericht, "conclusies").verstuur(tekst="Voldoende.").status_code == 303
    assert "Stuur uw bevindingen aan het college" in page_text(toezicht.get("/taken"))


def test_for_everybody_else_it_reads_as_if_there_were_none(portal: Portaal) -> None:
    huis = portal.huis
    anderen = [a for a in PERSONEN if a not in {"indiener", "collega", "toezichthouder"}]

    def gezien(account: str) -> list[tuple[int, str]]:
        bezoeker = portal.bezoek(account)
        antwoorden = [bezoeker.get(pad) for pad in PAGINAS]
        return [(a.status_code, TOKEN.sub("", a.text)) for a in antwoorden]

    vooraf = {account: gezien(account) for account in anderen}
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    huis.doe(huis.gebruiker("toezichthouder"), bericht, "ontvangst-bevestigen")
    for account in anderen:
        erna = gezien(account)
        anders = [pad for pad, oud, nieuw in zip(PAGINAS, vooraf[account], erna, strict=True) if oud != nieuw]
        # the one number that grows is how much waits in the mail room of all teams together
        assert anders in ([], ["/beheer"] if account == "beheerder" else []), (account, anders)
        bezoeker = portal.bezoek(account)
        for pad in ("", "/identiteit", "/ontvangst", "/doen/conclusies"):
            echt, niets = (bezoeker.get(f"/berichten/{i}{pad}") for i in (bericht, new_id()))
            assert (echt.status_code, TOKEN.sub("", echt.text)) == (404, TOKEN.sub("", niets.text)), (account, pad)


def test_neither_log_nor_mail_room_tells_the_beheerder_of_it(portal: Portaal) -> None:
    huis = portal.huis
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, volledige_melding())
    huis.doe(huis.gebruiker("toezichthouder"), bericht, "ontvangst-bevestigen")
    huis.vault.chain.step()
    beheerder = portal.bezoek("beheerder")
    regels = [
        r for r in portal.app.url_map.iter_rules() if r.endpoint.startswith("beheer") and "GET" in (r.methods or ())
    ]
    paginas = [beheerder.get(str(r.rule)).text for r in regels if not r.arguments]
    assert len(paginas) >= 1
    for tekst in paginas:
        assert (str(bericht) in tekst, NUMMER.findall(tekst), "ontvangst-bevestigen" in tekst) == (False, [], False)


def test_the_same_form_sent_again_leads_to_the_melding_and_makes_no_spare_concept(portal: Portaal) -> None:
    bezoeker, collega, concept = portal.bezoek("indiener"), portal.bezoek("collega"), new_id()
    pad, ruw = f"/concepten/{concept}?soort={MELDING}", volledige_melding()
    bezoeker.post(pad, {**ruw, "versie": "0"})
    ontvangst = f"/berichten/{concept}/ontvangst"
    assert bezoeker.post(f"/concepten/{concept}/indienen", {"versie": "1"}).location == ontvangst
    portal.huis.client.take_in(concept)
    assert bezoeker.post(pad, {**ruw, "versie": "1"}).location == ontvangst
    # What was typed otherwise is kept, also who was involved; another session cannot know that it is the same.
    for wie, anders in (
        (bezoeker, {"anderen": ["Een ander."]}),
        (bezoeker, {"beschrijving": ["Anders."]}),
        (collega, {}),
    ):
        location = wie.post(pad, {**ruw, **anders, "versie": "1"}).location
        assert location.startswith("/concepten/")
    with portal.huis.services.database.lezen() as session:
        assert len(session.scalars(select(Concept.id)).all()) == 3
        afdruk = session.get_one(Bericht, concept).afdruk
    assert afdruk is not None
    assert len(afdruk) == 16
