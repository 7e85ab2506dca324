"""Files of a dossier that go along with a new bericht: opened with the rights of who sends it, and sealed anew piece by piece.

Each gets a data key and a subject of its own, so that neither side ever opens anything of the other's bericht.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.insturen.bijlagekopie import Kopie, copied
from portal.core.lezen.dossier import Dossierstuk
from portal.core.services import Services
from portal.core.verzegelen import Aan
from portal.domain.bijlagen import BijlageEis
from portal.domain.bron import Bron

EIS: Final = "dossier"


def seal_along(
    services: Services,
    gebruiker: Gebruiker,
    stukken: Sequence[Dossierstuk],
    *,
    bericht: UUID,
    aan: list[Aan],
    now: datetime,
) -> tuple[Kopie, ...]:
    """Seal each file of the dossier that is not left out for a new bericht; raises what `copied` raises."""
    mee = [(stuk.bericht, stuk.bijlage) for stuk in stukken if stuk.bijlage is not None and not stuk.reden]
    return tuple(
        copied(
            services,
            gebruiker,
            bijlage,
            # What was taken in once is not measured again.
            BijlageEis(code=EIS, titel="", bron=Bron(plaats=""), maximaal_bytes=bijlage.bytes),
            van=van,
            naar=bericht,
            aan=aan,
            now=now,
        )
        for van, bijlage in mee
    )


def record_dossier(
    session: Session, gebruiker: Gebruiker, bericht: UUID, stukken: Sequence[Dossierstuk], *, now: datetime
) -> None:
    """Say in the log of each document of the dossier, by its id, whether it went along."""
    for stuk in stukken:
        actie = "niet meesturen" if stuk.reden else "meesturen"
        record(session, gebruiker.actor, actie=actie, onderwerp=str(bericht), now=now, uitkomst=str(stuk.id))
