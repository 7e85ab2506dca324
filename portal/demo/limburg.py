"""The examples of region Noord- en Midden-Limburg: maatschappelijke opvang, from the melding to the besluit."""

from typing import Final

from portal.demo.voorbeeld import Toewijzingvoorbeeld, Voorbeeld, op_dag, opgepakt, stap

MELDING: Final = "mo-melding"
SCHAKEL: Final = "indiener.schakel"
ROERMOND: Final = "consulent.roermond"
MER: Final = "consulent.maasgouw"

TOEWIJZINGEN: Final = (
    Toewijzingvoorbeeld(
        account="backoffice",
        client=("F.", "Droombeeld", "11-4-1982"),
        gemeente="0983",
        aanbieder="de-schakel",
        producten=("maatschappelijke-opvang",),
        loopt=60,
        nog=30,
    ),
    Toewijzingvoorbeeld(
        account="backoffice",
        client=("C.", "Zeepbel", "25-12-1999"),
        gemeente="0983",
        aanbieder="de-schakel",
        producten=("maatschappelijke-opvang",),
        loopt=190,
        nog=-8,
    ),
)
MELDINGEN: Final = (
    Voorbeeld(mailbox=MELDING, account=SCHAKEL, dagen=0, client=("J.V.", "Voorbeeld", "12-5-1987")),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=2,
        client=("M.A.", "De Proef", "3-11-1994"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "vraag-stellen", "Waar kan de inwoner de komende nachten slapen?", na=1),
        ),
    ),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=3,
        client=("S.", "Fictief", "30-1-1979"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "vraag-stellen", "Heeft de inwoner een postadres?"),
            stap(SCHAKEL, "beantwoorden", "Ja, bij zijn broer.", na=1),
        ),
    ),
    # the six weeks of the investigation are almost over
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=40,
        client=("O.", "Zandloper", "19-1-1991"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "eerste-opvang", "Er is een bed voor twee weken.", na=1),
            stap("consulent", "onderzoek-begint", na=5),
        ),
    ),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=50,
        client=("K.", "Bedacht", "17-6-1990"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "eerste-opvang", na=1),
            stap("consulent", "onderzoek-begint", na=2),
            op_dag("consulent", "verslag-verstuurd", "Het verslag is besproken.", na=25),
            op_dag("consulent", "aanvraag-ontvangen", na=10, getekend=True),
            stap("consulent", "toegekend", "De inwoner kan nergens anders terecht.", na=7),
        ),
        taken_gedaan=1,
    ),
    # registered at the balie, for an inwoner who came by himself
    Voorbeeld(
        mailbox=MELDING,
        account="frontoffice",
        dagen=1,
        client=("U.", "Stelvoor", "4-4-2004"),
        antwoorden={"binnengekomen_op": "-0", "binnengekomen_via": "balie"},
    ),
    Voorbeeld(
        mailbox=MELDING,
        naam="herkomst",
        account=SCHAKEL,
        dagen=6,
        client=("C.D.", "Verhuisd", "18-12-1970"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "eerste-opvang", "Er is een bed voor twee weken.", na=1),
            stap("consulent", "overdragen-aan-herkomst", "De inwoner komt uit Roermond.", na=2),
        ),
    ),
    Voorbeeld(
        mailbox="mo-screening-overdracht",
        account="consulent",
        dagen=2,
        over="herkomst",
        antwoorden={"melding": "#herkomst", "gemeld_op": "-4", "gemeente_herkomst": "0957"},
    ),
    Voorbeeld(mailbox="mo-overlijden", account=SCHAKEL, dagen=1, client=("E.", "Verzinsel", "2-2-1958")),
    # handed over within the region and taken over
    Voorbeeld(
        mailbox=MELDING,
        naam="overgenomen",
        account=SCHAKEL,
        dagen=15,
        client=("R.", "Overkant", "1-2-1989"),
        antwoorden={"gemeente_melding": "0957"},
        stappen=(
            opgepakt(ROERMOND),
            stap(ROERMOND, "andere-ondersteuning", "De inwoner slaapt bij een vriend.", na=2),
            stap(ROERMOND, "overdragen-aan-herkomst", "De inwoner komt uit Venlo.", na=3),
        ),
    ),
    Voorbeeld(
        mailbox="mo-screening-overdracht",
        account=ROERMOND,
        dagen=9,
        over="overgenomen",
        antwoorden={
            "melding": "#overgenomen",
            "gemeld_op": "-6",
            "gemeente_herkomst": "0983",
            "screening": "andere-ondersteuning",
        },
        stappen=(opgepakt("consulent2", na=1), stap("consulent2", "overgenomen", "Wij nemen het over.")),
    ),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=1,
        client=("W.", "Nergens", "1-7-1985"),
        antwoorden={"gemeente_melding": "1641"},
    ),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=4,
        client=("L.M.", "Schijn", "5-12-1983"),
        antwoorden={"gemeente_melding": "1711"},
        stappen=(
            opgepakt(MER),
            stap(MER, "geen-eerste-opvang", na=1),
            stap(MER, "geen-opvang", "De inwoner heeft een kamer gevonden.", na=1),
        ),
    ),
    Voorbeeld(
        mailbox=MELDING,
        account=SCHAKEL,
        dagen=2,
        client=("E.F.", "Sprookje", "13-8-1986"),
        antwoorden={"gemeente_melding": "1669"},
        stappen=(opgepakt(MER), stap(MER, "vraag-stellen", "Heeft de inwoner huisdieren?", na=1)),
    ),
)
VEILIG_THUIS: Final = (
    Voorbeeld(mailbox="gia-verwijzing", account=SCHAKEL, dagen=1),
    Voorbeeld(
        mailbox="gia-verwijzing",
        account="consulent",
        dagen=3,
        antwoorden={"kinderen": "ja"},
        stappen=(opgepakt("veiligthuis"), stap("veiligthuis", "gescreend", na=1)),
    ),
    Voorbeeld(
        mailbox="gia-verwijzing",
        naam="verwijzing",
        account=SCHAKEL,
        dagen=8,
        stappen=(
            opgepakt("veiligthuis"),
            stap("veiligthuis", "gescreend"),
            stap("veiligthuis", "acute-opvang", "De inwoner gaat vandaag naar de opvang.", na=1),
        ),
    ),
    Voorbeeld(
        mailbox="gia-besluit",
        account="veiligthuis",
        dagen=6,
        client=("B.", "Verzwegen", "2-2-1988"),
        antwoorden={"verwijzing": "#verwijzing"},
    ),
    Voorbeeld(
        mailbox="gia-besluit",
        account="veiligthuis",
        dagen=2,
        client=("N.O.", "Afgeschermd", "19-7-1996"),
        antwoorden={"gemeente_herkomst": "0983"},
        stappen=(opgepakt("consulent2", na=1),),
    ),
)
