"""The stage: an installation of one engine with hello beside it, and a large one to compare it with, in one run."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from uuid import UUID

from benchmarks.installation import CONSULENTEN, SENDERS, Hello, Place, Running, copy_of, hello, running
from benchmarks.loading import load
from benchmarks.numbers import searchable
from benchmarks.report import Report, Result
from benchmarks.seeder import SHARD
from portal.demo.voorbeelden import testnummers

SMALL = 1000
SETTLE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long to measure: rounds, seconds of load and readings in a round, submissions for row 4, seconds for row 4b."""

    rounds: int
    seconds: float
    readings: int
    submissions: int
    mixed: float


@dataclass(frozen=True, slots=True)
class Filled:
    """An installation with berichten: which, and the burgerservicenummers that are among them."""

    place: Place
    berichten: tuple[UUID, ...]
    numbers: tuple[str, ...]

    def sample(self, count: int) -> list[UUID]:
        """Return berichten from anywhere in it, others at every call."""
        return CHANCE.choices(self.berichten, k=count)

    def sample_numbers(self, count: int) -> list[str]:
        """Return burgerservicenummers of clients in it."""
        return CHANCE.choices(self.numbers, k=count)


@dataclass(slots=True)
class Stage:
    """What the measurements work on; in short `large` is `small`, as nothing is told by twice as many."""

    engine: str
    pace: Pace
    report: Report
    small: Filled
    large: Filled
    work: Path
    senders: dict[Place, list[dict[str, str]]] = field(default_factory=dict)
    readers: dict[Place, list[dict[str, str]]] = field(default_factory=dict)

    def add(self, code: str, values: Sequence[float], measured: str, *, n: int | None = None) -> None:
        """Keep the median of the rounds as the figure of a row."""
        result = Result(
            code=code,
            engine=self.engine,
            n=len(self.large.berichten) if n is None else n,
            value=median(values),
            measured=measured,
        )
        self.report.results.append(result)
        print(f"  rij {code}: {result.value:.3g} ({measured}) {result.verdict}", flush=True)  # noqa: T201 - progress

    @property
    def compares(self) -> bool:
        """Tell whether there is a larger installation beside the small one."""
        return self.large is not self.small

    def rounds(self) -> range:
        """Return the rounds."""
        return range(self.pace.rounds)

    def in_turn(self, *parts: Callable[[], float]) -> list[tuple[float, ...]]:
        """Do the parts by turns, round after round, and return their values per round."""
        return [tuple(part() for part in parts) for _ in self.rounds()]


@dataclass(frozen=True, slots=True)
class Live:
    """Both installations and hello while they run; `at_rest` is the memory of the small one and of hello before any use."""

    small: Running
    large: Running
    hello: Hello
    at_rest: tuple[float, float]


def fill(place: Place, shards: Sequence[Path]) -> Filled:
    """Bring shards, which are in the order of their numbers, into an installation."""
    berichten = tuple(load(place, shards))
    return Filled(place, berichten, tuple(searchable(len(berichten))))


@contextmanager
def live(stage: Stage) -> Iterator[Live]:
    """Start both installations and hello, and log everybody in."""
    with ExitStack() as parts:
        small, greeting = parts.enter_context(running(stage.small.place)), parts.enter_context(hello())
        large = parts.enter_context(running(stage.large.place)) if stage.compares else small
        time.sleep(SETTLE)
        at_rest = small.tree().pss(), greeting.tree.pss()
        # In the large one nobody decides: one person reads there.
        for one, readers in {large: CONSULENTEN[:1], small: CONSULENTEN}.items():
            stage.senders[one.place] = one.place.sessions(SENDERS)
            stage.readers[one.place] = one.place.sessions(readers)
        yield Live(small, large, greeting, at_rest)


def new_numbers(count: int) -> list[str]:
    """Return burgerservicenummers to submit with; after nine thousand they come again."""
    numbers = list(islice(testnummers(), count))
    return [numbers[index % len(numbers)] for index in range(count)]


def filled(base: Place, work: Path, urls: tuple[str, str], shards: Sequence[Path]) -> tuple[Filled, Filled]:
    """Return two copies of an installation with berichten in them, a thousand and all; without urls on SQLite."""
    few = shards[: -(-SMALL // SHARD)]
    small = fill(copy_of(base, work / "klein", database_url=urls[0]), few)
    return small, small if few == shards else fill(copy_of(base, work / "groot", database_url=urls[1]), shards)


CHANCE = Random(20260401)  # noqa: S311 - the same berichten in every run
