"""What follows from a step besides its clocks: taken, registers, and what ends of other berichten about the same client."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, literal, or_, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor
from portal.core.behandelen.beeindigen import Samen, end_together
from portal.core.bericht.overlijden import deaths_here, endings
from portal.core.bericht.taakzicht import ELDERS, VERVALLEN
from portal.core.klokken.klokeinde import end_any
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.klokken import LEVEND
from portal.core.klokken.taakklokken import follow, start_with
from portal.core.regels.taakrollen import roles_for
from portal.core.registers.registers import apply_to_registers
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import Gevolg, TakenVervallen
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.grond import OVERLIJDEN
from portal.domain.mailbox import Mailbox
from portal.domain.partij import Partij
from portal.domain.regiowoorden import in_regio
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort, als_team
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Overgang, Taak, Team, Termijn
from portal.sealing.envelope import new_id


def carry_out(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Bericht,
    *,
    gevolgen: Sequence[Gevolg],
    samen: Samen | None,
    feiten: Feiten,
    door: Aanleiding,
) -> None:
    """Carry out what follows; `samen` was found before, None when no client ends. `feiten` are what a register takes in."""
    apply_to_registers(session, actor, gevolgen, organisatie=rij.afzender, bericht=rij.id, now=door.now, feiten=feiten)
    if samen is not None and not samen.herstel:
        end_together(session, services, actor, rij, samen, door=door)


def lapse_taken(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: Bericht,
    gevolgen: Sequence[Gevolg],
    *,
    door: Aanleiding,
) -> None:
    """Let the open taken of a bericht lapse, and every clock that still runs for it, where the step says so.

    Of a client who has died what is still owed stays.
    """
    vervallen = [gevolg for gevolg in gevolgen if isinstance(gevolg, TakenVervallen)]
    if not vervallen:
        return
    ook = {code for gevolg in vervallen for code in gevolg.ook_gedaan}
    grond = next((gevolg.grond for gevolg in vervallen if gevolg.grond), "")
    blijft = [taak.code for taak in owed_after_death(mailbox)] if grond == OVERLIJDEN.code else []
    welke = or_(Taak.status == "open", and_(Taak.status == "gedaan", Taak.code.in_(ook)))
    open_taken = select(Taak).where(Taak.bericht == rij.id, welke, Taak.code.not_in(blijft))
    for taak in session.scalars(open_taken.with_for_update()):
        taak.status, taak.gedaan, taak.gedaan_door, taak.grond = VERVALLEN, door.now, door.door, grond or None
    if not any(gevolg.termijnen for gevolg in vervallen):
        return
    over = select(Termijn).where(Termijn.bericht == rij.id, Termijn.status.in_(LEVEND)).order_by(Termijn.id)
    rijen = session.scalars(over.with_for_update()).all()
    end_any(session, services, rijen, Gebeurtenis.VERVALLEN, door=door, grond=grond)


def owed_after_death(mailbox: Mailbox) -> tuple[TaakRegel, ...]:
    """Return the taken that somebody must still do when the client has died: all, where a bericht may come after a death."""
    return tuple(taak for taak in mailbox.taken() if taak.na_overlijden or mailbox.na_overlijden)


def set_once(
    session: Session, services: Services, rij: Bericht, regels: Sequence[TaakRegel]
) -> tuple[Sequence[TaakRegel], Mapping[str, Taak]]:
    """Return which of these taken to set, and by code which of them another bericht of the same death has, open or done.

    What makes good a taak is not set while another recorded death stands for which that was done.
    """
    eens, herstelt = {r.code for r in regels if r.eens_per_dode}, {r.herstelt for r in regels if r.herstelt}
    elders = of_other_deaths(session, services, rij, eens)
    staat = of_other_deaths(session, services, rij, herstelt, ook_ander=rij.afzender_soort == "team")
    weg = {code for code, taak in staat.items() if taak.status == "gedaan"}
    return tuple(regel for regel in regels if regel.herstelt not in weg), elders


def of_other_deaths(
    session: Session, services: Services, rij: Bericht, codes: Collection[str], *, ook_ander: bool = False
) -> Mapping[str, Taak]:
    """Return by code such a taak, done before open, of another bericht by which this team recorded the same death.

    Only of a death that the team wrote down itself, or that the same sender told: another aanbieder has his own toewijzing.
    With `ook_ander` of those as well.
    """
    if not codes:
        return {}
    andere = [dood for dood in deaths_here(session, rij, endings(services.mailboxen)) if dood != rij.id]
    van_hem = and_(Bericht.afzender_soort == rij.afzender_soort, Bericht.afzender == rij.afzender)
    query = (
        select(Taak)
        .join(Bericht, Bericht.id == Taak.bericht)
        .where(Bericht.id.in_(andere), or_(Bericht.afzender_soort == "team", van_hem, literal(ook_ander)))
        .where(Taak.code.in_(codes), Taak.status.in_(("open", "gedaan")))
        .order_by(Taak.status.desc(), Taak.id)
    )
    return {taak.code: taak for taak in session.scalars(query)}


def add_taken(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    rij: Bericht,
    *,
    overgang: Overgang,
    regels: Sequence[TaakRegel],
    elders: Mapping[str, Taak] | None = None,
) -> None:
    """Set the taken that follow from a step, for who must do them, with their clocks; those of `elders` as they stand there."""
    if not regels:
        return
    session.flush()  # the taken refer to the overgang
    op = datum_in_nederland(overgang.moment)
    rollen = _who_does(session, services, rij, regels, op=op)
    for nummer, regel in enumerate(regels, start=1):
        uiterlijk = start_with(session, services, mailbox, rij, overgang=overgang, regel=regel)
        session.add(
            Taak(
                id=new_id(),
                bericht=rij.id,
                overgang=overgang.id,
                volgnummer=nummer,
                team=_whose(rij, regel),
                rol=rollen[regel.code].value,
                code=regel.code,
                titel=regel.titel,
                uitleg=in_regio(regel.uitleg, services.regio),
                bron=str(regel.bron),
                na=",".join(regel.na),
                uiterlijk=uiterlijk,
                **_stand(elders.get(regel.code) if elders else None),
            )
        )
    follow(session, mailbox, rij.id)


def _stand(elders: Taak | None) -> Mapping[str, Any]:
    """Return how a new taak stands: open, done where it was done with another bericht, or not to be done here while it is open there."""
    stand = dict.fromkeys(("verzonden", "gedaan", "gedaan_door", "grond"))
    if elders is None:
        return {**stand, "status": "open"}
    if elders.status == "open":
        return {**stand, "status": VERVALLEN, "grond": ELDERS}
    gedaan = {"verzonden": elders.verzonden, "gedaan": elders.gedaan, "gedaan_door": elders.gedaan_door}
    return {**stand, **gedaan, "status": "gedaan"}


def who_would_do(services: Services, bericht: UUID, regels: Sequence[TaakRegel], *, op: date) -> Mapping[str, Rol]:
    """Return by code who would do these taken of a bericht: in the team that has it, or on the side that sent it."""
    with services.database.lezen() as session:
        return _who_does(session, services, session.get_one(Bericht, bericht), regels, op=op)


def _who_does(
    session: Session, services: Services, rij: Bericht, regels: Sequence[TaakRegel], *, op: date
) -> Mapping[str, Rol]:
    per_team = {team: _roles(session, services, regels, team=team, op=op) for team in {_whose(rij, r) for r in regels}}
    return {regel.code: per_team[_whose(rij, regel)][regel.code] for regel in regels}


def _whose(rij: Bericht, regel: TaakRegel) -> str:
    """Return whose taak it is: of the team that has the bericht, or of the team or aanbieder that sent it."""
    return als_team(rij.afzender_soort, rij.afzender) if regel.team is Partij.AFZENDER else rij.team


def _roles(
    session: Session, services: Services, regels: Sequence[TaakRegel], *, team: str, op: date
) -> Mapping[str, Rol]:
    """Return by code which role does each there; of an aanbieder the one that sends and receives."""
    if session.get_one(Team, team).soort == Teamsoort.AANBIEDER.value:
        return dict.fromkeys((regel.code for regel in regels), Rol.INDIENER)
    return roles_for(session, services, regels, team=team, op=op)
