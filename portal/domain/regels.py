"""What a region changes of its rules, as dated values with their source, and the rules that follow from them in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from portal.domain.gemeenten import Regio
from portal.domain.kalender import Besluit, Sluitingsdag
from portal.domain.rollen import Rol


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuwBesluit:
    """A royal decree that the portal did not know yet (Atw art. 3 lid 3)."""

    besluit: Besluit


@dataclass(frozen=True, slots=True, kw_only=True)
class DagVervalt:
    """A day that is a gelijkgestelde dag no more: it was entered wrongly, or the decree was changed."""

    datum: date
    bron: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BesluitHerzien:
    """A decree that was entered with the wrong years, or wrongly at all.

    It is the one that was called `naam` and covered `van` up to and including `tot_en_met`. `jaren` are the first and the last
    year that it covers after all; None takes it back whole, with its days.
    """

    naam: str
    van: int
    tot_en_met: int
    jaren: tuple[int, int] | None
    bron: str

    def is_van(self, besluit: Besluit) -> bool:
        """Tell whether it is about this decree."""
        return (besluit.naam, besluit.van, besluit.tot_en_met) == (self.naam, self.van, self.tot_en_met)


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuweSluitingsdag:
    """A day on which a gemeente or the whole region is closed."""

    dag: Sluitingsdag


@dataclass(frozen=True, slots=True, kw_only=True)
class SluitingsdagVervalt:
    """A closing day that is none after all; `gemeente` is a CBS code, empty for the whole region."""

    datum: date
    gemeente: str
    bron: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuweInstelling:
    """Another value for a setting of the region, from a day on."""

    naam: str
    waarde: str
    vanaf: date
    bron: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuweTaakrol:
    """Another role for a taak in the Toegang `team`, from a day on: each gemeente divides the work (Handboek §4).

    `titel` is what the taak was called when this was proposed.
    """

    team: str
    taak: str
    titel: str
    rol: Rol
    vanaf: date
    bron: str


Wijziging: TypeAlias = (
    NieuwBesluit
    | DagVervalt
    | BesluitHerzien
    | NieuweSluitingsdag
    | SluitingsdagVervalt
    | NieuweInstelling
    | NieuweTaakrol
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regelwijziging:
    """A change that was decided: `nummer` counts from 1 in a region; `ook_lopende` when running clocks move with it."""

    nummer: int
    wijziging: Wijziging
    ook_lopende: bool


@dataclass(frozen=True, slots=True)
class Regelboek:
    """The rules of a region: its file, and what was decided since, in order of number."""

    basis: Regio
    wijzigingen: tuple[Regelwijziging, ...] = ()

    @property
    def nummer(self) -> int:
        """The number of the last change; 0 before the first."""
        return self.wijzigingen[-1].nummer if self.wijzigingen else 0

    @property
    def regio(self) -> Regio:
        """The region in force: a clock that starts now counts by it."""
        return self.voor(self.nummer)

    def voor(self, nummer: int) -> Regio:
        """Give the region by which a clock counts that started under `nummer`: what came later only where it was to move."""
        regio = self.basis
        for gekozen in self.wijzigingen:
            if gekozen.nummer <= nummer or gekozen.ook_lopende:
                regio = pas_toe(regio, gekozen.wijziging)
        return replace(regio, nummer=nummer)

    def tot(self, nummer: int) -> "Regelboek":
        """Give the rules as they were after change number `nummer`."""
        return Regelboek(self.basis, tuple(w for w in self.wijzigingen if w.nummer <= nummer))

    def met(self, wijziging: Wijziging, *, ook_lopende: bool) -> "Regelboek":
        """Give the rules with one change more."""
        volgende = Regelwijziging(nummer=self.nummer + 1, wijziging=wijziging, ook_lopende=ook_lopende)
        return Regelboek(self.basis, (*self.wijzigingen, volgende))


def geldt_vanaf(wijziging: Wijziging) -> date:
    """Give the first day on which a change makes a difference."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            return min(besluit.dagen)
        case BesluitHerzien(van=van, jaren=jaren):
            return date(van if jaren is None else min(van, jaren[0]), 1, 1)
        case NieuweSluitingsdag(dag=dag):
            return dag.datum
        case NieuweInstelling(vanaf=vanaf) | NieuweTaakrol(vanaf=vanaf):
            return vanaf
        case _:
            return wijziging.datum


def bron_van(wijziging: Wijziging) -> str:
    """Give where a change is written down."""
    match wijziging:
        case NieuwBesluit(besluit=Besluit(bron=bron)) | NieuweSluitingsdag(dag=Sluitingsdag(bron=bron)):
            return bron
        case _:
            return wijziging.bron


def pas_toe(regio: Regio, wijziging: Wijziging) -> Regio:
    """Give the region after a change; one that finds nothing to change leaves it as it is."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            return replace(regio, besluiten=(*regio.besluiten, besluit))
        case DagVervalt(datum=datum):
            return replace(regio, besluiten=tuple(_zonder(besluit, datum) for besluit in regio.besluiten))
        case BesluitHerzien():
            return replace(regio, besluiten=tuple(_herzien(regio.besluiten, wijziging)))
        case NieuweSluitingsdag(dag=dag):
            return replace(regio, sluitingsdagen=(*regio.sluitingsdagen, dag))
        case SluitingsdagVervalt(datum=datum, gemeente=gemeente):
            blijft = (dag for dag in regio.sluitingsdagen if (dag.datum, dag.gemeente) != (datum, gemeente))
            return replace(regio, sluitingsdagen=tuple(blijft))
        case NieuweTaakrol():
            erbij = (wijziging.vanaf, wijziging.team, wijziging.taak, wijziging.rol)
            rollen = (later for later in regio.taakrollen if later[1:3] != erbij[1:3] or later[0] < erbij[0])
            return replace(regio, taakrollen=tuple(sorted((*rollen, erbij))))
        case _:
            # It holds from its day on, so it also ends what was decided earlier for a later day.
            nieuw = (wijziging.vanaf, wijziging.naam, wijziging.waarde)
            eerder = (later for later in regio.later if later[1] != nieuw[1] or later[0] < nieuw[0])
            return replace(regio, later=tuple(sorted((*eerder, nieuw))))


def _herzien(besluiten: Iterable[Besluit], wijziging: BesluitHerzien) -> Iterator[Besluit]:
    """Give the decrees with other years for this one, or without it; of two that are the same the first."""
    gevonden = False
    for besluit in besluiten:
        if gevonden or not wijziging.is_van(besluit):
            yield besluit
            continue
        gevonden = True
        if wijziging.jaren is not None:
            yield replace(besluit, van=wijziging.jaren[0], tot_en_met=wijziging.jaren[1])


def _zonder(besluit: Besluit, datum: date) -> Besluit:
    return replace(besluit, dagen=tuple(dag for dag in besluit.dagen if dag != datum))
