"""Verplichtingen: duties of an organisation to send a bericht that none of its own started, made once and met by sending it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.klokken.deelname import EERSTE, who_is_asked
from portal.core.klokken.klokhistorie import Aanleiding, Gebeurtenis, note
from portal.core.klokken.klokken import Klokstatus, counted, end, start, store_ended
from portal.core.services import Services
from portal.domain.basisloop import INGETROKKEN
from portal.domain.datums import datum_in_nederland
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import BijDeelname, Jaarlijks, OpDatum, Termijn
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Organisatie, Verplichting
from portal.models import Termijn as TermijnRij
from portal.sealing.envelope import new_id

BIJ_INDICATIE: Final = (
    "Deze laatste dag was al voorbij toen de gemeente de indicatie doorgaf. Daarom krijgt u dit nu pas, en een keer. "
    "Stuur de melding zo snel mogelijk."
)
INGETROKKEN_WEER: Final = "Uw bericht {nummer} hierover is ingetrokken. Daarom vraagt het portaal dit weer."
ONVOLLEDIG_NOG: Final = "Uw bericht {nummer} hierover is nog niet compleet. Vul dat bericht aan."
BIJ_JAAR: Final = "Deze laatste dag was al voorbij toen het portaal dit kon vragen. Daarom krijgt u dit nu pas. Stuur het stuk zo snel mogelijk."


class Plichtstatus(StrEnum):
    """Whether a verplichting still has to be met."""

    OPEN = "open"
    GEHAALD = "gehaald"
    VRIJGESTELD = "vrijgesteld"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A verplichting that is to be made: which clock of which mailbox, told from the next by `kenmerk`, from which date; `team` waits for it."""

    mailbox: Mailbox
    termijn: Termijn
    kenmerk: str
    vanaf: date
    bron_bericht: UUID | None = None
    toewijzing: UUID | None = None
    team: str | None = None


def plan_duties(services: Services, actor: Actor, *, now: datetime) -> int:
    """Make the verplichtingen of this year, and the first ones of who takes part, that are not there yet; returns how many.

    A first one counts from the day from which somebody takes part; where that is not known, or its last day had passed, from
    today, as when a contract runs again after it had ended (voorstel).

    Nothing is asked over a year before somebody took part (voorstel). What no worker asked in time is asked late, but of
    who took part from a day that nobody wrote down nothing is asked of which the last day had passed.
    """
    vandaag, made = datum_in_nederland(now), 0
    for plan in _plans(services, vandaag):
        with services.database.lezen() as session:
            gevraagd = list(_asked(session, services, plan, vandaag=vandaag))
        made += sum(_make_alone(services, actor, eigen, organisatie, now=now) for organisatie, eigen in gevraagd)
    return made


def make_duty(
    session: Session,
    services: Services,
    actor: Actor,
    plan: Plan,
    organisatie: str,
    *,
    door: Aanleiding,
    over: bool = False,
) -> bool:
    """Make one verplichting with its clock in this transaction; False when it was there already.

    With `over` the client has died: nothing is asked, and undoing the death finds what was planned.
    """
    bekend = select(Verplichting.id).where(
        Verplichting.mailbox == plan.mailbox.code,
        Verplichting.code == plan.termijn.code,
        Verplichting.organisatie == organisatie,
        Verplichting.kenmerk == plan.kenmerk,
    )
    if session.scalar(bekend) is not None:
        return False
    rij = Verplichting(
        id=new_id(),
        mailbox=plan.mailbox.code,
        code=plan.termijn.code,
        organisatie=organisatie,
        regio=services.regio.code,
        kenmerk=plan.kenmerk,
        vanaf=plan.vanaf,
        bron_bericht=plan.bron_bericht,
        team=plan.team,
        toewijzing=plan.toewijzing,
        status=(Plichtstatus.VERVALLEN if over else Plichtstatus.OPEN).value,
        bericht=None,
        concept=None,
        gemaakt=door.now,
        geeindigd=door.now if over else None,
    )
    session.add(rij)
    session.flush()  # the clock refers to it
    begin = store_ended if over else start
    begin(session, plan.mailbox, None, [counted(services, plan.termijn, plan.vanaf)], door=door, verplichting=rij.id)
    record(session, actor, actie="verplichting", onderwerp=str(rij.id), now=door.now, uitkomst=plan.termijn.code[:48])
    return True


