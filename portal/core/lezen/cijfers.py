"""Numbers for a team or a gemeente: how many berichten stand where, from columns in clear; never a bericht itself."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import add

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.lezen.teamcijfers import standing
from portal.core.lezen.tellingen import COUNT_TO, OPEN, in_fases
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.models import Bericht, Team
from portal.prepared import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Aantallen:
    """How many berichten: open, of those waiting or without behandelaar or with a clock passed, and done."""

    open: int = 0
    zonder_behandelaar: int = 0
    wacht: int = 0
    te_laat: int = 0
    klaar: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapjeCijfers:
    """The numbers of one mailbox."""

    code: str
    titel: str
    aantallen: Aantallen


@dataclass(frozen=True, slots=True, kw_only=True)
class Cijfers:
    """The numbers of one or more teams together; `taken` are still to be done.

    `geteld` is the moment from which they are, None when that is now: of a team with very many berichten the worker counts them.
    """

    totaal: Aantallen
    mapjes: tuple[MapjeCijfers, ...]
    taken: int
    taken_te_laat: int
    geteld: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapjeTelling:
    """How many open berichten a mailbox holds; `meer` when it is more than we count to."""

    code: str
    titel: str
    aantal: int
    meer: bool = False


def cijfers(services: Services, gebruiker: Gebruiker, *, vandaag: date) -> Cijfers:
    """Return the numbers of this team, or of all teams of this gemeente; raises NietToegestaan."""
    gebruiker.eis(Recht.CIJFERS_LEZEN)
    with services.database.lezen() as session:
        standen = [standing(session, services, team, vandaag=vandaag) for team in teams_of(session, gebruiker)]
    opgeteld: dict[str, tuple[int, ...]] = defaultdict(lambda: (0, 0, 0, 0, 0))
    for stand in standen:
        for code, aantallen in stand.mapjes.items():
            opgeteld[code] = tuple(map(add, opgeteld[code], aantallen))
    per_mapje = [
        (code, Aantallen(open=o, zonder_behandelaar=z, wacht=w, te_laat=t, klaar=k))
        for code, (o, z, w, t, k) in opgeteld.items()
    ]
    mapjes = (
        MapjeCijfers(code=code, titel=_title(services, code), aantallen=aantallen) for code, aantallen in per_mapje
    )
    return Cijfers(
        totaal=_sum([aantallen for _, aantallen in per_mapje]),
        mapjes=tuple(sorted(mapjes, key=lambda mapje: mapje.titel)),
        taken=sum(stand.taken[0] for stand in standen),
        taken_te_laat=sum(stand.taken[1] for stand in standen),
        geteld=min((stand.geteld for stand in standen if stand.geteld is not None), default=None),
    )


def open_per_mailbox(services: Services, gebruiker: Gebruiker) -> tuple[MapjeTelling, ...]:
    """Return how many open berichten each mailbox of this team holds, by title; raises NietToegestaan."""
    gebruiker.eis(Recht.BERICHT_LEZEN)
    codes = tuple(mailbox.code for mailbox in services.mailboxen.alle())
    with services.database.lezen() as session:
        aantallen = _bounded(codes).rows(session, team=gebruiker.namens.als_team)
    tellingen = (
        MapjeTelling(code=code, titel=_title(services, code), aantal=min(aantal, COUNT_TO), meer=aantal > COUNT_TO)
        for code, aantal in aantallen
        if aantal
    )
    return tuple(sorted(tellingen, key=lambda telling: telling.titel))


def teams_of(session: Session, gebruiker: Gebruiker) -> Sequence[str]:
    """Return the team one works for, or all teams of the gemeente one works for."""
    if gebruiker.namens.soort == "team":
        return [gebruiker.namens.code]
    return session.scalars(select(Team.code).where(Team.organisatie == gebruiker.namens.code)).all()


@cache
def _bounded(codes: tuple[str, ...]) -> Prepared:
    """Count each mailbox up to a bound in one query, so that a busy team's page costs no more than a quiet one's."""
    mapje = union_all(*(select(literal(code).label("code")) for code in codes)).cte("mapjes")
    van_mapje = (Bericht.team == bindparam("team"), Bericht.mailbox == mapje.c.code, in_fases(OPEN))
    enough = select(Bericht.id).where(*van_mapje).limit(COUNT_TO + 1).correlate(mapje).subquery()
    return Prepared(select(mapje.c.code, select(func.count()).select_from(enough).correlate(mapje).scalar_subquery()))


def _sum(alle: Sequence[Aantallen]) -> Aantallen:
    return Aantallen(
        open=sum(a.open for a in alle),
        zonder_behandelaar=sum(a.zonder_behandelaar for a in alle),
        wacht=sum(a.wacht for a in alle),
        te_laat=sum(a.te_laat for a in alle),
        klaar=sum(a.klaar for a in alle),
    )


def _title(services: Services, code: str) -> str:
    mailbox = services.mailboxen.met_code(code)
    return mailbox.titel if mailbox is not None else code
