"""What fails in the mail room, row by row: to try again or to let go, without ever showing for whom or about what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, not_, or_, select, tuple_, update

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.cursor import moment, read_cursor, write_cursor
from portal.core.post.ladingen import OPNEMEN
from portal.core.post.outbox import DOOD, LOSGELATEN, ONLEESBAAR, WACHT
from portal.core.post.postkamer import FAALT, REDENEN, SOORTEN, reason
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.models import Uitgaand

OP_EEN_BLADZIJDE: Final = 50
ANDERS: Final = "anders"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postrij:
    """One row that fails: since when, how often it was tried, and why. Not for whom, about what or to which bericht."""

    id: UUID
    titel: str
    sinds: datetime
    pogingen: int
    reden: str
    opgegeven: bool
    kan_opnieuw: bool
    kan_los: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Postlijst:
    """A page of rows that fail; `volgende` is the cursor of the next page, '' at the end."""

    rijen: tuple[Postrij, ...]
    volgende: str


def postrijen(
    services: Services, gebruiker: Gebruiker, *, na: str = "", hoogstens: int = OP_EEN_BLADZIJDE
) -> Postlijst:
    """Return a page of what was given up and what waits after a failure, given up first, the oldest of each; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    begin = read_cursor(na, _status, moment, UUID)
    gevonden: list[Any] = []
    with services.database.lezen() as session:
        for status in (DOOD, WACHT):
            if begin is None or status >= begin[0]:  # 'dood' comes before 'wacht'
                verder = [tuple_(Uitgaand.gemaakt, Uitgaand.id) > begin[1:]] if begin and begin[0] == status else []
                query = _failing(status).where(*verder).limit(hoogstens + 1 - len(gevonden))
                gevonden += session.execute(query).all()
    rijen = gevonden[:hoogstens]
    laatste = rijen[-1] if len(gevonden) > hoogstens else None
    return Postlijst(
        rijen=tuple(_shown(rij) for rij in rijen),
        volgende=write_cursor(laatste.status, laatste.gemaakt.isoformat(), laatste.id) if laatste else "",
    )


def _failing(status: str) -> "Select[*tuple[Any, ...]]":
    """Ask for what fails with this status in the order of its index."""
    columns = (Uitgaand.id, Uitgaand.soort, Uitgaand.gemaakt, Uitgaand.pogingen, Uitgaand.fout, Uitgaand.status)
    return select(*columns).where(Uitgaand.status == status, FAALT).order_by(Uitgaand.gemaakt, Uitgaand.id)


def _status(text: str) -> str:
    """Read a status in a cursor; raises ValueError for another."""
    if text not in {DOOD, WACHT}:
        raise ValueError(text)
    return text


def _shown(rij: Any) -> Postrij:  # noqa: ANN401 - a row of `_failing`
    return Postrij(
        id=rij.id,
        titel=SOORTEN.get(rij.soort, "Onbekend"),
        sinds=rij.gemaakt,
        pogingen=rij.pogingen,
        reden=reason(rij.fout)[1],
        opgegeven=rij.status == DOOD,
        kan_opnieuw=rij.fout != ONLEESBAAR,
        kan_los=rij.soort != OPNEMEN or rij.fout == ONLEESBAAR,
    )


def probeer_opnieuw(
    services: Services, gebruiker: Gebruiker, *, now: datetime, rij: UUID | None = None, reden: str = ""
) -> int:
    """Try again what was given up and can be read: one row, all of one reason, or all; returns how much.

    One row may also be one that still waits for its next try.
    """
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    which = [Uitgaand.id == rij, Uitgaand.status.in_([DOOD, WACHT])] if rij else [Uitgaand.status == DOOD]
    which += [_of_reason(reden)] if reden else []
    # Rows that a worker holds right now are left to it.
    which += [Uitgaand.fout != ONLEESBAAR, or_(Uitgaand.houdt_tot.is_(None), Uitgaand.houdt_tot <= now)]
    again = {"status": WACHT, "pogingen": 0, "niet_voor": now, "houder": None, "houdt_tot": None}
    return _change(services, gebruiker, which, again, actie="post_opnieuw", now=now)


def laat_los(services: Services, gebruiker: Gebruiker, rij: UUID, *, now: datetime) -> int:
    """Give up on purpose one row that fails; returns how many. Never what the vault must take in: nobody could open it."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    which = [
        Uitgaand.id == rij,
        Uitgaand.status.in_([DOOD, WACHT]),
        Uitgaand.fout != "",
        or_(Uitgaand.soort != OPNEMEN, Uitgaand.fout == ONLEESBAAR),
        or_(Uitgaand.houdt_tot.is_(None), Uitgaand.houdt_tot <= now),
    ]
    values = {"status": LOSGELATEN, "gedaan": now, "houder": None, "houdt_tot": None}
    return _change(services, gebruiker, which, values, actie="post_losgelaten", now=now)


def _change(
    services: Services,
    gebruiker: Gebruiker,
    which: list[ColumnElement[bool]],
    values: dict[str, object],
    *,
    actie: str,
    now: datetime,
) -> int:
    """Change these rows and write how many in the log, in one transaction; nothing to change leaves no line."""
    with services.database.schrijven() as session:
        aantal = session.scalar(select(func.count()).select_from(Uitgaand).where(*which)) or 0
        if aantal:
            session.execute(
                update(Uitgaand).where(*which).values(**values).execution_options(synchronize_session=False)
            )
            record(session, gebruiker.actor, actie=actie, onderwerp=str(aantal), now=now)
    return aantal


def _of_reason(reden: str) -> ColumnElement[bool]:
    """Say in SQL that a row failed for this class of reason."""
    begin = [Uitgaand.fout.startswith(begin, autoescape=True) for begin, _, _ in REDENEN]
    if reden == ANDERS:
        return not_(or_(*begin))
    return Uitgaand.fout.startswith(reden, autoescape=True)
