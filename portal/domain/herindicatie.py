"""Which toewijzingen of one client, of one team and aanbieder, plan a herindicatie of their own: it is asked once for each indicatie.

`[I]` That a product follows an indicatie which runs as long is how the portal reads 'de herindicatie gaat over de indicatie'.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Lopend:
    """A toewijzing that runs until `einde`: of an indicatie, or `naast` one; `plant` when a plan of its own is open already."""

    id: UUID
    einde: date
    naast: bool
    plant: bool = False


def own_plans(lopend: Collection[Lopend], gedekt: Collection[date]) -> frozenset[UUID]:
    """Return the ids of those that have a plan of their own, each on its own last day.

    The toewijzingen of one indicatie, with the same end, have one plan: of the one that had it. What stands beside an indicatie
    has none while an indicatie runs as long; else it keeps its own, or gets one when no other plan reaches as far. `gedekt` are
    the ends for which the herindicatie is in, or was planned by what stands in no register.
    """
    indicaties = {*gedekt, *(t.einde for t in lopend if not t.naast)}
    gekozen: dict[date, UUID] = {}
    for t in sorted(lopend, key=lambda t: (t.naast, not t.plant, -t.einde.toordinal(), t.id)):
        volgt = any(einde >= t.einde for einde in (indicaties if t.plant else indicaties | gekozen.keys()))
        if not (volgt if t.naast else t.einde in gedekt):
            gekozen.setdefault(t.einde, t.id)
    return frozenset(gekozen.values())
