"""The forms of acts on a clock: which clock, on which ground, on which day, by how much, and why."""

from portal.domain.formulier import Kader
from portal.forms.acties import StapFormulier
from portal.forms.gegevens import NummerVeld
from portal.forms.keuze import KeuzeVeld


class AangebodenVeld(KeuzeVeld):
    """One of what the kader offers under the name of this field; of one there is nothing to choose."""

    def bereid_voor(self, kader: Kader) -> None:
        """Offer what there is now."""
        keuzes = kader.keuzes.get(self.short_name, ())
        self.kies_uit(keuzes)
        if len(keuzes) == 1 and not self.data:
            self.data = keuzes[0][0]


class KlokFormulier(StapFormulier):
    """Another day for a clock: which one, from when, and why."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("termijn", "dag", "tekst")),)

    termijn = AangebodenVeld("Welke termijn?", keuzes=(), leeg="Kies de termijn.")


class GrondFormulier(KlokFormulier):
    """A clock that is to stand still: also on which ground."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("termijn", "grond", "dag", "tekst")),)

    grond = AangebodenVeld("Met welke grond?", keuzes=(), leeg="Kies de grond.")


class VerlengFormulier(GrondFormulier):
    """A clock that is to become longer: also by how much."""

    secties = (("", ("termijn", "grond", "aantal", "dag", "tekst")),)

    aantal = NummerVeld("Hoeveel langer?", hint="Alleen het getal.", cijfers=3, leeg="Vul in hoeveel langer.")