def meet(
    session: Session,
    mailbox: Mailbox,
    bericht: Bericht,
    feiten: Feiten,
    *,
    plichten: Collection[UUID],
    verwant: Collection[UUID],
    door: Aanleiding,
) -> None:
    """Let a new bericht meet those of these verplichtingen that it is about.

    `verwant` are the berichten and toewijzingen of the same sender about the same client. Of a yearly one that was met already it is
    kept that this one came about it too: should the other be withdrawn, it still counts.
    """
    rijen = session.scalars(
        select(Verplichting)
        .where(
            Verplichting.id.in_(plichten),
            Verplichting.status.in_((Plichtstatus.OPEN.value, Plichtstatus.GEHAALD.value)),
        )
        .order_by(Verplichting.id)
        .with_for_update()
    ).all()
    te_doen = [rij for rij in rijen if rij.status == Plichtstatus.OPEN.value]
    van_client = [rij for rij in te_doen if rij.bron_bericht in verwant or rij.toewijzing in verwant]
    for rij in rijen:
        termijn = mailbox.termijn(rij.code)
        if rij not in te_doen:
            if termijn and isinstance(termijn.begint, Jaarlijks) and _is_about(termijn, rij, feiten, (), enig=False):
                note(session, _clocks(session, rij), Gebeurtenis.GEHAALD, door)
            continue
        enig = van_client == [rij]
        if rij.concept == bericht.id or (termijn and _is_about(termijn, rij, feiten, van_client, enig=enig)):
            rij.bericht = bericht.id
            close(session, rij, Plichtstatus.GEHAALD, door=door)


def close(session: Session, rij: Verplichting, status: Plichtstatus, *, door: Aanleiding) -> None:
    """End a verplichting and its clocks: met, or no longer asked."""
    rij.status, rij.geeindigd = status.value, door.now
    lopend = select(TermijnRij).where(TermijnRij.verplichting == rij.id, TermijnRij.status == Klokstatus.LOOPT.value)
    soort = Gebeurtenis.GEHAALD if status is Plichtstatus.GEHAALD else Gebeurtenis.VERVALLEN
    end(session, session.scalars(lopend).all(), soort, door=door)


def ask_again(session: Session, rij: Verplichting, *, door: Aanleiding) -> None:
    """Ask a verplichting again that was met or exempted, with the last day that it had; the worker looks today what is to be told."""
    rij.status, rij.geeindigd = Plichtstatus.OPEN.value, None
    klokken = _clocks(session, rij)
    for klok in klokken:
        klok.status, klok.volgende_stap = Klokstatus.LOOPT.value, datum_in_nederland(door.now)
        klok.geeindigd = klok.geeindigd_op = None
    note(session, klokken, Gebeurtenis.HERVAT, door)


def why_again(session: Session, rij: Verplichting) -> str:
    """Say why an open verplichting is asked again that a bericht had met; empty when none had."""
    if rij.bericht is None:
        return ""
    tekst = INGETROKKEN_WEER if to_complete(session, rij) is None else ONVOLLEDIG_NOG
    return tekst.format(nummer=session.get_one(Bericht, rij.bericht).nummer)


def to_complete(session: Session, rij: Verplichting) -> UUID | None:
    """Return the bericht that meets this open verplichting once it is complete; None where a new one must be sent."""
    bericht = session.get(Bericht, rij.bericht) if rij.bericht is not None else None
    return bericht.id if bericht is not None and bericht.status != INGETROKKEN.code else None


def asked_late(rij: Verplichting, datum: date) -> str:
    """Say why the last day of a verplichting had passed before anybody could be told; empty when it had not."""
    if datum_in_nederland(rij.gemaakt) <= datum:
        return ""
    return BIJ_INDICATIE if rij.bron_bericht or rij.toewijzing else BIJ_JAAR


