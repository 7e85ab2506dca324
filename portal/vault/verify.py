"""Verifying the audit log: recomputes the chain, compares it with the anchors, and looks for forged items."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.core.bericht.stapfeiten import digest_of
from portal.models import AuditRegel, SealedItem
from portal.vault.chain import Chain, Line, anchor_file
from portal.vault.gate import Gate
from portal.vault.pieces import pieces
from portal.vault.rows import deviating
from portal.vault.witness import unlike

# What an act on a concept made may be replaced or thrown away; it counts from the submission on, which has its own lines.
CONCEPT: Final = ("concept", "bijlage toevoegen")
LINES_AT_ONCE: Final = 1000
IDS_AT_ONCE: Final = 500
ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# Before the first line of the log there is no chain value yet.
ANCHOR: Final = re.compile(r"(\S+) ([0-9]+) ([0-9a-f]{64}|(?<=\b0 ))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What verify found; `soort` is "gewijzigd", "verplaatst", "ontbreekt", "staart" or "anker", `regel` the first.

    `forged` and `missing` are sealed items; `afwijkend` are berichten whose rows are not as the log says, or not
    as the vault took them in.
    """

    lines: int
    unchained: int
    anchors: int
    soort: str
    regel: int | None
    forged: tuple[UUID, ...]
    missing: tuple[UUID, ...]
    afwijkend: tuple[UUID, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong; lines not chained yet are counted, not wrong."""
        return not (self.soort or self.forged or self.missing or self.afwijkend)


def verify(gate: Gate, *, with_items: bool = True) -> Report:
    """Recompute everything; names the first broken line, every forged, changed or missing item, and rows that deviate.

    Without `with_items` only the chain and its anchors: what is sealed is then not looked at.
    """
    chain = Chain(gate)
    with gate.database.lezen() as session:
        anchors = _anchors(gate)
        count, soort, regel = _walk(chain, session, anchors)
        unchained = chain.unchained(session)
    found = _archive(gate) if with_items else _Found()
    return Report(
        lines=count,
        unchained=unchained,
        anchors=len(anchors),
        soort=soort,
        regel=regel,
        forged=tuple(sorted(UUID(item) for item in found.unexplained)),
        missing=tuple(sorted(UUID(item) for item in found.missing)),
        afwijkend=tuple(sorted(found.afwijkend)),
    )


def _anchors(gate: Gate) -> dict[int, str]:
    """Read the anchors, of which the head in the state file is the newest."""
    nummer, keten = gate.state.head()
    return {nummer: keten.hex()} | {int(number): value for _moment, number, value in written_anchors(gate)}


def written_anchors(gate: Gate) -> list[tuple[str, str, str]]:
    """Read the file with anchors, oldest first: moment, number and chain value of each; a torn line is passed by."""
    path = anchor_file(gate)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [(found[1], found[2], found[3]) for found in map(ANCHOR.fullmatch, lines) if found is not None]


def _walk(chain: Chain, session: Session, anchors: dict[int, str]) -> tuple[int, str, int | None]:
    """Recompute the chain from the first line; gives the good lines, and what is wrong with the one after them."""
    nummer, keten = 0, b""
    for line in chain.numbered(session, 0):
        value = chain.link(keten, nummer + 1, line)
        if line[10] != nummer + 1 or value != line[11]:
            return nummer, _what(chain, session, keten, nummer + 1, line), nummer + 1
        nummer, keten = nummer + 1, value
        if anchors.get(nummer, value.hex()) != value.hex():
            return nummer, "anker", nummer
    if nummer < max(anchors):
        return nummer, "staart", nummer + 1
    return nummer, "", None


def _what(chain: Chain, session: Session, keten: bytes, nummer: int, line: Line) -> str:
    for other in chain.numbered(session, nummer - 1):
        if chain.link(keten, nummer, other) in {bytes(other[11]), bytes(line[11])}:
            return "verplaatst"
    return "gewijzigd" if line[10] == nummer else "ontbreekt"


@dataclass(slots=True)
class _Found:
    """What is wrong in the archive: items as the text of their id, and berichten."""

    unexplained: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    afwijkend: set[UUID] = field(default_factory=set)


def _archive(gate: Gate) -> _Found:
    """Look at all berichten with what is sealed in them, and then at each line that made an item."""
    found = _Found()
    for piece in pieces(gate):
        found.afwijkend.update((*deviating(piece, gate.public), *unlike(gate, piece)))
        unexplained = set(piece.digests)
        for line in piece.lines:
            if line.digest:
                unexplained.difference_update(_explained(line.items.split(","), piece.digests, line.digest))
        found.unexplained |= unexplained
    makers = select(AuditRegel.items, AuditRegel.digest, AuditRegel.actie).where(func.length(AuditRegel.digest) > 0)
    with gate.database.lezen(at_once=True) as session:
        for lines in session.execute(makers.execution_options(yield_per=LINES_AT_ONCE)).partitions():
            _look_at_makers(gate, session, lines, found)
    return found


def _look_at_makers(gate: Gate, session: Session, lines: Sequence[Any], found: _Found) -> None:
    """Name the items that these lines made and that are gone; explain those that were made in the name of a concept."""
    there = _there(session, [item for line in lines for item in _ids(line.items)])
    for items, digest, actie in lines:
        made = _ids(items)
        if not found.unexplained.isdisjoint(made):
            found.unexplained.difference_update(_explained(made, _digests(session, made), digest))
        if not actie.startswith(CONCEPT):
            gone = (item for item in made if item not in there)
            found.missing.update(item for item in gone if not gate.state.is_destroyed(UUID(item)))


def _there(session: Session, items: Sequence[str]) -> set[str]:
    """Tell which of these items there are."""
    parts = (items[start : start + IDS_AT_ONCE] for start in range(0, len(items), IDS_AT_ONCE))
    return {
        str(item)
        for part in parts
        for item in session.scalars(select(SealedItem.id).where(SealedItem.id.in_([UUID(one) for one in part])))
    }


def _digests(session: Session, items: Sequence[str]) -> dict[str, bytes]:
    rows = select(SealedItem.id, SealedItem.content, SealedItem.digest)
    there = session.execute(rows.where(SealedItem.id.in_([UUID(item) for item in items])))
    return {str(item): digest_of(content, digest) for item, content, digest in there}


def _ids(items: str) -> list[str]:
    """Give the items that a line names; none when it was edited: the chain names it, and they stay unexplained."""
    ids = items.split(",")
    return ids if all(map(ID.fullmatch, ids)) else []


def _explained(made: list[str], digests: Mapping[str, bytes], digest: bytes) -> list[str]:
    """Give the items of a line that are as the act made them; items that were only read stand behind those."""
    running = hashlib.sha256()
    for count, item in enumerate(made, 1):
        running.update(digests.get(item, b""))
        if running.digest() == digest:
            return made[:count]
    return []
