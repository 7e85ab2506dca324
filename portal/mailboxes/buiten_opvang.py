"""Wat bij de maatschappelijke opvang niet in het portaal hoort, en waar wel: het deel van `buiten.py` voor Noord- en Midden-Limburg."""

from typing import Final

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak

LIMBURG: Final = ("noord-midden-limburg",)

BUITEN_OPVANG: Final = (
    Buitenzaak(
        titel="Eigen bijdrage voor de opvang",
        waar="De opdrachtnemer int de eigen bijdrage, niet het CAK. De hoogte staat in de Wmo-verordening van de gemeente.",
        zoekwoorden=("eigen bijdrage", "cak"),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO, Eigen bijdrage"),
    ),
    Buitenzaak(
        titel="Hoe lang een traject in de opvang duurt",
        waar="Een traject duurt 3 tot hoogstens 6 maanden. Het portaal houdt dat niet bij: wanneer het begint, staat in het 305-bericht.",
        zoekwoorden=("traject", "duur", "zes maanden", "einde traject"),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO, Bekostiging"),
    ),
    Buitenzaak(
        titel="Treinkaartje of inhouding op de uitkering",
        waar="Daar is nog geen vaste weg voor. Vraag het aan de consulent van de gemeente van herkomst.",
        zoekwoorden=(
            "treinkaartje",
            "trein",
            "reiskosten",
            "uitkering",
            "inhouding",
            "reisgeld",
            "vervoer",
            "bus",
            "taxi",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO, NB 3"),
    ),
    Buitenzaak(
        titel="Vertrek van een inwoner uit de opvang",
        waar="Schrijf het in het gesprek bij het bericht dat loopt. De consulent sluit het dan af.",
        zoekwoorden=(
            "vertrek",
            "vertrokken",
            "verdwenen",
            "verhuizing",
            "verhuisd",
            "weggegaan",
            "uitgestroomd",
            "stopt",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="", voorstel=True),
    ),
    Buitenzaak(
        titel="Calamiteit of geweld in de opvang",
        waar="Meld het onverwijld bij de toezichthouder Wmo van de gemeente, buiten dit portaal.",
        zoekwoorden=(
            "calamiteit",
            "geweldsincident",
            "agressie",
            "ernstig letsel",
            "toezichthouder",
            "zelfmoordpoging",
            "suicidepoging",
            "steekpartij",
            "vechtpartij",
            "gewond",
            "valpartij",
            "overdosis",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="Wmo 2015 art. 3.4"),
    ),
    Buitenzaak(
        titel="Klacht over de opvang",
        waar=(
            "Een klacht over de zorg gaat naar de opdrachtnemer, een klacht over de gemeente naar de klachtbehandelaar "
            "van die gemeente."
        ),
        zoekwoorden=("klacht", "klagen", "ontevreden", "boos", "slecht behandeld"),
        regios=LIMBURG,
        bron=Bron(plaats="Wmo 2015 art. 3.2; Awb art. 9:1"),
    ),
    Buitenzaak(
        titel="Een toewijzing wijzigen of verlengen",
        waar="De opdrachtnemer vraagt dat met een iWmo 317-bericht, met zijn eigen software, zodra de situatie zich voordoet. De gemeente "
        "van herkomst antwoordt binnen 5 werkdagen: met een nieuwe toewijzing (301) of een afwijzing.",
        zoekwoorden=(
            "317",
            "wmo317",
            "318",
            "319",
            "320",
            "wijziging",
            "wijzigen",
            "verlengen",
            "verlenging",
            "opschalen",
            "afschalen",
            "langer blijven",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO, iWmo-berichten en voetnoot 6"),
    ),
    Buitenzaak(
        titel="De toewijzing (301-bericht) en het antwoord daarop",
        waar="De gemeente van herkomst stuurt het 301-bericht binnen 5 werkdagen nadat de inwoner het verslag getekend terugstuurde. De "
        "opdrachtnemer antwoordt binnen 3 werkdagen met een 302-bericht. Niet ontvangen? Vraag het die gemeente, in het gesprek bij de melding.",
        zoekwoorden=(
            "301",
            "wmo301",
            "toewijzing",
            "301 niet ontvangen",
            "geen 301",
            "302",
            "wmo302",
            "waar blijft het besluit",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO stap 4 en iWmo-berichten"),
    ),
    Buitenzaak(
        titel="Het getekende onderzoeksverslag",
        waar="De inwoner stuurt het getekend terug aan zijn gemeente. De consulent van de gemeente van herkomst legt dat vast bij de melding.",
        zoekwoorden=(
            "getekend verslag",
            "ondertekend verslag",
            "verslag",
            "onderzoeksverslag",
            "leefzorgplan",
            "handtekening",
            "ondertekenen",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="Werkproces MO stap 3 en 4"),
    ),
    Buitenzaak(
        titel="Een melding intrekken",
        waar="Open de melding zelf, onder 'Onderweg' of in de werkvoorraad. Daar staat wat u kunt kiezen.",
        zoekwoorden=(
            "intrekken",
            "intrekking",
            "afzien",
            "ziet af",
            "ziet ervan af",
            "annuleren",
            "verkeerd aangemeld",
            "toch niet nodig",
        ),
        regios=LIMBURG,
        bron=Bron(plaats="", voorstel=True),
    ),
)
