"""A date, typed in any of three ways: 31-12-2026, 31/12/2026 or, as a date picker sends it, 2026-12-31."""

import re
from datetime import date
from typing import Unpack

from portal.domain.datums import dag_en_maand, voluit
from portal.domain.formulier import Kader
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, TekstVeld, Veld, Veldopties

_DUTCH = re.compile(r"(?P<dag>[0-9]{1,2})([-/.])(?P<maand>[0-9]{1,2})\2(?P<jaar>[0-9]{4})")
_ISO = re.compile(r"(?P<jaar>[0-9]{4})-(?P<maand>[0-9]{2})-(?P<dag>[0-9]{2})")


class DatumVeld(Veld):
    """A date from the year `vanaf_jaar` on; its value is ISO.

    `verleden` refuses tomorrow and later; `anders_dan` names the date from which it must differ.
    """

    soort = "datum"
    hulp = (("autocomplete", "off"), ("inputmode", "numeric"))
    leeg = "Vul een datum in bij: {label}."

    def __init__(
        self,
        label: str,
        *,
        verleden: bool = False,
        vanaf_jaar: int = EERSTE_JAAR,
        met_weekdag: bool = True,
        anders_dan: str = "",
        **anders: Unpack[Veldopties],
    ) -> None:
        super().__init__(label, **anders)
        self.verleden = verleden
        self.vanaf_jaar = vanaf_jaar
        self.met_weekdag = met_weekdag
        self.anders_dan = anders_dan

    def bereid_voor(self, kader: Kader) -> None:
        """Know which day it is."""
        self.vandaag = kader.vandaag

    def lees(self) -> Feit:
        """Return the date in ISO form; raises Afgekeurd saying how to write it."""
        tekst = opgeschoond(self.getypt()[0]).replace(" ", "")
        if not tekst:
            return ""
        datum = self.datum(tekst)
        if not self.vanaf_jaar <= datum.year <= LAATSTE_JAAR:
            raise Afgekeurd(
                f"Het jaar {datum.year} kan hier niet. Kies een jaar van {self.vanaf_jaar} tot en met {LAATSTE_JAAR}."
            )
        if self.verleden and datum > self.vandaag:
            raise Afgekeurd("Deze datum ligt in de toekomst. Vul de dag in waarop het is gebeurd, of vandaag.")
        return datum.isoformat()

    def toon(self, waarde: Feit) -> str:
        """Write the date in full."""
        datum = date.fromisoformat(str(waarde))
        return voluit(datum) if self.met_weekdag else f"{dag_en_maand(datum)} {datum.year}"

    @staticmethod
    def datum(tekst: str) -> date:
        """Read a date as it may be typed, without spaces; raises Afgekeurd."""
        gevonden = _DUTCH.fullmatch(tekst) or _ISO.fullmatch(tekst)
        if gevonden is None:
            raise Afgekeurd("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 31-12-2026.")
        try:
            return date(int(gevonden["jaar"]), int(gevonden["maand"]), int(gevonden["dag"]))
        except ValueError:
            raise Afgekeurd("Deze datum bestaat niet. Controleer de dag en de maand.") from None


class JaarVeld(TekstVeld):
    """A year that has begun, at most `terug` years ago; its value is its four digits."""

    soort = "jaar"
    hulp = (("autocomplete", "off"), ("inputmode", "numeric"))

    def __init__(self, label: str, *, terug: int = 5, **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, maximaal=4, **anders)
        self.terug = terug

    def bereid_voor(self, kader: Kader) -> None:
        """Know which year it is."""
        self.dit_jaar = kader.vandaag.year

    def lees(self) -> Feit:
        """Return the year as typed; raises Afgekeurd for anything else."""
        tekst = opgeschoond(self.getypt()[0])
        eerste = self.dit_jaar - self.terug
        if tekst and not (tekst.isascii() and tekst.isdigit() and eerste <= int(tekst) <= self.dit_jaar):
            raise Afgekeurd(f"Vul een jaar in van {eerste} tot en met {self.dit_jaar}, met vier cijfers.")
        return tekst
