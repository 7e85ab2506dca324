"""The client block: who the bericht is about, with a burgerservicenummer or without one (Wmo 5.2.9 lid 1 and 5)."""

from portal.domain.formulier import Client
from portal.domain.voorwaarde import En, Feiten, Is, Niet, Of
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

# Who has no home has no address to give, and does not always know his number when he comes.
INWONERVELDEN = (
    "bsn",
    "geen_bsn",
    "bsn_onbekend",
    "voorletters",
    "achternaam",
    "geboortedatum",
    "voornamen",
    "geen_adres",
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
        hint="Bijvoorbeeld 1234 AB.",
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


BSN_ONBEKEND = Is("bsn_onbekend", JA)
_ZONDER_NUMMER = Of(_ZONDER_BSN, BSN_ONBEKEND)
_MET_ADRES = En(_ZONDER_NUMMER, Niet(Is("geen_adres", JA)))
_ALLEEN_ZONDER_NUMMER = "Alleen als u geen burgerservicenummer invult."


class InwonerFormulier(ClientFormulier):
    """A form about an inwoner who may have no address, and whose burgerservicenummer may not be known yet: INWONERVELDEN.

    He is then told from others by his birth date, initials and name: an address tells nobody apart.
    """

    bsn = BsnVeld(
        "Burgerservicenummer",
        hint="9 cijfers, staat op het identiteitsbewijs.",
        toon_als=Niet(_ZONDER_NUMMER),
        leeg="Vul het burgerservicenummer in, of kruis hieronder aan waarom het er niet is.",
    )
    geen_bsn = VinkVeld(
        "De inwoner heeft geen burgerservicenummer", hint="Vul dan ook de voornamen in.", verplicht=False
    )
    bsn_onbekend = VinkVeld(
        "Het burgerservicenummer is nu niet bekend",
        hint="Bijvoorbeeld omdat de inwoner geen papieren bij zich heeft. De gemeente zoekt het dan op.",
        verplicht=False,
        toon_als=Niet(_ZONDER_BSN),
        alleen_als="Niet als de inwoner geen burgerservicenummer heeft.",
    )
    voornamen = TekstVeld(
        "Voornamen",
        hint="Voluit.",
        toon_als=_ZONDER_NUMMER,
        alleen_als=_ALLEEN_ZONDER_NUMMER,
        leeg="Vul de voornamen in.",
    )
    geen_adres = VinkVeld(
        "De inwoner heeft geen adres",
        hint="Bijvoorbeeld omdat hij op straat of steeds ergens anders slaapt.",
        verplicht=False,
        toon_als=_ZONDER_NUMMER,
        alleen_als=_ALLEEN_ZONDER_NUMMER,
    )
    postcode = PostcodeVeld(
        "Postcode",
        hint="Bijvoorbeeld 6041 AA.",
        toon_als=_MET_ADRES,
        alleen_als="Alleen als u geen burgerservicenummer invult en de inwoner een adres heeft.",
        leeg="Vul de postcode in, of kruis aan dat de inwoner geen adres heeft.",
    )
    huisnummer = HuisnummerVeld(
        "Huisnummer",
        hint="Met toevoeging, bijvoorbeeld 12a.",
        toon_als=_MET_ADRES,
        alleen_als="Alleen als u geen burgerservicenummer invult en de inwoner een adres heeft.",
        leeg="Vul het huisnummer in, of kruis aan dat de inwoner geen adres heeft.",
    )
