"""The clock of a taak: it warns, escalates, is late in lists and moves with the rules as every clock does."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import Getekend
from portal.core.herinneren.afloop import aflopend
from portal.core.herinneren.week import week
from portal.core.taken.indicatie import DOET_NIET_MEE, Indicatie
from portal.core.taken.taken import taak_gedaan
from portal.core.taken.takenlijst import takenlijst
from portal.domain.gevolg import Taak as Regel
from portal.domain.kalender import Besluit
from portal.domain.mailbox import Mailbox
from portal.domain.regels import NieuwBesluit, NieuweInstelling
from portal.domain.termijn import BijOvergang, BijTaak
from portal.mailboxes import Register
from portal.models import Bericht, Taak, Termijn
from portal.worker.loop import work_clocks
from tests.core.regels import beslis, oefen, pas_toe, stel, twee_beheerders
from tests.core.test_sociale_kaart import told
from tests.ingevuld import ingevuld
from tests.installatie import EEMSDELTA, Installatie, vervang

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

MELDING = "melding-beschermd-wonen"
BESLUIT = date(2026, 4, 28)
LAATSTE = date(2026, 5, 6)  # five werkdagen after 28 april: 4 mei is one, 5 mei is Bevrijdingsdag
GETEKEND = Getekend(op=date(2026, 4, 24), gezien_door="K. Wiersma")


def toegekend(huis: Installatie) -> UUID:
    """A melding of 2 april of which the aanvraag came in on 27 april and that was granted on 28 april."""
    bericht = huis.stuur(huis.gebruiker("indiener"), MELDING, ingevuld(declared(huis)))
    huis.moment[0] = datetime(2026, 4, 28, 8, tzinfo=UTC)
    consulent = huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "plan-ontvangen", dag=date(2026, 4, 8))
    huis.doe(consulent, bericht, "gesprek-gevoerd", dag=date(2026, 4, 21))
    huis.doe(consulent, bericht, "verslag-verstuurd", dag=date(2026, 4, 22))
    huis.doe(consulent, bericht, "aanvraag-ontvangen", dag=date(2026, 4, 27), getekend=GETEKEND)
    huis.doe(consulent, bericht, "toegekend", tekst="Beschermd wonen is nodig.")
    return bericht


def declared(huis: Installatie) -> Mailbox:
    verklaring = huis.services.mailboxen.met_code(MELDING)
    assert verklaring is not None
    return verklaring


def anders(huis: Installatie, begint: BijOvergang | BijTaak) -> Installatie:
    """Let the term of the 301 begin at another moment."""
    verklaring = declared(huis)
    loop = verklaring.levensloop
    overgangen = tuple(
        replace(
            overgang,
            gevolgen=tuple(
                replace(g, termijn=replace(g.termijn, begint=begint)) if isinstance(g, Regel) and g.termijn else g
                for g in overgang.gevolgen
            ),
        )
        for overgang in loop.overgangen
    )
    return vervang(huis, mailboxen=Register((replace(verklaring, levensloop=replace(loop, overgangen=overgangen)),)))


def due(huis: Installatie, bericht: UUID) -> tuple[date, str, date]:
    """Return when the 301 is due in the lists, how its clock stands, and how urgent the bericht is."""
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak).where(Taak.bericht == bericht, Taak.code == "301-toewijzing")).one()
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.code == "toewijzing")).first()
        urgent = session.get_one(Bericht, bericht).urgent
    return taak.uiterlijk, klok.status if klok is not None else "", urgent


def done(huis: Installatie, bericht: UUID, code: str, op: date) -> None:
    with huis.services.database.lezen() as session:
        taak = session.scalars(select(Taak.id).where(Taak.bericht == bericht, Taak.code == code)).one()
    indicatie = Indicatie(einddatum=date(2028, 1, 1), aanbieder=DOET_NIET_MEE)
    backoffice = huis.gebruiker("backoffice")
    taak_gedaan(huis.services, backoffice, taak=taak, verzonden=op, indicatie=indicatie, now=huis.now)


def test_the_team_is_reminded_of_a_taak_told_that_it_is_late_and_then_its_teamleider(huis: Installatie) -> None:
    bericht = toegekend(huis)
    assert due(huis, bericht) == (LAATSTE, "loopt", LAATSTE)
    done(huis, bericht, "beschikking", BESLUIT)
    work_clocks(huis.services, now=huis.now)
    told(huis)
    found = []
    for dag in range(1, 16):
        huis.moment[0] = datetime(2026, 5, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        found += [(dag, *mail) for mail in told(huis)]
    assert found == [(4, EEMSDELTA, "herinnering"), (7, EEMSDELTA, "te-laat"), (11, EEMSDELTA, "escalatie")]


def test_where_the_region_wants_it_who_must_do_something_is_reminded_on_the_last_day_itself(huis: Installatie) -> None:
    op_de_dag = NieuweInstelling(naam="herinnering_laatste_dag", waarde="ja", vanaf=date(2026, 4, 1), bron="overleg")
    een, twee = twee_beheerders(huis)
    assert oefen(huis, een, op_de_dag).klokken == ()
    beslis(huis, twee, stel(huis, een, op_de_dag), ook_lopende=False)
    toegekend(huis)
    found = []
    for dag in range(4, 8):
        huis.moment[0] = datetime(2026, 5, dag, 8, tzinfo=UTC)
        work_clocks(huis.services, now=huis.now)
        found += [(dag, soort) for aan, soort in told(huis) if aan == EEMSDELTA and soort != "nieuw"]
    assert found == [(4, "herinnering"), (6, "herinnering"), (7, "te-laat")]


def test_a_taak_whose_day_has_passed_stands_once_and_late_in_the_week_and_in_the_list(huis: Installatie) -> None:
    bericht = toegekend(huis)
    huis.moment[0] = datetime(2026, 5, 12, 8, tzinfo=UTC)
    consulent, vandaag = huis.gebruiker("consulent"), date(2026, 5, 12)
    week_nu = week(huis.services, consulent, van=date(2026, 5, 11), keuze="alles", vandaag=vandaag)
    assert [(item.titel, item.datum, item.is_taak) for item in week_nu.te_laat if item.bericht == bericht] == [
        ("Stuur het iWmo 301-bericht (toewijzing) aan de aanbieder", LAATSTE, True)
    ]
    assert takenlijst(huis.services, consulent).taken[0].uiterlijk == LAATSTE


def test_doing_the_taak_ends_its_clock_on_the_day_it_was_sent(huis: Installatie) -> None:
    bericht = toegekend(huis)
    huis.moment[0] = datetime(2026, 5, 12, 8, tzinfo=UTC)
    done(huis, bericht, "301-toewijzing", LAATSTE)
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.code == "toewijzing")).one()
    assert (klok.status, klok.geeindigd_op) == ("gehaald", LAATSTE)
    assert (
        aflopend(huis.services, huis.gebruiker("consulent"), tot=LAATSTE, keuze="alles", vandaag=huis.now.date()) == ()
    )


@pytest.mark.parametrize(
    ("begint", "laatste"),
    [
        (BijOvergang("aanvraag-ontvangen"), date(2026, 5, 4)),
        (BijOvergang("aanvraag-zonder-verslag-ontvangen"), LAATSTE),
    ],
    ids=["from the aanvraag", "from a step that was not made"],
)
def test_a_term_can_count_from_an_earlier_step_on_its_day(
    huis: Installatie, begint: BijOvergang, laatste: date
) -> None:
    huis = anders(huis, begint)
    bericht = toegekend(huis)
    assert due(huis, bericht) == (laatste, "loopt", laatste)


def test_a_term_that_counts_from_another_taak_starts_when_that_is_done(huis: Installatie) -> None:
    huis = anders(huis, BijTaak("beschikking"))
    bericht = toegekend(huis)
    assert due(huis, bericht) == (date.max, "", date(2026, 5, 11))  # the beschikking presses
    huis.moment[0] = datetime(2026, 5, 12, 8, tzinfo=UTC)
    done(huis, bericht, "beschikking", date(2026, 5, 11))
    # 14 mei is Hemelvaart and 15 mei gelijkgesteld
    assert due(huis, bericht) == (date(2026, 5, 20), "loopt", date(2026, 5, 20))


def test_a_change_of_rules_rehearses_and_moves_the_day_of_a_taak(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    bericht = toegekend(huis)
    besluit = NieuwBesluit(besluit=Besluit(naam="Besluit", van=2026, tot_en_met=2026, dagen=(date(2026, 5, 1),)))
    (regel,) = [r for r in oefen(huis, een, besluit).klokken if r.datum == LAATSTE]
    assert (regel.verschuiving.klok, regel.verschuiving.nieuw.datum) == ("iWmo 301-bericht versturen", date(2026, 5, 7))
    beslis(huis, twee, stel(huis, een, besluit), ook_lopende=True)
    pas_toe(huis)
    assert due(huis, bericht) == (date(2026, 5, 7), "loopt", date(2026, 5, 7))
