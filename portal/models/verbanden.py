"""Links between berichten: this one belongs to that one, as the sender chose when he sent it."""

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class Verband(Base):
    """That `bericht` is tied to the bericht `naar`, by the link `code` of its mailbox; it never changes."""

    __tablename__ = "verbanden"

    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    naar: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), index=True)
