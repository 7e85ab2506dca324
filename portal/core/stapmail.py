"""What clocks have to tell, gathered: one mail for each receiver and kind in a pass, however many clocks it is about."""

from collections import defaultdict
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.klokken import LEVEND, Klokstatus
from portal.core.outbox import enqueue_mail, enqueue_termijnmail
from portal.core.services import Services
from portal.core.stapdoen import GEDAAN, MELDEN
from portal.core.stappen import MOST
from portal.domain.mailsoort import ESCALATIE, HERINNERING, TE_LAAT, TIJD_OM
from portal.domain.partij import TEAM_VAN, Partij
from portal.domain.rollen import Rol
from portal.domain.stappen import OVERGANG, START
from portal.domain.stappen import TIJD_OM as STAP_TIJD_OM
from portal.models import Bericht, Termijn, Termijnstap, Verplichting

# Who holds this role in the team is told, and nobody else there.
ROLLEN: Final = {Partij.TEAMLEIDER: Rol.TEAMLEIDER, Partij.CONTRACTMANAGER: Rol.CONTRACTMANAGER}
_AFZENDERS: Final = frozenset({Partij.AFZENDER, Partij.AANBIEDER})

_Aan = tuple[str, str]
_Soort = tuple[_Aan, Rol | None, str]
_Bericht = tuple[UUID, str]


def promise_mail(services: Services, *, now: datetime) -> int:
    """Promise the mails of the steps that were taken, most urgent clock first; returns how many mails."""
    with services.database.lezen() as session:
        if session.scalar(select(Termijnstap.termijn).where(Termijnstap.uitkomst == MELDEN).limit(1)) is None:
            return 0
    with services.database.schrijven() as session:
        lopend, geeindigd = _gathered(session, services)
        for (aan, rol, sjabloon), termijnen in lopend.items():
            ids = tuple(dict.fromkeys(termijnen))
            enqueue_termijnmail(session, aan=aan, rol=rol, sjabloon=sjabloon, termijnen=ids, now=now)
        for (aan, _, sjabloon), berichten in geeindigd.items():
            for id_, nummer in dict.fromkeys(berichten):
                enqueue_mail(session, aan=aan, sjabloon=sjabloon, nummer=nummer, pad=f"/berichten/{id_}", now=now)
        return len(lopend) + len(geeindigd)


def _gathered(session: Session, services: Services) -> tuple[dict[_Soort, list[UUID]], dict[_Soort, list[_Bericht]]]:
    """Take the steps that wait to be told, which no other worker is gathering, by who is told what kind of thing.

    A step of the portal itself may have ended its clock; then the mail is about the bericht that it moved.
    """
    query = (
        select(Termijnstap, Termijn, Bericht, Verplichting)
        .join(Termijn, Termijn.id == Termijnstap.termijn)
        .outerjoin(Bericht, Bericht.id == Termijn.bericht)
        .outerjoin(Verplichting, Verplichting.id == Termijn.verplichting)
        .where(Termijnstap.uitkomst == MELDEN)
        .order_by(Termijn.datum, Termijn.id)
        .limit(MOST)
        .with_for_update(of=Termijnstap, skip_locked=True)
    )
    lopend: dict[_Soort, list[UUID]] = defaultdict(list)
    geeindigd: dict[_Soort, list[_Bericht]] = defaultdict(list)
    for stap, termijn, bericht, verplichting in session.execute(query).all():
        partij = Partij(stap.aan)
        if termijn.status == Klokstatus.OPGESCHORT.value and not _is_of_still(stap):
            session.delete(stap)  # it came to stand still before anybody was told: due again once it runs
            continue
        stap.uitkomst = GEDAAN
        aan = _receiver(services, partij, bericht, verplichting)
        if aan is None:
            continue
        soort = (aan, ROLLEN.get(partij), _kind(partij, stap, termijn))
        if termijn.status == Klokstatus.LOOPT.value or (soort[2] == TIJD_OM and termijn.status in LEVEND):
            lopend[soort].append(termijn.id)
        elif stap.stap.startswith(OVERGANG) and bericht is not None:
            geeindigd[soort].append((bericht.id, bericht.nummer))
    return lopend, geeindigd


def _receiver(
    services: Services, aan: Partij, bericht: Bericht | None, verplichting: Verplichting | None
) -> _Aan | None:
    """Return who is told; None where there is nobody: no aanbieder with a bericht that a team registered for a burger."""
    if aan in TEAM_VAN:
        team = services.regio.team(TEAM_VAN[aan])
        return ("team", team.code) if team is not None else None
    if verplichting is not None:
        return ("organisatie", verplichting.organisatie) if aan in _AFZENDERS else None
    if bericht is None or aan not in _AFZENDERS:
        return ("team", bericht.team) if bericht is not None else None
    voor_burger = aan is Partij.AANBIEDER and bericht.afzender_soort == "team"
    return None if voor_burger else (bericht.afzender_soort, bericht.afzender)


def _is_of_still(stap: Termijnstap) -> bool:
    """Tell whether this is also told of a clock that stands still, or was done whatever becomes of the clock."""
    return stap.stap.startswith((STAP_TIJD_OM, OVERGANG, START))


def _kind(aan: Partij, stap: Termijnstap, termijn: Termijn) -> str:
    if stap.stap.startswith(STAP_TIJD_OM):
        return TIJD_OM
    if aan in ROLLEN or aan in TEAM_VAN:
        return ESCALATIE
    return TE_LAAT if stap.gepland > termijn.datum else HERINNERING
