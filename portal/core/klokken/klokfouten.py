"""Clocks whose steps cannot be taken: put behind the others, tried again ever later, and shown to who runs the portal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.klokken.toezichtgrens import not_of_toezicht
from portal.core.post.outbox import COUNT_TO
from portal.core.services import Services
from portal.db import Database
from portal.domain.rechten import Recht
from portal.models import Bericht, Klokfout, Termijn, Verplichting

# voorstel: after a few tries in the first hour once a day is enough; whoever mends it need do nothing more.
EERST: Final = timedelta(minutes=5)
HOOGSTENS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foutregel:
    """So many clocks of one kind that fail in one way, since when at the earliest."""

    mailbox: str
    klok: str
    fout: str
    aantal: int
    sinds: datetime


def is_turn(now: datetime) -> ColumnElement[bool]:
    """Select, of clocks joined with what failed, those that did not or whose time to be tried again has come."""
    return or_(Klokfout.opnieuw.is_(None), Klokfout.opnieuw <= now)


def note_failure(services: Services, termijn: UUID, error: Exception, *, now: datetime) -> None:
    """Write that this clock failed once more, and when it is tried again: each time twice as late, up to a day."""
    with services.database.schrijven() as session:
        rij = session.get(Klokfout, termijn, with_for_update=True)
        if rij is None:
            rij = Klokfout(termijn=termijn, keer=0, fout="", sinds=now, opnieuw=now)
            session.add(rij)
        rij.keer, rij.fout = rij.keer + 1, type(error).__name__[:64]
        rij.opnieuw = now + min(HOOGSTENS, EERST * 2 ** min(rij.keer - 1, 10))


def forget(session: Session, termijn: UUID) -> None:
    """Forget that this clock failed: it did not this time."""
    session.execute(delete(Klokfout).where(Klokfout.termijn == termijn))


def how_many(database: Database) -> int:
    """Return how many clocks fail, to COUNT_TO, and one more for more."""
    with database.lezen() as session:
        eerste = select(Klokfout.termijn).limit(COUNT_TO + 1).subquery()
        return session.scalar(select(func.count()).select_from(eerste)) or 0


def failing(services: Services, gebruiker: Gebruiker) -> tuple[Foutregel, ...]:
    """Return what fails, most first; of no bericht which, and nothing of toezicht; raises NietToegestaan.

    `portal doctor` counts those as well, for whoever runs the machine.
    """
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    mailbox = func.coalesce(Bericht.mailbox, Verplichting.mailbox)
    query = (
        select(mailbox, Termijn.titel, Klokfout.fout, func.count(), func.min(Klokfout.sinds))
        .join(Termijn, Termijn.id == Klokfout.termijn)
        .outerjoin(Bericht, Bericht.id == Termijn.bericht)
        .outerjoin(Verplichting, Verplichting.id == Termijn.verplichting)
        .group_by(mailbox, Termijn.titel, Klokfout.fout)
        .order_by(func.count().desc(), mailbox, Termijn.titel)
    )
    with services.database.lezen() as session:
        gevonden = session.execute(query.where(not_of_toezicht(session)))
        return tuple(
            Foutregel(mailbox=_titel(services, code), klok=klok, fout=fout, aantal=aantal, sinds=sinds)
            for code, klok, fout, aantal, sinds in gevonden
        )


def _titel(services: Services, code: str) -> str:
    declaratie = services.mailboxen.met_code(code)
    return declaratie.titel if declaratie is not None else code
