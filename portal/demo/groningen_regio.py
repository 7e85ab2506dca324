"""The examples of region Groningen for toezicht, the college, contractbeheer (CMO) and the regioadviseur."""

from typing import Final

from portal.demo.groningen_verzoeken import DIEP, NOORD, SCHAKEL
from portal.demo.voorbeeld import Voorbeeld, op_dag, opgepakt, stap

MELDING: Final = "calamiteit-geweld"
LOCATIE: Final = "opgave-locaties"
TOEZICHT: Final = (
    Voorbeeld(mailbox=MELDING, account=NOORD, dagen=1, client=("B.", "Verzwegen", "2-2-1988")),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=5,
        client=("N.O.", "Afgeschermd", "19-7-1996"),
        antwoorden={
            "soort": "calamiteit",
            "gevolg": "ernstig",
            "verband": "onzeker",
            "gebeurd_op": "-8",
            "beschrijving": "Een cliënt kreeg twee keer zijn avondmedicijnen en ligt in het ziekenhuis. Dit is een verzonnen voorbeeld.",
            "maatregelen": "Medicijnen worden nu door twee medewerkers gegeven en afgetekend.",
            "anderen": "Z. Zogenaamd, begeleider.",
        },
        stappen=(
            stap("toezicht", "ontvangst-bevestigen", "Wij hebben uw melding gelezen."),
            stap("toezicht", "eigen-onderzoek-vragen", "Onderzoek hoe de overdracht die avond liep."),
        ),
    ),
    Voorbeeld(
        mailbox=MELDING,
        naam="onderzocht",
        account=DIEP,
        dagen=40,
        client=("X.", "Stilte", "24-9-1980"),
        antwoorden={"gebeurd_op": "-1", "gemeente": "1979", "locatie": "Huis aan het Diep, eerste verdieping"},
        stappen=(
            stap("toezicht", "ontvangst-bevestigen", na=1),
            stap("toezicht", "eigen-onderzoek-vragen", "Onderzoek hoe de overdracht die avond liep.", na=2),
        ),
    ),
    Voorbeeld(
        mailbox="onderzoeksrapport-aanbieder",
        naam="rapport",
        account=DIEP,
        dagen=12,
        antwoorden={"melding": "#onderzocht"},
        stappen=(
            opgepakt("toezicht", na=1),
            stap("toezicht", "aanvaard", "Het rapport is volledig. Houd ons op de hoogte.", na=3),
        ),
    ),
    Voorbeeld(mailbox="opvolging-toezicht", account=DIEP, dagen=1, antwoorden={"melding": "#rapport"}),
    Voorbeeld(
        mailbox="signaal-toezicht",
        account="consulent2",
        dagen=3,
        stappen=(opgepakt("toezicht", na=1), stap("toezicht", "onderzoeken")),
    ),
    Voorbeeld(mailbox="vordering-toezicht", account="toezicht", dagen=1),
    Voorbeeld(mailbox="toezicht-rapport", account="toezicht", dagen=2),
)
CONTRACT: Final = (
    Voorbeeld(
        mailbox=LOCATIE,
        account=SCHAKEL,
        dagen=60,
        stappen=(
            opgepakt("cmo", na=2),
            stap("cmo", "schouw-gepland", "Wij komen volgende week dinsdag om tien uur.", na=3),
            op_dag("cmo", "geaccepteerd", "De locatie is in orde.", na=8),
        ),
    ),
    Voorbeeld(
        mailbox=LOCATIE,
        account=DIEP,
        dagen=52,
        antwoorden={
            "naam": "Het Denkbeeldige Erf",
            "adres": "Proefweg 12",
            "plaats": "Appingedam",
            "gemeente": "1979",
            "capaciteit": "9",
            "producten": "verblijf-nabij",
        },
        stappen=(
            opgepakt("cmo", na=2),
            stap("cmo", "schouw-gepland", "Wij komen over een week.", na=4),
            op_dag("cmo", "geaccepteerd", "De locatie is in orde.", na=9),
        ),
    ),
    Voorbeeld(
        mailbox=LOCATIE,
        account=NOORD,
        dagen=9,
        antwoorden={
            "naam": "De Zogenaamde Kade",
            "adres": "Testkade 3",
            "plaats": "Winsum",
            "gemeente": "1966",
            "capaciteit": "12",
        },
        stappen=(opgepakt("cmo", na=1), stap("cmo", "schouw-gepland", "Wij komen over twee weken.", na=3)),
    ),
    Voorbeeld(
        mailbox=LOCATIE,
        account=SCHAKEL,
        dagen=1,
        antwoorden={"naam": "De Nieuwe Verzinning", "adres": "Voorbeeldstraat 40", "capaciteit": "6"},
    ),
    Voorbeeld(
        mailbox="wijziging-locatie",
        account=SCHAKEL,
        dagen=4,
        client=("L.", "Doorstroom", "12-12-1982"),
    ),
    Voorbeeld(
        mailbox="onderaannemer-melding",
        account=SCHAKEL,
        dagen=30,
        stappen=(
            opgepakt("cmo", na=1),
            stap("cmo", "toestemming", "De bewijsmiddelen zijn volledig.", na=9),
        ),
    ),
    Voorbeeld(
        mailbox="onderaannemer-melding",
        account=NOORD,
        dagen=3,
        antwoorden={"naam": "Vervoer Verzonnen (fictief)", "kvk": "00000002", "producten": "vervoer"},
        stappen=(
            opgepakt("cmo"),
            stap("cmo", "vraag-stellen", "Wilt u de verklaring van de verzekeraar sturen?", na=1),
        ),
    ),
    Voorbeeld(mailbox="sociale-kaart", account=SCHAKEL, dagen=10),
    Voorbeeld(mailbox="sociale-kaart", account=DIEP, dagen=3, antwoorden={"vrij": "1"}),
    Voorbeeld(mailbox="sociale-kaart", account=NOORD, dagen=25, antwoorden={"vrij": "5"}),
    Voorbeeld(
        mailbox="verantwoording",
        account=SCHAKEL,
        dagen=35,
        stappen=(stap("cmo", "compleet", "Dank u wel.", na=4),),
    ),
    Voorbeeld(
        mailbox="verantwoording",
        account=DIEP,
        dagen=20,
        antwoorden={"stuk": "productie"},
        stappen=(stap("cmo", "onvolledig", "De bladzijde met de uren van december mist.", na=3),),
    ),
    Voorbeeld(
        mailbox="verantwoording",
        account=SCHAKEL,
        dagen=30,
        antwoorden={"stuk": "leveringen"},
        stappen=(stap("cmo", "compleet", "Dank u wel.", na=6),),
    ),
    # Of what was due in the spring most was sent in time, and some is still to be looked at or was never sent.
    *(
        Voorbeeld(
            mailbox="verantwoording",
            account=account,
            dagen=dagen,
            antwoorden={"stuk": stuk},
            stappen=(stap("cmo", "compleet", "Dank u wel.", na=6),) if bekeken else (),
        )
        for account, stuk, dagen, bekeken in (
            (DIEP, "posten", 290, True),
            (NOORD, "posten", 283, True),
            (NOORD, "leveringen", 262, True),
            (NOORD, "productie", 255, True),
            (NOORD, "jaarrekening", 190, True),
            (DIEP, "jaarrekening", 188, False),
            (SCHAKEL, "productie", 1, False),
            (SCHAKEL, "jaarrekening", 1, False),
        )
    ),
    Voorbeeld(
        mailbox="zorgbeeindiging",
        account=DIEP,
        dagen=2,
        client=("P.Q.", "Uitzicht", "31-3-1993"),
        antwoorden={"gemeente": "1966"},
        stappen=(opgepakt("consulent.het-hogeland", na=1),),
    ),
    Voorbeeld(
        mailbox="contractvraag",
        account=NOORD,
        dagen=6,
        stappen=(opgepakt("cmo", na=1), stap("cmo", "beantwoord", "Vanaf januari; de brief volgt deze week.", na=2)),
    ),
    Voorbeeld(mailbox="contractvraag", account=SCHAKEL, dagen=1, antwoorden={"onderwerp": "Inzet in de avond"}),
    Voorbeeld(mailbox="bericht-aan-aanbieders", account="cmo", dagen=4, stappen=(stap(DIEP, "gelezen", na=1),)),
)
EXPERTTAFEL: Final = (
    Voorbeeld(
        mailbox="experttafel-casus",
        account="consulent",
        dagen=9,
        stappen=(opgepakt("regioadviseur", na=1), stap("regioadviseur", "volledig", na=1)),
    ),
    Voorbeeld(
        mailbox="experttafel-casus",
        account=NOORD,
        dagen=5,
        antwoorden={"vraag": "Wie kan tijdelijk begeleiden zonder dat de burger verhuist?"},
        stappen=(stap("regioadviseur", "onvolledig", "Welke stappen zette de behandelaar?", na=2),),
    ),
    Voorbeeld(mailbox="experttafel-casus", account=SCHAKEL, dagen=1),
)
REGIO: Final = (*TOEZICHT, *CONTRACT, *EXPERTTAFEL)
