"""The transactional outbox: what still has to happen after a commit, once, however often it is tried."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Uitgaand(Base):
    """One effect to make: 'mail' or 'opnemen'; `lading` is JSON without any content of a bericht.

    `status`: wacht, gedaan, dood, samen (goes along in the mail `bundel`), losgelaten (given up on purpose), uitgesteld (until
    its clock runs again). `houder` and `houdt_tot` are the lease of the worker that has it. `persoon` is who a mail is for, a
    copy for look-up; from `samen_vanaf` on it goes in one mail with what else waits for him.
    """

    __tablename__ = "uitgaand"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    soort: Mapped[str] = mapped_column(String(24))
    lading: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    niet_voor: Mapped[datetime] = mapped_column(UtcDateTime)
    pogingen: Mapped[int]
    houder: Mapped[UUID | None]
    houdt_tot: Mapped[datetime | None] = mapped_column(UtcDateTime)
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)
    gedaan: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fout: Mapped[str] = mapped_column(String(200))
    persoon: Mapped[UUID | None]
    samen_vanaf: Mapped[datetime | None] = mapped_column(UtcDateTime)
    bundel: Mapped[UUID | None] = mapped_column(index=True)

    __table_args__ = (
        Index("ix_uitgaand_wacht", "status", "niet_voor"),
        Index("ix_uitgaand_persoon", "persoon", "status", "samen_vanaf"),
        Index(
            "ix_uitgaand_faalt",
            "status",
            "gemaakt",
            "id",
            info={"where": "fout <> ''"},
        ),
    )
