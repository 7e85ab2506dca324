"""What is left out of every page about the portal itself: that toezicht has a dossier, or asked something, is for it and who it asked."""

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from portal.domain.teams import Teamsoort
from portal.models import Bericht, Ontvanger, Team, Termijn


def not_of_toezicht(session: Session) -> ColumnElement[bool]:
    """Give the condition on clocks, joined with their bericht, that are of none that toezicht has, had or sent."""
    teams = list(session.scalars(select(Team.code).where(Team.soort == Teamsoort.TOEZICHT.value)))
    gehad = select(Ontvanger.bericht).where(Ontvanger.bericht == Bericht.id, Ontvanger.team.in_(teams))
    gestuurd = and_(Bericht.afzender_soort == "team", Bericht.afzender.in_(teams))
    return or_(Termijn.bericht.is_(None), and_(Bericht.team.not_in(teams), not_(gestuurd), ~gehad.exists()))
