"""Taken: what a decision obliges someone to do, done on the day the thing was sent."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.behandelen.eens_per_dode import settle
from portal.core.behandelen.stapcontrole import Getekend
from portal.core.behandelen.vanzelf import make_own
from portal.core.bericht.overlijdensdag import answered_days, day_of_death
from portal.core.bericht.taakzicht import VERVALLEN, taak_facts, taak_zicht
from portal.core.bericht.verbanden import led_to
from portal.core.bericht.zicht import declaration
from portal.core.client.overleden import death_of, told_in
from portal.core.klokken import klokken, klokwijziging
from portal.core.klokken.klokeinde import stop
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.taakklokken import follow, start_after
from portal.core.klokken.urgentie import earliest
from portal.core.opening import NietGevonden
from portal.core.post.outbox import enqueue_mail
from portal.core.registers.toewijzingen import Nieuw
from portal.core.services import Services
from portal.core.taken.handtekeningtaak import note_signature
from portal.core.taken.indicatie import Indicatie, follow_up
from portal.core.taken.toewijzingtaak import declared, keep, prepared
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.gevolg import gedane_taken
from portal.domain.grond import OVERLIJDEN
from portal.domain.levensloop import Actie, Fase
from portal.domain.mailbox import Mailbox
from portal.domain.mailsoort import GEWIJZIGD
from portal.domain.rechten import Recht
from portal.domain.teams import als_team, plek_van
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Overgang, Taak
from portal.sealing.envelope import new_id

GEEN_INDICATIE: Final = Indicatie()


def taak_gedaan(
    services: Services,
    gebruiker: Gebruiker,
    *,
    taak: UUID,
    verzonden: date,
    now: datetime,
    indicatie: Indicatie = GEEN_INDICATIE,
    getekend: Getekend | None = None,
) -> UUID:
    """Mark a taak done on the day the thing was sent and return its bericht; once, however often it is asked.

    Clocks that begin at this taak start on that day. When no taak is left the bericht is afgehandeld.
    `indicatie` is what a taak asks of the 301 that was sent, `getekend` of the signature.
    Raises HandtekeningNodig, NietGevonden, NietToegestaan, NietMogelijk; and VaultDown, TeVeel, where a toewijzing
    follows: whose it is stands sealed in the bericht.
    """
    gebruiker.eis(Recht.TAAK_AFHANDELEN)
    if verzonden <= datum_in_nederland(now):
        note_signature(services, gebruiker, taak, getekend=getekend, terug=verzonden, now=now)
    nieuw = prepared(services, gebruiker, taak, verzonden=verzonden, indicatie=indicatie, now=now)
    with services.database.schrijven() as session:
        rij, bericht = _held(session, gebruiker, taak)
        if rij.status != "open":
            return rij.bericht
        _check(session, rij, bericht=bericht, verzonden=verzonden, now=now)
        rij.verzonden = verzonden  # what is planned is compared with it
        _plan(services, session, gebruiker, rij, bericht=bericht, indicatie=indicatie, nieuw=nieuw, now=now)
        _done(services, session, gebruiker, rij, bericht=bericht, verzonden=verzonden, now=now)
        return bericht.id


def done_by_sending(
    services: Services,
    session: Session,
    gebruiker: Gebruiker,
    mailbox: Mailbox,
    bericht: Bericht,
    *,
    feiten: Feiten,
    now: datetime,
) -> None:
    """Mark done what this new bericht was asked for by taken of the sender on what it is linked to, which is held; in their turn."""
    for gevolg in gedane_taken(mailbox.bij_indienen):
        gelinkt = led_to(session, bericht.id, gevolg.verband, gevolg.door)
        query = select(Taak).where(
            Taak.bericht == gelinkt,
            Taak.code.in_(gevolg.taken),
            Taak.team == gebruiker.namens.als_team,
            Taak.status == "open",
        )
        for taak in (
            session.scalars(query.order_by(Taak.volgnummer)).all()
            if gevolg.als is None or gevolg.als.geldt(feiten)
            else ()
        ):
            rij = session.get_one(Bericht, taak.bericht)
            if not _waits_for(session, taak, rij):
                _done(services, session, gebruiker, taak, bericht=rij, verzonden=bericht.aankomst, now=now)


def taak_vervalt(
    services: Services, gebruiker: Gebruiker, *, taak: UUID, now: datetime, ook_van_aanbieder: bool = False
) -> UUID:
    """Let a taak lapse because the client has died, as this team was told; returns its bericht.

    With `ook_van_aanbieder` also one that the aanbieder who sent the bericht had to do; he reads that it lapsed, not why.
    Raises NietGevonden, NietToegestaan, NietMogelijk.
    """
    gebruiker.eis(Recht.TAAK_AFHANDELEN)
    with services.database.schrijven() as session:
        rij, bericht = _held(session, gebruiker, taak, ook_van_aanbieder=ook_van_aanbieder)
        if rij.status != "open":
            return bericht.id
        if bericht.id not in told_in(session, gebruiker.namens.sleutel, [bericht.id]):
            raise NietMogelijk("Een taak vervalt alleen als bij uw team is gemeld dat de cliënt is overleden.")
        rij.status, rij.gedaan, rij.gedaan_door, rij.grond = VERVALLEN, now, gebruiker.persoon, OVERLIJDEN.code
        bericht.versie += 1
        record(session, gebruiker.actor, actie="taak vervallen", onderwerp=str(bericht.id), now=now, uitkomst=rij.code)
        session.flush()  # the count below must see this taak as done
        _elsewhere(services, session, gebruiker, rij, bericht=bericht, now=now)
        _finish(services, session, gebruiker, bericht, now=now)
        return bericht.id


def is_of_aanbieder(rij: Taak, bericht: Bericht) -> bool:
    """Tell whether a taak is of the aanbieder who sent its bericht."""
    return bericht.afzender_soort == "organisatie" and rij.team == als_team(bericht.afzender_soort, bericht.afzender)


def _held(
    session: Session, gebruiker: Gebruiker, taak: UUID, *, ook_van_aanbieder: bool = False
) -> tuple[Taak, Bericht]:
    """Return a taak of this team or aanbieder and its bericht, both held; raises NietGevonden.

    With `ook_van_aanbieder` also one of the aanbieder who sent it, of a bericht that this team has.
    """
    rij, hier = session.get(Taak, taak), gebruiker.namens.als_team
    if rij is None or (rij.team != hier and not ook_van_aanbieder):
        raise NietGevonden  # before anything of another is held: not his costs what not there costs
    # The bericht first, as every act does: two taken of one bericht then never wait for each other.
    bericht = session.get_one(Bericht, rij.bericht, with_for_update=True)
    session.refresh(rij)
    if rij.team != hier and not (ook_van_aanbieder and bericht.team == hier and is_of_aanbieder(rij, bericht)):
        raise NietGevonden
    return rij, bericht


def _check(session: Session, rij: Taak, *, bericht: Bericht, verzonden: date, now: datetime) -> None:
    """Refuse a day that lies ahead or before the decision, and a taak whose turn it is not."""
    vandaag = datum_in_nederland(now)
    besloten = datum_in_nederland(session.get_one(Overgang, rij.overgang).moment)
    if verzonden > vandaag:
        raise NietMogelijk(
            f"Deze datum ligt na vandaag. Vul de dag in waarop u het verstuurde, uiterlijk {voluit(vandaag)}."
        )
    if verzonden < besloten:
        raise NietMogelijk(
            f"Deze datum ligt voor het besluit van {voluit(besloten)}. Vul de dag in waarop u het verstuurde."
        )
    if wacht := _waits_for(session, rij, bericht):
        raise NietMogelijk(f"Doe eerst: {', '.join(wacht)}.")


def _waits_for(session: Session, rij: Taak, bericht: Bericht) -> tuple[str, ...]:
    alle = session.scalars(select(Taak).where(Taak.bericht == bericht.id)).all()
    return taak_zicht(bericht, rij, alle, None, wie=rij.team).wacht_op


def _done(
    services: Services,
    session: Session,
    gebruiker: Gebruiker,
    rij: Taak,
    *,
    bericht: Bericht,
    verzonden: date,
    now: datetime,
) -> None:
    """Mark a taak done, with its clocks; its bericht is finished when no other is left."""
    rij.status, rij.verzonden, rij.gedaan, rij.gedaan_door = "gedaan", verzonden, now, gebruiker.persoon
    _clocks(services, session, gebruiker, rij, bericht=bericht, verzonden=verzonden, now=now)
    bericht.versie += 1
    record(session, gebruiker.actor, actie="taak gedaan", onderwerp=str(bericht.id), now=now, uitkomst=rij.code)
    session.flush()  # the count below must see this taak as done
    _elsewhere(services, session, gebruiker, rij, bericht=bericht, now=now)
    _finish(services, session, gebruiker, bericht, now=now)


def _elsewhere(
    services: Services, session: Session, gebruiker: Gebruiker, rij: Taak, *, bericht: Bericht, now: datetime
) -> None:
    """Let the other berichten about the same death follow what is asked once of all."""
    if any(taak.eens_per_dode for taak in declaration(services, bericht.mailbox).taken() if taak.code == rij.code):
        settle(session, services, gebruiker.actor, bericht, now=now)


def _clocks(
    services: Services,
    session: Session,
    gebruiker: Gebruiker,
    rij: Taak,
    *,
    bericht: Bericht,
    verzonden: date,
    now: datetime,
) -> None:
    mailbox = declaration(services, bericht.mailbox)
    code = f"taak:{rij.code}"
    door = Aanleiding(now=now, door=gebruiker.persoon, dag=verzonden)
    stop(session, services, mailbox, bericht.id, code, klaar=False, door=door)
    klokwijziging.by_step(session, services, mailbox, bericht.id, code, op=verzonden, door=door)
    klokken.start(
        session,
        mailbox,
        bericht.id,
        klokken.bij_overgang(services, mailbox, code, {}, op=verzonden, team=bericht.team),
        door=door,
    )
    for ander in session.scalars(select(Taak).where(Taak.overgang == rij.overgang, Taak.status == "open")).all():
        regel = declared(services, session, bericht, ander)
        if regel is not None:
            dag = start_after(
                session, services, mailbox, bericht, regel=regel, gedaan=rij.code, op=verzonden, door=door
            )
            ander.uiterlijk = dag or ander.uiterlijk
    follow(session, mailbox, bericht.id)
    bericht.urgent = earliest(session, bericht.id, vandaag=datum_in_nederland(now))


def _plan(
    services: Services,
    session: Session,
    gebruiker: Gebruiker,
    rij: Taak,
    *,
    bericht: Bericht,
    indicatie: Indicatie,
    nieuw: Nieuw | None,
    now: datetime,
) -> None:
    regel = declared(services, session, bericht, rij)
    door, dood = Aanleiding(now=now, door=gebruiker.persoon), death_of(session, bericht.id)
    follow_up(session, services, gebruiker, bericht=bericht, regel=regel, rij=rij, indicatie=indicatie, door=door)
    keep(
        session,
        gebruiker,
        bericht=bericht,
        regel=regel,
        nieuw=nieuw,
        indicatie=indicatie,
        verzonden=rij.verzonden or door.op,
        overgang=_first_day_after(services, session, bericht, regel),
        overleden=day_of_death(session, services.mailboxen, [dood] if dood is not None else []),
        now=now,
    )


def _first_day_after(services: Services, session: Session, bericht: Bericht, regel: TaakRegel | None) -> date | None:
    """Return the day that was answered on which what this taak is about begins; None where it names none."""
    if regel is None or regel.vanaf is None or regel.vanaf.erna:
        return None
    return answered_days(session, declaration(services, bericht.mailbox), bericht.id).get(regel.vanaf.veld)


def _finish(services: Services, session: Session, gebruiker: Gebruiker, bericht: Bericht, *, now: datetime) -> None:
    """Close the bericht when its last taak is done; a team that still had it is told what its sender did."""
    mailbox = declaration(services, bericht.mailbox)
    stand = taak_facts(session, bericht.id)
    af = (o for o in mailbox.levensloop.overgangen if o.actie is Actie.AFRONDEN and not o.bij_verlopen)
    kan = (o for o in af if o.naar and bericht.status in o.van and (o.soms is None or o.soms.geldt(stand)))
    regel = next(kan, None)
    over = session.scalar(select(Taak.id).where(Taak.bericht == bericht.id, Taak.status == "open").limit(1))
    if regel is None or over is not None:
        return
    team, nog_open = plek_van(bericht.team), bericht.fase != Fase.KLAAR.value
    make_own(session, services, gebruiker.actor, mailbox, bericht, regel=regel, sleutel=new_id(), now=now)
    if nog_open and gebruiker.namens.sleutel != team:
        pad = f"/berichten/{bericht.id}"
        enqueue_mail(session, aan=team, sjabloon=GEWIJZIGD, nummer=bericht.nummer, pad=pad, now=now)
