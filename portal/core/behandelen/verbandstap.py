"""What a step, or the submission itself, does on the bericht that it is linked to: the portal takes a step there.

Both berichten are held in the order in which everybody does. A bericht that has to be closed, or to take the step, must still be
with the same team; one that only learns of it stays as it is when it has gone on meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.behandelen.overgang import Stap
from portal.core.behandelen.vanzelf import make_own
from portal.core.bericht.overgedragen import handed_on
from portal.core.bericht.taakzicht import VERVALLEN, taak_facts
from portal.core.bericht.verbanden import led_to
from portal.core.bericht.zicht import declaration
from portal.core.client.zelfde_client import SAME_BSN, same_client
from portal.core.klokken.klokverband import came_on
from portal.core.post.outbox import enqueue_mail
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.core.zonder_index import unindexed
from portal.domain.gevolg import Gevolg, SluitVerband, StapBijClient, StapBijMede, StapBijVolgers, StapOpVerband
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import GEWIJZIGD
from portal.domain.teams import plek_van
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Taak, Team, Verband
from portal.sealing.envelope import new_id

WEG: Final = (
    "Het bericht {nummer} kan nu niet worden gesloten: het is al afgehandeld, onderweg naar een andere gemeente, of niet meer bij uw team. "
    "Kijk eerst bij dat bericht; heeft een ander team het nu, stuur dit bericht dan door. Uw tekst staat er nog."
)
KAN_DAAR_NIET: Final = (
    "Het bericht {nummer} waar dit bij hoort, kan deze stap nu niet krijgen: het staat op '{toestand}'. Kijk eerst bij dat bericht, "
    "of kies een andere uitkomst. Uw tekst staat er nog."
)
NIET_MEER_HIER: Final = (
    "Het bericht {nummer} waar dit bij hoort, is niet meer bij uw team. Stuur dit bericht door naar het team dat het nu heeft, of kies "
    "een andere uitkomst. Uw tekst staat er nog."
)

NIET_MEER_OVER_TE_NEMEN: Final = (
    "De melding {nummer} is niet meer over te nemen: zij staat bij {team} op '{toestand}'. Schrijf dat team, of neem de overdracht niet "
    "over. Uw tekst staat er nog."
)


def acts_on_links(gevolgen: Iterable[Gevolg]) -> list[SluitVerband | StapOpVerband]:
    """Return those of these that do something on a linked bericht."""
    return [gevolg for gevolg in gevolgen if isinstance(gevolg, SluitVerband | StapOpVerband)]


def linked_ids(services: Services, bericht: UUID, gevolgen: Iterable[Gevolg]) -> tuple[UUID, ...]:
    """Return which berichten these act on; a link never changes, so it can be read before the transaction.

    What is found by its client is looked at again once it is held: one that came since is left as it is.
    """
    op_verband, bij_andere = acts_on_links(gevolgen), acts_on_others(gevolgen)
    if not op_verband and not bij_andere:
        return ()
    with services.database.lezen() as session:
        gevonden = [_led_to(session, services, bericht, gevolg) for gevolg in op_verband]
        van = session.get_one(Bericht, bericht)
        andere = [naar for gevolg in bij_andere for naar in _found(session, van, gevolg)]
    return (*(naar for naar in gevonden if naar is not None), *andere)


def acts_on_others(gevolgen: Iterable[Gevolg]) -> list[StapBijClient | StapBijVolgers]:
    """Return those of these that do something on berichten to which this one has no link itself."""
    return [gevolg for gevolg in gevolgen if isinstance(gevolg, StapBijClient | StapBijVolgers)]


def _found(session: Session, van: Bericht, gevolg: StapBijClient | StapBijVolgers) -> Sequence[UUID]:
    """Return what the team of this bericht has in that mailbox about the same client, or what was sent there and belongs to it."""
    if isinstance(gevolg, StapBijVolgers):
        volgers = select(Bericht.id).join(Verband, Verband.bericht == Bericht.id)
        volgers = volgers.where(Verband.naar == van.id, Verband.code == gevolg.verband)
        return session.scalars(volgers.where(Bericht.mailbox == gevolg.mailbox).order_by(Bericht.id)).all()
    query = select(Bericht.id).where(
        unindexed(Bericht.team) == van.team,
        Bericht.mailbox == gevolg.mailbox,
        Bericht.id.in_(same_client(plek_van(van.team), van.id, op=SAME_BSN)),
    )
    return session.scalars(query.order_by(Bericht.id)).all()


def _led_to(session: Session, services: Services, bericht: UUID, gevolg: SluitVerband | StapOpVerband) -> UUID | None:
    """Return the bericht on which this acts; None when the link was left open."""
    if isinstance(gevolg, StapOpVerband):
        return led_to(session, bericht, gevolg.verband, gevolg.door)
    naar = led_to(session, bericht, gevolg.verband)
    verder = handed_on(session, services, naar) if naar is not None and gevolg.ook_overgedragen else None
    return verder.id if verder is not None else naar


def follow_links(session: Session, services: Services, gebruiker: Gebruiker, stap: Stap) -> None:
    """Do what follows from a step that was made on the berichten it is linked to; raises NietMogelijk."""
    _take_steps(session, services, gebruiker, stap.bericht, acts_on_links(stap.gevolgen), now=stap.now)
    for gevolg in stap.gevolgen:
        if isinstance(gevolg, StapBijClient | StapBijVolgers):
            _at_found(session, services, gebruiker, stap, gevolg)
        if isinstance(gevolg, StapBijMede):
            _at_others(session, services, gebruiker, stap, gevolg)


def _at_others(session: Session, services: Services, gebruiker: Gebruiker, stap: Stap, gevolg: StapBijMede) -> None:
    """Take the step on what the other receivers have, where it can be taken, and tell their teams that something changed."""
    regel = stap.mailbox.levensloop.overgang(gevolg.stap)
    for naar in stap.verbonden:
        rij = session.get_one(Bericht, naar, populate_existing=True)
        if (
            regel is None
            or rij.id == stap.bericht.id
            or rij.bundel != stap.bericht.bundel
            or not _can(session, rij, regel)
        ):
            continue
        make_own(session, services, gebruiker.actor, stap.mailbox, rij, regel=regel, sleutel=new_id(), now=stap.now)
        pad = f"/berichten/{rij.id}"
        enqueue_mail(session, aan=plek_van(rij.team), sjabloon=GEWIJZIGD, nummer=rij.nummer, pad=pad, now=stap.now)


def _at_found(
    session: Session, services: Services, gebruiker: Gebruiker, stap: Stap, gevolg: StapBijClient | StapBijVolgers
) -> None:
    """Take the step on what is held of these and can take it; who has it hears of what he did not do himself."""
    for naar in _found(session, stap.bericht, gevolg):
        rij = session.get_one(Bericht, naar, populate_existing=True)
        mailbox = declaration(services, rij.mailbox)
        regel = mailbox.levensloop.overgang(gevolg.stap)
        if naar in stap.verbonden and regel is not None and _can(session, rij, regel):
            make_own(session, services, gebruiker.actor, mailbox, rij, regel=regel, sleutel=new_id(), now=stap.now)
            _tell(session, rij, stap.bericht, now=stap.now)
            if isinstance(gevolg, StapBijVolgers):
                _tell_team(session, rij, stap.bericht, now=stap.now)


def tell_links(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    bericht: Bericht,
    *,
    mailbox: Mailbox,
    feiten: Feiten,
    now: datetime,
) -> None:
    """Let the berichten to which a new one is linked, and which are held, learn that it came, on the day it came."""
    gelden = [g for g in acts_on_links(mailbox.bij_indienen) if g.als is None or g.als.geldt(feiten)]
    _take_steps(session, services, gebruiker, bericht, gelden, now=now, dag=bericht.aankomst)


def _take_steps(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    van: Bericht,
    gevolgen: Sequence[SluitVerband | StapOpVerband],
    *,
    now: datetime,
    dag: date | None = None,
) -> None:
    """Take each step on the linked bericht, which is held already; raises NietMogelijk when one that must be cannot be."""
    gezet: set[UUID] = set()
    for gevolg in gevolgen:
        naar = _led_to(session, services, van.id, gevolg)
        if naar is None:
            continue
        rij = session.get_one(Bericht, naar, populate_existing=True)
        mailbox = declaration(services, rij.mailbox)
        regel = mailbox.levensloop.overgang(gevolg.stap)
        elders = dag is None and rij.team != van.team and not _asked_by(van, rij, gevolg)
        if regel is None or elders or not _can(session, rij, regel):
            if naar not in gezet:
                _refuse_what_must(session, services, rij, gevolg, elders=elders)
            continue
        gezet.add(naar)
        gekomen = isinstance(gevolg, StapOpVerband) and gevolg.op_aankomst
        op = came_on(session, declaration(services, van.mailbox), van) if gekomen else dag
        make_own(session, services, gebruiker.actor, mailbox, rij, regel=regel, sleutel=new_id(), now=now, dag=op)
        if isinstance(gevolg, SluitVerband):
            _drop_taken(session, rij.id)
        _tell(session, rij, van, now=now)


def _refuse_what_must(
    session: Session, services: Services, rij: Bericht, gevolg: SluitVerband | StapOpVerband, *, elders: bool
) -> None:
    """Raise NietMogelijk for a step that must be taken and cannot, unless the bericht is where it leads already."""
    mailbox = declaration(services, rij.mailbox)
    if isinstance(gevolg, SluitVerband):
        raise NietMogelijk(WEG.format(nummer=rij.nummer))
    if not gevolg.moet:
        return
    toestand = mailbox.levensloop.toestand(rij.status).titel.lower()
    if gevolg.eerste:
        team = session.get_one(Team, rij.team).naam
        raise NietMogelijk(NIET_MEER_OVER_TE_NEMEN.format(nummer=rij.nummer, team=team, toestand=toestand))
    if elders:
        raise NietMogelijk(NIET_MEER_HIER.format(nummer=rij.nummer))
    regel = mailbox.levensloop.overgang(gevolg.stap)
    if regel is None or rij.status != regel.naar:
        raise NietMogelijk(KAN_DAAR_NIET.format(nummer=rij.nummer, toestand=toestand))


def _can(session: Session, rij: Bericht, regel: Regel) -> bool:
    """Tell whether the portal can take this step now: from where the bericht is, and as its taken stand."""
    return rij.status in regel.van and (regel.soms is None or regel.soms.geldt(taak_facts(session, rij.id)))


def _asked_by(van: Bericht, rij: Bericht, gevolg: SluitVerband | StapOpVerband) -> bool:
    """Tell whether the team that has the linked bericht sent this one itself, so that it hears what came of it there.

    Else a team decides on what it has, whatever is linked to it; closing is its own act always.
    """
    return isinstance(gevolg, StapOpVerband) and (van.afzender_soort, van.afzender) == plek_van(rij.team)


def _drop_taken(session: Session, bericht: UUID) -> None:
    """Let no taak remain of a bericht that was closed."""
    open_taken = (Taak.bericht == bericht, Taak.status == "open")
    session.execute(update(Taak).where(*open_taken).values(status=VERVALLEN))


def _tell(session: Session, rij: Bericht, van: Bericht, *, now: datetime) -> None:
    """Tell the sender of the linked bericht, unless he hears it of the other one already."""
    if (rij.afzender_soort, rij.afzender) != (van.afzender_soort, van.afzender):
        aan = (rij.afzender_soort, rij.afzender)
        enqueue_mail(session, aan=aan, sjabloon=GEWIJZIGD, nummer=rij.nummer, pad=f"/berichten/{rij.id}", now=now)


def _tell_team(session: Session, rij: Bericht, van: Bericht, *, now: datetime) -> None:
    """Tell the team that has a bericht of a step there that another team brought about."""
    if rij.team != van.team:
        aan, pad = plek_van(rij.team), f"/berichten/{rij.id}"
        enqueue_mail(session, aan=aan, sjabloon=GEWIJZIGD, nummer=rij.nummer, pad=pad, now=now)
