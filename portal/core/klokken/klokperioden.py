"""What changed a clock since it started, as its rows say it: when it stood still, by how much it was lengthened."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis
from portal.domain.datums import datum_in_nederland
from portal.domain.grond import grond_met
from portal.domain.stilstand import Opschorting, Perioden, Verlenging
from portal.domain.termijn import Eenheid
from portal.models import Termijn, Termijnhistorie, Termijnperiode
from portal.prepared import Prepared
from portal.sealing.envelope import new_id

# Asked whenever a bericht is shown, so made once.
_TERMIJNEN: Final[BindParameter[list[UUID]]] = bindparam("termijnen", expanding=True)
TERMIJNEN: Final = Prepared(select(Termijn).where(Termijn.bericht == bindparam("bericht")).order_by(Termijn.datum))
HISTORIE: Final = Prepared(
    select(Termijnhistorie).where(Termijnhistorie.termijn.in_(_TERMIJNEN)).order_by(Termijnhistorie.volgnummer)
)
PERIODEN: Final = Prepared(
    select(Termijnperiode)
    .where(Termijnperiode.termijn.in_(_TERMIJNEN))
    .order_by(Termijnperiode.besloten, Termijnperiode.id)
)


class Periodesoort(StrEnum):
    """What a row says."""

    OPSCHORTING = "opschorting"
    VERLENGING = "verlenging"


GEEN: Final = Perioden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Klokrijen:
    """The rows of the clocks of one bericht, with their history and what changed them; `zonder_grond` is not told."""

    termijnen: Sequence[Termijn]
    historie: Sequence[Termijnhistorie]
    perioden: Mapping[UUID, Perioden]
    zonder_grond: Collection[str] = ()

    @property
    def personen(self) -> set[UUID]:
        """Who did something to a clock."""
        return {regel.door for regel in self.historie if regel.door is not None}


def read_clocks(session: Session, bericht: UUID) -> Klokrijen:
    """Read the clocks of a bericht, the first one due first.

    Raises ValueError for an unknown ground, and for a length or promise that was taken back without a step that did so, or that
    stands again after it: the steps are signed, and this is no part of what was signed when it was given.
    """
    termijnen = TERMIJNEN.into(Termijn, session, bericht=bericht)
    ids = [rij.id for rij in termijnen]
    historie = HISTORIE.into(Termijnhistorie, session, termijnen=ids) if ids else ()
    rijen = _rows(session, ids)
    teruggenomen = Counter(r.termijn for r in rijen if r.soort == Periodesoort.VERLENGING.value and r.tot is not None)
    stappen = Counter(r.termijn for r in historie if r.soort == Gebeurtenis.UITSTEL_INGETROKKEN.value and r.overgang)
    if teruggenomen != stappen:
        raise ValueError
    return Klokrijen(termijnen=termijnen, historie=historie, perioden=_per_clock(session, rijen))


def perioden_of(session: Session, termijnen: Collection[UUID]) -> Mapping[UUID, Perioden]:
    """Return what changed these clocks, those that nothing changed left out; raises ValueError for an unknown ground."""
    return _per_clock(session, _rows(session, termijnen))


def _rows(session: Session, termijnen: Collection[UUID]) -> Sequence[Termijnperiode]:
    return PERIODEN.into(Termijnperiode, session, termijnen=list(termijnen)) if termijnen else ()


def _per_clock(session: Session, rijen: Sequence[Termijnperiode]) -> Mapping[UUID, Perioden]:
    per_termijn: dict[UUID, list[Termijnperiode]] = defaultdict(list)
    for rij in rijen:
        per_termijn[rij.termijn].append(rij)
    toegezegd = _kept_elsewhere(session, rijen)
    return {termijn: _perioden(deel, toegezegd.get(termijn)) for termijn, deel in per_termijn.items()}


def _kept_elsewhere(session: Session, rijen: Collection[Termijnperiode]) -> Mapping[UUID, date | None]:
    """Return the promised days that stand with the clock alone: what a step signed before the day was part of it stays as it was."""
    zonder = {r.termijn for r in rijen if _still_stands(r) and r.uiterlijk is None and grond_met(r.grond).toezegging}
    query = select(Termijn.id, Termijn.toegezegd).where(Termijn.id.in_(zonder))
    return {rij.id: rij.toegezegd for rij in session.execute(query)} if zonder else {}


def _perioden(rijen: Collection[Termijnperiode], toegezegd: date | None) -> Perioden:
    return Perioden(
        opschortingen=tuple(
            Opschorting(van=rij.van, tot=rij.tot, grond=grond_met(rij.grond), uiterlijk=rij.uiterlijk)
            for rij in rijen
            if rij.van is not None
        ),
        verlengingen=tuple(_verlenging(rij, toegezegd) for rij in rijen if _still_stands(rij)),
    )


def _still_stands(rij: Termijnperiode) -> bool:
    """Tell whether this is a length or promise that was not taken back."""
    return rij.soort == Periodesoort.VERLENGING.value and rij.tot is None


def _verlenging(rij: Termijnperiode, toegezegd: date | None) -> Verlenging:
    """Read a length; of one that was promised also the day that was named, and when."""
    grond = grond_met(rij.grond)
    return Verlenging(
        aantal=rij.aantal,
        eenheid=Eenheid(rij.eenheid),
        grond=grond,
        besloten=rij.besloten,
        toegezegd=rij.uiterlijk or toegezegd if grond.toezegging else None,
    )


def stilstand(session: Session, rij: Termijn) -> Termijnperiode | None:
    """Return the last time in which this clock stood still, or stands still; None when it never did."""
    query = select(Termijnperiode).where(Termijnperiode.termijn == rij.id, Termijnperiode.van.is_not(None))
    rijen = session.scalars(query.order_by(Termijnperiode.van, Termijnperiode.id)).all()
    return next((periode for periode in rijen if periode.tot is None), rijen[-1] if rijen else None)


def new_period(
    rij: Termijn,
    soort: Periodesoort,
    grond: str,
    door: Aanleiding,
    *,
    van: date | None = None,
    besloten: date | None = None,
) -> Termijnperiode:
    """Return the row of something that changes this clock, not stored yet."""
    return Termijnperiode(
        id=new_id(),
        termijn=rij.id,
        soort=soort.value,
        van=van,
        tot=None,
        uiterlijk=None,
        aantal=0,
        eenheid="",
        grond=grond,
        overgang=door.overgang,
        besloten=besloten or datum_in_nederland(door.now),
        door=door.door,
    )
