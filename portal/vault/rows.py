"""The rows of berichten against the audit log: each step has its line, and status and team follow from the steps."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import AuditRegel, Bericht, Bijlage, Overgang

SUBMITTED: Final = "indienen"
# Bericht, act, moment, where it led, who acted ('' for the portal itself), and the items of its text and files.
Step: TypeAlias = tuple[str, str, datetime, str, str, frozenset[str]]


def deviating(session: Session) -> list[UUID]:
    """Give the berichten whose row or steps are not as the acts in the log left them."""
    lines = _lines(session)
    steps: dict[UUID, list[Overgang]] = defaultdict(list)
    for overgang in session.scalars(select(Overgang).order_by(Overgang.bericht, Overgang.volgnummer)):
        steps[overgang.bericht].append(overgang)
    submitted = {onderwerp for onderwerp, actie, *_ in lines if actie == SUBMITTED}
    files = _files(session)
    return sorted(
        bericht.id
        for bericht in session.scalars(select(Bericht))
        if str(bericht.id) not in submitted or not _follows(bericht, steps[bericht.id], lines, files)
    )


def _files(session: Session) -> dict[UUID, set[str]]:
    """Give the items of the files that hang on each overgang."""
    files: dict[UUID, set[str]] = defaultdict(set)
    for bij, item, deel in session.execute(select(Bijlage.bij, Bijlage.item, Bijlage.deel)):
        files[bij].update((str(item), str(deel)))
    return files


def _lines(session: Session) -> Counter[Step]:
    """Count the lines of each act, under its person and under nobody: the portal acts in the name of whoever was last."""
    columns = (AuditRegel.onderwerp, AuditRegel.actie, AuditRegel.moment, AuditRegel.uitkomst, AuditRegel.persoon)
    found: Counter[Step] = Counter()
    query = select(*columns, AuditRegel.items).execution_options(yield_per=1000)
    for onderwerp, actie, moment, uitkomst, persoon, items in session.execute(query):
        # What was submitted is compared with the receipt; of an act only the log knows which text and files it sent.
        made = frozenset(items.split(",") if items and actie != SUBMITTED else ())
        found.update(
            [(onderwerp, actie, moment, uitkomst, persoon, made), (onderwerp, actie, moment, uitkomst, "", made)]
        )
    return found


def _follows(bericht: Bericht, steps: list[Overgang], lines: Counter[Step], files: Mapping[UUID, set[str]]) -> bool:
    """Tell whether each step has its line, none is missing between them, and the row is where they lead."""
    if not steps:
        return True
    team = next((step.naar_team for step in reversed(steps) if step.naar_team), "")
    explained = all(lines[_step(step, files.get(step.id, set()))] > 0 for step in steps)
    joined = all(after.van == before.naar for before, after in pairwise(steps))
    numbered = [step.volgnummer for step in steps] == list(range(1, len(steps) + 1))
    return explained and joined and numbered and (bericht.status, bericht.team) == (steps[-1].naar, team)


def _step(step: Overgang, files: set[str]) -> Step:
    made = frozenset({str(step.item)} if step.item else ()) | files
    return (
        str(step.bericht),
        step.code,
        step.moment,
        step.naar_team or step.naar,
        str(step.door or ""),
        frozenset() if step.code == SUBMITTED else made,
    )
