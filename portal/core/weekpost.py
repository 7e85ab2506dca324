"""The weekly mail of what stays open: one for each team and role, so that nothing is forgotten and nobody is flooded.

That it comes every week, on the first werkdag, and after how long, is a proposal: no source says when to remind.
"""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokken import NOOIT
from portal.core.ladingen import MAIL
from portal.core.outbox import add
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailsoort import BLIJFT_LIGGEN
from portal.domain.rollen import Rol
from portal.models import Overgang, Taak, Uitgaand

# voorstel: so long something stands open before the team hears of it, and before who leads the team does.
NA: Final = timedelta(weeks=1)
HOGEROP: Final = timedelta(weeks=3)
PAD: Final = "/termijnen"
# The mail of a week is told by its monday and by whom it is to, so that it goes out once.
_SLEUTEL: Final = UUID("0e2c8a51-7b0a-4a3f-8f07-3c1d5a9b6e42")

_Aan = tuple[str, str, str]


def weekly_mail(services: Services, *, now: datetime) -> int:
    """Promise the mails of this week that were not promised yet, on a werkdag; returns how many."""
    vandaag = datum_in_nederland(now)
    if not services.kalender.is_werkdag(vandaag, wettelijk=False):
        return 0
    maandag = vandaag - timedelta(days=vandaag.weekday())
    with services.database.lezen() as session:
        aan = sorted(set(_left_open(session, now=now)))
    if not aan:
        return 0
    with services.database.schrijven() as session:
        return sum(_promise(session, wie, maandag, now=now) for wie in aan)


def _promise(session: Session, wie: _Aan, maandag: date, *, now: datetime) -> int:
    soort, code, rol = wie
    sleutel = uuid.uuid5(_SLEUTEL, f"{maandag}|{soort}|{code}|{rol}")
    if session.get(Uitgaand, sleutel) is not None:
        return 0
    lading = {"aan_soort": soort, "aan": code, "rol": rol, "sjabloon": BLIJFT_LIGGEN, "nummer": "", "pad": PAD}
    add(session, MAIL, lading, key=sleutel, now=now)
    return 1


def _left_open(session: Session, *, now: datetime) -> Iterator[_Aan]:
    """Yield whom it concerns: who does what stays open, and after longer who leads that team."""
    yield from _taken(session, sinds=now - NA, hogerop=now - HOGEROP)


def _taken(session: Session, *, sinds: datetime, hogerop: datetime) -> Iterator[_Aan]:
    """Yield for the open taken without a term: the role that does them, and who leads."""
    query = (
        select(Taak.team, Taak.rol, Overgang.moment <= hogerop)
        .join(Overgang, Overgang.id == Taak.overgang)
        .where(Taak.status == "open", Taak.uiterlijk == NOOIT, Overgang.moment <= sinds)
        .distinct()
    )
    for team, rol, lang in session.execute(query):
        yield "team", team, rol
        if lang:
            yield "team", team, Rol.TEAMLEIDER.value
