"""The forms of what each sets for himself: his mail, and who stands in."""

from portal.domain.mailwijze import Wijze
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.keuze import KeuzeVeld, TeamVeld


class MailFormulier(BerichtFormulier):
    """How one wants one's mail."""

    secties = (("", ("wijze",)),)

    wijze = KeuzeVeld(
        "Wanneer krijgt u e-mail?",
        keuzes=(
            (Wijze.DIRECT.value, "Meteen, bij alles"),
            (Wijze.DAGELIJKS.value, "Eén keer per werkdag, alles in één e-mail"),
            (Wijze.GEEN.value, "Alleen wat moet"),
        ),
        uitleg={
            Wijze.DIRECT.value: "Bij elk nieuw of gewijzigd bericht dat u aangaat.",
            Wijze.DAGELIJKS.value: "Wat op die dag zelf afloopt, komt wel meteen.",
            Wijze.GEEN.value: "Een vraag aan u, of een termijn van u die afloopt of verlopen is.",
        },
        leeg="Kies wanneer u e-mail krijgt.",
    )


class WaarnemerVeld(TeamVeld):
    """A colleague who can stand in; the kader names them as the teams one may choose."""

    soort = "waarnemer"
    uitnodiging = "Kies een collega"


class WaarnemingFormulier(BerichtFormulier):
    """Who stands in, from and up to and including which day."""

    secties = (("", ("waarnemer", "van", "tot")),)

    waarnemer = WaarnemerVeld(
        "Wie neemt waar?",
        hint="U ziet alleen collega's die daar hetzelfde mogen.",
        leeg="Kies wie waarneemt.",
    )
    van = DatumVeld("Eerste dag", hint="Bijvoorbeeld 1-8-2026.", leeg="Vul de eerste dag in.")
    tot = DatumVeld(
        "Laatste dag", hint="Die dag telt nog mee. Daarna stopt het vanzelf.", leeg="Vul de laatste dag in."
    )
