"""A clock as a mailbox declares it: how long, from when, for whom, and by what right.

`berekening.py` turns a declared clock and a start date into a date with its explanation.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NoReturn, TypeAlias

from portal.domain.bron import Bron
from portal.domain.grond import VRAAG, Grond
from portal.domain.partij import Partij
from portal.domain.trede import Trede
from portal.domain.voorwaarde import Voorwaarde


class Eenheid(StrEnum):
    """What is counted."""

    WERKDAG = "werkdag"
    KALENDERDAG = "kalenderdag"
    WEEK = "week"
    MAAND = "maand"


class Richting(StrEnum):
    """Forwards from the start date, or back from it."""

    VOORUIT = "vooruit"
    TERUG = "terug"


class Soort(StrEnum):
    """By law (the Algemene termijnenwet applies) or by agreement (it does not)."""

    WETTELIJK = "wettelijk"
    AFSPRAAK = "afspraak"


class Karakter(StrEnum):
    """What passing the date means: only a PLICHT can ever be late, and an AANSPRAAK is lost without anybody being late."""

    PLICHT = "plicht"
    KANS = "kans"
    AANSPRAAK = "aanspraak"
    VERWACHTING = "verwachting"
    MIJLPAAL = "mijlpaal"


class Grens(StrEnum):
    """Whether the computed day itself is still in time."""

    UITERLIJK_OP = "uiterlijk_op"
    VOOR = "voor"


@dataclass(frozen=True, slots=True)
class BijAankomst:
    """Starts on the day the bericht arrived; for what came by desk or letter the day it arrived there."""


@dataclass(frozen=True, slots=True)
class OpDatum:
    """Starts on a date that was answered in this field."""

    veld: str


@dataclass(frozen=True, slots=True)
class BijOvergang:
    """Starts when an overgang with this code is made."""

    overgang: str


@dataclass(frozen=True, slots=True)
class BijAntwoord:
    """Starts on the date that is answered in `veld` of the form of this step: a day that was promised, or set for another.

    The date does not lie in the past, and after the last day of the clock `na`, if it takes one over. No date, no clock.
    """

    overgang: str
    veld: str
    na: str = ""


@dataclass(frozen=True, slots=True)
class BijTaak:
    """Starts on the day a taak was done: the day the thing was sent, not the day of the click."""

    taak: str


@dataclass(frozen=True, slots=True)
class NaTermijn:
    """Starts on the last day of another clock of the same bericht or verplichting: a rung of a ladder.

    Was the rung taken later, then on the day before that: the next one follows its own time after it.
    """

    termijn: str


@dataclass(frozen=True, slots=True)
class VanVerband:
    """Starts on a date of the linked bericht: 'aankomst', or the code of the step of which it was the day."""

    verband: str
    datum: str


@dataclass(frozen=True, slots=True)
class Jaarlijks:
    """Starts every year on this day, for every sender there is: yearly verantwoording (Handboek §2.4).

    `veld` is the answer that names the year, `over` how many years before it is about.
    """

    maand: int
    dag: int
    veld: str
    over: int = 0


@dataclass(frozen=True, slots=True)
class BijDeelname:
    """Starts on the day on which a sender takes part and has sent none yet: the first sociale kaart."""


VOLGEND_BERICHT = "volgend-bericht"
INDIENEN = "indienen"


class OnmogelijkeTermijn(ValueError):
    """A clock whose declaration contradicts itself; the app refuses to start with it."""


Begin: TypeAlias = (
    BijAankomst | OpDatum | BijOvergang | BijAntwoord | BijTaak | NaTermijn | VanVerband | Jaarlijks | BijDeelname
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waarschuwing:
    """A reminder before (negative), on or after the last day, to the owner or up the ladder.

    With `vanaf_begin` it is counted from the start of the clock instead: 'after 8 weken' of a term of 3 maanden.
    """

    aantal: int
    eenheid: Eenheid
    aan: Partij
    tekst: str
    bron: Bron
    vanaf_begin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NietNa:
    """The last day of a clock should not come after the date answered in `veld`; `tekst` says to the team what to do."""

    veld: str
    tekst: str
    bron: Bron


@dataclass(frozen=True, slots=True, kw_only=True)
class Verlengbaar:
    """On this ground a clock may be lengthened, `keer` times (None: as often as needed), each by at most `aantal` of `eenheid`."""

    grond: Grond
    aantal: int
    eenheid: Eenheid
    keer: int | None = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Termijn:
    """One clock of a mailbox.

    `aantal` is in `eenheid`, counted in `richting` from `begint`; a MIJLPAAL counts 0 and is the start date itself. `schuift` says whether a
    last day that is no werkdag moves on: None follows `soort` (a wettelijke termijn does, Atw art. 1; an afspraak does not; backward never, art. 1 lid 2).
    `eindigt` names the overgangen that fulfil the clock, `vervalt` those after which it is of no use, `schorst` those that
    suspend it on `schorsgrond` (resumed by `hervat`); beside the codes of overgangen, 'taak:<code>' is a taak that was done, INDIENEN the submission
    itself (a melding that had to be sent before a day) and VOLGEND_BERICHT the next bericht of the same sender in the
    same mailbox. `opschorten` are the grounds on which its team may let it stand still, `verlengen` those on which it may
    lengthen it. `lengte` is where the length stands when `bron` only proposes from when it counts. `begin_in_woorden` names the event
    it counts from; the mailbox fills it in. `instelling` names the setting of the region that replaces `aantal`. `onverwijld` marks a duty that is due
    at once and must never look like a free period (Wmo 3.4 lid 1). `herhaalt` counts the same term again from each
    fulfilment. `niet_na` warns the team as soon as the last day, counted or foreseen, comes after a date that was answered. `trede` follows when the
    clock of a duty that no bericht started has run out, instead of the built-in 'te laat'. `na_overlijden`: no recorded death ends it, it counts from one.
    """

    code: str
    titel: str
    aantal: int
    eenheid: Eenheid
    begint: Begin
    eigenaar: Partij
    bron: Bron
    richting: Richting = Richting.VOORUIT
    soort: Soort = Soort.AFSPRAAK
    karakter: Karakter = Karakter.PLICHT
    grens: Grens = Grens.UITERLIJK_OP
    schuift: bool | None = None
    onverwijld: bool = False
    herhaalt: bool = False
    instelling: str = ""
    lengte: Bron | None = None
    als: Voorwaarde | None = None
    eindigt: tuple[str, ...] = ()
    vervalt: tuple[str, ...] = ()
    schorst: tuple[str, ...] = ()
    hervat: tuple[str, ...] = ()
    schorsgrond: Grond = VRAAG
    opschorten: tuple[Grond, ...] = ()
    verlengen: tuple[Verlengbaar, ...] = ()
    waarschuwingen: tuple[Waarschuwing, ...] = ()
    niet_na: NietNa | None = None
    na_overlijden: bool = False
    begin_in_woorden: str = ""
    trede: Trede | None = None

    def __post_init__(self) -> None:
        """Refuse a clock that contradicts itself; raises OnmogelijkeTermijn."""
        if self.aantal < 0:
            self._refuse("telt minder dan nul; gebruik richting TERUG")
        if self.karakter is Karakter.MIJLPAAL and (self.aantal or self.grens is Grens.VOOR):
            self._refuse("is een mijlpaal: de datum zelf, waar niets bij of af telt")
        if self.onverwijld and not self.kan_te_laat:
            self._refuse("is onverwijld; dat kan alleen een plicht zijn")
        if not self.kan_te_laat and any(w.aantal > 0 and not w.vanaf_begin for w in self.waarschuwingen):
            self._refuse("waarschuwt na de laatste dag; dat kan alleen bij een plicht")
        if self.schuift and self.richting is Richting.TERUG:
            self._refuse("telt terug, en kan dus niet doorschuiven (Algemene termijnenwet art. 1 lid 2)")
        if (self.schorst or self.opschorten or self.verlengen) and not self.kan_veranderen:
            self._refuse(
                "kan niet stilstaan of langer worden: hij telt geen tijd vooruit, is onverwijld of is al gehaald"
            )
        werkdagen = self.eenheid is Eenheid.WERKDAG
        if any((v.eenheid is Eenheid.WERKDAG) != werkdagen or v.aantal < 1 or v.keer == 0 for v in self.verlengen):
            self._refuse("telt werkdagen en wordt verlengd met iets anders, of andersom, of met niets")

    def in_regio(self, instelling: str) -> "Termijn":
        """Return the clock as this region has set it; raises OnmogelijkeTermijn when that is no number."""
        if not instelling:
            return self
        if not (instelling.isascii() and instelling.isdigit()):
            self._refuse(f"heeft in de regio geen getal: '{instelling}'")
        return self if int(instelling) == self.aantal else replace(self, aantal=int(instelling))

    def _refuse(self, waarom: str) -> NoReturn:
        raise OnmogelijkeTermijn(f"Termijn '{self.code}' {waarom}.")

    @property
    def verschuift(self) -> bool:
        """Tell whether a last day that is no werkdag moves to the next one."""
        if self.richting is Richting.TERUG:
            return False
        return self.soort is Soort.WETTELIJK if self.schuift is None else self.schuift

    @property
    def volgt_regio(self) -> bool:
        """Tell whether the region decides if its last day moves on: an agreed term of which the declaration does not say.

        'Vóór' a day and onverwijld never move: that would be past what was agreed (voorstel).
        """
        afgesproken = self.soort is Soort.AFSPRAAK and self.schuift is None
        return afgesproken and self.telt_vooruit and self.grens is Grens.UITERLIJK_OP and not self.onverwijld

    @property
    def telt_vooruit(self) -> bool:
        """Tell whether time passes before its last day, so that it can stand still or become longer."""
        return self.richting is Richting.VOORUIT and self.karakter is not Karakter.MIJLPAAL and self.aantal > 0

    @property
    def kan_veranderen(self) -> bool:
        """Tell whether it may stand still or be lengthened at all."""
        return self.telt_vooruit and not self.onverwijld and not self.bij_indienen

    @property
    def bij_indienen(self) -> bool:
        """Tell whether the submission itself fulfils the clock: from then on it is in time or late for good."""
        return INDIENEN in self.eindigt

    @property
    def gehaald_door(self) -> tuple[str, ...]:
        """The codes of the taken that fulfil it."""
        return tuple(stap.removeprefix("taak:") for stap in self.eindigt if stap.startswith("taak:"))

    @property
    def is_eigen_voorstel(self) -> bool:
        """Tell whether only the portal says how long it is: no source, no setting of the region, no day that somebody named."""
        return self.bron.voorstel and self.lengte is None and not self.instelling and self.aantal > 0

    @property
    def kan_te_laat(self) -> bool:
        """Tell whether passing the date is being late."""
        return self.karakter is Karakter.PLICHT
