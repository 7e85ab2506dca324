"""The real processes and the real signal: question, answer, decision and doorsturen with a process killed meanwhile."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

import pytest

from portal.demo import voorbeelden
from tests.demo.bezoeker import CSRF, Bezoeker, found
from tests.demo.running import Demo, demo, free_port, wait_for
from tests.demo.test_demo import query
from tests.demo.test_kill_bij_indienen import kill
from tests.web.verhalen import HIDDEN

pytestmark = pytest.mark.slow

NUMMERS = islice(voorbeelden.testnummers(), 200, None)
BACK_SECONDS = 60
TEKST = "De Wulp vraagt het u."
BESLUIT = re.compile(r"/doen/(akkoord-[a-z-]+)\"")
TEAM = re.compile(r'name="team"[^>]*value="(toegang-[0-9]+)"|<option value="(toegang-[0-9]+)"')


@dataclass
class Verhaal:
    """Two people at a demo whose processes die."""

    demo: Demo
    indiener: Bezoeker
    consulent: Bezoeker

    def bericht(self) -> UUID:
        """Submit a bericht and take it up."""
        concept = self.indiener.fill_in(next(NUMMERS))
        self.indiener.submit_until_received(concept)
        self.doe(self.consulent, concept, "oppakken")
        return concept

    def doe(self, wie: Bezoeker, bericht: UUID, code: str, harm: str = "") -> None:
        """Do an act while a process is killed, and send the same form until it is answered, and once more."""
        path = f"/berichten/{bericht}/doen/{code}"
        page = self.until(lambda: wie.request("GET", path).tekst, lambda tekst: 'name="sleutel"' in str(tekst))
        fields = {**dict(HIDDEN.findall(page)), "csrf_token": found(CSRF, page), "tekst": TEKST, "reden": TEKST}
        if code == "doorsturen":
            fields["team"] = next("".join(match) for match in TEAM.findall(page))
        killer = threading.Thread(target=kill, args=(self.demo, harm, 0.01)) if harm else threading.Thread()
        killer.start()
        acknowledged = wie.post(path, fields).status == 303
        killer.join()
        assert not acknowledged or self.steps(bericht, code) == 1, "acknowledged and lost"
        for _ in range(2):
            self.until(lambda: wie.post(path, fields).status, lambda status: status == 303)
        assert self.steps(bericht, code) == 1, "half or twice"

    def until(self, ask: Callable[[], object], good: Callable[[object], bool]) -> str:
        """Ask until the answer is good; gives it."""
        answers: list[object] = []

        def asked() -> bool:
            answers.append(ask())
            return good(answers[-1])

        assert wait_for(asked, BACK_SECONDS), answers[-1]
        return str(answers[-1])

    def steps(self, bericht: UUID, code: str) -> int:
        """Count how often a step stands in the verloop, with its line in the log and its sealed text."""
        rows = query(
            self.demo.data,
            f"""SELECT (SELECT count(*) FROM overgangen WHERE bericht = '{bericht.hex}' AND code = '{code}'),
            (SELECT count(*) FROM audit WHERE onderwerp = '{bericht}' AND actie = '{code}')""",
        )
        assert rows[0][0] == rows[0][1], rows
        return int(str(rows[0][0]))


@pytest.fixture(scope="module")
def verhaal(demo_data: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verhaal]:
    with demo(demo_data(tmp_path_factory.mktemp("demo") / "data"), free_port()) as running:
        running.wait_until_ready()
        indiener, consulent = Bezoeker(running), Bezoeker(running)
        indiener.log_in("indiener.schakel")
        consulent.log_in("consulent")
        yield Verhaal(running, indiener, consulent)


@pytest.mark.parametrize("harm", [("webwerkers", "kluis"), ("kluis", "website")])
def test_question_answer_decision_and_doorsturen_survive_kill_minus_9(verhaal: Verhaal, harm: tuple[str, str]) -> None:
    bericht = verhaal.bericht()
    verhaal.doe(verhaal.consulent, bericht, "vraag-stellen", harm[0])
    verhaal.doe(verhaal.indiener, bericht, "beantwoorden", harm[1])
    page = verhaal.until(
        lambda: verhaal.consulent.request("GET", f"/berichten/{bericht}").tekst, lambda tekst: TEKST in str(tekst)
    )
    verhaal.doe(verhaal.consulent, bericht, found(BESLUIT, page), harm[0])
    verhaal.doe(verhaal.consulent, verhaal.bericht(), "doorsturen", harm[1])
    assert taken_in(verhaal.demo)
    assert verified(verhaal.demo) == (0, True)


def taken_in(running: Demo) -> bool:
    """Wait until nothing waits to be taken in."""
    waiting = "SELECT count(*) FROM uitgaand WHERE soort = 'opnemen' AND status <> 'gedaan'"
    return wait_for(lambda: query(running.data, waiting) == [(0,)], BACK_SECONDS + 60)


def verified(running: Demo) -> tuple[int, bool]:
    """Give what `portal audit verify` says after all that was killed."""
    env = os.environ | {"PORTAL_DATA": str(running.data), "PORTAL_DEMO": "ja", "PORTAL_TWEEDE_FACTOR": "nee"}
    command = [sys.executable, "-m", "portal", "audit", "verify"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, "Het logboek klopt." in done.stdout
