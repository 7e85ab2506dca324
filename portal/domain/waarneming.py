"""Leave cover: who stands in for whom, and when that counts. It never gives a right that the other has not himself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from portal.domain.rechten import WIE_MAG, Lidmaatschap, Recht

# What somebody can be stood in for: the work on berichten, not letting people in or running the portal.
WERK: Final = frozenset(Recht) - {
    Recht.COLLEGA_TOELATEN,
    Recht.EERSTE_BEHEERDER_TOELATEN,
    Recht.PORTAAL_BEHEREN,
    Recht.AUDIT_LEZEN,
    Recht.CIJFERS_LEZEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waarneming:
    """`waarnemer` stands in for `persoon` in one team or organisation, from and up to and including these days."""

    persoon: UUID
    waarnemer: UUID
    van: date
    tot: date

    def loopt(self, vandaag: date) -> bool:
        """Tell whether it is running today; the last day still counts."""
        return self.van <= vandaag <= self.tot


def werk(lidmaatschappen: Iterable[Lidmaatschap], *, soort: str, code: str, vandaag: date) -> frozenset[Recht]:
    """Return the rights to work on berichten that these memberships give in one team or organisation today."""
    rollen = {lid.rol for lid in lidmaatschappen if (lid.soort, lid.code) == (soort, code) and lid.loopt(vandaag)}
    return frozenset(recht for recht in WERK if rollen & WIE_MAG[recht])


def kan_waarnemen(eigen: frozenset[Recht], ander: frozenset[Recht]) -> bool:
    """Tell whether somebody with the rights `eigen` can stand in for somebody with the rights `ander`."""
    return bool(ander) and ander <= eigen


def vervanger(persoon: UUID, waarnemingen: Mapping[UUID, UUID]) -> UUID:
    """Return who does the work of this person today: his waarnemer, the waarnemer of that one when he is away too.

    When all are away who stand in for each other, the person himself: his mail must not go round for ever.
    """
    gezien, wie = {persoon}, persoon
    while wie in waarnemingen:
        wie = waarnemingen[wie]
        if wie in gezien:
            return persoon
        gezien.add(wie)
    return wie
