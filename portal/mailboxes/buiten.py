"""Wat niet in het portaal hoort, en waar wel: voor wie er hier naar zoekt.

Bronnen: per zaak genoemd. Voorstellen staan bij de zaak: zij zegt waar iets hoort dat geen handboek noemt. Wat een naam van een
organisatie, plaats of systeem nodig heeft, staat bij de gegevens van de regio (`buitenzaken`).
"""

from dataclasses import replace
from typing import Final

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio
from portal.mailboxes.buiten_opvang import BUITEN_OPVANG, LIMBURG

GRONINGEN: Final = ("groningen",)
OVERAL: Final = ("groningen", "noord-midden-limburg")

CRISIS: Final = Buitenzaak(
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
    regios=GRONINGEN,
    bron=Bron(plaats="Handboek, time-outregeling"),
)
BEZWAAR: Final = Buitenzaak(
    titel="Bezwaar tegen een besluit",
    waar="De burger maakt bezwaar bij de gemeente die de beschikking stuurde. Op de beschikking staat hoe en tot wanneer.",
    zoekwoorden=("bezwaar", "beroep", "niet eens", "beschikking bezwaar"),
    regios=GRONINGEN,
    bron=Bron(plaats="Handboek §4 A.12"),
)
# Hetzelfde in de opvang, waar het handboek van Groningen niet de bron van is.
IN_DE_OPVANG: Final = (
    replace(CRISIS, regios=LIMBURG, bron=Bron(plaats="", voorstel=True)),
    replace(BEZWAAR, regios=LIMBURG, bron=Bron(plaats="Awb art. 6:4 lid 1 en 3:45")),
)

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
        dringend=True,
    ),
    CRISIS,
    Buitenzaak(
        titel="Tijdelijke onderbreking: ziekenhuis, kliniek of detentie",
        waar="De aanbieder meldt dit per ommegaande met een iWmo 307-bericht met code 20 en de dag waarop de zorg tijdelijk stopt. Begint "
        "de zorg weer, dan stuurt hij een 305-bericht. Duurt het langer dan drie maanden? Dan vraagt hij hier verlenging, bij hoge uitzondering.",
        zoekwoorden=(
            "ziekenhuis",
            "ziekenhuisopname",
            "kliniek",
            "verslavingskliniek",
            "psychiatrie",
            "opname",
            "opgenomen",
            "detentie",
            "gevangenis",
            "cel",
            "politiecel",
            "zit vast",
            "vastzitten",
            "vastgezet",
            "opgepakt",
            "gearresteerd",
            "arrestatie",
            "afkicken",
            "code 20",
        ),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §5.4"),
        dringend=True,
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
            "wil geen zorg meer",
            "wil niet meer",
        ),
        regios=GRONINGEN,
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
    BEZWAAR,
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
        titel="Briefadres of inschrijving bij de gemeente",
        waar="Dat vraagt de burger bij burgerzaken van zijn gemeente.",
        zoekwoorden=("briefadres", "postadres", "burgerzaken", "brp", "inschrijving gemeente"),
        regios=OVERAL,
        bron=Bron(plaats="Wet basisregistratie personen, hoofdstuk 2"),
    ),
    Buitenzaak(
        titel="Inzage in een dossier",
        waar="De burger vraagt dat aan wie het dossier heeft: zijn gemeente of de aanbieder.",
        zoekwoorden=("inzage", "dossier inzien", "inzagerecht", "kopie dossier"),
        regios=OVERAL,
        bron=Bron(plaats="AVG art. 15"),
    ),
    Buitenzaak(
        titel="Klacht over de zorg van een aanbieder, of over de gemeente",
        waar="Over de zorg: de burger klaagt bij de aanbieder, volgens diens klachtregeling. Over de gemeente: bij de gemeente waar de "
        "melding is gedaan. Een aanbieder stuurt die met het mapje 'Klacht over de gemeente'.",
        zoekwoorden=("klacht", "klagen", "klacht over aanbieder", "klacht over zorg", "klachtregeling"),
        regios=GRONINGEN,
        bron=Bron(plaats="Wmo 2015 art. 3.2; Handboek §10"),
    ),
    *IN_DE_OPVANG,
    *BUITEN_OPVANG,
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
