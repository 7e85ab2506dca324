"""Load: some people at once, from a few processes, each with a session and a connection of his own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Final, TypeAlias
from uuid import UUID

from benchmarks.client import Browser, Unexpected, Visitor

PROCESSES: Final = 2
HELLO_BODY: Final = {"tekst": "x" * 2048}


@dataclass(slots=True)
class Outcome:
    """What a crowd came to: seconds of each turn and of its last step, what was acknowledged, and every error."""

    seconds: float = 0.0
    turns: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    acknowledged: list[UUID] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Turns per second of the whole crowd."""
        return len(self.turns) / self.seconds if self.seconds else 0.0

    def add(self, other: "Outcome") -> None:
        """Take over what another part of the crowd did at the same time."""
        self.seconds = max(self.seconds, other.seconds)
        self.turns += other.turns
        self.sent += other.sent
        self.acknowledged += other.acknowledged
        self.errors += other.errors


# A turn of one person: with what, and what of it is kept in the outcome.
Turn: TypeAlias = Callable[[Visitor, Any, Outcome], None]


def send_melding(visitor: Visitor, bsn: str, outcome: Outcome) -> None:
    """Go the whole way of a bericht without files: five requests, of which two carry a form."""
    _send(visitor, visitor.fill_in_melding(bsn), outcome)


def send_verzoek(visitor: Visitor, bsn: str, outcome: Outcome) -> None:
    """Go the whole way of a bericht with two files, which are checked and sealed: five requests as well."""
    _send(visitor, visitor.fill_in(bsn), outcome)


def _send(visitor: Visitor, concept: UUID, outcome: Outcome) -> None:
    submitted = visitor.submit(concept)
    outcome.sent.append(submitted.seconds)
    outcome.acknowledged.append(submitted.bericht)


def greet(visitor: Visitor, _: object, __: Outcome) -> None:
    """Do the same number of requests at hello, each POST with 2 KB."""
    for post in (False, True, False, True, False):
        if post:
            visitor.browser.post("/", HELLO_BODY, expect=200)
        else:
            visitor.browser.get("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowd:
    """Some people of one process: where they go, the cookies of each, what they do, with what, and how long."""

    port: int
    sessions: Sequence[dict[str, str]]
    turn: Turn
    material: Sequence[Any]
    seconds: float


def at_once(
    port: int, sessions: Sequence[dict[str, str]], turn: Turn, *, material: Sequence[Any], seconds: float = 3600
) -> Outcome:
    """Let everybody with a session take turns at once, until the material or the time is used up."""
    context = get_context("spawn")
    barrier, queue = context.Barrier(PROCESSES), context.Queue()
    crowds = [
        Crowd(
            port=port,
            sessions=sessions[part::PROCESSES],
            turn=turn,
            material=material[part::PROCESSES],
            seconds=seconds,
        )
        for part in range(PROCESSES)
    ]
    processes = [context.Process(target=_run, args=(barrier, queue, crowd)) for crowd in crowds]
    for process in processes:
        process.start()
    total = Outcome()
    for _ in processes:
        total.add(queue.get())
    for process in processes:
        process.join()
    return total


def one_by_one(action: Callable[[Any], object], material: Sequence[Any]) -> list[float]:
    """Do something with each thing in turn and return the seconds of each."""
    taken = []
    for thing in material:
        begun = perf_counter()
        action(thing)
        taken.append(perf_counter() - begun)
    return taken


def p50(values: Sequence[float]) -> float:
    """Return the median."""
    return median(values)


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20, method="inclusive")[-1]


def _run(barrier: Barrier, queue: "Queue[Outcome]", crowd: Crowd) -> None:
    """Be one process: everybody begins when all processes are ready."""
    total, things, lock = Outcome(), iter(crowd.material), threading.Lock()
    barrier.wait()
    begun = perf_counter()

    def person(cookies: dict[str, str]) -> None:
        mine = _turns(Visitor(Browser(crowd.port, dict(cookies))), crowd, things, lock, until=begun + crowd.seconds)
        with lock:
            total.add(mine)

    threads = [threading.Thread(target=person, args=(cookies,)) for cookies in crowd.sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total.seconds = perf_counter() - begun
    queue.put(total)


def _turns(visitor: Visitor, crowd: Crowd, things: Iterator[Any], lock: threading.Lock, *, until: float) -> Outcome:
    """Take turns with what is left, as long as there is time."""
    mine = Outcome()
    while perf_counter() < until:
        with lock:
            thing = next(things, None)
        if thing is None:
            break
        begun = perf_counter()
        try:
            crowd.turn(visitor, thing, mine)
            mine.turns.append(perf_counter() - begun)
        except (Unexpected, OSError) as error:
            mine.errors.append(f"{type(error).__name__}: {error}"[:400])
            visitor.browser.close()
    visitor.browser.close()
    return mine
