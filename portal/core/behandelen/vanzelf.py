"""Steps that the portal makes itself, with no person behind them: when all taken are done, or when a clock has run out."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.core.audit import Actor, record
from portal.core.behandelen.gevolgen import add_taken, lapse_taken
from portal.core.behandelen.plichtstand import follow_step
from portal.core.behandelen.verloop import is_terminal, next_step
from portal.core.bericht.taakzicht import taak_facts
from portal.core.klokken import klokken
from portal.core.klokken.klokeinde import stop
from portal.core.klokken.klokhistorie import by_step
from portal.core.klokken.urgentie import earliest
from portal.core.registers.registers import apply_to_registers
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland
from portal.domain.levensloop import Actie, Toestand
from portal.domain.levensloop import Overgang as Regel
from portal.domain.mailbox import Mailbox
from portal.models import Bericht, Overgang
from portal.sealing.envelope import new_id


def make_own(
    session: Session,
    services: Services,
    actor: Actor,
    mailbox: Mailbox,
    rij: Bericht,
    *,
    regel: Regel,
    sleutel: UUID,
    now: datetime,
    dag: date | None = None,
    gevraagd_in: str = "",
) -> Overgang:
    """Make this step on a locked bericht for its team, with all that follows; once for each `sleutel`; clocks count from `dag`.

    `gevraagd_in` is the toestand to which it leads back, as for an Overgang with `terug`. What is sealed cannot be opened
    here: conditions look only at how the taken stand.
    """
    volgnummer, moment = next_step(session, rij.id, now=now)
    naar = mailbox.levensloop.waarheen(regel, status=rij.status, gevraagd_in=gevraagd_in)
    overgang = _step(rij, regel, naar, volgnummer=volgnummer, moment=moment, sleutel=sleutel, dag=dag)
    session.add(overgang)
    rij.status, rij.fase = naar.code, naar.fase.value
    rij.versie += 1
    klaar = is_terminal(mailbox.levensloop, naar)
    door = by_step(overgang)
    stop(session, services, mailbox, rij.id, regel.code, klaar=klaar, door=door)
    follow_step(session, services, actor, mailbox, rij, overgang=overgang)
    nieuw = klokken.bij_overgang(services, mailbox, regel.code, {}, op=dag or datum_in_nederland(moment), team=rij.team)
    klokken.start(session, mailbox, rij.id, nieuw, door=door)
    feiten = taak_facts(session, rij.id) if regel.gevolgen else {}
    gevolgen = [gevolg for gevolg in regel.gevolgen if gevolg.als is None or gevolg.als.geldt(feiten)]
    lapse_taken(session, services, mailbox, rij, gevolgen, door=door)
    rij.urgent = earliest(session, rij.id, vandaag=datum_in_nederland(moment))
    add_taken(session, services, mailbox, rij, overgang=overgang, regels=regel.taken(feiten))
    apply_to_registers(session, actor, gevolgen, organisatie=rij.afzender, bericht=rij.id, now=now)
    record(session, actor, actie=regel.code, onderwerp=str(rij.id), now=moment, uitkomst=naar.code)
    return overgang


def open_again(
    session: Session, services: Services, actor: Actor, mailbox: Mailbox, rij: Bericht, *, now: datetime
) -> bool:
    """Open a bericht of which all was done again, now that one of its taken is to be done; True when it was closed."""
    heropenen = (o for o in mailbox.levensloop.overgangen if o.actie is Actie.HEROPENEN and rij.status in o.van)
    regel = next(heropenen, None)
    if regel is not None:
        make_own(session, services, actor, mailbox, rij, regel=regel, sleutel=new_id(), now=now)
    return regel is not None


def _step(
    rij: Bericht, regel: Regel, naar: Toestand, *, volgnummer: int, moment: datetime, sleutel: UUID, dag: date | None
) -> Overgang:
    """Give the row of this step, from where the bericht is now."""
    return Overgang(
        id=new_id(),
        bericht=rij.id,
        volgnummer=volgnummer,
        code=regel.code,
        actie=regel.actie.value,
        van=rij.status,
        naar=naar.code,
        moment=moment,
        door=None,
        namens_soort="team",
        namens=rij.team,
        naar_team=None,
        dag=dag,
        item=None,
        sleutel=sleutel,
    )
