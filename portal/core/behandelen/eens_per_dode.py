"""What is asked once of all berichten about the same death: it stands with the one, and the others follow what becomes of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.behandelen.gevolgen import of_other_deaths
from portal.core.behandelen.vanzelf import open_again
from portal.core.bericht.overlijden import deaths_here, endings
from portal.core.bericht.taakzicht import ELDERS
from portal.core.post.outbox import enqueue_mail
from portal.core.services import Services
from portal.domain.mailsoort import GEWIJZIGD
from portal.domain.teams import plek_van
from portal.models import Bericht, Taak


def settle(session: Session, services: Services, actor: Actor, rij: Bericht, *, now: datetime) -> None:
    """Let the taken follow that other recorded deaths of this client left to this bericht, of which one was done, lapsed, or undone.

    They are done on the same day; where nothing stands for them any more they are to be done there, and that team hears it.
    """
    session.flush()
    andere = [dood for dood in deaths_here(session, rij, endings(services.mailboxen)) if dood != rij.id]
    query = select(Taak).join(Bericht, Bericht.id == Taak.bericht).where(Bericht.id.in_(andere), Taak.grond == ELDERS)
    oudste = query.order_by(Bericht.ingediend, Bericht.id, Taak.id).with_for_update(of=Taak)
    for taak in session.scalars(oudste).all():
        bericht = session.get_one(Bericht, taak.bericht)
        elders = of_other_deaths(session, services, bericht, {taak.code}).get(taak.code)
        if elders is None:
            taak.status, taak.grond = "open", None
            bericht.versie += 1
            session.flush()  # another that left it to the same bericht now follows this one
            _tell(session, services, actor, bericht, now=now)
        elif elders.status == "gedaan":
            taak.status, taak.grond, taak.verzonden = elders.status, None, elders.verzonden
            taak.gedaan, taak.gedaan_door = elders.gedaan, elders.gedaan_door
            bericht.versie += 1


def _tell(session: Session, services: Services, actor: Actor, bericht: Bericht, *, now: datetime) -> None:
    """Open the bericht again where all of it was done, and tell the team that it has something to do there."""
    mailbox = services.mailboxen.met_code(bericht.mailbox)
    if mailbox is not None:
        open_again(session, services, actor, mailbox, bericht, now=now)
    pad = f"/berichten/{bericht.id}"
    enqueue_mail(session, aan=plek_van(bericht.team), sjabloon=GEWIJZIGD, nummer=bericht.nummer, pad=pad, now=now)
