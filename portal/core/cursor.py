"""Cursors of paged lists: where the next page begins, without anything personal, safe against what is typed in a URL."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

LONGEST: Final = 200  # longer than any that is written here; a deep one would be too much for the JSON reader


def write_cursor(*waarden: object) -> str:
    """Write the key of the last row of a page."""
    return base64.urlsafe_b64encode(json.dumps([str(waarde) for waarde in waarden]).encode()).decode()


def read_cursor(na: str, *soorten: Callable[[str], Any]) -> tuple[Any, ...] | None:
    """Read a cursor as these kinds of value; one that was tampered with gives None: the first page."""
    if len(na) > LONGEST:
        return None
    try:
        waarden = json.loads(base64.urlsafe_b64decode(na))
        return tuple(soort(waarde) for soort, waarde in zip(soorten, waarden, strict=True))
    except (binascii.Error, ValueError, TypeError, AttributeError, OverflowError):
        return None


def moment(text: str) -> datetime:
    """Read a moment with its time zone; raises ValueError without one."""
    gelezen = datetime.fromisoformat(text)
    if gelezen.tzinfo is None:
        raise ValueError(text)
    return gelezen.astimezone(UTC)


def number(text: str) -> int:
    """Read a small number; raises ValueError for one that no column holds."""
    gelezen = int(text)
    if not 0 <= gelezen < 2**31:
        raise ValueError(text)
    return gelezen
