"""The herindicatie that a toewijzing plans: made when one is written down by hand, moved with its end, taken away with it.

Which bericht that is, and by when, the declarations say: what a taak about a 301 plans.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor
from portal.core.client.zelfde_client import same_person
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import Klokstatus, counted, start
from portal.core.klokken.klokwijziging import count_from
from portal.core.klokken.verplichtingen import Plan, Plichtstatus, close, is_open_here, make_duty
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Fase
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import Termijn
from portal.models import Bericht, Organisatie, Toewijzing, Verplichting
from portal.models import Termijn as TermijnRij
from portal.sealing.client import Refused, TeVeel, VaultDown

# How the plan of a product begins its kenmerk: it stands only until there is an indicatie that it can follow.
NAAST: Final = "+"
IS_NAAST: Final[ColumnElement[bool]] = Verplichting.kenmerk.startswith(NAAST, autoescape=True)
# What was met or exempted stays so.
MOVABLE: Final = (Plichtstatus.OPEN.value, Plichtstatus.VERVALLEN.value)


def known_of_client(services: Services, gebruiker: Gebruiker, bsn: str) -> frozenset[UUID]:
    """Return what the own team has about this client; nothing while the vault cannot say."""
    try:
        plek = gebruiker.namens.sleutel
        return frozenset(services.vault.search(gebruiker.token, plek, "bsn", bsn, herkomst=gebruiker.herkomst))
    except (VaultDown, TeVeel, Refused):
        return frozenset()


def plan(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Toewijzing,
    *,
    bekend: Collection[UUID],
    naast: bool = False,
    over: bool = False,
    door: Aanleiding,
) -> None:
    """Plan what must follow before this toewijzing ends, unless it is over or the same was planned of this client, or is in.

    `bekend` is what the team has about him. With `over` he has died: nothing is asked, and undoing the death finds what was planned.
    What stands `naast` an indicatie has no plan beside that of the indicatie: neither when the indicatie was there first, nor when
    it comes later.
    """
    if rij.organisatie is None or rij.einddatum < datum_in_nederland(door.now):
        return
    # Held, so that two toewijzingen of one indicatie that are written down at once do not both find nothing.
    session.get_one(Organisatie, rij.organisatie, with_for_update={"key_share": True})
    of_client = or_(Verplichting.bron_bericht.in_(bekend), Verplichting.toewijzing.in_(bekend))
    for mailbox, termijn in _planned(services):
        gelijk = select(Verplichting.id).where(
            Verplichting.mailbox == mailbox.code,
            Verplichting.organisatie == rij.organisatie,
            Verplichting.status == Plichtstatus.OPEN.value,
            Verplichting.vanaf >= rij.einddatum if naast else (Verplichting.vanaf == rij.einddatum) & ~IS_NAAST,
            of_client,
        )
        if not naast:
            absorb(session, mailbox.code, rij.organisatie, tot=rij.einddatum, of_client=of_client, door=door)
        binnen = in_already(mailbox.code, rij.organisatie, termijn.code, tot=rij.einddatum, naast=naast, bekend=bekend)
        if all(session.scalar(query.limit(1)) is None for query in (gelijk, binnen)):
            wat = Plan(
                mailbox=mailbox,
                termijn=termijn,
                kenmerk=f"{NAAST}{rij.id.hex[1:]}" if naast else rij.id.hex,
                vanaf=rij.einddatum,
                toewijzing=rij.id,
                team=rij.team,
            )
            make_duty(session, services, actor, wat, rij.organisatie, door=door, over=over)


def in_already(
    mailbox: str, organisatie: str, code: str, *, tot: date, naast: bool, bekend: "Collection[UUID] | Select[UUID]"
) -> "Select[UUID]":
    """Select of these berichten those of this aanbieder that run about the indicatie until `tot`: their clock `code` counts from there.

    Also what met the plan of that indicatie, whatever day it names. A product has enough at what is about an indicatie that runs
    longer.
    """
    tellen = select(TermijnRij.bericht).where(
        TermijnRij.bericht.in_(bekend),
        TermijnRij.code == code,
        TermijnRij.vanaf >= tot if naast else TermijnRij.vanaf == tot,
    )
    haalden = select(Verplichting.bericht).where(
        Verplichting.bericht.in_(bekend), Verplichting.vanaf >= tot if naast else Verplichting.vanaf == tot
    )
    return select(Bericht.id).where(
        Bericht.id.in_(bekend),
        or_(Bericht.id.in_(tellen), Bericht.id.in_(haalden)),
        Bericht.mailbox == mailbox,
        unindexed(Bericht.afzender_soort) == "organisatie",
        unindexed(Bericht.afzender) == organisatie,
        Bericht.fase != Fase.KLAAR.value,
    )


def absorb(
    session: Session, mailbox: str, organisatie: str, *, tot: date, of_client: ColumnElement[bool], door: Aanleiding
) -> None:
    """Let what products of this client planned lapse, now that an indicatie that runs until `tot` plans the same herindicatie."""
    query = select(Verplichting).where(
        IS_NAAST,
        Verplichting.mailbox == mailbox,
        Verplichting.organisatie == organisatie,
        Verplichting.status == Plichtstatus.OPEN.value,
        Verplichting.vanaf <= tot,
        of_client,
    )
    for plicht in session.scalars(query.order_by(Verplichting.id).with_for_update()).all():
        close(session, plicht, Plichtstatus.VERVALLEN, door=door)


def move(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Toewijzing,
    plichten: Collection[Verplichting],
    *,
    door: Aanleiding,
) -> None:
    """Let these count from the corrected end of a toewijzing, with history; one that had lapsed is due again.

    Where the same is planned of this client already, this one lapses: of one indicatie there is one plan, also when its end was mistyped
    at one of two 301's. Without any, what must follow is planned after all, but where a plan of this client reaches as far: then it
    stands beside that.
    """
    bekend = session.scalars(same_person(("team", rij.team), rij.id)).all()
    of_client = or_(Verplichting.bron_bericht.in_(bekend), Verplichting.toewijzing.in_(bekend))
    for plicht in plichten:
        mailbox = services.mailboxen.met_code(plicht.mailbox)
        termijn = mailbox.termijn(plicht.code) if mailbox is not None else None
        if mailbox is None or termijn is None or plicht.status not in MOVABLE:
            continue
        over = _is_planned(session, plicht, tot=rij.einddatum, of_client=of_client, door=door)
        plicht.vanaf = rij.einddatum
        if over:
            if plicht.status == Plichtstatus.OPEN.value:
                close(session, plicht, Plichtstatus.VERVALLEN, door=door)
            continue
        lopend = select(TermijnRij).where(
            TermijnRij.verplichting == plicht.id, TermijnRij.status == Klokstatus.LOOPT.value
        )
        for klok in session.scalars(lopend.with_for_update()).all():
            count_from(session, services, mailbox, klok, op=rij.einddatum, door=door)
        if plicht.status == Plichtstatus.VERVALLEN.value:
            plicht.status, plicht.geeindigd = Plichtstatus.OPEN.value, None
            opnieuw = counted(services, termijn, rij.einddatum)
            start(session, mailbox, None, [opnieuw], door=door, verplichting=plicht.id)
    if not plichten:
        plan(session, services, actor, rij, bekend=bekend, naast=True, door=door)


def _is_planned(
    session: Session, plicht: Verplichting, *, tot: date, of_client: ColumnElement[bool], door: Aanleiding
) -> bool:
    """Tell whether another open plan of this client is of the indicatie that ends on this day, or reaches as far as a product does.

    What products planned lapses where it is not so: then this one is the plan of the indicatie.
    """
    ander = select(Verplichting.id).where(
        Verplichting.id != plicht.id,
        Verplichting.mailbox == plicht.mailbox,
        Verplichting.organisatie == plicht.organisatie,
        Verplichting.status == Plichtstatus.OPEN.value,
        of_client,
    )
    if plicht.kenmerk.startswith(NAAST):
        query = ander.where(Verplichting.vanaf >= tot)
    else:
        absorb(session, plicht.mailbox, plicht.organisatie, tot=tot, of_client=of_client, door=door)
        query = ander.where(Verplichting.vanaf == tot, ~IS_NAAST)
    return session.scalar(query.limit(1)) is not None


def take_away(session: Session, rij: Toewijzing, *, door: Aanleiding) -> None:
    """End what this toewijzing planned, as a taak about its intrekking does."""
    for plicht in planned_by(session, rij):
        if plicht.status == Plichtstatus.OPEN.value:
            close(session, plicht, Plichtstatus.VERVALLEN, door=door)


def planned_by(session: Session, rij: Toewijzing) -> list[Verplichting]:
    """Return what this toewijzing, or the 301 that brought it about, planned for its end; held."""
    query = select(Verplichting).where(
        Verplichting.organisatie == rij.organisatie,
        Verplichting.vanaf == rij.einddatum,
        or_(
            Verplichting.toewijzing == rij.id,
            Verplichting.bron_bericht.is_not(None) & (Verplichting.bron_bericht == rij.bericht),
        ),
    )
    return list(session.scalars(query.order_by(Verplichting.id).with_for_update()))


def _planned(services: Services) -> Iterator[tuple[Mailbox, Termijn]]:
    """Yield each mailbox that is in use here and that a taak about a 301 plans, with the clock that counts."""
    gepland = {(t.plant.mailbox, t.plant.termijn) for m in services.mailboxen.alle() for t in m.taken() if t.plant}
    for code, klok in sorted(gepland):
        mailbox = services.mailboxen.met_code(code)
        termijn = mailbox.termijn(klok) if mailbox is not None else None
        if mailbox is not None and termijn is not None and is_open_here(services, mailbox):
            yield mailbox, termijn
