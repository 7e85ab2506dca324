"""A week of what runs out: what is late, what ends on each day, what stands still, and the taken without a last day.

The client shorthands of a page are unsealed in one call of the vault, as in every list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import Rij, rows_for
from portal.core.herinneren.afloop import aflopend, eis_inzage, zonder_termijn
from portal.core.herinneren.aflopend import HOOGSTENS, Aflopend, stilstaand
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.kalender import EERSTE_JAAR, LAATSTE_JAAR

WEEK: Final = timedelta(days=6)
PER_BLADZIJDE: Final = 100
GETELD: Final = 2_000  # so many late ones, and so many of one week, are counted; of more it says that there are more


@dataclass(frozen=True, slots=True, kw_only=True)
class Dag:
    """A day of the week with how many end on it, those of them on this page, and the page on which they begin.

    `vrij` says why it is no werkdag.
    """

    datum: date
    vrij: str
    aantal: int
    bladzijde: int
    aflopend: tuple[Aflopend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bladen:
    """Which pages are asked, from 1: of what is late, of what ends in the week, and of what stands still by its cursor."""

    laat: int = 1
    week: int = 1
    stil: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is late, what ends from `van` to `tot`, what stands still, and the open taken without a term.

    `aantal_te_laat` and the numbers of the days count all up to GETELD, also what is on another page; `bladen` is this page.
    `stil_volgende` is the cursor of the next page of what stands still, '' at the end; `meer` when there is more than is
    counted, or than fits of the taken without a term.
    """

    van: date
    tot: date
    aantal_te_laat: int
    te_laat: tuple[Aflopend, ...]
    dagen: tuple[Dag, ...]
    bladen: Bladen
    stil: tuple[Aflopend, ...]
    stil_volgende: str
    zonder_termijn: tuple[Aflopend, ...]
    meer: bool
    kluis_dicht: bool

    @property
    def aantal(self) -> int:
        """How many end in this week."""
        return sum(dag.aantal for dag in self.dagen)

    @property
    def meer_te_laat(self) -> bool:
        """Whether there is a next page of what is late."""
        return self.aantal_te_laat > self.bladen.laat * PER_BLADZIJDE

    @property
    def meer_in_week(self) -> bool:
        """Whether there is a next page of what ends in this week."""
        return self.aantal > self.bladen.week * PER_BLADZIJDE


def week(
    services: Services, gebruiker: Gebruiker, *, van: date, keuze: str, vandaag: date, bladen: Bladen | None = None
) -> Week:
    """Return the week that begins on this day, with what is late before it; raises NietToegestaan."""
    eis_inzage(gebruiker)
    bladen, tot, grens = bladen or Bladen(), van + WEEK, min(van, vandaag)
    gevonden = aflopend(services, gebruiker, van=van, tot=tot, keuze=keuze, vandaag=vandaag, hoogstens=GETELD)
    laat = [item for item in gevonden if item.datum < grens]
    in_week = [item for item in gevonden if item.datum >= grens]
    stil = stilstaand(services, gebruiker, keuze=keuze, na=bladen.stil)
    zonder = zonder_termijn(services, gebruiker, keuze=keuze)
    delen = (_on_page(laat, bladen.laat), _on_page(in_week, bladen.week), stil.rijen, zonder[:HOOGSTENS])
    rijen, dicht = _rows(services, gebruiker, [item for deel in delen for item in deel])
    te_laat, te_zien, staat_stil, zonder_dag = (
        tuple(replace(item, rij=rijen.get(item.bericht) if item.bericht else None) for item in deel) for deel in delen
    )
    return Week(
        van=van,
        tot=tot,
        aantal_te_laat=len(laat[:GETELD]),
        te_laat=te_laat,
        dagen=tuple(_days(services, van, in_week[:GETELD], te_zien)),
        bladen=bladen,
        stil=staat_stil,
        zonder_termijn=zonder_dag,
        stil_volgende=stil.volgende,
        meer=max(len(laat), len(in_week)) > GETELD or len(zonder) > HOOGSTENS,
        kluis_dicht=dicht,
    )


def week_van(tekst: str, vandaag: date) -> date:
    """Return the monday of an ISO week ('2026-W49'), of this week when none is named; raises NietGevonden.

    A week with a day of which nobody can say whether it is a werkdag is none to look at.
    """
    if not tekst:
        return vandaag - timedelta(days=vandaag.weekday())
    jaar, _, nummer = tekst.partition("-W")
    try:
        maandag = date.fromisocalendar(int(jaar), int(nummer), 1)
    except (ValueError, OverflowError):
        raise NietGevonden from None
    if maandag.year < EERSTE_JAAR or maandag.year > LAATSTE_JAAR or (maandag + WEEK).year > LAATSTE_JAAR:
        raise NietGevonden
    return maandag


def _on_page(items: Sequence[Aflopend], bladzijde: int) -> Sequence[Aflopend]:
    begin = (bladzijde - 1) * PER_BLADZIJDE
    return items[:GETELD][begin : begin + PER_BLADZIJDE]


def _days(services: Services, van: date, alle: Sequence[Aflopend], te_zien: Sequence[Aflopend]) -> Iterable[Dag]:
    op_dag = {dag: tuple(hier) for dag, hier in groupby(te_zien, key=lambda item: item.datum)}
    eerder = 0
    for datum in (van + timedelta(days=n) for n in range(7)):
        aantal = sum(item.datum == datum for item in alle)
        yield Dag(
            datum=datum,
            vrij=services.kalender.reden_geen_werkdag(datum, wettelijk=False) or "",
            aantal=aantal,
            bladzijde=eerder // PER_BLADZIJDE + 1,
            aflopend=op_dag.get(datum, ()),
        )
        eerder += aantal


def _rows(services: Services, gebruiker: Gebruiker, items: Iterable[Aflopend]) -> tuple[dict[UUID, Rij], bool]:
    """Return the rows of these berichten, each once."""
    ids = tuple(dict.fromkeys(item.bericht for item in items if item.bericht is not None))
    rijen, dicht = rows_for(services, gebruiker, ids)
    return {rij.id: rij for rij in rijen}, dicht
