"""Numbers in a text that could be a burgerservicenummer: nine digits that pass the elfproef."""

import re
from typing import Final

# A telephone number as one dials it from abroad: the nine digits after it are no burgerservicenummer.
_TELEFOON: Final = re.compile(r"(?:\+|\b00)[ ]?31[ .-]?(?:\(0\)[ .-]?)?[1-9](?:[ .-]?[0-9]){8}(?![0-9])")
_NEGEN: Final = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){8}(?![0-9])")


def noemt_bsn(tekst: str) -> bool:
    """Tell whether a number in the text could be a burgerservicenummer; dots, dashes and spaces may stand in it."""
    zonder = _TELEFOON.sub("", tekst)
    return any(_elfproef(re.sub("[ .-]", "", gevonden)) for gevonden in _NEGEN.findall(zonder))


def _elfproef(cijfers: str) -> bool:
    som = sum(int(cijfer) * gewicht for cijfer, gewicht in zip(cijfers, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return som % 11 == 0 and som > 0
