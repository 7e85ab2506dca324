"""What a change of the rules does to clocks that run: which it may touch, and from which last day to which they move."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.berekening import Berekening, bereken
from portal.domain.gemeenten import AFSPRAAK_SCHUIFT, HERINNER_OP_DE_DAG, WERKDAGINSTELLINGEN, Regio
from portal.domain.instelling import Vorm, vorm
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Mailbox
from portal.domain.regels import DagVervalt, NieuwBesluit, NieuweInstelling, Regelboek, Wijziging
from portal.domain.stilstand import Perioden, open_opschorting
from portal.domain.termijn import Termijn

_DAG = timedelta(days=1)
ZONDER = Perioden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raakvlak:
    """Which clocks a change may touch: those whose days meet `van` up to and including `tot`.

    With `instelling` only those that the region sets by that name and that start on `van` or later.
    """

    van: date
    tot: date
    instelling: str = ""

    def raakt(self, vanaf: date, datum: date) -> bool:
        """Tell whether a clock from `vanaf` to its last day meets the change; backwards it runs the other way round."""
        if self.instelling:
            return vanaf >= self.van
        return max(vanaf, datum) >= self.van and min(vanaf, datum) <= self.tot

    def zet(self, termijn: Termijn) -> bool:
        """Tell whether the setting is one of this clock: its number, or whether what was agreed moves on."""
        return termijn.volgt_regio if self.instelling == AFSPRAAK_SCHUIFT else termijn.instelling == self.instelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Verschuiving:
    """A clock before and after a change, each with its explanation, and the titles of mailbox and clock."""

    mailbox: str
    klok: str
    oud: Berekening
    nieuw: Berekening


def raakvlak(wijziging: Wijziging) -> Raakvlak | None:
    """Give what a change may touch, a day wider than its days for a clock that ends the day before; None for nothing."""
    match wijziging:
        case NieuwBesluit(besluit=besluit):
            return Raakvlak(van=min(besluit.dagen) - _DAG, tot=max(besluit.dagen) + _DAG)
        case DagVervalt(datum=datum):
            return Raakvlak(van=datum - _DAG, tot=datum + _DAG)
        case NieuweInstelling(naam=naam, vanaf=vanaf) if naam in WERKDAGINSTELLINGEN:
            return Raakvlak(van=vanaf - _DAG, tot=date.max)
        case NieuweInstelling(naam=naam, waarde=waarde) if _sets_no_clock(naam, waarde):
            return None
        case NieuweInstelling(naam=naam, vanaf=vanaf):
            return Raakvlak(van=vanaf, tot=date.max, instelling=naam)
        case _:
            return None  # a closing day moves nothing


def _sets_no_clock(naam: str, waarde: str) -> bool:
    """Tell whether a setting moves no day: who is reminded, when mail goes, on which day one may choose to meet."""
    return naam == HERINNER_OP_DE_DAG or vorm(naam, waarde) in {Vorm.TIJD, Vorm.DAG}


def geldt_bij_wet(wijziging: Wijziging) -> bool:
    """Tell whether the law itself lets it hold for running terms: whether a day is one by royal decree (Atw art. 1 lid 1, 3 lid 3)."""
    return isinstance(wijziging, NieuwBesluit | DagVervalt)


class Verschuiver:
    """Counts clocks by the rules before and after a change; the same start is counted once."""

    def __init__(self, oud: Regelboek, nieuw: Regelboek) -> None:
        self._boeken = (oud, nieuw)
        self._regels: dict[int, tuple[tuple[Regio, Kalender], ...]] = {}
        self._bekend: dict[tuple[str, str, date, int, Perioden], Verschuiving | None] = {}

    def verschuif(
        self, mailbox: Mailbox | None, code: str, *, vanaf: date, regels: int, perioden: Perioden = ZONDER
    ) -> Verschuiving | None:
        """Tell how a clock moves that started under rules number `regels`; None when its last day stays.

        A mailbox or clock that is declared no more leaves its last day.

        `perioden` is what changed it since; while it stands still it has no last day to move.
        """
        termijn = mailbox.termijn(code) if mailbox is not None else None
        if mailbox is None or termijn is None or open_opschorting(perioden.opschortingen) is not None:
            return None
        sleutel = (mailbox.code, code, vanaf, regels, perioden)
        if sleutel not in self._bekend:
            self._bekend[sleutel] = self._tel(mailbox.titel, termijn, vanaf, regels=regels, perioden=perioden)
        return self._bekend[sleutel]

    def _tel(
        self, mailbox: str, termijn: Termijn, vanaf: date, *, regels: int, perioden: Perioden
    ) -> Verschuiving | None:
        if regels not in self._regels:
            regios = [boek.voor(regels) for boek in self._boeken]
            self._regels[regels] = tuple((regio, regio.kalender) for regio in regios)
        oud, nieuw = (
            bereken(
                regio.ingesteld(termijn, op=vanaf),
                vanaf,
                kalender,
                opschortingen=perioden.opschortingen,
                verlengingen=perioden.verlengingen,
            )
            for regio, kalender in self._regels[regels]
        )
        if oud.datum == nieuw.datum:
            return None
        return Verschuiving(mailbox=mailbox, klok=termijn.titel, oud=oud, nieuw=nieuw)
