"""The only door to a mail server: TLS that is proved, an end to every wait, and a plain word for each way it can fail."""

import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from pathlib import Path
from socket import socket
from types import TracebackType
from typing import Final, Self

from portal.config import Settings
from portal.core.post.notifications import Mail, MailNietVerzonden, PostbusWeg, compose

CLOSING: Final = 421  # the server says that it stops, of whatever mail (RFC 5321 §3.8)
GO_ON: Final = 354
VERBROKEN: Final = "verbinding verbroken"
VERBROKEN_BIJ: Final = "verbinding verbroken bij dit adres"
FINAL: Final = 500
REFUSED: Final = 400
# An answer is a few lines; who sends more is no mail server, or wants our memory.
MOST_ANSWERED: Final = 256 * 1024
# Only what every server takes: lines of 7 bits with CRLF.
ON_THE_WIRE: Final = policy.SMTP.clone(cte_type="7bit")


class GeenPostbus(Exception):
    """The installation has no mail server and no mail directory: mail waits until it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geduld:
    """The longest that each part may take, in seconds, also when the server keeps sending a little.

    Together they stay below the lease of a row, so that no other worker sends the same mail meanwhile. RFC 5321 §4.5.3.2.6
    would wait ten minutes for the last answer.
    """

    verbinden: float = 45
    zenden: float = 45
    antwoord: float = 120
    groeten: float = 5


class Postbode:
    """Delivers mail over one connection to the mail server, or into a directory; use it as a context."""

    def __init__(self, settings: Settings, geduld: Geduld | None = None) -> None:
        """Open nothing yet."""
        self._settings = settings
        self._geduld = geduld or Geduld()
        self._server: _Gesprek | None = None
        self._weg: PostbusWeg | None = None

    def __enter__(self) -> Self:
        """Give the postbode."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Say goodbye to the mail server."""
        self._hang_up()

    def open(self) -> None:
        """Connect, prove TLS and log in, once; raises PostbusWeg, from then on for every mail, or GeenPostbus."""
        if self._settings.mail_map is None:
            self._line()

    def deliver(self, mail: Mail) -> None:
        """Deliver one mail; raises MailNietVerzonden or GeenPostbus."""
        try:
            message = compose(mail, self._settings)
        except ValueError:  # an address or number that would break a header
            raise MailNietVerzonden("geen geldig adres", blijvend=True) from None
        if self._settings.mail_map is not None:
            _write(self._settings.mail_map, mail, message)
            return
        used = self._server is not None
        try:
            self._send(self._line(), message, used=used)
        except PostbusWeg as weg:
            if not used or weg.alles:
                raise
            # Many a server takes only so many mails over one connection.
            self._send(self._line(), message, used=False)

    def _line(self) -> "_Gesprek":
        """Return the open connection, or a new one."""
        if not self._settings.smtp_host:
            raise GeenPostbus
        if self._weg is not None:
            raise self._weg
        try:
            self._server = self._server or _connect(self._settings, self._geduld)
        except (OSError, smtplib.SMTPException) as error:
            self._weg = PostbusWeg(_why_not_open(error), alles=True)
            raise self._weg from None
        return self._server

    def _send(self, server: "_Gesprek", message: EmailMessage, *, used: bool) -> None:
        """Send over the open connection; until the last line is sent the server cannot have taken the mail.

        A server that stops (421) over a new line once it has begun on this mail costs it a try, as one that drops the line does:
        there are servers that answer so for one address, and its mail would wait for ever.
        """
        begun = sent = False
        try:
            server.within(self._geduld.zenden)
            _accepted(server.mail(str(message["From"])), "mail geweigerd")
            begun = True
            _accepted(server.rcpt(str(message["To"])), "adres geweigerd", final=FINAL)
            _accepted(server.docmd("DATA"), "mail geweigerd", wanted=GO_ON)
            server.send(_dotted(message))
            sent = True
            server.within(self._geduld.antwoord)
            _accepted(_last_answer(server), "mail geweigerd")
        except MailNietVerzonden as refused:
            weg = isinstance(refused, PostbusWeg)
            if weg or not self._starts_anew(server):
                self._hang_up()
            if weg and begun and not used:
                raise MailNietVerzonden(refused.reden.replace(VERBROKEN, VERBROKEN_BIJ)) from None
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            raise self._broken(error, begun=begun, sent=sent, used=used) from None

    def _broken(self, error: Exception, *, begun: bool, sent: bool, used: bool) -> MailNietVerzonden:
        """Say what a line that broke means: of all mail only while the server had not yet begun on this one.

        From then on it counts as a try, or one address that is never answered would hold up all mail for ever; not when a
        line that was used before is dropped. After the last line the mail may have arrived.
        """
        if sent:
            return MailNietVerzonden("geen antwoord na het versturen")
        if begun and _timed_out(error):
            return MailNietVerzonden("geen antwoord over dit adres")
        if begun and not used:
            return MailNietVerzonden(VERBROKEN_BIJ)
        if _timed_out(error):
            self._weg = PostbusWeg("mailserver niet bereikbaar: geen antwoord", alles=True)
            return self._weg
        return PostbusWeg(VERBROKEN)

    def _starts_anew(self, server: "_Gesprek") -> bool:
        try:
            return bool(server.rset()[0] < REFUSED)
        except (OSError, smtplib.SMTPException):
            return False

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.within(self._geduld.groeten)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._server.quit()
            self._server.close()
            self._server = None


