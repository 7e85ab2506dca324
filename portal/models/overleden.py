"""Berichten about a client who has died, as another bericht told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Overleden(Base):
    """That `gemeld_in` told the death of the client of `bericht`.

    `team` is the team that recorded it and has this bericht too: then nothing of it is of use. Without a team only what
    the sender must do has ended: the team that has it must not learn of the death from here. `ongedaan` is when it turned
    out to be wrong: from then on it counts no more, and stays as what happened.
    """

    __tablename__ = "overleden"

    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), primary_key=True)
    gemeld_in: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), index=True)
    team: Mapped[str] = mapped_column(String(64))
    ongedaan: Mapped[datetime | None] = mapped_column(UtcDateTime)
