"""The terms of iWmo 3.2 as data: which standard message is due within which time, from which day, and by whom.

The portal reads no iWmo messages yet, so none of these runs as a clock: each is counted and explained for a date that is given. Of a
toewijzing it knows the days, so the aanbieder is reminded of its 305 and 307 (ADR 0019). What reads the messages starts the
clocks from here, by their code.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from portal.domain.berekening import Berekening, bereken
from portal.domain.bron import Bron
from portal.domain.gemeenten import Regio
from portal.domain.kalender import LAATSTE_JAAR
from portal.domain.partij import Partij
from portal.domain.termijn import Eenheid, OpDatum, Termijn


@dataclass(frozen=True, slots=True, kw_only=True)
class IwmoTermijn:
    """A term of the standard; `vanaf` says from which day it counts.

    `anders` is what a source of a region says besides, where the standard is counted (voorstel, ADR 0019).
    """

    code: str
    vanaf: str
    termijn: Termijn
    anders: str = ""

    @property
    def bericht(self) -> str:
        """The number of the message that meets it."""
        return self.code.partition("-")[0]


def _termijn(
    code: str, titel: str, *, vanaf: str, aan: Partij, regel: str, werkdagen: int = 0, weken: int = 0
) -> IwmoTermijn:
    """Declare a term of agreed werkdagen or weken; what a werkdag is, the region says."""
    return IwmoTermijn(
        code=code,
        vanaf=vanaf,
        termijn=Termijn(
            code=f"iwmo-{code}",
            titel=titel,
            aantal=weken or werkdagen,
            eenheid=Eenheid.WEEK if weken else Eenheid.WERKDAG,
            begint=OpDatum("vanaf"),
            eigenaar=aan,
            bron=Bron(plaats=f"iWmo 3.2, {regel}"),
            begin_in_woorden=vanaf,
        ),
    )


def _retour(op: str, code: str, *, aan: Partij) -> IwmoTermijn:
    """Declare the retourbericht on a message: within three werkdagen after it was received (OP090)."""
    return _termijn(
        code,
        f"Retourbericht {code} op het {op}-bericht",
        vanaf=f"de dag waarop het {op}-bericht is ontvangen",
        aan=aan,
        regel="OP090",
        werkdagen=3,
    )


AANBIEDER, GEMEENTE = Partij.AANBIEDER, Partij.BEHANDELEND_TEAM
ACHTERAF: Final = _termijn(
    "305-achteraf",
    "Start melden van een toewijzing die met terugwerkende kracht inging",
    vanaf="de dag waarop het 301-bericht is ontvangen",
    aan=AANBIEDER,
    regel="OP271",
    werkdagen=5,
)
IWMO_TERMIJNEN: Final = (
    _retour("301", "302", aan=AANBIEDER),
    _termijn(
        "305",
        "Start van de zorg melden met een 305-bericht",
        vanaf="de dag waarop de zorg echt begon",
        aan=AANBIEDER,
        regel="OP271",
        werkdagen=5,
    ),
    ACHTERAF,
    _retour("305", "306", aan=GEMEENTE),
    _termijn(
        "307",
        "Einde van de zorg melden met een 307-bericht",
        vanaf="de dag waarop de zorg echt eindigde",
        aan=AANBIEDER,
        regel="OP272",
        werkdagen=5,
    ),
    _termijn(
        "307-definitief",
        "Melden dat een tijdelijke onderbreking het einde werd",
        vanaf="de dag waarop dat bekend werd",
        aan=AANBIEDER,
        regel="OP272",
        werkdagen=5,
    ),
    _retour("307", "308", aan=GEMEENTE),
    _retour("315", "316", aan=GEMEENTE),
    _termijn(
        "301-315",
        "Antwoord op een verzoek om toewijzing, met een 301- of 319-bericht",
        vanaf="de dag waarop het 315-bericht is ontvangen",
        aan=GEMEENTE,
        regel="OP274",
        werkdagen=5,
    ),
    replace(
        _retour("317", "318", aan=GEMEENTE),
        anders="Het werkproces maatschappelijke opvang noemt 5 werkdagen. De standaard is korter: wie zich daaraan houdt, voldoet "
        "aan beide. Dat dit de dag is waarmee wordt gerekend, is een voorstel van het portaal.",
    ),
    _termijn(
        "301-317",
        "Antwoord op een verzoek om wijziging, met een 301- of 319-bericht",
        vanaf="de dag waarop het 317-bericht is ontvangen",
        aan=GEMEENTE,
        regel="OP274",
        werkdagen=5,
    ),
    _termijn(
        "301-in-onderzoek",
        "Besluit na het antwoord 'aanvraag in onderzoek'",
        vanaf="de dagtekening van het 315- of 317-bericht",
        aan=GEMEENTE,
        regel="OP346",
        weken=8,
    ),
    _retour("319", "320", aan=AANBIEDER),
)


def iwmo_termijn(code: str) -> IwmoTermijn | None:
    """Return the term with this code ('305', '305-achteraf'); None when the standard has none."""
    return next((t for t in IWMO_TERMIJNEN if t.code == code), None)


def reken(regel: IwmoTermijn, vanaf: date, regio: Regio) -> Berekening:
    """Count a term from this day as the region counts werkdagen; raises DatumBuitenKalender."""
    return bereken(regio.ingesteld(regel.termijn, op=vanaf), vanaf, regio.kalender)


def bij_toewijzing(vanaf: date, laatste_dag: date, regio: Regio) -> tuple[tuple[IwmoTermijn, Berekening], ...]:
    """Count what the aanbieder reports of a toewijzing if care begins on its first day and ends on its last: 305 and 307."""
    dagen = {"305": vanaf, "307": laatste_dag}
    return tuple(
        (regel, reken(regel, dagen[regel.code], regio))
        for regel in IWMO_TERMIJNEN
        if regel.code in dagen and dagen[regel.code].year < LAATSTE_JAAR
    )
