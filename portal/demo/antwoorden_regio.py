"""What the examples of the demo answer to toezicht, contractbeheer and the experttafel, and in Limburg; read as `antwoorden`."""

from collections.abc import Mapping
from typing import Final

from portal.demo.voorbeeld import VERZONNEN, VORIG_JAAR, Waarde

REGIO: Final[Mapping[str, Mapping[str, Waarde]]] = {
    "calamiteit-geweld": {
        "soort": "geweld",
        "door_wie": "client",
        "gebeurd_op": "-1",
        "gebeurd_om": "rond 21 uur",
        "gemeente": "0014",
        "locatie": "De Verzonnen Hof, begane grond",
        "beschrijving": f"Een cliënt sloeg een andere cliënt. {VERZONNEN}",
        "veilig": "ja",
        "maatregelen": "Er is die nacht een extra medewerker ingezet.",
        "geinformeerd": "De naasten en de huisarts.",
        "contactpersoon": "V. Verzonnen, locatiemanager",
        "telefoon": "050 000 00 00",
        "anderen": "Z. Zogenaamd, cliënt.",
    },
    "onderzoeksrapport-aanbieder": {
        "aanpak": "Wij spraken met alle medewerkers van die avond en lazen de rapportages.",
        "conclusie": f"De overdracht van de dienst was niet volledig. {VERZONNEN}",
        "maatregelen": "De overdracht gaat voortaan met een vaste lijst, die twee medewerkers tekenen.",
    },
    "opvolging-toezicht": {
        "stand": "voortgang",
        "plan": "De lijst voor de overdracht geldt op alle locaties.",
        "voortgang": f"Op twee van de drie locaties werkt iedereen met de lijst. {VERZONNEN}",
    },
    "toezicht-rapport": {
        "gemeente_voorval": "0014",
        "aanbieder": "de-schakel",
        "locatie": "De Verzonnen Hof",
        "bevindingen": f"De werkwijze staat op papier, maar niet iedereen kent haar. {VERZONNEN}",
        "conclusies": "De aanbieder is op de goede weg en moet de werkwijze oefenen.",
        "voorstel": "ja",
        "voorstel_wat": "Een gesprek met de aanbieder over een half jaar.",
    },
    "signaal-toezicht": {
        "soort": "kwaliteit",
        "over_wie": "Een verzonnen locatie",
        "wat": f"Er is in het weekend te weinig personeel. {VERZONNEN}",
        "hoe_bekend": "Drie burgers vertelden het los van elkaar.",
        "contactpersoon": "V. Verzonnen",
        "telefoon": "050 000 00 00",
    },
    "vordering-toezicht": {
        "ontvanger": "de-schakel",
        "soort": "informatie",
        "grondslag": "awb-5-16",
        "wat": f"De roosters van de afgelopen vier weken. {VERZONNEN}",
        "uiterlijk": "+5",
    },
    "bericht-aan-aanbieders": {
        "ontvangers": ("de-schakel", "huis-aan-het-diep", "zorggroep-noorderlicht"),
        "soort": "toelichting",
        "onderwerp": "Sociale kaart bijwerken",
        "tekst": f"Werk uw sociale kaart bij voor het einde van het kwartaal. {VERZONNEN}",
    },
    "onderaannemer-melding": {
        "onderaannemer": "staat-er-niet-bij",
        "naam": "Zorg Verderop (fictief)",
        "kvk": "00000001",
        "producten": "thuis-plus-1-3",
        "vanaf": "+30",
        "waarom": f"Voor begeleiding in een dorp waar wij zelf niemand hebben. {VERZONNEN}",
        "aansprakelijk": "ja",
    },
    "opgave-locaties": {
        "naam": "De Verzonnen Hof",
        "adres": "Voorbeeldstraat 1",
        "postcode": "9999 XX",
        "plaats": "Groningen",
        "gemeente": "0014",
        "producten": ("verblijf-24-uur", "verblijf-nabij"),
        "capaciteit": "18",
        "vanaf": "+14",
        "van_onderaannemer": "nee",
    },
    "sociale-kaart": {
        "wijziging": "ja",
        "vrij": "3",
        "beheerder": "V. Verzonnen",
    },
    "verantwoording": {"stuk": "posten", "boekjaar": VORIG_JAAR, "omzet": "ja"},
    "zorgbeeindiging": {
        "gemeente": "0014",
        "gronden": f"De burger heeft al acht weken geen contact met zijn begeleider. {VERZONNEN}",
        "inspanningen": "Wij belden, schreven en gingen zes keer langs.",
        "einddatum": "+35",
        "onmiddellijk": "nee",
        "crisis": "nee",
        "consulent": "V. Verzonnen, Toegang",
        "consulent_op": "-3",
        "burger_op": "-2",
        "burger_weet": "ja",
    },
    "contractvraag": {
        "onderwerp": "Indexering van de tarieven",
        "vraag": f"Vanaf welke maand gelden de nieuwe tarieven? {VERZONNEN}",
    },
    "experttafel-casus": {
        "vergadering": "~",
        "casus": f"Iemand verblijft op drie plekken tegelijk en nergens echt. {VERZONNEN}",
        "vraag": "Welke plek past, en wie heeft de regie?",
        "stappen": "Twee keer overlegd met de gemeente en met de behandelaar.",
        "partijen": "Een aanbieder, een gemeente en een kliniek.",
    },
}
LIMBURG: Final[Mapping[str, Mapping[str, Waarde]]] = {
    "mo-overlijden": {
        "gemeente": "0983",
        "overlijdensdatum": "-0",
        "toelichting": f"De familie is op de hoogte. {VERZONNEN}",
    },
    "mo-melding": {
        "gemeld_op": "-0",
        "gemeente_melding": "0983",
        "eerste_opvang": "ja",
        "reden": f"De inwoner sliep in zijn auto en die is nu weg. {VERZONNEN}",
        "gemeente_herkomst": "0983",
        "zekerheid": "onzeker",
    },
    "mo-screening-overdracht": {
        "reden": f"De inwoner sliep in zijn auto en die is nu weg. {VERZONNEN}",
        "screening": "eerste-opvang",
        "gegevens": "De inwoner heeft voor twee weken een bed. Hij heeft werk en wil dat houden.",
        "waaruit": "Hij stond er het langst ingeschreven en zijn familie woont er.",
    },
    "gia-verwijzing": {
        "veilig": "ja",
        "bereikbaar": "Via de opdrachtnemer, overdag. Bel niet naar het eigen nummer.",
        "contactpersoon": "V. Verzonnen, begeleider",
        "telefoon": "077 000 00 00",
        "situatie": f"De inwoner is uit huis gevlucht en zit op een veilige plek. {VERZONNEN}",
        "kinderen": "nee",
    },
    "gia-besluit": {
        "gemeente_herkomst": "0957",
        "besloten_op": "-0",
        "opdrachtnemer": "Stichting De Schakel (fictief)",
        "toelichting": f"De inwoner heeft nu een veilige plek. {VERZONNEN}",
        "geheim": "ja",
    },
}
