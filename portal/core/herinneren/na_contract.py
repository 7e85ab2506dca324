"""What the end of a contract ends: the duties of the aanbieder itself. What is about a client stays due, and his team hears of it.

An indicatie does not end with a contract, so its herindicatie does not either; but who may send it no more is not reminded of it.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.core.klokken import klokken
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.core.klokken.urgentie import earliest
from portal.core.klokken.verplichtingen import Plichtstatus, close
from portal.core.services import Services
from portal.domain.contract import mag_nog_sturen
from portal.domain.datums import datum_in_nederland
from portal.domain.teams import Organisatiesoort
from portal.domain.termijn import VOLGEND_BERICHT
from portal.models import Bericht, Organisatie, Termijn, Verplichting


def end_duties(services: Services, *, now: datetime) -> int:
    """Let lapse what aanbieders owe only while they have a contract, when it has ended or has not begun; returns how many clocks and duties.

    That is what they may send no more, and what is about no client: the next sociale kaart (Handboek §2.4). What is still due
    after a contract stays. Of who takes part from a later day nothing of it is asked before that either.
    """
    vandaag, met_contract = datum_in_nederland(now), [m for m in services.mailboxen.alle() if not m.na_contract]
    with services.database.lezen() as session:
        voorbij = session.scalars(
            select(Organisatie.code).where(
                Organisatie.soort == Organisatiesoort.AANBIEDER.value,
                or_(
                    Organisatie.einde < vandaag,
                    and_(~Organisatie.actief, Organisatie.einde.is_not(None)),
                    Organisatie.deelname > vandaag,
                ),
            )
        ).all()
        plichten = _duties(voorbij, [m.code for m in met_contract])
        volgende = [(m.code, t.code) for m in met_contract for t in m.termijnen if VOLGEND_BERICHT in t.eindigt]
        lopend = _next_ones(voorbij, volgende)
        if not voorbij or (session.scalar(plichten.limit(1)) is None and session.scalar(lopend.limit(1)) is None):
            return 0
    door = Aanleiding(now=now)
    with services.database.schrijven() as session:
        rijen = session.scalars(plichten.with_for_update()).all()
        for rij in rijen:
            close(session, rij, Plichtstatus.VERVALLEN, door=door)
        klokrijen = session.scalars(lopend.with_for_update(of=Termijn)).all()
        klokken.end(session, klokrijen, Gebeurtenis.VERVALLEN, door=door)
        for bericht in session.scalars(select(Bericht).where(Bericht.id.in_({klok.bericht for klok in klokrijen}))):
            bericht.urgent = earliest(session, bericht.id, vandaag=vandaag)
    return len(rijen) + len(klokrijen)


def may_still_send(session: Session, services: Services, verplichting: Verplichting, *, now: datetime) -> bool:
    """Tell whether the organisation that owes this may still send it; of a mailbox that is gone nobody is told otherwise."""
    mailbox = services.mailboxen.met_code(verplichting.mailbox)
    wie = session.get_one(Organisatie, verplichting.organisatie)
    return mailbox is None or mag_nog_sturen(
        mailbox, actief=wie.actief, einde=wie.einde, vandaag=datum_in_nederland(now)
    )


def _duties(organisaties: Collection[str], mailboxen: Collection[str]) -> "Select[Verplichting]":
    query = select(Verplichting).where(
        Verplichting.organisatie.in_(organisaties),
        Verplichting.mailbox.in_(mailboxen),
        Verplichting.status == Plichtstatus.OPEN.value,
        _about_no_client(),
    )
    return query.order_by(Verplichting.id)


def _about_no_client() -> ColumnElement[bool]:
    return and_(Verplichting.bron_bericht.is_(None), Verplichting.toewijzing.is_(None))


def _next_ones(organisaties: Collection[str], klokken_: Collection[tuple[str, str]]) -> "Select[Termijn]":
    """Select the clocks that wait for a next bericht of these organisations."""
    query = (
        select(Termijn)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(
            Bericht.afzender_soort == "organisatie",
            Bericht.afzender.in_(organisaties),
            tuple_(Bericht.mailbox, Termijn.code).in_(klokken_),
            Termijn.status.in_(klokken.LEVEND),
        )
    )
    return query.order_by(Termijn.id)
