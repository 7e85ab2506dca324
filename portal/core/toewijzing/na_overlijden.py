"""A toewijzing of a client whose death this team recorded: it runs until that day at the latest (Handboek §5.8)."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.bericht.overlijden import recorded_at
from portal.core.bericht.overlijdensdag import day_of_death
from portal.core.client.zelfde_client import same_person
from portal.core.registers.overlijdenseinde import end_by_death
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import voluit
from portal.models import Toewijzing

UITERLIJK = (
    "Bij {nummer} is vastgelegd dat deze cliënt op {dag} is overleden. De toewijzing eindigt uiterlijk op die dag (Handboek §5.8). "
    "Vul die dag in, of een eerdere."
)


def refuse_after_death(session: Session, services: Services, rij: Toewijzing, *, op: date) -> None:
    """Refuse a last day after the death; not of what began after it, as for nazorgdagen. Raises NietMogelijk."""
    bekend = session.scalars(same_person(("team", rij.team), rij.id)).all()
    for dood in recorded_at(session, services, rij.team, bekend):
        dag = day_of_death(session, services.mailboxen, [dood.id])
        if dag is not None and rij.vanaf <= dag < op:
            raise NietMogelijk(UITERLIJK.format(nummer=dood.nummer, dag=voluit(dag)))


def end_with_death(
    session: Session, services: Services, actor: Actor, rij: Toewijzing, *, bekend: Collection[UUID], now: datetime
) -> None:
    """End a toewijzing that is written down only now as the death would have: of the aanbieder who told it, or of all of a team that did.

    `bekend` is what the team has about the client. What began after the death, as for nazorgdagen, runs on.
    """
    for dood in recorded_at(session, services, rij.team, bekend):
        dag = day_of_death(session, services.mailboxen, [dood.id])
        if dag is not None and rij.vanaf <= dag and (dood.afzender_soort == "team" or dood.afzender == rij.organisatie):
            end_by_death(session, actor, [rij], op=dag, bericht=dood.id, now=now)
