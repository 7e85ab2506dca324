"""Wat niet in het portaal hoort, en waar wel: voor wie er hier naar zoekt.

Bronnen: per zaak genoemd. Voorstellen: de verwijzing naar 112 en naar de eigen organisatie bij een incident.
"""

from typing import Final

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak

GRONINGEN: Final = ("groningen",)
OVERAL: Final = ("groningen", "noord-midden-limburg")

BUITEN: Final = (
    Buitenzaak(
        titel="Direct gevaar",
        waar="Bel 112.",
        zoekwoorden=("gevaar", "112", "brand", "ambulance", "politie", "noodgeval"),
        regios=OVERAL,
        bron=Bron(plaats="", voorstel=True),
    ),
    Buitenzaak(
        titel="Acute psychische crisis",
        waar="Bel de huisarts of de regionale crisisdienst van de GGZ.",
        zoekwoorden=("crisis", "crisisdienst", "suicide", "psychose", "spoed", "crisisopvang"),
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
        ),
        regios=OVERAL,
        bron=Bron(plaats="Handboek §4 en §5.4"),
    ),
    Buitenzaak(
        titel="Declaratie of factuur",
        waar="Factureer volgens de richtlijnen facturatie Wmo, voor de 21e van de maand. Vragen stelt u aan de contractmanager.",
        zoekwoorden=("declaratie", "declareren", "factuur", "facturatie", "factureren", "betaling", "betalen"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §2.4"),
    ),
    Buitenzaak(
        titel="Inkoop en tussentijds toetreden",
        waar="Dat gaat via Mercell. Daar staan de data en de inkoopdocumenten.",
        zoekwoorden=("inkoop", "toetreden", "aanbesteding", "mercell", "negometrix", "nieuw contract", "inschrijven"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §2.1"),
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
        zoekwoorden=("huisvesting", "woning", "urgentie", "woningcorporatie", "huis", "uitstroomwoning", "convenant"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §5"),
    ),
    Buitenzaak(
        titel="Eigen bijdrage en CAK",
        waar="De gemeente geeft de gegevens elke maand door aan het CAK. Een vraag over een cliënt stuurt u aan de Toegang.",
        zoekwoorden=("eigen bijdrage", "cak"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §2.4"),
    ),
    Buitenzaak(
        titel="Een incident zonder ernstig gevolg",
        waar="Dat registreert en onderzoekt u in uw eigen organisatie. Twijfelt u of het een calamiteit is? Bel de toezichthouder.",
        zoekwoorden=("incident", "fout", "bijna ongeluk", "ongeluk", "valincident", "medicatiefout"),
        regios=GRONINGEN,
        bron=Bron(plaats="Handboek §7"),
    ),
)
