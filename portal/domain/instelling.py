"""The form of a setting of a region: what may be filled in for it, and how it reads."""

from datetime import date
from enum import StrEnum
from typing import Final

from portal.domain.datums import voluit
from portal.domain.gemeenten import JA_NEE_INSTELLINGEN
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR
from portal.domain.mailwijze import TIJD

HOOGSTE_AANTAL: Final = 365


class Vorm(StrEnum):
    """The form of a value."""

    JA_NEE = "ja of nee"
    AANTAL = "aantal"
    TIJD = "tijd"
    DAG = "dag"


FOUT: Final = {
    Vorm.JA_NEE: "Vul hier ja of nee in.",
    Vorm.AANTAL: f"Vul een heel getal in van 1 tot en met {HOOGSTE_AANTAL}.",
    Vorm.TIJD: "Vul een tijd in zoals 08:00.",
    Vorm.DAG: f"Vul een datum in zoals 7-1-2027, van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}.",
}


def vorm(naam: str, waarde: str) -> Vorm:
    """Return the form of a setting: that of the value it has now."""
    if naam in JA_NEE_INSTELLINGEN:
        return Vorm.JA_NEE
    return next((vorm for vorm in (Vorm.TIJD, Vorm.DAG) if past(vorm, waarde)), Vorm.AANTAL)


def past(vorm: Vorm, waarde: str) -> bool:
    """Tell whether a value has this form."""
    match vorm:
        case Vorm.JA_NEE:
            return waarde in {"ja", "nee"}
        case Vorm.TIJD:
            return TIJD.fullmatch(waarde) is not None
        case Vorm.DAG:
            return (dag := _dag(waarde)) is not None and EERSTE_JAAR <= dag.year <= LAATSTE_JAAR
        case Vorm.AANTAL:
            cijfers = waarde.isascii() and waarde.isdigit() and not waarde.startswith("0")
            return cijfers and 1 <= int(waarde[:9]) <= HOOGSTE_AANTAL


def in_woorden(waarde: str) -> str:
    """Return a value as one reads it: of a day its date."""
    dag = _dag(waarde)
    return voluit(dag) if dag is not None else waarde


def _dag(waarde: str) -> date | None:
    try:
        return date.fromisoformat(waarde) if waarde.count("-") == 2 else None
    except ValueError:
        return None
