"""Berichten about one client, by equal blind terms of one team or organisation: no vault is asked, nothing of another is seen."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from portal.core.verzegelen import Aan
from portal.models import Zoekterm

SAME_CLIENT: Final = ("bsn", "geboren")
SAME_BSN: Final = ("bsn",)


def same_client(plek: Aan, bericht: UUID, *, op: Sequence[str] = SAME_CLIENT) -> "Select[UUID]":
    """Select the other berichten under the same term of this one team or organisation.

    `op` names the kinds of term: BSN alone where something is done with it, for two people can share a birth date.
    """
    eigen, ander = aliased(Zoekterm), aliased(Zoekterm)
    soort, code = plek
    gelijk = and_(
        eigen.recipient_kind == ander.recipient_kind,
        eigen.recipient == ander.recipient,
        eigen.soort == ander.soort,
        eigen.term == ander.term,
    )
    return (
        select(ander.bericht)
        .join(eigen, gelijk)
        .where(
            eigen.bericht == bericht,
            eigen.recipient_kind == soort,
            eigen.recipient == code,
            eigen.soort.in_(op),
            ander.bericht != bericht,
        )
    )
