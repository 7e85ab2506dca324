"""One submission to several receivers: each has a bericht of its own, answers for itself and knows of no other."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import func, select

from portal.core.accounts import Gebruiker
from portal.core.behandelen.stapcontrole import AntwoordNodig
from portal.core.beheer import aanbieders
from portal.core.bericht.bijlagen import lees_inhoud
from portal.core.bericht.bundels import others
from portal.core.bericht.zicht import kop
from portal.core.insturen import intake
from portal.core.insturen.concepten import bewaar
from portal.core.insturen.per_ontvanger import part_of
from portal.core.insturen.waarschuwen import before_submitting, warnings_for
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.core.weigeren import NietMogelijk
from portal.domain.formulier import Antwoorden, Client, Fouten
from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.mailboxes import laad_mailboxen
from portal.models import Bericht
from portal.regios import laad_regios
from portal.sealing.envelope import NotGenuine, new_id
from portal.vault.inrichten import bootstrap_person
from tests.core.test_sociale_kaart import told
from tests.installatie import DIEP, SCHAKEL, WACHTWOORD, Installatie
from tests.voorbeelden import BSN, kader, pdf

RAPPORT = "toezicht-rapport"
RONDSTUREN = "bericht-aan-aanbieders"


def rapport(gemeente: str) -> dict[str, list[str]]:
    velden = {
        "gemeente_voorval": gemeente,
        "aanbieder": SCHAKEL,
        "locatie": "De Vuurtoren",
        "bevindingen": "Er was geen nachtdienst.",
        "conclusies": "De maatregelen volstaan nu.",
        "voorstel": "nee",
    }
    return {naam: [waarde] for naam, waarde in velden.items()}


def rondsturen(*codes: str) -> dict[str, list[str]]:
    tekst = {"soort": ["handboek"], "onderwerp": ["Nieuw handboek"], "tekst": ["Het nieuwe handboek is er."]}
    return {"ontvangers": list(codes), **tekst}


def beeindiging() -> dict[str, list[str]]:
    velden = {
        "bsn": BSN,
        "voorletters": "J.",
        "achternaam": "Visser",
        "geboortedatum": "12-5-1987",
        "kenmerk": "DS-0412",
        "gemeente": "1979",
        "gronden": "Sinds februari is er geen samenwerking.",
        "inspanningen": "Vijf gesprekken en een ander team.",
        "einddatum": "1-6-2026",
        "onmiddellijk": "nee",
        "crisis": "nee",
        "consulent": "M. de Boer",
        "consulent_op": "30-3-2026",
        "burger_op": "31-3-2026",
        "burger_weet": "ja",
    }
    return {naam: [waarde] for naam, waarde in velden.items()}


def plek(*codes: str, **anders: str) -> dict[str, list[str]]:
    velden = {
        "crisis": "nee",
        "verband": "ja",
        "verklaring": "ja",
        "soort": "time-out",
        "plek": "Met 24-uurs toezicht.",
        "periode": "Vanaf 10 april, twee weken.",
        "groep": "Volwassene.",
        "risico": "Onrust in de avond.",
    }
    return {"ontvangers": list(codes), **{naam: [waarde] for naam, waarde in (velden | anders).items()}}


def verstuur(huis: Installatie, wie: Gebruiker, mailbox: str, ruw: dict[str, list[str]], *eisen: str) -> list[UUID]:
    """Submit it with these bijlagen, let the vault take all of it in, and return the berichten that came of it."""
    concept = new_id()
    bewaar(huis.services, wie, concept=concept, mailbox=mailbox, ruw=ruw, versie=0, now=huis.now)
    for eis in eisen:
        huis.bijlage(wie, concept, eis, mailbox=mailbox)
    for _ in range(2):  # a second click finds the first
        assert intake.submit_bericht(huis.services, wie, concept=concept, now=huis.now) == concept
    with huis.services.database.lezen() as session:
        gemaakt = list(session.scalars(select(Bericht.id).where((Bericht.id == concept) | (Bericht.bundel == concept))))
    for bericht in gemaakt:
        huis.client.take_in(bericht)
    return gemaakt


@pytest.fixture
def college(huis: Installatie) -> Callable[[str], Gebruiker]:
    def lid(cbs: str) -> Gebruiker:
        rol = Lidmaatschap(soort="team", code=f"college-{cbs}", rol=Rol.COLLEGE, vanaf=date(2026, 1, 1))
        bootstrap_person(
            huis.vault,
            account=f"college-{cbs}",
            naam=f"College {cbs}",
            email=f"college-{cbs}@portaal.example",
            organisatie=f"gemeente-{cbs}",
            wachtwoord=WACHTWOORD,
            lidmaatschappen=[rol],
        )
        return huis.gebruiker(f"college-{cbs}")

    return lid


def test_a_report_goes_to_two_colleges_that_decide_each_for_itself(
    huis: Installatie, college: Callable[[str], Gebruiker]
) -> None:
    toezicht, groningen, eemsdelta = huis.gebruiker("toezichthouder"), college("0014"), college("1979")
    assert len(verstuur(huis, toezicht, RAPPORT, rapport("1979"), "rapport")) == 2
    (een,), (ander,) = (werkvoorraad(huis.services, wie).rijen for wie in (groningen, eemsdelta))
    assert een.nummer != ander.nummer
    for wie, rij, vreemd in ((groningen, een, ander), (eemsdelta, ander, een)):
        geopend = open_bericht(huis.services, wie, rij.id, now=huis.now)
        (bijlage,) = geopend.bijlagen
        _, stukken = lees_inhoud(huis.services, wie, subject=rij.id, bijlage=bijlage.id)
        assert b"".join(stukken) == pdf()
        assert others(huis.services, wie, geopend.kop) == ()
        with pytest.raises(NietGevonden):
            kop(huis.services, wie, vreemd.id)
    huis.doe(eemsdelta, ander.id, "oppakken")
    huis.doe(eemsdelta, ander.id, "geen-handhaving", tekst="Het is nu op orde.")
    stand = {rij.team_naam.split()[-1]: rij.status_titel for rij in onderweg(huis.services, toezicht).rijen}
    assert stand == {"Groningen": "Geopend"}
    (mede,) = others(huis.services, toezicht, kop(huis.services, toezicht, een.id))
    assert (mede.id, mede.naam, mede.status_titel, mede.geopend) == (
        ander.id,
        "College van burgemeester en wethouders van Eemsdelta",
        "Afgehandeld",
        huis.now,
    )


def test_the_same_college_gets_it_once(huis: Installatie, college: Callable[[str], Gebruiker]) -> None:
    toezicht, groningen = huis.gebruiker("toezichthouder"), college("0014")
    (bericht,) = verstuur(huis, toezicht, RAPPORT, rapport("0014"), "rapport")
    assert [rij.id for rij in werkvoorraad(huis.services, groningen).rijen] == [bericht]
    assert others(huis.services, toezicht, kop(huis.services, toezicht, bericht)) == ()


@pytest.mark.parametrize("gekozen", [("alle-aanbieders",), (SCHAKEL, DIEP)], ids=["alle", "gekozen"])
def test_all_aanbieders_get_it_and_the_sender_sees_who_read_it(huis: Installatie, gekozen: tuple[str, ...]) -> None:
    manager, indiener, ander = (huis.gebruiker(naam) for naam in ("contractmanager", "indiener", "ander"))
    assert len(verstuur(huis, manager, RONDSTUREN, rondsturen(*gekozen), "stukken")) == 2
    (eigen,) = werkvoorraad(huis.services, indiener).rijen
    (vreemd,) = werkvoorraad(huis.services, ander).rijen
    geopend = open_bericht(huis.services, indiener, eigen.id, now=huis.now)
    huis.doe(indiener, eigen.id, "gelezen")
    assert [b.eis for b in geopend.bijlagen] == ["stukken"]
    (mede,) = others(huis.services, manager, kop(huis.services, manager, vreemd.id))
    assert (mede.naam, mede.status_titel, mede.geopend) == ("Stichting De Schakel", "Afgehandeld", huis.now)
    assert kop(huis.services, ander, vreemd.id).toestand.code == "ingediend"
    with pytest.raises(NietGevonden):
        kop(huis.services, indiener, vreemd.id)


def test_who_reads_it_does_not_read_to_whom_else_it_went(huis: Installatie) -> None:
    een, _ = verstuur(huis, huis.gebruiker("contractmanager"), RONDSTUREN, rondsturen(SCHAKEL, DIEP), "stukken")
    with huis.services.database.lezen() as session:
        lezer = {SCHAKEL: "indiener", DIEP: "ander"}[session.get_one(Bericht, een).team.removeprefix(":")]
    gelezen = open_bericht(huis.services, huis.gebruiker(lezer), een, now=huis.now).antwoorden
    assert {*gelezen.feiten()} == {"soort", "onderwerp", "tekst"}


def test_one_chosen_aanbieder_is_one_bericht(huis: Installatie) -> None:
    manager = huis.gebruiker("contractmanager")
    (bericht,) = verstuur(huis, manager, RONDSTUREN, rondsturen(DIEP), "stukken")
    with huis.services.database.lezen() as session:
        assert session.scalar(select(Bericht.bundel).where(Bericht.id == bericht)) is None
        assert session.scalar(select(func.count()).select_from(Bericht)) == 1


def test_the_centrumgemeente_reads_why_and_the_consulent_who(huis: Installatie) -> None:
    indiener, manager, consulent = (huis.gebruiker(naam) for naam in ("indiener", "contractmanager", "consulent"))
    heel, romp = verstuur(huis, indiener, "zorgbeeindiging", beeindiging(), "motivatie", "procedure")
    bij_cmo = open_bericht(huis.services, manager, werk(huis, manager), now=huis.now)
    bij_team = open_bericht(huis.services, consulent, werk(huis, consulent), now=huis.now)
    assert {bij_cmo.kop.id, bij_team.kop.id} == {heel, romp}
    assert [s.titel for s in bij_cmo.antwoorden.secties] == ["Cliënt", "Het voornemen", "Wie het weet"]
    client = {"bsn", "voorletters", "achternaam", "geboortedatum"}
    assert client & bij_cmo.antwoorden.feiten().keys() == set()
    assert client <= bij_team.antwoorden.feiten().keys()
    assert (bij_cmo.antwoorden.feiten()["kenmerk"], bij_cmo.antwoorden.feiten()["gemeente"]) == ("DS-0412", "1979")
    assert [r.client for r in werkvoorraad(huis.services, manager).rijen] == ["kenmerk DS-0412"]
    assert zoek(huis.services, manager, soort="bsn", waarde=BSN, now=huis.now) == ()
    assert [r.id for r in zoek(huis.services, manager, soort="kenmerk", waarde="ds-0412", now=huis.now)] == [
        bij_cmo.kop.id
    ]
    assert [r.id for r in zoek(huis.services, consulent, soort="bsn", waarde=BSN, now=huis.now)] == [bij_team.kop.id]
    for wie, geopend in ((manager, bij_cmo), (consulent, bij_team)):
        assert sorted(b.eis for b in geopend.bijlagen) == ["motivatie", "procedure"]
        for bijlage in geopend.bijlagen:
            _, stukken = lees_inhoud(huis.services, wie, subject=geopend.kop.id, bijlage=bijlage.id)
            assert b"".join(stukken) == pdf()


@pytest.mark.parametrize(
    ("crisis", "taken"),
    [("nee", [("stop-307", 0)]), ("ja", [("regie", 0), ("stop-307-na-overname", 1)])],
    ids=["rustig", "crisis"],
)
def test_after_the_overleg_the_aanbieder_keeps_the_regie_in_a_crisis_and_sends_the_307(
    huis: Installatie, crisis: str, taken: list[tuple[str, int]]
) -> None:
    indiener, manager, consulent = (huis.gebruiker(naam) for naam in ("indiener", "contractmanager", "consulent"))
    verstuur(huis, indiener, "zorgbeeindiging", beeindiging() | {"crisis": [crisis]}, "motivatie", "procedure")
    bij_cmo, bij_team = werk(huis, manager), werk(huis, consulent)
    for wie, bericht, stap in (
        (manager, bij_cmo, "continuiteit-besproken"),
        (consulent, bij_team, "overleg-gevoerd"),
    ):
        huis.doe(wie, bericht, "oppakken")
        huis.doe(wie, bericht, stap, tekst="De zorg loopt door tot er een plek is.")
    assert kop(huis.services, manager, bij_cmo).toestand.code == "afgehandeld"
    hier = takenlijst(huis.services, indiener).taken
    assert [(taak.code, len(taak.wacht_op), taak.bericht) for taak in hier] == [(*t, bij_team) for t in taken]
    for taak in hier:
        taak_gedaan(huis.services, indiener, taak=taak.id, verzonden=huis.now.date(), now=huis.now)
    assert kop(huis.services, consulent, bij_team).toestand.code == "afgehandeld"


def _halves(huis: Installatie, *bij: str) -> tuple[UUID, UUID]:
    """Send a zorgbeëindiging, and take it up at these; return what CMO has and what the consulent has."""
    verstuur(huis, huis.gebruiker("indiener"), "zorgbeeindiging", beeindiging(), "motivatie", "procedure")
    halves = werk(huis, huis.gebruiker("contractmanager")), werk(huis, huis.gebruiker("consulent"))
    for wie, bericht in zip(("contractmanager", "consulent"), halves, strict=True):
        if wie in bij:
            huis.doe(huis.gebruiker(wie), bericht, "oppakken")
    told(huis)
    return halves


def test_who_withdraws_a_zorgbeeindiging_withdraws_it_at_both_and_both_are_told(huis: Installatie) -> None:
    bij_cmo, bij_team = _halves(huis, "contractmanager", "consulent")
    indiener, manager, consulent = (huis.gebruiker(naam) for naam in ("indiener", "contractmanager", "consulent"))
    huis.doe(indiener, bij_cmo, "intrekken", tekst="De burger blijft toch.")
    zicht = kop(huis.services, consulent, bij_team)
    assert (zicht.toestand.code, kop(huis.services, manager, bij_cmo).toestand.code) == ("ingetrokken", "ingetrokken")
    assert [stap.titel for stap in zicht.verloop][-1] == "Ingetrokken, met het bericht aan de andere ontvanger"
    assert told(huis) == [("cmo", "gewijzigd"), ("toegang-1979", "gewijzigd")]
    bij_cmo, bij_team = _halves(huis, "contractmanager")
    huis.doe(manager, bij_cmo, "continuiteit-besproken", tekst="Besproken.")
    told(huis)
    huis.doe(indiener, bij_team, "intrekken", tekst="De burger blijft toch.")
    zicht = kop(huis.services, manager, bij_cmo)
    assert (zicht.toestand.code, zicht.verloop[-1].titel) == ("afgehandeld", "Bij de andere ontvanger ingetrokken")
    assert told(huis) == [("cmo", "gewijzigd"), ("toegang-1979", "gewijzigd")]


@pytest.mark.parametrize(
    ("wie", "ander", "team", "titel"),
    [
        ("consulent", "contractmanager", "cmo", "De betrokken gemeente heeft bezwaren"),
        ("contractmanager", "consulent", "toegang-1979", "De afdeling CMO heeft bezwaren"),
    ],
)
def test_who_objects_to_a_zorgbeeindiging_is_heard_by_the_other_without_the_words(
    huis: Installatie, wie: str, ander: str, team: str, titel: str
) -> None:
    per = dict(zip(("contractmanager", "consulent"), _halves(huis, "contractmanager", "consulent"), strict=True))
    huis.doe(huis.gebruiker(wie), per[wie], "bezwaren", tekst="Eerst een gesprek met Jan.")
    gelezen = open_bericht(huis.services, huis.gebruiker(ander), per[ander], now=huis.now).kop
    assert (gelezen.toestand.code, gelezen.verloop[-1].titel) == ("in_behandeling", titel)
    assert [stap.tekst for stap in gelezen.verloop if stap.tekst] == []
    assert told(huis) == sorted([(team, "gewijzigd"), (SCHAKEL, "gewijzigd")])


def test_that_the_care_goes_on_is_heard_by_cmo(huis: Installatie) -> None:
    bij_cmo, bij_team = _halves(huis, "consulent")
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bij_team, "overleg-gevoerd", tekst="Besproken.")
    huis.doe(consulent, bij_team, "zorg-gaat-door", tekst="Er is een plan.")
    laatste = kop(huis.services, huis.gebruiker("contractmanager"), bij_cmo).verloop[-1].titel
    assert laatste == "De zorg gaat toch door, zegt de betrokken gemeente"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_zorgbeeindiging_at_the_wrong_gemeente_is_handed_on_by_its_consulent_and_not_by_cmo(
    huis: Installatie,
) -> None:
    indiener, manager, consulent = (huis.gebruiker(naam) for naam in ("indiener", "contractmanager", "consulent"))
    verstuur(huis, indiener, "zorgbeeindiging", beeindiging(), "motivatie", "procedure")
    with pytest.raises(NietMogelijk):
        huis.doe(manager, werk(huis, manager), "doorsturen", tekst="Hoort elders.", doel="toegang-0014")
    bericht = werk(huis, consulent)
    huis.doe(consulent, bericht, "doorsturen", tekst="De indicatie is van Groningen.", doel="toegang-0014")
    gelezen = open_bericht(huis.services, huis.gebruiker("groningen"), bericht, now=huis.now)
    assert gelezen.antwoorden.feiten()["achternaam"] == "Visser"


def test_a_client_that_is_named_to_who_may_not_know_him_is_warned_of_on_both_sides(huis: Installatie) -> None:
    indiener, manager, consulent = (huis.gebruiker(naam) for naam in ("indiener", "contractmanager", "consulent"))
    ruw = beeindiging() | {"gronden": ["Mevrouw Visser, geboren 12-5-1987, is agressief."]}
    mailbox = laad_mailboxen(laad_regios()).met_code("zorgbeeindiging")
    assert mailbox is not None
    gelezen = mailbox.formulier.lees(ruw, kader())
    assert isinstance(gelezen, Antwoorden)
    titel = "Bij 'Wat zijn de gronden?' staat misschien wie het is"
    vooraf = before_submitting(huis.services, indiener, mailbox, gelezen, vandaag=huis.now.date())
    assert [w.titel for w in vooraf] == [titel]
    verstuur(huis, indiener, "zorgbeeindiging", ruw, "motivatie", "procedure")
    for wie, titels in ((manager, [titel]), (consulent, [])):
        geopend = open_bericht(huis.services, wie, werk(huis, wie), now=huis.now)
        assert [w.titel for w in warnings_for(huis.services, wie, geopend.kop, geopend.feiten)] == titels
    geweigerd = mailbox.formulier.lees(beeindiging() | {"gronden": [f"Nummer {BSN}."]}, kader())
    assert isinstance(geweigerd, Fouten)
    assert [(fout.veld, "anoniem" in fout.tekst) for fout in geweigerd.fouten] == [("gronden", False)]


def test_the_client_is_named_to_the_aanbieder_that_promised_and_to_no_other(huis: Installatie) -> None:
    indiener, ander = huis.gebruiker("indiener"), huis.gebruiker("ander")
    aanbieders.voeg_toe(huis.services, huis.gebruiker("beheerder"), code="de-linde", naam="De Linde")
    verstuur(huis, indiener, "tijdelijke-plek", plek(DIEP, "de-linde"))
    bericht = werk(huis, ander)
    huis.doe(ander, bericht, "toezeggen", tekst="Een kamer vanaf 10 april.", antwoorden={"verklaring": ["ja"]})
    wie = {"bsn": [BSN], "voorletters": ["J."], "achternaam": ["Visser"], "geboortedatum": ["12-5-1987"]}
    with pytest.raises(AntwoordNodig):
        huis.doe(indiener, bericht, "client-sturen", tekst="Rookt.", antwoorden=wie | {"bsn": ["999900007"]})
    huis.doe(indiener, bericht, "client-sturen", tekst="Rookt.", antwoorden=wie)
    gelezen = open_bericht(huis.services, ander, bericht, now=huis.now)
    stap = gelezen.kop.verloop[-1]
    assert stap.tekst == "Rookt."
    assert [(s.titel, [(a.label, a.tekst, a.gevoelig) for a in s.antwoorden]) for s in stap.secties] == [
        (
            "Cliënt",
            [
                ("Burgerservicenummer", BSN, True),
                ("Voorletters", "J.", False),
                ("Achternaam", "Visser", False),
                ("Geboortedatum", "12 mei 1987", False),
            ],
        )
    ]
    (mede,) = others(huis.services, indiener, kop(huis.services, indiener, bericht))
    assert [r.tekst for r in open_bericht(huis.services, indiener, mede.id, now=huis.now).kop.verloop] == [""]
    huis.doe(ander, bericht, "geplaatst")
    assert kop(huis.services, indiener, bericht).toestand.code == "afgehandeld"


@pytest.mark.parametrize(
    "anders",
    [{"crisis": "ja"}, {"verband": "nee"}, {"risico": f"Zijn nummer is {BSN}."}],
    ids=["crisis", "verband", "bsn"],
)
def test_what_is_no_matter_for_a_time_out_is_led_elsewhere(huis: Installatie, anders: dict[str, str]) -> None:
    with pytest.raises(intake.OngeldigeAntwoorden) as geweigerd:
        verstuur(huis, huis.gebruiker("indiener"), "tijdelijke-plek", plek(DIEP, **anders))
    assert [fout.veld for fout in geweigerd.value.fouten.fouten] == list(anders)


def werk(huis: Installatie, wie: Gebruiker) -> UUID:
    """Return the one bericht that lies with this team or aanbieder."""
    (rij,) = werkvoorraad(huis.services, wie).rijen
    return rij.id


def test_who_gets_one_part_reads_that_part_and_finds_nobody_by_it() -> None:
    mailbox = laad_mailboxen(laad_regios()).met_code("zorgbeeindiging")
    assert mailbox is not None
    gelezen = mailbox.formulier.lees(beeindiging(), kader())
    assert isinstance(gelezen, Antwoorden)
    deel = part_of(mailbox, gelezen, "client")
    assert deel.feiten().keys() == {"bsn", "voorletters", "achternaam", "geboortedatum"}
    assert deel.client == Client()


def test_a_file_that_is_not_what_was_added_is_copied_to_nobody(huis: Installatie) -> None:
    manager, concept = huis.gebruiker("contractmanager"), new_id()
    ruw = rondsturen(SCHAKEL, DIEP)
    bewaar(huis.services, manager, concept=concept, mailbox=RONDSTUREN, ruw=ruw, versie=0, now=huis.now)
    huis.bijlage(manager, concept, "stukken", mailbox=RONDSTUREN)
    (stuk,) = huis.services.settings.files_dir.glob("[0-9a-f][0-9a-f]/*")
    stuk.write_bytes(stuk.read_bytes()[:-1] + b"x")
    with pytest.raises(NotGenuine):
        intake.submit_bericht(huis.services, manager, concept=concept, now=huis.now)
    assert list(huis.services.settings.files_dir.glob("[0-9a-f][0-9a-f]/*")) == [stuk]
    with huis.services.database.lezen() as session:
        assert session.scalar(select(func.count()).select_from(Bericht)) == 0
