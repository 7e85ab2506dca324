"""The archive in pieces: some hundreds of berichten with all that belongs to them, so that verify needs no more memory."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, or_, select, text, true, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import NullType

from portal.core.bewijs import digest_of
from portal.core.submitted import Contents, contents_in
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
Within: TypeAlias = Callable[[InstrumentedAttribute[UUID]], ColumnElement[bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Rows of some berichten: their steps in order, the files by what these hang on, their lines, what was seen.

    `digests` are of all items of these berichten, by the text of their id, as their content is now; of what lies in the
    store as the row says, with which it is compared whenever it is opened.
    """

    berichten: Sequence[Any]
    steps: Mapping[UUID, Sequence[Row[Any]]]
    files: Mapping[UUID, Sequence[Any]]
    lines: Sequence[Any]
    digests: Mapping[str, bytes]
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
            yield _piece(session, _within(after, last), seen)
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


def _within(after: object, last: object) -> Within:
    def within(column: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
        as_it_is = type_coerce(column, NullType())
        lower = true() if after is None else as_it_is > after
        return and_(lower, true() if last is None else as_it_is <= last)

    return within


def _piece(session: Session, within: Within, seen: Mapping[UUID, Seen]) -> Piece:
    berichten = session.execute(select(BERICHTEN).where(within(Bericht.id))).all()
    ids = {row.id for row in berichten}
    items = session.execute(
        select(SealedItem.id, SealedItem.subject, SealedItem.purpose, SealedItem.content, SealedItem.digest).where(
            within(SealedItem.subject)
        )
    ).all()
    own = [item for item in items if item.subject in ids]
    of_steps = select(Overgang.id).where(within(Overgang.bericht))
    bijlagen = session.execute(select(BIJLAGEN).where(or_(within(Bijlage.bij), Bijlage.bij.in_(of_steps)))).all()
    files: dict[UUID, list[Any]] = defaultdict(list)
    for rij in bijlagen:
        files[rij.bij].append(rij)
    steps: dict[UUID, list[Row[Any]]] = defaultdict(list)
    for step in session.execute(
        select(OVERGANGEN).where(within(Overgang.bericht)).order_by(Overgang.bericht, Overgang.volgnummer)
    ):
        steps[step.bericht].append(step)
    return Piece(
        berichten=berichten,
        steps=steps,
        files=files,
        lines=session.execute(select(*LINE).where(AuditRegel.onderwerp.in_([str(id_) for id_ in ids]))).all(),
        digests={str(item.id): digest_of(item.content, item.digest) for item in own},
        contents=contents_in(own, [rij for rij in bijlagen if rij.bij in ids]),
        seen=seen,
    )
