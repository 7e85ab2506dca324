"""Mail: the only door to a mail server. A mail says that something is ready, its number and where; never what.

No name, answer or file name ever stands in a mail: it travels and lies unsealed.
"""

import contextlib
import logging
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.mailsoort import mailsoort
from portal.domain.rechten import Recht, mag
from portal.domain.rollen import Rol
from portal.models import Persoon
from portal.sealing.sessie import Ongeldig, PersoonRecord, verify_record

TIMEOUT_SECONDS: Final = 20
CLOSING: Final = 421  # the server says that it stops, of whatever mail (RFC 5321 §3.8)

log = logging.getLogger("portal.mail")

# A row of the outbox lies unsigned in the database: a mail takes over nothing from it but these forms.
_NUMMER: Final = r"BP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
NUMMERS: Final = re.compile(rf"{_NUMMER}(, {_NUMMER})*( en nog [0-9]{{1,6}})?|", re.ASCII)
PADEN: Final = re.compile(r"/berichten/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|/werkvoorraad|/onderweg|/", re.ASCII)

_RECHT: Final = {"team": Recht.BERICHT_OPPAKKEN, "organisatie": Recht.BERICHT_VOLGEN}


class MailNietVerzonden(Exception):
    """The mail did not leave; `blijvend` says that trying again is of no use. Carries no address."""

    def __init__(self, reden: str, *, blijvend: bool = False) -> None:
        """Keep the reason for the log and the outbox."""
        super().__init__(reden)
        self.reden = reden
        self.blijvend = blijvend


class PostbusWeg(MailNietVerzonden):
    """The mail server cannot be reached, or broke off: nothing was said of this mail, so it waits as long as it takes."""


class GeenPostbus(Exception):
    """The installation has no mail server and no mail directory: mail waits until it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one person; `id` is the same at every try, so that a repeat can be recognised."""

    id: UUID
    aan: str
    sjabloon: str
    nummer: str
    pad: str
    moment: datetime
    uitleg: tuple[str, ...] = ()


def recipients(
    session: Session, pinned: bytes, *, soort: str, code: str, vandaag: date, rol: str = ""
) -> tuple[UUID, ...]:
    """Return the persons who handle the berichten of this team, or follow those of this organisation.

    With `rol` only who holds that role there; when nobody does, everybody, so that no mail is lost.
    """
    rows = session.scalars(
        select(Persoon).where(Persoon.record.contains(f'"{code}"', autoescape=True)).order_by(Persoon.account)
    )
    records = [record for row in rows if (record := _record(pinned, row)) is not None]
    with_role = [
        record.id for record in records if rol and _holds(record, rol, soort=soort, code=code, vandaag=vandaag)
    ]
    return tuple(with_role) or tuple(
        record.id for record in records if _concerns(record, soort=soort, code=code, vandaag=vandaag)
    )


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
    if not NUMMERS.fullmatch(mail.nummer) or not PADEN.fullmatch(mail.pad):
        raise MailNietVerzonden("geen geldig nummer of adres van een pagina", blijvend=True)
    kop = mailsoort(mail.sjabloon).kop
    nummer = f"Nummer: {mail.nummer}\n" if mail.nummer else ""
    uitleg = "".join(f"{zin}\n\n" for zin in mail.uitleg)
    message = EmailMessage()
    message["Subject"] = f"{kop} ({mail.nummer})" if mail.nummer else kop
    message["From"] = settings.mail_van
    message["To"] = mail.aan
    message["Date"] = format_datetime(mail.moment)
    message["Message-ID"] = f"<{mail.id}@{settings.mail_van.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    message.set_content(
        f"{kop} in het Berichtenportaal.\n\n{uitleg}{nummer}Log in om het te lezen:\n{settings.basis_url.rstrip('/')}{mail.pad}\n\n"
        "In deze e-mail staat geen inhoud, omdat e-mail niet veilig genoeg is.\n"
        "U kunt deze e-mail niet beantwoorden. Vragen? Gebruik het contact dat in het portaal bij het bericht staat.\n"
    )
    return message


class Postbode:
    """Delivers mail over one connection to the mail server, or into a directory; use it as a context."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._server: smtplib.SMTP | None = None
        self._unreachable = ""

    def __enter__(self) -> Self:
        """Give the postbode."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Say goodbye to the mail server."""
        self._hang_up()

    def deliver(self, mail: Mail) -> None:
        """Deliver one mail; raises MailNietVerzonden or GeenPostbus."""
        try:
            message = compose(mail, self._settings)
        except ValueError:  # an address or number that would break a header
            raise MailNietVerzonden("geen geldig adres", blijvend=True) from None
        if self._settings.mail_map is not None:
            _write(self._settings.mail_map, mail, message)
        elif self._settings.smtp_host:
            self._send(message)
        else:
            raise GeenPostbus

    def _send(self, message: EmailMessage) -> None:
        if self._unreachable:
            raise PostbusWeg(self._unreachable)
        try:
            server = self._server = self._server or self._connect()
        except (OSError, smtplib.SMTPException) as error:
            self._unreachable = f"mailserver niet bereikbaar: {_code(error)}"
            log.warning("Mail wacht: %s.", self._unreachable)
            raise PostbusWeg(self._unreachable) from None
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code = max(code for code, _ in refused.recipients.values())
            raise MailNietVerzonden(f"adres geweigerd: {code}", blijvend=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            self._hang_up()
            kind = PostbusWeg if error.smtp_code == CLOSING else MailNietVerzonden
            raise kind(f"mail geweigerd: {error.smtp_code}") from None
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise PostbusWeg(f"verbinding verbroken: {_code(error)}") from None

    def _connect(self) -> smtplib.SMTP:
        """Connect with STARTTLS, which only a demo may do without, and log in when a user is set."""
        settings = self._settings
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if not settings.demo or server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            if settings.smtp_gebruiker and settings.smtp_wachtwoord is not None:
                server.login(settings.smtp_gebruiker, settings.smtp_wachtwoord.read_text(encoding="utf-8").strip())
        except BaseException:
            server.close()
            raise
        return server

    def _hang_up(self) -> None:
        if self._server is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None


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


def _write(folder: Path, mail: Mail, message: EmailMessage) -> None:
    """Put the mail in the directory under its own name: a repeat replaces it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = folder / f".{mail.id}"
    temporary.touch(mode=0o600)
    temporary.write_bytes(message.as_bytes())
    temporary.rename(folder / f"{mail.id}.eml")


def _code(error: Exception) -> str:
    """Name what went wrong without any address: the server's number, or the kind of error."""
    if isinstance(error, smtplib.SMTPResponseException):
        return str(error.smtp_code)
    return "geen antwoord" if isinstance(error, TimeoutError) else type(error).__name__
