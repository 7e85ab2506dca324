"""What a team still has open about a client whose death it recorded: closed at once from the page of that death, where it wants to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.behandelen.in_een_keer import offered
from portal.core.bericht.overlijden import endings, stands
from portal.core.bericht.overlijdensdag import answered_days, day_of_death
from portal.core.bericht.zicht import BerichtKop, declaration, toestand_of
from portal.core.client.zelfde_client import same_person
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.afsluiten import AFSLUITEN
from portal.domain.levensloop import Actie, Fase
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.rechten import RECHT_VOOR
from portal.domain.teams import plek_van
from portal.models import Bericht, Overgang


@dataclass(frozen=True, slots=True, kw_only=True)
class NogOpen:
    """A bericht that is open, from the versie it was shown in.

    `begon` tells that what it asks would begin on the day of the death or before it: that may be to decide still.
    """

    id: UUID
    nummer: str
    titel: str
    toestand: str
    versie: int
    begon: bool


def still_open(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[NogOpen, ...]:
    """Return what the team has open about the client whose death this bericht recorded, and that this person may close.

    Nothing of a bericht that recorded no death, or whose death was undone.
    """
    alle = services.regels.eens("eindes", lambda: endings(services.mailboxen))
    eindes = [einde for einde in alle if einde.mailbox == zicht.mailbox.code]
    mag = Partij.BEHANDELEND_TEAM in zicht.kanten and gebruiker.mag(RECHT_VOOR[Actie.AFSLUITEN])
    if not eindes or not mag:
        return ()
    dood = select(Overgang.id).join(Bericht, Bericht.id == Overgang.bericht).where(Bericht.id == zicht.id)
    query = select(Bericht).where(
        unindexed(Bericht.team) == zicht.team,
        Bericht.fase != Fase.KLAAR.value,
        Bericht.id.in_(same_person(plek_van(zicht.team), zicht.id)),
    )
    with services.database.lezen() as session:
        staat = session.scalar(dood.where(stands(eindes)).limit(1)) is not None
        rijen = session.scalars(query.order_by(Bericht.ingediend, Bericht.id)).all() if staat else ()
        dag = day_of_death(session, services.mailboxen, [zicht.id])
        begon = {rij.id for rij in rijen if _began(session, declaration(services, rij.mailbox), rij, dag)}
    met = ((rij, declaration(services, rij.mailbox)) for rij in rijen)
    return tuple(
        NogOpen(
            id=rij.id,
            nummer=rij.nummer,
            titel=mailbox.titel,
            toestand=toestand_of(mailbox, rij.status).titel,
            versie=rij.versie,
            begon=rij.id in begon,
        )
        for rij, mailbox in met
        if AFSLUITEN in offered(mailbox, rij)
    )


def _began(session: Session, mailbox: Mailbox, rij: Bericht, overleden: date | None) -> bool:
    """Tell whether what the taken of this bericht would be about begins by the day of the death, as far as both days are known."""
    begin = [taak for taak in mailbox.taken() if taak.vanaf is not None]
    dagen = answered_days(session, mailbox, rij.id) if begin and overleden is not None else {}
    return any(t.vanaf is not None and t.vanaf.veld in dagen and not t.begint_na(overleden, dagen) for t in begin)
