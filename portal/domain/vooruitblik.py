"""What can be foreseen of clocks: the last day that each would come to if everybody uses all of his time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.domain.berekening import bereken
from portal.domain.datums import maanden_later
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Verstreken
from portal.domain.termijn import BijOvergang, NietNa, Termijn
from portal.domain.voorwaarde import Feiten


@dataclass(frozen=True, slots=True, kw_only=True)
class Overschrijding:
    """A clock whose last day, `datum`, would come after the date `grens` that was answered; None where none can be foreseen."""

    termijn: Termijn
    niet_na: NietNa
    datum: date | None
    grens: date


def overschrijdingen(
    termijnen: Sequence[Termijn], bekend: Mapping[str, date | None], feiten: Feiten, kalender: Kalender
) -> tuple[Overschrijding, ...]:
    """Return the clocks that would end too late, or may: no day is foreseen of what stands still without one.

    `bekend` is the last day of one that runs, or the day it was met; None of one that stands still until nobody knows when.
    """
    verwacht = laatste_dagen(termijnen, bekend, kalender)
    gevonden = []
    for termijn in termijnen:
        grens = _date(feiten, termijn.niet_na.veld) if termijn.niet_na else None
        datum = verwacht.get(termijn.code)
        if termijn.niet_na and termijn.code in verwacht and grens and (datum is None or datum > grens):
            gevonden.append(Overschrijding(termijn=termijn, niet_na=termijn.niet_na, datum=datum, grens=grens))
    return tuple(gevonden)


def verstreken(declared: Sequence[Verstreken], feiten: Feiten, *, op: date) -> tuple[tuple[Verstreken, date], ...]:
    """Return the answered dates that lie before the day `op`, or before the other date they name, with what that may mean."""
    gevonden = ((v, _date(feiten, v.veld), _date(feiten, v.voor) if v.voor else op) for v in declared)
    return tuple(
        (v, datum)
        for v, datum, grens in gevonden
        if datum is not None and grens is not None and maanden_later(datum, v.maanden) < grens
    )


def laatste_dagen(
    termijnen: Sequence[Termijn], bekend: Mapping[str, date | None], kalender: Kalender
) -> Mapping[str, date | None]:
    """Return the last day of each known clock, and of each that would follow when the one before it is used up."""
    dagen = {t.code: bekend[t.code] for t in termijnen if t.code in bekend}
    while True:
        verder = {t.code: _begins(t, termijnen, dagen) for t in termijnen if t.code not in dagen}
        nieuw = {t.code: _after(t, verder[t.code], kalender) for t in termijnen if verder.get(t.code)}
        if not nieuw:
            return dagen
        dagen |= nieuw


def _begins(
    termijn: Termijn, termijnen: Sequence[Termijn], dagen: Mapping[str, date | None]
) -> tuple[date | None, ...]:
    """Return the last days on which the step that starts it should be made, one for each known clock that asks for that step."""
    if not isinstance(termijn.begint, BijOvergang):
        return ()
    return tuple(dagen[t.code] for t in termijnen if t.code in dagen and termijn.begint.overgang in t.eindigt)


def _after(termijn: Termijn, begin: Sequence[date | None], kalender: Kalender) -> date | None:
    """Count a clock from the first of these days; None while what comes before it has no day."""
    dagen = [dag for dag in begin if dag is not None]
    return bereken(termijn, min(dagen), kalender).datum if dagen else None


def _date(feiten: Feiten, veld: str) -> date | None:
    waarde = feiten.get(veld, "")
    return date.fromisoformat(waarde) if isinstance(waarde, str) and waarde else None
