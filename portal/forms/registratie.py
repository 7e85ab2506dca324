"""What is asked besides when a team registers what a burger brought: on which day it came in, and how (voorstel)."""

from portal.domain.datums import HOOGSTENS_TERUG
from portal.domain.voorwaarde import Feit
from portal.forms.datum import DatumVeld
from portal.forms.keuze import KeuzeVeld
from portal.forms.veld import Afgekeurd


class AankomstVeld(DatumVeld):
    """The day on which something came in: not in the future, at most a year ago."""

    def lees(self) -> Feit:
        """Return the date in ISO form; raises Afgekeurd."""
        waarde = super().lees()
        eerste = self.vandaag - HOOGSTENS_TERUG
        if waarde and str(waarde) < eerste.isoformat():
            raise Afgekeurd(
                "Deze dag is meer dan een jaar geleden. Controleer het jaar. Klopt het toch? Bel dan de beheerder van "
                "het portaal."
            )
        return waarde


class Registratie:
    """The fields that a form gets when it is filled in for a burger; `SECTIE` stands before its own sections."""

    SECTIE = ("Hoe het binnenkwam", ("binnengekomen_op", "binnengekomen_via"))

    binnengekomen_op = AankomstVeld(
        "Op welke dag kwam het binnen?",
        hint="De dag van het telefoongesprek of het bezoek, of waarop de brief of e-mail binnenkwam. De termijnen tellen vanaf deze dag.",
        verleden=True,
        leeg="Vul de dag in waarop het binnenkwam.",
    )
    binnengekomen_via = KeuzeVeld(
        "Hoe kwam het binnen?",
        keuzes=(("telefoon", "Telefoon"), ("balie", "Balie"), ("brief", "Brief"), ("e-mail", "E-mail")),
        leeg="Kies hoe het binnenkwam.",
    )
