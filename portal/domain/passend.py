"""Which roles a team or organisation of each kind has a place for (voorstel), and what each role may do, in words."""

from collections.abc import Mapping
from typing import Final

from portal.domain.rollen import Rol
from portal.domain.teams import Organisatiesoort, Teamsoort

_KANTOOR: Final = frozenset({Rol.BACKOFFICE, Rol.BELEID, Rol.TEAMLEIDER})
_TOEGANG: Final = _KANTOOR | {Rol.FRONTOFFICE, Rol.CONSULENT}
PASSEND: Final[Mapping[str, Mapping[str, frozenset[Rol]]]] = {
    "team": {
        Teamsoort.TOEGANG: _TOEGANG,
        Teamsoort.KLACHTTEAM: _TOEGANG,
        Teamsoort.CMO: _KANTOOR | {Rol.CONTRACTMANAGER},
        Teamsoort.TOEZICHT: _KANTOOR | {Rol.TOEZICHTHOUDER},
        Teamsoort.REGIOADVISEUR: _KANTOOR | {Rol.REGIOADVISEUR},
        Teamsoort.COLLEGE: _KANTOOR | {Rol.COLLEGE},
        Teamsoort.VEILIG_THUIS: _KANTOOR | {Rol.VEILIG_THUIS},
        Teamsoort.BEHEER: frozenset({Rol.FUNCTIONEEL_BEHEERDER}),
        Teamsoort.AANBIEDER: frozenset(),  # who is of the aanbieder itself reads and answers
    },
    "organisatie": {
        **dict.fromkeys(Organisatiesoort, frozenset({Rol.INDIENER, Rol.ORGANISATIEBEHEERDER})),
        Organisatiesoort.BEHEER: frozenset({Rol.FUNCTIONEEL_BEHEERDER}),
    },
}

_BEHANDELT: Final = "leest, behandelt en besluit over berichten aan dit team"
WAT_MAG: Final[Mapping[Rol, str]] = {
    Rol.INDIENER: "verstuurt berichten, volgt ze, beantwoordt vragen en leest wat er binnenkomt",
    Rol.ORGANISATIEBEHEERDER: "laat collega's toe en geeft rollen; leest zelf geen berichten",
    Rol.FRONTOFFICE: "leest berichten, pakt ze op en stelt vragen; besluit niet",
    Rol.BACKOFFICE: "leest berichten en handelt taken af; besluit niet",
    Rol.TEAMLEIDER: "leest berichten en krijgt bericht als een termijn misgaat; behandelt en besluit niet",
    Rol.BELEID: "ziet aantallen en leest de registers, met vrije plekken en zonder adressen; geen berichten",
    Rol.FUNCTIONEEL_BEHEERDER: "beheert het portaal; leest geen berichten",
    **dict.fromkeys(
        (
            Rol.CONSULENT,
            Rol.TOEZICHTHOUDER,
            Rol.CONTRACTMANAGER,
            Rol.REGIOADVISEUR,
            Rol.COLLEGE,
            Rol.VEILIG_THUIS,
        ),
        _BEHANDELT,
    ),
}


def passende_rollen(plaats: str, soort: str) -> tuple[Rol, ...]:
    """Return the roles for a "team" or "organisatie" of this kind, in the order of `Rol`; none for an unknown kind."""
    passend = PASSEND[plaats].get(soort, frozenset())
    return tuple(rol for rol in Rol if rol in passend)
