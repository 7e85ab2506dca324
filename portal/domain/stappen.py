"""The steps of a clock: on which day the worker warns, tells that it is late, or lets the portal act, and what a pass still owes."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from portal.domain.kalender import Kalender
from portal.domain.partij import Partij
from portal.domain.telling import tel
from portal.domain.termijn import BijAankomst, Eenheid, Richting, Termijn, Waarschuwing
from portal.domain.trede import Trede

TE_LAAT: Final = "te-laat"
TE_LAAT_AFZENDER: Final = "te-laat-afzender"
OVERGANG: Final = "overgang:"
START: Final = "start:"
# A rung of the ladder of a verplichting: taken, and told to the party that may take it.
TREDE: Final = "trede:"
TREDE_AAN_U: Final = "trede-aan-u:"
# Of a clock that stands still: the time that was given is over.
TIJD_OM: Final = "tijd-om:"
# Of a clock that still stands still, with the day: 'nog-stil:2026-05-01'. How often is a voorstel.
NOG_STIL: Final = "nog-stil:"
NOG_STIL_NA: Final = timedelta(weeks=4)
# Of the day that was promised beside the term: 'toegezegd-2026-05-07:te-laat'.
TOEGEZEGD: Final = "toegezegd-"
_DAG: Final = timedelta(days=1)
# Whose clock it is hears that it is late, beside the team that waits for it.
_AFZENDERS: Final = frozenset({Partij.AFZENDER, Partij.AANBIEDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stap:
    """One thing to do for a clock on or after the day `op`: tell `aan`, make the portal's own `overgang`, take a `trede`, or start a clock."""

    code: str
    op: date
    aan: Partij
    overgang: str = ""
    start: str = ""
    trede: Trede | None = None

    @property
    def is_doen(self) -> bool:
        """Whether it is more than telling somebody: then it is never skipped."""
        return bool(self.overgang or self.start or self.trede)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ronde:
    """What a pass does for one clock: steps to take, steps that a later one has overtaken, and the next day to look."""

    nu: tuple[Stap, ...]
    ingehaald: tuple[Stap, ...]
    volgende: date | None


def stappen_van(
    termijn: Termijn,
    vanaf: date,
    datum: date,
    *,
    kalender: Kalender,
    overgangen: Iterable[str] = (),
    starts: Iterable[str] = (),
) -> tuple[Stap, ...]:
    """Return the steps of a clock with this start and last day, earliest first.

    `overgangen` are the steps of the portal itself that follow when it runs out; such a clock, or one with a trede, has them instead of the
    built-in 'te laat', because they say what running out means. `starts` are the clocks that begin where this one ends.
    """
    afzender = termijn.eigenaar if termijn.eigenaar in _AFZENDERS else Partij.AFZENDER
    verlopen = tuple(
        Stap(code=f"{OVERGANG}{code}", op=datum + _DAG, aan=afzender, overgang=code) for code in overgangen
    )
    if termijn.trede is not None:
        verlopen = (*verlopen, _van_trede(termijn.trede, datum, afzender, kalender))
    gewaarschuwd = (
        Stap(code=waarschuwing_code(w), op=waarschuwingsdag(w, vanaf, datum, kalender), aan=w.aan)
        for w in termijn.waarschuwingen
    )
    laat = te_laat(datum, termijn.eigenaar, kalender) if termijn.kan_te_laat and not verlopen else ()
    gestart = (Stap(code=f"{START}{code}", op=datum + _DAG, aan=Partij.PORTAAL, start=code) for code in starts)
    return tuple(sorted((*gewaarschuwd, *laat, *verlopen, *gestart), key=lambda stap: stap.op))


def _van_trede(trede: Trede, datum: date, eigenaar: Partij, kalender: Kalender) -> Stap:
    """Return that the portal takes a rung the day after, or that whose deed it is hears on a werkdag that he may."""
    if trede.is_vanzelf:
        return Stap(code=f"{TREDE}{trede.code}", op=datum + _DAG, aan=eigenaar, trede=trede)
    return Stap(code=f"{TREDE_AAN_U}{trede.code}", op=werkdag_vanaf(datum + _DAG, kalender), aan=trede.door)


