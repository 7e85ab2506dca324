"""A later day that is promised beside a term (Awb 4:14 lid 1): counted once, for the letter, and kept from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from portal.domain.datums import voluit
from portal.domain.kalender import Kalender
from portal.domain.stilstand import Verlenging
from portal.domain.telling import Telling, tel_toezegging
from portal.domain.termijn import Grens, Richting, Termijn
from portal.domain.uitleg import geteld, hoeveel, verschoven

# Said before the portal kept that day; migration 0029 writes this sentence too.
_ONBEKEND = "Welke, staat alleen in de brief."
_SLOT = "De termijn zelf verandert daardoor niet."


@dataclass(frozen=True, slots=True)
class Toezegging:
    """The promised day, the sentence that leads to it, and that days may be missing in its year; None for a day that only the letter has."""

    dag: date | None
    uitleg: str
    waarschuwing: str | None = None


def toezegging(
    termijn: Termijn, verlengingen: Sequence[Verlenging], laatste: date | None, kalender: Kalender
) -> Toezegging | None:
    """Return what was promised last beside a clock that ends on `laatste`, None while it stands still; None for nothing.

    Each next one counts from the day that was promised before it. A day that a letter named stays. The sentence says how it was
    counted as long as the count still leads there, and else only which day was named and when.
    """
    beloofd = [verlenging for verlenging in verlengingen if verlenging.grond.toezegging]
    if not beloofd:
        return None
    verlenging = beloofd.pop()
    if verlenging.is_dag_onbekend:
        return Toezegging(
            None, f" Er is een latere dag toegezegd, want {verlenging.grond.met_bron}. {_ONBEKEND} {_SLOT}"
        )
    if laatste is not None:
        lengte = replace(
            termijn,
            aantal=verlenging.aantal,
            eenheid=verlenging.eenheid,
            richting=Richting.VOORUIT,
            grens=Grens.UITERLIJK_OP,
        )
        vorige = toezegging(termijn, beloofd, laatste, kalender)
        eerder = vorige.dag if vorige is not None and vorige.dag is not None and vorige.dag > laatste else None
        telling = tel_toezegging(lengte, eerder or laatste, kalender)
        if verlenging.toegezegd in {None, telling.datum}:
            return Toezegging(telling.datum, _counted(lengte, telling, verlenging, eerder=eerder), telling.waarschuwing)
    return _named(verlenging)


def _counted(lengte: Termijn, telling: Telling, verlenging: Verlenging, *, eerder: date | None) -> str:
    """Say how much later that is, counted from which day to which: the last day, or the day that was promised before."""
    door = "de toezegging geldt dan tot en met de eerste werkdag daarna"
    schuift = verschoven(telling, door) if telling.datum != telling.laatste else ""
    voor = f" Eerder was uiterlijk {voluit(eerder)} toegezegd." if eerder is not None else ""
    return (
        f"{voor} Toegezegd is {hoeveel(verlenging.aantal, verlenging.eenheid)} later, want {verlenging.grond.met_bron}: "
        f"{geteld(lengte, telling)}{schuift}, dus toegezegd is uiterlijk {voluit(telling.datum)}. {_SLOT}"
    )


def _named(verlenging: Verlenging) -> Toezegging | None:
    """Say which day a letter named, when the clock has changed since."""
    if verlenging.toegezegd is None or verlenging.gezegd_op is None:
        return None
    return Toezegging(
        verlenging.toegezegd,
        f" Op {voluit(verlenging.gezegd_op)} is toegezegd: uiterlijk {voluit(verlenging.toegezegd)}, want "
        f"{verlenging.grond.met_bron}. Die dag staat in dat bericht en blijft, ook als de termijn anders gaat lopen. {_SLOT}",
    )
