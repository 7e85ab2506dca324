"""The worker's loop: the outbox every second, late clocks and large numbers every minute, the sweep every ten minutes."""

import logging
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from portal.core.beheer.opruimen import sweep
from portal.core.herinneren.na_contract import end_duties
from portal.core.herinneren.stapmail import promise_mail
from portal.core.herinneren.stappen import take_steps
from portal.core.herinneren.vergaderingen import remind_senders
from portal.core.herinneren.weekpost import weekly_mail
from portal.core.klokken.verplichtingen import plan_duties
from portal.core.lezen.teamcijfers import keep_large
from portal.core.post.outbox import Claimed
from portal.core.regels.herrekenen import herreken
from portal.core.services import Services
from portal.worker.effects import ACTOR, BATCH, deliver, drain

EVERY: Final = timedelta(seconds=1)
CLOCKS_EVERY: Final = timedelta(minutes=1)
# So many lots of steps a pass takes before mail goes out: what one step starts may be due at once.
ROUNDS: Final = 5
SWEEP_EVERY: Final = timedelta(minutes=10)
NUMBERS_EVERY: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = 30.0
PATIENCE: Final = 20.0

log = logging.getLogger("portal.worker")


def run(services: Services, stop: threading.Event) -> None:
    """Work until `stop` is set: mail and numbers in threads of their own, so that what takes long keeps nothing else waiting."""
    worker = Worker(services, stop, clock=forward_only(services.settings.klok))
    bezorger = Bezorger(services, stop, clock=forward_only(services.settings.klok))
    teller = Teller(services, clock=forward_only(services.settings.klok))
    # Daemons: a mail server that keeps us waiting, or a large count, must not keep this process from ending.
    naast = [
        threading.Thread(target=_again_and_again, args=(work, stop), name=naam, daemon=True)
        for naam, work in (("post", bezorger.work), ("cijfers", teller.work))
    ]
    for thread in naast:
        thread.start()
    _again_and_again(worker.work, stop)
    for thread in naast:
        thread.join(PATIENCE)


def _again_and_again(work: Callable[[], bool], stop: threading.Event) -> None:
    """Work until `stop` is set; a pass that fails is logged and tried again, ever slower up to half a minute."""
    pause = EVERY.total_seconds()
    while not stop.is_set():
        try:
            busy = work()
            pause = 0.0 if busy else EVERY.total_seconds()
        except Exception as error:  # noqa: BLE001 - the database may be away for a while; the worker must outlive that
            pause = min(LONGEST_PAUSE, max(EVERY.total_seconds(), pause * 2))
            log.error("Ronde mislukt (%s). Opnieuw over %d seconden.", type(error).__name__, pause)  # noqa: TRY400 - a traceback could print values
        stop.wait(pause)


class Bezorger:
    """What still has to be known of mail between two passes: who holds it, and what left but was not written down."""

    def __init__(self, services: Services, stop: threading.Event, *, clock: Callable[[], datetime]) -> None:
        """Start as a new holder of leases."""
        self._services = services
        self._stop = stop
        self._clock = clock
        self._holder = uuid.uuid4()
        self._made: dict[UUID, Claimed] = {}

    def work(self) -> bool:
        """Send the mail that is due; True when there may be more."""
        handled = deliver(
            self._services, holder=self._holder, clock=self._clock, stopping=self._stop.is_set, made=self._made
        )
        return handled == BATCH


class Teller:
    """When the numbers of large teams are counted again: each minute, and no oftener than that it takes a hundredth of the time."""

    def __init__(self, services: Services, *, clock: Callable[[], datetime]) -> None:
        """Begin with a count."""
        self._services = services
        self._clock = clock
        self._due = datetime.min.replace(tzinfo=UTC)

    def work(self) -> bool:
        """Count when it is time; never busy, as who counted may rest."""
        now, began = self._clock(), time.monotonic()
        if now >= self._due:
            keep_large(self._services, now=now)
            self._due = now + max(NUMBERS_EVERY, timedelta(seconds=100 * (time.monotonic() - began)))
        return False


class Worker:
    """What the worker still knows between two passes: who it is, and when it last looked at clocks and swept."""

    def __init__(self, services: Services, stop: threading.Event, *, clock: Callable[[], datetime]) -> None:
        """Start as a new holder of leases."""
        self._services = services
        self._stop = stop
        self._clock = clock
        self._holder = uuid.uuid4()
        self._made: dict[UUID, Claimed] = {}
        self._clocks_due = self._sweep_due = datetime.min.replace(tzinfo=UTC)

    def work(self) -> bool:
        """Do what is due now; True when there may be more to do at once."""
        services, now = self._services, self._clock()
        services.regels.ververs()
        if now >= self._clocks_due:
            self._clocks_due = now if work_clocks(services, now=now) else now + CLOCKS_EVERY
        recounting = herreken(services, ACTOR, now=now)
        if now >= self._sweep_due:
            plan_duties(services, ACTOR, now=now)
            end_duties(services, now=now)
            remind_senders(services, now=now)
            weekly_mail(services, now=now)
            swept = sweep(services, now=now)
            self._sweep_due = now + SWEEP_EVERY
            if swept.sessies or swept.uploads or swept.delen:
                log.info("Opgeruimd: %s.", swept)
        handled = drain(services, holder=self._holder, clock=self._clock, stopping=self._stop.is_set, made=self._made)
        return recounting or handled == BATCH


def work_clocks(services: Services, *, now: datetime) -> bool:
    """Take the steps that are due, and promise the mail of all of them together; True when there may be more.

    After a time without a worker the mail waits until all was looked at, so that nobody gets one for each lot; a ladder
    goes on where it was, one rung at a time.
    """
    taken = ronden = 0
    while (nu := take_steps(services, ACTOR, now=now)) and ronden < ROUNDS:
        taken, ronden = taken + nu, ronden + 1
    if not nu:
        promise_mail(services, now=now)
    if taken:
        log.info("Stappen gezet van %d termijnen.", taken)
    return nu > 0


def forward_only(shift_seconds: int) -> Callable[[], datetime]:
    """Return the clock of this process: never back, shifted in a demo or test installation only."""
    last = datetime.min.replace(tzinfo=UTC)

    def now() -> datetime:
        nonlocal last
        last = max(last, datetime.now(UTC) + timedelta(seconds=shift_seconds))
        return last

    return now
