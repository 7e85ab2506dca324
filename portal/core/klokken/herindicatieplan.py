"""The herindicatie that a toewijzing plans: looked at again whenever one is written down by hand, ended, or gets another end.

Which bericht that is, and by when, the declarations say: what a taak about a 301 plans.
"""

from collections.abc import Collection, Container, Iterable, Iterator
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import Actor
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.klokken import Klokstatus, counted, start
from portal.core.klokken.klokwijziging import count_from
from portal.core.klokken.verplichtingen import Plan, Plichtstatus, close, is_open_here, make_duty
from portal.core.services import Services
from portal.core.zonder_index import unindexed
from portal.domain.basisloop import INGETROKKEN
from portal.domain.datums import datum_in_nederland
from portal.domain.herindicatie import Lopend, own_plans
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


def look_again(
    session: Session,
    services: Services,
    actor: Actor,
    rij: Toewijzing,
    *,
    bekend: Collection[UUID],
    over: bool,
    door: Aanleiding,
    was: Collection[Verplichting] = (),
) -> None:
    """Make what this client's toewijzingen of this team to this aanbieder plan as it should be, now that this one is new, or changed.

    `bekend` is what the team has about him. With `over` he has died: nothing more is asked, and undoing the death finds what was
    planned. `was` is what this one planned before its end changed.
    """
    if rij.organisatie is None:
        return
    hold(session, [rij.organisatie])
    alle = _of_client(session, rij, bekend)
    for mailbox, termijn in _planned(services):
        plichten = _plans_of(session, mailbox, rij, bekend)
        van = {t.id: _own(t, plichten, was if t is rij else ()) for t in alle}
        eigen = {p.id: p for rijen in van.values() for p in rijen}
        lopend = [t for t in alle if _may_plan(t, van[t.id], vandaag=datum_in_nederland(door.now))]
        gedekt = days_in(session, mailbox.code, rij.organisatie, termijn.code, bekend=bekend)
        gedekt |= _covered(session, plichten, eigen)
        gekozen = own_plans([_as_running(t, van[t.id]) for t in lopend], gedekt)
        plannen = {t.id: _row(van[t.id]) for t in lopend if t.id in gekozen}
        blijft = {plicht.id for plicht in plannen.values() if plicht is not None}
        weg = [plicht for plicht in eigen.values() if plicht.id not in blijft and plicht.status in MOVABLE]
        for plicht in weg:
            if plicht.status == Plichtstatus.OPEN.value:
                close(session, plicht, Plichtstatus.VERVALLEN, door=door)
            if plicht in was and not over:
                plicht.vanaf = rij.einddatum  # so that it is found again by the end of its toewijzing
        for t in lopend:
            plan = plannen.get(t.id)
            if plan is not None:
                _bring_to(session, services, mailbox, plan, t.einddatum, over=over, door=door)
            elif t.id in gekozen and is_open_here(services, mailbox) and (t is rij or not over):
                nieuw = _new(mailbox, termijn, t)
                make_duty(session, services, actor, nieuw, rij.organisatie, door=door, over=over)


def hold(session: Session, organisaties: Iterable[str]) -> None:
    """Hold these aanbieders, before what they planned: two toewijzingen of one indicatie that change at once see each other."""
    for organisatie in sorted(organisaties):
        session.get_one(Organisatie, organisatie, with_for_update={"key_share": True})


def _new(mailbox: Mailbox, termijn: Termijn, rij: Toewijzing) -> Plan:
    return Plan(
        mailbox=mailbox,
        termijn=termijn,
        kenmerk=f"{NAAST}{rij.id.hex[1:]}" if rij.naast else rij.id.hex,
        vanaf=rij.einddatum,
        toewijzing=rij.id,
        team=rij.team,
    )


def _of_client(session: Session, rij: Toewijzing, bekend: Collection[UUID]) -> list[Toewijzing]:
    """Return what this team gave this aanbieder for this client and nothing ended, with this one."""
    query = select(Toewijzing).where(
        or_(Toewijzing.id == rij.id, Toewijzing.id.in_(bekend)),
        Toewijzing.team == rij.team,
        Toewijzing.organisatie == rij.organisatie,
        or_(Toewijzing.id == rij.id, Toewijzing.beeindigd.is_(None)),
    )
    return list(session.scalars(query.order_by(Toewijzing.einddatum, Toewijzing.id)))


def _plans_of(session: Session, mailbox: Mailbox, rij: Toewijzing, bekend: Collection[UUID]) -> list[Verplichting]:
    """Return all that was planned of this client, of this aanbieder, whatever became of it; held."""
    query = select(Verplichting).where(
        Verplichting.mailbox == mailbox.code,
        Verplichting.organisatie == rij.organisatie,
        or_(
            Verplichting.toewijzing == rij.id,
            Verplichting.toewijzing.in_(bekend),
            Verplichting.bron_bericht.in_([*bekend, *([rij.bericht] if rij.bericht is not None else [])]),
        ),
    )
    return list(session.scalars(query.order_by(Verplichting.id).with_for_update()))


def _own(rij: Toewijzing, plichten: Collection[Verplichting], was: Collection[Verplichting]) -> list[Verplichting]:
    """Return those of this toewijzing: its own, and that of the 301 that brought it about, by the end that this said."""
    eerder = {plicht.id for plicht in was}
    return [
        p
        for p in plichten
        if p.id in eerder
        or p.toewijzing == rij.id
        or (rij.bericht is not None and (p.bron_bericht, p.vanaf) == (rij.bericht, rij.einddatum))
    ]


