"""Changes of the rules of a region: proposed by one person, decided by another, and how far the clocks were counted anew."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Regelwijziging(Base):
    """One change: `waarde` is JSON of its `soort` (`core/regelbron.py`), `nummer` its place among those decided.

    `status`: voorgesteld, ingetrokken, besloten (clocks are being counted anew) or toegepast. `ook_lopende` says that
    running clocks move too; `tot_klok` is the last clock that was looked at, `verschoven` how many moved.
    """

    __tablename__ = "regelwijzigingen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    regio: Mapped[str] = mapped_column(String(64))
    nummer: Mapped[int | None]
    soort: Mapped[str] = mapped_column(String(24))
    waarde: Mapped[str] = mapped_column(Text)
    bron: Mapped[str] = mapped_column(String(300))
    geldt_vanaf: Mapped[date]
    status: Mapped[str] = mapped_column(String(16))
    ook_lopende: Mapped[bool] = mapped_column(Boolean)
    moment: Mapped[datetime] = mapped_column(UtcDateTime)
    door: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    besloten: Mapped[datetime | None] = mapped_column(UtcDateTime)
    besloten_door: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)
    tot_klok: Mapped[UUID | None]
    verschoven: Mapped[int]
    klaar: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "regio", "nummer", unique=True),)
