"""What the examples of the demo answer in each mailbox, unless one says otherwise; a sign is a day so many days from then."""

from collections.abc import Mapping
from typing import Final

from portal.demo.antwoorden_regio import LIMBURG, REGIO
from portal.demo.voorbeeld import VERZONNEN, Waarde

INDICATIE: Final = {"producten": "verblijf-24-uur", "einddatum": "+200"}
# Asked when no toewijzing of this client is found in the register.
GEEN_TOEWIJZING: Final = {"gemeente_indicatie": "0014"}

INDICATIES: Final[Mapping[str, Mapping[str, Waarde]]] = {
    "melding-beschermd-wonen": {
        "gemeente_inschrijving": "0014",
        "hulpvraag": f"De burger raakt het overzicht kwijt en slaapt bij kennissen. {VERZONNEN}",
        "arrangement": "verblijf-nabij",
        "bereikbaar": "Via de aanbieder, op werkdagen.",
    },
    "herindicatie": {"gemeente_inschrijving": "0014", "verblijft_elders": "nee", **INDICATIE, "einddatum": "+100"},
    "melding-activering-vervoer": {
        **GEEN_TOEWIJZING,
        **INDICATIE,
        "gevraagd": ("activering-participatie", "vervoer"),
        "vanaf": "+21",
        "tot": "+180",
        "waarom": f"De burger wil drie dagdelen in de week werken in de kas. {VERZONNEN}",
    },
    "melding-woonbegeleiding-complex": {
        **GEEN_TOEWIJZING,
        **INDICATIE,
        "naast": "verblijf-24-uur",
        "vanaf": "+14",
        "tot": "+120",
        "waarom": f"Naast het verblijf is intensieve begeleiding nodig. {VERZONNEN}",
    },
    "overbrugging-ambulant": {
        "gemeente_inschrijving": "0014",
        **INDICATIE,
        "wacht_sinds": "-35",
        "wachtlijst": "Wachtlijst verblijf, verzonnen locatie",
        "geen_plek": "Alle plekken in de regio zijn vol.",
        "hulp": f"Twee keer in de week begeleiding thuis tot er plek is. {VERZONNEN}",
    },
    "wijziging-indicatie": {
        **GEEN_TOEWIJZING,
        **INDICATIE,
        "gewenst": "verblijf-nabij",
        "vanaf": "+28",
        "waarom": f"De burger slaapt goed en redt zich 's nachts zonder begeleiding. {VERZONNEN}",
    },
    "intrekken-melding": {"wens": "burger", "reden": f"De burger gaat bij zijn zus wonen. {VERZONNEN}"},
    "aanvraag-retour": {
        "via": "portaal",
        "uitkomst": "getekend",
        "ondertekend_op": "-0",
        "gezien_door": "B. Bedacht, begeleider",
    },
    "verslag-ter-ondertekening": {
        "ontvanger": "de-schakel",
        "soort": "onderzoeksverslag",
        "geen_artikel": "ja",
        "toelichting": "Bespreek het verslag met de burger en stuur het getekend terug.",
    },
}
TOEGANG: Final[Mapping[str, Mapping[str, Waarde]]] = {
    "verzoek-overdracht-toewijzing": {
        "soort": "wisseling",
        "reden": f"De burger wil dichter bij zijn familie wonen. {VERZONNEN}",
        "verhuist": "nee",
        "gemeente_inschrijving": "0014",
        "nieuwe_aanbieder": "huis-aan-het-diep",
        "afgesproken_met": "P. Verzonnen, teamleider",
        "afgesproken_op": "-3",
        "overgangsdatum": "+30",
        "andere_datum": "nee",
        **INDICATIE,
        "ondertekend_op": "-2",
        "gezien_door": "B. Bedacht, begeleider",
    },
    "overlijden": {
        **GEEN_TOEWIJZING,
        "overlijdensdatum": "-3",
        "toelichting": f"De zus van de burger is contactpersoon. {VERZONNEN}",
        "nazorg": "ja",
        "product": "verblijf-24-uur",
        "dagen": "10",
    },
    "bijzondere-situatie": {
        **GEEN_TOEWIJZING,
        "wat": f"De burger heeft een opleiding gekregen en is overdag weg. {VERZONNEN}",
        "sinds": "-6",
        "overleg": "ja",
    },
    "voortgang-evaluatie": {
        **GEEN_TOEWIJZING,
        "soort": "bijstelling",
        "gehouden_op": "-2",
        "bijstelling": f"Eén keer in de week samen koken komt erbij. {VERZONNEN}",
        "overleg": "nee",
    },
    "onderbreking-begonnen": {
        **GEEN_TOEWIJZING,
        "aanbieder": "de-schakel",
        **INDICATIE,
        "stopdatum": "-9",
        "grond": "ziekenhuis",
    },
    "verlenging-onderbreking": {
        **GEEN_TOEWIJZING,
        **INDICATIE,
        "stopdatum": "-80",
        "grond": "kliniek",
        "tot": "+45",
        "waarom": f"De behandeling duurt zes weken langer. {VERZONNEN}",
    },
    "wijziging-locatie": {
        "gemeente_inschrijving": "0014",
        "huidige_locatie": "staat-er-niet-bij",
        "huidige_naam": "De Bedachte Poort, een oude locatie",
        "nieuwe_gemeente": "0014",
        "nieuwe_locatie": "~De Verzonnen Hof",
        "overgangsdatum": "+21",
        "reden": f"De oude locatie wordt verbouwd. {VERZONNEN}",
        **INDICATIE,
    },
    "vraag-toegang": {**GEEN_TOEWIJZING, "vraag": f"Wanneer kunnen wij de nieuwe beschikking verwachten? {VERZONNEN}"},
    "bericht-aan-aanbieder": {
        "ontvanger": "de-schakel",
        "soort": "vraag",
        "antwoord_voor": "+7",
        "onderwerp": "Huisregels van een locatie",
        "tekst": f"Wilt u ons de nieuwe huisregels sturen? {VERZONNEN}",
    },
    "tijdelijke-plek": {
        "crisis": "nee",
        "verband": "ja",
        "verklaring": "ja",
        "soort": "time-out",
        "plek": "Een kamer met toezicht nabij",
        "periode": "Vanaf volgende week, twee weken",
        "groep": "Volwassenen",
        "risico": f"Geen bijzondere risico's. {VERZONNEN}",
    },
    "klacht": {
        "gemeente_melding": "0014",
        "besluit": "nee",
        "wat": f"Wij kregen drie keer geen antwoord op de telefoon. {VERZONNEN}",
        "wanneer": "-10",
        "wens": "Bel ons binnen een dag terug.",
    },
    "overdracht-dossier": {
        "aanbieder": "huis-aan-het-diep",
        "afspraken": "De burger kan bij Huis aan het Diep terecht, in de groep op de begane grond.",
        "ingangsdatum": "+30",
        "geen_artikel": "ja",
        "handtekening": "ja",
        "gezien_door": "B. Bedacht, begeleider",
        "verslag_in_dossier": "nee",
    },
    "overdracht-wisseling": {
        "gemeente": "1966",
        "afgestemd_met": "V. Verzonnen, consulent",
        "afgestemd_op": "-4",
        "nieuwe_aanbieder": "zorggroep-noorderlicht",
        "verhuisdatum": "+30",
        **INDICATIE,
        "handtekening": "ja",
        "ondertekend_op": "-1",
        "gezien_door": "B. Bedacht, begeleider",
        "beeindigd_op": "-1",
    },
    "uitstroom-terugkeer": {
        "gemeente_verblijf": "0014",
        "gemeente_herkomst": "1979",
        "gesprek_op": "-5",
        "uitstroomdatum": "+60",
        "wensen": f"De burger wil terug naar het dorp waar hij is opgegroeid. {VERZONNEN}",
        "nodig": "Hulp bij het huishouden en bij de post.",
        "toestemming": "ja",
        "toestemming_op": "-5",
        "gezien_door": "B. Bedacht, begeleider",
    },
    "vooroverleg-gemeente": {
        "gemeente": "0014",
        "vraag": "plek",
        "producten": "verblijf-nabij",
        "groep": "Volwassenen",
        "behoefte": f"Rust, een eigen voordeur en iedere dag iemand die langskomt. {VERZONNEN}",
        "periode": "Vanaf volgende maand, een jaar",
    },
}
ANTWOORDEN: Final[Mapping[str, Mapping[str, Waarde]]] = {**INDICATIES, **TOEGANG, **REGIO, **LIMBURG}
