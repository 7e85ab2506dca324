"""What changes a clock while it runs: the time in which it stands still, and the length that is added to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.grond import Grond
from portal.domain.kalender import LAATSTE_JAAR, DatumBuitenKalender
from portal.domain.termijn import Eenheid, OnmogelijkeTermijn, Termijn

_DAG = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opschorting:
    """A clock that stands still from the day after `van` until `tot`, which counts again; None while it still does.

    'Met ingang van de dag na die waarop' it was asked, 'tot de dag waarop' it was answered 'of de daarvoor gestelde termijn
    ongebruikt is verstreken' (Awb 4:15 lid 1): `uiterlijk` is the last day of the time that was given for it, if any.
    """

    van: date
    tot: date | None
    grond: Grond
    uiterlijk: date | None = None

    def __post_init__(self) -> None:
        """Refuse a clock that runs again before it stood still; raises OnmogelijkeTermijn."""
        if self.tot is not None and self.tot < self.van:
            raise OnmogelijkeTermijn("Een termijn kan niet weer gaan lopen voor de dag waarop hij stil kwam te staan.")

    @property
    def voorbij_op(self) -> date | None:
        """Return the first day on which the time that was given is over; None when none was given, or that day is in no calendar."""
        return self.uiterlijk + _DAG if self.uiterlijk is not None and self.uiterlijk < date.max else None

    @property
    def loopt_vanzelf_op(self) -> date | None:
        """Return the day that counts again when nothing comes (Awb 4:15 lid 1, lid 2 onder a); None when a person decides."""
        return self.voorbij_op if self.grond.loopt_vanzelf else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verlenging:
    """A length that is added to a clock, or promised beside it (`grond.toezegging`).

    `besloten` is the day of the decision or letter, None while there is none. `toegezegd` is the day that was named to the
    aanvrager in that letter (Awb 4:14 lid 1): it stays, whatever becomes of the clock. None while no letter has named it: then it
    is counted from the last day on. Of a letter of before the portal kept that day it is None as well, and not known.
    """

    aantal: int
    eenheid: Eenheid
    grond: Grond
    besloten: date | None = None
    toegezegd: date | None = None

    @property
    def gezegd_op(self) -> date | None:
        """Return the day of the letter that promised a later day; None for a length, and while no letter went."""
        return self.besloten if self.grond.toezegging else None

    @property
    def is_dag_onbekend(self) -> bool:
        """Tell whether a letter named a day that the portal did not keep."""
        return self.gezegd_op is not None and self.toegezegd is None


@dataclass(frozen=True, slots=True)
class Perioden:
    """All that changed a clock since it started."""

    opschortingen: tuple[Opschorting, ...] = ()
    verlengingen: tuple[Verlenging, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stil:
    """Days that do not count: `eerste` up to and including `laatste`."""

    eerste: date
    laatste: date
    grond: Grond

    @property
    def dagen(self) -> int:
        """How many days these are."""
        return (self.laatste - self.eerste).days + 1

    def raakt(self, dag: date) -> bool:
        """Tell whether the clock stands still on this day."""
        return self.eerste <= dag <= self.laatste


def stille_dagen(opschortingen: Iterable[Opschorting], vanaf: date) -> tuple[Stil, ...]:
    """Return the days that stand still after `vanaf` in order, none of them twice; an open opschorting is left out."""
    gevonden: list[Stil] = []
    grens = vanaf
    for opschorting in sorted(opschortingen, key=lambda o: o.van):
        if opschorting.tot is None:
            continue
        eerste, laatste = max(opschorting.van, grens) + _DAG, opschorting.tot - _DAG
        if eerste <= laatste:
            gevonden.append(Stil(eerste=eerste, laatste=laatste, grond=opschorting.grond))
            grens = laatste
    return tuple(gevonden)


def open_opschorting(opschortingen: Iterable[Opschorting]) -> Opschorting | None:
    """Return the opschorting that has not ended, if one has not."""
    return next((opschorting for opschorting in opschortingen if opschorting.tot is None), None)


def check_past(termijn: Termijn, opschortingen: Sequence[Opschorting], verlengingen: Sequence[Verlenging]) -> None:
    """Refuse what cannot be added to this clock; raises OnmogelijkeTermijn, and DatumBuitenKalender for a year far off."""
    if not (opschortingen or verlengingen):
        return
    if not termijn.telt_vooruit:
        raise OnmogelijkeTermijn(
            f"Termijn '{termijn.code}' telt geen tijd vooruit en kan dus niet stilstaan of langer worden."
        )
    for opschorting in opschortingen:
        if opschorting.tot is not None and opschorting.tot.year > LAATSTE_JAAR:
            raise DatumBuitenKalender(opschorting.tot.year)
    for verlenging in verlengingen:
        if verlenging.aantal < 1 or (verlenging.eenheid is Eenheid.WERKDAG) != (termijn.eenheid is Eenheid.WERKDAG):
            raise OnmogelijkeTermijn(
                f"Termijn '{termijn.code}' kan niet worden verlengd met {verlenging.aantal} x {verlenging.eenheid}."
            )
