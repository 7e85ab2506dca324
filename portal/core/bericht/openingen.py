"""Who opened the identities of a bericht, when and why: for the side that opened them, from the log of the vault."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from portal.core.accounts import Gebruiker, names_of
from portal.core.services import Services
from portal.domain.openingsreden import TITELS
from portal.models import AuditRegel

GELUKT: Final = "gelukt; "
MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Inzage:
    """One opening with a reason."""

    moment: datetime
    wie: str
    reden: str


def inzagen(services: Services, gebruiker: Gebruiker, bericht: UUID) -> tuple[Inzage, ...]:
    """Return the openings by the own team or organisation, the last ones first; only for who may open it himself."""
    namens = f"{gebruiker.namens.soort}:{gebruiker.namens.code}"
    with services.database.lezen() as session:
        rijen = session.scalars(
            select(AuditRegel)
            .where(
                AuditRegel.onderwerp == str(bericht),
                AuditRegel.actie == "openen",
                AuditRegel.namens == namens,
                AuditRegel.uitkomst.startswith(GELUKT),
            )
            .order_by(AuditRegel.moment.desc(), AuditRegel.id)
            .limit(MOST)
        ).all()
    namen = names_of(services, {UUID(rij.persoon) for rij in rijen})
    titels = {reden.value: titel for reden, titel in TITELS.items()}
    return tuple(
        Inzage(
            moment=rij.moment,
            wie=namen.get(UUID(rij.persoon), ""),
            reden=titels.get(rij.uitkomst.removeprefix(GELUKT), ""),
        )
        for rij in rijen
    )
