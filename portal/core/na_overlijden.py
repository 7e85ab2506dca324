"""A bericht that the vault took in only after the death of its client was recorded: the death still finds it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.beeindigen import Samen, end_together, lock
from portal.core.klokhistorie import Aanleiding
from portal.core.services import Services
from portal.core.zelfde_client import SAME_BSN, same_client
from portal.domain.gevolg import BeeindigClient
from portal.domain.teams import plek_van
from portal.models import Bericht, Overgang


def find_death(services: Services, actor: Actor, bericht: UUID, *, now: datetime) -> bool:
    """End what runs in a bericht that was sent before the death of its client was recorded, and marks it; True when it was so.

    Only a death that this team recorded, or that its sender told to another team, as when it had been taken in before.
    What was sent later was sent knowing of it, and goes its own way.
    """
    codes = _ending(services)
    with services.database.lezen() as session:
        rij = session.get(Bericht, bericht)
        gevonden = [] if rij is None else list(_deaths(session, rij, codes))
    if not gevonden:
        return False
    with services.database.schrijven() as session:
        lock(session, bericht, None, [overlijden.id for overlijden in gevonden])
        rij = session.get_one(Bericht, bericht, populate_existing=True)
        for overlijden in _deaths(session, rij, codes):
            samen = Samen(van_team=(bericht,)) if overlijden.team == rij.team else Samen(van_afzender=(bericht,))
            end_together(session, actor, overlijden, samen, door=Aanleiding(now=now))
    return True


def _ending(services: Services) -> dict[str, tuple[str, ...]]:
    """Return the steps that end a client, by the mailbox that has them."""
    return {
        mailbox.code: stappen
        for mailbox in services.mailboxen.alle()
        if (
            stappen := tuple(
                o.code for o in mailbox.levensloop.overgangen if any(isinstance(g, BeeindigClient) for g in o.gevolgen)
            )
        )
    }


def _deaths(session: Session, rij: Bericht, codes: dict[str, tuple[str, ...]]) -> Iterator[Bericht]:
    """Yield the berichten that told the death of this client to this team, or by this sender, after this one was sent."""
    afzender = (rij.afzender_soort, rij.afzender)
    hier = (Bericht.team == rij.team, Bericht.id.in_(same_client(plek_van(rij.team), rij.id, op=SAME_BSN)))
    elders = (
        Bericht.team != rij.team,
        Bericht.afzender_soort == rij.afzender_soort,
        Bericht.afzender == rij.afzender,
        Bericht.id.in_(same_client(afzender, rij.id, op=SAME_BSN)),
    )
    for waar in (hier, elders):
        query = select(Bericht).where(Bericht.mailbox.in_(codes), *waar).order_by(Bericht.id)
        for ander in session.scalars(query).all():
            stap = select(Overgang.id).where(
                Overgang.bericht == ander.id,
                Overgang.code.in_(codes[ander.mailbox]),
                Overgang.moment >= rij.ingediend,
            )
            if session.scalar(stap.limit(1)) is not None:
                yield ander
