"""A client who has died: which berichten that holds for, what is of no use in them any more, and who may know."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.core.verzegelen import Aan
from portal.db import Base
from portal.domain.berekening import Berekening
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.teams import als_team
from portal.models import Bericht, Overleden
from portal.prepared import Prepared, Row

# What a sender must do himself.
VAN_AFZENDER: Final = frozenset({Partij.AFZENDER, Partij.AANBIEDER})

# Asked whenever a bericht is shown, so made once and run below the ORM.
_O, _B = (Base.metadata.tables[naam].c for naam in ("overleden", "berichten"))
TOLD: Final = Prepared(
    select(_O.bericht, _B.nummer, _O.ongedaan)
    .join_from(_O.bericht.table, _B.id.table, _B.id == _O.gemeld_in)
    .where(_O.bericht.in_(bindparam("berichten", expanding=True)))
    .where(
        or_(
            and_(_B.afzender_soort == bindparam("soort"), _B.afzender == bindparam("code")),
            _O.team == bindparam("team"),
        )
    )
)


def mark(session: Session, berichten: Collection[UUID], *, gemeld_in: UUID, team: str = "") -> None:
    """Mark these berichten for good; one that a team had marked as its own stays so."""
    for bericht in sorted(berichten):
        rij = session.get(Overleden, bericht)
        if rij is None:
            session.add(Overleden(bericht=bericht, gemeld_in=gemeld_in, team=team))
        elif rij.ongedaan is not None:
            rij.gemeld_in, rij.team, rij.ongedaan = gemeld_in, team, None
        elif team and not rij.team:
            rij.gemeld_in, rij.team = gemeld_in, team


def marked_by(session: Session, overlijden: UUID) -> list[Overleden]:
    """Return the berichten that this one marked and for which that still holds, in order."""
    query = select(Overleden).where(Overleden.gemeld_in == overlijden, Overleden.ongedaan.is_(None))
    return list(session.scalars(query.order_by(Overleden.bericht)))


def is_over(session: Session, bericht: UUID) -> bool:
    """Tell whether the client of this bericht has died, so that no duty follows from it any more."""
    return death_of(session, bericht) is not None


def death_of(session: Session, bericht: UUID) -> UUID | None:
    """Return the bericht that told the death of the client of this one; None while none stands."""
    rij = _mark_of(session, bericht)
    return rij.gemeld_in if rij is not None else None


def still_of_use(
    session: Session, mailbox: Mailbox, bericht: UUID, berekeningen: Iterable[Berekening]
) -> list[Berekening]:
    """Leave out the clocks that need not start any more: all, or those of the sender where only he knows of it.

    What counts from a death starts.
    """
    gevonden = list(berekeningen)
    rij = _mark_of(session, bericht) if gevonden else None
    if rij is None:
        return gevonden
    hier = bool(rij.team) and session.get_one(Bericht, bericht).team == rij.team
    blijft = {t.code for t in mailbox.alle_termijnen() if t.na_overlijden or not (hier or t.eigenaar in VAN_AFZENDER)}
    return [berekening for berekening in gevonden if berekening.code in blijft]


def told_in(session: Session, plek: Aan, berichten: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the number of the bericht that told the death, of those of which this team or organisation may know.

    The team that recorded it, and the organisation that told it itself; nobody else. A death that was undone is none.
    """
    return {bericht: nummer for bericht, nummer, ongedaan in _told(session, plek, berichten) if ongedaan is None}


def knew_of(session: Session, plek: Aan, bericht: UUID) -> tuple[str, bool]:
    """Return what `told_in` does of one bericht, and whether this side may know of a death, also of one that was undone."""
    rijen = _told(session, plek, [bericht])
    return next((nummer for _, nummer, ongedaan in rijen if ongedaan is None), ""), bool(rijen)


def _told(session: Session, plek: Aan, berichten: Collection[UUID]) -> Sequence[Row]:
    soort, code = plek
    return TOLD.rows(session, soort=soort, code=code, team=als_team(soort, code), berichten=list(berichten))


def _mark_of(session: Session, bericht: UUID) -> Overleden | None:
    rij = session.get(Overleden, bericht)
    return rij if rij is not None and rij.ongedaan is None else None
