"""The number of a bericht as people read it aloud: 'BP-2F7K-9QXA'."""

import re
from typing import Final

# Crockford's base 32: no I, L, O or U, so that a number can be read aloud.
LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTE: Final = 8
_NUMMER: Final = re.compile(rf"[{LETTERS}]{{{LENGTE}}}")


def schrijf(letters: str) -> str:
    """Write the eight letters of a number as it is shown."""
    return f"BP-{letters[:4]}-{letters[4:]}"


def lees(getypt: str) -> str:
    """Read a number as it may be typed, with or without dashes, spaces and capitals; empty when it is none."""
    letters = "".join(teken for teken in getypt.upper() if teken.isalnum())
    letters = letters if len(letters) == LENGTE else letters.removeprefix("BP")
    return schrijf(letters) if _NUMMER.fullmatch(letters) else ""
