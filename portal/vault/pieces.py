"""The archive in pieces: some hundreds of berichten with all that belongs to them, so that verify needs no more memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, or_, select, text, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from portal.core.bericht.stapfeiten import Klok, clock_facts, digest_of
from portal.core.bericht.submitted import Contents, contents_in
from portal.models import AuditRegel, Bericht, Bijlage, Overgang, SealedItem
from portal.vault.gate import Gate
from portal.vault.state import Seen

SIZE: Final = 500
BERICHTEN, OVERGANGEN, BIJLAGEN = Bericht.__table__, Overgang.__table__, Bijlage.__table__
LINE: Final = (
    AuditRegel.onderwerp,
    AuditRegel.actie,
    AuditRegel.moment,
    AuditRegel.uitkomst,
    AuditRegel.persoon,
    AuditRegel.items,
    AuditRegel.digest,
)
ITEM: Final = (SealedItem.id, SealedItem.subject, SealedItem.purpose, SealedItem.content, SealedItem.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Rows of some berichten: their steps in order, the files by what these hang on, their lines, what was seen.

    `digests` are of all items of these berichten, by the text of their id, as their content is now; of what lies in the
    store as the row says, with which it is compared whenever it is opened. `clocks` is what steps changed of clocks.
    """

    berichten: Sequence[Any]
    steps: Mapping[UUID, Sequence[Row[Any]]]
    files: Mapping[UUID, Sequence[Any]]
    lines: Sequence[Any]
    digests: Mapping[str, bytes]
    clocks: Mapping[UUID, Klok]
    contents: Contents
    seen: Mapping[UUID, Seen]


def pieces(gate: Gate) -> Iterator[Piece]:
    """Give all berichten, and all that the vault has seen, piece by piece; each piece is as of one moment."""
    after = None
    while True:
        last = _last(gate, after)
        # Read before the rows: what is taken in or handed on in between is then newer there, never older.
        seen = gate.state.seen(_hex(after), _hex(last))
        with gate.database.lezen(at_once=True) as session:
            yield _piece(session, _of_piece(after, last), seen)
        if last is None:
            return
        after = last


def _last(gate: Gate, after: object) -> object:
    """Give the last id of this piece; None when it is the last piece.

    The ids are compared as the database has them: one that a thief wrote in capitals leads no piece past others.
    """
    where = "" if after is None else "WHERE id > :after"
    query = text(f"SELECT id FROM berichten {where} ORDER BY id LIMIT 1 OFFSET :size")  # noqa: S608 - a fixed text
    values = {"size": SIZE - 1} | ({} if after is None else {"after": after})
    with gate.database.lezen() as session:
        return session.execute(query, values).scalar()


def _hex(id_: object) -> str | None:
    return id_.hex if isinstance(id_, UUID) else str(id_) if id_ is not None else None


def _of_piece(after: object, last: object) -> Select[UUID]:
    as_it_is = type_coerce(Bericht.id, NullType())
    query = select(Bericht.id)
    query = query if after is None else query.where(as_it_is > after)
    return query if last is None else query.where(as_it_is <= last)


def _piece(session: Session, of_piece: Select[UUID], seen: Mapping[UUID, Seen]) -> Piece:
    berichten = session.execute(select(BERICHTEN).where(Bericht.id.in_(of_piece))).all()
    items = session.execute(select(*ITEM).where(SealedItem.subject.in_(of_piece))).all()
    of_steps = select(Overgang.id).where(Overgang.bericht.in_(of_piece))
    hangs_on = or_(Bijlage.bij.in_(of_piece), Bijlage.bij.in_(of_steps))
    bijlagen = session.execute(select(BIJLAGEN).where(hangs_on)).all()
    files: dict[UUID, list[Any]] = defaultdict(list)
    for rij in bijlagen:
        files[rij.bij].append(rij)
    steps: dict[UUID, list[Row[Any]]] = defaultdict(list)
    in_order = select(OVERGANGEN).where(Overgang.bericht.in_(of_piece)).order_by(Overgang.bericht, Overgang.volgnummer)
    for step in session.execute(in_order):
        steps[step.bericht].append(step)
    about = [str(row.id) for row in berichten]
    return Piece(
        berichten=berichten,
        steps=steps,
        files=files,
        lines=session.execute(select(*LINE).where(AuditRegel.onderwerp.in_(about))).all(),
        digests={str(item.id): digest_of(item.content, item.digest) for item in items},
        clocks=clock_facts(session, [step for made in steps.values() for step in made]),
        contents=contents_in(items, bijlagen),
        seen=seen,
    )
