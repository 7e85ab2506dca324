"""On time and late in numbers: the duties of a year, per team and mailbox, of a team and towards it; never a bericht itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import add

from sqlalchemy import select

from portal.core.accounts import Gebruiker
from portal.core.lezen.cijfers import teams_of
from portal.core.lezen.teamcijfers import duties
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.models import Team


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
    What is late counts for the team that had it when it became so, also after it was handed on.
    """
    gebruiker.eis(Recht.CIJFERS_LEZEN)
    with services.database.lezen() as session:
        teams = teams_of(session, gebruiker)
        namen = {team.code: team.naam for team in session.scalars(select(Team).where(Team.code.in_(teams)))}
        rijen = [
            (team, rij) for team in teams for rij in duties(session, services, team, vandaag=vandaag) if rij[0] == jaar
        ]
    samen: dict[tuple[bool, str, str], tuple[int, ...]] = defaultdict(lambda: (0, 0, 0, 0))
    for team, (_, van_ander, mailbox, *aantallen) in rijen:
        sleutel = (van_ander, namen[team], mailbox)
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


def _titel(services: Services, mailbox: str) -> str:
    declaratie = services.mailboxen.met_code(mailbox)
    return declaratie.titel if declaratie is not None else mailbox
