"""Correcting from when a clock counts, and the clocks of linked berichten that count from that same day: they move along.

A linked bericht may lie with another team, or be of another sender: its clock moves all the same, as the day is the same, and
whoever has it hears that it changed. Only what the asker may see is named to him.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor, record
from portal.core.bericht.verwant import of_asker
from portal.core.bericht.zicht import bericht_for, declaration
from portal.core.klokken import klokwijziging
from portal.core.klokken.klokcontrole import Wijziging
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import LEVEND, Klokstatus
from portal.core.klokken.kloktelling import recount
from portal.core.klokken.klokverband import named_day
from portal.core.klokken.taakklokken import follow
from portal.core.klokken.urgentie import earliest
from portal.core.post.outbox import enqueue_mail
from portal.core.services import Services
from portal.domain.berekening import StaatStil
from portal.domain.datums import datum_in_nederland
from portal.domain.grond import BIJ_VERBAND
from portal.domain.levensloop import Actie
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import GEWIJZIGD
from portal.domain.teams import plek_van
from portal.domain.termijn import VanVerband
from portal.models import Bericht, Termijn
from portal.models import Verband as VerbandRij


@dataclass(frozen=True, slots=True, kw_only=True)
class Mee:
    """A clock of a linked bericht that would move along: its last day now, and then; `naar` None while it stands still."""

    nummer: str
    titel: str
    van: date
    naar: date | None


def rehearse(
    services: Services, gebruiker: Gebruiker, bericht: UUID, wijziging: Wijziging, *, op: date
) -> tuple[Mee, ...]:
    """Return which clocks of linked berichten of the asker would move if this one counts from `op`; nothing is written.

    Raises NietGevonden for a bericht that is not the asker's.
    """
    with services.database.lezen() as session:
        rij, _ = bericht_for(session, gebruiker, bericht)
        gevonden = _along(session, services, declaration(services, rij.mailbox), bericht, wijziging)
        eigen = select(Bericht.id).where(Bericht.id.in_({daar.id for daar, _ in gevonden}), of_asker(gebruiker))
        zichtbaar = set(session.scalars(eigen)) if gevonden else set()
        return tuple(_would(session, services, daar, klok, op) for daar, klok in gevonden if daar.id in zichtbaar)


def linked_here(services: Services, bericht: UUID, actie: Actie) -> tuple[UUID, ...]:
    """Return the berichten that are linked to this one, which are held while the begin of a clock is corrected; of other acts none."""
    if actie is not Actie.VERBETEREN:
        return ()
    with services.database.lezen() as session:
        return tuple(session.scalars(select(VerbandRij.bericht).where(VerbandRij.naar == bericht)))


def change_clock(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    rij: Bericht,
    *,
    actie: Actie,
    wijziging: Wijziging,
    op: date,
    door: Aanleiding,
) -> None:
    """Change a clock of a bericht that is held (see `klokwijziging`), and what counts from the same day elsewhere."""
    mee = _along(session, services, mailbox, rij.id, wijziging) if actie is Actie.VERBETEREN else []
    klokwijziging.apply(session, services, mailbox, actie, wijziging, op=op, door=door)
    for daar, klok in mee:
        session.refresh(klok, with_for_update=True)
        # The step of another bericht is nobody's business there.
        hierdoor = Aanleiding(now=door.now)
        verklaring = declaration(services, daar.mailbox)
        klokwijziging.count_from(session, services, verklaring, klok, op=op, door=hierdoor, grond=BIJ_VERBAND.code)
    for daar in {daar.id: daar for daar, _ in mee}.values():
        _settle(session, services, gebruiker.actor, daar, rij, now=door.now)


def _along(
    session: Session, services: Services, mailbox: Mailbox, bericht: UUID, wijziging: Wijziging
) -> list[tuple[Bericht, Termijn]]:
    """Return the clocks of linked berichten that count from the day on which this clock began, also those that were met.

    One that was corrected at its own bericht counts from another day, and stays.
    """
    deze = session.get_one(Termijn, wijziging.termijn)
    termijn = mailbox.termijn(deze.code)
    dag = named_day(termijn.begint) if termijn is not None else ""
    if not dag:
        return []
    query = (
        select(VerbandRij.code, Bericht, Termijn)
        .join(Bericht, Bericht.id == VerbandRij.bericht)
        .join(Termijn, Termijn.bericht == Bericht.id)
        .where(
            VerbandRij.naar == bericht,
            Termijn.vanaf == deze.vanaf,
            Termijn.status.in_((*LEVEND, Klokstatus.GEHAALD.value)),
        )
        .order_by(Bericht.id, Termijn.id)
    )
    return [
        (daar, klok)
        for verband, daar, klok in session.execute(query)
        if (regel := declaration(services, daar.mailbox).termijn(klok.code)) is not None
        and regel.begint == VanVerband(verband, dag)
    ]


def _would(session: Session, services: Services, daar: Bericht, klok: Termijn, op: date) -> Mee:
    """Count a clock from another day, on a row that the session has let go of."""
    van, naar = klok.datum, None
    session.expunge(klok)
    klok.vanaf = op
    regel = declaration(services, daar.mailbox).termijn(klok.code)
    if regel is None:
        raise LookupError(klok.code)
    try:
        naar = recount(session, services, regel, klok).datum
    except StaatStil:
        naar = None
    return Mee(nummer=daar.nummer, titel=klok.titel, van=van, naar=naar)


def _settle(session: Session, services: Services, actor: Actor, daar: Bericht, van: Bericht, *, now: datetime) -> None:
    """Let lists follow the clocks that moved, write the line in the log, and tell who has or sent it and did not correct this."""
    mailbox = declaration(services, daar.mailbox)
    follow(session, mailbox, daar.id)
    daar.urgent = earliest(session, daar.id, vandaag=datum_in_nederland(now))
    record(session, actor, actie="termijn-schoof-mee", onderwerp=str(daar.id), now=now, uitkomst=BIJ_VERBAND.code)
    kanten = {plek_van(daar.team), (daar.afzender_soort, daar.afzender)} - {plek_van(van.team)}
    for aan in sorted(kanten) if not mailbox.stil else ():
        enqueue_mail(session, aan=aan, sjabloon=GEWIJZIGD, nummer=daar.nummer, pad=f"/berichten/{daar.id}", now=now)
