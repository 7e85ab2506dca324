"""The worker's loop: it works until it is told to stop, and outlives a database that is away."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from portal.core.insturen.intake import submit_bericht
from portal.core.services import Services
from portal.db import Database
from portal.models import Bericht
from portal.worker.loop import Teller, forward_only, run
from tests.demo.running import wait_for
from tests.installatie import Installatie


@pytest.fixture
def services(huis: Installatie, tmp_path: Path) -> Services:
    """The services of the house at the time of this machine, with mail going to a directory."""
    huis.moment[0] = datetime.now(UTC)
    return replace(huis.services, settings=replace(huis.services.settings, mail_map=tmp_path / "mail"))


def start(services: Services, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=run, args=(services, stop))
    thread.start()
    return thread


def test_the_worker_works_until_it_is_told_to_stop(huis: Installatie, services: Services) -> None:
    wie, stop = huis.gebruiker("indiener"), threading.Event()
    bericht = submit_bericht(services, wie, concept=huis.concept(wie), now=huis.now)
    thread = start(services, stop)

    def taken_in() -> bool:
        with services.database.lezen() as session:
            return session.get_one(Bericht, bericht).opgenomen is not None

    done = wait_for(taken_in, 20)
    stop.set()
    thread.join(20)
    assert (done, thread.is_alive()) == (True, False)


def test_a_database_that_is_away_does_not_end_the_worker(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    away, stop = Database(f"sqlite:///{tmp_path / 'weg' / 'portaal.db'}"), threading.Event()
    thread = start(replace(services, database=away), stop)
    said = wait_for(lambda: "Ronde mislukt (OperationalError)" in caplog.text, 20)
    alive = thread.is_alive()
    stop.set()
    thread.join(40)
    away.close()
    assert (said, alive, "Traceback" in caplog.text) == (True, True, False)


def test_the_clock_of_the_worker_is_shifted_and_never_goes_back() -> None:
    now = forward_only(3600)
    first = now()
    assert (timedelta(minutes=59) < first - datetime.now(UTC) < timedelta(minutes=61), now() >= first) == (True, True)


def test_large_numbers_are_counted_each_minute_and_no_oftener(
    huis: Installatie, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[datetime] = []
    monkeypatch.setattr("portal.worker.loop.keep_large", lambda _services, *, now: counted.append(now))
    teller, begin = Teller(huis.services, clock=lambda: huis.now), huis.now
    for _ in range(5):
        assert teller.work() is False
        huis.later(seconds=20)
    assert counted == [begin, begin + timedelta(minutes=1)]
