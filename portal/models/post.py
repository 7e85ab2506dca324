"""How a person wants his mail, and who stands in for whom while somebody is away."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Mailvoorkeur(Base):
    """How a person wants his mail: direct, dagelijks or geen; without a row at once."""

    __tablename__ = "mailvoorkeuren"

    persoon: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), primary_key=True)
    wijze: Mapped[str] = mapped_column(String(16))
    gewijzigd: Mapped[datetime] = mapped_column(UtcDateTime)


class Waarneming(Base):
    """Who stands in for somebody of one team or organisation, from and up to and including these days.

    It gives no right: it counts only while the waarnemer may himself do there what the other may.
    """

    __tablename__ = "waarnemingen"

    persoon: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), primary_key=True)
    soort: Mapped[str] = mapped_column(String(16), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    waarnemer: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    van: Mapped[date]
    tot: Mapped[date]
    door: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)