def is_open_here(services: Services, mailbox: Mailbox) -> bool:
    """Tell whether a mailbox is in use in this region."""
    regio = services.regio
    return regio.code in mailbox.regios and mailbox.code not in regio.gesloten_mailboxen


def _clocks(session: Session, rij: Verplichting) -> Sequence[TermijnRij]:
    return session.scalars(select(TermijnRij).where(TermijnRij.verplichting == rij.id)).all()


def _plans(services: Services, vandaag: date) -> Iterator[Plan]:
    for mailbox in services.mailboxen.alle():
        for termijn in mailbox.termijnen if is_open_here(services, mailbox) else ():
            match termijn.begint:
                case Jaarlijks(maand=maand, dag=dag, over=over):
                    kenmerk, vanaf = str(vandaag.year - over), date(vandaag.year, maand, dag)
                    yield Plan(mailbox=mailbox, termijn=termijn, kenmerk=kenmerk, vanaf=vanaf)
                case BijDeelname():
                    yield Plan(mailbox=mailbox, termijn=termijn, kenmerk=EERSTE, vanaf=vandaag)
                case _:
                    pass


def _asked(session: Session, services: Services, plan: Plan, *, vandaag: date) -> Iterator[tuple[str, Plan]]:
    """Yield who is asked this, each with the plan for him: for a first one with his own first day."""

    def is_over(vanaf: date) -> bool:
        return counted(services, plan.termijn, vanaf).datum < vandaag

    if isinstance(plan.termijn.begint, BijDeelname):
        for wie in who_is_asked(session, plan.mailbox, plan.termijn.code, vandaag=vandaag):
            vanaf = plan.vanaf if wie.sinds is None or is_over(wie.sinds) else wie.sinds
            yield wie.organisatie, replace(plan, kenmerk=wie.kenmerk, vanaf=vanaf)
    else:
        for organisatie in session.scalars(_owing(plan, voorbij=is_over(plan.vanaf))):
            yield organisatie, plan


def _owing(plan: Plan, *, voorbij: bool) -> "Select[str]":
    """Select who took part in this year as a sender of this mailbox and has no such verplichting."""
    soorten = [afzender.soort.value for afzender in plan.mailbox.afzenders if not afzender.voor_burger]
    bekend = exists().where(
        Verplichting.mailbox == plan.mailbox.code,
        Verplichting.code == plan.termijn.code,
        Verplichting.kenmerk == plan.kenmerk,
        Verplichting.organisatie == Organisatie.code,
    )
    deed_mee = Organisatie.deelname <= date(int(plan.kenmerk), 12, 31)
    # Over the last year of a contract it is asked too of who takes part no longer.
    loopt = and_(Organisatie.actief, Organisatie.einde.is_(None))
    return (
        select(Organisatie.code)
        .where(
            Organisatie.soort.in_(soorten),
            ~bekend,
            or_(loopt, Organisatie.einde >= date(int(plan.kenmerk), 1, 1)),
            deed_mee if voorbij else or_(deed_mee, Organisatie.deelname.is_(None)),
        )
        .order_by(Organisatie.code)
    )


def _make_alone(services: Services, actor: Actor, plan: Plan, organisatie: str, *, now: datetime) -> bool:
    try:
        with services.database.schrijven() as session:
            return make_duty(session, services, actor, plan, organisatie, door=Aanleiding(now=now))
    except IntegrityError:
        return False  # another worker was just making it


def _is_about(
    termijn: Termijn, rij: Verplichting, feiten: Feiten, van_client: Sequence[Verplichting], *, enig: bool
) -> bool:
    if termijn.als is not None and not termijn.als.geldt(feiten):
        return False
    match termijn.begint:
        case BijDeelname():
            return True
        case Jaarlijks(veld=veld):
            return feiten.get(veld) == rij.kenmerk
        case OpDatum(veld=veld):
            # One indicatie of this client that runs: a date that was typed otherwise is about the same one.
            return rij in van_client and (enig or feiten.get(veld) == rij.vanaf.isoformat())
        case _:
            return False
