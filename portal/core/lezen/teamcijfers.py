"""The numbers of one team: counted when somebody looks, or by the worker and kept, of a team with very many berichten.

To count a million berichten takes seconds, whatever the index: nobody should wait for that, and no two people for the same.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import add
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select, text, true
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import Klokstatus
from portal.core.klokken.verplichtingen import Plichtstatus
from portal.core.lezen.houders import gone
from portal.core.lezen.te_laat_bij import became_late_elsewhere
from portal.core.lezen.tellingen import OPEN
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Fase
from portal.domain.partij import Partij
from portal.domain.routering import VastTeam
from portal.domain.termijn import Karakter
from portal.models import Bericht, Cijferstand, Taak, Team, Termijn, Verplichting

# voorstel: what a page counts anew within a tenth of a second.
VANAF: Final = 5_000
# What a sender must do is counted apart: it says nothing of how a team works. What a burger must do is counted nowhere.
VAN_DE_ANDER: Final = (
    Partij.AANBIEDER.value,
    Partij.NIEUWE_AANBIEDER.value,
    Partij.AFZENDER.value,
)
# Year, whether others must do it, mailbox; on time, late, running, running and late.
Duties: TypeAlias = tuple[int, bool, str, int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teamstand:
    """Per mailbox how many are open, without behandelaar, waiting, late and done; how many taken are open, and late.

    `geteld` is when the worker counted it, None when it was counted just now.
    """

    mapjes: Mapping[str, tuple[int, ...]]
    taken: tuple[int, int]
    geteld: datetime | None = None


def standing(session: Session, services: Services, team: str, *, vandaag: date) -> Teamstand:
    """Return how the berichten and taken of a team stand."""
    kept = session.get(Cijferstand, team)
    if kept is None:
        return Teamstand(mapjes=_berichten(session, services, team, vandaag), taken=_taken(session, team, vandaag))
    inhoud = json.loads(kept.aantallen)
    open_taken, laat = inhoud["taken"]
    return Teamstand(
        mapjes={code: tuple(aantallen) for code, aantallen in inhoud["mapjes"].items()},
        taken=(open_taken, laat),
        geteld=kept.geteld,
    )


def duties(session: Session, services: Services, team: str, *, vandaag: date) -> Sequence[Duties]:
    """Return the duties of a team and towards it, of each year in which one ended or ends."""
    kept = session.get(Cijferstand, team)
    return _duties(session, services, team, vandaag) if kept is None else _read(json.loads(kept.aantallen)["plichten"])


def keep_large(services: Services, *, now: datetime, vanaf: int = VANAF) -> int:
    """Count each team anew that has more than `vanaf` berichten, taken or verplichtingen, and let go of the rest; returns how many."""
    vandaag = datum_in_nederland(now)
    with services.database.lezen() as session:
        groot = {team for team in session.scalars(select(Team.code)) if _is_large(session, team, vanaf)}
        klein = {*session.scalars(select(Cijferstand.team))} - groot
    for team in sorted(groot):
        with services.database.lezen() as session:
            stand = standing_now(session, services, team, vandaag=vandaag)
        with services.database.schrijven() as session:
            kept = session.get(Cijferstand, team, with_for_update=True)
            if kept is None:
                session.add(Cijferstand(team=team, geteld=now, aantallen=stand))
            else:
                kept.geteld, kept.aantallen = now, stand
    for team in sorted(klein):
        with services.database.schrijven() as session:
            session.delete(session.get_one(Cijferstand, team))
    return len(groot)


def standing_now(session: Session, services: Services, team: str, *, vandaag: date) -> str:
    """Count all numbers of a team, as they are kept."""
    return json.dumps(
        {
            "mapjes": _berichten(session, services, team, vandaag),
            "taken": _taken(session, team, vandaag),
            "plichten": _duties(session, services, team, vandaag),
        }
    )


def _is_large(session: Session, team: str, vanaf: int) -> bool:
    kolommen = ((Bericht.id, Bericht.team), (Taak.id, Taak.team), (Verplichting.id, Verplichting.team))
    for kolom, van in kolommen:
        enough = select(kolom).where(van == team).limit(vanaf + 1).subquery()
        if (session.scalar(select(func.count()).select_from(enough)) or 0) > vanaf:
            return True
    return False


def _berichten(session: Session, services: Services, team: str, vandaag: date) -> dict[str, tuple[int, ...]]:
    is_open = Bericht.fase.in_(OPEN)
    weg = gone(session, services, team, vandaag=vandaag)
    zonder = or_(Bericht.behandelaar.is_(None), Bericht.behandelaar.in_(weg)) if weg else Bericht.behandelaar.is_(None)
    laat = (
        select(Termijn.id)
        .where(
            Termijn.bericht == Bericht.id,
            unindexed(Termijn.status) == Klokstatus.LOOPT.value,
            Termijn.karakter == Karakter.PLICHT.value,
            Termijn.datum < vandaag,
        )
        .exists()
    )
    query = (
        select(
            Bericht.mailbox,
            _number(is_open),
            _number(is_open & zonder),
            _number(Bericht.fase == Fase.BIJ_AFZENDER.value),
            _number(laat),
            _number(Bericht.fase == Fase.KLAAR.value),
        )
        .where(Bericht.team == team)
        .group_by(Bericht.mailbox)
    )
    return {code: tuple(aantallen) for code, *aantallen in session.execute(query)}


def _taken(session: Session, team: str, vandaag: date) -> tuple[int, int]:
    query = select(func.count(), _number(Taak.uiterlijk < vandaag)).where(Taak.team == team, Taak.status == "open")
    aantal, laat = session.execute(query).one()
    return aantal, laat


def _duties(session: Session, services: Services, team: str, vandaag: date) -> tuple[Duties, ...]:
    telt, aantallen = _ended_or_running(vandaag)
    van_ander, jaar = (
        Termijn.eigenaar.in_(VAN_DE_ANDER).label("van_ander"),
        extract("year", Termijn.datum).label("jaar"),
    )
    van_berichten = (
        select(jaar, van_ander, Bericht.mailbox, *aantallen)
        .join_from(Bericht, Termijn, Termijn.bericht == Bericht.id)
        .where(Bericht.team == team, *telt)
        .group_by(text("jaar"), text("van_ander"), Bericht.mailbox)
    )
    owed = session.execute(_owed(services, team, jaar, telt, aantallen))
    return _together(_read([*session.execute(van_berichten), *owed, *_elsewhere(session, team, vandaag)]))


def _elsewhere(session: Session, team: str, vandaag: date) -> Iterator[Duties]:
    """Yield as numbers to add what became late before the bericht was handed on: that stays with who had it then."""
    for klok in became_late_elsewhere(session, team, vandaag=vandaag):
        laat, nog_te_laat = (0, klok.erbij) if klok.loopt else (klok.erbij, 0)
        yield klok.datum.year, klok.eigenaar in VAN_DE_ANDER, klok.mailbox, 0, laat, 0, nog_te_laat


def _together(rijen: Iterable[Duties]) -> tuple[Duties, ...]:
    """Add up what is of one year, side and mailbox; without what comes to nothing."""
    samen: dict[tuple[int, bool, str], tuple[int, int, int, int]] = {}
    for jaar, van_ander, mailbox, *aantallen in rijen:
        sleutel = (jaar, van_ander, mailbox)
        goed, laat, nog, nog_te_laat = map(add, samen.get(sleutel, (0, 0, 0, 0)), aantallen)
        samen[sleutel] = (goed, laat, nog, nog_te_laat)
    return tuple((*sleutel, *aantallen) for sleutel, aantallen in samen.items() if any(aantallen))


def _owed(
    services: Services,
    team: str,
    jaar: ColumnElement[int],
    telt: Sequence[ColumnElement[bool]],
    aantallen: Sequence[ColumnElement[int]],
) -> Select[*tuple[Any, ...]]:
    """Select what organisations owe a team: the team that waits for it, or the one to which its mailbox always goes."""
    eigen = [mailbox for mailbox, vast in _fixed(services) if vast == team]
    return (
        select(jaar, true().label("van_ander"), Verplichting.mailbox, *aantallen)
        .join_from(Verplichting, Termijn, Termijn.verplichting == Verplichting.id)
        .where(
            or_(Verplichting.team == team, and_(Verplichting.team.is_(None), Verplichting.mailbox.in_(eigen))),
            Verplichting.regio == services.regio.code,
            Verplichting.status != Plichtstatus.VRIJGESTELD.value,
            *telt,
        )
        .group_by(text("jaar"), Verplichting.mailbox)
    )


def _ended_or_running(vandaag: date) -> tuple[tuple[ColumnElement[bool], ...], tuple[ColumnElement[int], ...]]:
    """Return which clocks count, and the four numbers of them; they are found by their bericht or verplichting."""
    status = unindexed(Termijn.status)
    klaar, loopt = status == Klokstatus.GEHAALD.value, status == Klokstatus.LOOPT.value
    in_time = or_(Termijn.geeindigd_op.is_(None), Termijn.geeindigd_op <= Termijn.datum)
    te_laat_vervallen = and_(status == Klokstatus.VERVALLEN.value, Termijn.geeindigd_op > Termijn.datum)
    telt = (
        Termijn.karakter == Karakter.PLICHT.value,
        Termijn.eigenaar != Partij.BURGER.value,
        or_(klaar, loopt, te_laat_vervallen),
    )
    return telt, (
        _number(and_(klaar, in_time)),
        _number(or_(and_(klaar, ~in_time), te_laat_vervallen)),
        _number(and_(loopt, Termijn.datum >= vandaag)),
        _number(and_(loopt, Termijn.datum < vandaag)),
    )


def _fixed(services: Services) -> Iterator[tuple[str, str]]:
    """Yield each mailbox that always goes to one team, with that team."""
    for mailbox in services.mailboxen.alle():
        regel = mailbox.routering
        team = services.regio.team(regel.soort) if isinstance(regel, VastTeam) else None
        if team is not None:
            yield mailbox.code, team.code


def _read(rijen: Iterable[Sequence[Any]]) -> tuple[Duties, ...]:
    return tuple(
        (int(jaar), bool(van_ander), mailbox, goed, laat, nog, nog_te_laat)
        for jaar, van_ander, mailbox, goed, laat, nog, nog_te_laat in rijen
    )


def _number(voorwaarde: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((voorwaarde, 1), else_=0)), 0)
