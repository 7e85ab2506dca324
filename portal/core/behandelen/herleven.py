"""Undoing a death that was recorded wrongly: what ended by it alone runs again, with its history, and who it concerns hears it.

A clock comes back as it stood, counted anew over the days in between; what was met meanwhile is met on that day, and what a
later step made useless stays so. One that a step would have started meanwhile runs from the day of that step. Nothing comes
back of a bericht about which another recorded death still stands.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor, record
from portal.core.behandelen.eens_per_dode import settle
from portal.core.behandelen.herleefklok import ended_by_death, revive
from portal.core.behandelen.overgang import Stap
from portal.core.behandelen.vanzelf import make_own, open_again
from portal.core.bericht.gevraagd import asked_in
from portal.core.bericht.overlijden import Einde, deaths_here, deaths_of, endings
from portal.core.client.overleden import VAN_AFZENDER, marked_by
from portal.core.client.zelfde_client import same_person
from portal.core.klokken.herindicatieplan import IS_NAAST, hold, look_again
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.taakklokken import follow
from portal.core.klokken.urgentie import earliest
from portal.core.klokken.verplichtingen import Plichtstatus
from portal.core.post.outbox import enqueue_mail
from portal.core.registers.overlijdenseinde import restore
from portal.core.registers.toewijzingen import of_client
from portal.core.services import Services
from portal.core.verzegelen import Aan
from portal.core.zonder_index import unindexed
from portal.domain.afsluiten import AFGESLOTEN, WEER_OPEN
from portal.domain.datums import datum_in_nederland
from portal.domain.grond import OVERLIJDEN, TOCH_NIET_OVERLEDEN
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import GEWIJZIGD
from portal.domain.teams import plek_van
from portal.models import (
    Bericht,
    Overgang,
    Overleden,
    Overlijdenseinde,
    Taak,
    Termijn,
    Toewijzing,
    Verplichting,
)
from portal.sealing.envelope import new_id

_AFZENDERS = frozenset(partij.value for partij in VAN_AFZENDER)


def follow_death(session: Session, services: Services, gebruiker: Gebruiker, stap: Stap) -> None:
    """Undo what the bericht of this step ended of its client, where the step says so; what it marked is held."""
    if stap.samen is None or not stap.samen.herstel:
        return
    rij, eindes = session.get_one(Bericht, stap.bericht.id), endings(services.mailboxen)
    actor, door = (
        gebruiker.actor,
        Aanleiding(now=stap.now, door=gebruiker.persoon),
    )  # without the step: that of another bericht is nobody's business
    bronnen = list[UUID]()
    for merk in marked_by(session, rij.id):
        ander, van_team = session.get_one(Bericht, merk.bericht, populate_existing=True), bool(merk.team)
        over = _standing(session, ander, eindes)
        _unmark(merk, ander, over, door)
        if not over:
            bronnen.append(ander.id)
        if not any(dood.team == ander.team for dood in over):
            weer_open = van_team and _reopen_closed(session, services, actor, ander, door=door)
            revive_bericht(session, services, actor, ander, afzender=not over, door=door, weer_open=weer_open)
    staan = list(deaths_of(session, rij, eindes, ook_eerder=True))
    hier = [dood.id for dood in staan if dood.team == rij.team]
    vrij = restore(session, actor, rij.id, andere=hier, now=door.now)
    if not staan:
        hier_gegeven = of_client(session, plek_van(rij.team), rij.id)
        hold(session, {toewijzing.organisatie for toewijzing in hier_gegeven if toewijzing.organisatie is not None})
        _revive_duties(session, services, [rij.id, *bronnen], [*vrij, *_not_ended(session, rij)], door=door)
        _plan_anew(session, services, actor, rij, hier_gegeven, door=door)
    else:
        _revive_duties(session, services, bronnen, (), door=door)
        settle(session, services, actor, rij, now=door.now)


def _plan_anew(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Bericht,
    gegeven: Collection[Toewijzing],
    *,
    door: Aanleiding,
) -> None:
    """Look again at what these toewijzingen for this client plan: one of them may have changed while the death stood."""
    bekend = session.scalars(same_person(plek_van(rij.team), rij.id)).all()
    lopend = {toewijzing.organisatie: toewijzing for toewijzing in gegeven if toewijzing.beeindigd is None}
    for toewijzing in lopend.values():
        look_again(session, services, actor, toewijzing, bekend=bekend, over=False, door=door)


def _not_ended(session: Session, rij: Bericht) -> list[UUID]:
    """Return the toewijzingen of this client, those of the sender at any team and all of this team, that no recorded death ends.

    What the sender's planned was his to send; of what the team wrote down while this death stood, nothing was asked of anybody.
    """
    van_hem = of_client(session, ("team", rij.team), rij.id)
    if rij.afzender_soort != "team":
        van_hem += of_client(session, (rij.afzender_soort, rij.afzender), rij.id)
    beeindigd = select(Overlijdenseinde.toewijzing).where(Overlijdenseinde.toewijzing.in_([t.id for t in van_hem]))
    weg = set(session.scalars(beeindigd))
    return [toewijzing.id for toewijzing in van_hem if toewijzing.id not in weg]


def _standing(session: Session, rij: Bericht, eindes: Collection[Einde]) -> list[Bericht]:
    """Return the other deaths of this client that stand; of what was closed because of one, also those it was sent after."""
    over = list(deaths_of(session, rij, eindes))
    eerder = deaths_here(session, rij, eindes) if rij.status == AFGESLOTEN.code else []
    return over or [session.get_one(Bericht, dood) for dood in eerder]


def _reopen_closed(session: Session, services: Services, actor: Actor, rij: Bericht, *, door: Aanleiding) -> bool:
    """Open a bericht again that its team closed because of the death, where it stood then; True when it was so."""
    mailbox = services.mailboxen.met_code(rij.mailbox)
    regel = mailbox.levensloop.overgang(WEER_OPEN) if mailbox is not None else None
    if mailbox is None or regel is None or rij.status not in regel.van:
        return False
    stappen = session.scalars(select(Overgang).where(Overgang.bericht == rij.id).order_by(Overgang.volgnummer)).all()
    waar = asked_in(stappen, rij.status)
    make_own(session, services, actor, mailbox, rij, regel=regel, sleutel=new_id(), now=door.now, gevraagd_in=waar)
    return True


def _unmark(merk: Overleden, ander: Bericht, over: Sequence[Bericht], door: Aanleiding) -> None:
    """Mark a bericht with another death that stands, or else that none does."""
    hier = [dood for dood in over if dood.team == ander.team]
    if over:
        merk.gemeld_in, merk.team = (hier or over)[0].id, ander.team if hier else ""
    else:
        merk.ongedaan = door.now


def revive_bericht(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Bericht,
    *,
    afzender: bool,
    door: Aanleiding,
    weer_open: bool = False,
) -> None:
    """Let the clocks and taken of one bericht come back, those of its sender only with `afzender`, and tell both sides.

    What its team closed by itself stays closed until that opens it; both sides hear of what is `weer_open`.
    """
    mailbox = services.mailboxen.met_code(rij.mailbox)
    if mailbox is None or rij.status == AFGESLOTEN.code:
        return
    taken = _reopen_taken(session, services, actor, mailbox, rij, door=door)
    klokken = [
        klok
        for klok in ended_by_death(session, Termijn.bericht == rij.id)
        if afzender or klok.eigenaar not in _AFZENDERS
    ]
    terug = [klok for klok in klokken if revive(session, services, mailbox, klok, rij, door=door)]
    follow(session, mailbox, rij.id)
    if not terug and not taken and not weer_open:
        return
    rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(door.now))
    rij.versie += 1
    record(
        session,
        actor,
        actie="termijnen herleefd",
        onderwerp=str(rij.id),
        now=door.now,
        uitkomst=TOCH_NIET_OVERLEDEN.code,
    )
    if door.overgang is None:  # of a step of the team itself its own mail tells
        van_wie = {klok.eigenaar in _AFZENDERS for klok in terug} | ({True, False} if weer_open else set())
        hoort = {
            *([plek_van(rij.team)] if taken or False in van_wie else []),
            *([(rij.afzender_soort, rij.afzender)] if True in van_wie and not mailbox.stil else []),
        }
        _tell(session, rij, hoort, now=door.now)


def _tell(session: Session, rij: Bericht, hoort: Collection[Aan], *, now: datetime) -> None:
    for aan in sorted(hoort):
        enqueue_mail(session, aan=aan, sjabloon=GEWIJZIGD, nummer=rij.nummer, pad=f"/berichten/{rij.id}", now=now)


def _reopen_taken(
    session: Session, services: Services, actor: Actor, mailbox: Mailbox, rij: Bericht, *, door: Aanleiding
) -> int:
    """Open the taken again that lapsed because of the death, or of which it was not asked what follows; their bericht with the last."""
    vervallen = select(Taak).where(Taak.bericht == rij.id, Taak.grond == OVERLIJDEN.code).with_for_update()
    taken = session.scalars(vervallen).all()
    for taak in taken:
        taak.status, taak.verzonden, taak.gedaan, taak.gedaan_door, taak.grond = "open", None, None, None, None
    if taken:
        open_again(session, services, actor, mailbox, rij, now=door.now)
    return len(taken)


def _revive_duties(
    session: Session,
    services: Services,
    bronnen: Collection[UUID],
    toewijzingen_van: Collection[UUID],
    *,
    door: Aanleiding,
) -> None:
    """Ask again what these berichten and toewijzingen planned and the death ended: the herindicatie of an indicatie."""
    query = select(Verplichting).where(
        Verplichting.status == Plichtstatus.VERVALLEN.value,
        Verplichting.bron_bericht.in_(bronnen) | Verplichting.toewijzing.in_(toewijzingen_van),
    )
    for plicht in session.scalars(query.order_by(Verplichting.id).with_for_update()).all():
        mailbox = services.mailboxen.met_code(plicht.mailbox)
        klokken = ended_by_death(session, Termijn.verplichting == plicht.id)
        if mailbox is None or not klokken or _is_asked_already(session, plicht):
            continue
        plicht.status, plicht.geeindigd = Plichtstatus.OPEN.value, None
        for klok in klokken:
            revive(session, services, mailbox, klok, None, door=door)


def _is_asked_already(session: Session, plicht: Verplichting) -> bool:
    """Tell whether what was planned only after the death is asked already of this client, or has been sent meanwhile."""
    bron = plicht.bron_bericht or plicht.toewijzing
    if plicht.team is None or bron is None or plicht.geeindigd != plicht.gemaakt:
        return False
    zelfde = same_person(plek_van(plicht.team), bron)
    gepland = select(Verplichting.id).where(
        Verplichting.mailbox == plicht.mailbox,
        Verplichting.organisatie == plicht.organisatie,
        Verplichting.status == Plichtstatus.OPEN.value,
        Verplichting.vanaf == plicht.vanaf,
        ~IS_NAAST,
        Verplichting.bron_bericht.in_(zelfde) | Verplichting.toewijzing.in_(zelfde),
    )
    gestuurd = select(Bericht.id).where(
        Bericht.id.in_(zelfde),
        Bericht.id.in_(select(Termijn.bericht).where(Termijn.code == plicht.code, Termijn.vanaf == plicht.vanaf)),
        Bericht.mailbox == plicht.mailbox,
        unindexed(Bericht.afzender_soort) == "organisatie",
        unindexed(Bericht.afzender) == plicht.organisatie,
        Bericht.fase != Fase.KLAAR.value,
    )
    return any(session.scalar(query.limit(1)) is not None for query in (gepland, gestuurd))
