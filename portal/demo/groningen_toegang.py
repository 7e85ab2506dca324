"""The examples of region Groningen between aanbieders and the Toegang: a day of work, with what went before."""

from typing import Final

from portal.demo.groningen_verzoeken import DIEP, NOORD, SCHAKEL
from portal.demo.voorbeeld import Voorbeeld, op_dag, opgepakt, stap

HERINDICATIE: Final = "herindicatie"
BW: Final = "melding-beschermd-wonen"

MELDINGEN: Final = (
    Voorbeeld(
        mailbox=HERINDICATIE,
        account=SCHAKEL,
        dagen=1,
        client=("H.", "Verlengd", "8-9-1981"),
        antwoorden={"verblijft_elders": "ja", "gemeente_verblijf": "1966"},
    ),
    Voorbeeld(
        mailbox=HERINDICATIE,
        account=DIEP,
        dagen=6,
        client=("G.M.", "Te Laat", "23-4-1975"),
        antwoorden={"einddatum": "+20"},
        stappen=(
            opgepakt("consulent2"),
            stap("consulent2", "geen-gesprek", "Het evaluatiedocument is duidelijk."),
            op_dag("consulent2", "verslag-verstuurd"),
        ),
    ),
    # registered at the balie, for a burger without an aanbieder
    Voorbeeld(
        mailbox=BW,
        account="frontoffice",
        dagen=2,
        client=("U.", "Stelvoor", "4-4-2004"),
        antwoorden={"binnengekomen_op": "-1", "binnengekomen_via": "balie", "bereikbaar": "Elke ochtend op de balie."},
    ),
    # the six weeks of the investigation are almost over
    Voorbeeld(
        mailbox=BW,
        account=NOORD,
        dagen=40,
        client=("O.", "Zandloper", "19-1-1991"),
        stappen=(opgepakt("consulent", na=1), op_dag("consulent", "gesprek-gevoerd", na=20)),
    ),
    Voorbeeld(
        mailbox="melding-activering-vervoer",
        account=DIEP,
        dagen=12,
        client=("I.J.", "Luchtkasteel", "2-9-1969"),
        antwoorden={"producten": "verblijf-nabij"},
        stappen=(
            opgepakt("consulent2", na=1),
            stap("consulent2", "vraag-stellen", "Kan de burger met de bus, of is vervoer echt nodig?", na=2),
        ),
    ),
    Voorbeeld(
        mailbox="melding-woonbegeleiding-complex",
        account=NOORD,
        dagen=3,
        client=("V.", "Modelman", "30-11-1988"),
        antwoorden={"gemeente_indicatie": "1952"},
    ),
    Voorbeeld(
        mailbox="overbrugging-ambulant",
        account=DIEP,
        dagen=7,
        client=("B.", "Wachtkamer", "7-7-1977"),
        antwoorden={"gemeente_inschrijving": "1966"},
    ),
    Voorbeeld(
        mailbox="wijziging-indicatie",
        account=SCHAKEL,
        dagen=5,
        client=("F.", "Droombeeld", "11-4-1982"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "akkoord", "De burger redt zich met toezicht nabij.", na=2),
        ),
    ),
    Voorbeeld(
        mailbox=HERINDICATIE,
        naam="getekend",
        account=SCHAKEL,
        dagen=20,
        client=("D.E.", "Namaak", "16-5-1973"),
        stappen=(
            opgepakt("consulent", na=1),
            stap("consulent", "geen-gesprek", na=6),
            op_dag("consulent", "verslag-verstuurd", na=4),
        ),
    ),
    Voorbeeld(
        mailbox="aanvraag-retour",
        account=SCHAKEL,
        dagen=1,
        over="getekend",
        antwoorden={"verslag": "#getekend"},
    ),
    Voorbeeld(
        mailbox=HERINDICATIE,
        naam="stopt",
        account=DIEP,
        dagen=10,
        client=("Y.", "Verdicht", "22-2-1992"),
        stappen=(opgepakt("consulent2", na=1),),
    ),
    Voorbeeld(mailbox="intrekken-melding", account=DIEP, dagen=1, over="stopt", antwoorden={"melding": "#stopt"}),
    Voorbeeld(
        mailbox="verslag-ter-ondertekening",
        account="consulent.eemsdelta",
        dagen=2,
        client=("Q.", "Hersenschim", "6-6-1978"),
    ),
)
VERANDERINGEN: Final = (
    Voorbeeld(
        mailbox="overlijden",
        account=NOORD,
        dagen=2,
        client=("A.", "Voorbij", "3-3-1951"),
        antwoorden={"gemeente_indicatie": "1979"},
    ),
    Voorbeeld(
        mailbox="bijzondere-situatie",
        account=DIEP,
        dagen=4,
        client=("E.F.", "Sprookje", "13-8-1986"),
        antwoorden={"gemeente_indicatie": "1966"},
        stappen=(
            opgepakt("consulent.het-hogeland"),
            stap("consulent.het-hogeland", "overleg-afgesproken", "Wij bellen u volgende week maandag om tien uur."),
        ),
    ),
    Voorbeeld(
        mailbox="voortgang-evaluatie",
        account=SCHAKEL,
        dagen=1,
        client=("N.", "Papier", "27-10-1995"),
        antwoorden={"gemeente_indicatie": "1966"},
    ),
    Voorbeeld(
        mailbox="onderbreking-begonnen",
        account="consulent.midden-groningen",
        dagen=3,
        client=("Z.", "Tussentijd", "15-6-1984"),
        antwoorden={"gemeente_indicatie": "1952"},
    ),
    Voorbeeld(
        mailbox="verlenging-onderbreking",
        account=NOORD,
        dagen=3,
        client=("M.", "Alsof", "9-9-1979"),
        antwoorden={"gemeente_indicatie": "1979"},
        stappen=(
            opgepakt("consulent.eemsdelta"),
            stap("consulent.eemsdelta", "vraag-stellen", "Heeft u een brief van de behandelaar?", na=1),
            stap(NOORD, "beantwoorden", "Die volgt morgen.", na=1),
        ),
    ),
    Voorbeeld(mailbox="vraag-toegang", account=SCHAKEL, dagen=5, client=("Q.", "Hersenschim", "6-6-1978")),
    Voorbeeld(
        mailbox="klacht",
        account=NOORD,
        dagen=8,
        antwoorden={"gemeente_melding": "1979"},
        stappen=(opgepakt("consulent.eemsdelta", na=2),),
    ),
    Voorbeeld(
        mailbox="bericht-aan-aanbieder",
        account="consulent",
        dagen=2,
    ),
    Voorbeeld(
        mailbox="bericht-aan-aanbieder",
        account="consulent",
        dagen=9,
        antwoorden={"ontvanger": "huis-aan-het-diep", "onderwerp": "Bereikbaarheid in het weekend"},
        stappen=(
            opgepakt(DIEP, na=1),
            stap(DIEP, "beantwoord", "In het weekend kunt u de wachtdienst bellen, ook 's nachts.", na=1),
        ),
    ),
    Voorbeeld(
        mailbox="tijdelijke-plek",
        account=NOORD,
        dagen=1,
        antwoorden={"ontvangers": ("de-schakel", "huis-aan-het-diep")},
    ),
)
TUSSEN_GEMEENTEN: Final = (
    Voorbeeld(
        mailbox=BW,
        naam="dossier",
        account=SCHAKEL,
        dagen=45,
        client=("C.D.", "Verhuisd", "18-12-1970"),
        antwoorden={"gemeente_inschrijving": "1979", "wensgemeente": "0014"},
        stappen=(
            opgepakt("consulent.eemsdelta", na=1),
            op_dag("consulent.eemsdelta", "gesprek-gevoerd", na=10),
            op_dag("consulent.eemsdelta", "verslag-verstuurd", na=14),
            op_dag("consulent.eemsdelta", "aanvraag-ontvangen", na=9, getekend=True),
            stap("consulent.eemsdelta", "overgedragen", "De burger gaat in Groningen wonen.", na=4),
        ),
    ),
    Voorbeeld(
        mailbox="overdracht-dossier",
        account="consulent.eemsdelta",
        dagen=2,
        over="dossier",
        antwoorden={"melding": "#dossier", "gemeente": "0014", "verslag_op": "-18", "ondertekend_op": "-9"},
    ),
    Voorbeeld(
        mailbox="overdracht-wisseling",
        account="consulent2",
        dagen=6,
        client=("R.", "Overkant", "1-2-1989"),
        stappen=(stap("consulent.het-hogeland", "aanvaarden", "Wij nemen de burger over.", na=2),),
    ),
    Voorbeeld(
        mailbox="uitstroom-terugkeer",
        account=DIEP,
        dagen=4,
        client=("T.", "Terugreis", "5-5-1996"),
        antwoorden={"gemeente_verblijf": "1952"},
    ),
    Voorbeeld(
        mailbox="vooroverleg-gemeente",
        account="consulent.midden-groningen",
        dagen=3,
        antwoorden={"gemeente": "1979"},
        stappen=(stap("consulent.eemsdelta", "overleggen", "Wij vragen het na bij twee aanbieders.", na=1),),
    ),
)
REST: Final = (*MELDINGEN, *VERANDERINGEN, *TUSSEN_GEMEENTEN)
