"""Numbers that are kept of a team which has too many berichten to count them at every look."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Cijferstand(Base):
    """What the worker counted of a large team at the moment `geteld`; of other teams there is no row.

    `aantallen` is a JSON object of numbers per mailbox and year, as `core/lezen/teamcijfers.py` writes it: never a bericht.
    """

    __tablename__ = "cijferstanden"

    team: Mapped[str] = mapped_column(ForeignKey("teams.code"), primary_key=True)
    geteld: Mapped[datetime] = mapped_column(UtcDateTime)
    aantallen: Mapped[str] = mapped_column(Text)
