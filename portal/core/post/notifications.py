"""What a mail says and whom it concerns: that something is ready, its number and where; never what.

No name, answer or file name ever stands in a mail: it travels and lies unsealed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.mailsoort import mailsoort
from portal.domain.rechten import Recht, mag
from portal.domain.rollen import Rol
from portal.models import Persoon
from portal.sealing.sessie import Ongeldig, PersoonRecord, verify_record

# A row of the outbox lies unsigned in the database: a mail takes over nothing from it but these forms.
_NUMMER: Final = r"BP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
NUMMERS: Final = re.compile(rf"{_NUMMER}(, {_NUMMER})*( en nog [0-9]{{1,6}})?|", re.ASCII)
PADEN: Final = re.compile(
    r"/berichten/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/werkvoorraad|/onderweg|/termijnen|/concepten|/verplichtingen|/instellingen|/",
    re.ASCII,
)

# So many things are named in one mail; of more it says how many there are.
GENOEMD: Final = 25

_RECHT: Final = {"team": Recht.BERICHT_OPPAKKEN, "organisatie": Recht.BERICHT_VOLGEN}


class MailNietVerzonden(Exception):
    """The mail did not leave; `blijvend` says that trying again is of no use. Carries no address."""

    def __init__(self, reden: str, *, blijvend: bool = False) -> None:
        """Keep the reason for the log and the outbox."""
        super().__init__(reden)
        self.reden = reden
        self.blijvend = blijvend


class PostbusWeg(MailNietVerzonden):
    """The mail server cannot be reached, or broke off: nothing was said of this mail, so it waits as long as it takes.

    `alles`: it would be the same for every mail.
    """

    def __init__(self, reden: str, *, alles: bool = False) -> None:
        """Keep the reason."""
        super().__init__(reden)
        self.alles = alles


@dataclass(frozen=True, slots=True, kw_only=True)
class Onderwerp:
    """One thing that a mail tells of: its kind, its number, where it is read, and of clocks how they were counted."""

    sjabloon: str
    nummer: str
    pad: str
    uitleg: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person; `id` is the same at every try, so that a repeat can be recognised."""

    id: UUID
    aan: str
    moment: datetime
    onderwerpen: tuple[Onderwerp, ...]


def recipients(
    session: Session, pinned: bytes, *, soort: str, code: str, vandaag: date, rol: str = ""
) -> tuple[PersoonRecord, ...]:
    """Return the persons who handle the berichten of this team, or follow those of this organisation.

    With `rol` only who holds that role there; when nobody does, everybody, so that no mail is lost.
    """
    rows = session.scalars(
        select(Persoon).where(Persoon.record.contains(f'"{code}"', autoescape=True)).order_by(Persoon.account)
    )
    records = [record for row in rows if (record := _record(pinned, row)) is not None]
    with_role = [record for record in records if rol and _holds(record, rol, soort=soort, code=code, vandaag=vandaag)]
    return tuple(with_role) or tuple(
        record for record in records if _concerns(record, soort=soort, code=code, vandaag=vandaag)
    )


def roles_of(session: Session, pinned: bytes, *, team: str, vandaag: date) -> frozenset[Rol]:
    """Return the roles that somebody holds in a team today."""
    rows = session.scalars(select(Persoon).where(Persoon.record.contains(f'"{team}"', autoescape=True)))
    records = (_record(pinned, row) for row in rows)
    return frozenset(
        lid.rol
        for record in records
        if record is not None and record.actief
        for lid in record.lidmaatschappen
        if (lid.soort, lid.code) == ("team", team) and lid.loopt(vandaag)
    )


def is_held(session: Session, pinned: bytes, *, soort: str, code: str, vandaag: date, rol: str) -> bool:
    """Tell whether a mail to this role goes to others than everybody: somebody holds it."""
    alle = recipients(session, pinned, soort=soort, code=code, vandaag=vandaag)
    return recipients(session, pinned, soort=soort, code=code, vandaag=vandaag, rol=rol) != alle