def stappen_van_toezegging(termijn: Termijn, vanaf: date, dag: date, *, kalender: Kalender) -> tuple[Stap, ...]:
    """Return the steps that guard a promised day as the last day is guarded: its warnings, and that it has passed."""
    gewaarschuwd = (
        Stap(code=waarschuwing_code(w), op=waarschuwingsdag(w, vanaf, dag, kalender), aan=w.aan)
        for w in termijn.waarschuwingen
        if not w.vanaf_begin
    )
    stappen = (*gewaarschuwd, *te_laat(dag, termijn.eigenaar, kalender))
    return tuple(replace(stap, code=f"{TOEGEZEGD}{dag}:{stap.code}") for stap in stappen)


def te_laat(datum: date, eigenaar: Partij, kalender: Kalender) -> tuple[Stap, ...]:
    """Return the steps after the last day of a duty: the team hears it, and the sender whose duty it was.

    On the day after, or when nobody works then on the first werkdag, as every mail that tells that something has run out.
    """
    op = werkdag_vanaf(datum + _DAG, kalender)
    team = Stap(code=TE_LAAT, op=op, aan=Partij.BEHANDELEND_TEAM)
    afzender = Stap(code=TE_LAAT_AFZENDER, op=op, aan=eigenaar)
    return (team, afzender) if eigenaar in _AFZENDERS else (team,)


def werkdag_vanaf(dag: date, kalender: Kalender) -> date:
    """Return the first day from this one on, itself too, on which people work and so read what they are told."""
    return dag if kalender.is_werkdag(dag, wettelijk=False) else kalender.volgende_werkdag(dag, wettelijk=False)


def eerste_stap(termijn: Termijn, vanaf: date, datum: date, kalender: Kalender) -> date:
    """Return the first day on which there can be something to do: a warning, or the day after the last day."""
    return min([*(waarschuwingsdag(w, vanaf, datum, kalender) for w in termijn.waarschuwingen), datum + _DAG])


def waarschuwingsdag(waarschuwing: Waarschuwing, vanaf: date, datum: date, kalender: Kalender) -> date:
    """Count the day of a warning from the last day of its clock, or from its start.

    People read it on a day on which they work (voorstel): what falls on another comes on the last werkdag before, but not
    before the clock began; what tells that it has run out never comes sooner, but on the first werkdag after.
    """
    dag = _geteld(waarschuwing, vanaf if waarschuwing.vanaf_begin else datum, kalender)
    if kalender.is_werkdag(dag, wettelijk=False):
        return dag
    if waarschuwing.aantal > 0 and not waarschuwing.vanaf_begin:
        return kalender.volgende_werkdag(dag, wettelijk=False)
    eerder = kalender.vorige_werkdag(dag, wettelijk=False)
    return dag if eerder < vanaf <= datum else eerder


def _geteld(waarschuwing: Waarschuwing, ijkdag: date, kalender: Kalender) -> date:
    if waarschuwing.aantal == 0:
        return ijkdag
    maat = Termijn(
        code="waarschuwing",
        titel="",
        aantal=abs(waarschuwing.aantal),
        eenheid=waarschuwing.eenheid,
        begint=BijAankomst(),
        eigenaar=waarschuwing.aan,
        bron=waarschuwing.bron,
        richting=Richting.TERUG if waarschuwing.aantal < 0 else Richting.VOORUIT,
    )
    return tel(maat, ijkdag, kalender).datum


def waarschuwing_code(waarschuwing: Waarschuwing) -> str:
    """Name a warning so that it stays the same however the declaration is ordered: '-1-week-aanbieder'."""
    begin = "-na-begin" if waarschuwing.vanaf_begin else ""
    return f"{waarschuwing.aantal}-{Eenheid(waarschuwing.eenheid).value}{begin}-{waarschuwing.aan.value}"


def ronde(stappen: Sequence[Stap], gedaan: Collection[str], vandaag: date) -> Ronde:
    """Say what a pass on this day owes: each receiver hears only the last thing that has passed, once.

    After a week without a worker nobody gets the mails of every day in it. What the portal itself must do is never skipped.
    """
    voorbij = [stap for stap in stappen if stap.op <= vandaag]
    laatste = {stap.aan: stap for stap in voorbij if not stap.start}
    over = [stap for stap in voorbij if stap.code not in gedaan]
    nu = tuple(stap for stap in over if stap.is_doen or stap is laatste[stap.aan])
    return Ronde(
        nu=nu,
        ingehaald=tuple(stap for stap in over if stap not in nu),
        volgende=min((stap.op for stap in stappen if stap.op > vandaag), default=None),
    )
