"""The story of the verantwoording: four stukken a year for every aanbieder, each met by the bericht that is about it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.audit import Actor
from portal.core.beheer.plichtenlijst import plichtenlijsten
from portal.core.insturen.openstaand import openstaand
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.verplichtingen import BIJ_JAAR, Plichtstatus, close, plan_duties
from portal.models import Bericht, Organisatie, Termijn, Verplichting
from portal.worker.loop import work_clocks
from tests.core.tegelijk import at_once
from tests.core.test_sociale_kaart import told
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import volledige_verantwoording

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")
LAATSTE = {
    "posten": date(2027, 2, 28),
    "productie": date(2027, 3, 31),
    "leveringen": date(2027, 3, 31),
    "jaarrekening": date(2027, 5, 31),
}


@pytest.fixture
def nieuwjaar(huis: Installatie) -> Installatie:
    """The installation on 1 januari 2027, after the worker made the verplichtingen of the year."""
    huis.moment[0] = datetime(2027, 1, 1, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    return huis


def owed(huis: Installatie) -> dict[tuple[str, str], tuple[str, str, date]]:
    """Return of each stuk and organisation its year, status and last day."""
    with huis.services.database.lezen() as session:
        rijen = session.execute(
            select(Verplichting, Termijn)
            .join(Termijn, Termijn.verplichting == Verplichting.id)
            .where(Verplichting.mailbox == "verantwoording")
        ).all()
        return {(v.organisatie, v.code): (v.kenmerk, v.status, t.datum) for v, t in rijen}


def test_on_new_years_day_every_aanbieder_owes_four_stukken_over_the_year_before(nieuwjaar: Installatie) -> None:
    assert owed(nieuwjaar) == {
        (organisatie, stuk): ("2026", "open", dag) for organisatie in (SCHAKEL, DIEP) for stuk, dag in LAATSTE.items()
    }


def test_making_them_again_or_by_two_workers_at_once_makes_none_twice(nieuwjaar: Installatie) -> None:
    with nieuwjaar.services.database.schrijven() as session:
        session.add(Organisatie(code="nieuw", naam="Nieuw", soort="aanbieder", actief=True))

    def work() -> int:
        return plan_duties(nieuwjaar.services, WORKER, now=nieuwjaar.now)

    made = [n for n in at_once(work, work) if isinstance(n, int)]
    assert (sum(made), work()) == (5, 0)  # four stukken and the first sociale kaart
    assert len(owed(nieuwjaar)) == 12


def test_before_1_maart_is_29_februari_in_a_leap_year(huis: Installatie) -> None:
    huis.moment[0] = datetime(2028, 1, 1, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    assert owed(huis)[SCHAKEL, "posten"] == ("2027", "open", date(2028, 2, 29))


def test_who_takes_part_from_april_owes_nothing_of_which_the_day_has_passed(huis: Installatie) -> None:
    plan_duties(huis.services, WORKER, now=huis.now)  # donderdag 2 april 2026
    assert {stuk for _, stuk in owed(huis)} == {"jaarrekening"}


def joined(huis: Installatie, organisatie: str, vanaf: date) -> None:
    with huis.services.database.schrijven() as session:
        session.get_one(Organisatie, organisatie).deelname = vanaf


def test_over_the_years_before_an_aanbieder_took_part_nothing_is_asked(huis: Installatie) -> None:
    joined(huis, SCHAKEL, date(2026, 12, 31))
    joined(huis, DIEP, date(2027, 1, 1))
    huis.moment[0] = datetime(2027, 1, 1, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    assert {organisatie for organisatie, _ in owed(huis)} == {SCHAKEL}


def test_what_fell_due_while_no_worker_ran_is_asked_late_in_one_mail_that_says_why(huis: Installatie) -> None:
    joined(huis, SCHAKEL, date(2024, 1, 1))
    huis.moment[0] = datetime(2026, 4, 10, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    work_clocks(huis.services, now=huis.now)
    assert {stuk for organisatie, stuk in owed(huis) if organisatie == SCHAKEL} == {*LAATSTE}
    assert [mail for mail in told(huis) if mail[0] in {SCHAKEL, "cmo"}] == [("cmo", "escalatie"), (SCHAKEL, "te-laat")]
    verder: list[tuple[str, str]] = []
    for _ in range(10):
        huis.later(days=1)
        work_clocks(huis.services, now=huis.now)
        verder += [mail for mail in told(huis) if mail[0] in {SCHAKEL, "cmo"}]
    assert verder == []
    laat = openstaand(huis.services, huis.gebruiker("indiener"), vandaag=huis.now.date())
    assert {wat.termijn.code: wat.waarom_laat for wat in laat if wat.termijn and wat.kenmerk} == {
        "posten": BIJ_JAAR,
        "productie": BIJ_JAAR,
        "leveringen": BIJ_JAAR,
        "jaarrekening": "",
    }


def test_a_stuk_meets_its_own_verplichting_and_no_other(nieuwjaar: Installatie) -> None:
    wie = nieuwjaar.gebruiker("indiener")
    nieuwjaar.stuur(wie, "verantwoording", volledige_verantwoording(stuk="productie", boekjaar="2026"))
    nieuwjaar.stuur(wie, "verantwoording", volledige_verantwoording(stuk="posten", boekjaar="2025"))
    gehaald = [sleutel for sleutel, (_, status, _) in owed(nieuwjaar).items() if status == "gehaald"]
    assert gehaald == [(SCHAKEL, "productie")]


def test_who_is_late_is_told_and_a_week_later_the_contractmanager(nieuwjaar: Installatie) -> None:
    with nieuwjaar.services.database.schrijven() as session:  # the sociale kaart has a ladder of its own
        for kaart in session.scalars(select(Verplichting).where(Verplichting.mailbox == "sociale-kaart")):
            close(session, kaart, Plichtstatus.VRIJGESTELD, door=Aanleiding(now=nieuwjaar.now))
    work_clocks(nieuwjaar.services, now=nieuwjaar.now.replace(month=2))
    told(nieuwjaar)  # four weken before
    verloop: list[tuple[str, str, str]] = []
    for maand, dag in ((2, 18), (2, 19), (2, 21), (2, 26), (2, 28), (3, 1), (3, 2), (3, 6), (3, 7), (3, 8)):
        nieuwjaar.moment[0] = datetime(2027, maand, dag, 8, tzinfo=UTC)
        work_clocks(nieuwjaar.services, now=nieuwjaar.now)
        verloop += [(f"{dag}-{maand}", *mail) for mail in told(nieuwjaar) if mail[0] in {SCHAKEL, "cmo"}]
    assert verloop == [
        ("19-2", SCHAKEL, "herinnering"),  # a week before is a Sunday: the last werkdag before that
        ("26-2", SCHAKEL, "herinnering"),  # so is the last day itself
        ("1-3", SCHAKEL, "te-laat"),
        ("6-3", SCHAKEL, "herinnering"),  # four weken before 31 maart
        ("8-3", "cmo", "escalatie"),
    ]


def test_cmo_says_what_is_missing_the_aanbieder_completes_it_and_it_is_compleet(nieuwjaar: Installatie) -> None:
    indiener, cmo = nieuwjaar.gebruiker("indiener"), nieuwjaar.gebruiker("contractmanager")
    bericht = nieuwjaar.stuur(indiener, "verantwoording", volledige_verantwoording(boekjaar="2026"))
    stappen: list[tuple[Callable[[], None], str]] = [
        (lambda: nieuwjaar.doe(cmo, bericht, "onvolledig", tekst="De handtekening ontbreekt."), "onvolledig"),
        (lambda: nieuwjaar.doe(indiener, bericht, "aanvullen", tekst="Hierbij."), "aangevuld"),
        (lambda: nieuwjaar.doe(cmo, bericht, "compleet"), "afgehandeld"),
    ]
    for stap, status in stappen:
        stap()
        with nieuwjaar.services.database.lezen() as session:
            assert session.get_one(Bericht, bericht).status == status


def stuk(huis: Installatie, **anders: str) -> UUID:
    return huis.stuur(huis.gebruiker("indiener"), "verantwoording", volledige_verantwoording(boekjaar="2026", **anders))


def matrix(huis: Installatie) -> dict[str, tuple[str, bool, bool]]:
    """Return of each stuk of De Schakel what the matrix says, whether it is still to come, and whether it names a bericht."""
    (lijst,) = plichtenlijsten(huis.services, huis.gebruiker("contractmanager"), "2026", now=huis.now)
    (rij,) = [rij for rij in lijst.rijen if rij.organisatie == SCHAKEL]
    return {
        code: (cel.woord, cel.status is Plichtstatus.OPEN, cel.bericht is not None)
        for code, cel in zip(LAATSTE, rij.cellen, strict=True)
        if cel is not None
    }


def due(huis: Installatie) -> dict[str, tuple[str, UUID | None]]:
    """Return of each stuk that De Schakel must send why it is asked again, and which bericht to complete."""
    laat = openstaand(huis.services, huis.gebruiker("indiener"), vandaag=date(2027, 3, 31))
    return {wat.termijn.code: (wat.waarom_laat, wat.aanvullen) for wat in laat if wat.termijn and wat.kenmerk}


def number(huis: Installatie, bericht: UUID) -> str:
    with huis.services.database.lezen() as session:
        return session.get_one(Bericht, bericht).nummer


def test_a_stuk_that_is_withdrawn_is_to_be_sent_again_and_stays_so_until_one_comes(nieuwjaar: Installatie) -> None:
    huis, indiener = nieuwjaar, nieuwjaar.gebruiker("indiener")
    eerste = stuk(huis, stuk="productie")
    assert (matrix(huis)["productie"], "productie" in due(huis)) == (("ontvangen", False, True), False)
    huis.doe(indiener, eerste, "intrekken", tekst="Verkeerd bestand.")
    waarom = f"Uw bericht {number(huis, eerste)} hierover is ingetrokken. Daarom vraagt het portaal dit weer."
    assert (matrix(huis)["productie"], due(huis)["productie"]) == (("ingetrokken", True, False), (waarom, None))
    huis.moment[0] = datetime(2027, 4, 7, 8, tzinfo=UTC)
    work_clocks(huis.services, now=huis.now)
    assert matrix(huis)["productie"] == ("ingetrokken, te laat", True, False)
    stuk(huis, stuk="productie")
    assert (matrix(huis)["productie"], "productie" in due(huis)) == (("ontvangen", False, True), False)


def test_a_stuk_that_cmo_calls_onvolledig_is_due_until_it_is_completed_and_who_completes_it_late_was_late(
    nieuwjaar: Installatie,
) -> None:
    huis = nieuwjaar
    indiener, cmo = huis.gebruiker("indiener"), huis.gebruiker("contractmanager")
    bericht, ander = stuk(huis, stuk="productie"), stuk(huis, stuk="leveringen")
    for welk in (bericht, ander):
        huis.doe(cmo, welk, "onvolledig", tekst="De handtekening ontbreekt.")
    nog = f"Uw bericht {number(huis, bericht)} hierover is nog niet compleet. Vul dat bericht aan."
    assert (matrix(huis)["productie"], due(huis)["productie"]) == (("onvolledig", True, True), (nog, bericht))
    told(huis)
    huis.moment[0] = datetime(2027, 4, 1, 8, tzinfo=UTC)
    work_clocks(huis.services, now=huis.now)
    assert (SCHAKEL, "te-laat") in told(huis)
    assert matrix(huis)["productie"] == ("onvolledig, te laat", True, True)
    indiener, cmo = huis.gebruiker("indiener"), huis.gebruiker("contractmanager")
    huis.doe(indiener, bericht, "aanvullen", tekst="Hierbij.")
    huis.doe(cmo, ander, "compleet")  # it was complete after all: it counts from the day it came
    (lijst,) = plichtenlijsten(huis.services, cmo, "2026", now=huis.now)
    (rij,) = [rij for rij in lijst.rijen if rij.organisatie == SCHAKEL]
    assert [(cel.woord, cel.te_laat) for cel in rij.cellen[1:3] if cel] == [("aangevuld", True), ("afgehandeld", False)]
    assert {"productie", "leveringen"} & {*due(huis)} == set()


def test_of_a_stuk_that_was_sent_twice_either_may_be_withdrawn(nieuwjaar: Installatie) -> None:
    huis, indiener = nieuwjaar, nieuwjaar.gebruiker("indiener")
    eerste, tweede = stuk(huis, stuk="productie"), stuk(huis, stuk="productie")
    huis.doe(indiener, eerste, "intrekken", tekst="Verkeerd bestand.")
    assert matrix(huis)["productie"] == ("ontvangen", False, True)
    huis.doe(indiener, tweede, "intrekken", tekst="Ook verkeerd.")
    assert matrix(huis)["productie"] == ("ingetrokken", True, False)
