"""Where a region has no team of the kind that a mailbox is for, so that another team of the gemeente gets it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.domain.datums import opsomming
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import Mailbox
from portal.domain.routeregel import regels_van, zonder_team
from portal.domain.routering import OpAntwoord
from portal.domain.teams import Teamsoort


@dataclass(frozen=True, slots=True, kw_only=True)
class ZonderTeam:
    """A mailbox of which, in these gemeenten (by name), the team of kind `krijgt` stands in for one of kind `soort`."""

    titel: str
    soort: Teamsoort
    krijgt: Teamsoort
    gemeenten: tuple[str, ...]
    overal: bool

    @property
    def zin(self) -> str:
        """Say it as beheer reads it, with what to do."""
        waar = "In geen enkele gemeente is er" if self.overal else f"In {opsomming(self.gemeenten)} is er geen"
        kaal = self.soort.titel.partition(" ")[2]
        return (
            f"{waar} {'een ' if self.overal else ''}{kaal} ingesteld. '{self.titel}' gaat daar naar {self.krijgt.titel}. Vraag de "
            f"gemeente wie dit behandelt, en laat dat team in het bestand van de regio zetten."
        )


def without_team(regio: Regio, mailboxen: Iterable[Mailbox]) -> tuple[ZonderTeam, ...]:
    """Return what goes to a team that stands in, of the mailboxes that are open in this region."""
    hier = (m for m in mailboxen if regio.code in m.regios and m.code not in regio.gesloten_mailboxen)
    return tuple(gevonden for mailbox in hier for gevonden in _of(regio, mailbox))


def _of(regio: Regio, mailbox: Mailbox) -> Iterator[ZonderTeam]:
    for regel in regels_van(mailbox.routering):
        if not isinstance(regel, OpAntwoord) or regel.anders_soort is None:
            continue
        zonder = zonder_team(regel.soort, regio)
        if zonder:
            yield ZonderTeam(
                titel=mailbox.titel,
                soort=regel.soort,
                krijgt=regel.anders_soort,
                gemeenten=zonder,
                overal=len(zonder) == len(regio.gemeenten),
            )
