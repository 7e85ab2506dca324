"""Finding what somebody means from plain words: other forms of a word and slips of typing count, and the best come first."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

# Words that say nothing of the matter.
# fmt: off
STOPWOORDEN: Final = frozenset((
    "aan", "al", "alle", "als", "bij", "client", "cliente", "clienten", "burger", "dat", "de", "deze", "die",
    "dit", "doen", "door", "een", "en", "er", "gaat", "gaan", "hebben", "heeft", "het", "hij", "hoe", "iets",
    "ik", "in", "is", "kan", "kunnen", "mag", "met", "mijn", "moet", "naar", "niet", "nog", "of", "om", "ons",
    "onze", "op", "over", "te", "tot", "uit", "van", "voor", "waar", "wat", "we", "wie", "wil", "wij",
    "willen", "worden", "wordt", "zich", "zij", "zijn", "zorg",
))
# fmt: on
SHORTEST: Final = 4  # letters: of a shorter word nothing but itself is meant
# Two words of so many letters come of one stem when so many of their first are the same.
LANG: Final = 8
STAM: Final = 6
# What a word weighs at most that is said for nothing and stands in no name.
NAMED: Final = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vindbaar:
    """What can be found: `woorden` are said for it, `tekst` is what it is called, `uitleg` what it is for."""

    woorden: Sequence[str]
    tekst: str
    uitleg: str = ""


def vind(zoek: str, zaken: Iterable[tuple[T, Vindbaar]]) -> tuple[T, ...]:
    """Return what fits these words, best first: that with most of them, and of those what says them in so many words.

    A word that stands only in what something is for counts where no word is said for anything, nor in its name.
    """
    gezocht = woorden_van(zoek)
    gewogen = [(zaak, [_weight(woord, vindbaar) for woord in gezocht]) for zaak, vindbaar in zaken]
    grens = NAMED if any(punt > NAMED for _, punten in gewogen for punt in punten) else 0
    gevonden = [(zaak, sum(1 for punt in punten if punt > grens), sum(punten)) for zaak, punten in gewogen]
    meeste = max((aantal for _, aantal, _ in gevonden), default=0)
    beste = max((punten for _, aantal, punten in gevonden if aantal == meeste), default=0)
    over = [(zaak, punten) for zaak, aantal, punten in gevonden if meeste and aantal == meeste and punten * 2 > beste]
    return tuple(zaak for zaak, _ in sorted(over, key=lambda paar: -paar[1]))


@lru_cache(maxsize=1024)
def woorden_van(tekst: str) -> tuple[str, ...]:
    """Return the words that say something, without accents, capitals and signs."""
    plat = "".join(c for c in unicodedata.normalize("NFD", tekst) if not unicodedata.combining(c)).lower()
    woorden = "".join(c if c.isalnum() else " " for c in plat).split()
    return tuple(dict.fromkeys(woord for woord in woorden if woord not in STOPWOORDEN)) or tuple(woorden)


def _weight(woord: str, zaak: Vindbaar) -> int:
    """Weigh how well a word fits: said for it, in its name, part of one of those, like one that is said with a slip, or what it is for."""
    gezegd, genoemd = woorden_van(" ".join(zaak.woorden)), woorden_van(zaak.tekst)
    if woord in gezegd:
        return 8
    if woord in genoemd:
        return 6
    if any(_is_part(woord, ander) for ander in (*gezegd, *genoemd)):
        return 5
    # Not of its text: there so many words stand that 'slaat' would find all that 'staat' somewhere.
    if any(_is_like(woord, ander) for ander in gezegd):
        return 4
    waarvoor = woorden_van(zaak.uitleg)
    if woord in waarvoor:
        return NAMED
    return 2 if any(_is_part(woord, ander) for ander in waarvoor) else 0


def _is_part(woord: str, ander: str) -> bool:
    """Tell whether one is in the other, as 'verhuis' is in 'verhuisdatum', or both come of one stem."""
    kort, lang = sorted((woord, ander), key=len)
    if len(kort) < SHORTEST:
        return False
    # A word that is less than half of the other says another thing: 'kaart' in 'treinkaartje'.
    return (kort in lang and len(kort) * 2 > len(lang)) or (len(kort) >= LANG and kort[:STAM] == lang[:STAM])


def _is_like(woord: str, ander: str) -> bool:
    """Tell whether it is the other with a slip of typing: one in a word of four letters or more, two from eight on.

    Never two where they begin differently: 'dagbesteding' is no slip for 'aanbesteding'.
    """
    kortste = min(len(woord), len(ander))
    slips = 2 if kortste >= 2 * SHORTEST and woord[0] == ander[0] else 1
    if kortste < SHORTEST or abs(len(woord) - len(ander)) > slips or len({*woord} ^ {*ander}) > 2 * slips:
        return False
    return _distance(woord, ander) <= slips


def _distance(een: str, ander: str) -> int:
    """Count the letters to put in, take out, change or swap to make one of the other (Damerau, with adjacent swaps)."""
    vorige: list[int] = []
    rij = list(range(len(ander) + 1))
    for i, letter in enumerate(een, start=1):
        eerder, vorige, rij = vorige, rij, [i]
        for j, andere in enumerate(ander, start=1):
            kosten = min(vorige[j] + 1, rij[j - 1] + 1, vorige[j - 1] + (letter != andere))
            if i > 1 and j > 1 and letter == ander[j - 2] and een[i - 2] == andere:
                kosten = min(kosten, eerder[j - 2] + 1)
            rij.append(kosten)
    return rij[-1]
