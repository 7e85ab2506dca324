"""Lists of berichten: the werkvoorraad of a team and what an organisation has under way.

Most urgent first for the team, newest first for the sender; paged by key, so that a page costs the same at
a thousand and at a million. The client shorthands of a page are unsealed in one call of the vault.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, bindparam, select, tuple_, union_all

from portal.core.accounts import Gebruiker
from portal.core.bericht.kanten import quiet_codes
from portal.core.bericht.lijstrijen import Gelezen, Rij, read_rows, rows_of, show_rows
from portal.core.cursor import moment, read_cursor, write_cursor
from portal.core.lezen.houders import gone
from portal.core.lezen.tellingen import (
    OPEN,
    SENDER_FASES,
    SENDER_FILTERS,
    TEAM_FASES,
    TEAM_FILTERS,
    Telling,
    sender_counts,
    team_counts,
    team_parts,
    telling,
)
from portal.core.services import Services
from portal.domain.levensloop import Fase
from portal.domain.rechten import Recht
from portal.models import Bericht
from portal.prepared import Prepared

PAGE: Final = 50
NIEMAND: Final = UUID(int=0)
# Behind the name of a behandelaar who was blocked or has no role in the team any more.
WEG: Final = " (heeft geen toegang meer)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lijst:
    """A page of rows; `volgende` is the cursor of the next page, '' at the end."""

    rijen: tuple[Rij, ...]
    volgende: str
    tellingen: tuple[Telling, ...]
    kluis_dicht: bool


def werkvoorraad(
    services: Services,
    gebruiker: Gebruiker,
    *,
    keuze: str = "alles",
    mapje: str = "",
    na: str = "",
    waargenomen: frozenset[UUID] = frozenset(),
) -> Lijst:
    """Return a page of the team's open berichten, most urgent first; raises NietToegestaan.

    `waargenomen` are the colleagues for whom he stands in: what is theirs is his as well.
    """
    gebruiker.eis(Recht.BERICHT_LEZEN)
    gekozen = keuze if keuze in dict(TEAM_FILTERS) else "alles"
    begin = _begin(na)
    team = gebruiker.namens.als_team
    query = _team_page(gekozen, met_mapje=bool(mapje), verder=begin is not None)
    with services.database.lezen() as session:
        weg = gone(session, services, team, vandaag=gebruiker.vandaag)
        # A list with nothing in it would be written anew for both engines; nobody has this id.
        wie = {"team": team, "personen": [gebruiker.persoon, *waargenomen], "weg": weg or [NIEMAND], "mapje": mapje}
        gelezen = read_rows(services, session, gebruiker, query, {**wie, **(begin or {}), "hoogstens": PAGE + 1})
        aantallen = team_counts(met_mapje=bool(mapje)).rows(session, **wie)[0]
    tellingen = tuple(telling(*wat, aantal) for wat, aantal in zip(TEAM_FILTERS, aantallen, strict=True))
    rijen = sorted(gelezen.rijen, key=_most_urgent)
    namen = {**gelezen.personen, **{p: f"{gelezen.personen[p]}{WEG}" for p in weg if p in gelezen.personen}}
    return _lijst(services, gebruiker, Gelezen(tuple(rijen), namen), tellingen, hoogstens=PAGE)


def onderweg(
    services: Services,
    gebruiker: Gebruiker,
    *,
    keuze: str = "open",
    na: str = "",
    hoogstens: int = PAGE,
) -> Lijst:
    """Return a page of what this organisation sent, newest first; raises NietToegestaan."""
    gebruiker.eis(Recht.BERICHT_VOLGEN)
    begin, stil = _begin(na), quiet_codes(services)
    wie = {"soort": gebruiker.namens.soort, "afzender": gebruiker.namens.code, "stil": stil}
    query = _sender_page(keuze if keuze in SENDER_FASES else "open", verder=begin is not None, stil=bool(stil))
    with services.database.lezen() as session:
        gelezen = read_rows(services, session, gebruiker, query, {**wie, **(begin or {}), "hoogstens": hoogstens + 1})
        aantallen = sender_counts().rows(session, **wie)[0]
    tellingen = tuple(telling(*wat, aantal) for wat, aantal in zip(SENDER_FILTERS, aantallen, strict=True))
    rijen = sorted(gelezen.rijen, key=_newest, reverse=True)
    return _lijst(services, gebruiker, Gelezen(tuple(rijen), gelezen.personen), tellingen, hoogstens=hoogstens)


def _begin(na: str) -> dict[str, Any] | None:
    """Return where the page begins, as its query asks it; None for the first page."""
    begin = read_cursor(na, date.fromisoformat, moment, UUID)
    return None if begin is None else dict(zip(("urgent", "ingediend", "id"), begin, strict=True))


@cache
def _team_page(keuze: str, *, met_mapje: bool, verder: bool) -> Prepared:
    """Ask for a page of a team; made once for each choice."""
    waar = [Bericht.mailbox == bindparam("mapje")] if met_mapje else []
    waar += [tuple_(*_most_urgent(Bericht)) > _asked(_most_urgent(Bericht))] if verder else []
    fases = TEAM_FASES.get(keuze, OPEN)
    return _of_each(
        [[*deel, *waar, Bericht.fase == fase] for deel in team_parts(keuze) for fase in fases], _most_urgent
    )


@cache
def _sender_page(keuze: str, *, verder: bool, stil: bool) -> Prepared:
    """Ask for a page of a sender; what goes on in silence is done for who sent it, however far it is."""
    eigen = [Bericht.afzender_soort == bindparam("soort"), Bericht.afzender == bindparam("afzender")]
    eigen += [tuple_(*_newest(Bericht)) < _asked(_newest(Bericht))] if verder else []
    luid = Bericht.mailbox.not_in(bindparam("stil", expanding=True))
    waar = [[*eigen, luid, Bericht.fase == fase] for fase in SENDER_FASES[keuze]]
    waar += [[*eigen, ~luid, Bericht.fase == fase.value] for fase in Fase] if keuze == "klaar" and stil else []
    return _of_each(waar, lambda van: [kolom.desc() for kolom in _newest(van)])


def _most_urgent(van: Any) -> tuple[Any, ...]:  # noqa: ANN401 - the table, or a query of its columns
    return van.urgent, van.ingediend, van.id


def _newest(van: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    return van.ingediend, van.id


def _asked(sleutel: Sequence[Any]) -> ColumnElement[Any]:
    return tuple_(*(bindparam(kolom.key, type_=kolom.type) for kolom in sleutel))


def _of_each(delen: Sequence[Sequence[ColumnElement[bool]]], op: Callable[[Any], Sequence[Any]]) -> Prepared:
    """Take a page of each part: each reads its index in order and stops, where one query would sort all that is open."""
    most: BindParameter[int] = bindparam("hoogstens")
    paginas = (
        select(*_most_urgent(Bericht)).where(*deel).order_by(*op(Bericht)).limit(most).subquery() for deel in delen
    )
    samen = union_all(*(select(pagina) for pagina in paginas)).subquery()
    return rows_of(select(samen.c.id).order_by(*op(samen.c)).limit(most).subquery())


def _lijst(
    services: Services, gebruiker: Gebruiker, gelezen: Gelezen, tellingen: tuple[Telling, ...], *, hoogstens: int
) -> Lijst:
    """Show a page of what was read, which is in order and may be more than a page."""
    alle = gelezen.rijen
    laatste = alle[hoogstens - 1] if len(alle) > hoogstens else None
    volgende = write_cursor(laatste.urgent, laatste.ingediend.isoformat(), laatste.id) if laatste else ""
    rijen, dicht = show_rows(services, gebruiker, Gelezen(alle[:hoogstens], gelezen.personen))
    return Lijst(rijen=rijen, volgende=volgende, tellingen=tellingen, kluis_dicht=dicht)
