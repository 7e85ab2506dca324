"""The ladders of who never sent what he owes: how far each has come, and the rung that a person takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.beheer.plichtenlijst import of_team
from portal.core.herinneren.plichttrede import take_rung
from portal.core.herinneren.stapdoen import INGEHAALD, MELDEN
from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.verplichtingen import Plichtstatus
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.rechten import Recht
from portal.domain.stappen import TREDE, TREDE_AAN_U
from portal.domain.trede import Trede
from portal.models import Organisatie, Termijn, Termijnstap, Verplichting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sport:
    """How far one organisation has come: the last rung that was taken and on which day, and the next one, which comes after `datum`.

    `kan`: a person may take the next one now, on the clock `klok`.
    """

    naam: str
    klok: UUID
    datum: date
    gezet: str = ""
    sinds: date | None = None
    volgende: Trede | None = None
    kan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Who never sent what he owes in one mailbox, furthest on the ladder first."""

    mailbox: Mailbox
    sporten: tuple[Sport, ...]


def ladders(services: Services, gebruiker: Gebruiker, *, now: datetime) -> tuple[Ladder, ...]:
    """Return the ladders of the mailboxes that come to this team, those on which somebody stands; raises NietToegestaan."""
    gebruiker.eis(Recht.VERPLICHTINGEN_BEHEREN)
    with services.database.lezen() as session:
        gevonden = [
            _ladder(session, mailbox, vandaag=datum_in_nederland(now)) for mailbox in of_team(services, gebruiker)
        ]
    return tuple(ladder for ladder in gevonden if ladder.sporten)


def te_zetten(services: Services, gebruiker: Gebruiker, klok: UUID, *, now: datetime) -> tuple[Mailbox, Sport]:
    """Return the rung that somebody may take now; raises NietToegestaan, NietGevonden when there is none."""
    for ladder in ladders(services, gebruiker, now=now):
        for sport in ladder.sporten:
            if sport.klok == klok and sport.kan:
                return ladder.mailbox, sport
    raise NietGevonden


def zet_trede(services: Services, gebruiker: Gebruiker, klok: UUID, *, now: datetime) -> Trede | None:
    """Take the rung of this clock, as the person who does it; None when it was taken already or the duty was met.

    Whose duty it is gets its mail with the next pass of the worker. Raises NietToegestaan, NietGevonden.
    """
    gebruiker.eis(Recht.VERPLICHTINGEN_BEHEREN)
    mailboxen = {mailbox.code: mailbox for mailbox in of_team(services, gebruiker)}
    with services.database.schrijven() as session:
        plicht = session.scalars(
            select(Verplichting)
            .join(Termijn, Termijn.verplichting == Verplichting.id)
            .where(Termijn.id == klok, Verplichting.mailbox.in_(mailboxen))
            .with_for_update(of=Verplichting)
        ).one_or_none()
        if plicht is None:
            raise NietGevonden
        rij = session.get_one(Termijn, klok, with_for_update=True)
        trede = _rung(mailboxen[plicht.mailbox], rij.code)
        if trede is None or trede.is_vanzelf or rij.datum >= datum_in_nederland(now):
            raise NietGevonden
        code = f"{TREDE}{trede.code}"
        if rij.status != Klokstatus.LOOPT.value or session.get(Termijnstap, (rij.id, code)) is not None:
            return None
        take_rung(session, gebruiker.actor, trede, plicht, now=now)
        session.add(_step(rij, code, MELDEN, now=now))
        aan_u = f"{TREDE_AAN_U}{trede.code}"
        if session.get(Termijnstap, (rij.id, aan_u)) is None:  # who took it need not hear any more that he may
            session.add(_step(rij, aan_u, INGEHAALD, now=now))
        return trede


def _step(rij: Termijn, code: str, uitkomst: str, *, now: datetime) -> Termijnstap:
    return Termijnstap(
        termijn=rij.id, stap=code, aan=rij.eigenaar, gepland=datum_in_nederland(now), gedaan=now, uitkomst=uitkomst
    )


def _ladder(session: Session, mailbox: Mailbox, *, vandaag: date) -> Ladder:
    codes = [termijn.code for termijn in mailbox.termijnen if termijn.trede is not None]
    query = (
        select(Organisatie.naam, Termijn)
        .join(Verplichting, Verplichting.organisatie == Organisatie.code)
        .join(Termijn, Termijn.verplichting == Verplichting.id)
        .where(
            Verplichting.mailbox == mailbox.code,
            Verplichting.status == Plichtstatus.OPEN.value,
            Termijn.code.in_(codes),
            unindexed(Termijn.status) == Klokstatus.LOOPT.value,
        )
        .order_by(Termijn.datum, Termijn.id)
    )
    per_plicht: dict[UUID | None, tuple[str, list[Termijn]]] = {}
    for naam, klok in session.execute(query) if codes else ():
        per_plicht.setdefault(klok.verplichting, (naam, []))[1].append(klok)
    gezet = _taken(session, (klok.id for _, klokken in per_plicht.values() for klok in klokken))
    sporten = [_sport(mailbox, naam, klokken, gezet, vandaag=vandaag) for naam, klokken in per_plicht.values()]
    return Ladder(
        mailbox=mailbox, sporten=tuple(sorted(sporten, key=lambda s: (not s.kan, s.sinds is None, s.datum, s.naam)))
    )


def _taken(session: Session, klokken: Iterable[UUID]) -> dict[UUID, date]:
    """Return on which day the rung of each of these clocks was taken, of those of which it was."""
    query = select(Termijnstap.termijn, Termijnstap.gedaan).where(
        Termijnstap.termijn.in_({*klokken}), Termijnstap.stap.startswith(TREDE)
    )
    return {termijn: datum_in_nederland(gedaan) for termijn, gedaan in session.execute(query)}


def _sport(mailbox: Mailbox, naam: str, klokken: list[Termijn], gezet: dict[UUID, date], *, vandaag: date) -> Sport:
    laatste, gedaan = klokken[-1], [klok for klok in klokken if klok.id in gezet]
    trede, volgende = _rung(mailbox, gedaan[-1].code) if gedaan else None, _rung(mailbox, laatste.code)
    if laatste.id in gezet:
        volgende = None
    return Sport(
        naam=naam,
        klok=laatste.id,
        datum=laatste.datum,
        gezet=trede.gezet if trede is not None else "",
        sinds=gezet[gedaan[-1].id] if gedaan else None,
        volgende=volgende,
        kan=volgende is not None and not volgende.is_vanzelf and laatste.datum < vandaag,
    )


def _rung(mailbox: Mailbox, code: str) -> Trede | None:
    termijn = mailbox.termijn(code)
    return termijn.trede if termijn is not None else None
