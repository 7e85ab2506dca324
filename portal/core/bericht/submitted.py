"""What was submitted, as the rows of a bericht say it now: the facts that never change, which the vault signs.

Core and vault compute them here in one way, so that what is read can be compared with what was taken in.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Base
from portal.models import Bericht, Bijlage
from portal.prepared import Prepared, Row

ANTWOORDEN: Final = "bericht.antwoorden"
# Said at the taking in and signed, and then no longer compared: the rows of clocks go on.
TERMIJNEN: Final = "termijnen"
Facts: TypeAlias = dict[str, Any]

_ITEM, _BIJLAGE = Base.metadata.tables["sealed_items"], Base.metadata.tables["bijlagen"]
_MANIFEST, _DEEL = _ITEM.alias(), _ITEM.alias()
# Asked whenever a bericht is read, so made once and run below the ORM.
ANSWERS_OF: Final = Prepared(
    select(_ITEM.c.content).where(_ITEM.c.purpose == ANTWOORDEN, _ITEM.c.subject == bindparam("bericht"))
)
BIJLAGEN_OF: Final = Prepared(
    select(_BIJLAGE, _MANIFEST.c.content, _DEEL.c.digest)
    .outerjoin(_MANIFEST, _MANIFEST.c.id == _BIJLAGE.c.item)
    .outerjoin(_DEEL, _DEEL.c.id == _BIJLAGE.c.deel)
    .where(_BIJLAGE.c.bij == bindparam("bericht"))
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is sealed in berichten, by its digest: the answers, and each bijlage with the demand it answers."""

    answers: Mapping[UUID, Sequence[str]]
    bijlagen: Mapping[UUID, Sequence[Sequence[str]]]


def facts_of(session: Session, rij: Bericht | Row) -> Facts:
    """Give what never changes of one bericht."""
    return facts(rij, contents(session, rij.id))


def facts(rij: Bericht | Row, inhoud: Contents) -> Facts:
    """Give what never changes of a bericht; `antwoorden` is empty unless there is exactly one item of them."""
    answers = inhoud.answers.get(rij.id, ())
    return {
        "bericht": str(rij.id),
        "nummer": rij.nummer,
        "mailbox": [rij.mailbox, rij.formulierversie],
        "regio": [rij.regio, rij.routeregel],
        "aankomst": rij.aankomst.isoformat(),
        "ingediend_door": str(rij.ingediend_door),
        "ingediend": rij.ingediend.isoformat(),
        "afzender": [rij.afzender_soort, rij.afzender],
        "antwoorden": answers[0] if len(answers) == 1 else "",
        "bijlagen": sorted(list(bijlage) for bijlage in inhoud.bijlagen.get(rij.id, ())),
    }


def contents(session: Session, bericht: UUID) -> Contents:
    """Give the digests of one bericht."""
    return Contents(
        {bericht: [_digest(content) for content in ANSWERS_OF.values(session, bericht=bericht)]},
        {bericht: [_bijlage(row, row.content, row.digest) for row in BIJLAGEN_OF.rows(session, bericht=bericht)]},
    )


def contents_in(items: Sequence[Any], rijen: Sequence[Any]) -> Contents:
    """Give the digests of rows at hand, of sealed items and of bijlagen."""
    answers: dict[UUID, list[str]] = defaultdict(list)
    bijlagen: dict[UUID, list[list[str]]] = defaultdict(list)
    there = {item.id: item for item in items}
    for item in items:
        if item.purpose == ANTWOORDEN:
            answers[item.subject].append(_digest(item.content))
    for rij in rijen:
        manifest, deel = there.get(rij.item), there.get(rij.deel)
        bijlagen[rij.bij].append(_bijlage(rij, manifest.content if manifest else None, deel.digest if deel else None))
    return Contents(answers, bijlagen)


def is_as(seen: Facts, now: Facts) -> bool:
    """Tell whether all that was seen is so now; what an older version saw names fewer facts."""
    return all(now.get(name) == value for name, value in seen.items() if name != TERMIJNEN)


def _bijlage(rij: Bijlage | Row, manifest: bytes | None, header: bytes | None) -> list[str]:
    """Name a bijlage by its manifest and by the digest of its file, with which the file is compared when it is opened."""
    return [rij.eis, str(rij.item), _digest(manifest), str(rij.deel), (header or b"").hex()]


def _digest(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()
