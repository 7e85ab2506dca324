"""Row 4b: sixteen people at once who submit, list, search, open and decide; of two who decide the same, one wins.

The other one must get his text back, with the reason; and what the portal said is stored, is stored, once.
"""

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from benchmarks.client import TOKEN, VERSION, Answer, Browser, Unexpected, Visitor, found
from benchmarks.load import Outcome, at_once, send_verzoek
from benchmarks.stage import CHANCE, Live, Stage, new_numbers
from portal.cli.installation import open_gate
from portal.config import Settings
from portal.db import Database
from portal.models import Bericht, Overgang
from portal.vault.verify import verify

MANY: Final = 100_000
SENDING: Final = 6
READING: Final = 4
PAIRS: Final = 3
TAKE: Final = "oppakken"
DECIDE: Final = "afgewezen"
KEY: Final = re.compile(rb'name="sleutel" value="([^"]+)')
OVERTAKEN: Final = b"Laatste stap in het verloop"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A bericht that two people decide at the same moment, and the session of the second."""

    bericht: UUID
    colleague: dict[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """What a reader does in a turn: see the list, search this number, open this bericht."""

    bericht: UUID
    bsn: str


def measure(stage: Stage, live: Live) -> None:
    """Measure row 4b on the small installation."""
    place, settings = live.small.place, live.small.place.settings
    senders, readers = stage.senders[place], stage.readers[place]
    berichten = CHANCE.sample(stage.small.berichten, k=len(stage.small.berichten))
    disputes = [
        Dispute(bericht, readers[READING + PAIRS + number % PAIRS]) for number, bericht in enumerate(berichten[:-100])
    ]
    looks = [Look(CHANCE.choice(berichten[-100:]), bsn) for bsn in stage.small.sample_numbers(MANY // 10)]
    live.small.wait_until_idle()
    before = _stored(settings)
    seconds = stage.pace.mixed
    with ThreadPoolExecutor(3) as together:
        sending = together.submit(
            at_once, place.port, senders[:SENDING], send_verzoek, material=new_numbers(MANY), seconds=seconds
        )
        reading = together.submit(at_once, place.port, readers[:READING], look, material=looks, seconds=seconds)
        deciding = together.submit(
            at_once, place.port, readers[READING : READING + PAIRS], decide, material=disputes, seconds=seconds
        )
    live.small.wait_until_idle()
    _row(stage, settings, (sending.result(), reading.result(), deciding.result()), before)


def look(visitor: Visitor, what: Look, _outcome: Outcome) -> None:
    """See the list, search and open, as somebody does who looks for a client."""
    visitor.worklist()
    visitor.search(what.bsn, visitor.search_token())
    visitor.open(what.bericht)


def decide(visitor: Visitor, what: Dispute, outcome: Outcome) -> None:
    """Take up a bericht and decide on it together with a colleague who does the same; raises Unexpected."""
    people = (visitor.browser, Browser(visitor.browser.port, dict(what.colleague)))
    try:
        visitor.open(what.bericht)
        _post(people[0], what.bericht, TAKE, _form(people[0], what.bericht, TAKE), expect=(303,))
        texts = ["Motivering van de een.", "Motivering van de ander."]
        forms = [
            _form(browser, what.bericht, DECIDE) | {"tekst": text} for browser, text in zip(people, texts, strict=True)
        ]
        answers = _at_the_same_moment(people, what.bericht, forms)
        if sorted(answer.status for answer in answers) != [303, 409]:
            raise Unexpected(f"two decided, and heard {[answer.status for answer in answers]}")
        lost = 0 if answers[0].status == 409 else 1
        if texts[lost].encode() not in answers[lost].body or OVERTAKEN not in answers[lost].body:
            raise Unexpected("who was overtaken did not get his text back with the reason")
        page = visitor.open(what.bericht)
        if texts[1 - lost].encode() not in page or texts[lost].encode() in page:
            raise Unexpected("the bericht does not show the decision that was first")
    finally:
        people[1].close()
    outcome.acknowledged.append(what.bericht)


def _form(browser: Browser, bericht: UUID, code: str) -> dict[str, str]:
    page = browser.get(f"/berichten/{bericht}/doen/{code}").body
    return {"csrf_token": found(TOKEN, page), "versie": found(VERSION, page), "sleutel": found(KEY, page)}


def _post(browser: Browser, bericht: UUID, code: str, form: dict[str, str], *, expect: tuple[int, ...]) -> Answer:
    return browser.post(f"/berichten/{bericht}/doen/{code}", form, expect=expect)


def _at_the_same_moment(people: Sequence[Browser], bericht: UUID, forms: Sequence[dict[str, str]]) -> list[Answer]:
    barrier = Barrier(len(people))

    def one(browser: Browser, form: dict[str, str]) -> Answer:
        barrier.wait()
        return _post(browser, bericht, DECIDE, form, expect=(303, 409))

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(one, people, forms))


def _stored(settings: Settings) -> tuple[int, list[UUID]]:
    """Count the berichten, and name the bericht of every decision, once for each."""
    database = Database(settings.database_url, pool_size=1)
    with database.lezen() as session:
        count = session.scalar(select(func.count()).select_from(Bericht)) or 0
        decided = session.scalars(select(Overgang.bericht).where(Overgang.code == DECIDE)).all()
    database.close()
    return count, sorted(decided)


def _row(
    stage: Stage, settings: Settings, outcomes: tuple[Outcome, Outcome, Outcome], before: tuple[int, list[UUID]]
) -> None:
    sending, reading, deciding = outcomes
    berichten, decided = _stored(settings)
    with open_gate(settings) as gate:
        whole = verify(gate).ok
    errors = [error for outcome in outcomes for error in outcome.errors]
    for error in errors[:3]:
        stage.report.not_run.append(f"rij 4b, {stage.engine}: {error}")
    lost = abs(berichten - before[0] - len(sending.acknowledged)) + (
        decided != sorted([*before[1], *deciding.acknowledged])
    )
    said = (
        f"{stage.pace.mixed:.0f} s: {len(sending.turns)} verstuurd, {len(reading.turns)} keer lijst, zoeken en openen, "
        f"{len(deciding.turns)} keer twee besluiten tegelijk; {len(errors)} fouten, {lost} kwijt, "
    )
    wrong = len(errors) + lost + (0 if whole else 1)
    stage.add("4b", [wrong], said + ("keten heel" if whole else "KETEN NIET HEEL"), n=len(stage.small.berichten))
