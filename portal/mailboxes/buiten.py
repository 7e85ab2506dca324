"""Wat niet in het portaal hoort, en waar wel: voor wie er hier naar zoekt.

Bronnen: per zaak genoemd. Voorstellen staan bij de zaak: zij zegt waar iets hoort dat geen handboek noemt. Wat een naam van een
organisatie, plaats of systeem nodig heeft, staat bij de gegevens van de regio (`buitenzaken`).
"""

from typing import Final

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio

GRONINGEN: Final = ("groningen",)
LIMBURG: Final = ("noord-midden-limburg",)
OVERAL: Final = ("groningen", "noord-midden-limburg")

BUITEN: Final = (
    Buitenzaak(
        titel="Direct gevaar",
        waar="Bel 112.",
        zoekwoorden=(
            "gevaar",
            "112",
            "brand",
            "ambulance",
            "politie",
            "noodgeval",
            "levensgevaar",
            "reanimatie",
            "vuur",
        ),
        regios=OVERAL,
        bron=Bron(plaats="", voorstel=True),
    ),
    Buitenzaak(
        titel="Acute psychische crisis",
        waar="Bel de huisarts of de regionale crisisdienst van de GGZ.",
        zoekwoorden=(
            "crisis",
            "crisisdienst",
            "suicide",
            "psychose",
            "spoed",
            "crisisopvang",
            "zelfmoord",
            "doodswens",
            "verward",
            "in de war",
        ),
        regios=OVERAL,
        bron=Bron(plaats="Handboek, time-outregeling"),
    ),
    Buitenzaak(
        titel="Start of stop van zorg, of een korte onderbreking",
        waar="Stuur een iWmo 305-bericht (start) of 307-bericht (stop, met code 20 bij een onderbreking) met uw eigen software.",
        zoekwoorden=(
            "start zorg",
            "stop zorg",
            "einde zorg",
            "305",
            "307",
            "iwmo",
            "onderbreken",
            "startbericht",
            "stopbericht",
            "vakantie",
            "op vakantie",
            "weekend weg",
            "zorg begint",
            "zorg gestopt",
            "terug uit ziekenhuis",
            "weer thuis",
        ),
        regios=OVERAL,
        bron=Bron(plaats="Handboek §4 en §5.4"),
    ),
    Buitenzaak(
        titel="Declaratie of factuur",
        waar="Factureer elke maand volgens de richtlijnen facturatie Wmo, uiterlijk op de 21e van de maand erna. De tabel in §2.4 zegt "
        "'voor de 21e': met de 20e bent u altijd op tijd. Het portaal herinnert u hier niet aan. Vragen stelt u aan de contractmanager.",
        zoekwoorden=(
            "declaratie",
            "declareren",
            "factuur",
            "facturatie",
            "factureren",
            "betaling",
            "betalen",
            "rekening",
            "uitbetaling",
            "geld",
        ),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §2.4"),
    ),
    Buitenzaak(
        titel="Bezwaar tegen een besluit",
        waar="De burger maakt bezwaar bij de gemeente die de beschikking stuurde. Op de beschikking staat hoe en tot wanneer.",
        zoekwoorden=("bezwaar", "beroep", "niet eens", "beschikking bezwaar"),
        regios=OVERAL,
        bron=Bron(plaats="Handboek §4 A.12"),
    ),
    Buitenzaak(
        titel="Een woning bij uitstroom (huisvesting)",
        waar="Volg de Klantreis uitstroom en het convenant huisvesting, met de gemeente en de woningcorporaties.",
        zoekwoorden=(
            "huisvesting",
            "woning",
            "urgentie",
            "woningcorporatie",
            "huis",
            "uitstroomwoning",
            "convenant",
            "huurwoning",
            "huur",
            "nieuwe woning",
        ),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §5"),
    ),
    Buitenzaak(
        titel="Eigen bijdrage en CAK",
        waar="De gemeente geeft de gegevens elke maand door aan het CAK, uit de 305- en 307-berichten. Het portaal houdt dat niet bij. "
        "Een vraag over een cliënt stuurt u aan de Toegang.",
        zoekwoorden=("eigen bijdrage", "cak"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §2.4"),
    ),
    Buitenzaak(
        titel="Een incident zonder ernstig gevolg",
        waar="Dat registreert en onderzoekt u in uw eigen organisatie. Twijfelt u of het een calamiteit is? Bel de toezichthouder.",
        zoekwoorden=(
            "incident",
            "fout",
            "bijna ongeluk",
            "ongeluk",
            "valincident",
            "medicatiefout",
            "medicijnen",
            "valpartij",
            "gevallen",
            "medicatie",
            "struikelen",
            "bijna ongeval",
            "diefstal",
            "gestolen",
        ),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §7"),
    ),
    Buitenzaak(
        titel="Datalek",
        waar=(
            "Bel meteen de functionaris gegevensbescherming van uw organisatie. Een datalek met risico meldt uw organisatie "
            "binnen 72 uur bij de Autoriteit Persoonsgegevens. Ging het mis in dit portaal? Bel dan ook het beheer ervan."
        ),
        zoekwoorden=("datalek", "privacy", "verkeerde ontvanger", "gelekt", "avg"),
        regios=OVERAL,
        bron=Bron(plaats="AVG art. 33"),
    ),
    Buitenzaak(
        titel="Persoonsgebonden budget (pgb)",
        waar="Dat vraagt de burger bij de consulent van zijn gemeente, bij de melding. Uitbetaling gaat via de SVB.",
        zoekwoorden=("pgb", "persoonsgebonden budget", "svb"),
        regios=OVERAL,
        bron=Bron(plaats="Wmo 2015 art. 2.3.6 en 2.6.2"),
    ),
    Buitenzaak(
        titel="Uw account, wachtwoord of een collega",
        waar="Dat regelt wie in uw organisatie de gebruikers van dit portaal beheert.",
        zoekwoorden=("wachtwoord", "account", "inloggen", "medewerker", "collega", "gebruiker", "toegang krijgen"),
        regios=OVERAL,
        bron=Bron(plaats="", voorstel=True),
    ),
    Buitenzaak(
        titel="Het portaal of de e-mail werkt niet",
        waar="Vraag het wie in uw organisatie de gebruikers van dit portaal beheert, of bel het beheer van het portaal.",
        zoekwoorden=(
            "portaal",
            "storing",
            "kapot",
            "stuk",
            "werkt niet",
            "mail",
            "e-mail",
            "foutmelding",
            "loopt vast",
        ),
        regios=OVERAL,
        bron=Bron(plaats="", voorstel=True),
    ),
    Buitenzaak(
        titel="Inzage in een dossier",
        waar="De burger vraagt dat aan wie het dossier heeft: zijn gemeente of de aanbieder.",
        zoekwoorden=("inzage", "dossier inzien", "inzagerecht", "kopie dossier"),
        regios=OVERAL,
        bron=Bron(plaats="AVG art. 15"),
    ),
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
        titel="Klacht over de zorg van een aanbieder, of over de gemeente",
        waar="Over de zorg: de burger klaagt bij de aanbieder, volgens diens klachtregeling. Over de gemeente: bij de gemeente waar de "
        "melding is gedaan. Een aanbieder stuurt die met het mapje 'Klacht over de gemeente'.",
        zoekwoorden=("klacht", "klagen", "klacht over aanbieder", "klacht over zorg", "klachtregeling"),
        regios=GRONINGEN,
        bron=Bron(plaats="Wmo 2015 art. 3.2; Handboek §10"),
    ),
)


def in_andere_gemeente(regio: Regio) -> tuple[Buitenzaak, ...]:
    """Wat bij een gemeente buiten de regio hoort: welke dat zijn en waar het wel hoort, staat bij de gegevens van de regio."""
    return tuple(
        Buitenzaak(
            titel=gemeente.zaak,
            waar=gemeente.verwijzing,
            zoekwoorden=gemeente.zoekwoorden,
            regios=(regio.code,),
            bron=Bron(plaats=gemeente.bron, voorstel=not gemeente.bron),
        )
        for gemeente in regio.buiten
        if gemeente.zaak
    )
