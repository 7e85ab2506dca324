"""At once: acts that start together in real threads, and an act that happens in the middle of another."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.services import Services
from portal.core.verzegelen import Aan, Sealer
from portal.sealing.seal import TeamKey
from tests.installatie import Installatie

PAUSE = 0.3


class InterruptedSealer(Sealer):
    """A sealer before whose first work something else happens: what others do between reading and writing."""

    def __init__(self, like: Sealer, meanwhile: Callable[[], object]) -> None:
        super().__init__(like.installation, like.pinned)
        self._meanwhile: Callable[[], object] | None = meanwhile

    def keys(self, session: Session, aan: Sequence[Aan]) -> tuple[TeamKey, ...]:
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().keys(session, aan)


def with_meanwhile(huis: Installatie, meanwhile: Callable[[], object]) -> Services:
    """Return services in which `meanwhile` happens once, after all was read and before anything is written."""
    return replace(huis.services, sealer=InterruptedSealer(huis.services.sealer, meanwhile))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do the acts in threads that start together; returns what each gave or raised."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait(10)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the outcome of the act is what is looked at
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@contextmanager
def slow_at(huis: Installatie, statement: str) -> Iterator[threading.Event]:
    """Let a statement take its time, so that others come in between; gives the event that it has begun."""
    begun = threading.Event()

    def wait(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if text.startswith(statement) and not begun.is_set():
            begun.set()
            time.sleep(PAUSE)

    event.listen(huis.services.database.engine, "before_cursor_execute", wait)
    yield begun
    event.remove(huis.services.database.engine, "before_cursor_execute", wait)


def after(begun: threading.Event, act: Callable[[], object]) -> Callable[[], object]:
    """Return the act that waits for this event first."""

    def run() -> object:
        assert begun.wait(10)
        return act()

    return run
