"""Clocks with the steps that the worker takes at their dates, and the duties that no bericht of its own started."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, UtcDateTime


class Termijn(Base):
    """A clock of a bericht or of a verplichting: its declared code, the dates, and the explanation as it was given.

    `regels` is the number of the rules it was counted by when it started (`domain/regels.py`). `geeindigd_op` is the
    day by which it is judged: on which the thing was sent or received, not that of the click. `volgende_stap` is the first
    day on which the worker has something to do for it, 9999-12-31 when there is nothing. `toegezegd` is the later day that
    was promised beside the term, if one was.
    """

    __tablename__ = "termijnen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    verplichting: Mapped[UUID | None] = mapped_column(ForeignKey("verplichtingen.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))
    titel: Mapped[str] = mapped_column(String(200))
    eigenaar: Mapped[str] = mapped_column(String(32))
    karakter: Mapped[str] = mapped_column(String(16))
    vanaf: Mapped[date]
    datum: Mapped[date]
    status: Mapped[str] = mapped_column(String(16))
    geeindigd: Mapped[datetime | None] = mapped_column(UtcDateTime)
    geeindigd_op: Mapped[date | None]
    uitleg: Mapped[str] = mapped_column(Text)
    bron: Mapped[str] = mapped_column(String(200))
    regels: Mapped[int]
    volgende_stap: Mapped[date]
    toegezegd: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("(bericht IS NULL) <> (verplichting IS NULL)", name="van_een"),
        Index("ix_termijnen_lopend", "status", "datum", "id"),
        Index("ix_termijnen_begin", "status", "code", "vanaf", "regels", "datum"),
        Index("ix_termijnen_stap", "status", "volgende_stap", "id"),
        Index(
            "ix_termijnen_toegezegd",
            "status",
            "toegezegd",
            "id",
            # Said here for who reads it; as options of an engine it would load both, PostgreSQL's with 2 MiB for each process.
            info={"where": "toegezegd IS NOT NULL"},
        ),
    )


class Termijnstap(Base):
    """A step of a clock that was taken on or after its day: one effect per clock and step, by this key.

    `aan` is the party that is told. `uitkomst`: 'melden' until its mail is promised, then 'gedaan'; 'ingehaald' when a
    later step had passed as well before the worker came to it.
    """

    __tablename__ = "termijnstappen"

    termijn: Mapped[UUID] = mapped_column(ForeignKey("termijnen.id", ondelete="CASCADE"), primary_key=True)
    stap: Mapped[str] = mapped_column(String(96), primary_key=True)
    aan: Mapped[str] = mapped_column(String(32))
    gepland: Mapped[date]
    gedaan: Mapped[datetime] = mapped_column(UtcDateTime)
    uitkomst: Mapped[str] = mapped_column(String(16))

    __table_args__ = (Index("ix_termijnstappen_melden", "uitkomst", "gepland", "termijn", "stap"),)


class Klokfout(Base):
    """That the steps of a clock could not be taken: `keer` times since `sinds`, last because of `fout`; tried again at `opnieuw`."""

    __tablename__ = "klokfouten"

    termijn: Mapped[UUID] = mapped_column(ForeignKey("termijnen.id", ondelete="CASCADE"), primary_key=True)
    keer: Mapped[int]
    fout: Mapped[str] = mapped_column(String(64))
    sinds: Mapped[datetime] = mapped_column(UtcDateTime)
    opnieuw: Mapped[datetime] = mapped_column(UtcDateTime)


class Verplichting(Base):
    """A duty of an organisation to send a bericht that none of its own started: by the year, or from an indicatie.

    `kenmerk` tells one from the next ('2026', or the number of `bron_bericht`, whose 301 set the indicatie); `vanaf` is
    the date its clock counts from. `team` waits for it, `toewijzing` is what it follows from when that was written down by
    hand. `concept` is what the organisation began for it. `status`: open, gehaald (by `bericht`), vrijgesteld or vervallen.
    """

    __tablename__ = "verplichtingen"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))
    organisatie: Mapped[str] = mapped_column(ForeignKey("organisaties.code"))
    regio: Mapped[str] = mapped_column(String(64))
    kenmerk: Mapped[str] = mapped_column(String(32))
    vanaf: Mapped[date]
    bron_bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    team: Mapped[str | None] = mapped_column(ForeignKey("teams.code"))
    toewijzing: Mapped[UUID | None] = mapped_column(ForeignKey("toewijzingen.id"), index=True)
    status: Mapped[str] = mapped_column(String(16))
    bericht: Mapped[UUID | None] = mapped_column(ForeignKey("berichten.id"), index=True)
    concept: Mapped[UUID | None]
    gemaakt: Mapped[datetime] = mapped_column(UtcDateTime)
    geeindigd: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        Index(None, "mailbox", "code", "organisatie", "kenmerk", unique=True),
        Index("ix_verplichtingen_open", "organisatie", "status", "vanaf"),
        Index("ix_verplichtingen_team", "team", "status"),
    )


class Termijnperiode(Base):
    """A time in which a clock stands still (`opschorting`) or by which it is lengthened (`verlenging`), and by what right.

    An opschorting has `van`, the day of the letter or question, `uiterlijk`, the last day of the time that was given, if any,
    and `tot`, the day that counts again (NULL while it stands still). A verlenging has `aantal` and `eenheid`, one that was only
    promised `uiterlijk` too, the day that the letter named; `tot` is the day on which it was withdrawn (NULL while it stands).
    `grond` is a declared code; the motivering is sealed, as the text of `overgang`. `besloten` is the day of the decision or letter.
    """

    __tablename__ = "termijnperioden"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    termijn: Mapped[UUID] = mapped_column(ForeignKey("termijnen.id"), index=True)
    soort: Mapped[str] = mapped_column(String(16))
    van: Mapped[date | None]
    tot: Mapped[date | None]
    uiterlijk: Mapped[date | None]
    aantal: Mapped[int]
    eenheid: Mapped[str] = mapped_column(String(16))
    grond: Mapped[str] = mapped_column(String(64))
    overgang: Mapped[UUID | None] = mapped_column(ForeignKey("overgangen.id"), index=True)
    besloten: Mapped[date]
    door: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)

    __table_args__ = (
        Index(
            "ix_termijnperioden_open",
            "uiterlijk",
            "termijn",
            info={"where": "van IS NOT NULL AND tot IS NULL"},
        ),
    )


class Termijnhistorie(Base):
    """What happened to a clock, in order: `soort` of change, by whom, from which last day to which, on what grond.

    `overgang` is the step whose sealed text says why, where there is one.
    """

    __tablename__ = "termijnhistorie"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    termijn: Mapped[UUID] = mapped_column(ForeignKey("termijnen.id"))
    volgnummer: Mapped[int]
    moment: Mapped[datetime] = mapped_column(UtcDateTime)
    soort: Mapped[str] = mapped_column(String(24))
    door: Mapped[UUID | None] = mapped_column(ForeignKey("personen.id"), index=True)
    van_datum: Mapped[date | None]
    naar_datum: Mapped[date | None]
    grond: Mapped[str] = mapped_column(String(64))
    overgang: Mapped[UUID | None] = mapped_column(ForeignKey("overgangen.id"), index=True)

    __table_args__ = (Index(None, "termijn", "volgnummer", unique=True),)
