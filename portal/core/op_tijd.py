"""On time and late in numbers: the duties of a year, per team and mailbox, from columns in clear; never a bericht itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from portal.core.accounts import Gebruiker
from portal.core.cijfers import teams_of
from portal.core.klokken import Klokstatus
from portal.core.services import Services
from portal.domain.partij import Partij
from portal.domain.rechten import Recht
from portal.domain.termijn import Karakter
from portal.models import Bericht, Team, Termijn

# Whose clocks these are: what the burger or the sender must do says nothing of how a team works.
VAN_DE_ANDER: Final = (
    Partij.BURGER.value,
    Partij.AANBIEDER.value,
    Partij.NIEUWE_AANBIEDER.value,
    Partij.AFZENDER.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpTijd:
    """The duties of one team in one mailbox that ended, or end, in a year."""

    team: str
    mailbox: str
    titel: str
    op_tijd: int
    te_laat: int
    loopt: int
    loopt_te_laat: int

    @property
    def deel_op_tijd(self) -> int | None:
        """What part of those that have ended was on time, in whole percents; None while none has."""
        klaar = self.op_tijd + self.te_laat
        return round(100 * self.op_tijd / klaar) if klaar else None


def op_tijd(services: Services, gebruiker: Gebruiker, *, jaar: int, vandaag: date) -> tuple[OpTijd, ...]:
    """Return the numbers of this team, or of all teams of this gemeente; raises NietToegestaan.

    A duty counts in the year of its last day. It was on time when the thing was done, as the act itself says, not later
    than that day; what stands still or has lapsed counts nowhere.
    """
    gebruiker.eis(Recht.CIJFERS_LEZEN)
    with services.database.lezen() as session:
        rijen = session.execute(_counts(teams_of(session, gebruiker), jaar=jaar, vandaag=vandaag)).all()
    gevonden = (
        OpTijd(
            team=team,
            mailbox=mailbox,
            titel=_titel(services, mailbox),
            op_tijd=goed,
            te_laat=laat,
            loopt=nog,
            loopt_te_laat=nog_te_laat,
        )
        for team, mailbox, goed, laat, nog, nog_te_laat in rijen
    )
    return tuple(sorted(gevonden, key=lambda cijfers: (cijfers.team, cijfers.titel)))


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


def _counts(teams: Sequence[str], *, jaar: int, vandaag: date) -> Select[str, str, int, int, int, int]:
    klaar = Termijn.status == Klokstatus.GEHAALD.value
    loopt = Termijn.status == Klokstatus.LOOPT.value
    in_time = or_(Termijn.geeindigd_op.is_(None), Termijn.geeindigd_op <= Termijn.datum)
    return (
        select(
            Team.naam,
            Bericht.mailbox,
            _number(and_(klaar, in_time)),
            _number(and_(klaar, ~in_time)),
            _number(and_(loopt, Termijn.datum >= vandaag)),
            _number(and_(loopt, Termijn.datum < vandaag)),
        )
        .join_from(Bericht, Termijn, Termijn.bericht == Bericht.id)
        .join(Team, Team.code == Bericht.team)
        .where(
            Bericht.team.in_(teams),
            Termijn.karakter == Karakter.PLICHT.value,
            Termijn.eigenaar.not_in(VAN_DE_ANDER),
            Termijn.datum >= date(jaar, 1, 1),
            Termijn.datum <= date(jaar, 12, 31),
            or_(klaar, loopt),
        )
        .group_by(Team.naam, Bericht.mailbox)
    )


def _titel(services: Services, mailbox: str) -> str:
    declaratie = services.mailboxen.met_code(mailbox)
    return declaratie.titel if declaratie is not None else mailbox


def _number(voorwaarde: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((voorwaarde, 1), else_=0)), 0)
