"""Attachments and signatures as a mailbox demands them."""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.bron import Bron
from portal.domain.voorwaarde import Feiten, Voorwaarde

DOCUMENT = ("pdf", "docx", "odt", "jpg", "png", "heic")
SCAN = ("pdf", "jpg", "png", "heic")
POST = ("msg", "eml")
MEGABYTE = 1024 * 1024


class Eis(StrEnum):
    """Whether the attachment must be there; GEWENST: missing needs a motivation in words."""

    VERPLICHT = "verplicht"
    GEWENST = "gewenst"
    MAG = "mag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handtekening:
    """A signature is a fact, not a file: the answers that hold its date and who saw it being set."""

    datum: str
    gezien_door: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BijlageEis:
    """One attachment of a mailbox.

    `verplicht_als` makes a GEWENST or MAG attachment required when it holds. `motivering` is the field
    that explains a missing GEWENST one. `nummer` is the bijlage number in the handbook's list.
    `soorten` are file kinds ('pdf'), `maximaal_bytes` is per file. `ook_voor` are parts whose receiver gets it too.
    `burger_mag`: a burger who comes by himself need not bring it, whatever `eis` says: a melding has no form (Wmo 2.3.2 lid 1).
    """

    code: str
    titel: str
    bron: Bron
    hint: str = ""
    eis: Eis = Eis.VERPLICHT
    als: Voorwaarde | None = None
    verplicht_als: Voorwaarde | None = None
    motivering: str | None = None
    handtekening: Handtekening | None = None
    nummer: int | None = None
    soorten: tuple[str, ...] = DOCUMENT
    maximaal_bytes: int = 25 * MEGABYTE
    aantal: int = 1
    ook_voor: tuple[str, ...] = ()
    burger_mag: bool = False

    def geldt(self, feiten: Feiten) -> bool:
        """Tell whether the form asks this attachment at all with these facts."""
        return self.als is None or self.als.geldt(feiten)

    def is_altijd_verplicht(self, *, voor_burger: bool) -> bool:
        """Tell whether it is needed whatever the answers are, in what an aanbieder sends or a gemeente registers for a burger."""
        return self.eis is Eis.VERPLICHT and not self._mag_weg(voor_burger=voor_burger)

    def kan_verplicht(self, *, voor_burger: bool) -> bool:
        """Tell whether it is ever needed."""
        if self._mag_weg(voor_burger=voor_burger):
            return False
        return self.eis in {Eis.VERPLICHT, Eis.GEWENST} or self.verplicht_als is not None

    def is_verplicht(self, feiten: Feiten, *, voor_burger: bool = False) -> bool:
        """Tell whether submitting without it is refused."""
        if not self.geldt(feiten) or self._mag_weg(voor_burger=voor_burger):
            return False
        if self.is_altijd_verplicht(voor_burger=voor_burger):
            return True
        return self.verplicht_als is not None and self.verplicht_als.geldt(feiten)

    def _mag_weg(self, *, voor_burger: bool) -> bool:
        return voor_burger and self.burger_mag
