"""The field in which a bericht is chosen that this one belongs to: from a list of one's own, or by its number."""

from collections.abc import Iterable, Sequence
from typing import Final

from portal.domain.nummer import lees
from portal.domain.schrift import opgeschoond
from portal.domain.voorwaarde import Feit
from portal.forms.veld import Afgekeurd, Veld

LANGST: Final = 40


class VerbandVeld(Veld):
    """A bericht of one's own, by its number; whose it is and whether it fits is for the core to say.

    The page shows it as a list and a box for a number. `keuzes` are (nummer, label) pairs of who fills it in, so what is
    drawn of it is never kept for somebody else.
    """

    soort = "verband"
    persoonlijk = True
    leeg = "Kies het bericht waar dit bij hoort, of vul het nummer in."
    keuzes: tuple[tuple[str, str], ...] = ()

    def kies_uit(self, keuzes: Iterable[tuple[str, str]]) -> None:
        """Offer these berichten."""
        self.keuzes = tuple(keuzes)

    def lees(self) -> Feit:
        """Return the number as it is shown; raises Afgekeurd for what is no number, or two different ones."""
        getypt = [opgeschoond(waarde) for waarde in self.data if waarde.strip()]
        nummers = {lees(waarde[:LANGST]) for waarde in getypt}
        if "" in nummers:
            raise Afgekeurd("Dit is geen nummer van een bericht. Het ziet eruit als BP-2F7K-9QXA.")
        if len(nummers) > 1:
            raise Afgekeurd("U koos een bericht en vulde een ander nummer in. Maak een van beide leeg.")
        return next(iter(nummers), "")

    def getypt(self) -> Sequence[str]:
        """Return what was chosen and what was typed, untouched."""
        return tuple(self.data) or ("",)

    def process_data(self, value: object) -> None:  # noqa: ARG002 - wtforms hands over what an object holds, and there is none
        """Start with nothing chosen."""
        self.data = ()

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was chosen and what was typed."""
        self.data = tuple(valuelist)

    @property
    def gekozen(self) -> str:
        """The number of the list that is chosen; empty when it was typed or is not there."""
        aangeboden = {nummer for nummer, _ in self.keuzes}
        return next((nummer for waarde in self.data if (nummer := lees(waarde[:LANGST])) in aangeboden), "")

    @property
    def zelf_getypt(self) -> str:
        """What stands in the box for a number: what is not chosen in the list."""
        gekozen = self.gekozen
        return next((w for w in self.data if w.strip() and not (gekozen and lees(w[:LANGST]) == gekozen)), "")

    @property
    def anker(self) -> str:
        """The id of the box for a number, which is always there."""
        return f"{self.id}-nummer"
