"""Why somebody opens the identiteit of the persons in a melding: a closed list, because the reason stands in the log in clear."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Openingsreden(StrEnum):
    """A reason to open an identiteit; `value` is the code in the log.

    The list is a proposal of our own (voorstel), after what toezicht does: onderzoek na een melding (Wmo 3.4, Handboek §7),
    toezicht on a signal or without one (Wmo 6.1, Handboek §7), and the rights of the person (AVG 15 and 16). The sender has
    part of them, and what comes with his melding: looking it over, and an answer to toezicht.
    """

    ONDERZOEK = "onderzoek"
    VEILIGHEID = "veiligheid"
    CONTACT = "contact"
    SAMENHANG = "samenhang"
    SIGNAAL = "signaal"
    INZAGE = "inzage"
    CORRECTIE = "correctie"
    NAKIJKEN = "nakijken"
    VRAAG = "vraag"

    @property
    def titel(self) -> str:
        """The reason as one chooses it."""
        return TITELS[self]


TITELS: Final[Mapping[Openingsreden, str]] = {
    Openingsreden.ONDERZOEK: "Onderzoek naar deze melding",
    Openingsreden.VEILIGHEID: "Iemand is nu niet veilig",
    Openingsreden.CONTACT: "Contact met de burger of een naaste",
    Openingsreden.SAMENHANG: "Kijken of een andere melding over dezelfde persoon gaat",
    Openingsreden.SIGNAAL: "Toezicht na een signaal",
    Openingsreden.INZAGE: "De burger vraagt inzage",
    Openingsreden.CORRECTIE: "Een gegeven van de persoon klopt niet",
    Openingsreden.NAKIJKEN: "Nakijken wat wij hebben gemeld",
    Openingsreden.VRAAG: "Antwoord geven aan toezicht",
}
# What each side may choose from, by the kind of recipient it opens for: a team that got it, the organisation that sent it.
REDENEN: Final[Mapping[str, tuple[Openingsreden, ...]]] = {
    "team": (
        Openingsreden.ONDERZOEK,
        Openingsreden.VEILIGHEID,
        Openingsreden.CONTACT,
        Openingsreden.SAMENHANG,
        Openingsreden.SIGNAAL,
        Openingsreden.INZAGE,
        Openingsreden.CORRECTIE,
    ),
    "organisatie": (
        Openingsreden.NAKIJKEN,
        Openingsreden.VRAAG,
        Openingsreden.ONDERZOEK,
        Openingsreden.VEILIGHEID,
        Openingsreden.CONTACT,
        Openingsreden.INZAGE,
        Openingsreden.CORRECTIE,
    ),
}
