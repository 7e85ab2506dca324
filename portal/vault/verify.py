"""Verifying the audit log: recomputes the chain, compares it with the anchors, and looks for forged items."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.models import AuditRegel, Bericht, SealedItem
from portal.vault.chain import Chain, Line, anchor_file
from portal.vault.gate import Gate
from portal.vault.rows import deviating
from portal.vault.witness import unlike

# What an act on a concept made may be replaced or thrown away; it counts from the submission on, which has its own lines.
CONCEPT: Final = ("concept", "bijlage toevoegen")
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
    chain, seen = Chain(gate), gate.state.seen() if with_items else {}
    with gate.database.lezen() as session:
        anchors = _anchors(gate)
        count, soort, regel = _walk(chain, session, anchors)
        forged, missing = _items(gate, session) if with_items else ([], [])
        rows = {*deviating(session), *unlike(gate, session, seen)} if with_items else set()
        return Report(
            lines=count,
            unchained=chain.unchained(session),
            anchors=len(anchors),
            soort=soort,
            regel=regel,
            forged=tuple(forged),
            missing=tuple(missing),
            afwijkend=tuple(sorted(rows)),
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


def _items(gate: Gate, session: Session) -> tuple[list[UUID], list[UUID]]:
    """Give the items of berichten that no act made as they are now, and those that an act made and that are gone."""
    berichten = set(session.scalars(select(Bericht.id)))
    digests: dict[UUID, bytes] = {}
    to_explain: set[UUID] = set()
    columns = select(SealedItem.id, SealedItem.subject, SealedItem.content, SealedItem.digest)
    for item, subject, content, digest in session.execute(columns.execution_options(yield_per=1000)):
        # What lies in the file store is bound by its digest here, and compared with it whenever it is opened.
        digests[item] = digest if content is None else hashlib.sha256(content).digest()
        if subject in berichten:
            to_explain.add(item)
    gone: set[UUID] = set()
    makers = select(AuditRegel.items, AuditRegel.digest, AuditRegel.actie).where(func.length(AuditRegel.digest) > 0)
    for items, digest, actie in session.execute(makers.execution_options(yield_per=1000)):
        made = _ids(items)
        to_explain.difference_update(_explained(made, digests, digest))
        if not actie.startswith(CONCEPT):
            gone.update(item for item in made if item not in digests and not gate.state.is_destroyed(item))
    return sorted(to_explain), sorted(gone)


def _ids(items: str) -> list[UUID]:
    try:
        return [UUID(item) for item in items.split(",")]
    except ValueError:
        return []  # an edited line: the chain names it, and its items stay unexplained


def _explained(made: list[UUID], digests: dict[UUID, bytes], digest: bytes) -> list[UUID]:
    """Give the items of a line that are as the act made them; items that were only read stand behind those."""
    running = hashlib.sha256()
    for count, item in enumerate(made, 1):
        running.update(digests.get(item, b""))
        if running.digest() == digest:
            return made[:count]
    return []
