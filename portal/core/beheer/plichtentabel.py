"""The list of duties as somebody chose to see it: which aanbieders, in what order, and as the rows of a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from portal.core.beheer.plichtenlijst import Cel, Plichtenlijst, Rij
from portal.core.klokken.verplichtingen import Plichtstatus

TOON: Final[Mapping[str, tuple[str, Callable[[Cel], bool]]]] = {
    "open": ("Nog te ontvangen", lambda cel: cel.status is Plichtstatus.OPEN),
    "te-laat": ("Te laat", lambda cel: cel.status is Plichtstatus.OPEN and cel.te_laat),
    "te-beoordelen": ("Te beoordelen", lambda cel: bool(cel.kan)),
    "vrijgesteld": ("Vrijgesteld", lambda cel: cel.status is Plichtstatus.VRIJGESTELD),
}
ALLES: Final = "alles"
SORTEER: Final[Mapping[str, str]] = {"naam": "Naam", "te-gaan": "Meeste te ontvangen", "dag": "Eerste dag"}
KOLOMMEN: Final = ("Aanbieder", "Code", "Jaar", "Stuk", "Stand", "Uiterlijk", "Te laat", "Sociale kaart afgekoppeld")


def gekozen(lijst: Plichtenlijst, *, toon: str, sorteer: str) -> Plichtenlijst:
    """Return the list with the aanbieders that have a cell of this kind, in this order; by name where they are equal."""
    rijen: Iterable[Rij] = lijst.rijen
    if toon in TOON:
        rijen = [rij for rij in rijen if _cells(rij, toon)]
    return replace(lijst, rijen=tuple(sorted(rijen, key=lambda rij: _place(rij, sorteer))))


def aantal(lijsten: Iterable[Plichtenlijst], toon: str) -> int:
    """Count the aanbieders that have a cell of this kind, over all lists."""
    return len({rij.organisatie for lijst in lijsten for rij in lijst.rijen if toon == ALLES or _cells(rij, toon)})


def rijen_van(lijsten: Iterable[Plichtenlijst]) -> Iterator[tuple[str, ...]]:
    """Yield a row of each duty, under KOLOMMEN; nothing of any client or of what was sent is in it."""
    for lijst in lijsten:
        for rij in lijst.rijen:
            for stuk, cel in zip(lijst.kolommen, rij.cellen, strict=True):
                if cel is not None:
                    yield (
                        rij.naam,
                        rij.organisatie,
                        lijst.jaar,
                        stuk,
                        cel.woord,
                        cel.datum.isoformat(),
                        "ja" if cel.te_laat else "nee",
                        "ja" if rij.afgekoppeld else "nee",
                    )


def _place(rij: Rij, sorteer: str) -> int:
    """Return where an aanbieder stands: 0 for all by name, who has the most to send, or whose day comes first."""
    nog = _cells(rij, "open")
    if sorteer == "te-gaan":
        return -len(nog)
    return min((cel.datum for cel in nog), default=date.max).toordinal() if sorteer == "dag" else 0


def _cells(rij: Rij, toon: str) -> list[Cel]:
    _, past = TOON[toon]
    return [cel for cel in rij.cellen if cel is not None and past(cel)]
