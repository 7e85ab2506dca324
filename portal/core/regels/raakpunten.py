"""Which clocks a change of rules may touch, as conditions of a query: a million clocks cost a scan and a few thousand sums."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.core.klokken.klokken import Klokstatus
from portal.core.services import Mailboxen
from portal.domain.regels import Regelboek
from portal.domain.verschuiving import Raakvlak, Verschuiver
from portal.models import Bericht, Termijn, Termijnperiode, Verplichting

# More start days of one clock than these are not named in a query.
MOST_DAYS: Final = 366
MAILBOX: Final = func.coalesce(Bericht.mailbox, Verplichting.mailbox)
LOOPT: Final = (Klokstatus.LOOPT.value,)
# What has ended is judged by its last day all the same.
KLAAR: Final = (Klokstatus.GEHAALD.value, Klokstatus.VERVALLEN.value)


def touched(
    mailboxen: Mailboxen, boek: Regelboek, vlak: Raakvlak, *, in_stand: Collection[str] = LOOPT
) -> ColumnElement[bool]:
    """Give the condition on clocks in one of these states that a change may touch; what stands still is counted when it goes on."""
    return and_(_meets(vlak, in_stand), set_here(mailboxen, boek, vlak))


def set_here(mailboxen: Mailboxen, boek: Regelboek, vlak: Raakvlak) -> ColumnElement[bool]:
    """Give the condition on clocks of this region, and with a setting on those that it sets."""
    hier = func.coalesce(Bericht.regio, Verplichting.regio) == boek.basis.code
    if not vlak.instelling:
        return hier
    ingesteld = [
        (mailbox.code, termijn.code)
        for mailbox in mailboxen.alle()
        for termijn in mailbox.alle_termijnen()
        if vlak.zet(termijn)
    ]
    return and_(hier, tuple_(MAILBOX, Termijn.code).in_(ingesteld))


def _meets(vlak: Raakvlak, in_stand: Collection[str]) -> ColumnElement[bool]:
    """Give the condition on clocks whose days meet a change; on their own columns only."""
    staat = Termijn.status.in_(in_stand)
    if vlak.instelling:
        return and_(staat, Termijn.vanaf >= vlak.van)
    # Forwards a clock runs from `vanaf` to `datum`, backwards the other way round.
    na_begin = or_(Termijn.datum >= vlak.van, Termijn.vanaf >= vlak.van)
    return and_(staat, na_begin, or_(Termijn.vanaf <= vlak.tot, Termijn.datum <= vlak.tot))


def that_may_move(
    session: Session,
    mailboxen: Mailboxen,
    verschuiver: Verschuiver,
    vlak: Raakvlak,
    *,
    in_stand: Collection[str] = LOOPT,
) -> ColumnElement[bool]:
    """Give the condition on clocks of which one that nothing changed would move: from one index, without a join."""
    sleutel = (Termijn.code, Termijn.vanaf, Termijn.regels)
    dagen: dict[str, set[date]] = defaultdict(set)
    for code, vanaf, regels in session.execute(select(*sleutel).where(_meets(vlak, in_stand)).group_by(*sleutel)):
        if any(verschuiver.verschuif(m, code, vanaf=vanaf, regels=regels) for m in mailboxen.alle()):
            dagen[code].add(vanaf)
    # As ids, each found by an index of its own, so that no other clock is looked at.
    klok = aliased(Termijn)
    hier = select(klok.id).where(klok.status.in_(in_stand))
    per_code = (hier.where(klok.code == code, _on_a_day_of(klok.vanaf, van_code)) for code, van_code in dagen.items())
    return Termijn.id.in_(union_all(select(Termijnperiode.termijn), *per_code))


def _on_a_day_of(vanaf: ColumnElement[date] | InstrumentedAttribute[date], dagen: set[date]) -> ColumnElement[bool]:
    """Name the days, or only the first and the last when they are many: what lies between is counted to see."""
    return vanaf.in_(sorted(dagen)) if len(dagen) <= MOST_DAYS else vanaf.between(min(dagen), max(dagen))


def joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to each clock the bericht or the duty it belongs to."""
    return query.outerjoin(Bericht, Bericht.id == Termijn.bericht).outerjoin(
        Verplichting, Verplichting.id == Termijn.verplichting
    )
