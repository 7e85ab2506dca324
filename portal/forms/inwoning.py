"""The gemeente block: where the burger is registered, and where he stays when that is unknown or outside the region."""

from portal.domain.routering import BUITEN_DE_REGIO, WEET_IK_NIET
from portal.domain.voorwaarde import Is, Of
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import GemeenteVeld
from portal.forms.veld import TekstVeld

INWONINGVELDEN = ("gemeente_inschrijving", "gemeente_inschrijving_naam", "gemeente_verblijf")

BUITEN_INGESCHREVEN = Is("gemeente_inschrijving", BUITEN_DE_REGIO)
# Then the gemeente of verblijf has the task (Wmo 1.2.1 b; for 'weet ik niet' a proposal).
VIA_VERBLIJF = Of(Is("gemeente_inschrijving", WEET_IK_NIET), BUITEN_INGESCHREVEN)


class InwoningFormulier(BerichtFormulier):
    """A form that asks the gemeente van inwoning; name INWONINGVELDEN in one of its sections."""

    gemeente_inschrijving = GemeenteVeld(
        "Waar staat de burger ingeschreven?",
        hint="De gemeente van inschrijving krijgt dit bericht en besluit erover.",
        weet_ik_niet=True,
        buiten=True,
        leeg="Kies de gemeente waar de burger staat ingeschreven.",
    )
    gemeente_inschrijving_naam = TekstVeld(
        "Hoe heet de gemeente van inschrijving?",
        hint="De gemeente buiten de regio waar de burger staat ingeschreven.",
        toon_als=BUITEN_INGESCHREVEN,
        alleen_als="Alleen als de burger buiten de regio staat ingeschreven.",
        leeg="Vul de naam in van de gemeente waar de burger staat ingeschreven.",
    )
    gemeente_verblijf = GemeenteVeld(
        "In welke gemeente verblijft de burger nu?",
        hint="Deze gemeente krijgt het bericht als u de inschrijving niet weet of als die buiten de regio is.",
        toon_als=VIA_VERBLIJF,
        alleen_als="Alleen als u niet weet waar de burger staat ingeschreven, of als dat buiten de regio is.",
        leeg="Kies de gemeente waar de burger nu verblijft.",
    )
