"""What a mail says of a clock that counts from what stands in a bericht: its last day at most, and that the rest is in the portal."""

from datetime import date

from portal.domain.datums import voluit
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import BijAntwoord, Karakter, NaTermijn, OpDatum, Termijn, VanVerband

_DAG = {
    Karakter.PLICHT: "Uiterlijk {}.",
    Karakter.AANSPRAAK: "Tot en met {}.",
    Karakter.KANS: "Tot en met {}.",
    Karakter.VERWACHTING: "Naar verwachting uiterlijk {}.",
}


def verraadt_een_antwoord(mailbox: Mailbox, termijn: Termijn) -> bool:
    """Tell whether the explanation of a clock says what was answered: it counts from an answer, or from a day of another bericht."""
    match termijn.begint:
        case OpDatum() | BijAntwoord() | VanVerband():
            return True
        case NaTermijn(termijn=code):
            vorige = mailbox.termijn(code)
            return vorige is not None and verraadt_een_antwoord(mailbox, vorige)
        case _:
            return False


def zonder_antwoord(termijn: Termijn, datum: date, *, staat_stil: bool = False) -> str:
    """Say of a clock no more than its last day, and not that where it is the answered day itself.

    Neither how long the term is nor its source: with the last day the one gives the answered day back, the other the kind.
    """
    if staat_stil:
        return "De termijn staat stil. Waarom, en hoeveel er nog over is, leest u in het portaal."
    if termijn.aantal == 0:
        return "Om welke dag het gaat, leest u in het portaal."
    return f"{_DAG[termijn.karakter].format(voluit(datum))} Hoe die dag is gerekend, leest u in het portaal."
