"""The story of a 307 that came without a bericht: the Toegang writes down the stop date, and the three maanden run."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.behandelen.stapcontrole import TeVroeg
from portal.core.bericht.zicht import kop
from portal.core.lezen.worklist import werkvoorraad
from portal.core.taken.indicatie import Indicatie, PlanNodig
from portal.core.taken.taken import taak_gedaan
from portal.models import Bericht, Termijn, Toewijzing
from portal.worker.loop import work_clocks
from tests.core.test_indicatie import plan_of, plans, toegekend
from tests.core.test_opzoeken import given
from tests.core.test_sociale_kaart import told
from tests.ingevuld import ingevuld
from tests.installatie import EEMSDELTA, SCHAKEL, Installatie
from tests.voorbeelden import volledige_onderbreking

# What this story is made of is tested on both engines; its rules are Python, and know neither.
pytestmark = pytest.mark.parametrize("huis", ["sqlite"], indirect=True)

BEGONNEN = "onderbreking-begonnen"


def vastgelegd(huis: Installatie, **anders: str) -> UUID:
    """Written down by a consulent of Eemsdelta on 20 februari: the zorg stopped on 2 februari 2026."""
    mailbox = huis.services.mailboxen.met_code(BEGONNEN)
    assert mailbox is not None
    ruw = ingevuld(mailbox, **{"stopdatum": "2-2-2026", "einddatum": "31-12-2026", "aanbieder": SCHAKEL} | anders)
    return huis.stuur(huis.gebruiker("consulent"), BEGONNEN, ruw)


def test_it_goes_to_the_toegang_that_gave_the_indicatie_wherever_the_burger_lives(begin: Installatie) -> None:
    mailbox = begin.services.mailboxen.met_code(BEGONNEN)
    assert mailbox is not None
    assert "gemeente_inschrijving" not in {veld.naam for veld in mailbox.formulier.veldinfo()}
    given(begin, team=EEMSDELTA)
    ruw = ingevuld(mailbox, stopdatum="2-2-2026", einddatum="31-12-2026", aanbieder=SCHAKEL, bsn="999900006")
    bericht = begin.stuur(begin.gebruiker("consulent"), BEGONNEN, {**ruw, "gemeente_indicatie": []})
    with begin.services.database.lezen() as session:
        rij = session.get_one(Bericht, bericht)
    assert (rij.team, rij.routeregel) == (EEMSDELTA, "gemeente-van-toewijzing")


def klok(huis: Installatie, bericht: UUID) -> tuple[str, str]:
    with huis.services.database.lezen() as session:
        rij = session.scalars(select(Termijn).where(Termijn.bericht == bericht)).one()
    return rij.datum.isoformat(), rij.status


@pytest.fixture
def begin(huis: Installatie) -> Installatie:
    huis.moment[0] = datetime(2026, 2, 20, 8, tzinfo=UTC)
    return huis


def test_the_three_maanden_run_from_the_stop_date_and_the_team_is_warned(begin: Installatie) -> None:
    bericht = vastgelegd(begin)
    assert klok(begin, bericht) == ("2026-05-02", "loopt")
    assert [rij.id for rij in werkvoorraad(begin.services, begin.gebruiker("tweede")).rijen] == [bericht]
    told(begin)
    verloop = []
    for maand, dag in ((3, 29), (3, 30), (4, 13), (4, 27), (5, 3), (5, 4), (5, 7)):
        begin.moment[0] = datetime(2026, maand, dag, 8, tzinfo=UTC)
        work_clocks(begin.services, now=begin.now)
        verloop += [(f"{dag}-{maand}", *mail) for mail in told(begin)]
    assert verloop == [
        ("30-3", EEMSDELTA, "herinnering"),
        ("13-4", EEMSDELTA, "herinnering"),
        ("27-4", EEMSDELTA, "herinnering"),
        ("4-5", EEMSDELTA, "te-laat"),
        ("7-5", EEMSDELTA, "escalatie"),
    ]


@pytest.mark.parametrize(("stap", "einde"), [("hervat", "gehaald"), ("verlenging-gevraagd", "vervallen")])
def test_when_the_zorg_goes_on_the_clock_is_met_and_when_verlenging_is_asked_it_lapses(
    begin: Installatie, stap: str, einde: str
) -> None:
    bericht, tweede = vastgelegd(begin), begin.gebruiker("tweede")
    begin.doe(tweede, bericht, stap)
    assert (klok(begin, bericht)[1], kop(begin.services, tweede, bericht).toestand.code) == (einde, "afgehandeld")


@pytest.mark.parametrize(("besluit", "antwoorden"), [("verlengd", {"tot": ["1-7-2026"]}), ("hervat", {})])
def test_a_decision_on_the_verlenging_ends_the_clock_that_the_team_had_started_itself(
    begin: Installatie, besluit: str, antwoorden: dict[str, list[str]]
) -> None:
    bericht, ander = vastgelegd(begin), vastgelegd(begin, bsn="999990019")
    vraag = begin.stuur(begin.gebruiker("indiener"), "verlenging-onderbreking", volledige_onderbreking())
    tweede = begin.gebruiker("tweede")
    begin.doe(tweede, vraag, "oppakken")
    begin.doe(tweede, vraag, besluit, tekst="De zorg is hervat.", antwoorden=antwoorden)
    assert [klok(begin, b)[1] for b in (bericht, ander)] == ["vervallen", "loopt"]
    assert kop(begin.services, tweede, bericht).toestand.code == "afgehandeld"
    if besluit == "verlengd":
        begin.doe(tweede, vraag, "hervat", tekst="De 305 is er.")


def test_after_three_maanden_the_indicatie_is_withdrawn_with_the_plan_of_its_herindicatie(huis: Installatie) -> None:
    einde = huis.now.date().replace(year=2027)
    toegekend(huis).vink_af("301-toewijzing", einde)
    bericht, tweede = vastgelegd(huis, stopdatum="1-1-2026"), huis.gebruiker("tweede")
    te_vroeg = vastgelegd(huis, stopdatum="2-1-2026", bsn="999990019")
    with pytest.raises(TeVroeg, match="donderdag 2 april 2026"):
        huis.doe(tweede, te_vroeg, "indicatie-ingetrokken", tekst="Nog een dag.")
    huis.doe(tweede, bericht, "indicatie-ingetrokken", tekst="De drie maanden zijn voorbij.")
    taken = {taak.code: taak.id for taak in kop(huis.services, tweede, bericht).taken}
    assert [*taken] == ["301-intrekking", "intrekkingsbeschikking"]

    def ingetrokken(plan: str) -> None:
        taak_gedaan(
            huis.services,
            huis.gebruiker("backoffice"),
            taak=taken["301-intrekking"],
            verzonden=huis.now.date(),
            indicatie=Indicatie(plan=plan),
            now=huis.now,
        )

    with pytest.raises(PlanNodig):
        ingetrokken("")
    ingetrokken(plan_of(huis, einde))
    assert plans(huis)[SCHAKEL][1] == "vervallen"


def test_a_301_follows_also_when_the_indicatie_ended_before_the_three_maanden_did(huis: Installatie) -> None:
    bericht, tweede = (
        vastgelegd(huis, stopdatum="1-1-2026", einddatum="20-3-2026", bsn="999900006"),
        huis.gebruiker("tweede"),
    )
    huis.doe(tweede, bericht, "indicatie-ingetrokken", tekst="De drie maanden zijn voorbij.")
    (taak,) = kop(huis.services, tweede, bericht).taken
    assert (taak.code, "Dat is een voorstel van het portaal." in taak.uitleg) == ("301-intrekking", True)
    # the toewijzing that was over keeps its own end in the register
    given(huis, EEMSDELTA, einddatum=date(2026, 3, 20))
    vandaag = huis.now.date()
    taak_gedaan(huis.services, huis.gebruiker("backoffice"), taak=taak.id, verzonden=vandaag, now=huis.now)
    with huis.services.database.lezen() as session:
        assert [(t.einddatum, t.beeindigd) for t in session.scalars(select(Toewijzing))] == [(date(2026, 3, 20), None)]
