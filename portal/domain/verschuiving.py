"""What a change of the rules does to clocks that run: which it may touch, and from which last day to which they move."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.berekening import Berekening, StaatStil, bereken
from portal.domain.gemeenten import AFSPRAAK_SCHUIFT, HERINNER_OP_DE_DAG, WERKDAGINSTELLINGEN, Regio
from portal.domain.instelling import Vorm, vorm
from portal.domain.kalender import Kalender
from portal.domain.mailbox import Mailbox
from portal.domain.regels import BesluitHerzien, DagVervalt, NieuwBesluit, NieuweInstelling, Regelboek, Wijziging
from portal.domain.stilstand import Perioden
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
        case BesluitHerzien(van=van, tot_en_met=tot, jaren=jaren):
            jaren = jaren or (van, tot)  # its days lie in its years, and sentences name these
            return Raakvlak(van=date(min(van, jaren[0]), 1, 1) - _DAG, tot=date(max(tot, jaren[1]), 12, 31) + _DAG)
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
    return isinstance(wijziging, NieuwBesluit | DagVervalt | BesluitHerzien)


@dataclass(frozen=True, slots=True)
class _Uitkomst:
    """What a clock comes to after a change: how its last day moves, or else its sentence where that reads differently."""

    verschuiving: Verschuiving | None = None
    uitleg: str = ""


class Verschuiver:
    """Counts clocks by the rules before and after a change; the same start is counted once."""

    def __init__(self, oud: Regelboek, nieuw: Regelboek) -> None:
        self._boeken = (oud, nieuw)
        self._regels: dict[tuple[int, str], tuple[tuple[Regio, Kalender], ...]] = {}
        self._bekend: dict[tuple[str, str, date, int, Perioden, str], _Uitkomst] = {}

    def verschuif(
        self,
        mailbox: Mailbox | None,
        code: str,
        *,
        vanaf: date,
        regels: int,
        perioden: Perioden = ZONDER,
        team: str = "",
    ) -> Verschuiving | None:
        """Tell how a clock moves that started under rules number `regels`; None when its last day stays.

        A mailbox or clock that is declared no more leaves its last day.

        `perioden` is what changed it since; while it stands still it has no last day to move. The explanation names the
        closing days of `team`.
        """
        return self._uitkomst(mailbox, code, vanaf, regels=regels, perioden=perioden, team=team).verschuiving

    def anders_gezegd(
        self, mailbox: Mailbox | None, code: str, *, vanaf: date, regels: int, perioden: Perioden, team: str
    ) -> str:
        """Give the new explanation of a clock whose last day stays, or that stands still; '' when it reads as before."""
        return self._uitkomst(mailbox, code, vanaf, regels=regels, perioden=perioden, team=team).uitleg

    def _uitkomst(
        self, mailbox: Mailbox | None, code: str, vanaf: date, *, regels: int, perioden: Perioden, team: str
    ) -> _Uitkomst:
        termijn = mailbox.termijn(code) if mailbox is not None else None
        if mailbox is None or termijn is None:
            return _Uitkomst()
        sleutel = (mailbox.code, code, vanaf, regels, perioden, team)
        if sleutel not in self._bekend:
            kalenders = self._kalenders(regels, team)
            oud, nieuw = (_geteld(termijn, vanaf, perioden, *regio) for regio in kalenders)
            self._bekend[sleutel] = _vergeleken(mailbox.titel, termijn.titel, oud, nieuw)
        return self._bekend[sleutel]

    def _kalenders(self, regels: int, team: str) -> tuple[tuple[Regio, Kalender], ...]:
        if (regels, team) not in self._regels:
            regios = [boek.voor(regels) for boek in self._boeken]
            self._regels[regels, team] = tuple((regio, regio.kalender_voor(team)) for regio in regios)
        return self._regels[regels, team]


def _geteld(termijn: Termijn, vanaf: date, perioden: Perioden, regio: Regio, kalender: Kalender) -> Berekening | str:
    """Count a clock; only its explanation while it stands still."""
    try:
        return bereken(
            regio.ingesteld(termijn, op=vanaf),
            vanaf,
            kalender,
            opschortingen=perioden.opschortingen,
            verlengingen=perioden.verlengingen,
        )
    except StaatStil as staat:
        return staat.uitleg


def _vergeleken(mailbox: str, klok: str, oud: Berekening | str, nieuw: Berekening | str) -> _Uitkomst:
    if isinstance(oud, Berekening) and isinstance(nieuw, Berekening) and oud.datum != nieuw.datum:
        return _Uitkomst(Verschuiving(mailbox=mailbox, klok=klok, oud=oud, nieuw=nieuw))
    if type(oud) is not type(nieuw):
        return _Uitkomst()  # what a person stopped on the last day that it then had does not stop because of a rule
    eerst, dan = (stand.uitleg if isinstance(stand, Berekening) else stand for stand in (oud, nieuw))
    return _Uitkomst(uitleg=dan if eerst != dan else "")