class _Gesprek(smtplib.SMTP):
    """A conversation in which every answer comes before a moment, however slowly it drips, and has a size."""

    def __init__(self, host: str, port: int, *, connecting: float, context: ssl.SSLContext | None) -> None:
        self._until = time.monotonic() + connecting
        self._direct = context
        super().__init__(host, port, timeout=connecting)

    def within(self, seconds: float) -> None:
        """Give what comes next so many seconds in all."""
        self._until = time.monotonic() + seconds
        if self.sock is not None:
            self.sock.settimeout(seconds)

    def getreply(self) -> tuple[int, bytes]:
        """Read one answer; raises SMTPServerDisconnected, also for one that comes too late or is too long."""
        if self.file is None and self.sock is not None:
            self.file = _Regels(self.sock, self._left)
        return super().getreply()

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _get_socket(self, host: str, port: int, timeout: float) -> socket:
        """Connect; with a context the first byte is TLS already (RFC 8314 §3.3)."""
        plain: socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # the seam that SMTP_SSL uses too
        return plain if self._direct is None else self._direct.wrap_socket(plain, server_hostname=host)


class _Regels:
    """The lines of a socket as smtplib reads them."""

    def __init__(self, sock: socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left
        self._waiting, self._read = b"", 0

    def readline(self, most: int) -> bytes:
        """Return the next line, at most so many bytes; b'' at the end."""
        while b"\n" not in self._waiting and len(self._waiting) < most:
            self._sock.settimeout(self._left())
            piece = self._sock.recv(4096)
            if not piece:
                break
            self._waiting += piece
            self._read += len(piece)
            if self._read > MOST_ANSWERED:
                raise OSError("too much")
        end = self._waiting.find(b"\n", 0, most) + 1 or min(most, len(self._waiting))
        line, self._waiting = self._waiting[:end], self._waiting[end:]
        return line

    def close(self) -> None:
        """Leave the socket to its owner."""


def _connect(settings: Settings, geduld: Geduld) -> _Gesprek:
    """Connect over TLS with a certificate that is checked, which only a demo may do without, and log in."""
    context = ssl.create_default_context(cafile=settings.smtp_ca)
    direct = context if settings.smtp_tls == "direct" else None
    server = _Gesprek(settings.smtp_host, settings.smtp_port, connecting=geduld.verbinden, context=direct)
    try:
        server.ehlo_or_helo_if_needed()
        if direct is None and (not settings.demo or server.has_extn("starttls")):
            server.starttls(context=context)  # raises when it is not offered, or not kept
            server.ehlo()
        if settings.smtp_gebruiker and settings.smtp_wachtwoord is not None:
            _log_in(server, settings.smtp_gebruiker, settings.smtp_wachtwoord)
    except BaseException:
        server.close()
        raise
    return server


def _log_in(server: _Gesprek, gebruiker: str, wachtwoord: Path) -> None:
    try:
        server.login(gebruiker, wachtwoord.read_text(encoding="utf-8").strip())
    except smtplib.SMTPNotSupportedError:
        raise smtplib.SMTPAuthenticationError(0, b"") from None


def _accepted(answer: tuple[int, bytes], refusal: str, *, wanted: int = 0, final: int = 1000) -> None:
    """Refuse what the server did not say yes to; raises MailNietVerzonden, or PostbusWeg when it stops or babbles."""
    code = answer[0]
    if code == wanted or (not wanted and 200 <= code < 300):
        return
    if code == CLOSING or not REFUSED <= code < 600:
        raise PostbusWeg(f"{VERBROKEN}: {code}")
    raise MailNietVerzonden(f"{refusal}: {code}", blijvend=code >= final)


def _last_answer(server: _Gesprek) -> tuple[int, bytes]:
    """Read what the server says of the whole mail; raises SMTPServerDisconnected when that is neither yes nor no."""
    answer = server.getreply()
    if not (200 <= answer[0] < 300 or REFUSED <= answer[0] < 600):
        raise smtplib.SMTPServerDisconnected
    return answer


def _dotted(message: EmailMessage) -> bytes:
    """Write a mail as it goes over the wire, with its last line (RFC 5321 §4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", message.as_bytes(policy=ON_THE_WIRE)) + b".\r\n"


def _why_not_open(error: Exception) -> str:
    """Name what went wrong without any address: the server's number, or the kind of error."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"certificaat niet goed: {error.verify_code}"
        case smtplib.SMTPNotSupportedError():
            return "geen TLS aangeboden"
        case smtplib.SMTPAuthenticationError():
            return f"aanmelden geweigerd: {error.smtp_code}"
        case smtplib.SMTPResponseException():
            return f"mailserver niet bereikbaar: {error.smtp_code}"
    return f"mailserver niet bereikbaar: {'geen antwoord' if _timed_out(error) else type(error).__name__}"


def _timed_out(error: BaseException) -> bool:
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _write(folder: Path, mail: Mail, message: EmailMessage) -> None:
    """Put the mail in the directory under its own name: a repeat replaces it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = folder / f".{mail.id}"
    temporary.touch(mode=0o600)
    temporary.write_bytes(message.as_bytes())
    temporary.rename(folder / f"{mail.id}.eml")
