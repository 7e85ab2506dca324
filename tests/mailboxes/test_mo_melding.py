"""Melding maatschappelijke opvang: who may send it, which gemeente gets it, by when, and what follows (Werkproces MO)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.app import create_app
from portal.core.behandelen.overgang import AANVAARD
from portal.core.behandelen.stapcontrole import AntwoordNodig, Getekend, TekstNodig
from portal.core.beheer.aanbieders import zet_registers
from portal.core.bericht.taakzicht import with_gemeente
from portal.core.bericht.zicht import kop
from portal.core.insturen.inzending import OngeldigeAntwoorden
from portal.core.insturen.kader import sendable
from portal.core.insturen.meenemen import start_from
from portal.core.lezen.reading import open_bericht
from portal.core.opening import NietGevonden
from portal.core.registers.registertabel import offered, register_table
from portal.core.weigeren import NietMogelijk
from portal.domain.routering import GeenBestemming, route
from portal.mailboxes.limburg_mo.mo_melding import MAILBOX
from portal.models import Overgang, Seal, Taak, Termijn
from portal.regios import laad_regio
from tests.bezoeker import Portaal, page_text
from tests.installatie import MER, MOVEOO, ROERMOND, VENRAY, Installatie
from tests.voorbeelden import volledige_mo_melding

LIMBURG = laad_regio("noord-midden-limburg")
BERGEN = {"gemeente_herkomst": ["0893"]}


def ontvanger(**feiten: str) -> tuple[str, str]:
    (bestemming,) = route(MAILBOX.routering, feiten, LIMBURG)
    return bestemming.team, bestemming.regel


@pytest.mark.parametrize(
    ("melding", "herkomst", "zekerheid", "team", "regel"),
    [
        ("0957", "0957", "vrijwel_zeker", ROERMOND, "gemeente-van-melding"),
        ("0957", "0984", "onzeker", ROERMOND, "gemeente-van-melding"),
        ("0957", "0984", "vrijwel_zeker", VENRAY, "gemeente-van-herkomst"),
        ("0893", "0893", "vrijwel_zeker", VENRAY, "gemeente-van-melding"),
        ("0957", "0893", "vrijwel_zeker", VENRAY, "gemeente-van-herkomst"),
        ("1711", "1711", "onzeker", MER, "gemeente-van-melding"),
        ("0957", "0907", "vrijwel_zeker", ROERMOND, "gemeente-van-herkomst-buiten"),
        ("0957", "buiten-de-regio", "vrijwel_zeker", ROERMOND, "gemeente-van-herkomst-buiten"),
        ("0957", "buitenland", "vrijwel_zeker", ROERMOND, "gemeente-van-herkomst-buiten"),
        ("0957", "weet-ik-niet", "vrijwel_zeker", ROERMOND, "gemeente-van-herkomst-onbekend"),
        ("0957", "weet-ik-niet", "onzeker", ROERMOND, "gemeente-van-melding"),
    ],
)
def test_the_gemeente_van_melding_gets_it_unless_another_herkomst_is_nearly_certain(
    melding: str, herkomst: str, zekerheid: str, team: str, regel: str
) -> None:
    feiten = {"gemeente_melding": melding, "gemeente_herkomst": herkomst, "zekerheid": zekerheid}
    assert ontvanger(**feiten) == (team, regel)


def test_what_an_inwoner_brings_to_a_gemeente_is_screened_there_however_certain_the_herkomst() -> None:
    """Only the opdrachtnemer passes it on straight to the gemeente van herkomst (Werkproces MO, voetnoot 7)."""
    feiten = {"gemeente_melding": "0957", "gemeente_herkomst": "0984", "zekerheid": "vrijwel_zeker"}
    wegen = {soort: ontvanger(**feiten, **{"afzender.soort": soort}) for soort in ("team", "organisatie")}
    assert wegen == {
        "team": (ROERMOND, "gemeente-van-melding"),
        "organisatie": (VENRAY, "gemeente-van-herkomst"),
    }


def test_a_herkomst_that_is_not_known_is_not_nearly_certain(limburg: Installatie) -> None:
    in_register(limburg)
    ruw = volledige_mo_melding(gemeente_herkomst="weet-ik-niet", zekerheid="vrijwel_zeker")
    with pytest.raises(OngeldigeAntwoorden) as ongeldig:
        limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    assert [fout.veld for fout in ongeldig.value.fouten.fouten] == ["zekerheid"]
    limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw | {"zekerheid": ["onzeker"]})


def test_gennep_as_gemeente_van_melding_is_pointed_to_nijmegen() -> None:
    with pytest.raises(GeenBestemming) as geen:
        ontvanger(gemeente_melding="0907", gemeente_herkomst="0957", zekerheid="onzeker")
    assert (geen.value.veld, geen.value.tekst) == (
        "gemeente_melding",
        "Gennep doet niet mee in dit portaal. Voor maatschappelijke opvang hoort Gennep bij regio Nijmegen. Neem daar contact op.",
    )


@pytest.mark.parametrize("melding", ["0907", "0944", "buiten-de-regio"])
def test_who_came_to_a_gemeente_outside_is_pointed_there_also_when_his_herkomst_is_certain(
    limburg: Installatie, melding: str
) -> None:
    in_register(limburg)
    ruw = volledige_mo_melding(gemeente_melding=melding, gemeente_herkomst="0957", zekerheid="vrijwel_zeker")
    with pytest.raises(OngeldigeAntwoorden) as ongeldig:
        limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    assert [fout.veld for fout in ongeldig.value.fouten.fouten] == ["gemeente_melding"]


def test_only_who_stands_in_the_register_may_send_it(limburg: Installatie) -> None:
    in_register(limburg)
    mapjes = {wie: [m.code for m in sendable(limburg.services, limburg.gebruiker(wie))] for wie in ("moveoo", "rendiz")}
    assert mapjes == {"moveoo": ["mo-melding", "mo-overlijden", "gia-verwijzing"], "rendiz": []}
    with pytest.raises(NietGevonden):
        limburg.stuur(limburg.gebruiker("rendiz"), "mo-melding", volledige_mo_melding())
    in_register(limburg, uit=True)
    assert sendable(limburg.services, limburg.gebruiker("moveoo")) == ()


def test_a_team_that_works_for_the_gemeente_van_herkomst_as_well_is_told_to_begin_and_not_to_hand_over() -> None:
    """Bergen gives its mandate to Venray (Werkproces MO, voetnoot 2); the step stays, as the melding may name the wrong gemeente."""
    stap = MAILBOX.levensloop.overgang("overdragen-aan-herkomst")
    assert stap is not None
    assert "Werkt uw team ook voor die gemeente (voetnoot 2)? Begin dan het onderzoek." in stap.uitleg


def test_a_melding_goes_from_screening_to_a_beschikking_and_a_301(limburg: Installatie) -> None:
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    bericht = limburg.stuur(moveoo, "mo-melding", volledige_mo_melding(gemeld_op="2-4-2026"))
    limburg.doe(roermond, bericht, "oppakken")
    limburg.doe(roermond, bericht, "eerste-opvang")
    limburg.doe(roermond, bericht, "onderzoek-begint")
    vandaag = date(2026, 4, 2)
    with pytest.raises(NietMogelijk):
        limburg.doe(roermond, bericht, "verslag-verstuurd", dag=vandaag)  # without advies and eigen bijdrage
    limburg.doe(roermond, bericht, "verslag-verstuurd", dag=vandaag, tekst="Opvang nodig, eigen bijdrage 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(roermond, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    assert dates(limburg, bericht) == {
        "doorzetten": ("2026-04-02", "gehaald"),
        "persoonlijk-plan": ("2026-04-09", "loopt"),
        "onderzoek": ("2026-05-18", "gehaald"),  # after Hemelvaart and the day that counts as one
        "beschikking": ("2026-04-16", "loopt"),
        "301": ("2026-04-13", "loopt"),  # Goede Vrijdag and the second day of Easter do not count
    }
    limburg.doe(roermond, bericht, "toegekend", tekst="De inwoner kan nergens terecht.")
    with limburg.services.database.lezen() as session:
        query = select(Taak.code, Taak.rol, Taak.team).where(Taak.bericht == bericht).order_by(Taak.volgnummer)
        taken = session.execute(query).all()
    assert [tuple(taak) for taak in taken] == [
        ("beschikking", "backoffice", ROERMOND),
        ("301-toewijzing", "backoffice", ROERMOND),
    ]


def test_what_the_screening_found_goes_to_the_gemeente_van_herkomst_with_nothing_typed_twice(
    limburg: Installatie,
) -> None:
    in_register(limburg)
    moveoo, roermond, venray = (limburg.gebruiker(wie) for wie in ("moveoo", "roermond", "venray"))
    ruw = volledige_mo_melding(gemeente_herkomst="0893", zekerheid="onzeker")
    melding = limburg.stuur(moveoo, "mo-melding", ruw)
    for stap in ("oppakken", "geen-eerste-opvang"):
        limburg.doe(roermond, melding, stap)
    limburg.doe(roermond, melding, "overdragen-aan-herkomst", tekst="Zijn netwerk woont in Bergen.")
    overdracht = limburg.services.mailboxen.met_code("mo-screening-overdracht")
    assert overdracht is not None
    begin = start_from(limburg.services, roermond, overdracht, melding, now=limburg.now)
    assert {naam: begin[naam][0] for naam in ("bsn", "gemeld_op", "gemeente_herkomst", "reden")} == {
        "bsn": ruw["bsn"][0],
        "gemeld_op": "2-4-2026",
        "gemeente_herkomst": "0893",
        "reden": ruw["reden"][0],
    }
    rest = {"screening": ["geen-eerste-opvang"], "gegevens": ["Slaapt bij een vriend."], "waaruit": ["Zijn netwerk."]}
    bericht = limburg.stuur(roermond, "mo-screening-overdracht", begin | rest)
    zicht = kop(limburg.services, venray, bericht)
    assert (zicht.team, zicht.afzender_naam) == (VENRAY, "Toegang Roermond")
    for stap in ("oppakken", "overgenomen", "onderzoek-begint"):
        limburg.doe(venray, bericht, stap)
    # from the day of the melding itself
    assert dates(limburg, bericht) == {
        "persoonlijk-plan": ("2026-04-09", "loopt"),
        "onderzoek": ("2026-05-18", "loopt"),
    }
    with pytest.raises(NietGevonden):
        kop(limburg.services, moveoo, bericht)


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_the_code_of_the_gemeente_van_herkomst_stands_with_the_taak_once_the_bericht_is_open(
    limburg: Installatie,
) -> None:
    """Venray works for Bergen, and the beschikking carries the code of Bergen (Werkproces MO, 'Gebruik gemeentecode')."""
    in_register(limburg)
    venray, ruw = limburg.gebruiker("venray"), volledige_mo_melding(gemeente_melding="0893", gemeente_herkomst="0893")
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    for stap in ("oppakken", "eerste-opvang", "onderzoek-begint"):
        limburg.doe(venray, bericht, stap)
    vandaag = limburg.now.date()
    limburg.doe(venray, bericht, "verslag-verstuurd", dag=vandaag, tekst="Opvang, 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(venray, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    with pytest.raises(AntwoordNodig, match="Kies de gemeente van herkomst"):
        limburg.doe(venray, bericht, "toegekend", tekst="De inwoner kan nergens terecht.")
    limburg.doe(venray, bericht, "toegekend", tekst="De inwoner kan nergens terecht.", antwoorden=BERGEN)
    taken = open_bericht(limburg.services, venray, bericht, now=limburg.now).kop.taken
    assert {taak.code: taak.gemeente for taak in taken} == {
        "beschikking": "0893 Bergen",
        "301-toewijzing": "0893 Bergen",
    }
    app = create_app(limburg.services.settings, limburg.services, klok=lambda: limburg.now)
    assert "Gemeentecode: 0893 Bergen" in page_text(Portaal(limburg, app).bezoek("venray").get(f"/berichten/{bericht}"))
    assert {taak.gemeente for taak in kop(limburg.services, venray, bericht).taken} == {""}
    # a besluit of before the gemeente was asked says none: who does the taak reads which it may be, and where to look
    taken = kop(limburg.services, venray, bericht).taken
    oud = with_gemeente(taken, MAILBOX, limburg.services.regio, {})
    assert {(taak.gemeente, taak.gemeente_uit) for taak in oud} == {("", ("0984 Venray", "0893 Bergen"))}
    van_een = with_gemeente(
        [replace(taak, team=ROERMOND) for taak in taken], MAILBOX, limburg.services.regio, {taken[0].overgang: {}}
    )
    assert {(taak.gemeente, taak.gemeente_uit) for taak in van_een} == {("0957 Roermond", ())}


def decided(limburg: Installatie, wie: str, bericht: UUID, herkomst: str = "") -> set[str]:
    """Take a melding from its screening to a besluit; gives the gemeente that stands with each taak of it."""
    team, vandaag = limburg.gebruiker(wie), limburg.now.date()
    for stap in ("oppakken", "eerste-opvang", "onderzoek-begint"):
        limburg.doe(team, bericht, stap)
    limburg.doe(team, bericht, "verslag-verstuurd", dag=vandaag, tekst="Opvang, 150 euro.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(team, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    gekozen = {"gemeente_herkomst": [herkomst]} if herkomst else {}
    limburg.doe(team, bericht, "toegekend", tekst="De inwoner kan nergens terecht.", antwoorden=gekozen)
    return {taak.gemeente for taak in open_bericht(limburg.services, team, bericht, now=limburg.now).kop.taken}


@pytest.mark.parametrize(
    ("gemeld", "wie", "herkomst", "code"),
    [
        (("0957", "0988"), "roermond", "", "0957 Roermond"),
        (("1711", "1641"), "mer", "1711", "1711 Echt-Susteren"),
        (("0893", "weet-ik-niet"), "venray", "0893", "0893 Bergen"),
        (("0893", "weet-ik-niet"), "venray", "0984", "0984 Venray"),
    ],
)
def test_the_code_is_that_of_the_herkomst_as_the_screening_found_it_whatever_the_melding_said(
    limburg: Installatie, gemeld: tuple[str, str], wie: str, herkomst: str, code: str
) -> None:
    in_register(limburg)
    ruw = volledige_mo_melding(gemeente_melding=gemeld[0], gemeente_herkomst=gemeld[1], zekerheid="onzeker")
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    assert decided(limburg, wie, bericht, herkomst) == {code}


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_a_team_decides_for_its_own_gemeenten_also_after_it_was_passed_on(limburg: Installatie) -> None:
    in_register(limburg)
    ruw = volledige_mo_melding(gemeente_melding="0893", gemeente_herkomst="0893")
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", ruw)
    limburg.doe(limburg.gebruiker("venray"), bericht, "doorsturen", tekst="Zijn netwerk.", doel=ROERMOND)
    with pytest.raises(AntwoordNodig, match="Deze keuze bestaat niet"):
        decided(limburg, "roermond", bericht, "0893")
    limburg.doe(limburg.gebruiker("roermond"), bericht, "toegekend", tekst="Hij kan nergens terecht.")
    taken = open_bericht(limburg.services, limburg.gebruiker("roermond"), bericht, now=limburg.now).kop.taken
    assert {taak.gemeente for taak in taken} == {"0957 Roermond"}


def handed_over(limburg: Installatie) -> tuple[UUID, UUID]:
    """A melding in Roermond and its overdracht to Venray, not taken over yet."""
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    ruw = volledige_mo_melding(gemeente_herkomst="0984", zekerheid="onzeker", toelichting="Zijn broer woont in Venray.")
    melding = limburg.stuur(moveoo, "mo-melding", ruw)
    for stap in ("oppakken", "eerste-opvang"):
        limburg.doe(roermond, melding, stap)
    limburg.doe(roermond, melding, "overdragen-aan-herkomst", tekst="Zijn netwerk woont daar.")
    overdracht = limburg.services.mailboxen.met_code("mo-screening-overdracht")
    assert overdracht is not None
    rest = {"screening": ["eerste-opvang"], "gegevens": ["Slaapt buiten."], "waaruit": ["Zijn netwerk."]}
    begin = start_from(limburg.services, roermond, overdracht, melding, now=limburg.now)
    bericht = limburg.stuur(roermond, "mo-screening-overdracht", begin | rest)
    limburg.doe(limburg.gebruiker("venray"), bericht, "oppakken")
    return melding, bericht


def stand(limburg: Installatie, wie: str, bericht: UUID) -> tuple[str, str]:
    """The toestand of a bericht and of its onderzoek."""
    return kop(limburg.services, limburg.gebruiker(wie), bericht).toestand.code, dates(limburg, bericht)["onderzoek"][1]


def test_the_melding_stays_with_its_clock_until_the_gemeente_van_herkomst_takes_it_over(limburg: Installatie) -> None:
    melding, bericht = handed_over(limburg)
    assert (stand(limburg, "roermond", melding), stand(limburg, "venray", bericht)) == (
        ("overdracht_uit", "loopt"),
        ("in_behandeling", "loopt"),
    )
    limburg.doe(limburg.gebruiker("venray"), bericht, "overgenomen")
    assert (stand(limburg, "roermond", melding), stand(limburg, "venray", bericht)) == (
        ("afgehandeld", "vervallen"),
        ("overgenomen", "loopt"),
    )


def test_once_venray_took_it_over_roermond_sees_the_status_and_does_no_more_than_answer(limburg: Installatie) -> None:
    _, bericht = handed_over(limburg)
    roermond, venray = limburg.gebruiker("roermond"), limburg.gebruiker("venray")
    limburg.doe(venray, bericht, "overgenomen", tekst="Wij nemen de regie over.")
    limburg.doe(venray, bericht, "onderzoek-begint", tekst="Met de Participatiewet.")
    vandaag = limburg.now.date()
    limburg.doe(venray, bericht, "verslag-verstuurd", dag=vandaag, tekst="Opvang nodig, eigen bijdrage 150 euro.")
    limburg.doe(venray, bericht, "vraag-stellen", tekst="Wie is de contactpersoon van Moveoo?")
    with pytest.raises(NietMogelijk, match=AANVAARD):
        limburg.doe(roermond, bericht, "intrekken", tekst="Toch niet.")
    limburg.doe(roermond, bericht, "beantwoorden", tekst="Mevrouw De Proef.")
    getekend = Getekend(op=vandaag, gezien_door="B. Proef")
    limburg.doe(venray, bericht, "aanvraag-ontvangen", dag=vandaag, getekend=getekend)
    limburg.doe(venray, bericht, "toegekend", tekst="De inwoner kan nergens terecht.", antwoorden=BERGEN)
    gezien = open_bericht(limburg.services, roermond, bericht, now=limburg.now).kop
    assert {r.code: r.tekst for r in gezien.verloop if r.tekst} == {
        "overgenomen": "Wij nemen de regie over.",
        "vraag-stellen": "Wie is de contactpersoon van Moveoo?",
        "beantwoorden": "Mevrouw De Proef.",
    }
    assert (gezien.toestand.titel, gezien.termijnen, gezien.taken) == ("Besloten", (), ())
    assert [actie.code for actie in gezien.acties] == ["toevoegen"]
    with limburg.services.database.lezen() as session:
        query = select(Seal.recipient).join(Overgang, Overgang.item == Seal.item).where(Overgang.code == "toegekend")
        assert set(session.scalars(query.where(Overgang.bericht == bericht))) == {VENRAY}


@pytest.mark.parametrize(
    ("wie", "code"), [("venray", "niet-overgenomen"), ("roermond", "intrekken")], ids=["geweigerd", "teruggehaald"]
)
def test_a_melding_that_is_not_taken_over_goes_on_at_the_gemeente_van_melding(
    limburg: Installatie, wie: str, code: str
) -> None:
    melding, bericht = handed_over(limburg)
    with pytest.raises(TekstNodig):
        limburg.doe(limburg.gebruiker(wie), bericht, code)
    limburg.doe(limburg.gebruiker(wie), bericht, code, tekst="Zijn netwerk woont in Roermond.")
    assert stand(limburg, "roermond", melding) == ("screening_klaar", "loopt")
    limburg.doe(limburg.gebruiker("roermond"), melding, "onderzoek-begint")


def test_the_sender_ends_no_term_of_the_inwoner_the_gemeente_does_with_a_brief(limburg: Installatie) -> None:
    in_register(limburg)
    moveoo, roermond = limburg.gebruiker("moveoo"), limburg.gebruiker("roermond")
    bericht = limburg.stuur(moveoo, "mo-melding", volledige_mo_melding())
    for stap in ("oppakken", "geen-eerste-opvang", "onderzoek-begint"):
        limburg.doe(roermond, bericht, stap)
    limburg.doe(roermond, bericht, "verslag-verstuurd", dag=limburg.now.date(), tekst="Opvang, 150 euro.")
    getekend = Getekend(op=limburg.now.date(), gezien_door="B. Proef")
    limburg.doe(roermond, bericht, "aanvraag-ontvangen", dag=limburg.now.date(), getekend=getekend)
    assert [o.code for o in kop(limburg.services, moveoo, bericht).acties] == ["toevoegen", "intrekking-vragen"]
    limburg.doe(moveoo, bericht, "intrekking-vragen", tekst="Vol.")
    assert {code: dates(limburg, bericht)[code][1] for code in ("beschikking", "301")} == {
        "beschikking": "loopt",
        "301": "loopt",
    }
    limburg.doe(roermond, bericht, "intrekking-akkoord", tekst="De inwoner wil het ook.")
    assert [taak.code for taak in kop(limburg.services, roermond, bericht).taken] == ["brief-intrekking"]


def test_an_inwoner_who_left_does_not_keep_the_onderzoek_open(limburg: Installatie) -> None:
    in_register(limburg)
    roermond = limburg.gebruiker("roermond")
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding())
    for stap in ("oppakken", "eerste-opvang", "onderzoek-begint"):
        limburg.doe(roermond, bericht, stap)
    limburg.doe(roermond, bericht, "intrekking-toegang", tekst="Vertrokken, adres niet bekend.")
    assert stand(limburg, "roermond", bericht) == ("ingetrokken", "vervallen")


def test_after_six_weken_of_silence_an_aanvraag_counts_for_the_beschikking_and_the_301(limburg: Installatie) -> None:
    in_register(limburg)
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding())
    begin = limburg.moment[0]
    try:
        limburg.moment[0] = datetime(2026, 5, 19, 8, tzinfo=UTC)
        moveoo = limburg.gebruiker("moveoo")
        limburg.doe(moveoo, bericht, "aanvraag-zonder-verslag", tekst="Opvang.", bestand="aanvraag")
        assert dates(limburg, bericht) == {
            "doorzetten": ("2026-04-02", "gehaald"),
            "persoonlijk-plan": ("2026-04-09", "loopt"),
            "onderzoek": ("2026-05-18", "gehaald"),
            "beschikking-zonder-verslag-gestuurd": ("2026-06-02", "loopt"),
            "301-zonder-verslag-gestuurd": ("2026-05-27", "loopt"),
        }
    finally:
        limburg.moment[0] = begin


@pytest.mark.parametrize(
    ("gemeld", "datum", "status"),
    [
        ("2-4-2026", "2026-04-02", "gehaald"),
        ("27-3-2026", "2026-03-27", "te laat"),
        ("28-3-2026", "2026-03-30", "te laat"),
    ],
)
def test_it_is_passed_on_the_same_werkdag_or_the_first_one_after_the_weekend(
    limburg: Installatie, gemeld: str, datum: str, status: str
) -> None:
    in_register(limburg)
    bericht = limburg.stuur(limburg.gebruiker("moveoo"), "mo-melding", volledige_mo_melding(gemeld_op=gemeld))
    (termijn,) = (
        t for t in kop(limburg.services, limburg.gebruiker("moveoo"), bericht).termijnen if t.code == "doorzetten"
    )
    assert (termijn.datum.isoformat(), "te laat" if termijn.te_laat else termijn.status) == (datum, status)


def test_the_form_says_by_which_day_it_is_passed_on_as_the_clock_counts_it() -> None:
    """Werkproces MO stap 1 says 'dezelfde werkdag of de eerste werkdag na het weekend': a Friday is a werkdag itself."""
    (vraag,) = (veld for veld in MAILBOX.formulier.veldinfo() if veld.naam == "gemeld_op")
    assert vraag.hint == (
        "Bijvoorbeeld 31-12-2026. Op een werkdag, ook op vrijdag: zet de melding die dag door. In het weekend of op een feestdag: de "
        "eerste werkdag erna."
    )


def test_nothing_has_to_be_passed_on_when_no_opvang_is_needed_or_the_gemeente_heard_it_itself(
    limburg: Installatie,
) -> None:
    in_register(limburg)
    geen = volledige_mo_melding(gemeld_op="28-3-2026", eerste_opvang="nee")
    bij_gemeente = {"binnengekomen_op": "30-3-2026", "binnengekomen_via": "telefoon"}
    zelf = volledige_mo_melding(gemeld_op="28-3-2026", eerste_opvang="ja", **bij_gemeente)
    for account, antwoorden in (("moveoo", geen), ("roermond", zelf)):
        bericht = limburg.stuur(limburg.gebruiker(account), "mo-melding", antwoorden)
        assert "doorzetten" not in dates(limburg, bericht)


def test_beheer_puts_an_aanbieder_in_a_register_and_takes_it_out(limburg: Installatie) -> None:
    in_register(limburg, uit=True)
    app = create_app(limburg.services.settings, limburg.services, klok=lambda: limburg.now)
    beheer = Portaal(limburg, app).bezoek("beheerder")
    organisatie = f"/beheer/organisaties/{MOVEOO}"
    pad = f"{organisatie}/registers"
    assert pad in beheer.get(organisatie).text
    assert "Opdrachtnemers maatschappelijke opvang" in page_text(beheer.get(pad))
    assert beheer.post(pad, {"registers": "bestaat-niet"}).status_code == 422
    stand = []
    for velden in ({"registers": "opdrachtnemers-mo"}, {"registers": "opdrachtnemers-mo"}, {}):
        assert beheer.post(pad, velden).location == organisatie
        stand.append([m.code for m in sendable(limburg.services, limburg.gebruiker("moveoo"))])
    assert [bool(mapjes) for mapjes in stand] == [True, True, False]
    assert beheer.get("/beheer/organisaties/gemeente-0957/registers").status_code == 404


@pytest.mark.parametrize("limburg", ["sqlite"], indirect=True)
def test_only_the_registers_that_this_region_fills_are_offered(limburg: Installatie) -> None:
    tabel = register_table(limburg.services, limburg.gebruiker("roermond"), "locaties")
    assert (dict(offered(limburg.services)), tabel.kolommen, tabel.uitleg) == (
        {"aanbieders": "Aanbieders"},
        (("aanbieder", "Aanbieder"),),
        "De aanbieders met een overeenkomst.",
    )


def in_register(limburg: Installatie, *, uit: bool = False) -> None:
    beheer = limburg.gebruiker("beheerder")
    gekozen = [] if uit else ["opdrachtnemers-mo"]
    zet_registers(limburg.services, beheer, MOVEOO, gekozen=gekozen, now=limburg.now)


def dates(limburg: Installatie, bericht: UUID) -> dict[str, tuple[str, str]]:
    with limburg.services.database.lezen() as session:
        rijen = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).all()
    return {rij.code: (rij.datum.isoformat(), rij.status) for rij in rijen}
