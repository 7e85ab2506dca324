"""Seeing a bericht: that somebody of the team opened it is noted once, as a step of its own."""

from datetime import datetime

from portal.core.accounts import Gebruiker
from portal.core.behandelen.overgang import Stap, advance
from portal.core.bericht.zicht import BerichtKop
from portal.core.services import Services
from portal.domain.rechten import RECHT_VOOR
from portal.models import Bericht
from portal.sealing.envelope import new_id


def mark_opened(services: Services, gebruiker: Gebruiker, zicht: BerichtKop, *, now: datetime) -> bool:
    """Note that the team has seen the bericht, once; return whether this was the first time."""
    regel = zicht.mailbox.levensloop.overgang("openen")
    if (
        zicht.is_afzender
        or (zicht.is_beide and zicht.verloop[0].rij.door == gebruiker.persoon)  # he has seen what he registered
        or regel is None
        or zicht.toestand.code not in regel.van
        or not gebruiker.mag(RECHT_VOOR[regel.actie])
    ):
        return False
    with services.database.schrijven() as session:
        rij = session.get_one(Bericht, zicht.id, with_for_update=True)
        if rij.status not in regel.van or rij.team != gebruiker.namens.als_team:
            return False
        stap = Stap(
            bericht=rij,
            mailbox=zicht.mailbox,
            regel=regel,
            is_afzender=False,
            feiten={},
            sleutel=new_id(),
            versie=rij.versie,
            doel="",
            tekst=None,
            seals=(),
            now=now,
        )
        advance(session, services, gebruiker, rij, stap)
    return True
