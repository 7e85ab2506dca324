"""Stukken: the files that go with a text on a bericht; sealed to the writer while he writes, to both sides when it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import BijlageZicht, zicht_van
from portal.core.opening import open_deks
from portal.core.services import Services
from portal.core.verzegelen import SESSIE, Aan
from portal.models import Bijlage, Concept, Seal, SealedItem
from portal.prepared import Prepared

SENT_WITH = Prepared(
    select(Bijlage)
    .where(Bijlage.bij.in_(bindparam("overgangen", expanding=True)))
    .order_by(Bijlage.gemaakt, Bijlage.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stukken:
    """The files of one text, with the seals that let the other side open them; `concept` is what they hang on now."""

    concept: UUID
    rijen: tuple[Bijlage, ...]
    items: tuple[SealedItem, ...]
    seals: tuple[Seal, ...]


class AndereStukken(Exception):
    """The files of a text changed while it was being sent."""


def for_sending(
    services: Services, gebruiker: Gebruiker, concept: UUID, *, bericht: UUID, aan: Sequence[Aan]
) -> Stukken:
    """Seal the keys of the files of a text to those who will read it; raises AndereStukken, and what the vault raises."""
    with services.database.lezen() as session:
        rijen = _own_rows(session, gebruiker, concept, bericht=bericht)
        keys = services.sealer.keys(session, [to for to in aan if to != gebruiker.namens.sleutel]) if rijen else ()
    ids = [item for rij in rijen for item in (rij.item, rij.deel)]
    opened = open_deks(services, gebruiker, ids) if ids else []
    if len(opened) != len(ids):
        raise AndereStukken
    seals = (services.sealer.seal_dek(dek, services.sealer.context_of(item), keys=keys) for item, dek in opened)
    return Stukken(
        concept=concept,
        rijen=tuple(rijen),
        items=tuple(item for item, _ in opened),
        seals=tuple(seal for some in seals for seal in some),
    )


def hang_on(session: Session, stukken: Stukken, overgang: UUID) -> None:
    """Let the files belong to the overgang that sends them; raises AndereStukken when others came or went meanwhile."""
    nu = session.scalars(select(Bijlage.id).where(Bijlage.bij == stukken.concept)).all()
    if set(nu) != {rij.id for rij in stukken.rijen}:
        raise AndereStukken
    session.add_all(stukken.seals)
    items = [item.id for item in stukken.items]
    session.execute(delete(Seal).where(Seal.item.in_(items), Seal.recipient_kind == SESSIE))
    session.execute(update(Bijlage).where(Bijlage.bij == stukken.concept).values(bij=overgang))


def stukken_of(session: Session, overgangen: Sequence[UUID]) -> Sequence[Bijlage]:
    """Return the rows of the files that were sent with these overgangen, oldest first."""
    return SENT_WITH.into(Bijlage, session, overgangen=list(overgangen)) if overgangen else ()


def by_overgang(rijen: Sequence[Bijlage], geopend: dict[UUID, bytes]) -> dict[UUID, tuple[BijlageZicht, ...]]:
    """Return the files that could be opened, by the overgang that sent them."""
    bij: dict[UUID, tuple[BijlageZicht, ...]] = {}
    for rij in rijen:
        if rij.item in geopend:
            bij[rij.bij] = (*bij.get(rij.bij, ()), zicht_van(rij, geopend[rij.item]))
    return bij


def _own_rows(session: Session, gebruiker: Gebruiker, concept: UUID, *, bericht: UUID) -> Sequence[Bijlage]:
    rij = session.get(Concept, concept)
    if rij is None or (rij.eigenaar_soort, rij.eigenaar) != gebruiker.namens.sleutel or rij.bericht != bericht:
        return ()
    return session.scalars(select(Bijlage).where(Bijlage.bij == concept).order_by(Bijlage.gemaakt, Bijlage.id)).all()
