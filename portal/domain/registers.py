"""The registers that berichten fill with answers: what stands in each, and which role sees what (Handboek §2.2, §2.3, §2.4)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.rechten import LEZERS
from portal.domain.rollen import Rol
from portal.domain.teams import Teamsoort


class Inzage(StrEnum):
    """Who of those that read registers sees a field: all, professionals only, or the Toegang and Beleid of a gemeente only."""

    IEDER = "ieder"
    ADRES = "adres"
    PLEKKEN = "plekken"


class Inhoud(StrEnum):
    """How a value is kept and shown."""

    TEKST = "tekst"
    GETAL = "getal"
    GEMEENTE = "gemeente"
    PRODUCTEN = "producten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registerveld:
    """A field of a register; it stands in clear, so nothing about a client is ever in one.

    `uit` is the register of which a line of the same aanbieder must bear the name that stands here.
    """

    code: str
    titel: str
    inhoud: Inhoud = Inhoud.TEKST
    inzage: Inzage = Inzage.IEDER
    uit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A register with a line per bericht that was agreed to. `keuze` are the fields that name a line where one chooses it.

    `eigen`: an aanbieder chooses only from its own lines. `vervangt`: a new line of an organisation ends its earlier one.
    """

    code: str
    titel: str
    uitleg: str
    velden: tuple[Registerveld, ...]
    keuze: tuple[str, ...]
    eigen: bool
    vervangt: bool = False

    def veld(self, code: str) -> Registerveld | None:
        """Return the field with this code."""
        return next((veld for veld in self.velden if veld.code == code), None)

    def zichtbaar(self, rollen: Collection[Rol], teamsoort: Teamsoort | None) -> tuple[Registerveld, ...]:
        """Return the fields that somebody with these roles, in a team of this kind (None: an organisation), may see."""
        return tuple(veld for veld in self.velden if _mag_zien(veld.inzage, rollen, teamsoort))


ONDERAANNEMERS: Final = Register(
    code="onderaannemers",
    titel="Onderaannemers",
    uitleg="Wie als onderaannemer is toegelaten, en bij welke aanbieder.",
    velden=(
        Registerveld(code="naam", titel="Onderaannemer"),
        Registerveld(code="kvk", titel="KvK-nummer"),
        Registerveld(code="producten", titel="Producten", inhoud=Inhoud.PRODUCTEN),
    ),
    keuze=("naam",),
    eigen=False,
)
LOCATIES: Final = Register(
    code="locaties",
    titel="Locaties",
    uitleg="Locaties die na een schouw zijn geaccepteerd. Alleen deze mogen worden gebruikt.",
    velden=(
        Registerveld(code="naam", titel="Locatie"),
        Registerveld(code="adres", titel="Adres", inzage=Inzage.ADRES),
        Registerveld(code="postcode", titel="Postcode", inzage=Inzage.ADRES),
        Registerveld(code="plaats", titel="Plaats"),
        Registerveld(code="gemeente", titel="Gemeente", inhoud=Inhoud.GEMEENTE),
        Registerveld(code="producten", titel="Producten", inhoud=Inhoud.PRODUCTEN),
        Registerveld(code="capaciteit", titel="Capaciteit", inhoud=Inhoud.GETAL, inzage=Inzage.PLEKKEN),
        Registerveld(code="vrij", titel="Vrije plekken", inhoud=Inhoud.GETAL, inzage=Inzage.PLEKKEN),
        Registerveld(code="onderaannemer", titel="Onderaannemer", uit="onderaannemers"),
    ),
    keuze=("naam", "plaats"),
    eigen=True,
)
VRIJE_PLEKKEN: Final = Register(
    code="vrije-plekken",
    titel="Vrije plekken",
    uitleg="Hoeveel plekken een aanbieder vrij heeft, volgens zijn laatste opgave voor de sociale kaart.",
    velden=(
        Registerveld(code="vrij", titel="Vrije plekken", inhoud=Inhoud.GETAL, inzage=Inzage.PLEKKEN),
        Registerveld(code="per_locatie", titel="Vrije plekken per locatie", inzage=Inzage.PLEKKEN),
    ),
    keuze=("vrij",),
    eigen=True,
    vervangt=True,
)
# A name of who works there, not of a client; for CMO, to which the aanbieder says it, and for his own colleagues.
KAARTBEHEER: Final = Register(
    code="kaartbeheer",
    titel="Beheerder van de sociale kaart",
    uitleg="Wie bij een aanbieder de sociale kaart beheert, volgens zijn laatste opgave.",
    velden=(Registerveld(code="beheerder", titel="Beheerder"),),
    keuze=("beheerder",),
    eigen=True,
    vervangt=True,
)
# Who is cut off from the sociale kaart; nothing more stands on that line.
AFGEKOPPELD: Final = "afgekoppeld"
# Where a line that changed another names the first of them: by that it is chosen.
WORTEL: Final = "wortel"
REGISTERS: Final = {register.code: register for register in (ONDERAANNEMERS, LOCATIES, VRIJE_PLEKKEN, KAARTBEHEER)}

# Who works with clients is a professional; a college, beleid and Veilig Thuis need no address (voorstel, naar Handboek §2.4).
PROFESSIONALS: Final = (LEZERS | {Rol.INDIENER}) - {Rol.COLLEGE, Rol.VEILIG_THUIS}
_TOEGANG: Final = frozenset({Rol.FRONTOFFICE, Rol.CONSULENT, Rol.BACKOFFICE, Rol.TEAMLEIDER})
# Beleid is that of a gemeente, in whichever of its own teams; that of toezicht or CMO is not meant (Handboek §2.4). What
# is not listed sees none.
_ZIET_PLEKKEN: Final[Mapping[Teamsoort | None, frozenset[Rol]]] = {
    Teamsoort.TOEGANG: _TOEGANG | {Rol.BELEID},
    Teamsoort.KLACHTTEAM: frozenset({Rol.BELEID}),
    Teamsoort.COLLEGE: frozenset({Rol.BELEID}),
}


def _mag_zien(inzage: Inzage, rollen: Collection[Rol], teamsoort: Teamsoort | None) -> bool:
    """Tell whether a field is for these roles there: 'vrije plekken alleen voor Toegang en Beleid' (Handboek §2.4)."""
    match inzage:
        case Inzage.IEDER:
            return True
        case Inzage.ADRES:
            return bool(PROFESSIONALS & {*rollen})
        case _:
            return bool(_ZIET_PLEKKEN.get(teamsoort, frozenset()) & {*rollen})
