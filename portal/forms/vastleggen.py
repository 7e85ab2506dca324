"""The forms of the register of toewijzingen: writing one down by hand, ending one, and looking for those of a client."""

from collections.abc import Iterable
from datetime import date

from portal.domain.formulier import Client, Fout
from portal.domain.voorwaarde import Feiten
from portal.forms.aanbiederveld import AanbiederVeld
from portal.forms.client import CLIENTVELDEN, ClientFormulier
from portal.forms.datum import DatumVeld
from portal.forms.formulier import BerichtFormulier
from portal.forms.gegevens import BsnVeld
from portal.forms.keuze import EigenGemeenteVeld
from portal.forms.toewijzing import ToewijzingFormulier


class VastlegFormulier(ClientFormulier, ToewijzingFormulier):
    """A toewijzing that the own team gave, as it stands in the iWmo 301-bericht."""

    secties = (
        ("Cliënt", tuple(naam for naam in CLIENTVELDEN if naam != "kenmerk")),
        ("De toewijzing", ("aanbieder", "gemeente", "toewijzingnummer", "producten", "vanaf", "einddatum")),
    )

    kenmerk = None  # type: ignore[assignment]  # the aanbieder's own: not asked here
    aanbieder = AanbiederVeld(
        "Welke aanbieder kreeg de toewijzing?",
        hint="Die aanbieder ziet de toewijzing ook.",
        leeg="Kies de aanbieder.",
    )
    gemeente = EigenGemeenteVeld("Welke gemeente gaf de indicatie?", leeg="Kies de gemeente.")
    vanaf = DatumVeld("Ingangsdatum van de toewijzing", hint="Bijvoorbeeld 31-12-2026.", leeg="Vul de ingangsdatum in.")

    def samenhang(self, feiten: Feiten) -> Iterable[Fout]:
        """Ends no earlier than it begins."""
        vanaf, einde = str(feiten.get("vanaf", "")), str(feiten.get("einddatum", ""))
        if vanaf and einde and einde < vanaf:
            yield Fout(veld="einddatum", tekst="De einddatum ligt voor de ingangsdatum. Controleer beide datums.")

    def client_uit(self, feiten: Feiten) -> Client:
        """Return the client as search and lists need him."""
        namen = ("bsn", "geboortedatum", "voorletters", "achternaam")
        return Client(**{naam: str(feiten.get(naam, "")) for naam in namen})


class BeeindigFormulier(BerichtFormulier):
    """The last day of a toewijzing that ends early."""

    secties = (("", ("laatste_dag",)),)

    laatste_dag = DatumVeld(
        "Wat is de laatste dag van de toewijzing?",
        hint="De dag uit het iWmo 301-bericht (intrekking), bijvoorbeeld 31-12-2026.",
        leeg="Vul de laatste dag in.",
    )

    def datum(self) -> date:
        """Return the day that was filled in; only for a form without errors."""
        return date.fromisoformat(str(self.feiten()["laatste_dag"]))


class VerbeterFormulier(BerichtFormulier):
    """The end of a toewijzing as it should have been written down."""

    secties = (("", ("juiste_einddatum",)),)

    juiste_einddatum = DatumVeld(
        "Wat is de juiste einddatum van de toewijzing?",
        hint="De dag uit het iWmo 301-bericht (toewijzing), bijvoorbeeld 31-12-2026.",
        leeg="Vul de juiste einddatum in.",
    )

    def datum(self) -> date:
        """Return the day that was filled in; only for a form without errors."""
        return date.fromisoformat(str(self.feiten()["juiste_einddatum"]))


class ClientZoekFormulier(BerichtFormulier):
    """The burgerservicenummer of whom one looks for toewijzingen."""

    secties = (("", ("bsn",)),)

    bsn = BsnVeld("Burgerservicenummer", hint="9 cijfers.", leeg="Vul het burgerservicenummer in.")
