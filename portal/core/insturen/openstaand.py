"""What an organisation still has to send: its verplichtingen, and what has to be sent again and again; and how one begins it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.klokzicht import TermijnZicht, termijn_zicht
from portal.core.insturen import concepten, intake
from portal.core.insturen.kader import mailbox_for, sendable
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.verplichtingen import Plichtstatus, asked_late, to_complete, why_again
from portal.core.opening import NietGevonden
from portal.core.registers.registerregels import keepers
from portal.core.registers.registers import since
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.gevolg import LeegRegister, VulRegister
from portal.domain.mailbox import Direct, Mailbox
from portal.domain.rechten import Recht
from portal.domain.registers import KAARTBEHEER
from portal.domain.termijn import VOLGEND_BERICHT, Jaarlijks, OpDatum, Termijn
from portal.domain.voorwaarde import Is
from portal.models import Bericht, Verplichting
from portal.models import Termijn as TermijnRij
from portal.sealing.envelope import new_id

# voorstel: what is further off is not yet of use on a start page.
VOORUIT: Final = timedelta(weeks=8)
MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Openstaand:
    """One thing to send: of which mailbox, by when; `verplichting` when it is a duty of its own, `bron` what it follows from.

    `beheerder` is who keeps the sociale kaart there, None where that is not what has to be sent, '' when nobody was named.
    `sinds` says from when the organisation stands in `register` ('afgekoppeld') because it was not sent, `waarom_laat` why
    the last day had passed before it could be told, or why it is asked again. `aanvullen` is the bericht that meets it once it is
    complete.
    """

    mailbox: str
    titel: str
    kenmerk: str = ""
    termijn: TermijnZicht | None = None
    verplichting: UUID | None = None
    bron: UUID | None = None
    bron_nummer: str = ""
    direct: Direct | None = None
    register: str = ""
    sinds: datetime | None = None
    waarom_laat: str = ""
    aanvullen: UUID | None = None
    beheerder: str | None = None


def openstaand(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Openstaand, ...]:
    """Return what this organisation has to send, first due first; nothing for a team."""
    if gebruiker.namens.soort != "organisatie" or not gebruiker.mag(Recht.BERICHT_INDIENEN):
        return ()
    mailboxen = {mailbox.code: mailbox for mailbox in sendable(services, gebruiker)}
    with services.database.lezen() as session:
        gevonden = [
            *_duties(session, gebruiker, mailboxen, tot=vandaag + VOORUIT),
            *_again(session, gebruiker, mailboxen),
            *_cut_off(session, gebruiker, mailboxen),
        ]
        gevonden = _with_keeper(session, gebruiker, mailboxen, gevonden)
    return tuple(sorted(gevonden, key=lambda o: (o.termijn.datum if o.termijn else date.min, o.titel)))


def begin_duty(services: Services, gebruiker: Gebruiker, verplichting: UUID, *, now: datetime) -> UUID:
    """Begin the bericht of a verplichting with what is known of it, or go on with it; returns its concept.

    Raises NietGevonden for one of another organisation or that is no longer open, AlIngediend.
    """
    gebruiker.eis(Recht.BERICHT_INDIENEN)
    concept = new_id()
    with services.database.schrijven() as session:
        rij = session.get(Verplichting, verplichting, with_for_update=True)
        if rij is None or gebruiker.namens.sleutel != ("organisatie", rij.organisatie):
            raise NietGevonden
        if rij.status != Plichtstatus.OPEN.value:
            raise NietGevonden
        eerder, rij.concept = rij.concept, rij.concept or concept
    if eerder is not None and concepten.stand(services, gebruiker, eerder) is not None:
        return eerder
    mailbox = mailbox_for(services, gebruiker, rij.mailbox)
    termijn = mailbox.termijn(rij.code)
    ruw = dict(_known(termijn, rij)) if termijn is not None else {}
    concepten.bewaar(services, gebruiker, concept=rij.concept, mailbox=mailbox.code, ruw=ruw, versie=0, now=now)
    return rij.concept


def submit_direct(services: Services, gebruiker: Gebruiker, code: str, *, concept: UUID, now: datetime) -> UUID:
    """Send what a mailbox lets one send with one click; the same click twice is one bericht.

    Raises NietGevonden for a mailbox without, and what submitting raises.
    """
    mailbox = mailbox_for(services, gebruiker, code)
    if mailbox.direct is None:
        raise NietGevonden
    ruw = {veld: [waarde] for veld, waarde in mailbox.direct.antwoorden}
    try:
        concepten.bewaar(services, gebruiker, concept=concept, mailbox=code, ruw=ruw, versie=0, now=now)
    except concepten.AlIngediend as al:
        return al.bericht
    return intake.submit_bericht(services, gebruiker, concept=concept, now=now)


def _duties(
    session: Session, gebruiker: Gebruiker, mailboxen: dict[str, Mailbox], *, tot: date
) -> Iterator[Openstaand]:
    query = (
        select(Verplichting, TermijnRij)
        .join(TermijnRij, TermijnRij.verplichting == Verplichting.id)
        .where(
            Verplichting.organisatie == gebruiker.namens.code,
            Verplichting.status == Plichtstatus.OPEN.value,
            Verplichting.mailbox.in_(mailboxen),
            unindexed(TermijnRij.status) == Klokstatus.LOOPT.value,
            TermijnRij.datum <= tot,
        )
        .order_by(TermijnRij.datum)
        .limit(MOST)
    )
    # Of a duty on a ladder the rung on which it stands.
    rijen = tuple({plicht.id: (plicht, rij) for plicht, rij in session.execute(query)}.values())
    eigen = select(Bericht).where(
        Bericht.id.in_([plicht.bron_bericht for plicht, _ in rijen if plicht.bron_bericht]),
        unindexed(Bericht.afzender_soort) == "organisatie",
        unindexed(Bericht.afzender) == gebruiker.namens.code,
    )
    nummers = {bericht.id: bericht.nummer for bericht in session.scalars(eigen)}
    for plicht, rij in rijen:
        mailbox = mailboxen[plicht.mailbox]
        aanvullen = to_complete(session, plicht)
        bron = plicht.bron_bericht if plicht.bron_bericht in nummers else None
        yield Openstaand(
            mailbox=mailbox.code,
            titel=rij.titel,
            kenmerk=plicht.kenmerk if _by_year(mailbox, plicht) else "",
            termijn=termijn_zicht(mailbox, rij),
            verplichting=plicht.id if aanvullen is None else None,
            aanvullen=aanvullen,
            bron=bron,
            bron_nummer=nummers[bron] if bron else "",
            waarom_laat=why_again(session, plicht) or asked_late(plicht, rij.datum),
        )


def _by_year(mailbox: Mailbox, plicht: Verplichting) -> bool:
    termijn = mailbox.termijn(plicht.code)
    return termijn is not None and isinstance(termijn.begint, Jaarlijks)


def _again(session: Session, gebruiker: Gebruiker, mailboxen: dict[str, Mailbox]) -> Iterator[Openstaand]:
    """Yield of each mailbox that wants a next bericht the clock that was started last."""
    for mailbox in mailboxen.values():
        codes = [termijn.code for termijn in mailbox.termijnen if VOLGEND_BERICHT in termijn.eindigt]
        if not codes:
            continue
        rij = session.scalars(
            select(TermijnRij)
            .join(Bericht, Bericht.id == TermijnRij.bericht)
            .where(
                Bericht.afzender_soort == "organisatie",
                Bericht.afzender == gebruiker.namens.code,
                Bericht.mailbox == mailbox.code,
                TermijnRij.code.in_(codes),
                unindexed(TermijnRij.status) == Klokstatus.LOOPT.value,
            )
            .order_by(TermijnRij.vanaf.desc())
            .limit(1)
        ).first()
        if rij is not None:
            zicht = termijn_zicht(mailbox, rij)
            yield Openstaand(mailbox=mailbox.code, titel=rij.titel, termijn=zicht, direct=mailbox.direct)


def _cut_off(session: Session, gebruiker: Gebruiker, mailboxen: dict[str, Mailbox]) -> Iterator[Openstaand]:
    """Yield what takes this organisation out of a register again."""
    for mailbox in mailboxen.values():
        for gevolg in (g for g in mailbox.bij_indienen if isinstance(g, LeegRegister)):
            sinds = since(session, gevolg.register, [gebruiker.namens.code]).get(gebruiker.namens.code)
            if sinds is not None:
                yield Openstaand(
                    mailbox=mailbox.code,
                    titel=mailbox.titel,
                    direct=mailbox.direct,
                    register=gevolg.register,
                    sinds=sinds,
                )


def _with_keeper(
    session: Session, gebruiker: Gebruiker, mailboxen: dict[str, Mailbox], gevonden: list[Openstaand]
) -> list[Openstaand]:
    """Name with what belongs to the sociale kaart who keeps it: the reminders go to all colleagues (Handboek §2.4)."""
    van_hem = {
        code
        for code, mailbox in mailboxen.items()
        if any(isinstance(g, VulRegister) and g.register == KAARTBEHEER.code for g in mailbox.bij_indienen)
    }
    if not van_hem.intersection(o.mailbox for o in gevonden):
        return gevonden
    naam = keepers(session).get(gebruiker.namens.code, "")
    return [replace(o, beheerder=naam) if o.mailbox in van_hem else o for o in gevonden]


def _known(termijn: Termijn, rij: Verplichting) -> Iterator[tuple[str, list[str]]]:
    """Yield the answers that the verplichting itself gives, as one types them."""
    match termijn.begint:
        case OpDatum(veld=veld):
            yield veld, [f"{rij.vanaf.day}-{rij.vanaf.month}-{rij.vanaf.year}"]
        case Jaarlijks(veld=veld):
            yield veld, [rij.kenmerk]
        case _:
            pass
    if isinstance(termijn.als, Is):
        yield termijn.als.veld, [termijn.als.waarde]
