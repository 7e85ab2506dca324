"""Berichten about one client, by equal blind terms of one team or organisation: no vault is asked, nothing of another is seen."""

from collections.abc import Sequence
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy import BindParameter, Select, and_, exists, select
from sqlalchemy.orm import aliased

from portal.core.verzegelen import Aan
from portal.models import Zoekterm

# Whose term it is, as a query that is made once asks it.
AanGevraagd: TypeAlias = tuple[BindParameter[str], BindParameter[str]]
SAME_CLIENT: Final = ("bsn", "geboren")
SAME_BSN: Final = ("bsn",)
SAME_PERSON: Final = ("bsn", "persoon")


def same_client(
    plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID], *, op: Sequence[str] = SAME_CLIENT
) -> "Select[UUID]":
    """Select the other berichten under the same term of this one team or organisation.

    `op` names the kinds of term; `same_person` is for where something is done with it.
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


def same_person(plek: Aan, bericht: UUID) -> "Select[UUID]":
    """Select the other berichten about who is surely the same: the BSN, or birth date, initials and name where one has no BSN.

    Two people can share a birth date and initials, so that alone is not enough; another BSN is another person.
    """
    eigen, ander, gevonden = aliased(Zoekterm), aliased(Zoekterm), same_client(plek, bericht, op=SAME_PERSON).subquery()
    soort, code = plek
    ander_bsn = exists().where(
        eigen.bericht == bericht,
        ander.bericht == gevonden.c.bericht,
        *(term.recipient_kind == soort for term in (eigen, ander)),
        *(term.recipient == code for term in (eigen, ander)),
        *(term.soort == "bsn" for term in (eigen, ander)),
        eigen.epoch == ander.epoch,
        eigen.term != ander.term,
    )
    return select(gevonden.c.bericht).where(~ander_bsn)
