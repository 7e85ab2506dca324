"""De taken die bij een wisseling of verhuizing volgen, in de volgorde van het handboek; ook voor andere mailboxen.

Wie een taak doet is een voorstel: het handboek laat de verdeling aan elke gemeente (§4 inleiding). Een taak is gedaan
op de dag dat het stuk is verstuurd.
"""

from dataclasses import replace

from portal.domain.bron import Bron
from portal.domain.gevolg import Planning, Taak, Vanaf
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import BijOvergang, BijTaak, Eenheid, Termijn
from portal.mailboxes import waarschuwingen

PARAGRAAF_5_4 = Bron(plaats="Handboek §5.4")
PARAGRAAF_5_7 = Bron(plaats="Handboek §5.7")
TOEGEKEND = BijOvergang("toegekend")
# Wat na het overlijden begint, is niemand meer verschuldigd: de indicatie eindigt per datum van overlijden (Handboek §5.8).
OVERGANG = Vanaf("overgangsdatum", "als de overgangsdatum na het overlijden ligt")
VERHUIZING = Vanaf("verhuisdatum", "als de verhuisdatum na het overlijden ligt")
# Begon de zorg al voor het besluit, dan moet het bericht er nog komen; dat weet alleen wie het dossier kent.
NIET_BEGONNEN = "als de zorg niet voor of op de dag van overlijden is begonnen"
NA_DE_INDICATIE = Vanaf("einddatum", "als de verlenging pas na het overlijden begint", erna=True)


def papieren_beschikking(titel: str, *, na: tuple[str, ...] = ()) -> Taak:
    """De papieren beschikking aan de burger, bij elk besluit (Handboek §4)."""
    return Taak(
        code="beschikking",
        titel=titel,
        rol=Rol.BACKOFFICE,
        bron=Bron(plaats="Handboek §4"),
        uitleg="De burger krijgt de beschikking op papier, met de motivering van het besluit.",
        na=na,
    )


def formulier_wisseling() -> Taak:
    """Het formulier wisseling aanbieder, van de consulent aan de backoffice (Handboek §5.7)."""
    return Taak(
        code="formulier-wisseling",
        titel="Stuur het formulier wisseling aanbieder aan de backoffice",
        rol=Rol.CONSULENT,
        bron=PARAGRAAF_5_7,
        uitleg="Zet erin: de nieuwe aanbieder, de overgangsdatum en de lopende producten.",
    )


def intrekking_301(*na: str) -> Taak:
    """Het iWmo 301-bericht dat de toewijzing van de latende aanbieder intrekt (Handboek §5.7), tot de overgangsdatum (voorstel)."""
    return Taak(
        code="301-intrekking",
        titel="Stuur het iWmo 301-bericht (intrekking) aan de latende aanbieder",
        rol=Rol.BACKOFFICE,
        bron=PARAGRAAF_5_7,
        na=na,
        schrapt=("herindicatie",),
        na_overlijden=True,
        vanaf=OVERGANG,
    )


def beeindiging_301(*na: str) -> Taak:
    """Het iWmo 301-bericht dat de toewijzing intrekt als een onderbreking te lang duurt (Handboek §5.4)."""
    return Taak(
        code="301-intrekking",
        titel="Stuur het iWmo 301-bericht (intrekking) aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=PARAGRAAF_5_4,
        uitleg="Ook als de einddatum van de indicatie al is geweest: het handboek maakt daarvoor geen uitzondering. Dat is een voorstel van "
        "het portaal. Doet uw gemeente het anders, bel dan de regio.",
        na=na,
        schrapt=("herindicatie",),
        na_overlijden=True,
    )


def toewijzing_301(*na: str, begint: BijOvergang | BijTaak, vanaf: Vanaf) -> Taak:
    """Het iWmo 301-bericht met de toewijzing aan de nieuwe aanbieder (Handboek §5.7), vijf werkdagen na `begint` (voorstel)."""
    return Taak(
        code="301-toewijzing",
        titel="Stuur het iWmo 301-bericht (toewijzing) aan de nieuwe aanbieder",
        rol=Rol.BACKOFFICE,
        bron=PARAGRAAF_5_7,
        na=na,
        termijn=_na_besluit(begint),
        plant=herindicatie(Partij.NIEUWE_AANBIEDER),
        na_overlijden=True,
        vanaf=vanaf,
    )


def verlenging_301(*na: str) -> Taak:
    """Het iWmo 301-bericht met de nieuwe einddatum van de indicatie (Handboek §4), vijf werkdagen na het besluit (voorstel)."""
    return Taak(
        code="301-toewijzing",
        titel="Stuur het iWmo 301-bericht (toewijzing) voor de verlenging aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=Bron(plaats="Handboek §4"),
        uitleg="Met de nieuwe einddatum van de indicatie.",
        na=na,
        termijn=_na_besluit(),
        plant=herindicatie(Partij.AFZENDER),
        na_overlijden=True,
        vanaf=NA_DE_INDICATIE,
    )


