"""The audit line: one is committed with every act, and before every opening is answered."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.db import Base
from portal.models import SealedItem
from portal.prepared import Prepared

# The vault found the clock of the system behind the log; the onderwerp holds both moments, as 'furthest/now'.
KLOK_TERUG: Final = "klok_terug"
# A plain insert, made once: an opening writes one line and little else, and the unit of work would cost more than the line.
NEW_LINE = Prepared(
    Base.metadata.tables["audit"].insert(),
    columns=("id", "moment", "actie", "onderwerp", "items", "uitkomst", "persoon", "namens", "herkomst", "digest"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts, for whom and from where: a person or a process ('worker'), a team or organisation, an address."""

    persoon: str
    namens: str
    herkomst: str


def record(
    session: Session,
    actor: Actor,
    *,
    actie: str,
    onderwerp: str,
    now: datetime,
    items: Sequence[SealedItem] = (),
    item_ids: Sequence[UUID] = (),
    uitkomst: str = "gelukt",
) -> None:
    """Add one line to this transaction.

    `items` are the sealed items that the act made: their digests are bound into the line, so that verify
    can name one that was forged or changed. `item_ids` are items that were only read.
    """
    NEW_LINE.run(
        session,
        id=uuid.uuid4(),
        moment=now,
        actie=actie,
        onderwerp=onderwerp,
        items=",".join(str(i) for i in (*(item.id for item in items), *item_ids)),
        uitkomst=uitkomst,
        persoon=actor.persoon,
        namens=actor.namens,
        herkomst=actor.herkomst,
        digest=items_digest([item.digest for item in items]),
    )


def items_digest(digests: Sequence[bytes]) -> bytes:
    """Return SHA-256 over the items' digests in their order; empty without items."""
    return hashlib.sha256(b"".join(digests)).digest() if digests else b""
