"""Sealing for the use cases: items and their seals, made before the transaction that stores them.

Only public keys are here. Each key is taken from the signed directory and checked against the pinned key
of the installation before anything is sealed to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.db import Base, insert_rows
from portal.models import Seal, SealedItem
from portal.prepared import Prepared
from portal.sealing.envelope import Context, digest, new_dek, new_id, open_content, seal_content
from portal.sealing.seal import (
    Recipient,
    TeamKey,
    UnsignedKey,
    open_dek_session,
    seal_dek,
    seal_dek_session,
    verify_key,
)

Aan: TypeAlias = tuple[str, str]
SESSIE = "sessie"
NO_KEY = UUID(int=0)
# Asked for every recipient of every item, so made once and run below the ORM.
_KEYS = Base.metadata.tables["signed_keys"]
NEWEST = Prepared(
    select(_KEYS.c.epoch, _KEYS.c.key_id, _KEYS.c.gemeente, _KEYS.c.public, _KEYS.c.signature)
    .where(_KEYS.c.recipient_kind == bindparam("kind"), _KEYS.c.recipient == bindparam("code"))
    .order_by(_KEYS.c.epoch.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionKey:
    """The live session that may reopen its own concept without the vault: its id and raw token."""

    id: UUID
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """An item with its seals, ready to be added to a transaction."""

    item: SealedItem
    seals: tuple[Seal, ...]

    def add_to(self, session: Session) -> None:
        """Add the item, then its seals."""
        insert_rows(session, (self.item, *self.seals))


class Sealer:
    """Seals items to the newest signed keys of their recipients."""

    def __init__(self, installation: str, pinned: bytes) -> None:
        """Take the installation's id and its pinned public signing key."""
        self.installation = installation
        self.pinned = pinned
        self._trusted: dict[TeamKey, None] = {}

    def context(self, *, purpose: str, subject: UUID, item: UUID, form_version: int = 0) -> Context:
        """Return the place an item belongs."""
        return Context(
            installation=self.installation, purpose=purpose, subject=subject, item=item, form_version=form_version
        )

    def context_of(self, item: SealedItem) -> Context:
        """Return the place a stored item says it belongs; opening fails when it lies."""
        return self.context(purpose=item.purpose, subject=item.subject, item=item.id, form_version=item.form_version)

    def keys(self, session: Session, aan: Sequence[Aan]) -> tuple[TeamKey, ...]:
        """Return the newest signed key of each recipient; raises UnsignedKey."""
        return tuple(self._newest(session, kind, code) for kind, code in dict.fromkeys(aan))

    def seal(
        self,
        plaintext: bytes,
        *,
        purpose: str,
        subject: UUID,
        keys: Sequence[TeamKey],
        now: datetime,
        form_version: int = 0,
        sessie: SessionKey | None = None,
    ) -> Sealed:
        """Seal one value under a fresh data key to these keys, and to the session if one is given."""
        dek, context = (
            new_dek(),
            self.context(purpose=purpose, subject=subject, item=new_id(), form_version=form_version),
        )
        content = seal_content(dek, plaintext, context)
        item = _item(context, content=content, envelope_digest=digest(content), now=now)
        return Sealed(item=item, seals=self.seal_dek(dek, context, keys=keys, sessie=sessie))

    def seal_part(
        self,
        dek: bytes,
        context: Context,
        *,
        header: bytes,
        keys: Sequence[TeamKey],
        now: datetime,
        sessie: SessionKey | None = None,
    ) -> Sealed:
        """Seal the key of a file part whose content lies in the store.

        The header names the data key (a commitment) and the salt, so its digest binds the part: nobody
        without the data key can make another content under the same header.
        """
        item = _item(context, content=None, envelope_digest=digest(header), now=now)
        return Sealed(item=item, seals=self.seal_dek(dek, context, keys=keys, sessie=sessie))

    def seal_dek(
        self, dek: bytes, context: Context, *, keys: Sequence[TeamKey], sessie: SessionKey | None = None
    ) -> tuple[Seal, ...]:
        """Seal a data key to these recipients."""
        seals = [
            Seal(
                item=context.item,
                recipient_kind=key.recipient.kind,
                recipient=key.recipient.id,
                epoch=key.recipient.epoch,
                key_id=key.recipient.key_id,
                sealed=seal_dek(dek, key.public, context, key.recipient),
            )
            for key in keys
        ]
        if sessie is not None:
            sealed = seal_dek_session(dek, sessie.token.encode(), context)
            seals.append(
                Seal(
                    item=context.item,
                    recipient_kind=SESSIE,
                    recipient=str(sessie.id),
                    epoch=0,
                    key_id=NO_KEY,
                    sealed=sealed,
                )
            )
        return tuple(seals)

    def session_dek(self, item: SealedItem, seal: Seal, sessie: SessionKey) -> bytes:
        """Open a data key with the live session; raises NotGenuine."""
        return open_dek_session(seal.sealed, sessie.token.encode(), self.context_of(item))

    def open_with(self, dek: bytes, item: SealedItem) -> bytes:
        """Open an item's content with its data key; raises NotGenuine."""
        return open_content(dek, item.content or b"", self.context_of(item))

    def _newest(self, session: Session, kind: str, code: str) -> TeamKey:
        row = NEWEST.row(session, kind=kind, code=code)
        if row is None:
            raise UnsignedKey
        key = TeamKey(
            recipient=Recipient(kind=kind, id=code, key_id=row.key_id, epoch=row.epoch),
            gemeente=row.gemeente or None,
            public=row.public,
            signature=row.signature,
        )
        if key not in self._trusted:
            verify_key(self.pinned, key)
            self._trusted[key] = None
        return key


def _item(context: Context, *, content: bytes | None, envelope_digest: bytes, now: datetime) -> SealedItem:
    return SealedItem(
        id=context.item,
        subject=context.subject,
        purpose=context.purpose,
        form_version=context.form_version,
        content=content,
        digest=envelope_digest,
        made_at=now,
    )
