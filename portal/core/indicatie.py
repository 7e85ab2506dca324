"""The indicatie that a 301 sets: its einddatum plans the herindicatie of the aanbieder, an intrekking takes the plan away."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.klokhistorie import Aanleiding
from portal.core.overgang import NietMogelijk
from portal.core.services import Services
from portal.core.verplichtingen import Plan, Plichtstatus, close, is_open_here, make_duty
from portal.core.zelfde_client import SAME_BSN, same_client
from portal.domain.datums import voluit
from portal.domain.levensloop import Fase, Planning
from portal.domain.levensloop import Taak as TaakRegel
from portal.domain.mailbox import Mailbox
from portal.domain.teams import Organisatiesoort
from portal.models import Bericht, Organisatie, Taak, Verplichting

# The answer that the aanbieder takes no part in the portal: then nobody here owes anything.
DOET_NIET_MEE: Final = "andere-aanbieder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicatie:
    """What somebody says of the 301 he sent: the end of the indicatie, and the aanbieder where that is not the sender."""

    einddatum: date | None = None
    aanbieder: str = ""


class EinddatumNodig(NietMogelijk):
    """The taak asks the einddatum of the indicatie."""


class AanbiederNodig(NietMogelijk):
    """The taak asks which aanbieder got the toewijzing."""


def follow_up(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    *,
    bericht: Bericht,
    regel: TaakRegel | None,
    rij: Taak,
    indicatie: Indicatie,
    door: Aanleiding,
) -> None:
    """Plan and take away what follows when this taak is done; raises EinddatumNodig, AanbiederNodig."""
    if regel is None:
        return
    if regel.schrapt:
        _take_away(session, gebruiker, bericht, regel.schrapt, door=door)
    if regel.plant is not None:
        _plan(
            session,
            services,
            gebruiker,
            bericht=bericht,
            planning=regel.plant,
            rij=rij,
            indicatie=indicatie,
            door=door,
        )


def _plan(
    session: Session,
    services: Services,
    gebruiker: Gebruiker,
    *,
    bericht: Bericht,
    planning: Planning,
    rij: Taak,
    indicatie: Indicatie,
    door: Aanleiding,
) -> None:
    einddatum, mailbox = indicatie.einddatum, services.mailboxen.met_code(planning.mailbox)
    if einddatum is None:
        raise EinddatumNodig("Vul de einddatum van de indicatie in. Die staat in het 301-bericht.")
    if rij.verzonden is not None and einddatum < rij.verzonden:
        raise EinddatumNodig(
            f"Deze einddatum ligt voor {voluit(rij.verzonden)}. Vul de einddatum uit het 301-bericht in."
        )
    organisatie = _aanbieder(session, bericht, planning, indicatie.aanbieder)
    termijn = mailbox.termijn(planning.termijn) if mailbox is not None else None
    if organisatie is None or mailbox is None or termijn is None or not is_open_here(services, mailbox):
        return
    if _is_in_already(session, gebruiker, bericht, mailbox, organisatie):
        return
    plan = Plan(mailbox=mailbox, termijn=termijn, kenmerk=bericht.nummer, vanaf=einddatum, bron_bericht=bericht.id)
    make_duty(session, services, gebruiker.actor, plan, organisatie, door=door)


def _aanbieder(session: Session, bericht: Bericht, planning: Planning, gekozen: str) -> str | None:
    """Return who got the toewijzing; None when he takes no part in the portal."""
    if not planning.vraagt_aanbieder(bericht.afzender_soort):
        return bericht.afzender
    if gekozen == DOET_NIET_MEE:
        return None
    rij = session.get(Organisatie, gekozen)
    if rij is None or rij.soort != Organisatiesoort.AANBIEDER.value or not rij.actief:
        raise AanbiederNodig("Kies de aanbieder die de toewijzing heeft gekregen.")
    return rij.code


def _is_in_already(
    session: Session, gebruiker: Gebruiker, bericht: Bericht, mailbox: Mailbox, organisatie: str
) -> bool:
    """Tell whether this aanbieder has another such bericht about the client open at this team."""
    query = select(Bericht.id).where(
        Bericht.id.in_(same_client(gebruiker.namens.sleutel, bericht.id, op=SAME_BSN)),
        Bericht.mailbox == mailbox.code,
        Bericht.afzender_soort == "organisatie",
        Bericht.afzender == organisatie,
        Bericht.fase != Fase.KLAAR.value,
    )
    return session.scalar(query.limit(1)) is not None


def _take_away(
    session: Session, gebruiker: Gebruiker, bericht: Bericht, mailboxen: tuple[str, ...], *, door: Aanleiding
) -> None:
    """End the open plans of the sender that follow from other berichten about this client at this team."""
    rijen = session.scalars(
        select(Verplichting)
        .where(
            Verplichting.mailbox.in_(mailboxen),
            Verplichting.status == Plichtstatus.OPEN.value,
            Verplichting.organisatie == bericht.afzender,
            Verplichting.bron_bericht.in_(same_client(gebruiker.namens.sleutel, bericht.id, op=SAME_BSN)),
        )
        .with_for_update()
    ).all()
    for rij in rijen:
        close(session, rij, Plichtstatus.VERVALLEN, door=door)
