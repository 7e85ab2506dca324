"""The roles a person can hold in a team or an organisation."""

from enum import StrEnum


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
