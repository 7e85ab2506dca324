"""What an aanbieder reports with iWmo of his toewijzingen, as a quiet reminder: that care begins (305) and that it ends (307).

No iWmo message is read, so the portal does not know what was reported: nothing of this is ever late, and nobody ticks it off.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import uuid5

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from portal.core.herinneren.aflopend import Aflopend
from portal.core.registers.toewijzingen import LAATSTE_DAG, last_day
from portal.domain.berekening import Berekening
from portal.domain.datums import datum_in_nederland
from portal.domain.gemeenten import Regio
from portal.domain.iwmotermijnen import ACHTERAF, IwmoTermijn, bij_toewijzing, reken
from portal.domain.kalender import LAATSTE_JAAR
from portal.domain.termijn import Karakter
from portal.models import Toewijzing

# However many of them are no werkdagen, five werkdagen take no longer.
LANGST: Final = timedelta(weeks=4)


def to_report(session: Session, regio: Regio, organisatie: str, *, van: date, tot: date) -> Iterator[Aflopend]:
    """Yield what this aanbieder reports at the latest from `van` up to and including `tot`."""
    for rij in session.scalars(_near(van, tot).where(Toewijzing.organisatie == organisatie)):
        for regel, dag in _days(rij, regio):
            if van <= dag.datum <= tot:
                yield Aflopend(
                    bron=uuid5(rij.id, regel.bericht),  # each day one of its own, the same one when the day moves
                    datum=dag.datum,
                    titel=regel.termijn.titel,
                    karakter=Karakter.VERWACHTING,
                    mailbox="",
                    mailbox_titel=f"iWmo {regel.bericht}",
                    toewijzing=rij.id,
                )


def who_reports(session: Session, regio: Regio, *, van: date, tot: date) -> frozenset[str]:
    """Return the aanbieders that have something to report at the latest from `van` up to and including `tot`."""
    rijen = session.scalars(_near(van, tot).where(Toewijzing.organisatie.is_not(None)))
    return frozenset(
        rij.organisatie or "" for rij in rijen if any(van <= dag.datum <= tot for _, dag in _days(rij, regio))
    )


def _near(van: date, tot: date) -> Select[Toewijzing]:
    """Ask for the toewijzingen that began, ended or were written down so lately that a day of theirs can be among these."""
    kort_ervoor = van - LANGST
    geschreven = Toewijzing.gemaakt >= datetime.combine(kort_ervoor, time.min, UTC)
    gaat = (kolom.between(kort_ervoor, tot) for kolom in (Toewijzing.vanaf, LAATSTE_DAG))
    return select(Toewijzing).where(or_(geschreven, *gaat)).order_by(Toewijzing.id)


def _days(rij: Toewijzing, regio: Regio) -> Iterator[tuple[IwmoTermijn, Berekening]]:
    """Yield the two terms of a toewijzing; one that began before it was written down counts from that day."""
    geschreven = datum_in_nederland(rij.gemaakt)
    for regel, dag in bij_toewijzing(rij.vanaf, last_day(rij), regio):
        if regel.bericht == ACHTERAF.bericht and rij.vanaf < geschreven and geschreven.year < LAATSTE_JAAR:
            yield ACHTERAF, reken(ACHTERAF, geschreven, regio)
        else:
            yield regel, dag
