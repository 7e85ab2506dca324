"""The field in which a line of a register is chosen: a location that was accepted, an onderaannemer that was admitted."""

from typing import Final, Unpack

from portal.domain.formulier import Kader
from portal.forms.keuze import Lijst
from portal.forms.veld import Veldopties

ANDERS: Final = "staat-er-niet-bij"


class RegisterVeld(Lijst):
    """One line of `register`; `anders` is the label of the answer for what does not stand in it, where that is allowed."""

    soort = "register"

    def __init__(self, label: str, *, register: str, anders: str = "", **opties: Unpack[Veldopties]) -> None:
        super().__init__(label, **opties)
        self.register = register
        self.anders = anders

    def bereid_voor(self, kader: Kader) -> None:
        """Offer the lines that the kader holds, by name."""
        keuzes = [("", self.uitnodiging), *kader.keuzes.get(self.register, ())]
        self.kies_uit([*keuzes, (ANDERS, self.anders)] if self.anders else keuzes)