def _may_plan(rij: Toewijzing, eigen: Collection[Verplichting], *, vandaag: date) -> bool:
    """Tell whether this one runs, or has a plan that is late, and none of which a herindicatie came or is asked no more."""
    if rij.beeindigd is not None or any(p.status not in MOVABLE for p in eigen):
        return False
    return rij.einddatum >= vandaag or any(p.status == Plichtstatus.OPEN.value for p in eigen)


def _as_running(rij: Toewijzing, eigen: Collection[Verplichting]) -> Lopend:
    plant = any(p.status == Plichtstatus.OPEN.value for p in eigen)
    return Lopend(id=rij.id, einde=rij.einddatum, naast=rij.naast, plant=plant)


def _row(eigen: Collection[Verplichting]) -> Verplichting | None:
    """Return the plan that goes on: that of an indicatie before one beside it, and what is open before what had lapsed."""
    voorkeur = sorted(
        eigen, key=lambda p: (p.kenmerk.startswith(NAAST), p.status != Plichtstatus.OPEN.value, p.gemaakt)
    )
    return next(iter(voorkeur), None)


def _covered(session: Session, plichten: Collection[Verplichting], eigen: Container[UUID]) -> set[date]:
    """Return the ends of which the herindicatie came, or is asked no more, or is planned by a 301 that is in no register."""
    gehaald = {p.bericht for p in plichten if p.status == Plichtstatus.GEHAALD.value and p.bericht is not None}
    weg = {
        b.id for b in session.scalars(select(Bericht).where(Bericht.id.in_(gehaald))) if b.status == INGETROKKEN.code
    }
    return {
        p.vanaf
        for p in plichten
        if (p.status == Plichtstatus.OPEN.value and p.id not in eigen)
        or p.status == Plichtstatus.VRIJGESTELD.value
        or (p.status == Plichtstatus.GEHAALD.value and p.bericht not in weg)
    }


def _bring_to(
    session: Session,
    services: Services,
    mailbox: Mailbox,
    plicht: Verplichting,
    einde: date,
    *,
    over: bool,
    door: Aanleiding,
) -> None:
    """Let a plan count from this end, with history; one that had lapsed is due again, unless he has died."""
    termijn, vervallen = mailbox.termijn(plicht.code), plicht.status == Plichtstatus.VERVALLEN.value
    if termijn is None or (vervallen and (over or not is_open_here(services, mailbox))):
        return
    was, plicht.vanaf = plicht.vanaf, einde
    if vervallen:
        plicht.status, plicht.geeindigd = Plichtstatus.OPEN.value, None
        start(session, mailbox, None, [counted(services, termijn, einde)], door=door, verplichting=plicht.id)
    elif was != einde:
        lopend = select(TermijnRij).where(
            TermijnRij.verplichting == plicht.id, TermijnRij.status == Klokstatus.LOOPT.value
        )
        for klok in session.scalars(lopend.with_for_update()).all():
            count_from(session, services, mailbox, klok, op=einde, door=door)


def days_in(
    session: Session, mailbox: str, organisatie: str, code: str, *, bekend: "Collection[UUID] | Select[UUID]"
) -> set[date]:
    """Return of which ends of an indicatie these berichten, of this aanbieder, ask a new one: their clock `code` counts from there.

    Of those that run, with the end of the plan that they met, whatever day they name.
    """
    van_hem = (
        Bericht.id.in_(bekend),
        Bericht.mailbox == mailbox,
        unindexed(Bericht.afzender_soort) == "organisatie",
        unindexed(Bericht.afzender) == organisatie,
        Bericht.fase != Fase.KLAAR.value,
    )
    tellen = select(TermijnRij.vanaf).join(Bericht, Bericht.id == TermijnRij.bericht)
    haalden = select(Verplichting.vanaf).join(Bericht, Bericht.id == Verplichting.bericht)
    return {
        *session.scalars(tellen.where(*van_hem, TermijnRij.code == code)),
        *session.scalars(haalden.where(*van_hem)),
    }


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


def planned_by(session: Session, rij: Toewijzing) -> list[Verplichting]:
    """Return what this toewijzing, or the 301 that brought it about, planned for its end; held, with its aanbieder."""
    hold(session, [rij.organisatie] if rij.organisatie is not None else [])
    query = select(Verplichting).where(
        Verplichting.organisatie == rij.organisatie,
        Verplichting.vanaf == rij.einddatum,
        or_(
            Verplichting.toewijzing == rij.id,
            Verplichting.bron_bericht.is_not(None) & (Verplichting.bron_bericht == rij.bericht),
        ),
    )
    return list(session.scalars(query.order_by(Verplichting.id).with_for_update()))


def is_planned(services: Services, mailbox: Mailbox) -> bool:
    """Tell whether a taak about a 301 plans berichten of this mailbox."""
    return mailbox.code in {gepland.code for gepland, _ in _planned(services)}


def _planned(services: Services) -> Iterator[tuple[Mailbox, Termijn]]:
    """Yield each mailbox that a taak about a 301 plans, with the clock that counts."""
    gepland = {(t.plant.mailbox, t.plant.termijn) for m in services.mailboxen.alle() for t in m.taken() if t.plant}
    for code, klok in sorted(gepland):
        mailbox = services.mailboxen.met_code(code)
        termijn = mailbox.termijn(klok) if mailbox is not None else None
        if mailbox is not None and termijn is not None:
            yield mailbox, termijn
