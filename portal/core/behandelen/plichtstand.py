"""Whether a verplichting stays met when the bericht that met it moves on: not once that is withdrawn, or while what was asked is missing.

Which toestanden those are, the declarations say. What is asked again keeps its last day, and who owes it hears once where it stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.client.overleden import is_over
from portal.core.client.zelfde_client import same_person
from portal.core.klokken.herindicatieplan import hold, is_planned, look_again
from portal.core.klokken.hertellen import TOLD_ONLY
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, by_step
from portal.core.klokken.klokken import end
from portal.core.klokken.verplichtingen import Plichtstatus, ask_again, close, is_open_here
from portal.core.registers.toewijzingen import of_client
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.grond import OVERLIJDEN
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.models import Bericht, Overgang, Termijn, Termijnhistorie, Termijnstap, Toewijzing, Verplichting


def follow_step(
    session: Session, services: Services, actor: Actor, mailbox: Mailbox, rij: Bericht, *, overgang: Overgang
) -> None:
    """Let what this bericht met be due again, or met again, where the step changes whether it counts; the bericht is held."""
    van, naar = (mailbox.levensloop.toestand(code) for code in (overgang.van, overgang.naar))
    weg, door = not naar.voldoet and naar.fase is Fase.KLAAR, by_step(overgang)
    if van.voldoet is naar.voldoet and not weg:
        return
    session.flush()
    if naar.voldoet:
        _meet_again(session, rij, door)
        return
    gegeven = _held(session, services, mailbox, rij) if weg else []
    for plicht in _of_bericht(session, rij, Plichtstatus.GEHAALD):
        ander = _other_that_counts(session, mailbox, rij, plicht)
        if ander is not None:
            plicht.bericht = ander
        else:
            _live_again(session, services, actor, rij, plicht, weg=weg, door=door)
    session.flush()
    if weg:
        for plicht in _of_bericht(session, rij, Plichtstatus.OPEN):
            plicht.concept = None  # it is begun anew
        _plan_anew(session, services, actor, rij, gegeven, door=door)


def _meet_again(session: Session, rij: Bericht, door: Aanleiding) -> None:
    """Let it meet what waited for what was missing, on the day on which its sender last sent something."""
    laatste = select(func.max(Overgang.moment)).where(
        Overgang.bericht == rij.id, Overgang.namens_soort == rij.afzender_soort, Overgang.namens == rij.afzender
    )
    moment = session.scalar(laatste) or rij.ingediend
    for plicht in _of_bericht(session, rij, Plichtstatus.OPEN):
        close(session, plicht, Plichtstatus.GEHAALD, door=replace(door, dag=datum_in_nederland(moment)))
        plicht.geeindigd = moment


def _of_bericht(session: Session, rij: Bericht, status: Plichtstatus) -> Sequence[Verplichting]:
    query = select(Verplichting).where(Verplichting.bericht == rij.id, Verplichting.status == status.value)
    return session.scalars(query.order_by(Verplichting.id).with_for_update()).all()


def _other_that_counts(session: Session, mailbox: Mailbox, rij: Bericht, plicht: Verplichting) -> UUID | None:
    """Return another bericht of this sender that meets it: one that came about the same, or about this client and from the same day."""
    telt_niet = [toestand.code for toestand in mailbox.levensloop.toestanden if not toestand.voldoet]
    ook_gehaald = (
        select(Overgang.bericht)
        .join(Termijnhistorie, Termijnhistorie.overgang == Overgang.id)
        .join(Termijn, Termijn.id == Termijnhistorie.termijn)
        .where(Termijn.verplichting == plicht.id, Termijnhistorie.soort == Gebeurtenis.GEHAALD.value)
    )
    telt_van = exists().where(Termijn.bericht == Bericht.id, Termijn.code == plicht.code, Termijn.vanaf == plicht.vanaf)
    over_client = Bericht.id.in_(same_person((rij.afzender_soort, rij.afzender), rij.id))
    query = select(Bericht.id).where(
        Bericht.mailbox == rij.mailbox,
        unindexed(Bericht.afzender_soort) == rij.afzender_soort,
        unindexed(Bericht.afzender) == rij.afzender,
        Bericht.id != rij.id,
        Bericht.status.not_in(telt_niet),
        or_(Bericht.id.in_(ook_gehaald), over_client & telt_van),
    )
    return session.scalar(query.order_by(Bericht.ingediend).limit(1))


def _live_again(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Bericht,
    plicht: Verplichting,
    *,
    weg: bool,
    door: Aanleiding,
) -> None:
    """Ask it again with the same last day; not of a client who has died, nor of a toewijzing that has ended."""
    mailbox = services.mailboxen.met_code(plicht.mailbox)
    overleden = is_over(session, rij.id)
    if mailbox is None or not is_open_here(services, mailbox):
        return
    if overleden or _has_ended(session, plicht):
        klokken = session.scalars(select(Termijn).where(Termijn.verplichting == plicht.id)).all()
        end(session, klokken, Gebeurtenis.VERVALLEN, door=door, grond=OVERLIJDEN.code if overleden else "")
        plicht.status = Plichtstatus.VERVALLEN.value
        return
    if weg:
        klokken_van = select(Termijn.id).where(Termijn.verplichting == plicht.id)
        session.execute(delete(Termijnstap).where(Termijnstap.termijn.in_(klokken_van), *TOLD_ONLY))
    ask_again(session, plicht, door=door)
    record(session, actor, actie="weer vragen", onderwerp=str(plicht.id), now=door.now, uitkomst=plicht.code[:48])


def _has_ended(session: Session, plicht: Verplichting) -> bool:
    """Tell whether every toewijzing from which it follows was ended since."""
    bij_301 = (Toewijzing.bericht == plicht.bron_bericht) & (Toewijzing.einddatum == plicht.vanaf)
    query = select(Toewijzing.beeindigd).where(
        Toewijzing.organisatie == plicht.organisatie, or_(Toewijzing.id == plicht.toewijzing, bij_301)
    )
    eindes = session.scalars(query).all()
    return bool(eindes) and None not in eindes


def _held(session: Session, services: Services, mailbox: Mailbox, rij: Bericht) -> list[Toewijzing]:
    """Hold the toewijzingen of this client to the sender, and then him, before what they planned: the order in which everybody does."""
    if rij.afzender_soort != "organisatie" or not is_planned(services, mailbox):
        return []
    gegeven = of_client(session, (rij.afzender_soort, rij.afzender), rij.id)
    hold(session, [rij.afzender])
    return gegeven


def _plan_anew(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Bericht,
    gegeven: Collection[Toewijzing],
    *,
    door: Aanleiding,
) -> None:
    """Look again at what these toewijzingen plan: of one that was written down while this was under way nothing is planned."""
    lopend = [t for t in gegeven if t.beeindigd is None] if not is_over(session, rij.id) else []
    for toewijzing in {t.team: t for t in lopend}.values():
        bekend = _known_here(session, toewijzing)
        look_again(session, services, actor, toewijzing, bekend=bekend, over=False, door=door)


def _known_here(session: Session, toewijzing: Toewijzing) -> Collection[UUID]:
    return session.scalars(same_person(("team", toewijzing.team), toewijzing.id)).all()
