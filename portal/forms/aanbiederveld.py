"""Fields in which an aanbieder is chosen, and where a burger will be placed."""

from typing import Final, Unpack

from portal.domain.formulier import Kader
from portal.domain.voorwaarde import Feit
from portal.forms.keuze import Lijst
from portal.forms.veld import Afgekeurd, Veldopties

ANDERE_AANBIEDER: Final = "andere-aanbieder"
EIGEN_ORGANISATIE: Final = "eigen-organisatie"


class AanbiederVeld(Lijst):
    """An aanbieder of the register, or another one; `eigen` is the label for the sender's own organisation."""

    soort = "aanbieder"
    uitnodiging = "Kies een aanbieder"

    def __init__(self, label: str, *, eigen: str = "", **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, **anders)
        self.eigen = eigen

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the aanbieders of the kader but the sender's own, then the answers that are none of them."""
        keuzes = [("", self.uitnodiging), *(a for a in kader.aanbieders if a[0] != kader.organisatie)]
        if self.eigen:
            keuzes.append((EIGEN_ORGANISATIE, self.eigen))
        self.kies_uit([*keuzes, (ANDERE_AANBIEDER, "Een aanbieder die niet in de lijst staat")])


class PlaatsingVeld(AanbiederVeld):
    """An aanbieder where a burger will be placed; `weigert` refuses one where nobody can be placed now (Handboek §2.4).

    Without it that is only said: the burger may live with that aanbieder already.
    """

    soort = "plaatsing"

    def __init__(self, label: str, *, weigert: bool = False, eigen: str = "", **anders: Unpack[Veldopties]) -> None:
        super().__init__(label, eigen=eigen, **anders)
        self.weigert = weigert
        self.geen_plaatsing: frozenset[str] = frozenset()

    def bereid_voor(self, kader: Kader) -> None:
        """Say in the list where nobody can be placed."""
        super().bereid_voor(kader)
        self.geen_plaatsing = kader.geen_plaatsing
        self.kies_uit(
            (
                keuze.value,
                f"{keuze.label} (afgekoppeld van de sociale kaart)"
                if keuze.value in self.geen_plaatsing
                else keuze.label,
            )
            for keuze in tuple(self.choices)
        )

    def lees(self) -> Feit:
        """Return the chosen aanbieder; raises Afgekeurd for one where nobody can be placed."""
        gekozen = super().lees()
        if self.weigert and gekozen in self.geen_plaatsing:
            raise Afgekeurd(
                "Deze aanbieder is afgekoppeld van de sociale kaart. Daar kunnen nu geen burgers worden geplaatst. Kies een andere."
            )
        return gekozen
