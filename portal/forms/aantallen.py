"""The field in which one gives a number for each of one's own lines of a register: the free places of each location."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Unpack

from portal.domain.formulier import Kader
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, Veld, Veldopties

# Of one line the number is that of all together, and is not asked again.
MEER_DAN_EEN: Final = 2
_REGEL: Final = "regel:"
_AANTAL: Final = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Aantal:
    """A line as the page shows it: its key, what it is called, and what was typed for it."""

    sleutel: str
    titel: str
    getypt: str


class AantallenVeld(Veld):
    """A number for each line of `register` of one's own, where there are several; what is typed is 'regel:<key>' and then the number.

    The value holds for each line its key, a space, and the number. Without several lines nothing is asked.
    """

    soort = "aantallen"
    persoonlijk = True
    leeg = "Vul bij elke regel een getal in bij: {label}."

    def __init__(self, label: str, *, register: str, **opties: Unpack[Veldopties]) -> None:
        super().__init__(label, **opties)
        self.register = register
        self.regels: tuple[tuple[str, str], ...] = ()

    def bereid_voor(self, kader: Kader) -> None:
        """Take the lines that the kader holds, by name; of one that knows no lines the field is as it was declared."""
        regels = tuple(kader.keuzes.get(self.register, ()))
        self.regels = regels if len(regels) >= MEER_DAN_EEN else ()
        self.verplicht = self.verplicht and (bool(self.regels) or self.register not in kader.keuzes)

    def lees(self) -> Feit:
        """Return the number of each line, empty when none was given; raises Afgekeurd for one that is missing or no number."""
        aantallen = [(aantal, opgeschoond(aantal.getypt)) for aantal in self.aantallen]
        if not any(getal for _, getal in aantallen):
            return ()
        for aantal, getal in aantallen:
            if _AANTAL.fullmatch(getal) is None:
                raise Afgekeurd(f"Vul bij {aantal.titel} een getal in van 0 tot en met 9999.")
        return tuple(f"{aantal.sleutel} {int(getal)}" for aantal, getal in aantallen)

    def toon(self, waarde: Feit) -> str:
        """Write each line with its number, one below another."""
        titels = dict(self.regels)
        delen = (deel.rpartition(" ") for deel in waarde)
        return "\n".join(f"{titels.get(sleutel, sleutel)}: {getal}" for sleutel, _, getal in delen)

    def getypt(self) -> Sequence[str]:
        """Return what was typed, untouched."""
        return tuple(self.data) or ("",)

    def process_data(self, value: object) -> None:  # noqa: ARG002 - wtforms hands over what an object holds, and there is none
        """Start without numbers."""
        self.data = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was typed."""
        self.data = tuple(valuelist)

    @property
    def aantallen(self) -> tuple[Aantal, ...]:
        """The lines that are asked, with what was typed for each."""
        paren = zip(self.data, self.data[1:], strict=False)
        getypt = {
            deze.removeprefix(_REGEL): daarna
            for deze, daarna in paren
            if deze.startswith(_REGEL) and not daarna.startswith(_REGEL)
        }
        return tuple(Aantal(sleutel, titel, getypt.get(sleutel, "")) for sleutel, titel in self.regels)

    @property
    def anker(self) -> str:
        """The id of the first number."""
        return f"{self.id}-0"
