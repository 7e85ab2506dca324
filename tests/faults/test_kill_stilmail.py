"""A mail that fails, or whose worker is killed, while a clock in it stops or runs on: of each clock it tells once."""

import email
import email.policy
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from portal.core.post.ladingen import TERMIJNMAIL_EEN
from portal.core.post.outbox import add
from portal.core.post.stilpost import go_on
from portal.core.services import Services
from portal.domain.mailsoort import HERINNERING
from portal.models import Bericht, Termijn, Termijnstap, Uitgaand
from portal.worker.effects import deliver
from tests.core.test_klokwijziging import aanvraag, klok
from tests.faults.steps import killed_at_every_step
from tests.installatie import EEMSDELTA, Installatie

HERINNERD = "-1-werkdag-behandelend_team"


class Toneel:
    """A reminder of two clocks to one person; the first stands still when it is about to leave."""

    def __init__(self, huis: Installatie, folder: Path) -> None:
        self.huis, self.folder = huis, folder
        self.berichten = [aanvraag(huis), aanvraag(huis)]
        self.klokken = [klok(huis, bericht).id for bericht in self.berichten]
        with huis.services.database.schrijven() as session:
            session.add_all(self._step(termijn) for termijn in self.klokken)

    def _step(self, termijn: UUID) -> Termijnstap:
        dag = date(2026, 4, 2)
        return Termijnstap(
            termijn=termijn,
            stap=HERINNERD,
            aan="behandelend_team",
            gepland=dag,
            gedaan=self.huis.now,
            uitkomst="gedaan",
        )

    def begin(self) -> None:
        """Let the mail wait again and the first clock stand still."""
        for brief in self.folder.glob("*.eml"):
            brief.unlink()
        lading = {
            "aan_soort": "team",
            "aan": EEMSDELTA,
            "rol": "",
            "sjabloon": HERINNERING,
            "termijnen": ",".join(str(termijn) for termijn in self.klokken),
            "rest": "0",
            "persoon": str(self.huis.gebruiker("consulent").persoon),
        }
        with self.huis.services.database.schrijven() as session:
            session.execute(delete(Uitgaand))
            session.get_one(Termijn, self.klokken[0]).status = "opgeschort"
            add(session, TERMIJNMAIL_EEN, lading, now=self.huis.now)

    def run_on(self) -> None:
        """Let the first clock run again to the same day, as its team does."""
        with self.huis.services.database.schrijven() as session:
            session.get_one(Termijn, self.klokken[0]).status = "loopt"
            go_on(session, self.klokken[0], now=self.huis.now)

    def send(self, folder: Path) -> None:
        """Let a worker of its own send what is due."""
        settings = replace(self.huis.services.settings, mail_map=folder)
        services: Services = replace(self.huis.services, settings=settings)
        deliver(services, holder=uuid4(), clock=lambda: self.huis.now, stopping=lambda: False)

    def told(self) -> list[int]:
        """Count for each clock in how many mails it is."""
        brieven = [
            email.message_from_bytes(b.read_bytes(), policy=email.policy.default) for b in self.folder.glob("*.eml")
        ]
        geteld = Counter(nummer for brief in brieven for nummer in self.nummers if nummer in brief.get_content())
        return [geteld[nummer] for nummer in self.nummers]

    @property
    def nummers(self) -> list[str]:
        with self.huis.services.database.lezen() as session:
            rijen = {b.id: b.nummer for b in session.scalars(select(Bericht))}
        return [rijen[bericht] for bericht in self.berichten]


@pytest.fixture
def toneel(huis: Installatie, tmp_path: Path) -> Toneel:
    return Toneel(huis, tmp_path / "mail")


def test_a_mail_that_failed_before_its_clock_ran_on_tells_of_it_once(toneel: Toneel, tmp_path: Path) -> None:
    toneel.begin()
    (tmp_path / "geen-map").write_text("", encoding="utf-8")
    toneel.send(tmp_path / "geen-map")
    toneel.run_on()
    for _ in range(3):
        toneel.huis.later(hours=2)
        toneel.send(toneel.folder)
    assert toneel.told() == [1, 1]


def test_a_worker_that_is_killed_at_any_step_before_the_clock_runs_on_tells_of_each_once(toneel: Toneel) -> None:
    toneel.begin()
    keer = 0
    for outcome in killed_at_every_step(toneel.huis, lambda: toneel.send(toneel.folder)):
        toneel.run_on()
        for _ in range(3):
            toneel.huis.later(hours=2)
            toneel.send(toneel.folder)
        assert toneel.told() == [1, 1], outcome
        toneel.begin()
        keer += 1
    assert keer > 3
