"""One thing that runs out or stands still, and the clocks of which that is asked besides their own last day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import Rij
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.klokken.urgentie import promised_title
from portal.core.services import Services
from portal.domain.partij import Partij
from portal.domain.termijn import Karakter
from portal.models import Bericht, Termijn, Termijnperiode

HOOGSTENS: Final = 200
# What an organisation that sends must do itself; the rest is for the team that has the bericht.
VAN_AFZENDER: Final = (Partij.AFZENDER.value, Partij.AANBIEDER.value)
KLOK: Final = (
    Termijn.id, Termijn.datum, Termijn.titel, Termijn.karakter, Termijn.code,
    Bericht.id, Bericht.nummer, Bericht.mailbox, Bericht.behandelaar,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Aflopend:
    """One thing with a last day: of a bericht, or a duty that has none yet (`bericht` None, then `mailbox` starts one).

    `bron` is the id of the clock or taak itself, `taak` the code of a taak, `toewijzing` what a duty follows from. `rij` is
    the row of its bericht as lists show it. What stands still has no last day: `datum` is then the last day of the time that
    was given, NOOIT without one, and `stil_sinds` since when.
    """

    bron: UUID
    datum: date
    titel: str
    karakter: Karakter
    mailbox: str
    mailbox_titel: str
    onverwijld: bool = False
    is_taak: bool = False
    taak: str = ""
    bij_indienen: bool = False
    stil_sinds: date | None = None
    toewijzing: UUID | None = None
    bericht: UUID | None = None
    nummer: str = ""
    behandelaar: UUID | None = None
    rij: Rij | None = None


def stilstaand(services: Services, gebruiker: Gebruiker, *, keuze: str) -> tuple[Aflopend, ...]:
    """Return the clocks that stand still, so that none is forgotten: those of which the time is over first."""
    open_periode = and_(
        Termijnperiode.termijn == Termijn.id, Termijnperiode.van.is_not(None), Termijnperiode.tot.is_(None)
    )
    query = (
        select(*KLOK, Termijnperiode.van, Termijnperiode.uiterlijk)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .join(Termijnperiode, open_periode)
        .where(or_(*ours(gebruiker, keuze)), Termijn.status == Klokstatus.OPGESCHORT.value)
        .order_by(func.coalesce(Termijnperiode.uiterlijk, NOOIT), Termijn.id)
        .limit(HOOGSTENS + 1)
    )
    with services.database.lezen() as session:
        rijen: Sequence[Sequence[Any]] = session.execute(query).all()
    return tuple(replace(clock_of(services, rij[:-2]), stil_sinds=rij[-2], datum=rij[-1] or NOOIT) for rij in rijen)


def promised(
    services: Services, session: Session, gebruiker: Gebruiker, keuze: str, *, tot: date
) -> Iterator[Aflopend]:
    """Yield the days up to and including `tot` that were promised beside the term (Awb 4:14 lid 1), also while that stands still."""
    query = (
        select(*KLOK, Termijn.toegezegd)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(
            or_(*ours(gebruiker, keuze)),
            Termijn.status.in_(LEVEND),
            Termijn.toegezegd <= tot,
            Bericht.urgent <= tot,  # that day presses too, or its own last day came first: so few rows are looked at
        )
        .order_by(Termijn.toegezegd, Termijn.id)
        .limit(HOOGSTENS + 1)
    )
    for rij in session.execute(query).all():
        klok = clock_of(services, rij[:-1])
        naam = promised_title(klok.titel)
        yield replace(klok, bron=uuid5(klok.bron, "toegezegd"), datum=rij[-1] or NOOIT, titel=naam)


def ours(gebruiker: Gebruiker, keuze: str) -> Iterator[ColumnElement[bool]]:
    """Yield whose clocks count: those of what a team has, and of what was sent those that wait for the sender."""
    (soort, code), van_mij = gebruiker.namens.sleutel, keuze == "van-mij"
    als_team = gebruiker.namens.als_team
    yield and_(Bericht.team == als_team, *([Bericht.behandelaar == gebruiker.persoon] if van_mij else []))
    yield and_(
        Bericht.afzender_soort == soort,
        Bericht.afzender == code,
        Bericht.team != als_team,
        Termijn.eigenaar.in_(VAN_AFZENDER),
        *([Bericht.ingediend_door == gebruiker.persoon] if van_mij else []),
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
