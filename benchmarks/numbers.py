"""The burgerservicenummers of seeded clients: which index has which, and which of them can be searched for."""

from functools import cache
from itertools import islice
from typing import Final

from portal.demo.voorbeelden import testnummers

# Every test number is used once: in the first thousand all, further on one in so many.
EVERY: Final = 125
FIRST: Final = 1000


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
