"""The mail room as a functioneel beheerder sees it: how much waits, how long, and why it fails; never for whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.core.accounts import Gebruiker
from portal.core.post.ladingen import MAIL, MAIL_EEN, MAILBUNDEL, OPNEMEN, TERMIJNMAIL, TERMIJNMAIL_EEN
from portal.core.post.outbox import COUNT_TO, DOOD, ONLEESBAAR, WACHT
from portal.core.post.stilpost import UITGESTELD
from portal.core.services import Services
from portal.domain.rechten import Recht
from portal.models import Uitgaand

# Said as the index of what fails says it: a value that is filled in would not use that.
FAALT: Final = Uitgaand.fout != literal_column("''")
SOORTEN: Final[Mapping[str, str]] = {
    MAIL: "E-mails die nog over de mensen van een team worden verdeeld",
    MAIL_EEN: "E-mails",
    TERMIJNMAIL: "E-mails over termijnen die nog over mensen worden verdeeld",
    TERMIJNMAIL_EEN: "E-mails over termijnen",
    MAILBUNDEL: "E-mails waarin meer bij elkaar staat",
    OPNEMEN: "Berichten die de kluis nog in lijsten en zoeken opneemt",
}
# How a reason begins as it was written down: the class it belongs to, and what one can do about it.
REDENEN: Final = (
    (
        "certificaat niet goed",
        "Het certificaat van de mailserver klopt niet",
        "Vraag de beheerder van de mailserver om een geldig certificaat.",
    ),
    (
        "geen TLS aangeboden",
        "De mailserver biedt geen beveiligde verbinding",
        "Zet TLS aan op de mailserver, of stel PORTAL_SMTP_TLS=direct in.",
    ),
    (
        "aanmelden geweigerd",
        "De mailserver laat het portaal niet aanmelden",
        "Kijk de gebruiker en het wachtwoord van het portaal na.",
    ),
    (
        "geen antwoord na het versturen",
        "De mailserver bevestigt een e-mail niet",
        "Kijk in het log van de mailserver of hij is aangekomen.",
    ),
    ("mailserver niet bereikbaar", "De mailserver is niet bereikbaar", "Het portaal probeert het vanzelf opnieuw."),
    ("verbinding verbroken", "De mailserver verbreekt de verbinding", "Het portaal probeert het vanzelf opnieuw."),
    ("mail geweigerd", "De mailserver weigert de e-mail", "Kijk of de mailserver het portaal als afzender toelaat."),
    ("adres geweigerd", "De mailserver weigert het adres", "Laat de organisatiebeheerders de adressen nakijken."),
    (
        "niemand meer",
        "Er is niemand meer voor wie de e-mail is",
        "Laat de organisatie iemand toelaten of een rol geven, en probeer het dan opnieuw.",
    ),
    ("geen mailserver ingesteld", "Er is geen mailserver ingesteld", "Stel hem in met PORTAL_SMTP_HOST."),
    ("geen geldig", "Er klopt iets niet in de opdracht", "Er kan in de database zijn geschreven. Kijk het logboek na."),
    (ONLEESBAAR, "De opdracht is niet te lezen", "Er kan in de database zijn geschreven. Kijk het logboek na."),
    ("kluis gesloten", "De kluis is niet bereikbaar", "Zodra de kluis er weer is, gaat het vanzelf verder."),
    (
        "kluis weigert",
        "De kluis weigert het bericht op te nemen",
        "Kijk het logboek na: een bericht kan zijn veranderd.",
    ),
)
ANDERS: Final = ("", "Een onverwachte fout", "Kijk in het log van de worker.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stapel:
    """Rows of one kind: how many wait and were given up, and since when the oldest one waits."""

    titel: str
    wacht: int
    opgegeven: int
    oudste: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Storing:
    """Rows that failed for one class of reason; `pogingen` is the most that one was tried."""

    code: str
    reden: str
    raad: str
    wacht: int
    opgegeven: int
    pogingen: int
    oudste: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Postkamer:
    """The whole mail room; `uitgesteld` mails are kept until the clock that they are about runs again.

    Each count goes up to COUNT_TO and one more; with `meer` one of them stopped there.
    """

    stapels: tuple[Stapel, ...]
    storingen: tuple[Storing, ...]
    uitgesteld: int = 0

    @property
    def meer(self) -> bool:
        """Whether there is more than is counted."""
        return max(self.wacht, self.opgegeven, self.uitgesteld) > COUNT_TO

    @property
    def wacht(self) -> int:
        """How many rows wait."""
        return sum(stapel.wacht for stapel in self.stapels)

    @property
    def opgegeven(self) -> int:
        """How many rows were given up."""
        return sum(stapel.opgegeven for stapel in self.stapels)

    @property
    def oudste(self) -> datetime | None:
        """Since when the oldest waiting row waits."""
        return min((stapel.oudste for stapel in self.stapels if stapel.oudste is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Groep:
    soort: str
    status: str
    fout: str
    aantal: int
    oudste: datetime
    pogingen: int


def postkamer(services: Services, gebruiker: Gebruiker) -> Postkamer:
    """Return how the mail room stands, counted to a bound: of a full one what is next, and what fails longest; raises NietToegestaan."""
    gebruiker.eis(Recht.PORTAAL_BEHEREN)
    with services.database.lezen() as session:
        groepen = [g for status in (WACHT, DOOD) for g in _groups(session, status, Uitgaand.niet_voor)]
        falend = [g for status in (WACHT, DOOD) for g in _groups(session, status, Uitgaand.gemaakt, FAALT)]
        stil = select(Uitgaand.id).where(Uitgaand.status == UITGESTELD).limit(COUNT_TO + 1).subquery()
        uitgesteld = session.scalar(select(func.count()).select_from(stil)) or 0
    redenen = dict.fromkeys(reason(groep.fout) for groep in falend)
    return Postkamer(
        stapels=tuple(_pile(titel, [g for g in groepen if g.soort == soort]) for soort, titel in SOORTEN.items()),
        storingen=tuple(_failure(r, [g for g in falend if reason(g.fout) == r]) for r in redenen),
        uitgesteld=uitgesteld,
    )


def _groups(
    session: Session, status: str, volgorde: InstrumentedAttribute[datetime], *waar: ColumnElement[bool]
) -> list[_Groep]:
    """Count the first rows of this status in this order, which has an index, by kind and reason."""
    kolommen = (Uitgaand.soort, Uitgaand.status, Uitgaand.fout, Uitgaand.gemaakt, Uitgaand.pogingen)
    query = select(*kolommen).where(Uitgaand.status == status, *waar).order_by(volgorde).limit(COUNT_TO + 1)
    eerste = query.subquery().c
    soort = (eerste.soort, eerste.status, eerste.fout)
    tellen = (func.count(), func.min(eerste.gemaakt), func.max(eerste.pogingen))
    return [_Groep(*rij) for rij in session.execute(select(*soort, *tellen).group_by(*soort))]


def _pile(titel: str, groepen: list[_Groep]) -> Stapel:
    return Stapel(
        titel=titel,
        wacht=sum(g.aantal for g in groepen if g.status == WACHT),
        opgegeven=sum(g.aantal for g in groepen if g.status == DOOD),
        oudste=min((g.oudste for g in groepen if g.status == WACHT), default=None),
    )


def _failure(reden: tuple[str, str, str], groepen: list[_Groep]) -> Storing:
    return Storing(
        code=reden[0] or "anders",
        reden=reden[1],
        raad=reden[2],
        wacht=sum(g.aantal for g in groepen if g.status == WACHT),
        opgegeven=sum(g.aantal for g in groepen if g.status == DOOD),
        pogingen=max(g.pogingen for g in groepen),
        oudste=min(g.oudste for g in groepen),
    )


def reason(fout: str) -> tuple[str, str, str]:
    """Return the class that a reason belongs to: how it begins, its title, and what one can do about it."""
    return next((reden for reden in REDENEN if fout.startswith(reden[0])), ANDERS)
