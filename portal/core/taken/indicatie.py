"""The indicatie that a 301 sets: its einddatum plans the herindicatie of the aanbieder, an intrekking takes the plan away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.client.overleden import is_over
from portal.core.client.zelfde_client import same_person
from portal.core.klokken.herindicatieplan import IS_NAAST, absorb, days_in
from portal.core.klokken.klokhistorie import Aanleiding
from portal.core.klokken.verplichtingen import Plan, Plichtstatus, close, is_open_here, make_duty
from portal.core.services import Services
from portal.core.weigeren import NietMogelijk
from portal.domain.datums import voluit
from portal.domain.gevolg import Planning
from portal.domain.gevolg import Taak as TaakRegel
from portal.domain.grond import OVERLIJDEN
from portal.domain.mailbox import Mailbox
from portal.domain.teams import Organisatiesoort
from portal.models import Bericht, Organisatie, Taak, Verplichting

# The answer that the aanbieder takes no part in the portal: then nobody here owes anything.
DOET_NIET_MEE: Final = "andere-aanbieder"
# The answer that the intrekking is of another indicatie than those that the portal knows.
GEEN_PLAN: Final = "geen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicatie:
    """What somebody says of the 301 he sent: the end of the indicatie, and the aanbieder where that is not the sender.

    `plan` is the id of the duty that an intrekking ends, or GEEN_PLAN. `vanaf` and `nummer` are of the toewijzing that was
    given, `tot` is the last day of one that was withdrawn.
    """

    einddatum: date | None = None
    aanbieder: str = ""
    plan: str = ""
    vanaf: date | None = None
    nummer: str = ""
    tot: date | None = None


class EinddatumNodig(NietMogelijk):
    """The taak asks the einddatum of the indicatie."""


class AanbiederNodig(NietMogelijk):
    """The taak asks which aanbieder got the toewijzing."""


class PlanNodig(NietMogelijk):
    """The taak asks which herindicatie is no longer needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planregel:
    """A duty that an intrekking may end: whose, and the end of the indicatie it is about."""

    id: UUID
    naam: str
    einddatum: date


def plans_to_end(
    services: Services, gebruiker: Gebruiker, berichten: Mapping[UUID, tuple[str, ...]]
) -> dict[UUID, tuple[Planregel, ...]]:
    """Return of each bericht, with the mailboxen its taak ends a duty of, the duties one must choose from.

    Nothing where no choice is left: there is none, or the sender has just one.
    """
    gevonden: dict[UUID, tuple[Planregel, ...]] = {}
    if not berichten:
        return gevonden
    with services.database.lezen() as session:
        for id_, mailboxen in berichten.items():
            bericht = session.get_one(Bericht, id_)
            rijen = session.execute(_open_plans(gebruiker, bericht, mailboxen)).all()
            if rijen and _must_choose(bericht, len(rijen)):
                gevonden[id_] = tuple(Planregel(id=rij.id, naam=naam, einddatum=rij.vanaf) for rij, naam in rijen)
    return gevonden


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
    """Plan and take away what follows when this taak is done; raises EinddatumNodig, AanbiederNodig, PlanNodig."""
    if regel is None:
        return
    if regel.schrapt:
        _take_away(session, gebruiker, bericht, regel.schrapt, plan=indicatie.plan, door=door)
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
    overleden = is_over(session, bericht.id)
    if indicatie.einddatum is None and overleden:
        rij.grond = OVERLIJDEN.code  # asked again when the death is undone
        return
    einddatum, mailbox = _checked_end(indicatie, rij), services.mailboxen.met_code(planning.mailbox)
    organisatie = receiver(session, bericht, planning, indicatie.aanbieder)
    termijn = mailbox.termijn(planning.termijn) if mailbox is not None else None
    if planning.naast or organisatie is None or mailbox is None or termijn is None:
        return
    if not is_open_here(services, mailbox):
        return
    # Held, so that two 301's of one indicatie that are ticked off at once do not both find nothing.
    session.get_one(Organisatie, organisatie, with_for_update={"key_share": True})
    van_client = about_same(gebruiker, bericht)
    absorb(session, mailbox.code, organisatie, tot=einddatum, of_client=van_client, door=door)
    bekend = same_person(gebruiker.namens.sleutel, bericht.id)
    if einddatum in days_in(session, mailbox.code, organisatie, planning.termijn, bekend=bekend) or _is_planned_already(
        session, gebruiker, bericht, mailbox, organisatie=organisatie, einddatum=einddatum
    ):
        return
    plan = Plan(
        mailbox=mailbox,
        termijn=termijn,
        kenmerk=bericht.nummer,
        vanaf=einddatum,
        bron_bericht=bericht.id,
        team=gebruiker.namens.code,
    )
    make_duty(session, services, gebruiker.actor, plan, organisatie, door=door, over=overleden)


