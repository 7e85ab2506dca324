"""Teams: what a bericht is sealed to and whose werkvoorraad it lands in."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

# The code of an aanbieder; those of a region are made by its data and never chosen.
ORGANISATIECODE: Final = re.compile(
    r"(?!(?:centrum)?gemeente-|(?:beheer|toezicht|veilig-thuis)$)[a-z0-9][a-z0-9-]{1,62}"
)


# An aanbieder that receives stands among the teams by its code behind this sign, which no code of a team or organisation holds.
ALS_ONTVANGER: Final = ":"


def als_team(soort: str, code: str) -> str:
    """Return as which team a "team" or "organisatie" receives."""
    return code if soort == "team" else f"{ALS_ONTVANGER}{code}"


def plek_van(team: str) -> tuple[str, str]:
    """Return what is sealed to, and whose members read, when a bericht is with this team: a team, or an aanbieder."""
    return ("organisatie", team.removeprefix(ALS_ONTVANGER)) if team.startswith(ALS_ONTVANGER) else ("team", team)


class Teamsoort(StrEnum):
    """The kinds of team that routing can name."""

    TOEGANG = "toegang"
    KLACHTTEAM = "klachtteam"
    CMO = "cmo"
    TOEZICHT = "toezicht"
    REGIOADVISEUR = "regioadviseur"
    COLLEGE = "college"
    VEILIG_THUIS = "veilig_thuis"
    BEHEER = "beheer"
    AANBIEDER = "aanbieder"

    @property
    def titel(self) -> str:
        """The team in a sentence: 'de Toegang', 'het college'."""
        return _TITELS[self]


_TITELS = {
    Teamsoort.TOEGANG: "de Toegang",
    Teamsoort.KLACHTTEAM: "het klachtteam",
    Teamsoort.CMO: "de afdeling CMO van de centrumgemeente",
    Teamsoort.TOEZICHT: "Toezicht Wmo",
    Teamsoort.REGIOADVISEUR: "de regioadviseur",
    Teamsoort.COLLEGE: "het college",
    Teamsoort.VEILIG_THUIS: "Veilig Thuis",
    Teamsoort.BEHEER: "het beheer van het portaal",
    Teamsoort.AANBIEDER: "de aanbieder",
}


class Organisatiesoort(StrEnum):
    """The kinds of organisation that take part."""

    AANBIEDER = "aanbieder"
    GEMEENTE = "gemeente"
    CENTRUMGEMEENTE = "centrumgemeente"
    TOEZICHT = "toezicht"
    VEILIG_THUIS = "veilig_thuis"
    BEHEER = "beheer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team as routing knows it: `code` is unique in the installation ('toegang-0014').

    `organisatie` is the organisation a shared team is of ('gemeente-0984' for one that works by mandate); empty follows
    from its gemeenten.
    """

    code: str
    soort: Teamsoort
    naam: str
    gemeenten: tuple[str, ...]
    contact: str
    vlaggen: tuple[str, ...] = ()
    organisatie: str = ""
