"""The client block: who the bericht is about, with a burgerservicenummer or without one (Wmo 5.2.9 lid 1 and 5)."""

from portal.domain.formulier import Client
from portal.domain.voorwaarde import Feiten, Is, Niet
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import BsnVeld, HuisnummerVeld, PostcodeVeld, VoorlettersVeld
from portal.forms.keuze import JA, VinkVeld
from portal.forms.veld import TekstVeld

CLIENTVELDEN = (
    "bsn",
    "geen_bsn",
    "voorletters",
    "achternaam",
    "geboortedatum",
    "voornamen",
    "postcode",
    "huisnummer",
    "kenmerk",
)

_ZONDER_BSN = Is("geen_bsn", JA)
_ALLEEN_ZONDER = "Alleen als de burger geen burgerservicenummer heeft."


class ClientFormulier(BerichtFormulier):
    """A form about one client; name CLIENTVELDEN in one of its sections."""

    bsn = BsnVeld(
        "Burgerservicenummer",
        hint="9 cijfers, staat op het identiteitsbewijs.",
        toon_als=Niet(_ZONDER_BSN),
        leeg="Vul het burgerservicenummer in.",
    )
    geen_bsn = VinkVeld(
        "De burger heeft geen burgerservicenummer",
        hint="Vul dan ook de voornamen, de postcode en het huisnummer in.",
        verplicht=False,
    )
    voorletters = VoorlettersVeld("Voorletters", leeg="Vul de voorletters in.")
    achternaam = TekstVeld("Achternaam", hint="Met tussenvoegsel, bijvoorbeeld De Vries.", leeg="Vul de achternaam in.")
    geboortedatum = DatumVeld(
        "Geboortedatum",
        hint="Bijvoorbeeld 12-5-1987.",
        verleden=True,
        vanaf_jaar=1900,
        met_weekdag=False,
        leeg="Vul de geboortedatum in.",
    )
    voornamen = TekstVeld(
        "Voornamen", hint="Voluit.", toon_als=_ZONDER_BSN, alleen_als=_ALLEEN_ZONDER, leeg="Vul de voornamen in."
    )
    postcode = PostcodeVeld(
        "Postcode",
        hint="Bijvoorbeeld 9712 HW.",
        toon_als=_ZONDER_BSN,
        alleen_als=_ALLEEN_ZONDER,
        leeg="Vul de postcode in.",
    )
    huisnummer = HuisnummerVeld(
        "Huisnummer",
        hint="Met toevoeging, bijvoorbeeld 12a.",
        toon_als=_ZONDER_BSN,
        alleen_als=_ALLEEN_ZONDER,
        leeg="Vul het huisnummer in.",
    )
    kenmerk = TekstVeld(
        "Uw kenmerk", hint="Het nummer van de cliënt in uw eigen systeem.", maximaal=50, verplicht=False
    )

    def client_uit(self, feiten: Feiten) -> Client | None:
        """Return the client as search and lists need him."""
        namen = ("bsn", "geboortedatum", "voorletters", "achternaam", "kenmerk")
        return Client(**{naam: str(feiten.get(naam, "")) for naam in namen})
