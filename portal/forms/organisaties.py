"""The forms of beheer about an aanbieder: a new one, another name or day of taking part, the registers it stands in."""

from portal.domain.formulier import Kader
from portal.domain.teams import ORGANISATIECODE
from portal.domain.voorwaarde import Feit
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import ProductenVeld
from portal.forms.veld import Afgekeurd, TekstVeld


class OrganisatiecodeVeld(TekstVeld):
    """The code of an organisation: stands in every seal, and never changes."""

    hulp = (("autocomplete", "off"), ("autocapitalize", "none"), ("spellcheck", "false"))

    def lees(self) -> Feit:
        """Return the code; raises Afgekeurd when it cannot be one."""
        code = str(super().lees())
        if code and ORGANISATIECODE.fullmatch(code) is None:
            raise Afgekeurd(
                "Gebruik 2 tot 63 kleine letters, cijfers en streepjes, bijvoorbeeld zorg-noord. "
                "Begin niet met gemeente- of centrumgemeente-."
            )
        return code


class NaamFormulier(BerichtFormulier):
    """Another name for an aanbieder."""

    secties: tuple[tuple[str, tuple[str, ...]], ...] = (("", ("naam",)),)

    naam = TekstVeld(
        "Naam van de aanbieder",
        hint="Zoals anderen die kennen, bijvoorbeeld Stichting De Schakel.",
        maximaal=120,
        leeg="Vul de naam in.",
    )


class GegevensFormulier(NaamFormulier):
    """What beheer changes of an aanbieder: its name, from which day it takes part, and the last day of its contract."""

    secties = (("", ("naam", "deelname", "einde")),)

    deelname = DatumVeld(
        "Doet mee sinds",
        hint="Bijvoorbeeld 1-3-2026. Over de jaren ervoor vraagt het portaal geen verantwoording.",
        vanaf_jaar=2000,
        verplicht=False,
    )
    einde = DatumVeld(
        "Laatste dag van het contract",
        hint="Leeg zolang het contract loopt. Daarna stuurt de aanbieder alleen nog wat hij moet, bijvoorbeeld de verantwoording.",
        verplicht=False,
    )


class AanbiederFormulier(NaamFormulier):
    """A new aanbieder."""

    secties = (("", ("naam", "code")),)

    code = OrganisatiecodeVeld(
        "Code",
        hint="Kort en herkenbaar, bijvoorbeeld zorg-noord. De code staat in elke verzegeling en kan nooit meer veranderen.",
        maximaal=63,
        leeg="Vul een code in.",
    )


class RegistersVeld(ProductenVeld):
    """Any of the registers of the region; its value is a tuple of their codes."""

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the registers that this region keeps by hand."""
        self.kies_uit(kader.regio.registers)


class RegistersFormulier(BerichtFormulier):
    """The registers that an aanbieder stands in."""

    secties = (("", ("registers",)),)

    registers = RegistersVeld(
        "In welke registers staat deze aanbieder?",
        hint="Alleen wie in het register staat, kan de mapjes ervan gebruiken.",
        verplicht=False,
    )
