"""A stored clock counted again, by the rules it runs under: what pages and mail say of it, and what a decision goes by."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.klokperioden import GEEN, perioden_of
from portal.core.services import Services
from portal.domain.berekening import Berekening, StaatStil, bereken
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Mailbox
from portal.domain.stilstand import Opschorting, Perioden, Verlenging, open_opschorting
from portal.domain.termijn import OpDatum, Termijn
from portal.models import Bericht, Ontvanger
from portal.models import Termijn as TermijnRij


class Geteld(Protocol):
    """A clock of which it is known from when it counts, and how it stands."""

    @property
    def code(self) -> str:
        """Which clock of the declaration it is."""

    @property
    def vanaf(self) -> date:
        """The day from which it counts."""

    @property
    def status(self) -> str:
        """How it stands, a Klokstatus."""


def explained(services: Services, mailbox: Mailbox, rij: TermijnRij) -> str:
    """Give the sentence of a stored clock as every page shows it; empty when its declaration gives other dates.

    Whoever writes in the database does not choose what is mailed: what no calendar gives is counted anew. A closing day
    that came later moves nothing and is not in the sentence of a clock that ran already, so it is compared with what the
    closing days of then give, and those of another team that had it.
    """
    termijn = mailbox.termijn(rij.code)
    if termijn is None:
        return ""
    with services.database.lezen() as session:
        try:
            perioden = perioden_of(session, [rij.id]).get(rij.id, GEEN)
        except ValueError:
            return ""
        kalenders = list(_calendars(session, services, rij))
    zinnen = [_sentence(services, termijn, rij, perioden, kalender) for kalender in kalenders]
    return rij.uitleg if rij.uitleg in zinnen else next(filter(None, zinnen), "")


def recount(
    session: Session, services: Services, termijn: Termijn, rij: TermijnRij, *, erbij: tuple[Verlenging, ...] = ()
) -> Berekening:
    """Count a stored clock by the rules it runs under, from its start date, with what changed it since, and `erbij` too.

    Raises StaatStil while it stands still and has not ended, and ValueError for a row that the portal never writes.
    """
    perioden = perioden_of(session, [rij.id]).get(rij.id, GEEN)
    perioden = replace(perioden, verlengingen=(*perioden.verlengingen, *erbij))
    return _count(services, termijn, rij, perioden, next(_calendars(session, services, rij)))


def foreseen(services: Services, mailbox: Mailbox, klokken: Collection[UUID]) -> Mapping[UUID, date | None]:
    """Return the last day of clocks that stand still, if they run again when the time that was given is over.

    None where no time was given, or the row is one that the portal never writes.
    """
    if not klokken:
        return {}
    with services.database.lezen() as session:
        perioden = perioden_of(session, klokken)
        rijen = session.scalars(select(TermijnRij).where(TermijnRij.id.in_(klokken))).all()
        return {rij.id: _foreseen(session, services, mailbox, rij, perioden.get(rij.id, GEEN)) for rij in rijen}


def _foreseen(
    session: Session, services: Services, mailbox: Mailbox, rij: TermijnRij, perioden: Perioden
) -> date | None:
    termijn, nog = mailbox.termijn(rij.code), open_opschorting(perioden.opschortingen)
    if termijn is None or nog is None or nog.voorbij_op is None:
        return None
    weer = replace(nog, tot=max(nog.voorbij_op, nog.van))
    opschortingen = tuple(weer if periode is nog else periode for periode in perioden.opschortingen)
    try:
        perioden = replace(perioden, opschortingen=opschortingen)
        return _count(services, termijn, rij, perioden, next(_calendars(session, services, rij))).datum
    except ValueError:
        return None


def corrected_days(mailbox: Mailbox, klokken: Iterable[Geteld]) -> dict[str, str]:
    """Return as facts the days from which clocks count that began on an answered one: a decision goes by the corrected day.

    One that lapsed keeps the day of then, so another of the same answer goes before it.
    """
    return {
        termijn.begint.veld: klok.vanaf.isoformat()
        for klok in sorted(klokken, key=lambda klok: klok.status != Klokstatus.VERVALLEN.value)
        if (termijn := mailbox.termijn(klok.code)) is not None and isinstance(termijn.begint, OpDatum)
    }


def _calendars(session: Session, services: Services, rij: TermijnRij) -> Iterator[Kalender]:
    """Yield the calendars by which a stored clock may have been counted: first the one by which it is counted now."""
    boek = services.regels.boek
    regio = boek.voor(rij.regels)
    if not regio.sluitingsdagen:
        yield regio.kalender
        return
    team = session.scalar(select(Bericht.team).where(Bericht.id == rij.bericht)) or ""
    yield regio.kalender_voor(team)
    toen = boek.tot(rij.regels).voor(rij.regels)
    eerder = session.scalars(select(Ontvanger.team).where(Ontvanger.bericht == rij.bericht))
    for code in (team, "", *eerder):
        yield regio.kalender_voor(code)
        yield replace(regio, sluitingsdagen=toen.sluitingsdagen).kalender_voor(code)
    yield replace(regio, sluitingsdagen=()).kalender


def _sentence(services: Services, termijn: Termijn, rij: TermijnRij, perioden: Perioden, kalender: Kalender) -> str:
    """Explain a clock by this calendar; empty when that gives another last day than the row says."""
    try:
        berekening = _count(services, termijn, rij, perioden, kalender)
    except StaatStil as staat:
        return staat.uitleg if rij.status == Klokstatus.OPGESCHORT.value else ""
    except ValueError:
        return ""
    return berekening.uitleg if berekening.datum == rij.datum else ""


def judged(perioden: Perioden, op: date | None) -> Perioden:
    """Return what changed a clock that ended on a day, as it is judged; None for one that has not ended."""
    return replace(perioden, opschortingen=tuple(_until_ended(op, o) for o in perioden.opschortingen))


def _until_ended(op: date | None, opschorting: Opschorting) -> Opschorting:
    """Return how long a clock stood still that ended so: until that day, or until it ran again by law before (Awb 4:15 lid 1)."""
    if op is None or opschorting.tot is not None:
        return opschorting
    return replace(opschorting, tot=max(min(op, opschorting.loopt_vanzelf_op or op), opschorting.van))


def _count(services: Services, termijn: Termijn, rij: TermijnRij, perioden: Perioden, kalender: Kalender) -> Berekening:
    zo = judged(perioden, rij.geeindigd_op)
    return bereken(
        services.regels.boek.voor(rij.regels).ingesteld(termijn, op=rij.vanaf),
        rij.vanaf,
        kalender,
        opschortingen=zo.opschortingen,
        verlengingen=zo.verlengingen,
    )
