"""A rung of a ladder on a duty that no bericht started: what follows when its clock has run out, and who takes it."""

from dataclasses import dataclass

from portal.domain.bron import Bron
from portal.domain.partij import Partij


@dataclass(frozen=True, slots=True, kw_only=True)
class Trede:
    """One rung: `gezet` says of the duty that it was taken, `mail` is the kind of mail that tells it to whose duty it is.

    `door` PORTAAL takes it by itself on the day after the last day of its clock; any other party is told on that day that it
    may, and does it on a day of its own choice, with its name in the log. `register` is the one that the organisation is then
    put in, '' for none; `gevolg` says before the deed what it means.
    """

    code: str
    titel: str
    gezet: str
    mail: str
    bron: Bron
    door: Partij = Partij.PORTAAL
    register: str = ""
    gevolg: str = ""

    @property
    def is_vanzelf(self) -> bool:
        """Whether the portal takes it by itself."""
        return self.door is Partij.PORTAAL
