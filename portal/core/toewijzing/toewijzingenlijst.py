"""The register of toewijzingen as a team or an aanbieder sees it: his own only, in lists, by burgerservicenummer, and one opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.bericht.lijstrijen import shorthands
from portal.core.bericht.overlijden import recorded_at
from portal.core.client.zelfde_client import same_person
from portal.core.cursor import read_cursor, write_cursor
from portal.core.klokken import herindicatieplan
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.lezen.tellingen import COUNT_TO
from portal.core.opening import NietGevonden, open_items, single_item
from portal.core.registers.toewijzingen import (
    INHOUD,
    LAATSTE_DAG,
    Stand,
    Toegewezen,
    end,
    last_day,
    names,
    numbers,
    own,
    prepare,
    read,
    stand_of,
    store,
)
from portal.core.services import Services
from portal.core.toewijzing.na_overlijden import end_with_death, refuse_after_death
from portal.core.toewijzing.toewijzingkader import must_enter_for
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import voluit
from portal.domain.rechten import Recht
from portal.models import Toewijzing, Verplichting

PAGE: Final = 50
# voorstel: as long before the end as the first herinnering of the herindicatie.
BINNENKORT: Final = timedelta(weeks=12)
TOON: Final[Mapping[str, str]] = {
    "lopend": "Lopend",
    "binnenkort": "Eindigt binnen 12 weken",
    "afgelopen": "Afgelopen",
    "alles": "Alles",
}
SORTEER: Final[Mapping[str, str]] = {"einde": "Einddatum", "begin": "Ingangsdatum"}
_OP: Final[Mapping[str, InstrumentedAttribute[date]]] = {"einde": Toewijzing.einddatum, "begin": Toewijzing.vanaf}


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """A toewijzing in a list; `client` is the shorthand with its number, '' while it cannot be shown.

    `bericht` and `tot_bericht` are (id, number) of those that this team or organisation knows.
    """

    id: UUID
    client: str
    aanbieder: str
    team: str
    vanaf: date
    einddatum: date
    laatste_dag: date
    stand: Stand
    bericht: tuple[UUID, str] | None
    tot_bericht: tuple[UUID, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A page of the list; `volgende` is the cursor of the next page, '' at the end. `aantallen` count to COUNT_TO, and one more for more."""

    regels: tuple[Regel, ...]
    volgende: str
    aantallen: Mapping[str, int]
    kluis_dicht: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Geopend:
    """A toewijzing with all that it says."""

    regel: Regel
    inhoud: Toegewezen


def register(
    services: Services, gebruiker: Gebruiker, *, toon: str, sorteer: str, vandaag: date, na: str = ""
) -> Register:
    """Return a page of the own toewijzingen, in order of their first or their last day; raises NietToegestaan."""
    gebruiker.eis(Recht.TOEWIJZING_LEZEN)
    sleutel = (_OP.get(sorteer, Toewijzing.einddatum), Toewijzing.id)
    begin = read_cursor(na, date.fromisoformat, UUID)
    with services.database.lezen() as session:
        query = _chosen(gebruiker, toon, vandaag).order_by(*sleutel)
        if begin is not None:
            query = query.where(tuple_(*sleutel) > tuple_(*begin))
        rijen = session.scalars(query.limit(PAGE + 1)).all()
        aantallen = {code: _count(session, gebruiker, code, vandaag) for code in TOON}
        regels = _lines(session, gebruiker, rijen[:PAGE], vandaag)
    volgende = write_cursor(getattr(rijen[PAGE - 1], sleutel[0].key), rijen[PAGE - 1].id) if len(rijen) > PAGE else ""
    met_client, dicht = _with_client(services, gebruiker, regels)
    return Register(regels=met_client, volgende=volgende, aantallen=aantallen, kluis_dicht=dicht)


def everything(
    services: Services, gebruiker: Gebruiker, *, toon: str, sorteer: str, vandaag: date
) -> tuple[Regel, ...]:
    """Return all lines that were chosen, without any client; raises NietToegestaan."""
    gebruiker.eis(Recht.TOEWIJZING_LEZEN)
    with services.database.lezen() as session:
        query = _chosen(gebruiker, toon, vandaag).order_by(_OP.get(sorteer, Toewijzing.einddatum), Toewijzing.id)
        return _lines(session, gebruiker, session.scalars(query).all(), vandaag)


