"""Clocks that are counted anew survive a worker that is killed at any step: each moves once, with one line of history."""

from datetime import date

from sqlalchemy import select

from portal.core.regels.herrekenen import herreken
from portal.models import Bericht, Regelwijziging, Termijnhistorie
from tests.core.regels import WERKER, beslis, datums, klok, stel, twee_beheerders
from tests.core.test_regelproef import GOEDE_VRIJDAG, PASEN, REACTIE
from tests.faults.steps import killed_at_every_step
from tests.installatie import Installatie


def work(huis: Installatie) -> None:
    while herreken(huis.services, WERKER, now=huis.now, batch=2):
        pass


def test_a_worker_that_is_killed_at_any_step_goes_on_and_moves_every_clock_once(huis: Installatie) -> None:
    een, twee = twee_beheerders(huis)
    bericht = huis.bericht(huis.gebruiker("indiener"))
    klokken = [klok(huis, bericht, REACTIE, PASEN) for _ in range(5)]
    welk = stel(huis, een, GOEDE_VRIJDAG)
    beslis(huis, twee, welk, ook_lopende=True)
    huis.later(minutes=2)
    places = [outcome.killed_at for outcome in killed_at_every_step(huis, lambda: work(huis)) if outcome.killed]
    with huis.services.database.lezen() as session:
        lijnen = session.scalars(select(Termijnhistorie.termijn).where(Termijnhistorie.soort == "herrekend")).all()
        wijziging, rij = session.get_one(Regelwijziging, welk), session.get_one(Bericht, bericht)
    assert (sorted(lijnen), [datums(huis)[k] for k in klokken]) == (sorted(klokken), [date(2026, 4, 8)] * 5)
    assert (wijziging.status, wijziging.verschoven, rij.urgent) == ("toegepast", 5, date(2026, 4, 8))
    assert {"commit"} < set(places)
