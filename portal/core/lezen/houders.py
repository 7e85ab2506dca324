"""Who holds berichten of a team, and which of them can come in for that team no more: blocked, or without a role there."""

from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker, records_in
from portal.core.lezen.tellingen import COUNT_TO, OPEN, in_fases
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.domain.teams import plek_van
from portal.models import Bericht
from portal.prepared import Prepared


def gone(session: Session, services: Services, team: str, *, vandaag: date) -> list[UUID]:
    """Return who is behandelaar of a bericht of this team and may come in for it no more; what is his waits for nobody."""
    houders = set(_holders().values(session, team=team))
    if not houders:
        return []
    plek = plek_van(team)
    aanwezig = {
        record.id
        for record in records_in(session, services, houders)
        if record.actief and any((lid.soort, lid.code) == plek and lid.loopt(vandaag) for lid in record.lidmaatschappen)
    }
    return sorted(houders - aanwezig)


def held_by(services: Services, gebruiker: Gebruiker, persoon: UUID, *, team: str) -> int:
    """Return of how many open berichten of a team a colleague is behandelaar, up to COUNT_TO; raises NietToegestaan."""
    gebruiker.eis(Recht.COLLEGA_TOELATEN)
    van_hem = (Bericht.team == team, Bericht.behandelaar == persoon, in_fases(OPEN))
    enough = select(Bericht.id).where(*van_hem).limit(COUNT_TO).subquery()
    with services.database.lezen() as session:
        return session.scalar(select(func.count()).select_from(enough)) or 0


@cache
def _holders() -> Prepared:
    """Ask who is behandelaar at a team: from one to the next in the index, so that no bericht more than those is read."""
    van_team = Bericht.team == bindparam("team")
    op_rij = select(Bericht.behandelaar.label("wie")).order_by(Bericht.behandelaar).limit(1)
    eerste = op_rij.where(van_team, Bericht.behandelaar.is_not(None)).subquery()
    houders = select(eerste.c.wie).cte("houders", recursive=True)
    volgende = op_rij.where(van_team, Bericht.behandelaar > houders.c.wie).scalar_subquery()
    houders = houders.union_all(select(volgende).where(houders.c.wie.is_not(None)))
    return Prepared(select(houders.c.wie).where(houders.c.wie.is_not(None)))