def eerste_301() -> Taak:
    """Het iWmo 301-bericht na een eerste melding (Handboek §4), vijf werkdagen na het besluit (voorstel, een instelling)."""
    return Taak(
        code="301-toewijzing",
        titel="Stuur het iWmo 301-bericht (toewijzing) aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=Bron(plaats="Handboek §4"),
        uitleg="Aan de aanbieder bij wie de burger wordt geplaatst.",
        termijn=_na_besluit(),
        plant=herindicatie(Partij.NIEUWE_AANBIEDER),
        na_overlijden=True,
        vervalt_als=NIET_BEGONNEN,
    )


def product_301(*, veld: str = "", product: str = "") -> Taak:
    """Het iWmo 301-bericht voor een product naast een lopende indicatie (Handboek §4); de einddatum daarvan verandert niet.

    Het product staat in het antwoord `veld`, of is altijd `product`. De herindicatie gaat over de indicatie ernaast.
    """
    return Taak(
        code="301-product",
        titel="Stuur het iWmo 301-bericht (toewijzing) voor het product aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=Bron(plaats="Handboek §4"),
        uitleg="Niet langer dan de indicatie waar het product bij hoort.",
        termijn=_na_besluit(),
        plant=replace(
            herindicatie(Partij.AFZENDER),
            vraag="Wat is de einddatum van het product in het 301-bericht?",
            naast=True,
            veld=veld,
            product=product,
        ),
        na_overlijden=True,
        vervalt_als=NIET_BEGONNEN,
    )


def wijziging_301() -> Taak:
    """Het iWmo 301-bericht met de gewijzigde producten (Handboek §4); de einddatum van de indicatie verandert niet."""
    return Taak(
        code="301-wijziging",
        titel="Stuur het iWmo 301-bericht met de gewijzigde producten aan de aanbieder",
        rol=Rol.BACKOFFICE,
        bron=Bron(plaats="Handboek §4"),
        termijn=_na_besluit(BijOvergang("akkoord")),
        na_overlijden=True,
        vervalt_als=NIET_BEGONNEN,
    )


def _na_besluit(begint: BijOvergang | BijTaak = TOEGEKEND) -> Termijn:
    """Hoe snel een 301-bericht weg is, voor alle toewijzingen gelijk: een instelling van de regio."""
    return Termijn(
        code="toewijzing",
        titel="iWmo 301-bericht versturen",
        aantal=5,
        eenheid=Eenheid.WERKDAG,
        instelling="toewijzing_na_besluit",
        begint=begint,
        eigenaar=Partij.BEHANDELEND_TEAM,
        bron=Bron(plaats="naar Werkproces MO stap 4b", voorstel=True),
        waarschuwingen=waarschuwingen.KORT_VAN_HET_TEAM,
    )


def herindicatie(aan: Partij) -> Planning:
    """Een toewijzing zet de einddatum van de indicatie; acht weken daarvoor moet de herindicatie binnen zijn (Handboek §4)."""
    return Planning(
        mailbox="herindicatie",
        termijn="melden",
        vraag="Wat is de einddatum van de indicatie in het 301-bericht?",
        aan=aan,
    )


def melding_cak(*na: str) -> Taak:
    """De melding van de wijziging aan het CAK (Handboek §5.7)."""
    return Taak(
        code="melding-cak",
        titel="Geef de wijziging door aan het CAK",
        rol=Rol.BACKOFFICE,
        bron=PARAGRAAF_5_7,
        na=na,
        na_overlijden=True,
        vanaf=OVERGANG,
    )


def verkort_verslag(*na: str, bron: Bron, terug: Bron) -> tuple[Taak, Taak]:
    """Het verkort verslag ter ondertekening (`bron`), en het ondertekende verslag terug (Handboek §4 B.5 en B.6, C.5 en C.6)."""
    return (
        Taak(
            code="verkort-verslag",
            titel="Stuur het verkort verslag ter ondertekening aan de burger",
            rol=Rol.CONSULENT,
            bron=bron,
            uitleg="In het verslag staat op welke datum de burger verhuist.",
            na=na,
        ),
        Taak(
            code="verslag-ondertekend",
            titel="Ontvang het ondertekende verkort verslag van de burger",
            rol=Rol.CONSULENT,
            bron=terug,
            uitleg="Het portaal bewaart in een notitie van uw team wanneer de burger tekende en wie dat zag. Vul ook in wanneer het terugkwam.",
            getekend=True,
            na=("verkort-verslag",),
        ),
    )


def contact_burger(uitleg: str) -> Taak:
    """De burger spreken over wat er niet kwam."""
    return Taak(
        code="contact-burger",
        titel="Neem contact op met de burger",
        rol=Rol.CONSULENT,
        bron=Bron(plaats="naar Handboek §4", voorstel=True),
        uitleg=uitleg,
    )


def brief_intrekking(titel: str) -> Taak:
    """De brief over de intrekking van een melding of aanvraag (Handboek §4)."""
    return Taak(
        code="brief-intrekking",
        titel=titel,
        rol=Rol.CONSULENT,
        bron=Bron(plaats="Handboek §4, proces intrekken melding/aanvraag"),
        uitleg="Ook na de ondertekening van het verslag, dan voor de aanvraag.",
    )
