"""De taken als een burger naar een andere gemeente gaat: afspreken, laten tekenen, beëindigen en het dossier overdragen.

Bronnen: Handboek §4 A.8 en A.9, B.3 tot en met B.8 en §5.7. Wie een taak doet is een voorstel (§4 inleiding); een gemeente buiten de
regio doet niet mee, en dan is overdragen een taak buiten het portaal (voorstel).
"""

from portal.domain.bron import Bron
from portal.domain.gevolg import Taak
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.voorwaarde import En, Is
from portal.forms import EIGEN_ORGANISATIE
from portal.mailboxes import taken


def inschrijving_door_aanbieder() -> Taak:
    """Gaat de burger naar een andere locatie van de aanbieder die het vraagt, dan zorgt die voor de inschrijving (Handboek §4, algemeen)."""
    return Taak(
        code="inschrijving",
        titel="Zorg dat de burger zich op de overgangsdatum inschrijft in de nieuwe gemeente",
        rol=Rol.INDIENER,
        team=Partij.AFZENDER,
        bron=Bron(plaats="Handboek §4, algemeen"),
        uitleg="De inschrijfdatum is gelijk aan de dag waarop de zorg daar ingaat.",
        als=En(Is("afzender.soort", "organisatie"), Is("nieuwe_aanbieder", EIGEN_ORGANISATIE)),
    )


def bij_verhuizing() -> tuple[Taak, ...]:
    """De taken bij een wisseling naar een andere gemeente in de regio, in de volgorde van Handboek §4 B en §5.7."""
    return _verhuizing(
        Taak(
            code="afstemming",
            titel="Leg de wisseling voor aan de ontvangende gemeente",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="Handboek §4 B.3 en B.4"),
            uitleg="Bespreek de aanbieder en de verhuisdatum. Stuur de onderbouwing mee.",
        ),
        Taak(
            code="overdracht",
            titel="Draag de stukken over aan de ontvangende gemeente",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="Handboek §4 B.8"),
            uitleg="Maak bij dit bericht 'Overdracht bij wisseling', met wijzigingsformulier, toekenningsbeschikking en verslag.",
            na=("beschikking", "301-intrekking"),
        ),
    )


def bij_verhuizing_buiten_de_regio() -> tuple[Taak, ...]:
    """Dezelfde taken als de ontvangende gemeente niet meedoet: die loopt buiten het portaal (voorstel)."""
    return _verhuizing(
        Taak(
            code="afstemming-buiten",
            titel="Leg de wisseling voor aan de gemeente buiten de regio",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="naar Handboek §4 B.4", voorstel=True),
            uitleg="Deze gemeente doet niet mee in het portaal. Zoek zelf contact.",
        ),
        Taak(
            code="overdracht",
            titel="Draag de stukken buiten het portaal over",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="naar Handboek §4 B.8", voorstel=True),
            uitleg="Stuur de stukken op een veilige manier aan de gemeente buiten de regio.",
            na=("beschikking", "301-intrekking"),
        ),
    )


def naar_andere_gemeente(overdracht: str, *, bron: Bron, tekenen: tuple[Taak, ...] = ()) -> tuple[Taak, ...]:
    """De afspraken bevestigen en het dossier sturen: het bericht dat hieruit volgt, doet allebei.

    Met `tekenen` gaat het pas als de burger ook voor deze gemeente heeft getekend.
    """
    return (
        Taak(
            code="afspraken",
            titel="Bevestig de afspraken aan de ontvangende gemeente",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="Handboek §4 A.9"),
            uitleg="Over de aanbieder, het arrangement en wat de burger nodig heeft. U schrijft ze in het bericht van de overdracht.",
        ),
        *tekenen,
        Taak(
            code=overdracht,
            titel="Stuur het dossier aan de consulent van de ontvangende gemeente",
            rol=Rol.CONSULENT,
            bron=bron,
            uitleg="Maak de overdracht bij dit bericht. Het verslag, de melding en de documenten gaan daarin mee. De taak is dan gedaan.",
            na=("afspraken", *(taak.code for taak in tekenen)),
        ),
    )


def dossier_buiten_de_regio() -> tuple[Taak, Taak]:
    """Hetzelfde voor een gemeente die niet meedoet: buiten het portaal (voorstel)."""
    return (
        Taak(
            code="afspraken",
            titel="Bevestig de afspraken aan de gemeente buiten de regio",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="naar Handboek §4 A.9", voorstel=True),
            uitleg="Deze gemeente doet niet mee in het portaal. Zoek zelf contact.",
        ),
        Taak(
            code="dossier",
            titel="Draag het dossier buiten het portaal over",
            rol=Rol.CONSULENT,
            bron=Bron(plaats="naar Handboek §4 A.8", voorstel=True),
            uitleg="Stuur het ondertekende verslag en de documenten op een veilige manier aan die gemeente.",
            na=("afspraken",),
        ),
    )


def verkort_verslag(*na: str) -> tuple[Taak, Taak]:
    """De burger tekent voor de gemeente waar hij heen gaat (Handboek §4 B.5 en B.6)."""
    return taken.verkort_verslag(*na, bron=Bron(plaats="Handboek §4 B.5"), terug=Bron(plaats="Handboek §4 B.6"))


def _verhuizing(afstemming: Taak, overdracht: Taak) -> tuple[Taak, ...]:
    afspraken = Taak(
        code="afspraken",
        titel="Leg de afspraken en de verhuisdatum vast",
        rol=Rol.CONSULENT,
        bron=Bron(plaats="Handboek §4 B.4 en B.5"),
        na=(afstemming.code,),
    )
    return (
        taken.formulier_wisseling(),
        afstemming,
        afspraken,
        *verkort_verslag("afspraken"),
        taken.papieren_beschikking("Stuur de beëindigingsbeschikking aan de burger", na=("verslag-ondertekend",)),
        taken.intrekking_301("verslag-ondertekend"),
        overdracht,
        taken.melding_cak("301-intrekking"),
        inschrijving_door_aanbieder(),
    )
