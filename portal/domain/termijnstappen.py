"""The steps by which a team changes a clock: standing still, running again, longer and not after all, another start, met on another day.

Each keeps the toestand of the bericht and asks a day and a motivering; the grounds stand with the clock.
"""

from dataclasses import replace
from typing import Final

from portal.domain.levensloop import Actie, Overgang, Tekst
from portal.domain.partij import Partij

KLOKACTIES: Final = frozenset(
    {
        Actie.OPSCHORTEN,
        Actie.DOORLOPEN,
        Actie.VERLENGEN,
        Actie.UITSTEL_INTREKKEN,
        Actie.VERBETEREN,
        Actie.DAG_VERBETEREN,
    }
)
_VAN: Final = ("ingediend", "geopend", "in_behandeling", "vraag_uit", "aangevuld", "besloten")


def _stap(actie: Actie, titel: str, uitleg: str, *, dag: str, tekst: Tekst = Tekst.MOET) -> Overgang:
    return Overgang(
        code=f"termijn-{actie.value}",
        actie=actie,
        van=_VAN,
        naar=None,
        door=Partij.BEHANDELEND_TEAM,
        titel=titel,
        uitleg=uitleg,
        tekst=tekst,
        tekstlabel="Motivering voor de afzender",
        dag=dag,
    )


OPSCHORTEN: Final = _stap(
    Actie.OPSCHORTEN,
    "Termijn stilzetten",
    "De termijn staat stil vanaf de dag na de dag die u invult, tot het antwoord er is of de tijd daarvoor om is.",
    dag="Op welke dag is de brief verstuurd?",
)
DOORLOPEN: Final = _stap(
    Actie.DOORLOPEN,
    "Termijn weer laten lopen",
    "De dag die u invult, telt weer mee. Het portaal rekent de laatste dag opnieuw uit.",
    dag="Op welke dag kwam het antwoord, of was de tijd daarvoor om?",
    tekst=Tekst.MAG,
)
VERLENGEN: Final = _stap(
    Actie.VERLENGEN,
    "Termijn verlengen of uitstel melden",
    "Het portaal rekent de laatste dag opnieuw uit, of zegt welke latere dag u toezegt.",
    dag="Op welke dag is dat besloten en verstuurd?",
)
# What was typed wrongly, or stands in a letter that does not hold: what happened stays in the history.
UITSTEL_INTREKKEN: Final = _stap(
    Actie.UITSTEL_INTREKKEN,
    "Verlenging of uitstel intrekken",
    "De laatste verlenging of het laatste uitstel telt dan niet meer. Het portaal rekent de laatste dag opnieuw uit. Wat er stond, "
    "blijft te lezen. Heeft u er een brief over gestuurd? Stuur dan ook een brief dat die niet klopt.",
    dag="Op welke dag is dat besloten en verstuurd?",
)
VERBETEREN: Final = _stap(
    Actie.VERBETEREN,
    "Begindatum van een termijn verbeteren",
    "Alle termijnen die op dezelfde dag om dezelfde reden begonnen, tellen vanaf de nieuwe dag. Ook die van een bericht dat hierbij "
    "hoort: u ziet eerst welke. Telt een termijn terug, vul dan in vanaf welke dag: zoals de einddatum van de indicatie.",
    dag="Op welke dag begon de termijn echt?",
)
# Also once all is done: what was met too late or in time is judged by this day.
DAG_VERBETEREN: Final = replace(
    _stap(
        Actie.DAG_VERBETEREN,
        "Dag verbeteren waarop een termijn is gehaald",
        "Of de termijn op tijd is gehaald, gaat dan om deze dag. Dat geldt ook voor een andere termijn die met dezelfde stap is "
        "gehaald. Begon er met die stap een termijn? Verbeter dan ook de begindatum daarvan.",
        dag="Op welke dag is het echt gedaan?",
    ),
    van=(*_VAN, "afgehandeld"),
)
VERBETERINGEN: Final = (VERBETEREN, DAG_VERBETEREN)
LANGER: Final = (VERLENGEN, UITSTEL_INTREKKEN)
TERMIJNSTAPPEN: Final = (OPSCHORTEN, DOORLOPEN, *LANGER, *VERBETERINGEN)
