"""The rows of berichten against the audit log: each step has its line, and status and team follow from the steps."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import Row

from portal.core.bericht.stapfeiten import Klok, is_signed
from portal.vault.pieces import Piece

SUBMITTED: Final = "indienen"
# Bericht, act, moment, where it led, who acted ('' for the portal itself), and the items of its text and files.
Step: TypeAlias = tuple[str, str, datetime, str, str, frozenset[str]]


def deviating(piece: Piece, public: bytes) -> Iterator[UUID]:
    """Give the berichten of a piece whose row or steps are not as the log says, or not as the vault signed them."""
    lines = _lines(piece)
    submitted = {line.onderwerp for line in piece.lines if line.actie == SUBMITTED}
    for bericht in piece.berichten:
        steps = piece.steps.get(bericht.id, ())
        is_so = str(bericht.id) in submitted and _follows(bericht, steps, lines, piece)
        if not is_so or not all(_is_signed(piece, public, step) for step in steps):
            yield bericht.id


def _is_signed(piece: Piece, public: bytes, step: Row[Any]) -> bool:
    """Tell whether what a step sent was signed: a line in the log can be added by who writes in the database."""
    files = piece.files.get(step.id, ())
    is_bare = step.item is None and not files and step.bewijs is None
    return is_bare or is_signed(public, step, files, piece.digests, piece.clocks.get(step.id, []))


def _lines(piece: Piece) -> Counter[Step]:
    """Count the lines of each act, under its person and under nobody: the portal acts in the name of whoever was last."""
    found: Counter[Step] = Counter()
    for onderwerp, actie, moment, uitkomst, persoon, items, _digest in piece.lines:
        # What was submitted is compared with the receipt; of an act only the log knows which text and files it sent.
        made = frozenset(items.split(",") if items and actie != SUBMITTED else ())
        found[onderwerp, actie, moment, uitkomst, persoon, made] += 1
        found[onderwerp, actie, moment, uitkomst, "", made] += 1
    return found


def _follows(bericht: Row[Any], steps: Sequence[Row[Any]], lines: Counter[Step], piece: Piece) -> bool:
    """Tell whether each step has its line, none is missing between them, and the row is where they lead."""
    if not steps:
        return True
    team = next((step.naar_team for step in reversed(steps) if step.naar_team), "")
    explained = all(
        lines[_step(step, piece.files.get(step.id, ()), piece.clocks.get(step.id, []))] > 0 for step in steps
    )
    joined = all(after.van == before.naar for before, after in pairwise(steps))
    numbered = [step.volgnummer for step in steps] == list(range(1, len(steps) + 1))
    return explained and joined and numbered and (bericht.status, bericht.team) == (steps[-1].naar, team)


def _step(step: Row[Any], files: Sequence[Any], klok: Klok) -> Step:
    """Return the line that a step has; of a change of a clock the outcome is its ground, where it has one."""
    grond = next((grond for _, grond, *_ in klok if grond), "")
    sent = {str(item) for file in files for item in (file.item, file.deel)}
    made = frozenset({str(step.item)} if step.item else ()) | sent
    return (
        str(step.bericht),
        step.code,
        step.moment,
        step.naar_team or grond or step.naar,
        str(step.door or ""),
        frozenset() if step.code == SUBMITTED else made,
    )
