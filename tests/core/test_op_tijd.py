"""On time and late in numbers: judged by the day a thing was done, counted in the year of its last day."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.audit import Actor
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.verplichtingen import Plichtstatus, close, plan_duties
from portal.core.lezen.op_tijd import OpTijd, op_tijd, totaal
from portal.core.lezen.teamcijfers import keep_large
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import NietToegestaan
from portal.models import Termijn, Verplichting
from tests.core.test_cijfers import of_gemeente
from tests.installatie import EEMSDELTA, GRONINGEN, Installatie
from tests.voorbeelden import volledige_herindicatie, volledige_melding

JAAR = 2026
WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")


def herindicatie(huis: Installatie, gemeente: str = "1979") -> UUID:
    return huis.stuur(
        huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie(gemeente_inschrijving=gemeente)
    )


def onderzocht(huis: Installatie, *, verstuurd: date | None = None) -> UUID:
    """Send a herindicatie and let Eemsdelta send the verslag, on this day."""
    bericht = herindicatie(huis)
    consulent = huis.gebruiker("consulent")
    for stap in ("oppakken", "geen-gesprek"):
        huis.doe(consulent, bericht, stap)
    if verstuurd is not None:
        huis.doe(consulent, bericht, "verslag-verstuurd", dag=verstuurd)
    return bericht


def numbers(
    huis: Installatie, account: str = "beleid", jaar: int = JAAR, *, van_ander: bool = False
) -> list[tuple[str, int, int, int, int]]:
    gevonden = op_tijd(huis.services, huis.gebruiker(account), jaar=jaar, vandaag=datum_in_nederland(huis.now))
    return [(c.mailbox, c.op_tijd, c.te_laat, c.loopt, c.loopt_te_laat) for c in gevonden if c.van_ander == van_ander]


def test_a_duty_counts_as_running_then_as_late_and_when_done_as_on_time_or_late(huis: Installatie) -> None:
    onderzocht(huis, verstuurd=datum_in_nederland(huis.now))
    bericht = onderzocht(huis)
    assert numbers(huis) == [("herindicatie", 1, 0, 1, 0)]
    huis.later(days=60)
    assert numbers(huis) == [("herindicatie", 1, 0, 0, 1)]
    huis.doe(huis.gebruiker("consulent"), bericht, "verslag-verstuurd", dag=datum_in_nederland(huis.now))
    assert numbers(huis) == [("herindicatie", 1, 1, 0, 0)]


def test_what_was_sent_in_time_and_noted_later_was_on_time(huis: Installatie) -> None:
    bericht = onderzocht(huis)
    verstuurd = datum_in_nederland(huis.now) + timedelta(days=1)
    huis.later(days=60)
    huis.doe(huis.gebruiker("consulent"), bericht, "verslag-verstuurd", dag=verstuurd)
    with huis.services.database.lezen() as session:
        klok = session.scalars(select(Termijn).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")).one()
    assert (klok.geeindigd_op, klok.geeindigd) == (verstuurd, huis.now)
    assert numbers(huis) == [("herindicatie", 1, 0, 0, 0)]


def test_another_year_and_another_gemeente_are_not_in_it_and_what_the_sender_owes_stands_apart(
    huis: Installatie,
) -> None:
    onderzocht(huis)
    herindicatie(huis, "0014")
    assert numbers(huis, jaar=JAAR - 1) == []
    assert numbers(huis) == [("herindicatie", 0, 0, 1, 0)]
    assert numbers(huis, van_ander=True) == [("herindicatie", 1, 0, 0, 0)]
    assert numbers(huis, "toezichthouder") == numbers(huis, "toezichthouder", van_ander=True) == []


def per_team(huis: Installatie) -> list[tuple[str, int, int, int, int]]:
    """Give the numbers of the herindicaties of both gemeenten."""
    beleid, vandaag = huis.gebruiker("beleid"), datum_in_nederland(huis.now)
    wie = {cbs: of_gemeente(beleid, f"gemeente-{cbs}") for cbs in ("1979", "0014")}
    return [
        (cbs, c.op_tijd, c.te_laat, c.loopt, c.loopt_te_laat)
        for cbs, gebruiker in wie.items()
        for c in op_tijd(huis.services, gebruiker, jaar=JAAR, vandaag=vandaag)
        if not c.van_ander
    ]


def test_what_is_late_stays_with_the_gemeente_that_had_it_then_and_what_is_in_time_goes_along(
    huis: Installatie,
) -> None:
    bericht = onderzocht(huis)
    laatste = _last_day(huis, bericht)
    huis.later(days=(laatste - huis.now.date()).days + 2)
    assert per_team(huis) == [("1979", 0, 0, 0, 1)]
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Hij woont in Groningen.", doel=GRONINGEN)
    assert per_team(huis) == [("1979", 0, 0, 0, 1)]
    keep_large(huis.services, now=huis.now, vanaf=0)
    assert per_team(huis) == [("1979", 0, 0, 0, 1)]
    keep_large(huis.services, now=huis.now, vanaf=9)
    _verslag(huis, bericht)
    assert per_team(huis) == [("1979", 0, 1, 0, 0)]


@pytest.mark.parametrize("erna", [0, 2])
def test_what_was_handed_on_in_time_is_late_where_it_became_so(huis: Installatie, erna: int) -> None:
    """On its last day it was not late yet; handed on and back, the team that had it between counts it."""
    bericht = onderzocht(huis)
    laatste = _last_day(huis, bericht)
    huis.later(days=(laatste - huis.now.date()).days)
    huis.doe(huis.gebruiker("consulent"), bericht, "doorsturen", tekst="Naar Groningen.", doel=GRONINGEN)
    assert per_team(huis) == [("0014", 0, 0, 1, 0)]
    huis.later(days=erna)
    if erna:
        huis.doe(huis.gebruiker("groningen"), bericht, "doorsturen", tekst="Toch niet.", doel=EEMSDELTA)
        assert per_team(huis) == [("0014", 0, 0, 0, 1)]
    else:
        _verslag(huis, bericht)
        assert per_team(huis) == [("0014", 1, 0, 0, 0)]


def _verslag(huis: Installatie, bericht: UUID) -> None:
    groningen = huis.gebruiker("groningen")
    for stap in ("oppakken", "geen-gesprek"):
        huis.doe(groningen, bericht, stap)
    huis.doe(groningen, bericht, "verslag-verstuurd", dag=datum_in_nederland(huis.now))


def _last_day(huis: Installatie, bericht: UUID) -> date:
    with huis.services.database.lezen() as session:
        klok = select(Termijn.datum).where(Termijn.bericht == bericht, Termijn.code == "onderzoek")
        return session.scalars(klok).one()


def test_toezicht_reads_how_many_meldingen_came_in_time(huis: Installatie) -> None:
    for gebeurd in ("1-4-2026", "20-3-2026"):
        huis.stuur(huis.gebruiker("indiener"), "calamiteit-geweld", volledige_melding(gebeurd_op=gebeurd))
    assert numbers(huis, "toezichthouder", van_ander=True) == [("calamiteit-geweld", 1, 1, 0, 0)]


def test_what_aanbieders_owe_every_year_counts_for_the_team_that_gets_it(huis: Installatie) -> None:
    huis.moment[0] = datetime(2027, 1, 1, 8, tzinfo=UTC)
    plan_duties(huis.services, WORKER, now=huis.now)
    huis.moment[0] = datetime(2027, 3, 10, 8, tzinfo=UTC)
    assert numbers(huis, "contractmanager", 2027, van_ander=True) == [
        ("sociale-kaart", 0, 0, 0, 2),
        ("verantwoording", 0, 0, 6, 2),
    ]
    (eerste, tweede) = _open_duties(huis, "posten")
    with huis.services.database.schrijven() as session:
        for plicht, status in ((eerste, Plichtstatus.VERVALLEN), (tweede, Plichtstatus.VRIJGESTELD)):
            close(session, session.get_one(Verplichting, plicht), status, door=Aanleiding(now=huis.now))
    assert ("verantwoording", 0, 1, 6, 0) in numbers(huis, "contractmanager", 2027, van_ander=True)
    assert numbers(huis, "beleid", 2027, van_ander=True) == []


def _open_duties(huis: Installatie, code: str) -> list[UUID]:
    with huis.services.database.lezen() as session:
        query = select(Verplichting.id).where(Verplichting.code == code).order_by(Verplichting.organisatie)
        return list(session.scalars(query))


def test_a_duty_that_lapsed_after_its_last_day_was_late_and_one_that_lapsed_before_counts_nowhere(
    huis: Installatie,
) -> None:
    laat = onderzocht(huis)
    huis.later(days=60)
    for bericht in (laat, onderzocht(huis)):
        huis.doe(huis.gebruiker("consulent"), bericht, "intrekking-toegang", tekst="De burger is verhuisd.")
    assert numbers(huis) == [("herindicatie", 0, 1, 0, 0)]


def test_who_may_not_count_is_refused(huis: Installatie) -> None:
    with pytest.raises(NietToegestaan):
        numbers(huis, "indiener")


def test_a_part_is_given_once_something_has_ended() -> None:
    een = OpTijd(team="a", mailbox="x", titel="X", op_tijd=2, te_laat=1, loopt=4, loopt_te_laat=0)
    leeg = OpTijd(team="b", mailbox="x", titel="X", op_tijd=0, te_laat=0, loopt=1, loopt_te_laat=1)
    assert (een.deel_op_tijd, leeg.deel_op_tijd) == (67, None)
    assert totaal([een, leeg]) == OpTijd(
        team="", mailbox="", titel="Totaal", op_tijd=2, te_laat=1, loopt=5, loopt_te_laat=1
    )
