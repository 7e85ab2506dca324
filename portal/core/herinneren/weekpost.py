"""The weekly mails of what stays open and of what is reported with iWmo: nothing is forgotten and nobody is flooded.

That it comes every week, on the first werkdag, and after how long, is a proposal: no source says when to remind.
"""

import uuid
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.core.herinneren.aflopend import VAN_AFZENDER
from portal.core.herinneren.iwmoherinnering import who_reports
from portal.core.herinneren.na_contract import may_still_send
from portal.core.herinneren.taaktermijn import clock_is, has_term
from portal.core.klokken.klokken import LEVEND, NOOIT, Klokstatus
from portal.core.post.eenmaal import add_once
from portal.core.post.ladingen import MAIL
from portal.core.post.notifications import is_held
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Fase
from portal.domain.mailsoort import BLIJFT_LIGGEN, IWMO
from portal.domain.rollen import Rol
from portal.domain.teams import plek_van
from portal.domain.termijn import Karakter
from portal.models import Bericht, Overgang, Taak, Termijn, Termijnperiode, Verplichting

# voorstel: so long something stands open before the team hears of it, and before who leads the team does.
NA: Final = timedelta(weeks=1)
HOGEROP: Final = timedelta(weeks=3)
# voorstel: so long a clock stands still, or has done so after the time that was given, before who leads the team hears of it; and
# so long whatever time was given: it may be a mistyped year.
STIL: Final = timedelta(weeks=8)
LANG_STIL: Final = 2 * STIL
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
        aan = sorted(_once(session, services, set(_left_open(session, services, now=now)), vandaag=vandaag))
        iwmo = who_reports(session, services.regio, van=maandag + timedelta(days=1), tot=maandag + timedelta(weeks=1))
    if not aan and not iwmo:
        return 0
    melden = [("organisatie", code, "") for code in sorted(iwmo)]
    with services.database.schrijven() as session:
        beloofd = sum(_promise(session, wie, maandag, now=now) for wie in aan)
        return beloofd + sum(_promise(session, wie, maandag, now=now, sjabloon=IWMO) for wie in melden)


def _once(session: Session, services: Services, aan: AbstractSet[_Aan], *, vandaag: date) -> Iterator[_Aan]:
    """Yield them without a role that nobody holds where the whole team is told: that mail would go to all of them again."""
    for soort, code, rol in aan:
        overbodig = rol and (soort, code, "") in aan
        if not overbodig or is_held(session, services.sealer.pinned, soort=soort, code=code, vandaag=vandaag, rol=rol):
            yield soort, code, rol


def _promise(session: Session, wie: _Aan, maandag: date, *, now: datetime, sjabloon: str = BLIJFT_LIGGEN) -> bool:
    soort, code, rol = wie
    soort_mail = "" if sjabloon == BLIJFT_LIGGEN else f"|{sjabloon}"
    sleutel = uuid.uuid5(_SLEUTEL, f"{maandag}|{soort}|{code}|{rol}{soort_mail}")
    lading = {"aan_soort": soort, "aan": code, "rol": rol, "sjabloon": sjabloon, "nummer": "", "pad": PAD}
    return add_once(session, MAIL, lading, key=sleutel, now=now)


def _left_open(session: Session, services: Services, *, now: datetime) -> Iterator[_Aan]:
    """Yield whom it concerns: who does what stays open, and after longer who leads that team."""
    vandaag = datum_in_nederland(now)
    yield from _taken(session, services, sinds=now - NA, hogerop=now - HOGEROP)
    yield from _late(session, sinds=vandaag - NA, hogerop=vandaag - HOGEROP)
    yield from _duties(session, services, sinds=vandaag - NA, hogerop=vandaag - HOGEROP, now=now)
    yield from _still(session, vandaag=vandaag)
    yield from _without_clock(session, sinds=now - NA, hogerop=now - HOGEROP)


def _taken(session: Session, services: Services, *, sinds: datetime, hogerop: datetime) -> Iterator[_Aan]:
    """Yield for the open taken without a term: the role that does them, and who leads.

    One of which the clock stands still, or has not begun, is told of by its clock; after that has lapsed by nothing else.
    """
    vervallen = clock_is(services, Klokstatus.VERVALLEN) & ~clock_is(services, *map(Klokstatus, LEVEND))
    query = (
        select(Taak.team, Taak.rol, Overgang.moment <= hogerop)
        .join(Overgang, Overgang.id == Taak.overgang)
        .join(Bericht, Bericht.id == Taak.bericht)
        .where(Taak.status == "open", Taak.uiterlijk == NOOIT, Overgang.moment <= sinds)
        .where(or_(~has_term(services), vervallen))
        .distinct()
    )
    for team, rol, lang in session.execute(query):
        yield *plek_van(team), rol
        yield from _leader(team, lang=lang)


