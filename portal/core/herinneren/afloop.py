"""What runs out, and when: clocks, taken and verplichtingen of a team, a person or an organisation, late ones first.

From columns in clear only; the client shorthands of a page are unsealed in one call of the vault, as in every list.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.bericht.lijstrijen import Rij, rows_for
from portal.core.herinneren.aflopend import HOOGSTENS, KLOK, Aflopend, clock_of, ours, promised, stilstaand
from portal.core.herinneren.iwmoherinnering import to_report
from portal.core.herinneren.taaktermijn import clock_is
from portal.core.klokken.klokken import NOOIT, Klokstatus
from portal.core.klokken.taakklokken import fulfilled_by, of_taak
from portal.core.opening import NietGevonden
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.termijn import Karakter
from portal.models import Bericht, Organisatie, Taak, Termijn, Verplichting

WEEK: Final = timedelta(days=6)
KEUZES: Final = (("alles", "Alles"), ("van-mij", "Van mij"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dag:
    """A day of the week with what ends on it; `vrij` says why it is no werkdag."""

    datum: date
    vrij: str
    aflopend: tuple[Aflopend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What is late, what ends from `van` to `tot`, what stands still, and the open taken without a term.

    `stil_volgende` is the cursor of the next page of what stands still, '' at the end; `meer` when there is more of the rest
    than fits on a page.
    """

    van: date
    tot: date
    te_laat: tuple[Aflopend, ...]
    dagen: tuple[Dag, ...]
    stil: tuple[Aflopend, ...]
    stil_volgende: str
    zonder_termijn: tuple[Aflopend, ...]
    meer: bool
    kluis_dicht: bool

    @property
    def aantal(self) -> int:
        """How many end in this week."""
        return sum(len(dag.aflopend) for dag in self.dagen)


def week(services: Services, gebruiker: Gebruiker, *, van: date, keuze: str, vandaag: date, na: str = "") -> Week:
    """Return the week that begins on this day, with what is late before it; raises NietToegestaan.

    `na` is the cursor of the page of what stands still.
    """
    eis_inzage(gebruiker)
    tot = van + WEEK
    gevonden = aflopend(services, gebruiker, tot=tot, keuze=keuze, vandaag=vandaag)
    te_zien = [item for item in gevonden if item.datum >= van or item.datum < vandaag][:HOOGSTENS]
    stil = stilstaand(services, gebruiker, keuze=keuze, na=na)
    zonder = zonder_termijn(services, gebruiker, keuze=keuze, vandaag=vandaag)
    rijen, dicht = _rows(services, gebruiker, [*te_zien, *stil.rijen, *zonder[:HOOGSTENS]])
    items, staat_stil, zonder_dag = (
        [replace(item, rij=rijen.get(item.bericht) if item.bericht else None) for item in deel]
        for deel in (te_zien, stil.rijen, zonder[:HOOGSTENS])
    )
    op_dag = {dag: tuple(hier) for dag, hier in groupby(items, key=lambda item: item.datum)}
    kalender = services.kalender
    return Week(
        van=van,
        tot=tot,
        te_laat=tuple(item for item in items if item.datum < min(van, vandaag)),
        dagen=tuple(
            Dag(
                datum=dag,
                vrij=kalender.reden_geen_werkdag(dag, wettelijk=False) or "",
                aflopend=op_dag.get(dag, ()),
            )
            for dag in (van + timedelta(days=n) for n in range(7))
        ),
        stil=tuple(staat_stil),
        zonder_termijn=tuple(zonder_dag),
        stil_volgende=stil.volgende,
        meer=max(len(gevonden), len(zonder)) > HOOGSTENS,
        kluis_dicht=dicht,
    )


def aflopend(services: Services, gebruiker: Gebruiker, *, tot: date, keuze: str, vandaag: date) -> tuple[Aflopend, ...]:
    """Return what is late or ends up to and including `tot`, late first and then by day, at most one more than a page."""
    with services.database.lezen() as session:
        per_kant = (_clocks(van_ons, tot=tot, vandaag=vandaag) for van_ons in ours(gebruiker, keuze))
        klokken = [rij for query in per_kant for rij in session.execute(query)]
        taken = tuple(_taken(services, session, gebruiker, keuze, tot=tot))
        in_taken = {(taak.bericht, taak.taak) for taak in taken}
        gevonden = [
            *(
                clock_of(services, rij)
                for rij in klokken
                if not of_taak(services, rij.mailbox, rij.code)
                and in_taken.isdisjoint((rij[5], taak) for taak in fulfilled_by(services, rij.mailbox, rij.code))
            ),
            *promised(services, session, gebruiker, keuze, tot=tot),
            *taken,
            *_duties(services, session, gebruiker, tot=tot, vandaag=vandaag),
            *_iwmo(services, session, gebruiker, tot=tot, vandaag=vandaag),
        ]
    return tuple(sorted(gevonden, key=_pressing)[: HOOGSTENS + 1])


def zonder_termijn(services: Services, gebruiker: Gebruiker, *, keuze: str, vandaag: date) -> tuple[Aflopend, ...]:
    """Return the open taken of the team without a last day, oldest first: somebody waits for them too.

    For most no source names a term. One of which the clock stands still is not among them: that clock is on the list itself.
    """
    with services.database.lezen() as session:
        return tuple(_taken(services, session, gebruiker, keuze, tot=vandaag, zonder=True))


def eis_inzage(gebruiker: Gebruiker) -> None:
    """Refuse with NietToegestaan whoever reads no berichten here; who sends follows his own."""
    gebruiker.eis(Recht.BERICHT_LEZEN if gebruiker.namens.soort == "team" else Recht.BERICHT_VOLGEN)


