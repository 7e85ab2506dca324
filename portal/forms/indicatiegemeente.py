"""The block of the gemeente that gave the indicatie, and where the burger stays when the sender does not know it."""

from typing import Final

from portal.domain.routering import WEET_IK_NIET
from portal.domain.voorwaarde import Is
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import GemeenteVeld

INDICATIEVELDEN: Final = ("gemeente_indicatie", "gemeente_verblijf")


class IndicatieFormulier(BerichtFormulier):
    """A form that asks which gemeente gave the indicatie (Handboek §1); name INDICATIEVELDEN in one of its sections."""

    gemeente_indicatie = GemeenteVeld(
        "Welke gemeente heeft de indicatie afgegeven?",
        hint="Staat de toewijzing in het portaal? Dan zoeken wij de gemeente op als u hier niets kiest. Anders staat de naam op "
        "de beschikking. Deze gemeente krijgt het bericht.",
        weet_ik_niet=True,
        verplicht=False,
        leeg="Kies de gemeente die de indicatie heeft afgegeven.",
    )
    gemeente_verblijf = GemeenteVeld(
        "In welke gemeente verblijft de burger nu?",
        hint="Deze gemeente krijgt het bericht als u niet weet wie de indicatie afgaf.",
        toon_als=Is("gemeente_indicatie", WEET_IK_NIET),
        alleen_als="Alleen als u niet weet welke gemeente de indicatie heeft afgegeven.",
        leeg="Kies de gemeente waar de burger nu verblijft.",
    )
