"""The parties of the handbooks: who sends, who owes, who may act on a bericht."""

from enum import StrEnum
from typing import Final

from portal.domain.teams import Teamsoort


class Partij(StrEnum):
    """A party as seen from one bericht; Handboek §2.2, §4 and §7, Werkproces MO stap 1-4."""

    BURGER = "burger"
    AANBIEDER = "aanbieder"
    NIEUWE_AANBIEDER = "nieuwe_aanbieder"
    AFZENDER = "afzender"
    BEHANDELEND_TEAM = "behandelend_team"
    LATENDE_GEMEENTE = "latende_gemeente"
    ONTVANGENDE_GEMEENTE = "ontvangende_gemeente"
    GEMEENTE_VAN_HERKOMST = "gemeente_van_herkomst"
    CENTRUMGEMEENTE = "centrumgemeente"
    TOEZICHT = "toezicht"
    TEAMLEIDER = "teamleider"
    CONTRACTMANAGER = "contractmanager"
    COLLEGE = "college"
    REGIOADVISEUR = "regioadviseur"
    VEILIG_THUIS = "veilig_thuis"
    PORTAAL = "portaal"


# The parties that are a team of the whole region, whichever team a bericht went to.
TEAM_VAN: Final = {Partij.CONTRACTMANAGER: Teamsoort.CMO, Partij.TOEZICHT: Teamsoort.TOEZICHT}
