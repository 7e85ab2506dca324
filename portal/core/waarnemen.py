"""Standing in for who is away, as it is kept and as it counts today."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.waarneming import kan_waarnemen, werk
from portal.models import Waarneming
from portal.sealing.sessie import PersoonRecord


def vervangers(
    session: Session, personen: Collection[PersoonRecord], *, soort: str, code: str, vandaag: date
) -> dict[UUID, UUID]:
    """Return who of these is away today, with who stands in: only who may himself do what the other may."""
    rechten = {p.id: werk(p.lidmaatschappen, soort=soort, code=code, vandaag=vandaag) for p in personen}
    rows = session.execute(
        select(Waarneming.persoon, Waarneming.waarnemer).where(
            Waarneming.soort == soort,
            Waarneming.code == code,
            Waarneming.van <= vandaag,
            Waarneming.tot >= vandaag,
        )
    ).all()
    return {
        persoon: waarnemer
        for persoon, waarnemer in rows
        if persoon in rechten and waarnemer in rechten and kan_waarnemen(rechten[waarnemer], rechten[persoon])
    }
