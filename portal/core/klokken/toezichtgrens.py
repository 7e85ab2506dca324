"""What is left out of every page about the portal itself: that a dossier of toezicht exists is for toezicht alone."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.domain.teams import Teamsoort
from portal.models import Bericht, Ontvanger, Team, Termijn


def not_of_toezicht(session: Session) -> ColumnElement[bool]:
    """Give the condition on clocks, joined with their bericht, that are of none that toezicht has or had."""
    teams = list(session.scalars(select(Team.code).where(Team.soort == Teamsoort.TOEZICHT.value)))
    gehad = select(Ontvanger.bericht).where(Ontvanger.bericht == Bericht.id, Ontvanger.team.in_(teams))
    return or_(Termijn.bericht.is_(None), and_(Bericht.team.not_in(teams), ~gehad.exists()))
