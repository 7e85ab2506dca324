"""The kinds of mail as data: how each begins, and how much it weighs against what a person chose about his mail."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Gewicht(StrEnum):
    """Whether somebody may do without a mail."""

    GEWOON = "gewoon"  # as he chose: at once, in the digest of the day, or not at all
    PLICHT = "plicht"  # always, at once or in the digest: something runs out, or somebody waits for him
    SPOED = "spoed"  # always and at once, whatever he chose


@dataclass(frozen=True, slots=True)
class Mailsoort:
    """One kind of mail: its first words and its weight. The rest of the text is the same for all."""

    kop: str
    gewicht: Gewicht = Gewicht.GEWOON


KLAAR: Final = "Er staat een bericht voor u klaar"
NIEUW: Final = "nieuw"
SPOED: Final = "spoed"
GEWIJZIGD: Final = "gewijzigd"
VRAAG: Final = "vraag"
TE_LAAT: Final = "te-laat"
HERINNERING: Final = "herinnering"
ESCALATIE: Final = "escalatie"
TIJD_OM: Final = "tijd-om"
STAAT_STIL: Final = "staat-stil"
LOOPT_WEER: Final = "loopt-weer"
BLIJFT_LIGGEN: Final = "blijft-liggen"
TOEGEZEGD: Final = "toegezegd"
IWMO: Final = "iwmo"
# The rungs of a ladder, and any other step that the portal took because a clock ran out.
HERINNERD: Final = "herinnerd"
AANMANING: Final = "aanmaning"
AFKOPPELING: Final = "afkoppeling"
VANZELF: Final = "vanzelf"
TREDE_AAN_U: Final = "trede-aan-u"
TREDEN: Final = frozenset({HERINNERD, AANMANING, AFKOPPELING, VANZELF})
CONCEPT: Final = "concept"
WAARNEMING: Final = "waarneming"
PROEF: Final = "proef"

# voorstel: no source says which mail is a duty. A clock that warns or is late, and a question that keeps somebody waiting,
# are; that a bericht came in or changed also stands in the werkvoorraad. What has to be acted on at once cannot wait for
# the digest of the next werkdag (Wmo 3.4: onverwijld).
SOORTEN: Final[dict[str, Mailsoort]] = {
    NIEUW: Mailsoort(KLAAR),
    SPOED: Mailsoort(KLAAR, Gewicht.SPOED),
    GEWIJZIGD: Mailsoort(KLAAR),
    VRAAG: Mailsoort("Er staat een vraag voor u klaar", Gewicht.PLICHT),
    # Also on the last day, or halfway a long term: it does not say how soon.
    HERINNERING: Mailsoort("Herinnering aan een termijn", Gewicht.PLICHT),
    TE_LAAT: Mailsoort("Een termijn is verlopen", Gewicht.PLICHT),
    ESCALATIE: Mailsoort("Een termijn van uw team vraagt aandacht", Gewicht.PLICHT),
    TIJD_OM: Mailsoort("De hersteltermijn is voorbij: laat de termijn doorlopen of neem een besluit", Gewicht.PLICHT),
    STAAT_STIL: Mailsoort("Een termijn staat al lang stil: kijk of hij weer kan lopen", Gewicht.PLICHT),
    LOOPT_WEER: Mailsoort("De hersteltermijn is voorbij: de termijn loopt weer", Gewicht.PLICHT),
    TOEGEZEGD: Mailsoort("Een dag die u toezegde komt eraan of is voorbij", Gewicht.PLICHT),
    BLIJFT_LIGGEN: Mailsoort("Er staat al langer iets open: kijk wat er nog moet gebeuren", Gewicht.PLICHT),
    IWMO: Mailsoort("Zorg begint of eindigt: kijk of u dat met iWmo moet melden"),
    HERINNERD: Mailsoort("Herinnering: iets is niet op tijd gedaan", Gewicht.PLICHT),
    AANMANING: Mailsoort("Aanmaning: iets is nog steeds niet gedaan", Gewicht.PLICHT),
    AFKOPPELING: Mailsoort("Melding van afkoppeling", Gewicht.PLICHT),
    VANZELF: Mailsoort("Een termijn is verlopen en het bericht ging vanzelf een stap verder", Gewicht.PLICHT),
    TREDE_AAN_U: Mailsoort("Er is ook na de aanmaning niets gestuurd: beslis over de volgende stap", Gewicht.PLICHT),
    CONCEPT: Mailsoort("Een concept moet binnenkort worden verstuurd", Gewicht.PLICHT),
    WAARNEMING: Mailsoort("Er is afgesproken wie waarneemt", Gewicht.PLICHT),
    PROEF: Mailsoort("Dit is een proef van de e-mail"),
}

# What goes before all other mail.
MET_SPOED: Final = tuple(code for code, soort in SOORTEN.items() if soort.gewicht is Gewicht.SPOED)


def mailsoort(code: str) -> Mailsoort:
    """Return a kind of mail; one that is not known weighs as a duty, so that it is never lost."""
    return SOORTEN.get(code, Mailsoort(KLAAR, Gewicht.PLICHT))
