"""Texts in which somebody could be recognised: a birth date, a name after a title or after initials (a guess, never a refusal)."""

import re
from typing import Final

_DAG: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MAAND: Final = r"(?:jan|feb|maart|mrt|apr|mei|jun|jul|aug|sep|okt|nov|dec)[a-z]*"
_GEBOREN: Final = re.compile(
    rf"\bgeboren\b|\bgeboortedatum\b|\b{_DAG}[-./ ](?:[01]?[0-9]|{_MAAND})[-./ ](?:19|20)[0-9]{{2}}\b", re.IGNORECASE
)
_TUSSEN: Final = r"(?:(?:van|de|der|den|ten|ter|te|el|al|van der|van de)\s+)*"
_NAAM: Final = re.compile(
    rf"\b(?:[Mm]eneer|[Mm]evrouw|[Dd]hr\.?|[Mm]evr?\.?|[Dd]e heer|[Cc]li[eë]nt)\s+(?:[A-Z]\.\s*)*{_TUSSEN}[A-Z][a-zà-ÿ]+"
    rf"|\b(?:[A-Z]\.\s?)+{_TUSSEN}[A-Z][a-zà-ÿ]+"
)


def noemt_persoon(tekst: str) -> bool:
    """Tell whether a text seems to name somebody or to give his birth date; it misses some and takes some for it."""
    return bool(_GEBOREN.search(tekst) or _NAAM.search(tekst))
