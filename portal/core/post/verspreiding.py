"""Spreading a mail to a team over the persons that it is for: one row of the outbox for each, all or nothing."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from portal.core.post.ladingen import AAN_EEN, BRON, for_one
from portal.core.post.outbox import GEDAAN, Claimed, add, finish
from portal.db import Database
from portal.domain.mailwijze import SAMEN_NA


def expand(
    database: Database,
    claimed: Claimed,
    momenten: Mapping[UUID, datetime],
    *,
    now: datetime,
    voor: Mapping[UUID, Sequence[UUID]] | None = None,
) -> int:
    """Turn a mail to a team into one mail per person, each not before its moment, all or nothing; returns how many.

    `voor` says for whom it is of who does the work of others.

    What waits for the digest goes together from that moment on, what should go at once only when it could not for long.
    """
    with database.schrijven() as session:
        if not finish(session, claimed, status=GEDAAN, gedaan=now, fout=""):
            return 0
        for persoon, moment in momenten.items():
            add(
                session,
                AAN_EEN[claimed.soort],
                for_one({**claimed.lading, BRON: str(claimed.id)}, persoon, (voor or {}).get(persoon, ())),
                key=uuid.uuid5(claimed.id, str(persoon)),
                now=now,
                niet_voor=moment,
                samen_vanaf=moment if moment > now else now + SAMEN_NA,
            )
        return len(momenten)
