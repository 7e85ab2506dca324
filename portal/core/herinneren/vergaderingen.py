"""Meetings that come round: which berichten are for which day, and a reminder to who still has one to send in."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import Rij, rows_for
from portal.core.klokken.klokken import Klokstatus, counted
from portal.core.klokken.verplichtingen import is_open_here
from portal.core.post.eenmaal import add_once
from portal.core.post.ladingen import MAIL
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import CONCEPT
from portal.domain.rechten import Recht
from portal.domain.routering import VastTeam
from portal.domain.stappen import waarschuwingsdag
from portal.domain.termijn import INDIENEN, OpDatum, Termijn
from portal.domain.vergadering import Vergadering, vergaderdagen
from portal.models import Bericht, Concept
from portal.models import Termijn as TermijnRij

VOORUIT: Final = 6
# A reminder is told by its meeting and by whom it is to, so that it goes out once.
_SLEUTEL: Final = UUID("5f7a2d0c-53d5-4f0e-9b0e-6f6f0f3f2a11")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vergaderdag:
    """One meeting with the berichten that are for it; `insturen` is the last day to send one in."""

    titel: str
    datum: date
    insturen: date
    rijen: tuple[Rij, ...]


def meets(services: Services, gebruiker: Gebruiker) -> bool:
    """Tell whether berichten for a meeting come to the team he acts for."""
    return any(True for _ in _of_team(services, gebruiker))


def agenda(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> tuple[Vergaderdag, ...]:
    """Return the last meeting and the next ones of this team, each with its berichten; raises NietToegestaan."""
    gebruiker.eis(Recht.BERICHT_LEZEN)
    gevonden = []
    for mailbox, vergadering in _of_team(services, gebruiker):
        vanaf = vandaag - timedelta(weeks=vergadering.weken)
        with services.database.lezen() as session:
            voor = _berichten(session, gebruiker, mailbox, vergadering, vanaf=vanaf)
        rijen, _ = rows_for(services, gebruiker, [bericht for bericht, _ in voor])
        per_bericht = {rij.id: rij for rij in rijen}
        gevonden += [
            Vergaderdag(
                titel=vergadering.titel,
                datum=dag,
                insturen=_last_day(services, mailbox, vergadering, dag),
                rijen=tuple(per_bericht[bericht] for bericht, datum in voor if datum == dag),
            )
            for dag in sorted({*_days(services, vergadering, vanaf, VOORUIT + 1), *(datum for _, datum in voor)})
        ]
    return tuple(gevonden)


def remind_senders(services: Services, *, now: datetime) -> int:
    """Remind who has a concept for a meeting before the last day to send it in, once for each; returns how many mails."""
    vandaag = datum_in_nederland(now)
    mails = [
        (mailbox, dag)
        for mailbox, vergadering in _meeting(services)
        for dag in _days(services, vergadering, vandaag, 2)
        if _is_time(services, mailbox, vergadering, dag, vandaag)
    ]
    if not mails:
        return 0
    with services.database.schrijven() as session:
        return sum(_remind(session, mailbox, dag, now=now) for mailbox, dag in mails)


def _remind(session: Session, mailbox: Mailbox, dag: date, *, now: datetime) -> int:
    """Promise a mail to each owner of a concept that became no bericht yet."""
    wie = select(Concept.eigenaar_soort, Concept.eigenaar).where(
        Concept.mailbox == mailbox.code, Concept.bericht.is_(None)
    )
    beloofd = 0
    for soort, code in session.execute(wie.distinct().order_by(Concept.eigenaar_soort, Concept.eigenaar)).all():
        sleutel = uuid.uuid5(_SLEUTEL, f"{mailbox.code}|{dag}|{soort}|{code}")
        lading = {"aan_soort": soort, "aan": code, "sjabloon": CONCEPT, "nummer": "", "pad": "/concepten"}
        beloofd += add_once(session, MAIL, lading, key=sleutel, now=now)
    return beloofd


def _meeting(services: Services) -> Iterator[tuple[Mailbox, Vergadering]]:
    for mailbox in services.mailboxen.alle():
        if mailbox.vergadering is not None and is_open_here(services, mailbox):
            yield mailbox, mailbox.vergadering


def _of_team(services: Services, gebruiker: Gebruiker) -> Iterator[tuple[Mailbox, Vergadering]]:
    for mailbox, vergadering in _meeting(services):
        regel = mailbox.routering
        team = services.regio.team(regel.soort) if isinstance(regel, VastTeam) else None
        if team is not None and gebruiker.namens.sleutel == ("team", team.code):
            yield mailbox, vergadering


def _days(services: Services, vergadering: Vergadering, vanaf: date, aantal: int) -> tuple[date, ...]:
    def eerste(op: date) -> date:
        return date.fromisoformat(services.regio.instelling(vergadering.instelling, op=op))

    return vergaderdagen(eerste, vergadering.weken, vanaf, aantal)


def _berichten(
    session: Session, gebruiker: Gebruiker, mailbox: Mailbox, vergadering: Vergadering, *, vanaf: date
) -> list[tuple[UUID, date]]:
    """Return the berichten for meetings from this day on, in the order in which they came; none that was withdrawn."""
    query = (
        select(Bericht.id, TermijnRij.datum)
        .join(TermijnRij, TermijnRij.bericht == Bericht.id)
        .where(
            Bericht.team == gebruiker.namens.code,
            Bericht.mailbox == mailbox.code,
            TermijnRij.code.in_((vergadering.termijn, vergadering.later)),
            TermijnRij.status != Klokstatus.VERVALLEN.value,
            TermijnRij.datum >= vanaf,
        )
        .order_by(Bericht.ingediend, Bericht.id)
    )
    return [(bericht, datum) for bericht, datum in session.execute(query)]


def _sending_in(mailbox: Mailbox, vergadering: Vergadering) -> Termijn:
    """Return the clock by which a bericht must be in before the meeting; every mailbox with a meeting declares one."""
    begint = OpDatum(vergadering.veld)
    return next(t for t in mailbox.termijnen if t.begint == begint and INDIENEN in t.eindigt)


def _last_day(services: Services, mailbox: Mailbox, vergadering: Vergadering, dag: date) -> date:
    return counted(services, _sending_in(mailbox, vergadering), dag).datum


def _is_time(services: Services, mailbox: Mailbox, vergadering: Vergadering, dag: date, vandaag: date) -> bool:
    """Tell whether a warning of that clock has come and its last day has not passed."""
    laatste, waarschuwingen = (
        _last_day(services, mailbox, vergadering, dag),
        _sending_in(mailbox, vergadering).waarschuwingen,
    )
    return vandaag <= laatste and any(
        waarschuwingsdag(w, dag, laatste, services.kalender) <= vandaag for w in waarschuwingen
    )
