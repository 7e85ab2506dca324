"""The secrets behind which a person's own calendar reads what runs out."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Agendasleutel(Base):
    """A secret address of a calendar feed, by its SHA-256; one per person and team or organisation, until it is withdrawn.

    `keuze` is whose work it shows: 'alles' of the team or organisation, or 'van-mij'.
    """

    __tablename__ = "agendasleutels"

    hash: Mapped[bytes] = mapped_column(primary_key=True)
    persoon: Mapped[UUID] = mapped_column(ForeignKey("personen.id"))
    namens_soort: Mapped[str] = mapped_column(String(16))
    namens: Mapped[str] = mapped_column(String(64))
    keuze: Mapped[str] = mapped_column(String(16))
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "persoon", "namens_soort", "namens", unique=True),)
