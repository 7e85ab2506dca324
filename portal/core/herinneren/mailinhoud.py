"""What a mail holds, made when it is sent: of a clock its number, link and explanation, recomputed from its declaration."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.herinneren.stapmail import told_of
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.kloktelling import explained
from portal.core.klokken.verplichtingen import asked_late, why_again
from portal.core.post.bundel import members
from portal.core.post.ladingen import MAILBUNDEL
from portal.core.post.notifications import Mail, Onderwerp, address
from portal.core.post.outbox import Claimed
from portal.core.services import Services
from portal.domain.berekening import jaar_onbekend
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Clientblok
from portal.domain.mailsoort import TREDE_AAN_U
from portal.domain.mailuitleg import verraadt_een_antwoord, zonder_antwoord
from portal.domain.termijn import Termijn as Regel
from portal.models import Bericht, Termijn, Verplichting

ALLES = {"team": "/werkvoorraad", "organisatie": "/onderweg"}
# A duty that no bericht started has no number: the start page says what is due, to a team that waits for it its termijnen.
VERPLICHT = {"team": "/termijnen", "organisatie": "/"}
# Where who manages the contract sees how far a ladder has come.
LADDER = {"team": "/verplichtingen", "organisatie": "/"}


def mail_of(services: Services, row: Claimed, *, now: datetime) -> Mail | None:
    """Make the mail of a row for one person; None when it no longer concerns him or there is nothing left to say."""
    ladingen = members(services.database, row.id) if row.soort == MAILBUNDEL else [row.lading]
    persoon, adressen, onderwerpen = UUID(row.lading["persoon"]), set[str](), dict[Onderwerp, None]()
    for lading in ladingen:
        aan = address_of(services, persoon, lading, now=now)
        gevonden = onderwerp(services, lading) if aan else None
        if gevonden is not None:
            adressen.add(aan)
            onderwerpen[gevonden] = None
    if not onderwerpen:
        return None
    return Mail(id=row.id, aan=min(adressen), moment=row.gemaakt, onderwerpen=tuple(onderwerpen))


def address_of(services: Services, persoon: UUID, lading: Mapping[str, str], *, now: datetime) -> str:
    """Return where what this row says goes for this person; empty when it no longer concerns him."""
    with services.database.lezen() as session:
        return address(
            session,
            services.sealer.pinned,
            persoon,
            soort=lading["aan_soort"],
            code=lading["aan"],
            vandaag=datum_in_nederland(now),
            rol=lading.get("rol", ""),
        )


def onderwerp(services: Services, lading: Mapping[str, str]) -> Onderwerp | None:
    """Say what a row of the outbox is about; None when all its clocks have ended, so that there is nothing to say."""
    if "termijnen" not in lading:
        return Onderwerp(sjabloon=lading["sjabloon"], nummer=lading["nummer"], pad=lading["pad"])
    gevonden = _to_tell(services, lading["termijnen"], lading["sjabloon"])
    if not gevonden:
        return None
    nummers = list(dict.fromkeys(van.nummer for _, van in gevonden if isinstance(van, Bericht)))
    rest = int(lading["rest"])
    enig = {van.id if isinstance(van, Bericht) else None for _, van in gevonden} if not rest else set()
    plicht = LADDER if lading["sjabloon"] == TREDE_AAN_U else VERPLICHT
    pad = f"/berichten/{min(filter(None, enig))}" if len(enig) == 1 and nummers else ""
    return Onderwerp(
        sjabloon=lading["sjabloon"],
        nummer=", ".join(nummers) + (f" en nog {rest}" if rest and nummers else ""),
        pad=pad or (ALLES[lading["aan_soort"]] if nummers else plicht[lading["aan_soort"]]),
        uitleg=tuple(
            f"{van.nummer}: {uitleg}" if len(gevonden) > 1 and isinstance(van, Bericht) else uitleg
            for termijn, van in gevonden
            if (uitleg := _explanation(services, termijn, van))
        ),
    )


def _to_tell(services: Services, termijnen: str, sjabloon: str) -> list[tuple[Termijn, Bericht | Verplichting]]:
    """Return the clocks of which there is still something to tell, each with the bericht or verplichting that it is of."""
    ids = [UUID(termijn) for termijn in termijnen.split(",") if termijn]
    with services.database.lezen() as session:
        rijen = {
            termijn.id: (termijn, _owner(session, termijn))
            for termijn in session.scalars(
                select(Termijn).where(Termijn.id.in_(ids), Termijn.status.in_(told_of(sjabloon)))
            )
        }
    return [rijen[id_] for id_ in ids if id_ in rijen]


def _owner(session: Session, termijn: Termijn) -> Bericht | Verplichting:
    if termijn.bericht is not None:
        return session.get_one(Bericht, termijn.bericht)
    return session.get_one(Verplichting, termijn.verplichting)


def _explanation(services: Services, termijn: Termijn, van: Bericht | Verplichting) -> str:
    """Explain a clock by its declaration, and why it is told late; '' when its dates no longer follow from that.

    Of one that counts from an answer no more than its last day (adr 0022). Nothing of a mailbox that seals who is involved
    apart: its source alone would tell the kind of bericht.
    """
    mailbox = services.mailboxen.met_code(van.mailbox)
    regel = mailbox.termijn(termijn.code) if mailbox is not None else None
    if mailbox is None or regel is None or mailbox.clientblok is Clientblok.APART:
        return ""
    uitleg = explained(services, mailbox, termijn)
    if not uitleg:
        return ""
    waarom = _why_now(services, van, termijn.datum) if isinstance(van, Verplichting) else ""
    if verraadt_een_antwoord(mailbox, regel):
        stil = termijn.status == Klokstatus.OPGESCHORT.value
        return " ".join(filter(None, (zonder_antwoord(regel, termijn.datum, staat_stil=stil), waarom)))
    return " ".join(filter(None, (uitleg, _unknown_year(services, regel, termijn), waarom)))


def _why_now(services: Services, plicht: Verplichting, datum: date) -> str:
    """Say why a duty is asked again, or so late; '' where neither is so."""
    with services.database.lezen() as session:
        return why_again(session, plicht) or asked_late(plicht, datum)


def _unknown_year(services: Services, regel: Regel, termijn: Termijn) -> str:
    if termijn.status != Klokstatus.LOOPT.value:
        return ""
    ingesteld = services.regio.ingesteld(regel, op=termijn.vanaf)
    return jaar_onbekend(ingesteld, termijn.vanaf, termijn.datum, services.kalender, toegezegd=termijn.toegezegd)
