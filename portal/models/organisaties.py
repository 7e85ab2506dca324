"""Organisations, teams, persons and their sessions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Organisatie(Base):
    """An aanbieder, gemeente, toezicht or beheer; `code` is stable and stands in memberships and seals.

    `deelname` is the day from which an aanbieder takes part; NULL where nobody wrote it down. `einde` is the last day of its
    contract; NULL while it runs.
    """

    __tablename__ = "organisaties"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    naam: Mapped[str] = mapped_column(String(200))
    soort: Mapped[str] = mapped_column(String(32), index=True)
    actief: Mapped[bool]
    deelname: Mapped[date | None]
    einde: Mapped[date | None]


class Team(Base):
    """A team with its own key; `gemeenten` are CBS codes, comma separated, empty for a team of the region."""

    __tablename__ = "teams"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    organisatie: Mapped[str] = mapped_column(ForeignKey("organisaties.code"), index=True)
    soort: Mapped[str] = mapped_column(String(32), index=True)
    naam: Mapped[str] = mapped_column(String(200))
    regio: Mapped[str] = mapped_column(String(64))
    gemeenten: Mapped[str] = mapped_column(String(400))
    contact: Mapped[str] = mapped_column(String(400))


class Persoon(Base):
    """A person; `record` is signed JSON that only the vault writes and that alone is proof.

    `account` and `email` are copies for look-up and mail.
    """

    __tablename__ = "personen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(200), unique=True)
    email: Mapped[str] = mapped_column(String(200))
    record: Mapped[str] = mapped_column(Text)
    signature: Mapped[bytes]
    versie: Mapped[int]


class Sessie(Base):
    """A session by the SHA-256 of its token: for idle time, the chosen membership and revoking; never the proof."""

    __tablename__ = "sessies"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    persoon: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    namens_soort: Mapped[str] = mapped_column(String(16))
    namens_code: Mapped[str] = mapped_column(String(64))
    begonnen: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    eindigt: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ingetrokken: Mapped[datetime | None] = mapped_column(UtcDateTime)
