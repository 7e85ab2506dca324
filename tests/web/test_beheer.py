"""Beheer: how the portal stands, who takes part, what is declared and where it would go; and never a bericht."""

import re
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update

from portal.core.klokken.klokfouten import note_failure
from portal.core.post.stilpost import UITGESTELD
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.models import AuditRegel, Persoon, SealedItem, SignedKey, Termijn, Uitgaand
from portal.sealing.envelope import new_id
from portal.vault.inrichten import bootstrap_person
from tests.bezoeker import Bezoeker, Portaal, page_text
from tests.ingevuld import ingevuld
from tests.installatie import DIEP, HIER, SCHAKEL, VERZOEK, WACHTWOORD
from tests.voorbeelden import volledige_melding
from tests.web.test_organisatie import shown
from tests.web.verhalen import submitted, view

# What the pages say does not depend on the database; those that count and sort in it run on both.
ON_SQLITE = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
ROUTE = f"/beheer/mailboxen/{VERZOEK}/route"
WACHTEND = re.compile(r"/beheer/wachtend/([0-9a-f-]{36})/")
PERSOON = {"naam": "Dora Diep", "email": "dora@diep.example", "account": "dora"}


@pytest.fixture
def beheerders(portal: Portaal) -> tuple[Bezoeker, Bezoeker]:
    """Two functioneel beheerders: one asks, the other confirms."""
    bootstrap_person(
        portal.huis.vault,
        account="tweede.beheerder",
        naam="Frits Beheer",
        email="frits@portaal.example",
        organisatie="beheer",
        wachtwoord=WACHTWOORD,
        lidmaatschappen=[
            Lidmaatschap(soort="organisatie", code="beheer", rol=Rol.FUNCTIONEEL_BEHEERDER, vanaf=date(2026, 1, 1))
        ],
    )
    return portal.bezoek("beheerder"), portal.bezoek("tweede.beheerder")


def id_of(portal: Portaal, account: str) -> UUID:
    with portal.huis.services.database.lezen() as session:
        return session.scalars(select(Persoon.id).where(Persoon.account == account)).one()


def chain(portal: Portaal) -> None:
    while portal.huis.vault.chain.step():
        pass


def test_beheer_shows_what_needs_attention_and_no_bericht(portal: Portaal) -> None:
    bericht = submitted(portal)
    response = portal.bezoek("beheerder").get("/beheer")
    tekst = page_text(response)
    assert "Kluis bereikbaar" in tekst
    assert "Logboek is bij" in tekst
    assert "Opgegeven geen" in tekst
    assert "Wacht 2 opdrachten, de oudste vandaag" in tekst
    assert "Huis aan het Diep heeft geen beheerder" in tekst
    assert "Stichting De Schakel heeft geen beheerder" not in tekst
    assert view(portal, "consulent", bericht).nummer not in response.text


