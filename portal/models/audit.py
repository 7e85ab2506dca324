"""The audit log: every act and every opening; numbered and chained by the vault alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class AuditRegel(Base):
    """One line, after NEN 7513 and BIO2 8.15.01: act, object, result, origin, actor, moment.

    `onderwerp` is the bericht or other thing; `items` the sealed items, comma separated; `digest` the
    SHA-256 over the envelopes of the act. `nummer` and `keten` are NULL until the vault chains the line.
    """

    __tablename__ = "audit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    moment: Mapped[datetime] = mapped_column(UtcDateTime)
    actie: Mapped[str] = mapped_column(String(48))
    onderwerp: Mapped[str] = mapped_column(String(80))
    items: Mapped[str] = mapped_column(String(4000))
    uitkomst: Mapped[str] = mapped_column(String(48))
    persoon: Mapped[str] = mapped_column(String(36))
    namens: Mapped[str] = mapped_column(String(80))
    herkomst: Mapped[str] = mapped_column(String(64))
    digest: Mapped[bytes]
    nummer: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    keten: Mapped[bytes | None]

    __table_args__ = (Index("ix_audit_onderwerp", "onderwerp"), Index("ix_audit_persoon", "persoon", "moment"))
