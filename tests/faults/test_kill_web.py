"""Kill -9 at every step of every act over the web: whole or not at all, and the same form again makes it once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.core.opruimen import sweep
from portal.models import Bijlage
from tests.bezoeker import Portaal
from tests.faults.acts import Act, Toneel
from tests.faults.steps import killed_at_every_step
from tests.faults.toestand import Shape, chain_is_whole, counts, grown, read, shape, stored
from tests.installatie import Installatie

# The least number of steps there must be, so that a hook that stopped counting is noticed.
ACTS = {"bewaren": 17, "indienen": 25, "vraag": 9, "antwoord": 9, "besluit": 13, "doorsturen": 24}
ONLY_TEXT = {
    "bijlagen": [],
    "seals": [("concept.antwoorden", "organisatie", "de-schakel")],
    "logboek": [("concept bewaren", "gelukt")],
}


@dataclass(frozen=True)
class Undisturbed:
    """How an act goes when nothing happens: before and after, what came in each table, and what then opens."""

    voor: Shape
    na: Shape
    groei: dict[str, int]
    gelezen: tuple[list[str], int]


class Begun:
    """An act that lies ready, with what stood in the database before it; `anew` is another of its kind."""

    def __init__(self, huis: Installatie, begin: Callable[[], Act]) -> None:
        self._huis, self._begin = huis, begin
        self.anew()

    def anew(self) -> None:
        self._act = self._begin()
        self._telling = counts(self._huis)

    def send(self) -> tuple[int, str]:
        return self._act.send()

    def shape(self) -> Shape:
        return shape(self._huis, self._act.subject)

    def grown(self) -> dict[str, int]:
        return grown(self._telling, counts(self._huis))

    def read(self) -> tuple[list[str], int]:
        return read(self._huis, "indiener", self._act.subject)


@pytest.mark.parametrize("wat", ACTS)
def test_an_act_that_is_killed_at_any_step_is_there_whole_or_not_at_all_and_once(portal: Portaal, wat: str) -> None:
    huis, begin = portal.huis, getattr(Toneel(portal), wat)
    goed = undisturbed(huis, begin)
    # Saving is two acts: the text first, then the file; a file that is not there yet is sent again.
    between = [goed.na | ONLY_TEXT] if wat == "bewaren" else []
    begonnen, places, done = Begun(huis, begin), list[str](), 0
    for outcome in killed_at_every_step(huis, begonnen.send):
        places.append(outcome.killed_at)
        nu = begonnen.shape()
        assert nu in [goed.voor, *between, goed.na], outcome
        if nu == goed.voor:
            assert (outcome.killed, begonnen.grown()) == (True, {}), outcome
            continue
        done += nu == goed.na
        # Sent again, as somebody does who saw no answer; and once more.
        assert [begonnen.send()[0] for _ in range(2)] == [303, 303], outcome
        assert (begonnen.shape(), begonnen.grown(), begonnen.read()) == (goed.na, goed.groei, goed.gelezen), outcome
        if outcome.killed:
            begonnen.anew()
    assert (len(places) > ACTS[wat], done >= 2, outcome.answer[0]) == (True, True, 303), places
    assert (nothing_left_in_the_store(huis), chain_is_whole(huis)) == (True, True)


def undisturbed(huis: Installatie, begin: Callable[[], Act]) -> Undisturbed:
    begun = Begun(huis, begin)
    voor = begun.shape()
    assert begun.send()[0] == 303
    return Undisturbed(voor, begun.shape(), begun.grown(), begun.read())


def nothing_left_in_the_store(huis: Installatie) -> bool:
    """After the sweep of a day later every part belongs to a bijlage, and each bijlage has its part."""
    with huis.services.database.lezen() as session:
        known = sorted(deel.hex for deel in session.scalars(select(Bijlage.deel)))
    sweep(huis.services, now=datetime.now(UTC) + timedelta(days=2))
    incoming = list((huis.services.settings.files_dir / "incoming").iterdir())
    return (stored(huis), incoming) == (known, [])
