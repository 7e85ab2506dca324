"""What is sealed, to whom, and what the vault needs to find it again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class SealedItem(Base):
    """One sealed value: answers, a question, a manifest, a search block; content NULL when it lies in the store.

    `subject` is the bericht or concept it belongs to and is bound in its envelope.
    """

    __tablename__ = "sealed_items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(index=True)
    purpose: Mapped[str] = mapped_column(String(48))
    form_version: Mapped[int]
    content: Mapped[bytes | None]
    digest: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Seal(Base):
    """The data key of an item, sealed to one recipient: a team, an organisatie or a live session."""

    __tablename__ = "seals"

    item: Mapped[UUID] = mapped_column(ForeignKey("sealed_items.id", ondelete="CASCADE"), primary_key=True)
    recipient_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]

    __table_args__ = (Index(None, "recipient_kind", "recipient"),)


class SignedKey(Base):
    """The directory of public keys, one per recipient and epoch, signed by the installation; newest epoch is sealed to."""

    __tablename__ = "signed_keys"

    recipient_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[UUID]
    gemeente: Mapped[str] = mapped_column(String(64))
    public: Mapped[bytes]
    signature: Mapped[bytes]


class Zoekterm(Base):
    """A blind index term of one recipient and purpose; written by the vault only. `bericht` may be a toewijzing too."""

    __tablename__ = "zoektermen"

    bericht: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    soort: Mapped[str] = mapped_column(String(24), primary_key=True)
    epoch: Mapped[int]
    term: Mapped[bytes]

    __table_args__ = (Index(None, "recipient_kind", "recipient", "soort", "term"),)


class Lijstregel(Base):
    """The client shorthand of one bericht or toewijzing for one recipient, under its list key; written by the vault only."""

    __tablename__ = "lijstregels"

    bericht: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(64), primary_key=True)
    epoch: Mapped[int]
    sealed: Mapped[bytes]