def _checked_end(indicatie: Indicatie, rij: Taak) -> date:
    """Return the end of the indicatie, not before its 301 was sent; raises EinddatumNodig."""
    if indicatie.einddatum is None:
        raise EinddatumNodig("Vul de einddatum van de indicatie in. Die staat in het 301-bericht.")
    if rij.verzonden is not None and indicatie.einddatum < rij.verzonden:
        raise EinddatumNodig(
            f"Deze einddatum ligt voor {voluit(rij.verzonden)}. Vul de einddatum uit het 301-bericht in."
        )
    return indicatie.einddatum


def receiver(session: Session, bericht: Bericht, planning: Planning, gekozen: str) -> str | None:
    """Return who got the toewijzing; None when he takes no part in the portal. Raises AanbiederNodig."""
    if not planning.vraagt_aanbieder(bericht.afzender_soort):
        return bericht.afzender
    if gekozen == DOET_NIET_MEE:
        return None
    rij = session.get(Organisatie, gekozen)
    if rij is None or rij.soort != Organisatiesoort.AANBIEDER.value or not rij.actief:
        raise AanbiederNodig("Kies de aanbieder die de toewijzing heeft gekregen.")
    return rij.code


def _is_planned_already(
    session: Session, gebruiker: Gebruiker, bericht: Bericht, mailbox: Mailbox, *, organisatie: str, einddatum: date
) -> bool:
    """Tell whether another 301 set the same indicatie: of this aanbieder, of this client, with the same end."""
    query = select(Verplichting.id).where(
        Verplichting.mailbox == mailbox.code,
        Verplichting.organisatie == organisatie,
        Verplichting.status == Plichtstatus.OPEN.value,
        Verplichting.vanaf == einddatum,
        ~IS_NAAST,
        about_same(gebruiker, bericht),
    )
    return session.scalar(query.limit(1)) is not None


def _take_away(
    session: Session,
    gebruiker: Gebruiker,
    bericht: Bericht,
    mailboxen: tuple[str, ...],
    *,
    plan: str,
    door: Aanleiding,
) -> None:
    """End the plan of the indicatie that was withdrawn; raises PlanNodig when there is more than one it can be."""
    plannen = _open_plans(gebruiker, bericht, mailboxen).with_for_update(of=Verplichting)
    rijen = [rij for rij, _ in session.execute(plannen).all()]
    if rijen and _must_choose(bericht, len(rijen)) and plan != GEEN_PLAN:
        rijen = [rij for rij in rijen if str(rij.id) == plan]
        if not rijen:
            raise PlanNodig("Kies van welke indicatie de toewijzing is ingetrokken.")
    for rij in rijen if plan != GEEN_PLAN else ():
        close(session, rij, Plichtstatus.VERVALLEN, door=door)


def _open_plans(gebruiker: Gebruiker, bericht: Bericht, mailboxen: tuple[str, ...]) -> "Select[Verplichting, str]":
    """Select the open plans that follow from other berichten, or from toewijzingen, about this client at this team, with whose they are.

    Only the sender's own, unless a team registered the bericht: then the aanbieder is another.
    """
    query = (
        select(Verplichting, Organisatie.naam)
        .join(Organisatie, Organisatie.code == Verplichting.organisatie)
        .where(
            Verplichting.mailbox.in_(mailboxen),
            Verplichting.status == Plichtstatus.OPEN.value,
            about_same(gebruiker, bericht),
        )
        .order_by(Verplichting.vanaf, Verplichting.id)
    )
    return query.where(Verplichting.organisatie == bericht.afzender) if _sent_by_aanbieder(bericht) else query


def about_same(gebruiker: Gebruiker, bericht: Bericht) -> ColumnElement[bool]:
    """Only what follows from another bericht, or from a toewijzing, about the same client at this team."""
    zelfde = same_person(gebruiker.namens.sleutel, bericht.id)
    return or_(Verplichting.bron_bericht.in_(zelfde), Verplichting.toewijzing.in_(zelfde))


def _must_choose(bericht: Bericht, aantal: int) -> bool:
    return aantal > 1 or not _sent_by_aanbieder(bericht)


def _sent_by_aanbieder(bericht: Bericht) -> bool:
    return bericht.afzender_soort == "organisatie"
