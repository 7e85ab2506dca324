"""Rounds of the worker made by hand, as far as they go now."""

import uuid
from collections.abc import Callable
from datetime import datetime

from portal.core.services import Services
from portal.worker.effects import deliver, drain


def werk_alles_af(
    services: Services, clock: Callable[[], datetime], *, stopping: Callable[[], bool] = lambda: False
) -> None:
    """Make every effect that is due, as a worker of its own."""
    holder, busy = uuid.uuid4(), True
    while busy:
        claimed = [lane(services, holder=holder, clock=clock, stopping=stopping) for lane in (drain, deliver)]
        busy = any(claimed)
