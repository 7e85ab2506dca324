"""Words that differ between regions: a text of a declaration names them between braces, the data of the region say them.

Of one word no braces are needed: who it is about. The declarations say 'burger', as the handbook of the first region does, and each
region reads its own word there.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from portal.domain.gemeenten import Regio

BURGER: Final = "burger"
# The word itself, one or several; not in 'burgerzaken', nor in a code such as 'contact-burger'.
_BURGER: Final = re.compile(r"(?<![\w{-])[Bb]urger(s?)(?![\w}-])")
# By these something is found, whoever says it.
_BLIJFT: Final = frozenset({"zoekwoorden"})
_WOORD: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class OnbekendWoord(ValueError):
    """A text names a word that the region does not say; the app refuses to start with it."""


def in_regio(tekst: str, regio: Regio) -> str:
    """Return the text as it reads in this region; raises OnbekendWoord."""
    if "{" not in tekst:
        return met_burger(tekst, regio)
    woorden = dict(regio.woorden)
    if gemist := genoemd((tekst,)) - woorden.keys():
        raise OnbekendWoord(f"regio '{regio.code}' zegt niet wat hier staat: {', '.join(sorted(gemist))}")
    return met_burger(_WOORD.sub(lambda gevonden: woorden[gevonden[1]], tekst), regio)


def burger_in(regio: Regio) -> str:
    """Return what this region calls who it is about: 'burger', 'inwoner'; several are written with an s."""
    return dict(regio.woorden).get(BURGER, BURGER)


def met_burger(tekst: str, regio: Regio) -> str:
    """Return a declared text with the word of this region for who it is about; never for what somebody typed."""
    woord = burger_in(regio)
    if woord == BURGER or "urger" not in tekst:
        return tekst

    def hier(gevonden: re.Match[str]) -> str:
        eerste = woord[0].upper() if gevonden[0][0].isupper() else woord[0]
        return f"{eerste}{woord[1:]}{gevonden[1]}"

    return _BURGER.sub(hier, tekst)


def spreek(deel: Any, regio: Regio) -> Any:  # noqa: ANN401 - any part of a declaration, given back as the same kind
    """Return this part of a declaration with the word of this region in each of its texts; what has none is the same object."""
    if type(deel) is str:
        return met_burger(deel, regio)
    if type(deel) is tuple:
        nieuw = tuple(spreek(onderdeel, regio) for onderdeel in deel)
        return nieuw if any(a is not b for a, b in zip(nieuw, deel, strict=True)) else deel
    if not is_dataclass(deel) or isinstance(deel, type):
        return deel
    oud = {veld.name: getattr(deel, veld.name) for veld in fields(deel) if veld.init and veld.name not in _BLIJFT}
    anders = {naam: waarde for naam in oud if (waarde := spreek(oud[naam], regio)) is not oud[naam]}
    return replace(deel, **anders) if anders else deel


def in_elke_regio(tekst: str) -> str:
    """Return the text for who is in another region: what each says itself is left open."""
    return _WOORD.sub("(zegt de regio)", tekst)


def genoemd(teksten: Iterable[str]) -> frozenset[str]:
    """Name the words that these texts leave to the region."""
    return frozenset(woord for tekst in teksten for woord in _WOORD.findall(tekst))
