"""One client of whom two deaths are recorded: all stays ended while one stands, and stands as before when both are undone."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.bericht.zicht import kop
from portal.core.registers.toewijzingen import Toegewezen
from portal.core.taken.taken import taak_gedaan, taak_vervalt
from portal.core.toewijzing.toewijzingenlijst import end_by_hand, enter_by_hand
from portal.domain.formulier import Client
from portal.models import Bericht, Taak, Termijn, Toewijzing, Verplichting
from tests.core.test_beeindigen import herindicatie, leg_vast
from tests.core.test_herleven import maak_ongedaan
from tests.core.test_indicatie import toegekend
from tests.installatie import DIEP, SCHAKEL, Installatie
from tests.voorbeelden import volledig_overlijden

INTREKKING = "301-intrekking"
EINDE = date(2027, 1, 1)
BINNEN = {"binnengekomen_op": "31-3-2026", "binnengekomen_via": "telefoon"}
EERST, LATER = date(2026, 3, 20), date(2026, 3, 28)
# What one gives of the toewijzing of De Schakel, and of Huis aan het Diep.
NIETS: tuple[date | None, date | None] = (None, None)


def overleden(huis: Installatie, wie: str, op: date) -> UUID:
    """A death told by an aanbieder, or registered by the frontoffice, in the hands of Eemsdelta."""
    anders = BINNEN if wie == "frontoffice" else {}
    ruw = volledig_overlijden(overlijdensdatum=f"{op.day}-{op.month}-{op.year}", **anders)
    bericht = huis.stuur(huis.gebruiker(wie), "overlijden", ruw)
    huis.doe(huis.gebruiker("consulent"), bericht, "oppakken")
    return bericht


def gegeven(huis: Installatie) -> list[UUID]:
    """A toewijzing of each aanbieder for this client, both written down by hand."""
    wat = Toegewezen(client=Client(bsn="999900006"), gemeente="1979", vanaf=date(2026, 1, 1), einddatum=EINDE)
    backoffice = huis.gebruiker("backoffice")
    ids = [enter_by_hand(huis.services, backoffice, wat, organisatie=wie, now=huis.now) for wie in (SCHAKEL, DIEP)]
    for toewijzing in ids:
        huis.client.take_in(toewijzing)
    return ids


def laatste_dagen(huis: Installatie, ids: list[UUID]) -> tuple[date | None, ...]:
    with huis.services.database.lezen() as session:
        return tuple(session.get_one(Toewijzing, id_).beeindigd for id_ in ids)


def plichten(huis: Installatie) -> list[str]:
    """How what each aanbieder must still send stands: of De Schakel, and of Huis aan het Diep."""
    with huis.services.database.lezen() as session:
        rijen = session.scalars(select(Verplichting).order_by(Verplichting.organisatie.desc(), Verplichting.id))
        return [rij.status for rij in rijen]


def alles(huis: Installatie, zonder: list[UUID]) -> object:
    """All that a death ends, as it stands now, but for the deaths themselves and their history."""
    with huis.services.database.lezen() as session:
        toewijzingen = select(Toewijzing).order_by(Toewijzing.id)
        klokken = select(Termijn).where(Termijn.bericht.not_in(zonder) | Termijn.bericht.is_(None)).order_by(Termijn.id)
        taken = select(Taak).where(Taak.bericht.not_in(zonder)).order_by(Taak.id)
        return (
            [
                (t.id, t.beeindigd, t.tot_bericht, t.eerder_beeindigd, t.eerder_bericht)
                for t in session.scalars(toewijzingen)
            ],
            [(k.id, k.status, k.datum, k.geeindigd_op) for k in session.scalars(klokken)],
            [
                (p.id, p.status, p.vanaf, p.geeindigd)
                for p in session.scalars(select(Verplichting).order_by(Verplichting.id))
            ],
            [(t.id, t.status, t.uiterlijk) for t in session.scalars(taken)],
        )


def test_whatever_the_order_all_comes_back_with_the_last_death_and_nothing_before(huis: Installatie) -> None:
    zaak = toegekend(huis)
    zaak.vink_af("301-toewijzing")
    herindicatie(huis)
    ids, doden = gegeven(huis), list[UUID]()
    zoals_het_was = alles(huis, doden)
    # who tells each and of which day, which is undone first, and until when each toewijzing runs then
    gevallen = [
        ("indiener", EERST, "indiener", EERST, 0, (EERST, None)),
        ("indiener", EERST, "indiener", EERST, 1, (EERST, None)),
        ("indiener", LATER, "indiener", EERST, 0, (EERST, None)),
        ("indiener", LATER, "indiener", EERST, 1, (LATER, None)),
        ("indiener", EERST, "indiener", LATER, 0, (LATER, None)),
        ("indiener", EERST, "indiener", LATER, 1, (EERST, None)),
        ("indiener", EERST, "ander", LATER, 0, (EERST, LATER)),
        ("indiener", EERST, "ander", LATER, 1, (EERST, LATER)),
        ("frontoffice", EERST, "indiener", LATER, 0, (LATER, EERST)),
        ("frontoffice", EERST, "indiener", LATER, 1, (EERST, EERST)),
    ]
    for een, dag_een, twee, dag_twee, eerst, tussen in gevallen:
        deze = []
        for wie, dag in ((een, dag_een), (twee, dag_twee)):
            # the second comes in when the first is recorded already
            deze.append(overleden(huis, wie, dag))
            doden.append(deze[-1])
            leg_vast(huis, deze[-1])
        maak_ongedaan(huis, deze[eerst])
        geval = (een, dag_een, twee, dag_twee, eerst)
        assert (laatste_dagen(huis, ids), geval) == (tussen, geval)
        weg = {"vervallen"} if None not in tussen else {"vervallen", "open"}
        assert (set(plichten(huis)) - {"gehaald"}, geval) == (weg, geval)
        maak_ongedaan(huis, deze[1 - eerst])
        assert (alles(huis, doden), geval) == (zoals_het_was, geval)


def test_what_ended_by_hand_before_both_ends_there_again(huis: Installatie) -> None:
    ids, doden = gegeven(huis), [overleden(huis, "indiener", dag) for dag in (LATER, EERST)]
    eerder = date(2026, 3, 24)
    end_by_hand(huis.services, huis.gebruiker("backoffice"), ids[0], op=eerder, now=huis.now)
    for dood in doden:
        leg_vast(huis, dood)
    assert laatste_dagen(huis, ids) == (EERST, None)
    maak_ongedaan(huis, doden[1])
    assert laatste_dagen(huis, ids) == (eerder, None)
    maak_ongedaan(huis, doden[0])
    assert laatste_dagen(huis, ids) == (eerder, None)


def met_nazorg(huis: Installatie, wie: str) -> UUID:
    """A death that an aanbieder tells, with days of nazorg, recorded as such."""
    nazorg = volledig_overlijden(nazorg="ja", product="verblijf-24-uur", dagen="13")
    bericht, consulent = huis.stuur(huis.gebruiker(wie), "overlijden", nazorg), huis.gebruiker("consulent")
    huis.doe(consulent, bericht, "oppakken")
    huis.doe(consulent, bericht, "nazorg-toekennen", tekst="De burger verbleef er.")
    return bericht


def gevraagd(huis: Installatie, bericht: UUID) -> dict[str, tuple[str, bool]]:
    """How each taak about a 301 of a bericht stands, and whether it waits."""
    taken = kop(huis.services, huis.gebruiker("backoffice"), bericht).taken
    stand = {True: "open", False: "gedaan"}
    return {
        t.code: ("elders" if t.elders else "vervallen" if t.vervallen else stand[t.open], bool(t.wacht_op))
        for t in taken
        if "301" in t.code
    }


def vink_intrekking(huis: Installatie, bericht: UUID) -> None:
    backoffice = huis.gebruiker("backoffice")
    (intrekking,) = (t for t in kop(huis.services, backoffice, bericht).taken if t.code == INTREKKING)
    taak_gedaan(huis.services, backoffice, taak=intrekking.id, verzonden=huis.now.date(), now=huis.now)


GEDAAN, WACHT, KAN = ("gedaan", False), ("open", True), ("open", False)
ELDERS = ("elders", False)


@pytest.mark.parametrize(
    ("eerst", "daarna"), [("frontoffice", "indiener"), ("indiener", "indiener"), ("ander", "indiener")]
)
def test_the_intrekking_of_one_death_is_asked_once_whichever_bericht_told_it(
    huis: Installatie, eerst: str, daarna: str
) -> None:
    een = overleden(huis, eerst, EERST)
    leg_vast(huis, een)
    twee = met_nazorg(huis, daarna)
    # another aanbieder has a toewijzing of his own
    ander = eerst == "ander"
    assert gevraagd(huis, een) == {INTREKKING: KAN}
    assert gevraagd(huis, twee) == {INTREKKING: KAN if ander else ELDERS, "301-nazorg": WACHT}
    vink_intrekking(huis, een)
    assert (
        gevraagd(huis, twee) == {INTREKKING: KAN, "301-nazorg": WACHT}
        if ander
        else {INTREKKING: GEDAAN, "301-nazorg": KAN}
    )
    drie = met_nazorg(huis, daarna)
    assert gevraagd(huis, drie) == {INTREKKING: ELDERS if ander else GEDAAN, "301-nazorg": WACHT if ander else KAN}
    # he is dead still, and what was withdrawn stays so until no death stands
    maak_ongedaan(huis, een)
    assert gevraagd(huis, een) == {INTREKKING: GEDAAN} | ({"301-herstel": KAN} if ander else {})
    maak_ongedaan(huis, twee)
    maak_ongedaan(huis, drie)
    assert gevraagd(huis, drie).get("301-herstel") == (None if ander else KAN)


@pytest.mark.parametrize("huis", ["sqlite"], indirect=True)
def test_an_intrekking_that_was_left_to_another_bericht_is_asked_when_that_asks_it_no_more(huis: Installatie) -> None:
    een, twee = overleden(huis, "frontoffice", EERST), overleden(huis, "indiener", EERST)
    for dood in (een, twee):
        leg_vast(huis, dood)
    huis.moment[0] += timedelta(minutes=1)
    drie = met_nazorg(huis, "indiener")
    backoffice, consulent = huis.gebruiker("backoffice"), huis.gebruiker("consulent")
    for taak in kop(huis.services, consulent, twee).taken:
        if taak.open:
            taak_gedaan(huis.services, consulent, taak=taak.id, verzonden=huis.now.date(), now=huis.now)
    assert standen(huis, twee, drie) == [("afgehandeld", ELDERS), ("besloten", ELDERS)]
    maak_ongedaan(huis, een)
    # the oldest is to be done, and the other follows it
    assert standen(huis, twee, drie) == [("besloten", KAN), ("besloten", ELDERS)]
    assert gevraagd(huis, drie)["301-nazorg"] == WACHT
    (intrekking,) = (t for t in kop(huis.services, backoffice, twee).taken if t.code == INTREKKING)
    taak_vervalt(huis.services, backoffice, taak=intrekking.id, now=huis.now)
    assert standen(huis, twee, drie) == [("afgehandeld", ("vervallen", False)), ("besloten", KAN)]


def standen(huis: Installatie, *berichten: UUID) -> list[tuple[str, tuple[str, bool]]]:
    """The status of each of these, and how its intrekking stands."""
    with huis.services.database.lezen() as session:
        return [(session.get_one(Bericht, b).status, gevraagd(huis, b)[INTREKKING]) for b in berichten]