def week_van(tekst: str, vandaag: date) -> date:
    """Return the monday of an ISO week ('2026-W49'), of this week when none is named; raises NietGevonden."""
    if not tekst:
        return vandaag - timedelta(days=vandaag.weekday())
    jaar, _, nummer = tekst.partition("-W")
    try:
        return date.fromisocalendar(int(jaar), int(nummer), 1)
    except (ValueError, OverflowError):
        raise NietGevonden from None


def _clocks(van_ons: ColumnElement[bool], *, tot: date, vandaag: date) -> "Select[*tuple[Any, ...]]":
    """Ask for the running clocks but the chances of a burger; what is no duty is over when its day has passed, and never late."""
    return (
        select(*KLOK)
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(van_ons, Bericht.urgent <= tot, *_runs_out(tot=tot, vandaag=vandaag))
        .order_by(Termijn.datum, Termijn.id)
        .limit(HOOGSTENS + 1)
    )


def _runs_out(*, tot: date, vandaag: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Termijn.status == Klokstatus.LOOPT.value,
        Termijn.datum <= tot,
        Termijn.karakter != Karakter.KANS.value,
        or_(Termijn.datum >= vandaag, Termijn.karakter == Karakter.PLICHT.value),
    )


def _taken(
    services: Services, session: Session, gebruiker: Gebruiker, keuze: str, *, tot: date, zonder: bool = False
) -> Iterator[Aflopend]:
    """Yield the open taken of the team or aanbieder that have a last day up to `tot`, or with `zonder` those that have none."""
    stil = and_(Bericht.team == Taak.team, clock_is(services, Klokstatus.OPGESCHORT))
    rijen = session.execute(
        select(Taak, Bericht.nummer, Bericht.mailbox, Bericht.behandelaar)
        .join(Bericht, Bericht.id == Taak.bericht)
        .where(
            Taak.team == gebruiker.namens.als_team,
            Taak.status == "open",
            and_(Taak.uiterlijk == NOOIT, ~stil) if zonder else Taak.uiterlijk <= min(tot, NOOIT - WEEK),
            *([Bericht.behandelaar == gebruiker.persoon] if keuze == "van-mij" else []),
        )
        .order_by(Taak.uiterlijk, Taak.bericht, Taak.volgnummer, Taak.id)
        .limit(HOOGSTENS + 1)
    ).all()
    for taak, nummer, mailbox, behandelaar in rijen:
        declaratie = services.mailboxen.met_code(mailbox)
        yield Aflopend(
            bron=taak.id,
            datum=taak.uiterlijk,
            titel=taak.titel,
            karakter=Karakter.PLICHT,
            mailbox=mailbox,
            mailbox_titel=declaratie.titel if declaratie is not None else "",
            is_taak=True,
            taak=taak.code,
            heeft_termijn=declaratie is None or declaratie.heeft_termijn(taak.code),
            bericht=taak.bericht,
            nummer=nummer,
            behandelaar=behandelaar,
        )


def _duties(
    services: Services, session: Session, gebruiker: Gebruiker, *, tot: date, vandaag: date
) -> Iterator[Aflopend]:
    """Yield what an organisation must still send though no bericht of it has begun, to it and to the team that waits for it."""
    soort, code = gebruiker.namens.sleutel
    rijen = session.execute(
        select(Termijn.id, Termijn.datum, Termijn.titel, Verplichting, Organisatie.naam, Bericht)
        .join(Verplichting, Verplichting.id == Termijn.verplichting)
        .join(Organisatie, Organisatie.code == Verplichting.organisatie)
        .outerjoin(Bericht, and_(Bericht.id == Verplichting.bron_bericht, Bericht.team == code))
        .where(
            Verplichting.team == code if soort == "team" else Verplichting.organisatie == code,
            Verplichting.status == "open",
            *_runs_out(tot=tot, vandaag=vandaag),
        )
        .order_by(Termijn.datum, Termijn.id)
        .limit(HOOGSTENS + 1)
    ).all()
    for bron, datum, titel, plicht, naam, bericht in rijen:
        declaratie = services.mailboxen.met_code(plicht.mailbox)
        hier: Bericht | None = bericht if soort == "team" else None
        yield Aflopend(
            bron=bron,
            datum=datum,
            titel=f"{titel}, van {naam}" if soort == "team" else titel,
            karakter=Karakter.PLICHT,
            mailbox=plicht.mailbox,
            mailbox_titel=declaratie.titel if declaratie is not None else "",
            toewijzing=plicht.toewijzing,
            bericht=hier.id if hier is not None else None,
            nummer=hier.nummer if hier is not None else "",
        )


def _iwmo(
    services: Services, session: Session, gebruiker: Gebruiker, *, tot: date, vandaag: date
) -> Iterator[Aflopend]:
    """Yield what an aanbieder still reports with iWmo, for who may read his toewijzingen."""
    soort, code = gebruiker.namens.sleutel
    if soort == "organisatie" and gebruiker.mag(Recht.TOEWIJZING_LEZEN):
        yield from to_report(session, services.regio, code, van=vandaag, tot=tot)


def _pressing(item: Aflopend) -> tuple[date, bool, bool, bool, UUID]:
    """Order by day; on one day what is due at once, then duties, then what nobody has taken up."""
    return (
        item.datum,
        not item.onverwijld,
        item.karakter is not Karakter.PLICHT,
        item.behandelaar is not None,
        item.bron,
    )


def _rows(services: Services, gebruiker: Gebruiker, items: Iterable[Aflopend]) -> tuple[dict[UUID, Rij], bool]:
    """Return the rows of these berichten, each once."""
    ids = tuple(dict.fromkeys(item.bericht for item in items if item.bericht is not None))
    rijen, dicht = rows_for(services, gebruiker, ids)
    return {rij.id: rij for rij in rijen}, dicht
