"""Verwant: the dossier around a bericht: others about the same client, and those that are linked to it.

Of the client they are found by equal blind terms of one recipient, so no vault is asked and nothing of another
organisation is seen; a link shows only what the asker sent or his team has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Select,
    and_,
    bindparam,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.kanten import keeps_from
from portal.core.bericht.zicht import BerichtKop
from portal.core.client.zelfde_client import seems_same
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.db import Base
from portal.models import Bericht
from portal.prepared import Prepared

MOST: Final = 20
HOORT_BIJ: Final = "hoort bij dit bericht"
IS_BIJ: Final = "dit bericht hoort daarbij"

# Asked whenever a bericht is opened, so made once and run below the ORM.
_B, _VERBAND = (Base.metadata.tables[naam].c for naam in ("berichten", "verbanden"))
SOORT, CODE = bindparam("soort", type_=_B.afzender_soort.type), bindparam("code", type_=_B.afzender.type)
DIT: Final[BindParameter[UUID]] = bindparam("bericht", type_=_B.id.type)
OF_ASKED: Final = or_(
    unindexed(_B.team) == bindparam("team"),
    and_(unindexed(_B.afzender_soort) == SOORT, unindexed(_B.afzender) == CODE),
)
_LINKED: Final = select(_B.id).where(_B.id.in_(bindparam("verbonden", expanding=True)))
DOSSIER: Final = Prepared(
    select(_B.id, _B.nummer, _B.mailbox, _B.status, _B.ingediend, _B.team, _B.afzender_soort, _B.afzender)
    # One list of ids: of two with OR between them PostgreSQL would look for each bericht of everybody.
    .where(_B.id.in_(union_all(seems_same((SOORT, CODE), DIT), _LINKED)))
    .where(OF_ASKED)
    .order_by(_B.ingediend.desc(), _B.id)
    .limit(MOST)
)


def _side(van: Column[UUID], naar: Column[UUID], *, waarbij: int) -> Select[UUID, int]:
    buren = select(_B.id, literal_column(str(waarbij)).label("waarbij")).join_from(_B.id.table, van.table, van == _B.id)
    most = buren.where(naar.in_(bindparam("van", expanding=True)), OF_ASKED).limit(MOST).subquery()
    return select(most.c.id, most.c.waarbij)


BUREN: Final = Prepared(
    union_all(_side(_VERBAND.bericht, _VERBAND.naar, waarbij=0), _side(_VERBAND.naar, _VERBAND.bericht, waarbij=1))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verwant:
    """Another bericht about the same client, or linked to this one: `verband` says how."""

    id: UUID
    nummer: str
    titel: str
    status_titel: str
    ingediend: datetime
    verband: str = ""


def related(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Verwant, ...]:
    """Return the newest other berichten of this dossier that the asker may follow or that his team has, at most 20."""
    wie = asked(gebruiker, zicht.id)
    with services.database.lezen() as session:
        verbonden = _linked(session, wie)
        rijen = DOSSIER.rows(session, **wie, verbonden=list(verbonden))
    return tuple(_verwant(services, gebruiker, rij, verbonden.get(rij.id, "")) for rij in rijen)


def asked(gebruiker: Gebruiker, bericht: UUID | None) -> dict[str, Any]:
    """Say who asks about which bericht, in the names of `OF_ASKED`, `SOORT`, `CODE` and `DIT`."""
    soort, code = gebruiker.namens.sleutel
    return {"soort": soort, "code": code, "team": gebruiker.namens.als_team, "bericht": bericht}


def of_asker(gebruiker: Gebruiker) -> ColumnElement[bool]:
    """Select, of berichten that are found otherwise, those that the asker's team or organisation has or sent."""
    soort, code = gebruiker.namens.sleutel
    verstuurd = and_(unindexed(Bericht.afzender_soort) == soort, unindexed(Bericht.afzender) == code)
    return or_(unindexed(Bericht.team) == gebruiker.namens.als_team, verstuurd)


def sides_of(gebruiker: Gebruiker) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of `of_asker` apart, each of which reads an index."""
    soort, code = gebruiker.namens.sleutel
    verstuurd = and_(Bericht.afzender_soort == soort, Bericht.afzender == code)
    return Bericht.team == gebruiker.namens.als_team, verstuurd


def _linked(session: Session, wie: Mapping[str, Any]) -> dict[UUID, str]:
    """Return what is linked to this bericht and how, and what is linked to that in turn: only through the asker's own."""
    hoe: dict[UUID, str] = {}
    begin = {wie["bericht"]}
    while begin and len(hoe) < MOST:
        # What these belong to and what belongs to these; the last word of a bericht that is both stands.
        buren = sorted(BUREN.rows(session, **wie, van=list(begin)), key=attrgetter("waarbij"))
        rand = {bericht: IS_BIJ if waarbij else HOORT_BIJ for bericht, waarbij in buren}
        direct = begin == {wie["bericht"]}
        begin = rand.keys() - {wie["bericht"], *hoe}
        hoe |= {ander: rand[ander] if direct else "" for ander in begin}
    return hoe


def _verwant(services: Services, gebruiker: Gebruiker, rij: Any, verband: str) -> Verwant:  # noqa: ANN401 - a row of DOSSIER
    mailbox = services.mailboxen.met_code(rij.mailbox)
    toestanden = {t.code: t.titel for t in mailbox.levensloop.toestanden} if mailbox is not None else {}
    stil = mailbox is not None and keeps_from(mailbox, rij, gebruiker)
    status = mailbox.levensloop.begin if mailbox is not None and stil else rij.status
    return Verwant(
        id=rij.id,
        nummer=rij.nummer,
        titel=mailbox.titel if mailbox is not None else rij.mailbox,
        status_titel=toestanden.get(status, "onbekend"),
        ingediend=rij.ingediend,
        verband=verband,
    )
