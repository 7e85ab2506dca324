"""Words that differ between regions: a text of a declaration names them between braces, the data of the region say them."""

import re
from collections.abc import Iterable
from typing import Final

from portal.domain.gemeenten import Regio

_WOORD: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class OnbekendWoord(ValueError):
    """A text names a word that the region does not say; the app refuses to start with it."""


def in_regio(tekst: str, regio: Regio) -> str:
    """Return the text as it reads in this region; raises OnbekendWoord."""
    if "{" not in tekst:
        return tekst
    woorden = dict(regio.woorden)
    if gemist := genoemd((tekst,)) - woorden.keys():
        raise OnbekendWoord(f"regio '{regio.code}' zegt niet wat hier staat: {', '.join(sorted(gemist))}")
    return _WOORD.sub(lambda gevonden: woorden[gevonden[1]], tekst)


def in_elke_regio(tekst: str) -> str:
    """Return the text for who is in another region: what each says itself is left open."""
    return _WOORD.sub("(zegt de regio)", tekst)


def genoemd(teksten: Iterable[str]) -> frozenset[str]:
    """Name the words that these texts leave to the region."""
    return frozenset(woord for tekst in teksten for woord in _WOORD.findall(tekst))
