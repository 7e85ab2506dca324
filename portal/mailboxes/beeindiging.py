"""Zorgbeëindiging: wat de twee ontvangers, de consulent en de afdeling CMO, van elkaar horen.

Bron: Handboek §8 vraagt van de aanbieder beide, met de consulent en met de centrumgemeente, over hetzelfde voornemen. Voorstel: wat
de een doet waardoor het voornemen niet of anders doorgaat, staat ook bij het bericht van de ander, zonder de tekst.
"""

from dataclasses import replace
from typing import Final

from portal.domain.basisloop import INTREKKEN, OPEN
from portal.domain.bron import Bron
from portal.domain.gevolg import StapBijMede
from portal.domain.levensloop import Actie, Overgang
from portal.domain.partij import Partij
from portal.domain.voorwaarde import Voorwaarde

VOORSTEL: Final = Bron(plaats="naar Handboek §8", voorstel=True)


def _gemeld(code: str, titel: str, uitleg: str, *, van: tuple[str, ...], naar: str | None = None) -> Overgang:
    """Wat er bij de ander gebeurde, zoals het bij dit bericht komt te staan; zonder `naar` blijft het zoals het is."""
    return Overgang(
        code=code,
        actie=Actie.VASTLEGGEN,
        van=van,
        naar=naar,
        door=Partij.PORTAAL,
        titel=titel,
        uitleg=uitleg,
    )


def meld(stap: Overgang, *, als: Voorwaarde | None = None) -> StapBijMede:
    """Zet deze stap op het bericht van de andere ontvanger; zijn team krijgt een e-mail zonder inhoud."""
    return StapBijMede(stap=stap.code, bron=VOORSTEL, als=als)


_BEKEKEN = (*OPEN, "besloten", "afgehandeld")
MEE_INGETROKKEN = _gemeld(
    "mee-ingetrokken",
    "Ingetrokken, met het bericht aan de andere ontvanger",
    "De aanbieder trok het voornemen in.",
    van=OPEN,
    naar="ingetrokken",
)
ANDER_INGETROKKEN = _gemeld(
    "ander-ingetrokken",
    "Bij de andere ontvanger ingetrokken",
    "De aanbieder trok het voornemen in. Dit was al besloten of afgehandeld: bel de aanbieder.",
    van=("besloten", "afgehandeld"),
)
GEMEENTE_BEZWAREN = _gemeld(
    "gemeente-bezwaren",
    "De betrokken gemeente heeft bezwaren",
    "Bel de consulent voordat u verdergaat.",
    van=_BEKEKEN,
)
CMO_BEZWAREN = _gemeld(
    "cmo-bezwaren",
    "De afdeling CMO heeft bezwaren",
    "Bel de afdeling CMO voordat u verdergaat.",
    van=_BEKEKEN,
)
GEMEENTE_GAAT_DOOR = _gemeld(
    "gemeente-gaat-door",
    "De zorg gaat toch door, zegt de betrokken gemeente",
    "De zorgbeëindiging gaat niet door.",
    van=_BEKEKEN,
)
INTREKKEN_BEIDE = replace(
    INTREKKEN,
    uitleg="U trekt het hele voornemen in: ook het bericht aan de andere ontvanger (de gemeente of de afdeling CMO). Uw eigen kopie blijft "
    "leesbaar. Dit kunt u niet terugdraaien.",
    tekstlabel="Waarom trekt u het voornemen in?",
    gevolgen=tuple(meld(stap) for stap in (MEE_INGETROKKEN, ANDER_INGETROKKEN)),
)
GEMELD: Final = (MEE_INGETROKKEN, ANDER_INGETROKKEN, GEMEENTE_BEZWAREN, CMO_BEZWAREN, GEMEENTE_GAAT_DOOR)
