"""An aanbieder receives: sealed to its organisation, in its own list, answered within the same rights; nobody else learns of it."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.beheer import aanbieders
from portal.core.bericht.zicht import kop
from portal.core.herinneren.afloop import aflopend
from portal.core.herinneren.verdeling import verdeel
from portal.core.insturen.kader import sendable
from portal.core.lezen.reading import open_bericht
from portal.core.lezen.search import zoek
from portal.core.lezen.worklist import onderweg, werkvoorraad
from portal.core.opening import NietGevonden
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.core.weigeren import NietMogelijk
from portal.domain.mailsoort import NIEUW
from portal.domain.rechten import NietToegestaan
from portal.domain.teams import als_team, plek_van
from portal.models import Seal, SealedItem, Team, Uitgaand
from portal.worker.loop import work_clocks
from tests.core.test_sociale_kaart import told
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import BSN

BERICHT = "bericht-aan-aanbieder"
VORDERING = "vordering-toezicht"
VERSLAG = "verslag-ter-ondertekening"


def typed(velden: dict[str, str]) -> dict[str, list[str]]:
    return {naam: [waarde] for naam, waarde in velden.items()}


def vraag(**anders: str) -> dict[str, list[str]]:
    basis = {
        "ontvanger": SCHAKEL,
        "soort": "vraag",
        "antwoord_voor": "10-4-2026",
        "onderwerp": "Vrije plekken",
        "tekst": "Heeft u in mei plek?",
    }
    return typed(basis | anders)


def vordering() -> dict[str, list[str]]:
    return typed(
        {
            "ontvanger": SCHAKEL,
            "soort": "informatie",
            "grondslag": "awb-5-16",
            "wat": "De roosters van maart.",
            "uiterlijk": "16-4-2026",
        }
    )


def verslag() -> dict[str, list[str]]:
    client = {"bsn": BSN, "voorletters": "J.", "achternaam": "Visser", "geboortedatum": "12-5-1987"}
    return typed({"ontvanger": SCHAKEL, **client, "soort": "verkort", "geen_artikel": "ja"})


def test_a_receiving_aanbieder_and_a_team_are_told_apart_by_their_code() -> None:
    assert plek_van(als_team("organisatie", SCHAKEL)) == ("organisatie", SCHAKEL)
    assert plek_van(als_team("team", "toegang-0014")) == ("team", "toegang-0014")


def test_a_question_goes_to_one_aanbieder_is_opened_and_answered(huis: Installatie) -> None:
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    bericht = huis.stuur(consulent, BERICHT, vraag())
    assert [(rij.id, rij.afzender_naam) for rij in werkvoorraad(huis.services, indiener).rijen] == [
        (bericht, "Toegang Eemsdelta")
    ]
    assert [rij.team_naam for rij in onderweg(huis.services, consulent).rijen] == ["Stichting De Schakel"]
    assert onderweg(huis.services, indiener).rijen == ()
    geopend = open_bericht(huis.services, indiener, bericht, now=huis.now)
    assert {a.veld: a.tekst for s in geopend.antwoorden.secties for a in s.antwoorden}[
        "tekst"
    ] == "Heeft u in mei plek?"
    assert [o.code for o in geopend.acties if o.code in {"beantwoord", "gelezen", "doorsturen"}] == ["beantwoord"]
    gezien = kop(huis.services, consulent, bericht)
    assert [(r.code, r.wie) for r in gezien.verloop] == [("indienen", "Consulent"), ("openen", "Stichting De Schakel")]
    huis.doe(indiener, bericht, "beantwoord", tekst="Ja, twee plekken.")
    gelezen = open_bericht(huis.services, consulent, bericht, now=huis.now).kop
    assert (gelezen.toestand.code, gelezen.verloop[-1].tekst, gelezen.verloop[-1].wie) == (
        "afgehandeld",
        "Ja, twee plekken.",
        "Stichting De Schakel",
    )
    assert [t.gehaald for t in gelezen.termijnen] == [date(2026, 4, 2)]


def test_a_letter_is_read_and_needs_no_answer(huis: Installatie) -> None:
    manager, indiener = huis.gebruiker("contractmanager"), huis.gebruiker("indiener")
    bericht = huis.stuur(manager, BERICHT, vraag(soort="brief"))
    assert kop(huis.services, indiener, bericht).termijnen == ()
    with pytest.raises(NietMogelijk):
        huis.doe(indiener, bericht, "beantwoord", tekst="Dank u.")
    huis.doe(indiener, bericht, "gelezen")
    assert kop(huis.services, manager, bericht).toestand.code == "afgehandeld"


def test_it_is_sealed_to_the_organisation_and_the_sender_and_to_nobody_else(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("consulent"), BERICHT, vraag())
    with huis.services.database.lezen() as session:
        items = select(SealedItem.id).where(SealedItem.subject == bericht)
        voor = session.execute(select(Seal.recipient_kind, Seal.recipient).where(Seal.item.in_(items))).all()
    assert {tuple(rij) for rij in voor} == {("organisatie", SCHAKEL), ("team", "toegang-1979")}
    for wie in ("ander", "groningen", "toezichthouder", "beheerder"):
        with pytest.raises(NietGevonden):
            kop(huis.services, huis.gebruiker(wie), bericht)
    with pytest.raises(NietToegestaan):
        werkvoorraad(huis.services, huis.gebruiker("organisatiebeheerder"))
    assert werkvoorraad(huis.services, huis.gebruiker("ander")).rijen == ()


def test_the_receiver_asks_back_and_the_sender_answers_each_told_by_mail(huis: Installatie) -> None:
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    bericht = huis.stuur(consulent, BERICHT, vraag())
    assert aan(huis) == [("organisatie", SCHAKEL)]
    huis.doe(indiener, bericht, "vraag-stellen", tekst="Voor hoeveel mensen?")
    assert aan(huis) == [("organisatie", SCHAKEL), ("team", "toegang-1979")]
    huis.doe(consulent, bericht, "beantwoorden", tekst="Voor twee.")
    assert aan(huis)[2:] == [("organisatie", SCHAKEL)]
    with pytest.raises(NietGevonden):
        huis.doe(indiener, bericht, "doorsturen", tekst="Hoort elders.", doel="toegang-0014")
    with pytest.raises(NietToegestaan):
        huis.doe(consulent, bericht, "beantwoord", tekst="Ik geef zelf antwoord.")


def test_a_mail_about_it_goes_to_who_may_read_there(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("consulent"), BERICHT, vraag())
    lading = {
        "aan_soort": "organisatie",
        "aan": SCHAKEL,
        "sjabloon": NIEUW,
        "nummer": "",
        "pad": f"/berichten/{bericht}",
    }
    assert verdeel(huis.services, lading, now=huis.now).keys() == {
        huis.gebruiker("indiener").persoon,
        huis.gebruiker("collega").persoon,
    }


def test_its_clock_stands_with_the_aanbieder(huis: Installatie) -> None:
    toezicht, indiener = huis.gebruiker("toezichthouder"), huis.gebruiker("indiener")
    bericht = huis.stuur(toezicht, VORDERING, vordering())

    def klokken(wie: Gebruiker) -> list[UUID | None]:
        gevonden = aflopend(huis.services, wie, tot=date(2026, 4, 30), keuze="alles", vandaag=huis.now.date())
        return [item.bericht for item in gevonden if item.titel == "Antwoord aan toezicht"]

    assert (klokken(indiener), klokken(toezicht), klokken(huis.gebruiker("ander"))) == ([bericht], [], [])
    huis.doe(indiener, bericht, "geweigerd", tekst="Dit valt buiten uw bevoegdheid.")
    assert klokken(indiener) == []


def test_a_verslag_is_found_by_its_client_at_both_sides_and_comes_back_within_two_weken(huis: Installatie) -> None:
    consulent, indiener = huis.gebruiker("consulent"), huis.gebruiker("indiener")
    bericht = huis.stuur(consulent, VERSLAG, verslag())
    for wie in (consulent, indiener):
        assert [rij.id for rij in zoek(huis.services, wie, soort="bsn", waarde=BSN, now=huis.now)] == [bericht]
    assert zoek(huis.services, huis.gebruiker("ander"), soort="bsn", waarde=BSN, now=huis.now) == ()
    assert [t.datum for t in kop(huis.services, indiener, bericht).termijnen] == [date(2026, 4, 16)]
    assert [b.eis for b in open_bericht(huis.services, indiener, bericht, now=huis.now).bijlagen] == ["verslag"]
    huis.later(days=5)
    huis.doe(huis.gebruiker("indiener"), bericht, "teruggestuurd", dag=date(2026, 4, 7))
    assert kop(huis.services, huis.gebruiker("consulent"), bericht).verloop[-1].dag == date(2026, 4, 7)


def test_who_may_write_to_an_aanbieder_stands_in_the_mailbox(huis: Installatie) -> None:
    mag = {
        wie: {m.code for m in sendable(huis.services, huis.gebruiker(wie))} & {BERICHT, VORDERING, VERSLAG}
        for wie in ("consulent", "frontoffice", "contractmanager", "toezichthouder", "indiener")
    }
    assert mag == {
        "consulent": {BERICHT, VERSLAG},
        "frontoffice": {BERICHT},
        "contractmanager": {BERICHT},
        "toezichthouder": {BERICHT, VORDERING},
        "indiener": set(),
    }


def test_a_new_aanbieder_receives_under_its_name_and_under_a_new_one(huis: Installatie) -> None:
    beheerder = huis.gebruiker("beheerder")
    aanbieders.voeg_toe(huis.services, beheerder, code="de-linde", naam="De Linde")
    aanbieders.hernoem(huis.services, beheerder, DIEP, naam="Diepzicht", now=huis.now)
    with huis.services.database.lezen() as session:
        namen = {t.code: t.naam for t in session.scalars(select(Team).where(Team.soort == "aanbieder"))}
    assert namen == {":de-schakel": "Stichting De Schakel", ":huis-aan-het-diep": "Diepzicht", ":de-linde": "De Linde"}


def aan(huis: Installatie) -> list[tuple[str, str]]:
    """Return to whom mail was promised, in order."""
    with huis.services.database.lezen() as session:
        ladingen = session.scalars(
            select(Uitgaand.lading).where(Uitgaand.soort == "mail").order_by(Uitgaand.gemaakt)
        ).all()
    return [(lading["aan_soort"], lading["aan"]) for lading in map(json.loads, ladingen)]


def test_a_burger_who_does_not_sign_gives_the_toegang_that_sent_the_verslag_a_taak(huis: Installatie) -> None:
    bericht = huis.stuur(huis.gebruiker("consulent"), VERSLAG, verslag())
    huis.doe(huis.gebruiker("indiener"), bericht, "niet-getekend", tekst="Hij is het er niet mee eens.")
    lijsten = [takenlijst(huis.services, huis.gebruiker(wie)).taken for wie in ("consulent", "indiener")]
    assert [[(taak.code, taak.bericht) for taak in taken] for taken in lijsten] == [[("contact-burger", bericht)], []]
    (taak,) = kop(huis.services, huis.gebruiker("consulent"), bericht).taken
    taak_gedaan(huis.services, huis.gebruiker("consulent"), taak=taak.id, verzonden=huis.now.date(), now=huis.now)
    assert takenlijst(huis.services, huis.gebruiker("consulent")).taken == ()


@pytest.mark.parametrize(
    ("wie", "mailbox", "ruw", "laatste", "werkdag"),
    [
        ("toezichthouder", VORDERING, vordering(), date(2026, 4, 16), date(2026, 4, 17)),
        ("consulent", BERICHT, vraag(), date(2026, 4, 10), date(2026, 4, 13)),  # the day after is a Saturday
    ],
    ids=[VORDERING, BERICHT],
)
def test_who_waits_for_an_answer_hears_on_the_next_werkdag_that_it_did_not_come(
    huis: Installatie, wie: str, mailbox: str, ruw: dict[str, list[str]], *, laatste: date, werkdag: date
) -> None:
    afzender = huis.gebruiker(wie)
    huis.stuur(afzender, mailbox, ruw)
    told(huis)
    found = []
    for dag in (laatste + timedelta(days=dagen) for dagen in range(6)):
        huis.moment[0] = huis.now.replace(month=dag.month, day=dag.day)
        work_clocks(huis.services, now=huis.now)
        found += [(dag, *mail) for mail in told(huis) if mail[1] != "herinnering"]
    assert found == [(werkdag, wie, "te-laat") for wie in sorted((SCHAKEL, afzender.namens.code))]
