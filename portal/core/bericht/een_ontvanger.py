"""One receiver at a time: of one submission to several, a step such as naming the client stands with one of them only."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from portal.core.services import Services
from portal.domain.gevolg import StapBijMede
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.models import Bericht, Overgang, Team


def stands_with(session: Session, mailbox: Mailbox, rij: Bericht) -> str:
    """Return the name of the other receiver with whom such a step stands now; '' when it may be made on this bericht."""
    regels = (regel for regel in mailbox.levensloop.overgangen if regel.een_ontvanger)
    return next((naam for regel in regels if (naam := _other(session, rij, regel))), "")


def held_with(services: Services, rij: Bericht, regel: Regel) -> tuple[UUID, ...]:
    """Return the berichten of the same submission, held while a step is made that stands with one, or acts on the others; else none.

    They never change once it was submitted, so they can be read before the transaction.
    """
    if rij.bundel is None or not (regel.een_ontvanger or any(isinstance(g, StapBijMede) for g in regel.gevolgen)):
        return ()
    with services.database.lezen() as session:
        return tuple(session.scalars(select(Bericht.id).where(Bericht.bundel == rij.bundel)))


def _other(session: Session, rij: Bericht, regel: Regel) -> str:
    """Name who got it and where no later step ended that."""
    if rij.bundel is None:
        return ""
    einde = aliased(Overgang)
    geeindigd = select(einde.id).where(
        einde.bericht == Overgang.bericht,
        einde.code.in_(regel.een_ontvanger),
        einde.volgnummer > Overgang.volgnummer,
    )
    query = (
        select(Team.naam)
        .join(Bericht, Bericht.team == Team.code)
        .join(Overgang, Overgang.bericht == Bericht.id)
        .where(Bericht.bundel == rij.bundel, Bericht.id != rij.id)
        .where(Overgang.code == regel.code, ~geeindigd.exists())
    )
    return session.scalar(query) or ""
