"""Wie een bericht stuurt en wie het krijgt, voor de mailboxen waarin dat hetzelfde is.

Bron: Handboek §2.2 (berichten gaan alleen via de hoofdaanbieder), §4 A.1, B.1 en C.1 (de gemeente van inwoning) en §1 (voor een
indicatie is de Toegang van de betreffende gemeente het aanspreekpunt). Voorstellen: wat een burger zelf meldt, legt de
gemeente vast; de gemeente van de indicatie is die van de lopende toewijzing aan de afzender, en anders wordt zij gevraagd; bij
'weet ik niet' krijgt de gemeente van verblijf het bericht.
"""

from typing import Final

from portal.domain.mailbox import Afzender
from portal.domain.rollen import Rol
from portal.domain.routering import OpAntwoord, OpRegister
from portal.domain.teams import Organisatiesoort

AANBIEDER: Final = Afzender(soort=Organisatiesoort.AANBIEDER, rollen=(Rol.INDIENER,))
VOOR_BURGER: Final = Afzender(
    soort=Organisatiesoort.GEMEENTE, rollen=(Rol.FRONTOFFICE, Rol.CONSULENT), voor_burger=True
)


def gemeente_van_inwoning(*, verschil: str | None = None) -> OpAntwoord:
    """De Toegang van de gemeente waar de burger staat ingeschreven; anders die waar hij verblijft (Wmo 1.2.1 onder b)."""
    return OpAntwoord(
        regel="gemeente-van-inwoning",
        veld="gemeente_inschrijving",
        rol="gemeente van inwoning",
        onbekend="gemeente_verblijf",
        buiten="gemeente_verblijf",
        reserve="gemeente van verblijf",
        verschil=verschil,
    )


# Opgezocht in de toewijzingen aan de afzender zelf; niets gevonden, of de afzender weet het anders: gevraagd.
GEMEENTE_VAN_INDICATIE: Final = OpRegister(
    regel="gemeente-van-toewijzing",
    register="toewijzing",
    rol="gemeente die de indicatie gaf",
    anders=OpAntwoord(
        regel="gemeente-van-indicatie",
        veld="gemeente_indicatie",
        rol="gemeente die de indicatie gaf",
        onbekend="gemeente_verblijf",
        reserve="gemeente van verblijf",
    ),
)