def _late(session: Session, *, sinds: date, hogerop: date) -> Iterator[_Aan]:
    """Yield for duties that are late, or promised for a day that has passed: the team that has the bericht, who sent it where it is his, and who leads."""
    query = (
        select(Bericht.team, Bericht.afzender_soort, Bericht.afzender, Termijn.eigenaar, _overdue(hogerop))
        .join(Termijn, Termijn.bericht == Bericht.id)
        .where(_overdue(sinds))
        .distinct()
    )
    for team, soort, afzender, eigenaar, lang in session.execute(query):
        yield *plek_van(team), ""
        if eigenaar in VAN_AFZENDER:
            yield soort, afzender, ""
        yield from _leader(team, lang=lang)


def _duties(session: Session, services: Services, *, sinds: date, hogerop: date, now: datetime) -> Iterator[_Aan]:
    """Yield for what an organisation still has to send: itself while it may, the team that waits for it, and who leads that team."""
    query = (
        select(Verplichting, _overdue(hogerop))
        .join(Termijn, Termijn.verplichting == Verplichting.id)
        .where(Verplichting.status == "open", _overdue(sinds))
    )
    for plicht, lang in session.execute(query):
        if may_still_send(session, services, plicht, now=now):
            yield "organisatie", plicht.organisatie, ""
        if plicht.team is not None:
            yield "team", plicht.team, ""
            yield from _leader(plicht.team, lang=lang)


def _still(session: Session, *, vandaag: date) -> Iterator[_Aan]:
    """Yield who leads the team of a clock that stands still for long; the team itself is told in time (`tijdom`)."""
    query = (
        select(Bericht.team)
        .join(Termijn, Termijn.bericht == Bericht.id)
        .join(Termijnperiode, Termijnperiode.termijn == Termijn.id)
        .where(
            Termijn.status == Klokstatus.OPGESCHORT.value,
            Termijnperiode.van.is_not(None),
            Termijnperiode.tot.is_(None),
            or_(
                func.coalesce(Termijnperiode.uiterlijk, Termijnperiode.van) <= vandaag - STIL,
                Termijnperiode.van <= vandaag - LANG_STIL,
            ),
        )
        .distinct()
    )
    for team in session.scalars(query):
        yield from _leader(team, lang=True)


def _without_clock(session: Session, *, sinds: datetime, hogerop: datetime) -> Iterator[_Aan]:
    """Yield for berichten on which no clock runs and no taak is open, and nothing happened: who is waited for, and who leads."""
    laatste = (
        select(func.max(Overgang.moment)).where(Overgang.bericht == Bericht.id).correlate(Bericht).scalar_subquery()
    )
    moment = func.coalesce(laatste, Bericht.ingediend)
    query = (
        select(Bericht.team, Bericht.fase, Bericht.afzender_soort, Bericht.afzender, moment <= hogerop)
        .where(
            Bericht.fase != Fase.KLAAR.value,
            Bericht.urgent == NOOIT,
            moment <= sinds,
            ~exists().where(Termijn.bericht == Bericht.id, Termijn.status == Klokstatus.OPGESCHORT.value),
            ~exists().where(Taak.bericht == Bericht.id, Taak.status == "open"),
        )
        .distinct()
    )
    for team, fase, soort, afzender, lang in session.execute(query):
        yield *plek_van(team), ""
        if fase == Fase.BIJ_AFZENDER.value:
            yield soort, afzender, ""
        yield from _leader(team, lang=lang)


def _overdue(sinds: date) -> ColumnElement[bool]:
    """Ask for the clocks of which the last day, or the day that was promised beside it, has passed since: that one stays (Awb 4:14)."""
    te_laat = and_(
        Termijn.status == Klokstatus.LOOPT.value,
        Termijn.karakter == Karakter.PLICHT.value,
        Termijn.datum <= sinds,
    )
    return or_(te_laat, and_(Termijn.status.in_(LEVEND), Termijn.toegezegd.is_not(None), Termijn.toegezegd <= sinds))


def _leader(team: str, *, lang: bool) -> Iterator[_Aan]:
    """Yield who leads a team, once something has waited so long; an organisation that got a bericht has none."""
    plek = plek_van(team)
    if lang and plek[0] == "team":
        yield *plek, Rol.TEAMLEIDER.value
