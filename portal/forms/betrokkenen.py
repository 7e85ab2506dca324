"""The block of the persons involved, for a mailbox that seals them apart from what happened."""

from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import BsnVeld, VoorlettersVeld
from portal.forms.veld import LangeTekstVeld, TekstVeld

BETROKKENVELDEN = ("voorletters", "achternaam", "geboortedatum", "bsn", "anderen")


class BetrokkenenFormulier(BerichtFormulier):
    """A form about a client and others whose identity is a part of its own; name BETROKKENVELDEN in a section."""

    voorletters = VoorlettersVeld("Voorletters van de cliënt", hint="Bijvoorbeeld J.P.", leeg="Vul de voorletters in.")
    achternaam = TekstVeld(
        "Achternaam van de cliënt",
        hint="Met tussenvoegsel, bijvoorbeeld De Vries.",
        leeg="Vul de achternaam in.",
    )
    geboortedatum = DatumVeld(
        "Geboortedatum van de cliënt",
        hint="Bijvoorbeeld 12-5-1987.",
        verleden=True,
        vanaf_jaar=1900,
        met_weekdag=False,
        leeg="Vul de geboortedatum in.",
    )
    bsn = BsnVeld(
        "Burgerservicenummer van de cliënt",
        hint="9 cijfers. Heeft u het nu niet? Meld dan zonder.",
        verplicht=False,
    )
    anderen = LangeTekstVeld(
        "Wie waren er nog meer bij betrokken?",
        hint="Namen en rollen van andere cliënten en van beroepskrachten.",
        verplicht=False,
    )
