"""Rows 6 to 9 and 18: the werkvoorraad, a bericht and a search, one reader at a time, small against large."""

from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeAlias

from benchmarks.client import Browser, Visitor
from benchmarks.installation import Running
from benchmarks.load import one_by_one, p50, p95
from benchmarks.stage import Filled, Live, Stage

Percentile: TypeAlias = Callable[[Sequence[float]], float]


class Reader:
    """A consulent at one installation, who lists, opens and searches; every method gives the seconds of each time."""

    def __init__(self, stage: Stage, portal: Running, filled: Filled) -> None:
        """Come in with a session that is there."""
        self._visitor = Visitor(Browser(portal.place.port, dict(stage.readers[portal.place][0])))
        self._filled, self._count = filled, stage.pace.readings
        self._token = self._visitor.search_token()
        self._check(portal)
        self.page_bytes = len(self._visitor.worklist())

    def worklist(self) -> list[float]:
        """See the first page of the werkvoorraad."""
        return one_by_one(lambda _: self._visitor.worklist(), range(self._count))

    def opening(self) -> list[float]:
        """Open berichten that the team has seen before: the first time is a step of the verloop as well."""
        chosen = self._filled.sample(self._count)
        for bericht in chosen:
            self._visitor.open(bericht)
        return one_by_one(self._visitor.open, chosen)

    def searching(self) -> list[float]:
        """Search for clients who are there."""
        return one_by_one(lambda bsn: self._visitor.search(bsn, self._token), self._filled.sample_numbers(self._count))

    def _check(self, portal: Running) -> None:
        """See that what was seeded opens as what was submitted does: with its answers."""
        if b"Gezaaid" not in self._visitor.open(self._filled.berichten[-1]):
            raise ValueError(f"a seeded bericht does not open at {portal.place.data}")


def measure(stage: Stage, live: Live) -> None:
    """Measure rows 6, 7, 8, 9 and 18."""
    small = Reader(stage, live.small, stage.small)
    large = Reader(stage, live.large, stage.large) if stage.compares else small
    browser = Browser(live.hello.port)
    actions: dict[str, Callable[[], list[float]]] = {
        "hello": lambda: one_by_one(lambda _: browser.get("/"), range(stage.pace.readings)),
        "list small": small.worklist,
    }
    if stage.compares:
        actions |= {
            "list large": large.worklist,
            "open large": large.opening,
            "search small": small.searching,
            "search large": large.searching,
        }
    vault, spent = live.small.tree("kluis"), 0.0
    rounds = []
    for _ in stage.rounds():
        before = vault.cpu()
        opened = {"open small": small.opening()}
        spent += vault.cpu() - before
        rounds.append({name: action() for name, action in actions.items()} | opened)
    times = {name: [found[name] for found in rounds] for name in rounds[0]}
    for code, what in (("6", "list"), ("8a", "open"), ("9", "search")) if stage.compares else ():
        ours, theirs = times[f"{what} large"], times[f"{what} small"]
        stage.add(code, _ratios(ours, theirs, p95), f"p95 {_ms(ours, p95)} tegen {_ms(theirs, p95)}")
    for code, what in (("7", "list"), ("8b", "open")):
        ours, theirs = times[f"{what} small"], times["hello"]
        measured = f"p50 {_ms(ours, p50)} tegen {_ms(theirs, p50)}"
        if what == "open":  # each was opened twice: once before it was timed
            openings = 2 * stage.pace.readings * stage.pace.rounds
            measured += f"; {spent / openings * 1e3:.2f} ms processortijd van de kluis"
        stage.add(code, _ratios(ours, theirs, p50), measured, n=len(stage.small.berichten))
    stage.add("18", [large.page_bytes / 1024], f"{large.page_bytes} bytes; klein {small.page_bytes}")


def _ratios(ours: Sequence[list[float]], theirs: Sequence[list[float]], of: Percentile) -> list[float]:
    return [of(one) / of(other) for one, other in zip(ours, theirs, strict=True)]


def _ms(rounds: Sequence[list[float]], of: Percentile) -> str:
    return f"{median(of(times) for times in rounds) * 1e3:.1f} ms"
