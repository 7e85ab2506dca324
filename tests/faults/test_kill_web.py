"""Kill -9 at every step of every act over the web: whole or not at all, and the same form again makes it once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from portal.core.beheer.opruimen import sweep
from portal.models import Bijlage
from tests.bezoeker import Portaal
from tests.faults.acts import Toneel
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

    def __init__(self, toneel: Toneel, wat: str) -> None:
        self._huis, self._lezer, self._begin = toneel.huis, toneel.afzender, getattr(toneel, wat)
        self.anew()

    def anew(self) -> None:
        self._act = self._begin()
        self._telling = counts(self._huis)

    def send(self) -> tuple[int, str]:
        answer: tuple[int, str] = self._act.send()
        return answer

    def shape(self) -> Shape:
        return shape(self._huis, self._act.subject)

    def grown(self) -> dict[str, int]:
        return grown(self._telling, counts(self._huis))

    def read(self) -> tuple[list[str], int]:
        return read(self._huis, self._lezer, self._act.subject)


def test_an_act_that_is_killed_at_any_step_is_there_whole_or_not_at_all_and_once(portal: Portaal) -> None:
    toneel = Toneel(portal)
    killed = {wat: killed_everywhere(toneel, wat) for wat in ACTS}
    assert {wat: steps for wat, steps in killed.items() if steps < ACTS[wat]} == {}
    assert (nothing_left_in_the_store(portal.huis), chain_is_whole(portal.huis)) == (True, True)


def killed_everywhere(toneel: Toneel, wat: str) -> int:
    """Kill the act at each of its steps and look; gives how many there were."""
    goed, begonnen = undisturbed(toneel, wat), Begun(toneel, wat)
    # Saving is two acts: the text first, then the file; a file that is not there yet is sent again.
    between = [goed.na | ONLY_TEXT] if wat == "bewaren" else []
    places, done = list[str](), 0
    for outcome in killed_at_every_step(toneel.huis, begonnen.send):
        places.append(outcome.killed_at)
        nu, where = begonnen.shape(), (wat, outcome)
        assert nu in [goed.voor, *between, goed.na], where
        if nu == goed.voor:
            assert (outcome.killed, begonnen.grown()) == (True, {}), where
            continue
        done += nu == goed.na
        # Sent again, as somebody does who saw no answer; and once more.
        assert [begonnen.send()[0] for _ in range(2)] == [303, 303], where
        assert (begonnen.shape(), begonnen.grown(), begonnen.read()) == (goed.na, goed.groei, goed.gelezen), where
        begonnen.anew()
    assert (done >= 2, outcome.answer[0]) == (True, 303), places
    return len(places) - 1


def undisturbed(toneel: Toneel, wat: str) -> Undisturbed:
    begun = Begun(toneel, wat)
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
