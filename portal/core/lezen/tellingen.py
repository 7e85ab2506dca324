"""Tellingen: the choices above a list of berichten, and how many each holds, counted up to a bound in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Final

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, or_, select

from portal.domain.levensloop import Fase
from portal.models import Bericht
from portal.prepared import Prepared

COUNT_TO: Final = 1000

TEAM_FILTERS: Final = (
    ("alles", "Alles"),
    ("van-mij", "Van mij"),
    ("zonder-behandelaar", "Zonder behandelaar"),
    ("wacht", "Wacht op afzender"),
)
SENDER_FILTERS: Final = (("open", "Onderweg"), ("vragen", "U bent aan zet"), ("klaar", "Afgerond"))
OPEN: Final = (Fase.BIJ_TEAM.value, Fase.BIJ_AFZENDER.value)
TEAM_FASES: Final = {"wacht": (Fase.BIJ_AFZENDER.value,)}
SENDER_FASES: Final = {"open": OPEN, "vragen": (Fase.BIJ_AFZENDER.value,), "klaar": (Fase.KLAAR.value,)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """How many a filter holds; `meer` when it is more than we count to."""

    keuze: str
    titel: str
    aantal: int
    meer: bool


def team_parts(naam: str) -> list[list[ColumnElement[bool]]]:
    """Return the conditions of a choice of a team, of each part that has an index of its own; asked with team, personen and weg."""
    van_ons = Bericht.team == bindparam("team")
    match naam:
        case "van-mij":
            return [[van_ons, Bericht.behandelaar.in_(bindparam("personen", expanding=True))]]
        case "zonder-behandelaar":
            van_wie_weg_is = Bericht.behandelaar.in_(bindparam("weg", expanding=True))
            return [[van_ons, Bericht.behandelaar.is_(None)], [van_ons, van_wie_weg_is]]
        case _:
            return [[van_ons]]


@cache
def team_counts(*, met_mapje: bool) -> Prepared:
    """Count what each choice of a team holds in one query; made once, and asked with team, personen, weg and mapje."""
    mapje = [Bericht.mailbox == bindparam("mapje")] if met_mapje else []
    per_keuze = (
        [_count([*deel, *mapje, in_fases(TEAM_FASES.get(naam, OPEN))]) for deel in team_parts(naam)]
        for naam, _ in TEAM_FILTERS
    )
    return Prepared(select(*(reduce(add, delen) for delen in per_keuze)))


@cache
def sender_counts() -> Prepared:
    """Count what each choice of a sender holds in one query; made once, and asked with soort, afzender and the mailboxes that are stil."""
    eigen = (Bericht.afzender_soort == bindparam("soort"), Bericht.afzender == bindparam("afzender"))
    luid = Bericht.mailbox.not_in(bindparam("stil", expanding=True))
    tellen = {naam: _count([*eigen, in_fases(fases), luid]) for naam, fases in SENDER_FASES.items()}
    # What goes on in silence is done for who sent it, however far it is: counted apart, as each part has an index of its own.
    klaar = tellen["klaar"] + _count([*eigen, ~luid])
    return Prepared(select(*(klaar if naam == "klaar" else tellen[naam] for naam, _ in SENDER_FILTERS)))


def in_fases(fases: Sequence[str]) -> ColumnElement[bool]:
    """Select these fases, by values that stand in the query: a list that is filled in is written anew at every asking."""
    return or_(*(Bericht.fase == fase for fase in fases))


def _count(voorwaarden: Sequence[ColumnElement[bool]]) -> ScalarSelect[int]:
    """Count up to a bound, so that a busy team's page costs no more than a quiet one's."""
    bounded = select(Bericht.id).where(*voorwaarden).limit(COUNT_TO + 1).subquery()
    return select(func.count()).select_from(bounded).scalar_subquery()


def telling(naam: str, titel: str, aantal: int) -> Telling:
    """Say what was counted."""
    return Telling(keuze=naam, titel=titel, aantal=min(aantal, COUNT_TO), meer=aantal > COUNT_TO)
