"""A worker that is killed at any step of a pass over the clocks: the next one finishes it, and nothing is told twice or not at all."""

import json
from collections import Counter
from datetime import date

from sqlalchemy import delete, select

from portal.core.audit import Actor
from portal.core.herinneren.stapmail import promise_mail
from portal.core.herinneren.stappen import take_steps
from portal.models import AuditRegel, Termijn, Termijnstap, Uitgaand
from tests.core.test_weekpost import lead
from tests.faults.steps import killed_at_every_step
from tests.installatie import EEMSDELTA, Installatie
from tests.voorbeelden import volledige_herindicatie

WORKER = Actor(persoon="worker", namens="portaal", herkomst="worker")


def pass_over(huis: Installatie) -> None:
    take_steps(huis.services, WORKER, now=huis.now)
    promise_mail(huis.services, now=huis.now)


def test_a_worker_that_is_killed_at_any_step_takes_and_tells_every_step_of_a_clock_once(huis: Installatie) -> None:
    lead(huis)  # where nobody leads the team, the escalation is left out
    huis.stuur(huis.gebruiker("indiener"), "herindicatie", volledige_herindicatie())
    huis.later(weeks=9)  # the term of the onderzoek has passed, and its warnings with it
    begin = due(huis)
    places = []
    for outcome in killed_at_every_step(huis, lambda: pass_over(huis)):
        places.append(outcome.killed_at)
        pass_over(huis)
        assert told(huis) == {(EEMSDELTA, "te-laat"): 1, (EEMSDELTA, "escalatie"): 1}, outcome
        assert (lines(huis), waits(huis)) == (1, 0), outcome
        again(huis, begin)
    assert len(places) == 14, places  # the chance to give a persoonlijk plan is looked at as well


def due(huis: Installatie) -> dict[str, date]:
    with huis.services.database.lezen() as session:
        return {str(rij.id): rij.volgende_stap for rij in session.scalars(select(Termijn))}


def told(huis: Installatie) -> Counter[tuple[str, str]]:
    """Count the mails that were promised, by who gets which kind."""
    with huis.services.database.lezen() as session:
        rows = [json.loads(rij.lading) for rij in session.scalars(select(Uitgaand)) if rij.soort == "termijnmail"]
    return Counter((row["aan"], row["sjabloon"]) for row in rows)


def lines(huis: Installatie) -> int:
    with huis.services.database.lezen() as session:
        return len(session.scalars(select(AuditRegel).where(AuditRegel.persoon == "worker")).all())


def waits(huis: Installatie) -> int:
    """Count the steps that were taken and are not yet told."""
    with huis.services.database.lezen() as session:
        return len(session.scalars(select(Termijnstap).where(Termijnstap.uitkomst == "melden")).all())


def again(huis: Installatie, begin: dict[str, date]) -> None:
    """Put everything back as it was before the first pass."""
    with huis.services.database.schrijven() as session:
        session.execute(delete(Termijnstap))
        session.execute(delete(Uitgaand).where(Uitgaand.soort == "termijnmail"))
        session.execute(delete(AuditRegel).where(AuditRegel.persoon == "worker"))
        for rij in session.scalars(select(Termijn)):
            rij.volgende_stap = begin[str(rij.id)]
