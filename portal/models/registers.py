"""Registers: what stands on record of an organisation beside its berichten, with its history."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Registerregel(Base):
    """An organisation in a register ('afgekoppeld') from a moment to another; `bericht` and `tot_bericht` brought it about.

    A line is never changed but to end it, so the lines together are the history. `gegevens` is a JSON object of what its
    register has fields for (`domain/registers.py`): in clear, and never about a client.
    """

    __tablename__ = "registerregels"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(48))
    organisatie: Mapped[str] = mapped_column(ForeignKey("organisaties.code"))
    vanaf: Mapped[datetime] = mapped_column(UtcDateTime)
    tot: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    tot_bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    gegevens: Mapped[str] = mapped_column(Text, default="{}", server_default="{}")

    __table_args__ = (Index(None, "register", "tot", "organisatie"),)