@ON_SQLITE
def test_every_page_of_beheer_says_that_the_vault_is_away(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    portal.huis.client.down = True
    for pad in ("/beheer", "/beheer/kluis", "/beheer/logboek"):
        response = beheerder.get(pad)
        assert response.status_code == 200
        assert "De kluis is niet bereikbaar" in page_text(response)
    for pad in ("/beheer/organisaties", "/beheer/regio", "/beheer/mailboxen", "/beheer/post"):
        assert beheerder.get(pad).status_code == 200, pad
    assert beheerder.get("/beheer/wachtend").status_code == 503
    assert "kijkt nu niets na" in page_text(beheerder.get(beheerder.post("/beheer/logboek/nakijken").location))


@ON_SQLITE
def test_a_functioneel_beheerder_can_open_no_bericht_list_or_search(portal: Portaal) -> None:
    bericht = submitted(portal)
    beheerder = portal.bezoek("beheerder")
    for pad in (
        f"/berichten/{bericht}",
        "/werkvoorraad",
        "/taken",
        "/zoeken",
        "/overzicht",
        "/onderweg",
        "/organisatie",
    ):
        assert beheerder.get(pad).status_code == 404, pad


@ON_SQLITE
def test_the_region_is_shown_verbatim_with_its_flags_explained(portal: Portaal) -> None:
    tekst = page_text(portal.bezoek("beheerder").get("/beheer/regio"))
    assert "10 gemeenten en 23 teams." in tekst
    assert (
        "Groningen toegang-0014, college-0014 0014 frontofficebwmo@groningen.nl 050-3674200 (optie 3) let op" in tekst
    )
    assert "Het nummer 088-345888 heeft 9 cijfers in plaats van 10." in tekst
    assert "Het portaal verbetert zo'n regel nooit vanzelf." in tekst
    assert "Het handboek noemt twee adressen" in tekst
    assert "daarna elke vier weken donderdag 8 januari 2026 experttafel_eerste" in tekst
    assert "Goede Vrijdag telt niet als werkdag in afgesproken termijnen ja goede_vrijdag_vrij" in tekst
    melding = "Eerste melding calamiteit of geweldsincident"
    for klok, lengte, naam in (
        ("ontvangst bevestigen", "1 werkdag", "bevestigen"),
        ("eerste oordeel", "5 werkdagen", "oordeel"),
        ("uitkomst eigen onderzoek", "6 weken", "eigen-onderzoek"),
    ):
        assert f"{melding}: {klok} {lengte} toezicht_{naam}" in tekst
    assert "Thuis Plus 1-3 uur per week 15A76" in tekst
    assert "Vervoer de bron noemt geen code" in tekst


@ON_SQLITE
def test_a_declaration_reads_in_the_words_of_its_own_form(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    assert "Gaat naar: de Toegang van de latende gemeente." in page_text(beheerder.get("/beheer/mailboxen"))
    tekst = page_text(beheerder.get(f"/beheer/mailboxen/{VERZOEK}"))
    for zin in (
        "Een gemeente (frontoffice en consulent), voor een burger die zich meldt",
        "Bewaren 15 jaar vanaf ontvangst (Wmo 5.3.4)",
        "Naar de Toegang van de latende gemeente: het antwoord op 'Waar staat de burger ingeschreven?'.",
        "Weet de afzender dat niet: naar de gemeente van verblijf, 'In welke gemeente verblijft de burger nu?'.",
        "3 werkdagen, vanaf de dag waarop de taak 'Leg de wisseling voor aan de ontvangende gemeente' is gedaan.",
        "Bron: afspraak, voorstel van het portaal, naar Handboek §4 A.3",
        "Verplicht als het antwoord op 'Wat wil de burger?' 'Wisselen van zorgaanbieder' is of",
        "Door het behandelend team, vanuit 'In behandeling' en 'Aangevuld', naar 'Besloten'.",
        "Een burgerservicenummer, met elfproef. 9 cijfers, staat op het identiteitsbewijs.",
        "Alleen als 'De burger heeft geen burgerservicenummer' niet is aangekruist.",
    ):
        assert zin in tekst, zin
    assert "gemeente_inschrijving" not in tekst
    for pad in ("/beheer/mailboxen/bestaat-niet", "/beheer/mailboxen/bestaat-niet/route"):
        assert beheerder.get(pad).status_code == 404


@ON_SQLITE
def test_every_mailbox_is_readable_and_its_routing_can_be_tried(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    for mailbox in portal.huis.services.mailboxen.alle():
        pagina = beheerder.get(f"/beheer/mailboxen/{mailbox.code}")
        assert pagina.status_code == 200, mailbox.code
        veldnamen = [v.naam for v in mailbox.formulier.veldinfo() if "_" in v.naam]
        assert [naam for naam in veldnamen if naam in page_text(pagina)] == [], mailbox.code
        assert beheerder.get(f"/beheer/mailboxen/{mailbox.code}/route").status_code == 200, mailbox.code
        assert beheerder.post(f"/beheer/mailboxen/{mailbox.code}/route").status_code == 200, mailbox.code


@ON_SQLITE
def test_a_rehearsal_says_where_it_would_go_and_why_and_keeps_nothing(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")

    def rows() -> int:
        with portal.huis.services.database.lezen() as session:
            return len(session.scalars(select(SealedItem.id)).all()) + len(session.scalars(select(AuditRegel.id)).all())

    before, pagina = rows(), page_text(beheerder.get(ROUTE))
    assert "Waar staat de burger ingeschreven?" in pagina
    assert "Burgerservicenummer" not in pagina
    tekst = page_text(beheerder.post(ROUTE, {"gemeente_inschrijving": "1966"}))
    assert "Ontvanger Toegang Het Hogeland (toegang-1966)" in tekst
    assert "Waarom Toegang Het Hogeland behandelt berichten van de latende gemeente: Het Hogeland." in tekst
    assert "Regel latende-gemeente" in tekst
    assert "Het nummer 088-345888 heeft 9 cijfers" in tekst
    weet_niet = {"gemeente_inschrijving": "weet-ik-niet", "gemeente_verblijf": "1979"}
    assert "Regel latende-gemeente-onbekend" in page_text(beheerder.post(ROUTE, weet_niet))
    assert "Dit bericht gaat nergens heen Kies een gemeente." in page_text(beheerder.post(ROUTE))
    elders = {"soort": "wisseling", "verhuist": "nee", "nieuwe_aanbieder": "eigen-organisatie"}
    assert "Dit hoort ergens anders Blijft de burger bij uw organisatie" in page_text(beheerder.post(ROUTE, elders))
    verkeerd = beheerder.post(ROUTE, {"gemeente_inschrijving": "9999"})
    assert verkeerd.status_code == 422
    assert "Deze keuze bestaat niet." in page_text(verkeerd)
    assert rows() == before


def test_a_first_beheerder_comes_in_on_the_word_of_two(portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]) -> None:
    een, twee = beheerders
    pad = f"/beheer/organisaties/{DIEP}/beheerder"
    assert een.get(pad).status_code == 200
    fout = een.post(pad, {**PERSOON, "email": "", "sleutel": str(uuid4())})
    assert (fout.status_code, "Vul het e-mailadres in." in page_text(fout)) == (422, True)
    sleutel = str(uuid4())
    for _ in range(2):
        assert een.post(pad, {**PERSOON, "sleutel": sleutel}).location == "/beheer/wachtend"
    lijst = twee.get("/beheer/wachtend")
    assert page_text(lijst).count("Dora Diep") == 1
    assert "1 verzoek wacht op uw bevestiging" in page_text(twee.get("/beheer"))
    found = WACHTEND.search(lijst.text)
    assert found
    bevestigen = f"/beheer/wachtend/{found[1]}/bevestigen"
    zelf = een.post(bevestigen)
    assert (zelf.status_code, "Een andere functioneel beheerder moet het bevestigen." in page_text(zelf)) == (409, True)
    assert "Huis aan het Diep" in page_text(twee.get(bevestigen))
    eerste, tweede = twee.post(bevestigen), twee.post(bevestigen)
    assert shown(eerste) == shown(tweede)
    assert "Dora Diep is toegelaten" in page_text(tweede)
    assert portal.huis.client.login("dora", shown(eerste), "", adres=HIER).nodig == ("wachtwoord",)
    assert twee.get(bevestigen).status_code == 404
    nog_een = een.post(pad, {**PERSOON, "account": "d2", "sleutel": str(uuid4())})
    assert nog_een.status_code == 422
    nog_een = een.post(pad, {**PERSOON, "account": "dora2", "sleutel": str(uuid4())})
    assert (nog_een.status_code, "heeft al een beheerder" in page_text(nog_een)) == (409, True)
    assert een.get("/beheer/organisaties/beheer/beheerder").status_code == 404


@ON_SQLITE
def test_a_beheerder_gets_a_new_password_on_the_word_of_two_and_others_from_their_own(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, twee = beheerders
    pad = f"/beheer/personen/{id_of(portal, 'indiener')}/wachtwoord"
    ander = een.post(pad, {"sleutel": str(uuid4())})
    assert (ander.status_code, "de beheerder van de eigen organisatie" in page_text(ander)) == (409, True)
    pad = f"/beheer/personen/{id_of(portal, 'organisatiebeheerder')}/wachtwoord"
    assert een.post(pad, {"sleutel": str(uuid4())}).location == "/beheer/wachtend"
    found = WACHTEND.search(twee.get("/beheer/wachtend").text)
    assert found
    wachtwoord = shown(twee.post(f"/beheer/wachtend/{found[1]}/bevestigen"))
    assert portal.huis.client.login("organisatiebeheerder", wachtwoord, "", adres=HIER).niveau == 1
    een.post(pad, {"sleutel": str(uuid4())})
    found = WACHTEND.search(twee.get("/beheer/wachtend").text)
    assert found
    for bezoeker in (twee, een):
        assert bezoeker.post(f"/beheer/wachtend/{found[1]}/afwijzen").location == "/beheer/wachtend"
    assert "Er wacht niets" in page_text(een.get("/beheer/wachtend"))


@ON_SQLITE
def test_any_account_is_blocked_at_once_but_not_ones_own(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, _ = beheerders
    consulent = portal.bezoek("consulent")
    pad = f"/beheer/personen/{id_of(portal, 'consulent')}/blokkeren"
    assert "Consulent blokkeren?" in page_text(een.get(pad))
    assert een.post(pad).location == "/beheer/organisaties/gemeente-1979"
    assert consulent.get("/werkvoorraad").location.startswith("/inloggen")
    assert "Consulent consulent@portaal.example Consulent Toegang Eemsdelta geblokkeerd" in page_text(
        een.get("/beheer/organisaties/gemeente-1979")
    )
    zelf = een.post(f"/beheer/personen/{id_of(portal, 'beheerder')}/blokkeren")
    assert (zelf.status_code, "Dit kan niet met uw eigen account." in page_text(zelf)) == (409, True)
    assert een.post(f"/beheer/personen/{uuid4()}/blokkeren").status_code == 404


@ON_SQLITE
def test_of_the_last_two_beheerders_one_takes_the_other_along(
    portal: Portaal, beheerders: tuple[Bezoeker, Bezoeker]
) -> None:
    een, twee = beheerders
    pad = f"/beheer/personen/{id_of(portal, 'tweede.beheerder')}/blokkeren"
    vraag = een.get(pad)
    assert "Frits Beheer blokkeren, en uzelf?" in page_text(vraag)
    assert 'name="samen" value="ja"' in vraag.text
    zonder = een.post(pad)
    assert (zonder.status_code, "dan sluit het ook uw eigen account" in page_text(zonder)) == (409, True)
    assert twee.get("/beheer").status_code == 200
    gedaan = een.post(pad, {"samen": "ja"})
    assert gedaan.location == "/inloggen"
    tekst = page_text(een.get("/inloggen"))
    assert "Frits Beheer en u zijn geblokkeerd en uitgelogd." in tekst
    assert "portal gebruiker herstellen" in tekst
    assert [wie.get("/beheer").location for wie in beheerders] == ["/inloggen?terug=/beheer"] * 2


@ON_SQLITE
def test_organisations_are_listed_by_kind_with_teams_people_and_beheerder(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    tekst = page_text(beheerder.get("/beheer/organisaties?soort=aanbieder&bladzijde=9999999999"))
    assert "Alle 15 Aanbieder 2 Gemeente 10" in tekst
    assert "Stichting De Schakel aanbieder · de-schakel 0 3 heeft er een" in tekst
    assert "Gemeente Eemsdelta" not in tekst
    een = page_text(beheerder.get(f"/beheer/organisaties/{SCHAKEL}"))
    assert "Indiener indiener@portaal.example Indiener Stichting De Schakel kan inloggen indiener" in een
    assert beheerder.get("/beheer/organisaties/bestaat-niet").status_code == 404


def test_the_log_shows_who_came_in_and_changed_rights_and_no_act_on_a_bericht(portal: Portaal) -> None:
    bericht = submitted(portal)
    portal.huis.doe(portal.huis.gebruiker("consulent"), bericht, "oppakken")
    beheerder = portal.bezoek("beheerder")
    organisatie = portal.bezoek("organisatiebeheerder")
    portal.huis.later(minutes=1)  # newer than all that the installation itself wrote
    organisatie.post(f"/organisatie/collegas/{id_of(portal, 'collega')}/blokkeren")
    organisatie.post("/inloggen", {"account": "collega", "wachtwoord": WACHTWOORD})
    portal.bezoek().post("/inloggen", {"account": "collega", "wachtwoord": "verkeerd"})
    chain(portal)
    response = beheerder.get("/beheer/logboek")
    tekst = page_text(response)
    assert "Account blokkeren Organisatiebeheerder vanaf 127.0.0.1 Collega do 2 april 10:13" in tekst
    assert "geweigerd: account, wachtwoord of code klopt niet" in tekst
    with portal.huis.services.database.lezen() as session:
        acties = set(session.scalars(select(AuditRegel.actie)))
    assert {"indienen", "opnemen"} < acties
    regels = tekst.partition("Laatste regels")[2]
    for woord in (str(bericht), view(portal, "consulent", bericht).nummer, "indienen", "oppakken", "opnemen", "openen"):
        assert woord not in regels, woord
    alleen = page_text(beheerder.get("/beheer/logboek?soort=toelaten")).partition("Laatste regels")[2]
    assert "Account blokkeren" in alleen
    assert "Inloggen Organisatiebeheerder" not in alleen
    with portal.huis.services.database.lezen() as session:
        eerste = session.scalars(select(AuditRegel.id).where(AuditRegel.nummer == 1)).one()
    assert "Geen regels op deze pagina" in page_text(beheerder.get(f"/beheer/logboek?soort=inloggen&voor={eerste}"))
    for onzin in ("-1", str(new_id())):
        assert "Inloggen" in page_text(beheerder.get(f"/beheer/logboek?soort=x&voor={onzin}"))


@ON_SQLITE
def test_what_is_done_on_berichten_changes_nothing_on_the_pages_of_beheer(portal: Portaal) -> None:
    indiener, toezicht = portal.huis.gebruiker("indiener"), portal.huis.gebruiker("toezichthouder")
    beheerder = portal.bezoek("beheerder")
    chain(portal)

    def pages() -> list[str]:
        return [page_text(beheerder.get(pad)) for pad in ("/beheer/logboek", "/beheer/kluis", "/beheer")]

    eerst = pages()
    melding = portal.huis.stuur(indiener, "calamiteit-geweld", volledige_melding())
    portal.huis.doe(toezicht, melding, "ontvangst-bevestigen")
    vordering = portal.huis.services.mailboxen.met_code("vordering-toezicht")
    assert vordering is not None
    gevorderd = portal.huis.stuur(toezicht, vordering.code, ingevuld(vordering, ontvanger=[SCHAKEL]))
    with portal.huis.services.database.schrijven() as session:
        session.execute(delete(Uitgaand))  # the post is counted by kind, and goes out within a minute
        klokken = session.scalars(select(Termijn.id).where(Termijn.bericht.in_([melding, gevorderd]))).all()
        van = set(session.scalars(select(Termijn.bericht).where(Termijn.id.in_(klokken))))
    for klok in klokken:
        note_failure(portal.huis.services, klok, ValueError(), now=portal.huis.now)
    chain(portal)
    assert (van, pages() == eerst) == ({melding, gevorderd}, True)


def test_a_clock_that_fails_is_named_by_its_kind(portal: Portaal) -> None:
    bericht = submitted(portal)
    with portal.huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn.id).where(Termijn.bericht == bericht)).first()
    assert klok is not None
    note_failure(portal.huis.services, klok, ValueError(), now=portal.huis.now)
    tekst = page_text(portal.bezoek("beheerder").get("/beheer"))
    assert "1 termijn kan niet worden verwerkt" in tekst
    assert "van Verzoek overdracht toewijzing, sinds" in tekst


def test_the_whole_log_is_looked_at_from_the_page(portal: Portaal) -> None:
    submitted(portal)
    beheerder = portal.bezoek("beheerder")
    assert "Het is nog niet nagekeken vanaf deze pagina." in page_text(beheerder.get("/beheer/logboek"))
    chain(portal)
    portal.huis.vault.chain.anchor()
    for _ in range(2):
        assert beheerder.post("/beheer/logboek/nakijken").location == "/beheer/logboek#controle"
    tekst = page_text(beheerder.get("/beheer/logboek"))
    assert "het logboek klopt Nagekeken donderdag 2 april 2026, 10:12, met alle verzegelde onderdelen." in tekst
    assert re.search(r"do 2 april 10:12: [0-9a-f]{16}…", tekst)
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(AuditRegel).where(AuditRegel.nummer == 3).values(actie="uitloggen"))
        session.execute(delete(SealedItem))
    portal.huis.later(minutes=2)
    beheerder.post("/beheer/logboek/nakijken")
    tekst = page_text(beheerder.get("/beheer/logboek"))
    assert "Het logboek klopt niet Een regel is veranderd." in tekst
    assert re.search(r"\d+ verzegelde onderdelen ontbreken\.", tekst)


def test_the_mail_room_is_counted_by_reason_and_tells_not_for_whom(portal: Portaal) -> None:
    submitted(portal)
    database = portal.huis.services.database
    beheerder = portal.bezoek("beheerder")
    assert "Alles lukt" in page_text(beheerder.get("/beheer/post"))
    with database.schrijven() as session:
        rijen = session.scalars(select(Uitgaand).order_by(Uitgaand.soort)).all()
        assert [rij.soort for rij in rijen] == ["mail", "opnemen"]
        rijen[0].status, rijen[0].fout, rijen[0].pogingen = "dood", "adres geweigerd: 550", 21
        rijen[1].fout, rijen[1].pogingen = "kluis weigert: verplaatst", 3
        lading = " ".join(rij.lading for rij in rijen)
    response = beheerder.get("/beheer/post")
    tekst = page_text(response)
    assert "Opgegeven 1 na veel pogingen" in tekst
    assert "De mailserver weigert het adres Laat de organisatiebeheerders de adressen nakijken. 0 1 tot 21" in tekst
    assert "De kluis weigert het bericht op te nemen" in tekst
    for woord in re.findall(r"BP-[^\"]+|toegang-\d+|[0-9a-f-]{36}", lading):
        assert woord not in response.text, woord
    assert "Over een termijn die stilstaat" not in tekst
    with database.schrijven() as session:
        session.execute(update(Uitgaand).where(Uitgaand.soort == "opnemen").values(status=UITGESTELD))
    assert "Over een termijn die stilstaat 1 e-mail, tot die weer loopt" in page_text(beheerder.get("/beheer/post"))
    for _ in range(2):
        beheerder.post("/beheer/post/opnieuw")
    assert "Opgegeven geen" in page_text(beheerder.get("/beheer/post"))
    with database.lezen() as session:
        acties = session.scalars(select(AuditRegel.onderwerp).where(AuditRegel.actie == "post_opnieuw")).all()
    assert acties == ["1"]


@ON_SQLITE
def test_the_page_of_the_vault_names_who_has_no_key_that_it_signed(portal: Portaal) -> None:
    beheerder = portal.bezoek("beheerder")
    tekst = page_text(beheerder.get("/beheer/kluis"))
    assert "Toestand bereikbaar" in tekst
    assert "37 teams en organisaties hebben een sleutel die de kluis ondertekende." in tekst
    with portal.huis.services.database.schrijven() as session:
        session.execute(update(SignedKey).where(SignedKey.recipient == "toegang-1979").values(public=b"x"))
    tekst = page_text(beheerder.get("/beheer/kluis"))
    assert "Niet iedereen kan ontvangen" in tekst
    assert "Toegang Eemsdelta" in tekst
    assert "1 zonder goede sleutel" in page_text(beheerder.get("/beheer"))