def address(
    session: Session, pinned: bytes, persoon: UUID, *, soort: str, code: str, vandaag: date, rol: str = ""
) -> str:
    """Return where mail to this person goes; empty when he has left the team or organisation meanwhile."""
    row = session.get(Persoon, persoon)
    record = _record(pinned, row) if row is not None else None
    if record is None:
        return ""
    concerned = _concerns(record, soort=soort, code=code, vandaag=vandaag)
    if not concerned and rol:
        concerned = _holds(record, rol, soort=soort, code=code, vandaag=vandaag)
    return record.email if concerned else ""


def compose(mail: Mail, settings: Settings) -> EmailMessage:
    """Write the mail: what is ready, the number, where to read it; raises MailNietVerzonden for any other link."""
    for onderwerp in mail.onderwerpen:
        if not NUMMERS.fullmatch(onderwerp.nummer) or not PADEN.fullmatch(onderwerp.pad):
            raise MailNietVerzonden("geen geldig nummer of adres van een pagina", blijvend=True)
    enig = mail.onderwerpen[0] if len(mail.onderwerpen) == 1 else None
    basis = settings.basis_url.rstrip("/")
    message = EmailMessage()
    message["Subject"] = _kop(enig) if enig else f"Er staan {len(mail.onderwerpen)} dingen voor u klaar"
    message["From"] = settings.mail_van
    message["To"] = mail.aan
    message["Date"] = format_datetime(mail.moment)
    message["Message-ID"] = f"<{mail.id}@{settings.mail_van.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    tekst = _about_one(enig, basis) if enig else _about_many(mail.onderwerpen, basis)
    message.set_content(
        f"{tekst}\n"
        "In deze e-mail staat geen inhoud, omdat e-mail niet veilig genoeg is.\n"
        "U kunt deze e-mail niet beantwoorden. Vragen? Gebruik het contact dat in het portaal bij het bericht staat.\n"
        f"Liever minder e-mail? Kies dat bij 'Mijn instellingen': {basis}/instellingen\n"
    )
    return message


def _about_one(onderwerp: Onderwerp, basis: str) -> str:
    kop = mailsoort(onderwerp.sjabloon).kop
    uitleg = "".join(f"{zin}\n\n" for zin in onderwerp.uitleg)
    nummer = f"Nummer: {onderwerp.nummer}\n" if onderwerp.nummer else ""
    return f"{kop} in het Berichtenportaal.\n\n{uitleg}{nummer}Log in om het te lezen:\n{basis}{onderwerp.pad}\n"


def _about_many(onderwerpen: Sequence[Onderwerp], basis: str) -> str:
    """Tell of each in a few lines, and of the rest how many there are."""
    delen = [
        "\n".join((_kop(onderwerp), *onderwerp.uitleg, f"{basis}{onderwerp.pad}"))
        for onderwerp in onderwerpen[:GENOEMD]
    ]
    rest = len(onderwerpen) - GENOEMD
    if rest > 0:
        delen.append(f"En nog {rest}. Log in om alles te zien:\n{basis}/")
    return "\n\n".join((f"Er staan {len(onderwerpen)} dingen voor u klaar in het Berichtenportaal.", *delen, ""))


def _kop(onderwerp: Onderwerp) -> str:
    kop = mailsoort(onderwerp.sjabloon).kop
    return f"{kop} ({onderwerp.nummer})" if onderwerp.nummer else kop


def _record(pinned: bytes, row: Persoon) -> PersoonRecord | None:
    """Read the signed record; a forged row gets no mail."""
    try:
        return verify_record(pinned, persoon=row.id, record=row.record, signature=row.signature)
    except Ongeldig:
        return None


def _concerns(record: PersoonRecord, *, soort: str, code: str, vandaag: date) -> bool:
    return record.actief and mag(record.lidmaatschappen, _RECHT[soort], soort=soort, code=code, vandaag=vandaag)


def _holds(record: PersoonRecord, rol: str, *, soort: str, code: str, vandaag: date) -> bool:
    return record.actief and any(
        (lid.soort, lid.code, lid.rol) == (soort, code, Rol(rol)) and lid.loopt(vandaag)
        for lid in record.lidmaatschappen
    )
