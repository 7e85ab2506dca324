"""The field in which one says of each document of a dossier whether it goes along: all do, unless one is left out with a reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, Veld

LANGST: Final = 200
_TEKEN: Final = re.compile(r"(stuk|mee):([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Stuk:
    """A document as the page shows it: what it is called, whether it goes along, and if not, why."""

    sleutel: str
    titel: str
    mee: bool
    reden: str


class StukkenVeld(Veld):
    """The documents of a dossier, each with a box that is ticked; which there are is for the core to say.

    What is typed is for each document 'stuk:<sleutel>', then 'mee:<sleutel>' while its box is ticked, then the reason. One that
    was never shown goes along. The value holds what is left out: sleutel, a space, and why.
    """

    soort = "stukken"
    persoonlijk = True
    aanbod: tuple[tuple[str, str], ...] = ()
    melding = ""

    def bied_aan(self, aanbod: Iterable[tuple[str, str]], melding: str = "") -> None:
        """Offer these documents, (sleutel, titel) pairs; `melding` says why there are none."""
        self.aanbod, self.melding = tuple(aanbod), melding

    def lees(self) -> Feit:
        """Return what is left out and why; raises Afgekeurd without a reason."""
        weg = [(sleutel, opgeschoond(reden)) for sleutel, (mee, reden) in self._gekozen().items() if not mee]
        if any(not reden for _, reden in weg):
            raise Afgekeurd("Schrijf bij elk stuk dat niet meegaat waarom niet, of vink het weer aan.")
        if any(len(reden) > LANGST for _, reden in weg):
            raise Afgekeurd(f"Maak de reden korter: hoogstens {LANGST} tekens.")
        return tuple(f"{sleutel} {reden}" for sleutel, reden in weg)

    def toon(self, waarde: Feit) -> str:
        """Write how many are left out; the core names them."""
        return f"{len(waarde)} niet mee"

    def getypt(self) -> Sequence[str]:
        """Return what was ticked and typed, untouched."""
        return tuple(self.data) or ("",)

    def process_data(self, value: object) -> None:  # noqa: ARG002 - wtforms hands over what an object holds, and there is none
        """Start with all that there is."""
        self.data = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was ticked and typed."""
        self.data = tuple(valuelist)

    @property
    def stukken(self) -> tuple[Stuk, ...]:
        """The documents that are offered, as they were ticked."""
        gekozen = self._gekozen()
        return tuple(Stuk(sleutel, titel, *gekozen.get(sleutel, (True, ""))) for sleutel, titel in self.aanbod)

    def _gekozen(self) -> dict[str, tuple[bool, str]]:
        """Return for each document that was shown whether its box was ticked, and the reason beside it."""
        gekozen: dict[str, tuple[bool, str]] = {}
        nu = ""
        for waarde in self.data:
            teken = _TEKEN.fullmatch(waarde)
            if teken is not None and teken[1] == "stuk":
                nu = teken[2]
                gekozen[nu] = (False, "")
            elif nu:
                mee, reden = gekozen[nu]
                gekozen[nu] = (True, reden) if teken is not None else (mee, waarde)
        return gekozen
