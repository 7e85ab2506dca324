"""The forms of acts on a clock: which clock, on which ground, on which day, by how much, and why."""

from collections.abc import Sequence

from portal.domain.formulier import Kader
from portal.forms.acties import StapFormulier
from portal.forms.datum import DatumVeld
from portal.forms.gegevens import NummerVeld
from portal.forms.keuze import KeuzeVeld


class AangebodenVeld(KeuzeVeld):
    """One of what the kader offers under the name of this field; of one there is nothing to choose."""

    def bereid_voor(self, kader: Kader) -> None:
        """Offer what there is now."""
        self.kies_uit(kader.keuzes.get(self.short_name, ()))

    def process_data(self, value: object) -> None:  # noqa: ARG002 - as wtforms calls it
        """Start with the only choice there is."""
        self.data = self.choices[0].value if len(self.choices) == 1 else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep what was chosen."""
        if valuelist and valuelist[0]:
            self.data = valuelist[0]


class KlokFormulier(StapFormulier):
    """Another day for a clock: which one, from when, and why."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("termijn", "dag", "tekst")),)

    termijn = AangebodenVeld("Welke termijn?", keuzes=(), leeg="Kies de termijn.")


class BeginFormulier(KlokFormulier):
    """Another begin for a clock: of one that is counted back a day that may lie ahead."""

    dag = DatumVeld(
        "Op welke dag?",
        hint="De dag vanaf waar de termijn telt, bijvoorbeeld 31-12-2026.",
        leeg="Vul de dag in.",
    )


class GrondFormulier(KlokFormulier):
    """A clock that is to change on a ground."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("termijn", "grond", "dag", "tekst")),)

    grond = AangebodenVeld("Met welke grond?", keuzes=(), leeg="Kies de grond.")


class StilFormulier(GrondFormulier):
    """A clock that is to stand still: also until when the other has the time."""

    secties = (("", ("termijn", "grond", "dag", "uiterlijk", "tekst")),)

    uiterlijk = DatumVeld(
        "Tot en met welke dag krijgt de ander de tijd?",
        hint="Verplicht als u vraagt om aan te vullen. Bijvoorbeeld 31-12-2026.",
        verplicht=False,
    )


class VerlengFormulier(GrondFormulier):
    """A clock that is to become longer: also by how much."""

    secties = (("", ("termijn", "grond", "aantal", "dag", "tekst")),)

    aantal = NummerVeld(
        "Hoeveel langer?",
        hint="Alleen het getal. In dagen, weken of maanden, zoals bij de grond staat.",
        cijfers=3,
        leeg="Vul in hoeveel langer.",
    )
