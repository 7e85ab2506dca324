"""A row of the outbox that is there once, whichever of several workers adds it: its key says what it is about."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.post.outbox import add
from portal.models import Uitgaand


def add_once(session: Session, soort: str, lading: Mapping[str, str], *, key: UUID, now: datetime) -> bool:
    """Add a row under this key, unless it is there or another worker adds it right now; tells whether it was added.

    Who adds more of them keeps to one order, so that no two wait for each other.
    """
    if session.get(Uitgaand, key) is not None:
        return False
    try:
        with session.begin_nested():
            add(session, soort, lading, key=key, now=now)
    except IntegrityError:
        return False
    return True
