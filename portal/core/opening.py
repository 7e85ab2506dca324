"""Opening sealed items for a person: through his live session where that can, else through the vault."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.core.verzegelen import SESSIE
from portal.db import Base
from portal.domain.openingsreden import Openingsreden
from portal.models import Seal, SealedItem
from portal.prepared import Prepared
from portal.sealing.client import OpenRequest
from portal.sealing.envelope import NotGenuine
from portal.sealing.seal import Recipient

_ITEM, _SEAL = (Base.metadata.tables[name].c for name in ("sealed_items", "seals"))
# Asked at every opening, so made once and run below the ORM; of two seals the newest is the last.
_FOR_ME = Prepared(
    select(*_ITEM, *(_SEAL[name] for name in ("recipient_kind", "recipient", "epoch", "key_id", "sealed")))
    .join_from(_ITEM.id.table, _SEAL.item.table, _SEAL.item == _ITEM.id)
    .where(
        _ITEM.id.in_(bindparam("items", expanding=True)),
        or_(
            and_(_SEAL.recipient_kind == SESSIE, _SEAL.recipient == bindparam("sessie")),
            and_(_SEAL.recipient_kind == bindparam("soort"), _SEAL.recipient == bindparam("code")),
        ),
    )
    .order_by(_SEAL.epoch)
)
_FOR_PURPOSE = Prepared(
    select(_ITEM.id).where(_ITEM.subject == bindparam("subject"), _ITEM.purpose == bindparam("purpose"))
)


@dataclass(frozen=True, slots=True)
class Sealing:
    """Items that were asked for, in that order, each with the seals that this person may open it with."""

    items: tuple[SealedItem, ...]
    own: dict[UUID, Seal]
    team: dict[UUID, Seal]


class NietGevonden(Exception):
    """Not there, or not for this person: the answer is the same."""


def open_deks(
    services: Services, gebruiker: Gebruiker, items: Sequence[UUID], *, reden: Openingsreden | None = None
) -> list[tuple[SealedItem, bytes]]:
    """Return the items this person has a seal for, each with its data key, in the asked order.

    One call of the vault for all that the live session cannot open. Raises NotGenuine, VaultDown, Refused, TeVeel.
    """
    with services.database.lezen() as session:
        sealing = find_sealing(session, gebruiker, items)
    return unseal_deks(services, gebruiker, sealing, reden=reden)


def find_sealing(session: Session, gebruiker: Gebruiker, items: Sequence[UUID]) -> Sealing:
    """Read the items that this person has a seal for; what is not there or not his is left out."""
    if not items:
        return Sealing((), {}, {})
    soort, code = gebruiker.namens.sleutel
    found: dict[UUID, SealedItem] = {}
    own: dict[UUID, Seal] = {}
    team: dict[UUID, Seal] = {}
    for *row, kind, recipient, epoch, key_id, sealed in _FOR_ME.rows(
        session, items=list(items), sessie=str(gebruiker.sessie), soort=soort, code=code
    ):
        item = SealedItem(**dict(zip(_ITEM.keys(), row, strict=True)))
        seal = Seal(item=item.id, recipient_kind=kind, recipient=recipient, epoch=epoch, key_id=key_id, sealed=sealed)
        found[item.id] = item
        (own if kind == SESSIE else team)[item.id] = seal
    return Sealing(tuple(found[i] for i in items if i in found), own, team)


def unseal_deks(
    services: Services, gebruiker: Gebruiker, sealing: Sealing, *, reden: Openingsreden | None = None
) -> list[tuple[SealedItem, bytes]]:
    """Return the data keys of what was found; see `open_deks`."""
    own, key = sealing.own, gebruiker.session_key
    deks = {item.id: services.sealer.session_dek(item, own[item.id], key) for item in sealing.items if item.id in own}
    ask = [item for item in sealing.items if item.id not in deks]
    if ask:
        requests = [open_request(services, item, sealing.team[item.id]) for item in ask]
        answers = services.vault.open(
            gebruiker.token, gebruiker.namens.sleutel, requests, reden=reden or "", herkomst=gebruiker.herkomst
        )
        deks |= dict(zip((item.id for item in ask), answers, strict=True))
    return [(item, deks[item.id]) for item in sealing.items]


def open_items(
    services: Services, gebruiker: Gebruiker, items: Sequence[UUID], *, reden: Openingsreden | None = None
) -> dict[UUID, bytes]:
    """Return the plaintext of the items this person may open; see `open_deks`."""
    with services.database.lezen() as session:
        sealing = find_sealing(session, gebruiker, items)
    return unseal(services, gebruiker, sealing, reden=reden)


def unseal(
    services: Services, gebruiker: Gebruiker, sealing: Sealing, *, reden: Openingsreden | None = None
) -> dict[UUID, bytes]:
    """Return the plaintext of what was found; see `open_deks`."""
    return {
        item.id: services.sealer.open_with(dek, item)
        for item, dek in unseal_deks(services, gebruiker, sealing, reden=reden)
        if item.content is not None
    }


def single_item(session: Session, subject: UUID, purpose: str) -> UUID:
    """Return the one item with this purpose; none or more than one is not what the portal made, so NotGenuine."""
    gevonden = _FOR_PURPOSE.values(session, subject=subject, purpose=purpose)
    if len(gevonden) != 1:
        raise NotGenuine
    item: UUID = gevonden[0]
    return item


def open_request(services: Services, item: SealedItem, seal: Seal) -> OpenRequest:
    """Return what the vault needs to open one seal."""
    return OpenRequest(
        context=services.sealer.context_of(item),
        recipient=Recipient(kind=seal.recipient_kind, id=seal.recipient, key_id=seal.key_id, epoch=seal.epoch),
        sealed=seal.sealed,
    )
