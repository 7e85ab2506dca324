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

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.client.overleden import VAN_AFZENDER, death_of, mark, marked_by
from portal.core.client.zelfde_client import perhaps_same, same_person
from portal.core.klokken.klokeinde import end_any
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.klokken.urgentie import earliest
from portal.core.registers import toewijzingen
from portal.core.registers.overlijdenseinde import end_by_death
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import BeeindigClient, HerstelClient
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.grond import OVERLIJDEN
from portal.domain.levensloop import Overgang as Regel
from portal.domain.teams import plek_van
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Taak, Termijn, Verplichting

# At most so many numbers in one taak; a name is shared by few.
GENOEMD: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Samen:
    """Other berichten about one client: those this team has, and those of the same sender that other teams have.

    `misschien` are those of this team of which it is not certain. `dag` is the last day of his toewijzingen of this team to
    the sender. With `herstel` what ended of these comes back; `doden` then told the same death, and may take over what this asked.
    """

    van_team: tuple[UUID, ...] = ()
    van_afzender: tuple[UUID, ...] = ()
    misschien: tuple[UUID, ...] = ()
    doden: tuple[UUID, ...] = ()
    dag: date | None = None
    herstel: bool = False


def together(session: Session, rij: Bericht, regel: Regel, feiten: Feiten) -> Samen | None:
    """Return what ends together with this step, or comes back with it; None when the step does neither to a client."""
    if any(isinstance(gevolg, HerstelClient) for gevolg in regel.gevolgen):
        gemerkt = marked_by(session, rij.id)
        return Samen(
            van_team=tuple(merk.bericht for merk in gemerkt if merk.team),
            van_afzender=tuple(merk.bericht for merk in gemerkt if not merk.team),
            doden=tuple(dood for dood in [death_of(session, rij.id)] if dood is not None),
            herstel=True,
        )
    einden = [g for g in regel.gevolgen if isinstance(g, BeeindigClient) and (g.als is None or g.als.geldt(feiten))]
    if not einden:
        return None
    dag = next((str(feiten[g.dag]) for g in einden if feiten.get(g.dag)), "")
    afzender, hier = (rij.afzender_soort, rij.afzender), plek_van(rij.team)
    van_team = select(Bericht.id).where(unindexed(Bericht.team) == rij.team)
    elders = select(Bericht.id).where(
        Bericht.team != rij.team,
        unindexed(Bericht.afzender_soort) == rij.afzender_soort,
        unindexed(Bericht.afzender) == rij.afzender,
        Bericht.id.in_(same_person(afzender, rij.id)),
    )
    return Samen(
        van_team=_in_order(session, van_team.where(Bericht.id.in_(same_person(hier, rij.id)))),
        van_afzender=_in_order(session, elders),
        misschien=_in_order(session, van_team.where(Bericht.id.in_(perhaps_same(hier, rij.id)))),
        dag=date.fromisoformat(dag) if dag else None,
    )


def lock(session: Session, bericht: UUID, samen: Samen | None, verbonden: Iterable[UUID] = ()) -> None:
    """Hold all these berichten, in the order in which everybody does; what was found must be looked up again after it."""
    ook = (*samen.van_team, *samen.van_afzender, *samen.doden) if samen is not None else ()
    alle = {bericht, *verbonden, *ook}
    session.execute(select(Bericht.id).where(Bericht.id.in_(alle)).order_by(Bericht.id).with_for_update()).all()


def end_together(
    session: Session, services: Services, actor: Actor, rij: Bericht, samen: Samen, *, door: Aanleiding
) -> None:
    """End the clocks and verplichtingen about this client, each bericht with its line in the log, and mark them for later.

    What counts from a death goes on.
    """
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
            and_(Termijn.bericht.in_(samen.van_afzender), Termijn.eigenaar.in_([p.value for p in VAN_AFZENDER])),
            Termijn.verplichting.in_([plicht.id for plicht in plichten]),
        ),
    )
    lopend = session.scalars(query.order_by(Termijn.id).with_for_update()).all()
    klokken = [klok for klok in lopend if not _counts_from_death(session, services, klok)]
    end_any(session, services, klokken, Gebeurtenis.VERVALLEN, door=door, grond=OVERLIJDEN.code)
    for bericht in sorted({klok.bericht for klok in klokken if klok.bericht is not None}):
        session.get_one(Bericht, bericht).urgent = earliest(session, bericht, vandaag=datum_in_nederland(door.now))
        record(
            session, actor, actie="termijnen beëindigd", onderwerp=str(bericht), now=door.now, uitkomst=OVERLIJDEN.code
        )


def to_look_at(session: Session, regel: Regel, samen: Samen | None) -> tuple[TaakRegel, ...]:
    """Return the taak to look by hand at what may be about this client, naming those berichten; none when there are none."""
    nakijken = [g.nakijken for g in regel.gevolgen if isinstance(g, BeeindigClient) and g.nakijken]
    if samen is None or not samen.misschien or not nakijken:
        return ()
    query = select(Bericht.nummer).where(Bericht.id.in_(samen.misschien)).order_by(Bericht.ingediend)
    nummers = session.scalars(query).all()
    rest = f" en nog {len(nummers) - GENOEMD}" if len(nummers) > GENOEMD else ""
    zin = f"Het gaat om {', '.join(nummers[:GENOEMD])}{rest}."
    return tuple(replace(taak, uitleg=f"{taak.uitleg} {zin}".strip()) for taak in nakijken)


def _in_order(session: Session, query: "Select[UUID]") -> tuple[UUID, ...]:
    return tuple(session.scalars(query.order_by(Bericht.id)))


def _end_toewijzingen(
    session: Session, actor: Actor, rij: Bericht, dag: date | None, *, door: Aanleiding
) -> Collection[UUID]:
    """End what this team gave the sender for this client, if the day is known; returns which those are.

    An aanbieder who told nothing learns nothing from here.
    """
    van_hem = toewijzingen.told_by_sender(session, rij)
    if dag is not None:
        end_by_death(session, actor, van_hem, op=dag, bericht=rij.id, now=door.now)
    return [toewijzing.id for toewijzing in van_hem]


def _counts_from_death(session: Session, services: Services, klok: Termijn) -> bool:
    """Tell whether a clock of a bericht is one that a death sets going, as the days of nazorg (Handboek §5.8)."""
    if klok.bericht is None:
        return False
    mailbox = services.mailboxen.met_code(session.get_one(Bericht, klok.bericht).mailbox)
    regel = mailbox.termijn(klok.code) if mailbox is not None else None
    return regel is not None and regel.na_overlijden


def _let_go(session: Session, berichten: Collection[UUID]) -> None:
    """Take the last day off the open taken of these berichten: the team sees to what is still of use."""
    open_taken = select(Taak).where(Taak.bericht.in_(berichten), Taak.status == "open")
    for taak in session.scalars(open_taken.with_for_update()):
        taak.uiterlijk = NOOIT
