"""Berichten about one client, by equal blind terms of one team or organisation: no vault is asked, nothing of another is seen."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, or_, select
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


def seems_same(plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID]) -> "Select[UUID]":
    """Select the other berichten that a reader sees as about the same: the BSN, or birth date and initials where one has no BSN.

    Another BSN is another person, whatever else is equal.
    """
    gevonden = same_client(plek, bericht).subquery()
    return select(gevonden.c.bericht).where(~_other_bsn(plek, bericht, gevonden.c.bericht))


def same_person(plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID]) -> "Select[UUID]":
    """Select the other berichten about who is surely the same: the BSN, or birth date, initials and name where one has no BSN.

    Two people can share a birth date and initials, so that alone is not enough; another BSN is another person. Where two
    people of that name, birth date and initials are known here, each by his own BSN, the name says nothing.
    """
    gevonden = same_client(plek, bericht, op=SAME_PERSON).subquery()
    zelfde_bsn = gevonden.c.bericht.in_(same_client(plek, bericht, op=SAME_BSN))
    op_naam = and_(~_other_bsn(plek, bericht, gevonden.c.bericht), ~_name_of_two(plek, bericht))
    return select(gevonden.c.bericht).where(or_(zelfde_bsn, op_naam))


def perhaps_same(plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID]) -> "Select[UUID]":
    """Select the other berichten about who may be the same and is not surely so: a person must look."""
    gevonden = same_client(plek, bericht).subquery()
    niet_zeker = gevonden.c.bericht.not_in(same_person(plek, bericht))
    return select(gevonden.c.bericht).where(niet_zeker, ~_other_bsn(plek, bericht, gevonden.c.bericht))


def _other_bsn(
    plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID], ander: ColumnElement[UUID]
) -> ColumnElement[bool]:
    """Tell whether both have a BSN, and not the same one."""
    een, twee = aliased(Zoekterm), aliased(Zoekterm)
    return exists().where(een.bericht == bericht, twee.bericht == ander, *_two_bsns(plek, een, twee))


def _name_of_two(plek: Aan | AanGevraagd, bericht: UUID | BindParameter[UUID]) -> ColumnElement[bool]:
    """Tell whether the name in this bericht is that of two people here."""
    een, twee = aliased(Zoekterm), aliased(Zoekterm)
    zo_genoemd = same_client(plek, bericht, op=("persoon",))
    van_hen = [or_(term.bericht == bericht, term.bericht.in_(zo_genoemd)) for term in (een, twee)]
    return exists().where(*van_hen, *_two_bsns(plek, een, twee))


def _two_bsns(plek: Aan | AanGevraagd, een: Any, twee: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 - an alias has no type
    soort, code = plek
    return (
        *(term.soort == "bsn" for term in (een, twee)),
        *(term.recipient_kind == soort for term in (een, twee)),
        *(term.recipient == code for term in (een, twee)),
        een.epoch == twee.epoch,
        een.term != twee.term,
    )
