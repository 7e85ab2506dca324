"""Search: by BSN, birth date with initials or kenmerk through the vault, by number in clear."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.bericht.lijstrijen import Rij, rows_for
from portal.core.bericht.verwant import of_asker
from portal.core.services import Services
from portal.domain.nummer import lees
from portal.domain.rechten import Recht
from portal.models import Bericht

MOST = 50


def zoek(services: Services, gebruiker: Gebruiker, *, soort: str, waarde: str, now: datetime) -> tuple[Rij, ...]:
    """Return the berichten of this team or organisation that match exactly, newest first.

    `soort` is bsn, geboren ('1987-05-12|JV'), kenmerk or nummer. Raises NietToegestaan, VaultDown, TeVeel.
    """
    gebruiker.eis(Recht.ZOEKEN)
    if soort == "nummer":
        gevonden = _by_number(services, gebruiker, waarde)
        with services.database.schrijven() as session:
            record(session, gebruiker.actor, actie="zoeken", onderwerp="nummer", now=now)
    else:
        gevonden = services.vault.search(
            gebruiker.token, gebruiker.namens.sleutel, soort, waarde, herkomst=gebruiker.herkomst
        )
    with services.database.lezen() as session:
        zijn = select(Bericht.id).where(Bericht.id.in_(gevonden), of_asker(gebruiker))
        eigen = session.scalars(zijn.order_by(Bericht.ingediend.desc()).limit(MOST)).all()
    rijen, _ = rows_for(services, gebruiker, eigen)
    return rijen


def _by_number(services: Services, gebruiker: Gebruiker, waarde: str) -> list[UUID]:
    """Look among one's own only: another's number then costs what a number of nothing costs."""
    with services.database.lezen() as session:
        return list(
            session.scalars(select(Bericht.id).where(Bericht.nummer == lees(waarde), of_asker(gebruiker))).all()
        )
