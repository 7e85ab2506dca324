"""The block of the running toewijzing: its number, its products and the end of the indicatie."""

from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import NummerVeld
from portal.forms.keuze import ProductenVeld

TOEWIJZINGVELDEN = ("toewijzingnummer", "producten", "einddatum")


class ToewijzingFormulier(BerichtFormulier):
    """A form about a running toewijzing; name TOEWIJZINGVELDEN in one of its sections."""

    toewijzingnummer = NummerVeld(
        "Toewijzingsnummer",
        hint="Hoogstens 9 cijfers, staat in het iWmo 301-bericht.",
        cijfers=9,
        leeg="Vul het toewijzingsnummer in.",
    )
    producten = ProductenVeld(
        "Welke producten lopen er nu?", hint="Kruis alles aan wat is toegewezen.", leeg="Kies minstens één product."
    )
    einddatum = DatumVeld(
        "Einddatum van de indicatie", hint="Staat in de beschikking.", leeg="Vul de einddatum van de indicatie in."
    )
