"""The rows of berichten against the audit log: each step has its line, and status and team follow from the steps."""

from collections import Counter, defaultdict
from datetime import datetime
from itertools import pairwise
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditRegel, Bericht, Overgang

SUBMITTED: Final = "indienen"
# Bericht, act, moment, where it led, and who acted ('' for the portal itself).
Step: TypeAlias = tuple[str, str, datetime, str, str]


def deviating(session: Session) -> list[UUID]:
    """Give the berichten whose row or steps are not as the acts in the log left them."""
    lines = _lines(session)
    steps: dict[UUID, list[Overgang]] = defaultdict(list)
    for overgang in session.scalars(select(Overgang).order_by(Overgang.bericht, Overgang.volgnummer)):
        steps[overgang.bericht].append(overgang)
    submitted = {onderwerp for onderwerp, actie, *_ in lines if actie == SUBMITTED}
    return sorted(
        bericht.id
        for bericht in session.scalars(select(Bericht))
        if str(bericht.id) not in submitted or not _follows(bericht, steps[bericht.id], lines)
    )


def _lines(session: Session) -> Counter[Step]:
    """Count the lines of each act, under its person and under nobody: the portal acts in the name of whoever was last."""
    columns = (AuditRegel.onderwerp, AuditRegel.actie, AuditRegel.moment, AuditRegel.uitkomst, AuditRegel.persoon)
    found: Counter[Step] = Counter()
    for onderwerp, actie, moment, uitkomst, persoon in session.execute(
        select(*columns).execution_options(yield_per=1000)
    ):
        found.update([(onderwerp, actie, moment, uitkomst, persoon), (onderwerp, actie, moment, uitkomst, "")])
    return found


def _follows(bericht: Bericht, steps: list[Overgang], lines: Counter[Step]) -> bool:
    """Tell whether each step has its line, none is missing between them, and the row is where they lead."""
    if not steps:
        return True
    team = next((step.naar_team for step in reversed(steps) if step.naar_team), "")
    explained = all(
        lines[str(bericht.id), step.code, step.moment, step.naar_team or step.naar, str(step.door or "")] > 0
        for step in steps
    )
    joined = all(after.van == before.naar for before, after in pairwise(steps))
    numbered = [step.volgnummer for step in steps] == list(range(1, len(steps) + 1))
    return explained and joined and numbered and (bericht.status, bericht.team) == (steps[-1].naar, team)
