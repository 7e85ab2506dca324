"""A bericht that the vault took in only after the death of its client was recorded: the death still finds it."""

from datetime import datetime
from uuid import UUID

from portal.core.audit import Actor
from portal.core.behandelen.beeindigen import Samen, end_together, lock
from portal.core.bericht.overlijden import deaths_of, endings
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.services import Services
from portal.models import Bericht


def find_death(services: Services, actor: Actor, bericht: UUID, *, now: datetime) -> bool:
    """End what runs in a bericht that was sent before the death of its client was recorded, and marks it; True when it was so.

    Only a death that this team recorded, or that its sender told to another team, as when it had been taken in before.
    What was sent later was sent knowing of it, and goes its own way.
    """
    eindes = endings(services.mailboxen)
    with services.database.lezen() as session:
        rij = session.get(Bericht, bericht)
        gevonden = [] if rij is None else list(deaths_of(session, rij, eindes))
    if not gevonden:
        return False
    with services.database.schrijven() as session:
        lock(session, bericht, None, [overlijden.id for overlijden in gevonden])
        rij = session.get_one(Bericht, bericht, populate_existing=True)
        for overlijden in list(deaths_of(session, rij, eindes)):
            samen = Samen(van_team=(bericht,)) if overlijden.team == rij.team else Samen(van_afzender=(bericht,))
            end_together(session, services, actor, overlijden, samen, door=Aanleiding(now=now))
    return True