def of_bsn(services: Services, gebruiker: Gebruiker, bsn: str, *, vandaag: date) -> tuple[Regel, ...]:
    """Return the own toewijzingen of who has this burgerservicenummer; raises NietToegestaan, VaultDown, TeVeel."""
    gebruiker.eis(Recht.TOEWIJZING_LEZEN)
    gevonden = services.vault.search(gebruiker.token, gebruiker.namens.sleutel, "bsn", bsn, herkomst=gebruiker.herkomst)
    with services.database.lezen() as session:
        query = select(Toewijzing).where(own(gebruiker.namens.sleutel), Toewijzing.id.in_(gevonden))
        rijen = session.scalars(query.order_by(LAATSTE_DAG.desc(), Toewijzing.id).limit(PAGE)).all()
        regels = _lines(session, gebruiker, rijen, vandaag)
    return _with_client(services, gebruiker, regels)[0]


def open_toewijzing(services: Services, gebruiker: Gebruiker, toewijzing: UUID, *, vandaag: date) -> Geopend:
    """Open one of the own toewijzingen; raises NietGevonden, NietToegestaan, VaultDown, TeVeel, NotGenuine."""
    gebruiker.eis(Recht.TOEWIJZING_LEZEN)
    with services.database.lezen() as session:
        rij = _mine(session, gebruiker, toewijzing)
        item = single_item(session, toewijzing, INHOUD)
        (regel,) = _lines(session, gebruiker, [rij], vandaag)
    inhoud = open_items(services, gebruiker, [item])
    if item not in inhoud:
        raise NietGevonden
    return Geopend(regel=regel, inhoud=replace(read(inhoud[item]), einddatum=regel.einddatum))


def enter_by_hand(
    services: Services,
    gebruiker: Gebruiker,
    wat: Toegewezen,
    *,
    organisatie: str | None,
    now: datetime,
    sleutel: UUID | None = None,
) -> UUID:
    """Write down a toewijzing that the own team gave, and plan its herindicatie; returns its id, the same for the same `sleutel`.

    Raises NietGevonden, NietToegestaan, also for a gemeente for which this team does not work.
    """
    must_enter_for(services, gebruiker, wat.gemeente)
    team = gebruiker.namens.code
    naast = services.regio.naast(wat.producten)
    nieuw = prepare(services, wat, team=team, organisatie=organisatie, now=now, naast=naast, sleutel=sleutel)
    toewijzing, bekend = nieuw.rij.id, herindicatieplan.known_of_client(services, gebruiker, wat.client.bsn)
    with services.database.schrijven() as session:
        if session.get(Toewijzing, toewijzing) is None:
            store(session, gebruiker.actor, nieuw)
            end_with_death(session, services, gebruiker.actor, nieuw.rij, bekend=bekend, now=now)
            door = Aanleiding(now=now, door=gebruiker.persoon)
            _plan_anew(session, services, gebruiker, nieuw.rij, door=door, bekend=bekend)
        else:
            _mine(session, gebruiker, toewijzing)
    return toewijzing


def end_by_hand(services: Services, gebruiker: Gebruiker, toewijzing: UUID, *, op: date, now: datetime) -> None:
    """End a toewijzing of the own team, with `op` as its last day, and the herindicatie that was planned for it.

    Raises NietGevonden, NietToegestaan, NietMogelijk.
    """
    gebruiker.eis(Recht.TOEWIJZING_VASTLEGGEN)
    with services.database.schrijven() as session:
        rij = _mine(session, gebruiker, toewijzing)
        session.refresh(rij, with_for_update=True)
        if op >= rij.einddatum:
            raise NietMogelijk(f"De toewijzing loopt tot en met {voluit(rij.einddatum)}. Vul een eerdere dag in.")
        if rij.beeindigd is not None:
            if rij.beeindigd == op:
                return  # the same form sent twice
            raise NietMogelijk(f"De toewijzing is al beëindigd, per {voluit(rij.beeindigd)}.")
        refuse_after_death(session, services, rij, op=op)
        end(session, gebruiker.actor, [rij], op=op, now=now)
        _plan_anew(session, services, gebruiker, rij, door=Aanleiding(now=now, door=gebruiker.persoon))


