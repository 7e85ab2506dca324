"""Clocks that ran out: each duty that is late is told once to its team, a team gets one mail per pass."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.klokken import NOOIT, Klokstatus
from portal.core.outbox import enqueue_mail
from portal.db import Database
from portal.domain.datums import datum_in_nederland
from portal.domain.termijn import Karakter
from portal.models import Bericht, Termijn

TE_LAAT: Final = "te-laat"
BATCH: Final = 500
SHOWN: Final = 5


def report_late(database: Database, actor: Actor, *, now: datetime) -> int:
    """Mark each running duty whose last day has passed, and promise one mail per team; returns how many were marked.

    A clock is marked in the transaction that promises its mail, so a pass that is cut off is simply done again.
    """
    vandaag = datum_in_nederland(now)
    with database.lezen() as session:
        due = session.execute(
            select(Termijn.id, Bericht.team)
            .join(Bericht, Bericht.id == Termijn.bericht)
            .where(*_late(vandaag))
            .order_by(Termijn.datum, Termijn.id)
        ).all()
    per_team: dict[str, list[UUID]] = defaultdict(list)
    for termijn, team in due:
        per_team[team].append(termijn)
    return sum(_report_team(database, actor, team, termijnen, now=now) for team, termijnen in per_team.items())


def _report_team(database: Database, actor: Actor, team: str, termijnen: Sequence[UUID], *, now: datetime) -> int:
    vandaag = datum_in_nederland(now)
    with database.schrijven() as session:
        berichten: dict[UUID, str] = {}
        marked = 0
        for start in range(0, len(termijnen), BATCH):
            chosen = termijnen[start : start + BATCH]
            rows = session.execute(
                select(Termijn, Bericht.id, Bericht.nummer)
                .join(Bericht, Bericht.id == Termijn.bericht)
                .where(Termijn.id.in_(chosen), Bericht.team == team, *_late(vandaag))
                .order_by(Termijn.datum, Termijn.id)
                .with_for_update(of=Termijn)
            ).all()
            for termijn, bericht, nummer in rows:
                termijn.volgende_stap = NOOIT
                berichten.setdefault(bericht, nummer)
                record(
                    session, actor, actie="termijn te laat", onderwerp=str(bericht), now=now, uitkomst=termijn.code[:48]
                )
                marked += 1
        if berichten:
            _promise_mail(session, team, berichten, now=now)
        return marked


def _late(vandaag: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Termijn.status == Klokstatus.LOOPT.value,
        Termijn.datum < vandaag,
        Termijn.karakter == Karakter.PLICHT.value,
        Termijn.volgende_stap <= vandaag,
    )


def _promise_mail(session: Session, team: str, berichten: dict[UUID, str], *, now: datetime) -> None:
    """Name one bericht with its page, or a few with the werkvoorraad."""
    nummers = list(berichten.values())
    rest = len(nummers) - SHOWN
    nummer = ", ".join(nummers[:SHOWN]) + (f" en nog {rest}" if rest > 0 else "")
    pad = f"/berichten/{next(iter(berichten))}" if len(berichten) == 1 else "/werkvoorraad"
    enqueue_mail(session, aan=("team", team), sjabloon=TE_LAAT, nummer=nummer, pad=pad, now=now)
