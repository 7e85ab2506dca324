"""Where a step comes in the verloop of a bericht: its number and moment, and whether anything is to follow it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.domain.levensloop import Actie, Fase, Levensloop, Toestand
from portal.models import Overgang


def next_step(session: Session, bericht: UUID, *, now: datetime) -> tuple[int, datetime]:
    """Return number and moment of the next step: the verloop never goes back, also when the clock of the system does."""
    made = select(func.max(Overgang.volgnummer), func.max(Overgang.moment)).where(Overgang.bericht == bericht)
    volgnummer, laatste = session.execute(made).one()
    return (volgnummer + 1, max(now, laatste)) if volgnummer else (1, now)


def is_terminal(levensloop: Levensloop, toestand: Toestand) -> bool:
    """Tell whether nothing more is to happen from here, so that every clock ends; what may be undone at times keeps none running."""
    verder = (o for o in levensloop.overgangen if toestand.code in o.van and o.naar and o.soms is None)
    return toestand.fase is Fase.KLAAR and all(o.actie is Actie.HEROPENEN for o in verder)
