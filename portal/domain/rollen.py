"""The roles a person can hold in a team or an organisation."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class Rol(StrEnum):
    """A role, held per membership (Handboek §2.4, §4, §6, §7; Werkproces MO stap 1-4)."""

    INDIENER = "indiener"
    ORGANISATIEBEHEERDER = "organisatiebeheerder"
    FRONTOFFICE = "frontoffice"
    CONSULENT = "consulent"
    BACKOFFICE = "backoffice"
    BELEID = "beleid"
    TEAMLEIDER = "teamleider"
    TOEZICHTHOUDER = "toezichthouder"
    CONTRACTMANAGER = "contractmanager"
    REGIOADVISEUR = "regioadviseur"
    COLLEGE = "college"
    VEILIG_THUIS = "veilig_thuis"
    FUNCTIONEEL_BEHEERDER = "functioneel_beheerder"

    @property
    def titel(self) -> str:
        """The role in words."""
        return self.value.replace("_", " ")


# Among these a Toegang divides its taken (Handboek §4); where nobody holds the role of a taak, it falls to the first of them
# that somebody holds (voorstel: the consulenten first).
TAAKROLLEN: Final = (Rol.CONSULENT, Rol.BACKOFFICE, Rol.FRONTOFFICE)


def valt_toe(rol: Rol, aanwezig: Collection[Rol]) -> Rol:
    """Return who does a taak of this role among those who are there; while nobody is there, the role itself."""
    if rol in aanwezig:
        return rol
    return next((ander for ander in TAAKROLLEN if ander in aanwezig), rol)
