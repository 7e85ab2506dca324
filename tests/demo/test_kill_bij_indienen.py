"""Killing any process while somebody submits: he tries again, and there is exactly one whole bericht."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from uuid import UUID

import pytest

from portal.demo import voorbeelden
from tests.demo.bezoeker import Bezoeker
from tests.demo.running import Demo, demo, free_port, is_zombie, parents, wait_for
from tests.demo.test_demo import query

pytestmark = pytest.mark.slow

DELAYS = (0.03,)  # at once is asked in a browser, and at every step in tests/faults
NUMMERS = islice(voorbeelden.testnummers(), 100, None)


@pytest.fixture(scope="module")
def ready(demo_data: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demo(demo_data(tmp_path_factory.mktemp("demo") / "data"), free_port()) as found:
        yield found.wait_until_ready()


@pytest.fixture
def bezoeker(ready: Demo) -> Bezoeker:
    bezoeker = Bezoeker(ready)
    assert wait_for(lambda: "csrf_token" in bezoeker.request("GET", "/inloggen").tekst, 30)
    bezoeker.log_in("indiener.schakel")
    return bezoeker


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("naam", ["kluis", "werker", "website", "webwerkers"])
def test_a_submission_survives_the_loss_of_a_process(ready: Demo, bezoeker: Bezoeker, naam: str, delay: float) -> None:
    concept = bezoeker.fill_in(next(NUMMERS))
    killer = threading.Thread(target=kill, args=(ready, naam, delay))
    killer.start()
    bezoeker.submit(concept)
    killer.join()
    bezoeker.submit_until_received(concept)
    bezoeker.submit_until_received(concept)
    assert whole(ready, concept) == [("ingediend", "toegang-0014", 2, 2, 1)]
    assert wait_for(lambda: taken_in(ready, concept), 40)


def kill(ready: Demo, naam: str, delay: float) -> None:
    time.sleep(delay)
    website = ready.pids()["website"]
    children = [pid for pid, parent in parents().items() if parent == website and not is_zombie(pid)]
    for pid in children if naam == "webwerkers" else [ready.pids()[naam]]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def whole(ready: Demo, concept: UUID) -> list[tuple[object, ...]]:
    """The bericht with its bijlagen, promises and first step; nothing when it is not there."""
    key = concept.hex
    return query(
        ready.data,
        f"""SELECT status, team, (SELECT count(*) FROM bijlagen WHERE subject = '{key}'),
        (SELECT count(*) FROM sealed_items WHERE subject = '{key}' AND purpose IN ('bericht.antwoorden', 'bericht.zoekblok')),
        (SELECT count(*) FROM overgangen WHERE bericht = '{key}') FROM berichten WHERE id = '{key}'""",
    )


def taken_in(ready: Demo, concept: UUID) -> bool:
    return query(ready.data, f"SELECT opgenomen IS NOT NULL FROM berichten WHERE id = '{concept.hex}'") == [(1,)]
