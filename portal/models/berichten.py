"""Berichten with their verloop, clocks, taken and bijlagen, and the concepten before them.

Only what the portal must count with stands here in clear: mailbox, sender, team, status, moments, sizes,
dates of clocks. What people typed stands in `sealed_items`.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Concept(Base):
    """What is being typed: a new bericht, or the text of an act on one (`actie`); sealed to organisation and session.

    A submitted bericht takes the id of its concept, so a second submission of the same concept cannot exist.
    """

    __tablename__ = "concepten"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    eigenaar_soort: Mapped[str] = mapped_column(String(16))
    eigenaar: Mapped[str] = mapped_column(String(64))
    persoon: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    mailbox: Mapped[str] = mapped_column(String(64))
    bericht: Mapped[UUID | None] = mapped_column(index=True)
    actie: Mapped[str] = mapped_column(String(64))
    item: Mapped[UUID | None]
    versie: Mapped[int]
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)
    gewijzigd: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (Index(None, "eigenaar_soort", "eigenaar", "gewijzigd"),)


class Bericht(Base):
    """A submitted bericht.

    `routeregel` is the rule that chose `team` (also kept after doorsturen). `urgent` is the earliest
    running date that presses, 9999-12-31 without one; `fase` follows from `status` and is kept for the lists.
    `versie` grows with every overgang: two people at once, one wins. `opgenomen` is the moment the vault
    took it in; `kwitantie` its signed receipt. `bundel` is the submission to several receivers that it came from. `afdruk`
    lets the session that sent it see that the same is sent again, where the answers themselves are sealed apart.
    """

    __tablename__ = "berichten"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    nummer: Mapped[str] = mapped_column(String(24), unique=True)
    mailbox: Mapped[str] = mapped_column(String(64))
    regio: Mapped[str] = mapped_column(String(64))
    formulierversie: Mapped[int]
    afzender_soort: Mapped[str] = mapped_column(String(16))
    afzender: Mapped[str] = mapped_column(String(64))
    ingediend_door: Mapped[UUID] = mapped_column(ForeignKey("personen.id"), index=True)
    ingediend: Mapped[datetime] = mapped_column(UtcDateTime)
    aankomst: Mapped[date]
    team: Mapped[str] = mapped_column(ForeignKey("teams.code"))
    routeregel: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(32))
    fase: Mapped[str] = mapped_column(String(16))
    behandelaar: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)
    urgent: Mapped[date]
    versie: Mapped[int]
    bundel: Mapped[UUID | None] = mapped_column(index=True)
    opgenomen: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kwitantie: Mapped[bytes | None]
    afdruk: Mapped[bytes | None]

    __table_args__ = (
        Index("ix_berichten_werkvoorraad", "team", "fase", "urgent", "ingediend", "id"),
        Index("ix_berichten_afzender", "afzender_soort", "afzender", "fase", "ingediend", "id"),
        Index("ix_berichten_afzender_mapje", "afzender_soort", "afzender", "mailbox"),
        Index("ix_berichten_mijn", "team", "behandelaar", "fase", "urgent", "ingediend", "id"),
        Index("ix_berichten_mapje", "team", "mailbox", "fase", "urgent", "ingediend", "id"),
    )


class Ontvanger(Base):
    """A team that got a bericht, whole or one part, by which rule; a bericht can have several."""

    __tablename__ = "ontvangers"

    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), primary_key=True)
    team: Mapped[str] = mapped_column(ForeignKey("teams.code"), primary_key=True, index=True)
    deel: Mapped[str] = mapped_column(String(32))
    regel: Mapped[str] = mapped_column(String(64))
    vanaf: Mapped[datetime] = mapped_column(UtcDateTime)
    tot: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Overgang(Base):
    """One step in the verloop of a bericht; its text, if any, is the sealed item `item`.

    `sleutel` is the hash of the idempotency key of the request that made it: the same act posted twice is one overgang.
    `afdruk` is by what the same text is known again: random to who has not that key. `dag` is the day on which the thing
    was sent or received, where the act asks it. `bewijs` is what the vault signed of it.
    """

    __tablename__ = "overgangen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"))
    volgnummer: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    actie: Mapped[str] = mapped_column(String(32))
    van: Mapped[str] = mapped_column(String(32))
    naar: Mapped[str] = mapped_column(String(32))
    moment: Mapped[datetime] = mapped_column(UtcDateTime)
    door: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)
    namens_soort: Mapped[str] = mapped_column(String(16))
    namens: Mapped[str] = mapped_column(String(64))
    naar_team: Mapped[str | None] = mapped_column(ForeignKey("teams.code"), index=True)
    dag: Mapped[date | None]
    item: Mapped[UUID | None]
    sleutel: Mapped[UUID] = mapped_column(unique=True)
    bewijs: Mapped[bytes | None]
    afdruk: Mapped[bytes | None]

    __table_args__ = (Index(None, "bericht", "volgnummer", unique=True),)


class Taak(Base):
    """What must be done after a decision, by a role in a team; `verzonden` is the day the thing was sent.

    `uitleg`, `bron` and `na` (codes of taken that come first, comma separated) are as declared when it was set. `grond`
    says why it lapsed: the death of the client, or that it stands with another bericht about that death.
    """

    __tablename__ = "taken"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    bericht: Mapped[UUID] = mapped_column(ForeignKey("berichten.id"), index=True)
    overgang: Mapped[UUID] = mapped_column(ForeignKey("overgangen.id"), index=True)
    volgnummer: Mapped[int]
    team: Mapped[str] = mapped_column(ForeignKey("teams.code"))
    rol: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(64))
    titel: Mapped[str] = mapped_column(String(200))
    uitleg: Mapped[str] = mapped_column(Text)
    bron: Mapped[str] = mapped_column(String(200))
    na: Mapped[str] = mapped_column(String(400))
    status: Mapped[str] = mapped_column(String(16))
    uiterlijk: Mapped[date]
    verzonden: Mapped[date | None]
    gedaan: Mapped[datetime | None] = mapped_column(UtcDateTime)
    gedaan_door: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)
    grond: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (Index("ix_taken_lijst", "team", "status", "uiterlijk", "bericht", "volgnummer", "id"),)


class Bijlage(Base):
    """An attached file: its sealed parts lie in the store, its name and size in the sealed manifest `item`.

    `subject` is the bericht it belongs to, or will (a concept becomes a bericht of the same id). `bij` is what it hangs
    on: that bericht, the concept of a text on it, or the overgang that sent the text. `eis` is the demand it answers.
    `deel` is the item of its one part. `sealed_bytes` is the size in the store.
    """

    __tablename__ = "bijlagen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[UUID] = mapped_column(index=True)
    bij: Mapped[UUID] = mapped_column(index=True)
    eis: Mapped[str] = mapped_column(String(64))
    item: Mapped[UUID]
    deel: Mapped[UUID]
    sealed_bytes: Mapped[int]
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)
