"""Opening sealed items for a person: through his live session where that can, else through the vault."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.core.verzegelen import SESSIE
from portal.domain.openingsreden import Openingsreden
from portal.models import Seal, SealedItem
from portal.sealing.client import OpenRequest
from portal.sealing.envelope import NotGenuine
from portal.sealing.seal import Recipient


class NietGevonden(Exception):
    """Not there, or not for this person: the answer is the same."""


def open_deks(
    services: Services, gebruiker: Gebruiker, items: Sequence[UUID], *, reden: Openingsreden | None = None
) -> list[tuple[SealedItem, bytes]]:
    """Return the items this person has a seal for, each with its data key, in the asked order.

    One call of the vault for all that the live session cannot open. Raises NotGenuine, VaultDown, Refused, TeVeel.
    """
    with services.database.lezen() as session:
        rows = {item.id: item for item in session.scalars(select(SealedItem).where(SealedItem.id.in_(items)))}
        seals = session.scalars(select(Seal).where(Seal.item.in_(items))).all()
    own = {s.item: s for s in seals if (s.recipient_kind, s.recipient) == (SESSIE, str(gebruiker.sessie))}
    team = {s.item: s for s in seals if (s.recipient_kind, s.recipient) == gebruiker.namens.sleutel}
    deks = {i: services.sealer.session_dek(rows[i], seal, gebruiker.session_key) for i, seal in own.items()}
    ask = [i for i in items if i in rows and i in team and i not in deks]
    if ask:
        requests = [open_request(services, rows[i], team[i]) for i in ask]
        answers = services.vault.open(
            gebruiker.token, gebruiker.namens.sleutel, requests, reden=reden or "", herkomst=gebruiker.herkomst
        )
        deks |= dict(zip(ask, answers, strict=True))
    return [(rows[i], deks[i]) for i in items if i in deks]


def open_items(
    services: Services, gebruiker: Gebruiker, items: Sequence[UUID], *, reden: Openingsreden | None = None
) -> dict[UUID, bytes]:
    """Return the plaintext of the items this person may open; see `open_deks`."""
    return {
        item.id: services.sealer.open_with(dek, item)
        for item, dek in open_deks(services, gebruiker, items, reden=reden)
        if item.content is not None
    }


def single_item(session: Session, subject: UUID, purpose: str) -> UUID:
    """Return the one item with this purpose; none or more than one is not what the portal made, so NotGenuine."""
    gevonden = session.scalars(
        select(SealedItem.id).where(SealedItem.subject == subject, SealedItem.purpose == purpose)
    ).all()
    if len(gevonden) != 1:
        raise NotGenuine
    return gevonden[0]


def open_request(services: Services, item: SealedItem, seal: Seal) -> OpenRequest:
    """Return what the vault needs to open one seal."""
    return OpenRequest(
        context=services.sealer.context_of(item),
        recipient=Recipient(kind=seal.recipient_kind, id=seal.recipient, key_id=seal.key_id, epoch=seal.epoch),
        sealed=seal.sealed,
    )
