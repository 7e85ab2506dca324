"""One thing that runs out or stands still, and the clocks of which that is asked besides their own last day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import Rij
from portal.core.cursor import read_cursor, write_cursor
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.klokken.urgentie import promised_title
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.partij import Partij
from portal.domain.termijn import Karakter
from portal.models import Bericht, Termijn, Termijnperiode

HOOGSTENS: Final = 200
STIL_PER_BLADZIJDE: Final = 50
_ZONDER: Final = Termijnperiode.uiterlijk.is_(None)
_MET_DAG: Final = (Termijnperiode.uiterlijk, Termijnperiode.termijn)
_ZONDER_DAG: Final = (Termijnperiode.termijn,)
# What an organisation that sends must do itself; the rest is for the team that has the bericht.
VAN_AFZENDER: Final = (Partij.AFZENDER.value, Partij.AANBIEDER.value)
KLOK: Final = (
    Termijn.id, Termijn.datum, Termijn.titel, Termijn.karakter, Termijn.code,
    Bericht.id, Bericht.nummer, Bericht.mailbox, Bericht.behandelaar,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Aflopend:
    """One thing with a last day: of a bericht, or a duty that has none yet (`bericht` None, then `mailbox` starts one).

    `bron` is the id of the clock or taak itself, and of what has no row of its own one that stays the same. `taak` is the
    code of a taak, `toewijzing` what a duty follows from. A taak for which no source names a term has `heeft_termijn` False.
    `rij` is the row of its bericht as lists show it. What stands still has no last day: `datum` is then the last day of the
    time that was given, NOOIT without one, and `stil_sinds` since when.
    """

    bron: UUID
    datum: date
    titel: str
    karakter: Karakter
    mailbox: str
    mailbox_titel: str
    onverwijld: bool = False
    is_taak: bool = False
    heeft_termijn: bool = True
    taak: str = ""
    bij_indienen: bool = False
    stil_sinds: date | None = None
    toewijzing: UUID | None = None
    bericht: UUID | None = None
    nummer: str = ""
    behandelaar: UUID | None = None
    rij: Rij | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The days that are asked, `van` up to and including `tot`, and how much of each kind is read: one more than `hoogstens`."""

    van: date
    tot: date
    hoogstens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stilstand:
    """A page of the clocks that stand still; `volgende` is the cursor of the next page, '' at the end."""

    rijen: tuple[Aflopend, ...]
    volgende: str


def stilstaand(
    services: Services, gebruiker: Gebruiker, *, keuze: str, na: str = "", hoogstens: int = STIL_PER_BLADZIJDE
) -> Stilstand:
    """Return a page of the clocks that stand still, so that none is forgotten: those of which the time is over first.

    Those with a last day come before those without, each read in the order of one index from the cursor `na` on.
    """
    begin = read_cursor(na, date.fromisoformat, UUID)
    gevonden: list[Sequence[Any]] = []
    with services.database.lezen() as session:
        for tot, volgorde in ((Termijnperiode.uiterlijk.is_not(None), _MET_DAG), (_ZONDER, _ZONDER_DAG)):
            if begin is not None and begin[0] == NOOIT and volgorde is _MET_DAG:
                continue
            verder = _after(begin, volgorde) if begin is not None else ()
            query = _still(*ours(gebruiker, keuze, los=True)).where(tot, *verder).order_by(*volgorde)
            gevonden += session.execute(query.limit(hoogstens + 1 - len(gevonden))).all()
    rijen = tuple(replace(clock_of(services, r[:-2]), stil_sinds=r[-2], datum=r[-1] or NOOIT) for r in gevonden)
    laatste = rijen[hoogstens - 1] if len(rijen) > hoogstens else None
    return Stilstand(rijen=rijen[:hoogstens], volgende=write_cursor(laatste.datum, laatste.bron) if laatste else "")


def _still(*van_ons: ColumnElement[bool]) -> "Select[*tuple[Any, ...]]":
    """Ask for the clocks that stand still by their open perioden; by status they would be looked up one by one."""
    return (
        select(*KLOK, Termijnperiode.van, Termijnperiode.uiterlijk)
        .select_from(Termijnperiode)
        .join(Termijn, Termijn.id == Termijnperiode.termijn)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(
            Termijnperiode.van.is_not(None),
            Termijnperiode.tot.is_(None),
            or_(*van_ons),
            unindexed(Termijn.status) == Klokstatus.OPGESCHORT.value,
        )
    )


def _after(begin: tuple[Any, ...], volgorde: Sequence[Any]) -> tuple[ColumnElement[bool], ...]:
    """Select what comes after the last row of a page, in this part of the list."""
    if volgorde is _MET_DAG:
        return (tuple_(*volgorde) > begin,)
    return (Termijnperiode.termijn > begin[1],) if begin[0] == NOOIT else ()


def promised(services: Services, session: Session, gebruiker: Gebruiker, keuze: str, span: Span) -> Iterator[Aflopend]:
    """Yield the days in this span that were promised beside the term (Awb 4:14 lid 1), also while that stands still."""
    query = (
        select(*KLOK, Termijn.toegezegd)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(
            or_(*ours(gebruiker, keuze)),
            Termijn.status.in_(LEVEND),
            Termijn.toegezegd.between(span.van, span.tot),
            Bericht.urgent
            <= span.tot,  # that day presses too, or its own last day came first: so few rows are looked at
        )
        .order_by(Termijn.toegezegd, Termijn.id)
        .limit(span.hoogstens + 1)
    )
    for rij in session.execute(query).all():
        klok = clock_of(services, rij[:-1])
        naam = promised_title(klok.titel)
        yield replace(klok, bron=uuid5(klok.bron, "toegezegd"), datum=rij[-1] or NOOIT, titel=naam)


def ours(gebruiker: Gebruiker, keuze: str, *, los: bool = False) -> Iterator[ColumnElement[bool]]:
    """Yield whose clocks count: those of what a team has, and of what was sent those that wait for the sender.

    With `los` by no index of the berichten: said of those that are found by something better.
    """
    (soort, code), van_mij = gebruiker.namens.sleutel, keuze == "van-mij"
    als_team = gebruiker.namens.als_team
    team, van_soort, van, behandelaar, door = (
        func.coalesce(kolom, kolom) if los else kolom
        for kolom in (
            Bericht.team,
            Bericht.afzender_soort,
            Bericht.afzender,
            Bericht.behandelaar,
            Bericht.ingediend_door,
        )
    )
    yield and_(team == als_team, *([behandelaar == gebruiker.persoon] if van_mij else []))
    yield and_(
        van_soort == soort,
        van == code,
        team != als_team,
        Termijn.eigenaar.in_(VAN_AFZENDER),
        *([door == gebruiker.persoon] if van_mij else []),
    )


def clock_of(services: Services, rij: Sequence[Any]) -> Aflopend:
    """Return a row of KLOK as it is shown."""
    bron, datum, titel, karakter, code, bericht, nummer, mailbox, behandelaar = tuple(rij)
    declaratie = services.mailboxen.met_code(mailbox)
    termijn = declaratie.termijn(code) if declaratie is not None else None
    return Aflopend(
        bron=bron,
        datum=datum,
        titel=titel,
        karakter=Karakter(karakter) if karakter in set(Karakter) else Karakter.VERWACHTING,
        mailbox=mailbox,
        mailbox_titel=declaratie.titel if declaratie is not None else "",
        onverwijld=termijn is not None and termijn.onverwijld,
        bericht=bericht,
        nummer=nummer,
        behandelaar=behandelaar,
    )
