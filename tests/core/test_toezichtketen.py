"""From a calamiteit to the report of the aanbieder and what he does with the conclusions: one chain, and only toezicht and he see it."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import AntwoordNodig
from portal.core.bericht.verwant import HOORT_BIJ, IS_BIJ, related
from portal.core.bericht.zicht import kop
from portal.core.herinneren.afloop import aflopend
from portal.core.insturen import concepten
from portal.core.insturen.controle import controleer
from portal.core.insturen.gelijkluidend import ANDERS, DICHT
from portal.core.insturen.kader import sendable
from portal.core.insturen.meenemen import follow_ups, start_from
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.worklist import werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.taken.takenlijst import takenlijst
from portal.domain.routering import BUITEN_DE_REGIO, route
from portal.models import Termijn
from portal.sealing.envelope import new_id
from portal.worker.loop import work_clocks
from tests.core.test_sociale_kaart import told
from tests.ingevuld import ingevuld
from tests.installatie import SCHAKEL, Installatie
from tests.mailboxes.doorlopen import lid_van
from tests.voorbeelden import volledige_melding

RAPPORT, OPVOLGING, COLLEGES = "onderzoeksrapport-aanbieder", "opvolging-toezicht", "toezicht-rapport"


@pytest.fixture
def calamiteit(huis: Installatie) -> UUID:
    """A calamiteit of which toezicht asked the aanbieder to look into it, on 2 April."""
    bericht = huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    toezicht = huis.gebruiker("toezichthouder")
    huis.doe(toezicht, bericht, "ontvangst-bevestigen")
    huis.doe(toezicht, bericht, "eigen-onderzoek-vragen", tekst="Wat ging eraan vooraf?")
    return bericht


def vervolg(huis: Installatie, bericht: UUID) -> list[tuple[str, bool]]:
    geopend = open_bericht(huis.services, huis.gebruiker("indiener"), bericht, now=huis.now)
    gevonden = follow_ups(huis.services, huis.gebruiker("indiener"), geopend.kop, geopend.feiten)
    return [(v.code, v.volgt) for v in gevonden]


def maak(huis: Installatie, code: str, bij: UUID) -> UUID:
    """Send what is made from the page of the other, with the rest filled in."""
    wie, mailbox = huis.gebruiker("indiener"), huis.services.mailboxen.met_code(code)
    assert mailbox is not None
    begin = start_from(huis.services, wie, mailbox, bij, now=huis.now)
    assert begin == {"melding": [kop(huis.services, wie, bij).nummer], "kenmerk": ["VIM-88"]}
    return huis.stuur(wie, code, ingevuld(mailbox, **begin))


def toestand(huis: Installatie, bericht: UUID) -> str:
    return kop(huis.services, huis.gebruiker("indiener"), bericht).toestand.code


def test_what_toezicht_closed_goes_back_to_where_it_stood(huis: Installatie, calamiteit: UUID) -> None:
    toezicht, indiener = huis.gebruiker("toezichthouder"), huis.gebruiker("indiener")
    maak(huis, RAPPORT, calamiteit)
    vers = huis.stuur(indiener, "calamiteit-geweld", volledige_melding())
    huis.doe(toezicht, vers, "ontvangst-bevestigen")
    for bericht, stond in ((calamiteit, "onderzoek_ontvangen"), (vers, "bevestigd")):
        assert toestand(huis, bericht) == stond
        huis.doe(toezicht, bericht, "geen-onderzoek", tekst="Er is genoeg gedaan.")
        assert (toestand(huis, bericht), lopend(huis, bericht)) == ("zonder_onderzoek", [])
        huis.doe(indiener, bericht, "toevoegen", tekst="Er meldde zich nog een getuige.")
        huis.doe(toezicht, bericht, "bericht-sturen", tekst="Dank, dat nemen wij mee.")
        huis.doe(toezicht, bericht, "toch-onderzoek", tekst="Vanwege de getuige.")
        assert (toestand(huis, bericht), lopend(huis, bericht)) == (stond, [])
    huis.doe(toezicht, vers, "eigen-onderzoek-vragen", tekst="Wat zag de getuige?")
    assert lopend(huis, vers) == ["eigen-onderzoek"]
    gelezen = open_bericht(huis.services, indiener, vers, now=huis.now)
    assert [regel.tekst for regel in gelezen.kop.verloop if regel.code == "toch-onderzoek"] == ["Vanwege de getuige."]


def lopend(huis: Installatie, bericht: UUID) -> list[str]:
    with huis.services.database.lezen() as session:
        query = select(Termijn.code).where(Termijn.bericht == bericht, Termijn.status == "loopt")
        return [*session.scalars(query.order_by(Termijn.code))]


def test_the_report_that_was_asked_moves_the_melding_on_and_was_in_time(huis: Installatie, calamiteit: UUID) -> None:
    assert vervolg(huis, calamiteit) == [(RAPPORT, True)]
    huis.later(weeks=5)
    rapport = maak(huis, RAPPORT, calamiteit)
    assert toestand(huis, calamiteit) == "onderzoek_ontvangen"
    with huis.services.database.lezen() as session:
        hier = session.scalars(select(Termijn).where(Termijn.bericht == rapport)).one()
        query = select(Termijn).where(Termijn.bericht == calamiteit, Termijn.code == "eigen-onderzoek")
        assert (hier.code, hier.status, hier.datum) == ("rapport", "gehaald", date(2026, 5, 14))
        assert session.scalars(query).one().status == "gehaald"
    toezicht = huis.gebruiker("toezichthouder")
    open_bericht(huis.services, toezicht, calamiteit, now=huis.now)  # the step of the portal is no forgery
    huis.doe(toezicht, rapport, "oppakken")
    huis.doe(toezicht, rapport, "aanvaard", tekst="Het onderzoek is degelijk.")
    assert toestand(huis, rapport) == "afgehandeld"


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("uitkomst", "taken"), [("voldoende", []), ("naar-college", ["voorstel-college"])])
def test_the_conclusions_lead_to_an_opvolging_that_is_enough_or_goes_to_the_college(
    huis: Installatie, calamiteit: UUID, uitkomst: str, taken: list[str]
) -> None:
    toezicht = huis.gebruiker("toezichthouder")
    rapport = maak(huis, RAPPORT, calamiteit)
    huis.doe(toezicht, calamiteit, "conclusies", tekst="De nachtdienst was te klein.")
    assert vervolg(huis, calamiteit) == [(OPVOLGING, True)]
    opvolging = maak(huis, OPVOLGING, calamiteit)
    huis.doe(toezicht, opvolging, "oppakken")
    huis.doe(toezicht, opvolging, uitkomst, tekst="Zie het plan.")
    zicht = kop(huis.services, toezicht, opvolging)
    assert (zicht.toestand.fase.value, [taak.code for taak in zicht.taken]) == ("klaar", taken)
    gezien = {v.id: v.verband for v in related(huis.services, toezicht, kop(huis.services, toezicht, calamiteit))}
    assert gezien == {rapport: HOORT_BIJ, opvolging: HOORT_BIJ}
    gezien = {v.id: v.verband for v in related(huis.services, toezicht, zicht)}
    assert gezien == {calamiteit: IS_BIJ, rapport: ""}


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_report_that_is_late_or_was_not_asked_is_taken_in(huis: Installatie, calamiteit: UUID) -> None:
    huis.later(weeks=7)
    laat = maak(huis, RAPPORT, calamiteit)
    nog_een = maak(huis, RAPPORT, calamiteit)
    assert (toestand(huis, calamiteit), toestand(huis, nog_een)) == ("onderzoek_ontvangen", "ingediend")
    ongevraagd = huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding())
    rapport = maak(huis, RAPPORT, ongevraagd)
    assert toestand(huis, ongevraagd) == "ingediend"
    zichten = [kop(huis.services, huis.gebruiker("indiener"), b).termijnen for b in (laat, rapport)]
    assert [[(t.code, t.te_laat) for t in termijnen] for termijnen in zichten] == [[("rapport", True)], []]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_the_conclusions_lead_to_a_report_to_each_college_that_the_aanbieder_never_sees(
    huis: Installatie, calamiteit: UUID
) -> None:
    toezicht, mailbox = huis.gebruiker("toezichthouder"), huis.services.mailboxen.met_code(COLLEGES)
    assert mailbox is not None
    maak(huis, RAPPORT, calamiteit)
    huis.doe(toezicht, calamiteit, "conclusies", tekst="De nachtdienst was te klein.")
    zicht = kop(huis.services, toezicht, calamiteit)
    assert (COLLEGES, True) in [(v.code, v.volgt) for v in follow_ups(huis.services, toezicht, zicht, {})]
    begin = start_from(huis.services, toezicht, mailbox, calamiteit, now=huis.now)
    gemeld = {naam: [waarde] for naam, waarde in (("gemeente_voorval", "1979"), ("aanbieder", SCHAKEL))}
    assert begin == {"melding": [zicht.nummer], "locatie": volledige_melding()["locatie"], **gemeld}
    assert [code for code, _ in te_doen(huis, "toezichthouder")] == ["rapport-colleges"]
    huis.stuur(toezicht, COLLEGES, ingevuld(mailbox, **begin))
    assert te_doen(huis, "toezichthouder") == []

    def titels(account: str) -> list[str]:
        wie = huis.gebruiker(account)
        return [v.titel for v in related(huis.services, wie, kop(huis.services, wie, calamiteit))]

    assert titels("toezichthouder").count("Rapport van de toezichthouder") == 2
    assert titels("indiener") == ["Onderzoeksrapport na een calamiteit"]


def _gerapporteerd(huis: Installatie, calamiteit: UUID) -> dict[str, list[str]]:
    """Draw conclusions, and fill in the report to the colleges from the page of the melding."""
    toezicht, mailbox = huis.gebruiker("toezichthouder"), huis.services.mailboxen.met_code(COLLEGES)
    assert mailbox is not None
    maak(huis, RAPPORT, calamiteit)
    huis.doe(toezicht, calamiteit, "conclusies", tekst="De nachtdienst was te klein.")
    return ingevuld(mailbox, **start_from(huis.services, toezicht, mailbox, calamiteit, now=huis.now))


def _fouten(huis: Installatie, ruw: dict[str, list[str]]) -> dict[str, str]:
    wie, concept = huis.gebruiker("toezichthouder"), new_id()
    concepten.bewaar(huis.services, wie, concept=concept, mailbox=COLLEGES, ruw=ruw, versie=0, now=huis.now)
    geopend = concepten.open_concept(huis.services, wie, concept)
    huis.client.down = "down" in ruw
    controle = controleer(huis.services, wie, geopend, now=huis.now)
    huis.client.down = False
    return {fout.veld: fout.tekst for fout in controle.fouten.fouten if not fout.veld.startswith("bijlage")}


def test_a_report_names_the_gemeente_of_the_melding_it_belongs_to(huis: Installatie, calamiteit: UUID) -> None:
    ruw = _gerapporteerd(huis, calamiteit)
    assert _fouten(huis, ruw) == {}
    assert _fouten(huis, ruw | {"gemeente_voorval": ["0014"]}) == {"gemeente_voorval": ANDERS}
    assert _fouten(huis, ruw | {"gemeente_voorval": ["0014"], "melding": [""]}) == {}
    assert _fouten(huis, ruw | {"down": ["ja"]}) == {"melding": DICHT}


def test_a_college_sends_its_besluit_to_the_aanbieder_with_nothing_typed_twice(
    huis: Installatie, calamiteit: UUID
) -> None:
    huis.stuur(huis.gebruiker("toezichthouder"), COLLEGES, _gerapporteerd(huis, calamiteit))
    college, brief = lid_van(huis, "college-1979"), huis.services.mailboxen.met_code("bericht-aan-aanbieder")
    assert brief is not None
    assert [m.code for m in sendable(huis.services, college)] == [brief.code]
    (rapport,) = werkvoorraad(huis.services, college).rijen
    huis.doe(college, rapport.id, "oppakken")
    huis.doe(college, rapport.id, "handhaven", tekst="Het college legt een maatregel op.")
    zicht = kop(huis.services, college, rapport.id)
    assert [(v.code, v.volgt) for v in follow_ups(huis.services, college, zicht, {})] == [(brief.code, True)]
    begin = start_from(huis.services, college, brief, rapport.id, now=huis.now)
    assert begin == {
        "rapport": [rapport.nummer],
        "soort": ["brief"],
        "onderwerp": ["Besluit over handhaving"],
        "ontvanger": [SCHAKEL],
    }
    bericht = huis.stuur(college, brief.code, ingevuld(brief, **begin))
    indiener = huis.gebruiker("indiener")
    geopend = open_bericht(huis.services, indiener, bericht, now=huis.now)
    assert geopend.antwoorden.feiten()["rapport"] == rapport.nummer
    assert related(huis.services, indiener, geopend.kop) == ()
    with pytest.raises(NietGevonden):
        kop(huis.services, indiener, rapport.id)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
@pytest.mark.parametrize("bij_rapport", [False, True])
def test_an_opvolging_that_is_not_enough_leads_to_a_report_with_what_is_known(
    huis: Installatie, calamiteit: UUID, bij_rapport: bool
) -> None:
    toezicht, mailbox = huis.gebruiker("toezichthouder"), huis.services.mailboxen.met_code(COLLEGES)
    assert mailbox is not None
    onderzoek = maak(huis, RAPPORT, calamiteit)
    huis.doe(toezicht, calamiteit, "conclusies", tekst="De nachtdienst was te klein.")
    opvolging = maak(huis, OPVOLGING, onderzoek if bij_rapport else calamiteit)
    huis.doe(toezicht, opvolging, "oppakken")
    huis.doe(toezicht, opvolging, "naar-college", tekst="Er verandert niets.")
    begin = start_from(huis.services, toezicht, mailbox, opvolging, now=huis.now)
    melding = {} if bij_rapport else {"melding": [kop(huis.services, toezicht, calamiteit).nummer]}
    assert begin == {
        "opvolging": [kop(huis.services, toezicht, opvolging).nummer],
        "aanbieder": [SCHAKEL],
        **melding,
    }
    huis.stuur(toezicht, COLLEGES, ingevuld(mailbox, **(begin | {"melding": []}), gemeente_voorval="1979"))
    assert [code for code, _ in te_doen(huis, "toezichthouder")] == ["rapport-colleges"]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_a_voorval_outside_the_region_is_reported_here_to_the_centrumgemeente_alone(huis: Installatie) -> None:
    buiten = volledige_melding(gemeente=BUITEN_DE_REGIO)
    bericht, toezicht = (
        huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", buiten),
        huis.gebruiker("toezichthouder"),
    )
    huis.doe(toezicht, bericht, "ontvangst-bevestigen")
    huis.doe(toezicht, bericht, "zelf-onderzoeken")
    huis.doe(toezicht, bericht, "conclusies", tekst="De nachtdienst was te klein.")
    taken = [taak.code for taak in kop(huis.services, toezicht, bericht).taken]
    assert taken == ["opvolging", "rapport-colleges", "rapport-buiten"]
    mailbox = huis.services.mailboxen.met_code(COLLEGES)
    assert mailbox is not None
    ruw = ingevuld(mailbox, **start_from(huis.services, toezicht, mailbox, bericht, now=huis.now))
    assert ruw["gemeente_voorval"] == [BUITEN_DE_REGIO]
    assert _fouten(huis, ruw | {"gemeente_voorval": ["1979"]}) == {"gemeente_voorval": ANDERS}
    assert _fouten(huis, ruw) == {}
    feiten = {naam: waarden[0] for naam, waarden in ruw.items() if waarden}
    assert [b.team for b in route(mailbox.routering, feiten, huis.services.regio)] == ["college-0014"]


def concludeer(huis: Installatie, calamiteit: UUID, op: str = "") -> None:
    """Draw conclusions, with the last day for the opvolging if one is named."""
    huis.doe(
        huis.gebruiker("toezichthouder"),
        calamiteit,
        "conclusies",
        tekst="De nachtdienst was te klein. Stuur een verbeterplan.",
        antwoorden={"opvolging_op": [op]} if op else {},
    )


def te_doen(huis: Installatie, account: str) -> list[tuple[str, date | None]]:
    return [(taak.code, taak.uiterlijk) for taak in takenlijst(huis.services, huis.gebruiker(account)).taken]


def klok(huis: Installatie, calamiteit: UUID) -> list[tuple[date, str]]:
    query = select(Termijn).where(Termijn.bericht == calamiteit, Termijn.code == "opvolging")
    with huis.services.database.lezen() as session:
        return [(rij.datum, rij.status) for rij in session.scalars(query)]


@pytest.mark.parametrize("bij_rapport", [False, True])
def test_the_conclusions_give_the_aanbieder_a_taak_with_the_day_that_toezicht_named(
    huis: Installatie, calamiteit: UUID, bij_rapport: bool
) -> None:
    rapport = maak(huis, RAPPORT, calamiteit)
    concludeer(huis, calamiteit, "30-4-2026")
    assert te_doen(huis, "indiener") == [("opvolging", date(2026, 4, 30))]
    assert (te_doen(huis, "ander"), klok(huis, calamiteit)) == ([], [(date(2026, 4, 30), "loopt")])
    maak(huis, OPVOLGING, rapport if bij_rapport else calamiteit)
    assert (te_doen(huis, "indiener"), klok(huis, calamiteit)) == ([], [(date(2026, 4, 30), "gehaald")])


def test_an_opvolging_that_stays_out_is_told_to_the_aanbieder_and_to_toezicht_and_to_nobody_else(
    huis: Installatie, calamiteit: UUID
) -> None:
    maak(huis, RAPPORT, calamiteit)
    concludeer(huis, calamiteit, "30-4-2026")
    told(huis)
    mails = []
    while huis.now.date() < date(2026, 5, 7):
        huis.later(days=1)
        work_clocks(huis.services, now=huis.now)
        mails += [(huis.now.date(), *mail) for mail in told(huis)]
    assert [mail for mail in mails if mail[2] != "blijft-liggen"] == [
        (date(2026, 4, 24), SCHAKEL, "herinnering"),
        (date(2026, 5, 1), SCHAKEL, "te-laat"),
        (date(2026, 5, 1), "toezicht", "te-laat"),
    ]
    vandaag = huis.now.date()

    def te_laat(account: str) -> list[str]:
        items = aflopend(huis.services, huis.gebruiker(account), tot=vandaag, keuze="alles", vandaag=vandaag)
        return [item.titel for item in items]

    assert [te_laat(wie) for wie in ("indiener", "toezichthouder")] == [
        ["Stuur toezicht uw opvolging van de conclusies"],
        ["Opvolging van de conclusies"],
    ]
    assert [te_laat(wie) for wie in ("consulent", "contractmanager", "regioadviseur", "ander")] == [[], [], [], []]


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_without_a_day_only_the_taak_asks_the_opvolging_and_a_day_that_was_is_refused(
    huis: Installatie, calamiteit: UUID
) -> None:
    maak(huis, RAPPORT, calamiteit)
    with pytest.raises(AntwoordNodig) as geweigerd:
        concludeer(huis, calamiteit, "1-4-2026")
    assert [fout.veld for fout in geweigerd.value.fouten] == ["opvolging_op"]
    concludeer(huis, calamiteit)
    assert ([code for code, _ in te_doen(huis, "indiener")], klok(huis, calamiteit)) == (["opvolging"], [])


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_what_follows_a_visit_or_a_handhavingsbesluit_can_be_sent_without_a_melding(huis: Installatie) -> None:
    indiener, opvolging = huis.gebruiker("indiener"), huis.services.mailboxen.met_code(OPVOLGING)
    assert opvolging is not None
    los = huis.stuur(indiener, OPVOLGING, ingevuld(opvolging, waarop="Het kwaliteitsbezoek van 3 maart"))
    toezicht = huis.gebruiker("toezichthouder")
    gelezen = open_bericht(huis.services, toezicht, los, now=huis.now).antwoorden.feiten()
    assert gelezen["waarop"] == "Het kwaliteitsbezoek van 3 maart"
    for code in ("vordering-toezicht", "bericht-aan-aanbieder"):
        mailbox = huis.services.mailboxen.met_code(code)
        assert mailbox is not None
        ontvangen = huis.stuur(toezicht, code, ingevuld(mailbox, ontvanger=SCHAKEL))
        nummer = kop(huis.services, indiener, ontvangen).nummer
        bij = huis.stuur(indiener, OPVOLGING, ingevuld(opvolging, melding=nummer))
        huis.doe(toezicht, bij, "oppakken")
        huis.doe(toezicht, bij, "naar-college", tekst="Er verandert niets.")
        colleges = huis.services.mailboxen.met_code(COLLEGES)
        assert colleges is not None
        begin = start_from(huis.services, toezicht, colleges, bij, now=huis.now)
        assert begin == {"opvolging": [kop(huis.services, toezicht, bij).nummer], "aanbieder": [SCHAKEL]}
