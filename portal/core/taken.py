"""Taken: what a decision obliges someone to do, done on the day the thing was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from portal.core import klokken, klokwijziging
from portal.core.accounts import Gebruiker
from portal.core.audit import record
from portal.core.cursor import number, read_cursor, write_cursor
from portal.core.handtekeningtaak import note_signature
from portal.core.indicatie import Indicatie, follow_up
from portal.core.klokhistorie import Aanleiding
from portal.core.opening import NietGevonden
from portal.core.overgang import NietMogelijk
from portal.core.overleden import told_in
from portal.core.services import Services
from portal.core.stapcontrole import Getekend
from portal.core.taakklokken import follow, start_after
from portal.core.taakzicht import VERVALLEN, TaakZicht, taak_zicht
from portal.core.toewijzingen import Nieuw
from portal.core.toewijzingtaak import declared, keep, prepared
from portal.core.urgentie import earliest
from portal.core.vanzelf import make_own
from portal.core.worklist import shorthands
from portal.core.zicht import declaration
from portal.domain.datums import datum_in_nederland, voluit
from portal.domain.levensloop import Actie
from portal.domain.rechten import Recht
from portal.models import Bericht, Overgang, Taak
from portal.sealing.envelope import new_id

PAGE: Final = 50
GEEN_INDICATIE: Final = Indicatie()


@dataclass(frozen=True, slots=True, kw_only=True)
class Takenlijst:
    """A page of open taken; `clienten` in short by their bericht; `volgende` is the cursor of the next page."""

    taken: tuple[TaakZicht, ...]
    volgende: str
    clienten: Mapping[UUID, str]


def takenlijst(services: Services, gebruiker: Gebruiker, *, na: str = "") -> Takenlijst:
    """Return the open taken of the team, the ones due first before the rest; raises NietToegestaan."""
    gebruiker.eis(Recht.TAAK_AFHANDELEN)
    sleutel = (Taak.uiterlijk, Taak.bericht, Taak.volgnummer, Taak.id)
    begin = read_cursor(na, date.fromisoformat, UUID, number, UUID)
    with services.database.lezen() as session:
        query = (
            select(Taak, Bericht)
            .join(Bericht, Bericht.id == Taak.bericht)
            .where(Taak.team == gebruiker.namens.code, Taak.status == "open")
            .order_by(*sleutel)
        )
        if begin is not None:
            query = query.where(tuple_(*sleutel) > tuple_(*begin))
        rijen = session.execute(query.limit(PAGE + 1)).all()
        samen = _together(session, [taak.bericht for taak, _ in rijen])
        overleden = told_in(session, gebruiker.namens.sleutel, list(samen))
    taken = tuple(
        taak_zicht(
            bericht,
            taak,
            samen[taak.bericht],
            services.mailboxen.met_code(bericht.mailbox),
            overleden=overleden.get(bericht.id, ""),
        )
        for taak, bericht in rijen[:PAGE]
    )
    laatste: Taak | None = rijen[PAGE - 1][0] if len(rijen) > PAGE else None
    volgende = write_cursor(laatste.uiterlijk, laatste.bericht, laatste.volgnummer, laatste.id) if laatste else ""
    clienten, _ = shorthands(services, gebruiker, list(dict.fromkeys(taak.bericht for taak in taken)))
    return Takenlijst(taken=taken, volgende=volgende, clienten=clienten)


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
        rij.status, rij.verzonden, rij.gedaan, rij.gedaan_door = "gedaan", verzonden, now, gebruiker.persoon
        _clocks(services, session, gebruiker, rij, bericht=bericht, verzonden=verzonden, now=now)
        _plan(services, session, gebruiker, rij, bericht=bericht, indicatie=indicatie, nieuw=nieuw, now=now)
        bericht.versie += 1
        record(session, gebruiker.actor, actie="taak gedaan", onderwerp=str(bericht.id), now=now, uitkomst=rij.code)
        session.flush()  # the count below must see this taak as done
        _finish(services, session, gebruiker, bericht, now=now)
        return bericht.id


def taak_vervalt(services: Services, gebruiker: Gebruiker, *, taak: UUID, now: datetime) -> UUID:
    """Let a taak lapse because the client has died, as this team was told; returns its bericht.

    Raises NietGevonden, NietToegestaan, NietMogelijk.
    """
    gebruiker.eis(Recht.TAAK_AFHANDELEN)
    with services.database.schrijven() as session:
        rij, bericht = _held(session, gebruiker, taak)
        if rij.status != "open":
            return bericht.id
        if bericht.id not in told_in(session, gebruiker.namens.sleutel, [bericht.id]):
            raise NietMogelijk("Een taak vervalt alleen als bij uw team is gemeld dat de cliënt is overleden.")
        rij.status, rij.gedaan, rij.gedaan_door = VERVALLEN, now, gebruiker.persoon
        bericht.versie += 1
        record(session, gebruiker.actor, actie="taak vervallen", onderwerp=str(bericht.id), now=now, uitkomst=rij.code)
        session.flush()  # the count below must see this taak as done
        _finish(services, session, gebruiker, bericht, now=now)
        return bericht.id


def _held(session: Session, gebruiker: Gebruiker, taak: UUID) -> tuple[Taak, Bericht]:
    """Return a taak of this team and its bericht, both held; raises NietGevonden."""
    rij = session.get(Taak, taak)
    if rij is None or gebruiker.namens.sleutel != ("team", rij.team):
        raise NietGevonden
    # The bericht first, as every act does: two taken of one bericht then never wait for each other.
    bericht = session.get_one(Bericht, rij.bericht, with_for_update=True)
    session.refresh(rij)
    return rij, bericht


def _together(session: Session, berichten: list[UUID]) -> dict[UUID, list[Taak]]:
    samen: dict[UUID, list[Taak]] = {bericht: [] for bericht in berichten}
    for taak in session.scalars(select(Taak).where(Taak.bericht.in_(set(berichten)))).all():
        samen[taak.bericht].append(taak)
    return samen


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
    alle = session.scalars(select(Taak).where(Taak.bericht == bericht.id)).all()
    wacht = taak_zicht(bericht, rij, alle, None).wacht_op
    if wacht:
        raise NietMogelijk(f"Doe eerst: {', '.join(wacht)}.")


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
    klokken.stop(session, mailbox, bericht.id, code, klaar=False, door=door)
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
    door = Aanleiding(now=now, door=gebruiker.persoon)
    follow_up(session, services, gebruiker, bericht=bericht, regel=regel, rij=rij, indicatie=indicatie, door=door)
    keep(
        session,
        gebruiker,
        bericht=bericht,
        regel=regel,
        nieuw=nieuw,
        indicatie=indicatie,
        verzonden=rij.verzonden or door.op,
        now=now,
    )


def _finish(services: Services, session: Session, gebruiker: Gebruiker, bericht: Bericht, *, now: datetime) -> None:
    """Close the bericht when its last taak is done."""
    mailbox = declaration(services, bericht.mailbox)
    af = (o for o in mailbox.levensloop.overgangen if o.actie is Actie.AFRONDEN and not o.bij_verlopen)
    regel = next((o for o in af if o.naar and bericht.status in o.van), None)
    over = session.scalar(select(Taak.id).where(Taak.bericht == bericht.id, Taak.status == "open").limit(1))
    if regel is not None and over is None:
        make_own(session, services, gebruiker.actor, mailbox, bericht, regel=regel, sleutel=new_id(), now=now)
