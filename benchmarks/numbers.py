"""The numbers of seeded berichten, and the burgerservicenummers of their clients: which index has which."""

from functools import cache
from itertools import islice
from typing import Final

from portal.demo.voorbeelden import testnummers
from portal.domain.nummer import LENGTE, LETTERS, schrijf

# Every test number is used once: in the first thousand all, further on one in so many.
EVERY: Final = 125
FIRST: Final = 1000
# Odd, so that multiplying by it gives every number once: in a million that are drawn, two are often the same.
SCATTER: Final = 0x9E3779B97F


def nummer_of(index: int) -> str:
    """Return the number of a seeded bericht, in no visible order and never the same twice."""
    rest, letters = index * SCATTER % len(LETTERS) ** LENGTE, ""
    for _ in range(LENGTE):
        rest, place = divmod(rest, len(LETTERS))
        letters += LETTERS[place]
    return schrijf(letters)


def searchable(count: int) -> list[str]:
    """Return the burgerservicenummers that are in the first `count` berichten."""
    return [bsn_of(index) for index in range(count) if _is_searchable(index)]


def bsn_of(index: int) -> str:
    """Return the number of a seeded client: a test number, else nine digits that fail the elfproef and are nobody's."""
    numbers = _numbers()
    if _is_searchable(index):
        return numbers[index if index < FIRST else FIRST + (index - FIRST) // EVERY]
    candidate = 100_000_000 + 2 * index
    return str(candidate if not _passes(candidate) else candidate + 1)


@cache
def _numbers() -> tuple[str, ...]:
    return tuple(islice(testnummers(), FIRST + 9000))


def _is_searchable(index: int) -> bool:
    if index < FIRST:
        return True
    return index % EVERY == 0 and FIRST + (index - FIRST) // EVERY < len(_numbers())


def _passes(number: int) -> bool:
    digits = [int(digit) for digit in str(number)]
    return (sum(d * w for d, w in zip(digits, range(9, 1, -1), strict=False)) - digits[8]) % 11 == 0
