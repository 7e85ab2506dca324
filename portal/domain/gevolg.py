"""What follows from a step: taken, another bericht, something on a linked bericht, a register, or an end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias

from portal.domain.bron import Bron
from portal.domain.partij import Partij
from portal.domain.rollen import Rol
from portal.domain.termijn import Termijn
from portal.domain.voorwaarde import Voorwaarde


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """A duty that follows when a taak is done: `vraag` asks the date from which the clock `termijn` of `mailbox` counts.

    `aan` is the aanbieder who then owes that bericht: the sender, or one whom the form asks. With `naast` the toewijzing stands
    beside an indicatie, of which that duty is: it is written down and plans nothing. Its products are `product`, or what
    was answered at `veld`.
    """

    mailbox: str
    termijn: str
    vraag: str
    aan: Partij
    naast: bool = False
    veld: str = "producten"
    product: str = ""

    def vraagt_aanbieder(self, afzender_soort: str) -> bool:
        """Tell whether it must be asked who owes it: not when it is the organisation that sent the bericht."""
        return self.aan is not Partij.AFZENDER or afzender_soort != "organisatie"


@dataclass(frozen=True, slots=True, kw_only=True)
class EerstKijken:
    """Where to look before a taak is done: what the own team has in one of `mailboxen` about the client, and `tekst`, why."""

    mailboxen: tuple[str, ...]
    tekst: str


@dataclass(frozen=True, slots=True)
class Vanaf:
    """Where what a taak is about begins: on the day that was answered in `veld`, or with `erna` on the day after it.

    A clock of the mailbox must count from that answer: its day stands in clear. `behalve` says it: 'als de overgangsdatum ...'.
    """

    veld: str
    behalve: str
    erna: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Taak:
    """What a decision obliges someone to do next, outside the portal or in it.

    `rol` is the proposal of the declaration; a gemeente may give the taak to another role.
    `team` is whose taak it is: of the team that has the bericht, or of who sent it (an aanbieder does it as INDIENER).
    `getekend` asks on which day the burger signed and who saw it. `na` names the taken that must be done first. `termijn`
    counts from the overgang, or from the taak in its `begint`. Done means: on the day the thing was sent. `plant` is the
    duty of an aanbieder that it sets, `schrapt` the mailboxen of which it ends a duty about this client: of the sender, or
    of the aanbieder it asks. `gemeente` is the answer at the step that sets it of which the gemeente, with its code, stands
    with the taak once the bericht is open: what was answered stands nowhere in clear. `na_overlijden` is what is still owed
    once the client has died: what ends a toewijzing, or pays for the care that was given before; not where `vanaf`
    lies after it, nor where `vervalt_als` is so, which a person must say: 'als de zorg niet begon'. `eens_per_dode` is asked
    once of all berichten about the same death. `herstelt` is the code of the taak that it makes good: not set while another
    recorded death stands for which that was done. `eerst` is what may forbid it. `aan` is the answer that names the
    aanbieder to whom it goes; without one that is the organisation that sent the bericht, if one did.
    """

    code: str
    titel: str
    rol: Rol
    bron: Bron
    uitleg: str = ""
    team: Partij = Partij.BEHANDELEND_TEAM
    na: tuple[str, ...] = ()
    als: Voorwaarde | None = None
    termijn: Termijn | None = None
    plant: Planning | None = None
    schrapt: tuple[str, ...] = ()
    getekend: bool = False
    gemeente: str = ""
    aan: str = ""
    na_overlijden: bool = False
    eerst: EerstKijken | None = None
    vanaf: Vanaf | None = None
    vervalt_als: str = ""
    eens_per_dode: bool = False
    herstelt: str = ""

    def begint_na(self, dood: date | None, dagen: Mapping[str, date]) -> bool:
        """Tell whether what it is about begins only after the client died; `dagen` are the days that were answered, by field.

        Not while one of both is not known.
        """
        dag = dagen.get(self.vanaf.veld) if self.vanaf is not None else None
        if self.vanaf is None or dag is None or dood is None:
            return False
        return dag >= dood if self.vanaf.erna else dag > dood

    @property
    def klok(self) -> Termijn | None:
        """The clock of this taak, which doing it fulfils; None without a term."""
        if self.termijn is None:
            return None
        return replace(self.termijn, eindigt=(*self.termijn.eindigt, f"taak:{self.code}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NieuwBericht:
    """The outcome starts a bericht in another mailbox, with these answers taken along: nothing typed twice."""

    mailbox: str
    velden: tuple[tuple[str, str], ...]
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SluitVerband:
    """The outcome closes the bericht it is linked to, with clocks and taken, by a `stap` of the portal there, or is refused.

    With `ook_overgedragen` that is the hand-over with which it went on, once another team took it over.
    """

    verband: str
    bron: Bron
    stap: str = "sluiten"
    ook_overgedragen: bool = False
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StapOpVerband:
    """The portal takes this step, if it can, on the bericht it is linked to; with `door` on what that one is linked to.

    With `moet` the outcome is refused, with words, when the step can be taken there no more and has not led there already; with
    `eerste` also when another bericht led it there. With `op_aankomst` the step counts on the day this bericht came.
    """

    verband: str
    stap: str
    bron: Bron
    door: str = ""
    moet: bool = False
    eerste: bool = False
    op_aankomst: bool = False
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StapBijClient:
    """The portal takes this step, if it can, on what the same team has in `mailbox` about the client (by his BSN)."""

    mailbox: str
    stap: str
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StapBijVolgers:
    """The portal takes this step, if it can, on each bericht in `mailbox` that is linked to this one by its `verband`: it is called back."""

    mailbox: str
    verband: str
    stap: str
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StapBijMede:
    """The portal takes this step, if it can, on what the other receivers of the same submission have; their teams are told."""

    stap: str
    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeeindigClient:
    """The outcome ends what runs about this client (overlijden); his toewijzingen on the day answered in `dag`, if any.

    `nakijken` is the taak to look by hand at what may be about the same client, where that is not certain.
    """

    bron: Bron
    als: Voorwaarde | None = None
    dag: str = ""
    nakijken: Taak | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HerstelClient:
    """The outcome undoes what an earlier step of this bericht ended of its client: what ended by that alone comes back."""

    bron: Bron
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VulRegister:
    """The outcome writes an entry in a register (locatie accepted, onderaannemer admitted).

    With `regel` it changes the entry of the sender that was chosen at that answer: what is not among `velden` stays as it was.
    """

    register: str
    velden: tuple[tuple[str, str], ...]
    bron: Bron
    regel: str = ""
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeegRegister:
    """The outcome ends the entry of the sender in a register (he updates the sociale kaart, and is connected again).

    Where a register has entries per bericht it is that of this bericht, as it was changed since, or the one chosen at `regel`.
    """

    register: str
    bron: Bron
    regel: str = ""
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaakGedaan:
    """Sending this bericht is what these taken of the bericht at `verband` ask: they are done on the day it came.

    With `door` they are taken of what that one is linked to in turn.
    """

    verband: str
    taken: tuple[str, ...]
    bron: Bron
    door: str = ""
    als: Voorwaarde | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenVervallen:
    """The step lets the open taken of this bericht lapse, with every clock that still runs for it; before its own begin.

    Without `termijnen` the clocks run on. `ook_gedaan` are the taken that lapse though they were done: what they did was undone
    by another. Conditions see the taken as facts: 'taak.<code>' is "open", "gedaan" or "vervallen". `grond` is the code of why: what
    ended by that can come back.
    """

    bron: Bron
    termijnen: bool = True
    ook_gedaan: tuple[str, ...] = ()
    grond: str = ""
    als: Voorwaarde | None = None


Gevolg: TypeAlias = (
    Taak
    | NieuwBericht
    | SluitVerband
    | StapOpVerband
    | StapBijClient
    | StapBijMede
    | StapBijVolgers
    | BeeindigClient
    | HerstelClient
    | VulRegister
    | LeegRegister
    | TaakGedaan
    | TakenVervallen
)


def gedane_taken(gevolgen: Iterable[Gevolg]) -> tuple[TaakGedaan, ...]:
    """Return the taken of linked berichten that are done by these."""
    return tuple(gevolg for gevolg in gevolgen if isinstance(gevolg, TaakGedaan))


def asked_by_register(gevolgen: Iterable[Gevolg]) -> bool:
    """Tell whether an answer says what goes into a register, or which entry of it changes or ends."""
    return any(
        bool(gevolg.regel) or (isinstance(gevolg, VulRegister) and bool(gevolg.velden))
        for gevolg in gevolgen
        if isinstance(gevolg, VulRegister | LeegRegister)
    )
