"""The examples of region Groningen that stand first: verzoeken about another aanbieder, and the register of toewijzingen."""

from typing import Final

from portal.demo.voorbeeld import Toewijzingvoorbeeld, Voorbeeld, opgepakt, stap

MAILBOX: Final = "verzoek-overdracht-toewijzing"
SCHAKEL, DIEP, NOORD = "indiener.schakel", "indiener.diep", "indiener.noorderlicht"

TOEWIJZINGEN: Final = (
    Toewijzingvoorbeeld(
        account="backoffice",
        client=("F.", "Droombeeld", "11-4-1982"),
        gemeente="0014",
        aanbieder="de-schakel",
        producten=("verblijf-24-uur",),
        loopt=320,
        nog=45,
    ),
    Toewijzingvoorbeeld(
        account="backoffice",
        client=("I.J.", "Luchtkasteel", "2-9-1969"),
        gemeente="0014",
        aanbieder="huis-aan-het-diep",
        producten=("verblijf-nabij", "activering-participatie"),
        loopt=90,
        nog=640,
    ),
    Toewijzingvoorbeeld(
        account="backoffice",
        client=("C.", "Zeepbel", "25-12-1999"),
        gemeente="0014",
        aanbieder="de-schakel",
        producten=("thuis-plus-4-6",),
        loopt=400,
        nog=-20,
    ),
    Toewijzingvoorbeeld(
        account="consulent.eemsdelta",
        client=("Q.", "Hersenschim", "6-6-1978"),
        gemeente="1979",
        aanbieder="de-schakel",
        producten=("verblijf-24-uur",),
        loopt=200,
        nog=165,
    ),
)

VERZOEKEN: Final = (
    Voorbeeld(mailbox=MAILBOX, account=SCHAKEL, dagen=0, client=("J.V.", "Voorbeeld", "12-5-1987")),
    Voorbeeld(
        mailbox=MAILBOX,
        account=DIEP,
        dagen=1,
        client=("M.A.", "De Proef", "3-11-1994"),
        antwoorden={"nieuwe_aanbieder": "de-schakel"},
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=SCHAKEL,
        dagen=2,
        client=("S.", "Fictief", "30-1-1979"),
        stappen=(opgepakt("consulent"),),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=SCHAKEL,
        dagen=3,
        client=("R.T.", "Van Verzinsel", "21-8-2001"),
        stappen=(
            opgepakt("consulent"),
            stap("consulent", "vraag-stellen", "Op welke dag kan de burger bij u terecht?"),
        ),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=NOORD,
        dagen=5,
        client=("A.B.C.", "Denkbeeld", "9-2-1966"),
        stappen=(
            opgepakt("consulent2"),
            stap("consulent2", "vraag-stellen", "Is de huur van de woning al opgezegd?"),
            stap(NOORD, "beantwoorden", "Ja, per het einde van deze maand."),
        ),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=SCHAKEL,
        dagen=8,
        client=("K.", "Bedacht", "17-6-1990"),
        stappen=(
            opgepakt("consulent"),
            stap(
                "consulent",
                "akkoord-zelfde-gemeente",
                "De burger kiest zelf voor deze aanbieder en de begeleiding loopt door. Daarom gaan wij akkoord.",
            ),
        ),
        taken_gedaan=1,
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=DIEP,
        dagen=9,
        client=("L.M.", "Schijn", "5-12-1983"),
        antwoorden={"nieuwe_aanbieder": "zorggroep-noorderlicht"},
        stappen=(
            opgepakt("consulent2"),
            stap(
                "consulent2",
                "afgewezen",
                "De burger heeft zijn handtekening ingetrokken en blijft bij de huidige aanbieder.",
            ),
        ),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=NOORD,
        dagen=6,
        client=("P.", "Zogenaamd", "28-3-1972"),
        stappen=(stap(NOORD, "intrekken", "De burger wil toch niet overstappen."),),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=SCHAKEL,
        dagen=4,
        client=("T.J.", "Elders", "14-10-1998"),
        stappen=(stap("frontoffice", "doorsturen", "De burger staat ingeschreven in Eemsdelta.", doel="toegang-1979"),),
    ),
    Voorbeeld(
        mailbox=MAILBOX,
        account=NOORD,
        dagen=2,
        client=("W.", "Nergens", "1-7-1985"),
        antwoorden={"gemeente_inschrijving": "1966", "nieuwe_aanbieder": "huis-aan-het-diep"},
    ),
)
