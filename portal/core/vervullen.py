"""What a new bericht fulfils: clocks that waited for the next one of its sender, and verplichtingen it is about."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core import klokken
from portal.core.accounts import Gebruiker
from portal.core.klokhistorie import Aanleiding
from portal.core.registers import apply_to_registers
from portal.core.services import Services
from portal.core.verplichtingen import Plichtstatus, meet
from portal.domain.formulier import Antwoorden
from portal.domain.mailbox import Mailbox
from portal.domain.voorwaarde import Feiten
from portal.models import Bericht, Verplichting
from portal.sealing.client import Refused, TeVeel, VaultDown


@dataclass(frozen=True, slots=True, kw_only=True)
class Vervulling:
    """What a bericht is about: its answers, and the other berichten of its sender about the same client."""

    feiten: Feiten
    verwant: frozenset[UUID]


def meet_what_was_due(
    session: Session, gebruiker: Gebruiker, mailbox: Mailbox, bericht: Bericht, wat: Vervulling, *, door: Aanleiding
) -> None:
    """End the clocks and verplichtingen that waited for this bericht, and write what follows from it in registers."""
    klokken.meet_by_next(session, mailbox, bericht, door=door)
    meet(session, mailbox, bericht, wat.feiten, verwant=wat.verwant, door=door)
    apply_to_registers(
        session,
        gebruiker.actor,
        mailbox.bij_indienen,
        organisatie=bericht.afzender,
        bericht=bericht.id,
        now=door.now,
    )


def about_same_client(
    services: Services, gebruiker: Gebruiker, mailbox: Mailbox, antwoorden: Antwoorden
) -> frozenset[UUID]:
    """Return the berichten of this organisation about the same client, while it owes one of this kind and the vault can say."""
    client = antwoorden.client
    if client is None or not client.bsn or not _owes_one(services, gebruiker, mailbox):
        return frozenset()
    try:
        return frozenset(
            services.vault.search(
                gebruiker.token, gebruiker.namens.sleutel, "bsn", client.bsn, herkomst=gebruiker.herkomst
            )
        )
    except (VaultDown, TeVeel, Refused):
        return frozenset()


def _owes_one(services: Services, gebruiker: Gebruiker, mailbox: Mailbox) -> bool:
    with services.database.lezen() as session:
        query = select(Verplichting.id).where(
            Verplichting.organisatie == gebruiker.namens.code,
            Verplichting.status == Plichtstatus.OPEN.value,
            Verplichting.mailbox == mailbox.code,
            Verplichting.bron_bericht.is_not(None),
        )
        return gebruiker.namens.soort == "organisatie" and session.scalar(query.limit(1)) is not None
