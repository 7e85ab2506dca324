"""Bundels: the berichten that came from one submission to several receivers, for who sent them; a receiver knows of no other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import BerichtKop
from portal.core.services import Services
from portal.domain.partij import Partij
from portal.models import Bericht, Overgang, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class Medeontvanger:
    """Another receiver of the same submission; `geopend` is the first time that somebody there opened it."""

    id: UUID
    naam: str
    status_titel: str
    geopend: datetime | None


def others(services: Services, gebruiker: Gebruiker, zicht: BerichtKop) -> tuple[Medeontvanger, ...]:
    """Return the other receivers, by name; nothing for who did not send it."""
    if Partij.AFZENDER not in zicht.kanten or not zicht.mailbox.per_ontvanger:
        return ()
    soort, code = gebruiker.namens.sleutel
    geopend = (
        select(func.min(Overgang.moment))
        .where(Overgang.bericht == Bericht.id, Overgang.code == "openen")
        .scalar_subquery()
    )
    with services.database.lezen() as session:
        bundel = session.scalar(select(Bericht.bundel).where(Bericht.id == zicht.id))
        if bundel is None:
            return ()
        rijen = session.execute(
            select(Bericht.id, Bericht.status, Team.naam, geopend)
            .join(Team, Team.code == Bericht.team)
            .where(Bericht.bundel == bundel, Bericht.id != zicht.id)
            .where(Bericht.afzender_soort == soort, Bericht.afzender == code)
            .order_by(Team.naam)
        ).all()
    titels = {t.code: t.titel for t in zicht.mailbox.levensloop.toestanden}
    return tuple(
        Medeontvanger(id=id_, naam=naam, status_titel=titels.get(status, "onbekend"), geopend=moment)
        for id_, status, naam, moment in rijen
    )