def correct_end(services: Services, gebruiker: Gebruiker, toewijzing: UUID, *, einddatum: date, now: datetime) -> None:
    """Give a toewijzing of the own team the end that its 301 says, and let its herindicatie count from there.

    One that was ended by hand runs until that day again. What was first written down stays sealed as it was.
    Raises NietGevonden, NietToegestaan, NietMogelijk.
    """
    gebruiker.eis(Recht.TOEWIJZING_VASTLEGGEN)
    with services.database.schrijven() as session:
        rij = _mine(session, gebruiker, toewijzing)
        session.refresh(rij, with_for_update=True)
        if rij.tot_bericht is not None:
            raise NietMogelijk("Een bericht heeft deze toewijzing beëindigd. De einddatum verandert dan niet meer.")
        if einddatum < rij.vanaf:
            raise NietMogelijk(f"De toewijzing gaat in op {voluit(rij.vanaf)}. Vul een latere dag in.")
        if (rij.einddatum, rij.beeindigd) == (einddatum, None):
            return  # the same form sent twice, or nothing to correct
        plichten = herindicatieplan.planned_by(session, rij)
        rij.einddatum, rij.beeindigd = einddatum, None
        record(session, gebruiker.actor, actie="toewijzing verbeteren", onderwerp=str(toewijzing), now=now)
        door = Aanleiding(now=now, door=gebruiker.persoon)
        _plan_anew(session, services, gebruiker, rij, door=door, was=plichten)


def _plan_anew(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    rij: Toewijzing,
    *,
    door: Aanleiding,
    bekend: Collection[UUID] | None = None,
    was: Collection[Verplichting] = (),
) -> None:
    """Let the plans follow; `bekend` is what the team has about the client, looked up where nobody asked the vault."""
    if bekend is None:
        bekend = session.scalars(same_person(("team", rij.team), rij.id)).all()
    over = bool(recorded_at(session, services, rij.team, bekend))
    herindicatieplan.look_again(session, services, gebruiker.actor, rij, bekend=bekend, over=over, door=door, was=was)


def _mine(session: Session, gebruiker: Gebruiker, toewijzing: UUID) -> Toewijzing:
    """Return one of the own toewijzingen; of somebody else is as not there: NietGevonden."""
    rij = session.scalar(select(Toewijzing).where(Toewijzing.id == toewijzing, own(gebruiker.namens.sleutel)))
    if rij is None:
        raise NietGevonden
    return rij


def _chosen(gebruiker: Gebruiker, toon: str, vandaag: date) -> Select[Toewijzing]:
    return select(Toewijzing).where(own(gebruiker.namens.sleutel), *_filters(toon, vandaag))


def _filters(toon: str, vandaag: date) -> Collection[ColumnElement[bool]]:
    match toon:
        case "alles":
            return ()
        case "afgelopen":
            return (vandaag > LAATSTE_DAG,)
        case "binnenkort":
            return (*_running(vandaag), vandaag + BINNENKORT >= LAATSTE_DAG)
        case _:
            return _running(vandaag)


def _running(vandaag: date) -> tuple[ColumnElement[bool], ...]:
    """Select what runs; none ends after its `einddatum`, by which the index passes over all that ended before."""
    return (Toewijzing.einddatum >= vandaag, vandaag <= LAATSTE_DAG)


def _count(session: Session, gebruiker: Gebruiker, toon: str, vandaag: date) -> int:
    """Count up to one more than a bound, so that a full register costs no more than a quiet one."""
    bounded = _chosen(gebruiker, toon, vandaag).with_only_columns(Toewijzing.id).limit(COUNT_TO + 1).subquery()
    return session.scalar(select(func.count()).select_from(bounded)) or 0


def _lines(session: Session, gebruiker: Gebruiker, rijen: Sequence[Toewijzing], vandaag: date) -> tuple[Regel, ...]:
    namen = names(session, rijen)
    berichten = {bericht for rij in rijen for bericht in (rij.bericht, rij.tot_bericht) if bericht is not None}
    nummers = numbers(session, gebruiker, berichten)

    def link(bericht: UUID | None) -> tuple[UUID, str] | None:
        return (bericht, nummers[bericht]) if bericht is not None and bericht in nummers else None

    return tuple(
        Regel(
            id=rij.id,
            client="",
            aanbieder=namen[rij.organisatie] if rij.organisatie else "Doet niet mee in het portaal",
            team=namen[rij.team],
            vanaf=rij.vanaf,
            einddatum=rij.einddatum,
            laatste_dag=last_day(rij),
            stand=stand_of(rij, vandaag),
            bericht=link(rij.bericht),
            tot_bericht=link(rij.tot_bericht),
        )
        for rij in rijen
    )


def _with_client(services: Services, gebruiker: Gebruiker, regels: Sequence[Regel]) -> tuple[tuple[Regel, ...], bool]:
    """Add the clients in short, unsealed in one call, and tell whether the vault could not."""
    clienten, dicht = shorthands(services, gebruiker, [regel.id for regel in regels])
    return tuple(replace(regel, client=clienten.get(regel.id, "")) for regel in regels), dicht
