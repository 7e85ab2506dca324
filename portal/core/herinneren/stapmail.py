"""What clocks have to tell, gathered: one mail for each receiver and kind in a pass, however many clocks it is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.core.herinneren.na_contract import may_still_send
from portal.core.herinneren.stapdoen import GEDAAN, MELDEN
from portal.core.herinneren.stappen import MOST
from portal.core.klokken.klokken import LEVEND, Klokstatus
from portal.core.klokken.taakklokken import fulfilled_by
from portal.core.post.notifications import is_held
from portal.core.post.outbox import enqueue_termijnmail
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.mailsoort import (
    ESCALATIE,
    HERINNERING,
    LOOPT_WEER,
    STAAT_STIL,
    TE_LAAT,
    TIJD_OM,
    TOEGEZEGD,
    TREDE_AAN_U,
    TREDEN,
    VANZELF,
)
from portal.domain.partij import TEAM_VAN, Partij
from portal.domain.rechten import WIE_MAG, Recht
from portal.domain.rollen import Rol
from portal.domain.stappen import NOG_STIL, OVERGANG, START, TREDE
from portal.domain.stappen import TIJD_OM as STAP_TIJD_OM
from portal.domain.stappen import TOEGEZEGD as STAP_TOEGEZEGD
from portal.domain.stappen import TREDE_AAN_U as STAP_TREDE_AAN_U
from portal.domain.teams import plek_van
from portal.models import Bericht, Taak, Termijn, Termijnstap, Verplichting

# Who holds this role in the team is told, and nobody else there.
ROLLEN: Final = {Partij.TEAMLEIDER: Rol.TEAMLEIDER, Partij.CONTRACTMANAGER: Rol.CONTRACTMANAGER}
# Who hears what is told the whole team.
OPPAKKERS: Final = WIE_MAG[Recht.BERICHT_OPPAKKEN]
_AFZENDERS: Final = frozenset({Partij.AFZENDER, Partij.AANBIEDER})

_Aan = tuple[str, str]
_Soort = tuple[_Aan, Rol | None, str]


def promise_mail(services: Services, *, now: datetime) -> int:
    """Promise the mails of all steps that were taken, most urgent clock first; returns how many mails.

    That a clock runs on because the given time is over waits for a werkdag: the clock itself ran on in the weekend.
    """
    vandaag, wacht = datum_in_nederland(now), [Termijnstap.uitkomst == MELDEN]
    if not services.kalender.is_werkdag(vandaag, wettelijk=False):
        wacht.append(~Termijnstap.stap.startswith(STAP_TIJD_OM, autoescape=True))
    with services.database.lezen() as session:
        if session.scalar(select(Termijnstap.termijn).where(*wacht).limit(1)) is None:
            return 0
    with services.database.schrijven() as session:
        gevonden = _once(session, services, _gathered(session, services, wacht), vandaag=vandaag)
        for (aan, rol, sjabloon), termijnen in gevonden.items():
            ids = tuple(dict.fromkeys(termijnen))
            enqueue_termijnmail(session, aan=aan, rol=rol, sjabloon=sjabloon, termijnen=ids, now=now)
        return len(gevonden)


def _gathered(session: Session, services: Services, wacht: Sequence[ColumnElement[bool]]) -> dict[_Soort, list[UUID]]:
    """Take the steps that wait to be told, which no other worker is gathering, by who is told what kind of thing."""
    query = (
        select(Termijnstap, Termijn, Bericht, Verplichting)
        .join(Termijn, Termijn.id == Termijnstap.termijn)
        .outerjoin(Bericht, Bericht.id == Termijn.bericht)
        .outerjoin(Verplichting, Verplichting.id == Termijn.verplichting)
        .where(*wacht)
        .order_by(Termijn.datum, Termijn.id)
        .with_for_update(of=Termijnstap, skip_locked=True)
        .execution_options(yield_per=MOST)
    )
    gevonden: dict[_Soort, list[UUID]] = defaultdict(list)
    for stap, termijn, bericht, verplichting in session.execute(query):
        if termijn.status == Klokstatus.OPGESCHORT.value and not _is_of_still(stap):
            session.delete(stap)  # it came to stand still before anybody was told: due again once it runs
            continue
        stap.uitkomst = GEDAAN
        aan, rollen, sjabloon = told_by(session, services, stap, termijn, bericht=bericht, verplichting=verplichting)
        if aan is None or termijn.status not in told_of(sjabloon):
            continue
        for rol in rollen:
            if termijn.id not in gevonden[aan, rol, sjabloon]:
                gevonden[aan, rol, sjabloon].append(termijn.id)
    return gevonden


def _once(
    session: Session, services: Services, gevonden: Mapping[_Soort, Sequence[UUID]], *, vandaag: date
) -> dict[_Soort, Sequence[UUID]]:
    """Leave out of an escalation what everybody is told in another mail of this pass, where nobody holds the role it is for.

    That a clock runs again is not told beside that it has run out since: the explanation of that says both.
    """
    blijft: dict[_Soort, Sequence[UUID]] = {}
    for wat, termijnen in gevonden.items():
        (soort, code), rol, sjabloon = wat
        alle = {
            termijn
            for (aan, voor, ander), van_ander in gevonden.items()
            if aan == (soort, code) and voor is None and ander != ESCALATIE
            for termijn in van_ander
        }
        dubbel = sjabloon in {ESCALATIE, TOEGEZEGD, LOOPT_WEER} and rol is not None and not alle.isdisjoint(termijnen)
        if dubbel and not is_held(
            session, services.sealer.pinned, soort=soort, code=code, vandaag=vandaag, rol=rol or ""
        ):
            over = [termijn for termijn in termijnen if termijn not in alle]
        else:
            laat = gevonden.get(((soort, code), rol, TE_LAAT), ()) if sjabloon == LOOPT_WEER else ()
            over = [termijn for termijn in termijnen if termijn not in laat]
        if over:
            blijft[wat] = over
    return blijft


def told_by(
    session: Session,
    services: Services,
    stap: Termijnstap,
    termijn: Termijn,
    *,
    bericht: Bericht | None,
    verplichting: Verplichting | None,
) -> tuple[_Aan | None, tuple[Rol | None, ...], str]:
    """Return who hears of this step, in which roles (None is the whole team), and by which kind of mail; None where there is nobody.

    That a clock stands still is told who may let it run again; that it runs again also who does what meets it.
    Of a duty that an aanbieder without a contract can meet no more, the team hears that waits for it.
    """
    partij = Partij(stap.aan)
    if verplichting is not None and partij in _AFZENDERS:
        kan = may_still_send(session, services, verplichting, now=stap.gedaan)
        partij = partij if kan else Partij.BEHANDELEND_TEAM
    rol = ROLLEN.get(partij) or _who_does(session, services, partij, termijn, bericht)
    sjabloon = _kind(services, stap, termijn, bericht or verplichting)
    rollen: tuple[Rol | None, ...] = (rol,)
    if sjabloon in {TIJD_OM, STAAT_STIL, LOOPT_WEER}:
        rollen = (None, rol) if sjabloon == LOOPT_WEER and rol not in {None, *OPPAKKERS} else (None,)
    return _receiver(services, partij, bericht, verplichting), rollen, sjabloon


def told_of(sjabloon: str) -> tuple[str, ...]:
    """Return in which state a clock must be for a mail of this kind to be of use.

    A step of the portal may have ended its clock: the mail is about what it did. Nobody is told of what was met meanwhile.
    """
    if sjabloon in TREDEN:
        return (*LEVEND, Klokstatus.VERVALLEN.value)
    if sjabloon == STAAT_STIL:
        return (Klokstatus.OPGESCHORT.value,)
    return LEVEND if sjabloon in {TIJD_OM, TOEGEZEGD} else (Klokstatus.LOOPT.value,)


def _receiver(
    services: Services, aan: Partij, bericht: Bericht | None, verplichting: Verplichting | None
) -> _Aan | None:
    """Return who is told, None where there is nobody; the team that registered for a burger sees to what a sender must do."""
    if aan in TEAM_VAN:
        team = services.regio.team(TEAM_VAN[aan])
        return ("team", team.code) if team is not None else None
    if verplichting is not None:
        if aan in _AFZENDERS:
            return "organisatie", verplichting.organisatie
        return ("team", verplichting.team) if verplichting.team else None
    if bericht is None or aan not in _AFZENDERS:
        return plek_van(bericht.team) if bericht is not None else None
    return bericht.afzender_soort, bericht.afzender


def _who_does(
    session: Session, services: Services, aan: Partij, termijn: Termijn, bericht: Bericht | None
) -> Rol | None:
    """Return the role of the open taak that fulfils a clock of the team: the backoffice also hears what it must send."""
    codes = fulfilled_by(services, bericht.mailbox, termijn.code) if bericht is not None else ()
    if not codes or aan is not Partij.BEHANDELEND_TEAM:
        return None
    rol = session.scalar(
        select(Taak.rol).where(Taak.bericht == termijn.bericht, Taak.code.in_(codes), Taak.status == "open").limit(1)
    )
    return Rol(rol) if rol is not None else None


def _is_of_still(stap: Termijnstap) -> bool:
    """Tell whether this is also told of a clock that stands still, or was done whatever becomes of the clock."""
    return stap.stap.startswith((STAP_TIJD_OM, NOG_STIL, STAP_TOEGEZEGD, OVERGANG, START))


def _kind(services: Services, stap: Termijnstap, termijn: Termijn, van: Bericht | Verplichting | None) -> str:
    if stap.stap.startswith(STAP_TIJD_OM):
        return TIJD_OM if termijn.status == Klokstatus.OPGESCHORT.value else LOOPT_WEER
    if stap.stap.startswith(NOG_STIL):
        return STAAT_STIL
    if stap.stap.startswith(STAP_TREDE_AAN_U):
        return TREDE_AAN_U
    mailbox = services.mailboxen.met_code(van.mailbox) if van is not None else None
    if stap.stap.startswith(TREDE):
        klok = mailbox.termijn(termijn.code) if mailbox is not None else None
        return klok.trede.mail if klok is not None and klok.trede is not None else VANZELF
    if stap.stap.startswith(OVERGANG):
        code = stap.stap.removeprefix(OVERGANG).partition(":")[0]
        regel = mailbox.levensloop.overgang(code) if mailbox is not None else None
        return (regel.mail if regel is not None else "") or VANZELF
    aan = Partij(stap.aan)
    beloofd = stap.stap.startswith(STAP_TOEGEZEGD)
    if beloofd and termijn.status == Klokstatus.OPGESCHORT.value:
        return TOEGEZEGD  # an escalation waits until its clock runs again, a promise does not
    if aan in ROLLEN or aan in TEAM_VAN:
        return ESCALATIE
    if beloofd:
        return TOEGEZEGD
    # Told late, after a time without a worker, it is about a day that has passed.
    return TE_LAAT if max(stap.gepland, datum_in_nederland(stap.gedaan)) > termijn.datum else HERINNERING
