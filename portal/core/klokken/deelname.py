"""Who takes part and is asked for a first bericht: once, and again when a contract that had ended runs on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import Session

from portal.core.klokken.klokken import LEVEND, Klokstatus
from portal.core.zonder_index import unindexed
from portal.domain.datums import datum_in_nederland
from portal.domain.gevolg import LeegRegister
from portal.domain.mailbox import Mailbox
from portal.domain.termijn import VOLGEND_BERICHT
from portal.models import Bericht, Organisatie, Registerregel, Termijn, Verplichting

EERSTE = "eerste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deelnemer:
    """An organisation that is asked for a first bericht under a kenmerk of its own.

    `sinds` is the day from which it takes part; None where nobody wrote that down, or its contract runs again after it had
    ended, so that the day on which it is asked is the first that counts.
    """

    organisatie: str
    kenmerk: str
    sinds: date | None


def who_is_asked(session: Session, mailbox: Mailbox, code: str, *, vandaag: date) -> Iterator[Deelnemer]:
    """Yield who takes part today and neither sent a bericht of this mailbox nor has its first verplichting (`code`) behind it.

    What lapsed with a contract counts for nothing once that runs again: neither the verplichting nor the bericht after which
    the next was waited for. Who stands in a register that sending it empties, as who was cut off, is asked there already.
    """
    registers = [gevolg.register for gevolg in mailbox.bij_indienen if isinstance(gevolg, LeegRegister)]
    erin = select(Registerregel.organisatie).where(Registerregel.register.in_(registers), Registerregel.tot.is_(None))
    afgekoppeld = frozenset(session.scalars(erin))
    plichten = select(Verplichting.status, Verplichting.geeindigd).where(
        Verplichting.mailbox == mailbox.code, Verplichting.code == code
    )
    for organisatie, deelname, stuurde, verviel in session.execute(_takes_part(mailbox, code, vandaag)).all():
        eerder = session.execute(plichten.where(Verplichting.organisatie == organisatie)).all()
        weg = max([m for s, m in eerder if s == "vervallen" and m] + ([verviel] if verviel else []), default=None)
        gedaan = [m for s, m in eerder if s != "vervallen" and m] + ([stuurde] if stuurde else [])
        if (gedaan and (weg is None or max(gedaan) > weg)) or (weg is not None and organisatie in afgekoppeld):
            continue
        yield Deelnemer(
            organisatie=organisatie,
            kenmerk=f"{EERSTE}-{len(eerder) + 1}" if eerder else EERSTE,
            sinds=deelname if weg is None or _begins_after(deelname, weg) else None,
        )


def _takes_part(
    mailbox: Mailbox, code: str, vandaag: date
) -> "Select[str, date | None, datetime | None, datetime | None]":
    """Select who takes part, of whom nothing of this is asked now, with when it last sent one and when waiting for the next lapsed."""
    soorten = [afzender.soort.value for afzender in mailbox.afzenders if not afzender.voor_burger]
    volgende = [termijn.code for termijn in mailbox.termijnen if VOLGEND_BERICHT in termijn.eindigt]
    van_hem = (
        Bericht.afzender_soort == "organisatie",
        Bericht.afzender == Organisatie.code,
        Bericht.mailbox == mailbox.code,
    )
    klokken = (
        select(func.max(Termijn.geeindigd))
        .join(Bericht, Bericht.id == Termijn.bericht)
        .where(*van_hem, Termijn.code.in_(volgende))
    )
    loopt = klokken.with_only_columns(Termijn.id).where(unindexed(Termijn.status).in_(LEVEND))
    verviel: ScalarSelect[datetime | None] = klokken.where(
        unindexed(Termijn.status) == Klokstatus.VERVALLEN.value
    ).scalar_subquery()
    gevraagd = select(Verplichting.id).where(
        Verplichting.mailbox == mailbox.code,
        Verplichting.code == code,
        Verplichting.organisatie == Organisatie.code,
        Verplichting.status == "open",
    )
    return (
        select(
            Organisatie.code,
            Organisatie.deelname,
            select(func.max(Bericht.ingediend)).where(*van_hem).scalar_subquery(),
            verviel,
        )
        .where(
            Organisatie.soort.in_(soorten),
            Organisatie.actief,
            or_(Organisatie.deelname.is_(None), Organisatie.deelname <= vandaag),
            or_(Organisatie.einde.is_(None), Organisatie.einde >= vandaag),
            ~gevraagd.exists(),
            ~loopt.exists(),
        )
        .order_by(Organisatie.code)
    )


def _begins_after(deelname: date | None, weg: datetime) -> bool:
    return deelname is not None and deelname > datum_in_nederland(weg)
