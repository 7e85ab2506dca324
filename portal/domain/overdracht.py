"""What a hand-over between teams declares: the dossier that goes along, and what its sender sees once it was taken over."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from portal.domain.bron import Bron

if TYPE_CHECKING:
    from portal.domain.mailbox import Mailbox

# What is known of a dossier that was handed over before: the gemeenten of the team it went to, and until which day it was there.
VORIGE_GEMEENTEN: Final = "vorige-gemeenten"
VORIGE_TOT: Final = "vorige-tot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meesturen:
    """The dossier of the bericht at `verband` goes along: its answers and files, sealed anew.

    `veld` is the field of the form in which one is left out, with a reason; notes of a team never go along.
    """

    verband: str
    veld: str
    bron: Bron


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdracht:
    """A hand-over to another team: `aanvaard` is the step with which that takes it over.

    Until then the sender can take it back. From then on he sees of it the status, and of the clocks only `termijnen`:
    nothing that the other adds, and of acts only to answer and to add. With `afzender_leest` who sent what was handed over
    reads which team has it now: the two work on together.
    """

    aanvaard: str
    termijnen: tuple[str, ...] = ()
    afzender_leest: bool = False


def hands_over(mailbox: "Mailbox", verband: str) -> bool:
    """Tell whether this link is to the dossier that goes along, which only the team that has it can hand over."""
    return mailbox.meesturen is not None and mailbox.meesturen.verband == verband


def overdrachtfouten(mailbox: "Mailbox") -> Iterator[str]:
    """Yield what a declaration says of a hand-over that its form, steps or clocks have not."""
    soorten = {veld.naam: veld.soort for veld in mailbox.formulier.veldinfo()}
    if mailbox.meesturen is not None and soorten.get(mailbox.meesturen.veld) != "stukken":
        yield "laat stukken meegaan die het formulier niet toont"
    over, klokken = mailbox.overdracht, {termijn.code for termijn in mailbox.termijnen}
    if over is not None and (
        mailbox.levensloop.overgang(over.aanvaard) is None or not klokken.issuperset(over.termijnen)
    ):
        yield "noemt bij de overdracht een stap of termijn die er niet is"
