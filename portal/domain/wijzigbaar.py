"""What a team may change about a clock, in words: on which grounds it may stand still or become longer."""

from portal.domain.datums import opsomming
from portal.domain.termijn import Termijn, Verlengbaar
from portal.domain.uitleg import hoeveel


def wat_mag(termijn: Termijn) -> tuple[str, ...]:
    """Say in a few sentences what its declaration allows; nothing for a clock that nobody may change."""
    gronden = [grond.met_bron for grond in termijn.opschorten]
    stil = (f"Het team mag hem laten stilstaan, met als grond: {opsomming(gronden)}.",) if gronden else ()
    return (*stil, *(_langer(verlengbaar) for verlengbaar in termijn.verlengen))


def _langer(verlengbaar: Verlengbaar) -> str:
    lengte = hoeveel(verlengbaar.aantal, verlengbaar.eenheid)
    keer = {None: "telkens", 1: "één keer"}.get(verlengbaar.keer, f"{verlengbaar.keer} keer")
    if verlengbaar.grond.toezegging:
        return f"Het team mag {keer} tot {lengte} later toezeggen, met als grond: {verlengbaar.grond.met_bron}. De termijn zelf blijft."
    return f"Het team mag hem {keer} tot {lengte} verlengen, met als grond: {verlengbaar.grond.met_bron}."
