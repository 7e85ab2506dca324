"""Ending together: what still runs about a client who has died, at this team and of this sender; nobody else learns of it.

The other berichten are found by the blind terms of the team and of the sender, each its own: before the transaction, to
hold them in order, and again once they are held. All are marked, so that no later step starts what is of no use any more.
A bericht of this sender that another team has keeps the clocks of that team: they are its to end.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from portal.core import toewijzingen
from portal.core.audit import Actor, record
from portal.core.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken import LEVEND, NOOIT, Klokstatus, end
from portal.core.overleden import mark
from portal.core.urgentie import earliest
from portal.core.zelfde_client import SAME_BSN, same_client
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import BeeindigClient
from portal.domain.levensloop import Overgang as Regel
from portal.domain.partij import Partij
from portal.domain.teams import plek_van
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Taak, Termijn, Verplichting

OVERLIJDEN: Final = "overlijden"
VAN_AFZENDER: Final = (Partij.AFZENDER.value, Partij.AANBIEDER.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Samen:
    """Other berichten about one client: those this team has, and those of the same sender that other teams have.

    `dag` is the last day of his toewijzingen of this team to the sender.
    """

    van_team: tuple[UUID, ...] = ()
    van_afzender: tuple[UUID, ...] = ()
    dag: date | None = None


def together(session: Session, rij: Bericht, regel: Regel, feiten: Feiten) -> Samen | None:
    """Return what ends together with this step, None when the step ends no client."""
    einden = [g for g in regel.gevolgen if isinstance(g, BeeindigClient) and (g.als is None or g.als.geldt(feiten))]
    if not einden:
        return None
    dag = next((str(feiten[g.dag]) for g in einden if feiten.get(g.dag)), "")
    afzender = (rij.afzender_soort, rij.afzender)
    hier = select(Bericht.id).where(
        Bericht.team == rij.team, Bericht.id.in_(same_client(plek_van(rij.team), rij.id, op=SAME_BSN))
    )
    elders = select(Bericht.id).where(
        Bericht.team != rij.team,
        Bericht.afzender_soort == rij.afzender_soort,
        Bericht.afzender == rij.afzender,
        Bericht.id.in_(same_client(afzender, rij.id, op=SAME_BSN)),
    )
    return Samen(
        van_team=tuple(session.scalars(hier.order_by(Bericht.id))),
        van_afzender=tuple(session.scalars(elders.order_by(Bericht.id))),
        dag=date.fromisoformat(dag) if dag else None,
    )


def lock(session: Session, bericht: UUID, samen: Samen | None, verbonden: Iterable[UUID] = ()) -> None:
    """Hold all these berichten, in the order in which everybody does; what was found must be looked up again after it."""
    ook = (*samen.van_team, *samen.van_afzender) if samen is not None else ()
    alle = {bericht, *verbonden, *ook}
    session.execute(select(Bericht.id).where(Bericht.id.in_(alle)).order_by(Bericht.id).with_for_update()).all()


def end_together(session: Session, actor: Actor, rij: Bericht, samen: Samen, *, door: Aanleiding) -> None:
    """End the clocks and verplichtingen about this client, each bericht with its line in the log, and mark them for later."""
    mark(session, samen.van_team, gemeld_in=rij.id, team=rij.team)
    mark(session, samen.van_afzender, gemeld_in=rij.id)
    _let_go(session, samen.van_team)
    toegewezen = _end_toewijzingen(session, actor, rij, samen.dag, door=door)
    door = replace(door, overgang=None)  # the step of another bericht is nobody's business
    plichten = session.scalars(
        select(Verplichting)
        .where(
            Verplichting.status == "open",
            or_(
                Verplichting.bron_bericht.in_([rij.id, *samen.van_team, *samen.van_afzender]),
                Verplichting.toewijzing.in_(toegewezen),
            ),
        )
        .order_by(Verplichting.id)
        .with_for_update()
    ).all()
    for plicht in plichten:
        plicht.status, plicht.geeindigd = Klokstatus.VERVALLEN.value, door.now
    query = select(Termijn).where(
        Termijn.status.in_(LEVEND),
        or_(
            Termijn.bericht.in_(samen.van_team),
            and_(Termijn.bericht.in_(samen.van_afzender), Termijn.eigenaar.in_(VAN_AFZENDER)),
            Termijn.verplichting.in_([plicht.id for plicht in plichten]),
        ),
    )
    klokken = session.scalars(query.order_by(Termijn.id).with_for_update()).all()
    end(session, klokken, Gebeurtenis.VERVALLEN, door=door, grond=OVERLIJDEN)
    for bericht in sorted({klok.bericht for klok in klokken if klok.bericht is not None}):
        session.get_one(Bericht, bericht).urgent = earliest(session, bericht, vandaag=datum_in_nederland(door.now))
        record(session, actor, actie="termijnen beëindigd", onderwerp=str(bericht), now=door.now, uitkomst=OVERLIJDEN)


def _end_toewijzingen(
    session: Session, actor: Actor, rij: Bericht, dag: date | None, *, door: Aanleiding
) -> Collection[UUID]:
    """End what this team gave the sender for this client, if the day is known; returns which those are.

    An aanbieder who told nothing learns nothing from here.
    """
    lopend = toewijzingen.of_client(session, ("team", rij.team), rij.id)
    van_hem = [t for t in lopend if rij.afzender_soort == "team" or t.organisatie == rij.afzender]
    if dag is not None:
        toewijzingen.end(session, actor, van_hem, op=dag, now=door.now, bericht=rij.id)
    return [toewijzing.id for toewijzing in van_hem]


def _let_go(session: Session, berichten: Collection[UUID]) -> None:
    """Take the last day off the open taken of these berichten: the team sees to what is still of use."""
    open_taken = select(Taak).where(Taak.bericht.in_(berichten), Taak.status == "open")
    for taak in session.scalars(open_taken.with_for_update()):
        taak.uiterlijk = NOOIT
