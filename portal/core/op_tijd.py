"""On time and late in numbers: the duties of a year, per team and mailbox, of a team and towards it; never a bericht itself."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text, true

from portal.core.accounts import Gebruiker
from portal.core.cijfers import teams_of
from portal.core.klokken import Klokstatus
from portal.core.services import Services
from portal.core.verplichtingen import Plichtstatus
from portal.domain.partij import Partij
from portal.domain.rechten import Recht
from portal.domain.routering import VastTeam
from portal.domain.termijn import Karakter
from portal.models import Bericht, Team, Termijn, Verplichting

# What a sender must do is counted apart: it says nothing of how a team works. What a burger must do is counted nowhere.
VAN_DE_ANDER: Final = (
    Partij.AANBIEDER.value,
    Partij.NIEUWE_AANBIEDER.value,
    Partij.AFZENDER.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpTijd:
    """The duties in one mailbox of one team that ended, or end, in a year; `van_ander` of what others must do towards it."""

    team: str
    mailbox: str
    titel: str
    op_tijd: int
    te_laat: int
    loopt: int
    loopt_te_laat: int
    van_ander: bool = False

    @property
    def deel_op_tijd(self) -> int | None:
        """What part of those that have ended was on time, in whole percents; None while none has."""
        klaar = self.op_tijd + self.te_laat
        return round(100 * self.op_tijd / klaar) if klaar else None


def op_tijd(services: Services, gebruiker: Gebruiker, *, jaar: int, vandaag: date) -> tuple[OpTijd, ...]:
    """Return the numbers of this team, or of all teams of this gemeente, first what they must do themselves; raises NietToegestaan.

    A duty counts in the year of its last day. It was on time when the thing was done, as the act itself says, not later
    than that day. What lapsed after that day was late; what lapsed before it, stands still or is not asked counts nowhere.
    """
    gebruiker.eis(Recht.CIJFERS_LEZEN)
    with services.database.lezen() as session:
        teams = teams_of(session, gebruiker)
        namen = {team.code: team.naam for team in session.scalars(select(Team).where(Team.code.in_(teams)))}
        eigen = {mailbox: team for mailbox, team in _fixed(services) if team in namen}
        wat = _ended_or_running(jaar=jaar, vandaag=vandaag)
        rijen = [
            *session.execute(_of_berichten(teams, *wat)),
            *session.execute(_of_duties(services, teams, tuple(eigen), *wat)),
        ]
    samen: dict[tuple[bool, str, str], tuple[int, ...]] = defaultdict(lambda: (0, 0, 0, 0))
    for team, mailbox, van_ander, *aantallen in rijen:
        sleutel = (bool(van_ander), namen[team or eigen[mailbox]], mailbox)
        samen[sleutel] = tuple(map(add, samen[sleutel], aantallen))
    gevonden = (
        OpTijd(
            team=team,
            mailbox=mailbox,
            titel=_titel(services, mailbox),
            op_tijd=goed,
            te_laat=laat,
            loopt=nog,
            loopt_te_laat=nog_te_laat,
            van_ander=van_ander,
        )
        for (van_ander, team, mailbox), (goed, laat, nog, nog_te_laat) in samen.items()
    )
    return tuple(sorted(gevonden, key=lambda cijfers: (cijfers.van_ander, cijfers.team, cijfers.titel)))


def totaal(alle: Sequence[OpTijd]) -> OpTijd:
    """Add them up."""
    return OpTijd(
        team="",
        mailbox="",
        titel="Totaal",
        op_tijd=sum(c.op_tijd for c in alle),
        te_laat=sum(c.te_laat for c in alle),
        loopt=sum(c.loopt for c in alle),
        loopt_te_laat=sum(c.loopt_te_laat for c in alle),
    )


def _ended_or_running(
    *, jaar: int, vandaag: date
) -> tuple[tuple[ColumnElement[bool], ...], tuple[ColumnElement[int], ...]]:
    """Return which clocks count in a year, and the four numbers of them."""
    klaar = Termijn.status == Klokstatus.GEHAALD.value
    loopt = Termijn.status == Klokstatus.LOOPT.value
    in_time = or_(Termijn.geeindigd_op.is_(None), Termijn.geeindigd_op <= Termijn.datum)
    te_laat_vervallen = and_(Termijn.status == Klokstatus.VERVALLEN.value, Termijn.geeindigd_op > Termijn.datum)
    telt = (
        Termijn.karakter == Karakter.PLICHT.value,
        Termijn.eigenaar != Partij.BURGER.value,
        Termijn.datum >= date(jaar, 1, 1),
        Termijn.datum <= date(jaar, 12, 31),
        or_(klaar, loopt, te_laat_vervallen),
    )
    return telt, (
        _number(and_(klaar, in_time)),
        _number(or_(and_(klaar, ~in_time), te_laat_vervallen)),
        _number(and_(loopt, Termijn.datum >= vandaag)),
        _number(and_(loopt, Termijn.datum < vandaag)),
    )


def _of_berichten(
    teams: Sequence[str], telt: Sequence[ColumnElement[bool]], aantallen: Sequence[ColumnElement[int]]
) -> Select[*tuple[Any, ...]]:
    van_ander = Termijn.eigenaar.in_(VAN_DE_ANDER).label("van_ander")
    return (
        select(Bericht.team, Bericht.mailbox, van_ander, *aantallen)
        .join_from(Bericht, Termijn, Termijn.bericht == Bericht.id)
        .where(Bericht.team.in_(teams), *telt)
        .group_by(Bericht.team, Bericht.mailbox, text("van_ander"))
    )


def _of_duties(
    services: Services,
    teams: Sequence[str],
    mailboxen: Sequence[str],
    telt: Sequence[ColumnElement[bool]],
    aantallen: Sequence[ColumnElement[int]],
) -> Select[*tuple[Any, ...]]:
    """Select what organisations owe a team: the team that waits for it, or the one to which its mailbox always goes."""
    wacht = or_(Verplichting.team.in_(teams), and_(Verplichting.team.is_(None), Verplichting.mailbox.in_(mailboxen)))
    return (
        select(Verplichting.team, Verplichting.mailbox, true().label("van_ander"), *aantallen)
        .join_from(Verplichting, Termijn, Termijn.verplichting == Verplichting.id)
        .where(
            wacht,
            Verplichting.regio == services.regio.code,
            Verplichting.status != Plichtstatus.VRIJGESTELD.value,
            *telt,
        )
        .group_by(Verplichting.team, Verplichting.mailbox)
    )


def _fixed(services: Services) -> Iterator[tuple[str, str]]:
    """Yield each mailbox that always goes to one team, with that team."""
    for mailbox in services.mailboxen.alle():
        regel = mailbox.routering
        team = services.regio.team(regel.soort) if isinstance(regel, VastTeam) else None
        if team is not None:
            yield mailbox.code, team.code


def _titel(services: Services, mailbox: str) -> str:
    declaratie = services.mailboxen.met_code(mailbox)
    return declaratie.titel if declaratie is not None else mailbox


def _number(voorwaarde: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((voorwaarde, 1), else_=0)), 0)
