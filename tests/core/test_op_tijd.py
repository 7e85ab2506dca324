"""On time and late in numbers: judged by the day a thing was done, counted in the year of its last day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.core.op_tijd import OpTijd, op_tijd, totaal
from portal.domain.datums import datum_in_nederland
from portal.domain.rechten import NietToegestaan
from portal.models import Termijn
from tests.installatie import Installatie
from tests.voorbeelden import volledige_herindicatie

JAAR = 2026


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


def numbers(huis: Installatie, account: str = "beleid", jaar: int = JAAR) -> list[tuple[str, int, int, int, int]]:
    gevonden = op_tijd(huis.services, huis.gebruiker(account), jaar=jaar, vandaag=datum_in_nederland(huis.now))
    return [(c.mailbox, c.op_tijd, c.te_laat, c.loopt, c.loopt_te_laat) for c in gevonden]


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


def test_another_year_another_gemeente_and_what_the_sender_owes_are_not_in_it(huis: Installatie) -> None:
    onderzocht(huis)
    herindicatie(huis, "0014")
    assert numbers(huis, jaar=JAAR - 1) == []
    assert numbers(huis) == [("herindicatie", 0, 0, 1, 0)]
    assert numbers(huis, "toezichthouder") == []


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
