"""Toewijzingen: which aanbieder got one from which team, and from when until when; of whom and what it says is sealed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Toewijzing(Base):
    """A toewijzing in the register of the team that gave it and of the aanbieder that got it.

    `organisatie` is empty when that aanbieder takes no part in the portal. `beeindigd` is the last day of one that ended
    before its `einddatum`. `bericht` and `tot_bericht` brought it about; without them it was done by hand. `eerder_beeindigd`
    and `eerder_bericht` are what these two were before the death of the client: what comes back when that was wrong. `naast`
    tells that it stands beside an indicatie, of which its herindicatie is.
    """

    __tablename__ = "toewijzingen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(ForeignKey("teams.code"))
    organisatie: Mapped[str | None] = mapped_column(ForeignKey("organisaties.code"))
    vanaf: Mapped[date]
    einddatum: Mapped[date]
    naast: Mapped[bool] = mapped_column(default=False, server_default=false())
    beeindigd: Mapped[date | None]
    bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    tot_bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    eerder_beeindigd: Mapped[date | None]
    eerder_bericht: Mapped[UUID | None]
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(None, "team", "einddatum", "id"),
        Index(None, "organisatie", "einddatum", "id"),
    )


class Overlijdenseinde(Base):
    """That a recorded death of the client ends a toewijzing, with `dag` as its last day; gone when that death is undone.

    Each death that stands has its own, so that a toewijzing runs again only when none does.
    """

    __tablename__ = "overlijdenseinden"

    toewijzing: Mapped[UUID] = mapped_column(ForeignKey("toewijzingen.id"), primary_key=True)
    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), primary_key=True, index=True)
    dag: Mapped[date]
