"""How a person wants his mail."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.services import Services
from portal.domain.mailwijze import Wijze
from portal.models import Mailvoorkeur


def chosen(session: Session, personen: Collection[UUID]) -> dict[UUID, Wijze]:
    """Return what each chose; at once without a choice, or when what is stored is none."""
    query = select(Mailvoorkeur.persoon, Mailvoorkeur.wijze).where(Mailvoorkeur.persoon.in_(personen))
    found = {persoon: Wijze(wijze) for persoon, wijze in session.execute(query).all() if wijze in set(Wijze)}
    return {persoon: found.get(persoon, Wijze.DIRECT) for persoon in personen}


def mijn_wijze(services: Services, gebruiker: Gebruiker) -> Wijze:
    """Return how this person wants his mail."""
    with services.database.lezen() as session:
        return chosen(session, [gebruiker.persoon])[gebruiker.persoon]


def kies_wijze(services: Services, gebruiker: Gebruiker, wijze: Wijze, *, now: datetime) -> None:
    """Choose how one wants one's mail from now on; what waits for the digest of today still goes with it."""
    with services.database.schrijven() as session:
        rij = session.get(Mailvoorkeur, gebruiker.persoon)
        if rij is None:
            session.add(Mailvoorkeur(persoon=gebruiker.persoon, wijze=wijze.value, gewijzigd=now))
        else:
            rij.wijze, rij.gewijzigd = wijze.value, now
        record(
            session,
            gebruiker.actor,
            actie="mail_kiezen",
            onderwerp=str(gebruiker.persoon),
            now=now,
            uitkomst=wijze.value,
        )
