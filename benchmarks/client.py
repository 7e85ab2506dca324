"""The load client: one browser without pictures, over a socket that stays open, with cookies and form tokens."""

import re
import socket
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from time import perf_counter
from typing import BinaryIO, Final
from urllib.parse import urlencode
from uuid import UUID

from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import MAILBOX, MELDING, antwoorden, pdf

HOST: Final = "127.0.0.1"
SECONDS: Final = 60
FORM: Final = "application/x-www-form-urlencoded"
EDGE: Final = "----einde-van-een-veld"
TOKEN: Final = re.compile(rb'name="csrf_token" value="([^"]+)"')
VERSION: Final = re.compile(rb'name="versie" value="(\d+)"')
OUR_ID: Final = re.compile(r"/berichten/([0-9a-f-]{36})")
FILES: Final = ("toestemmingsformulier", "onderbouwing")


class Unexpected(Exception):
    """The server answered something else than a person would go on with."""


class Closed(Unexpected):
    """The server closed the connection before it answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, the place to go on to, and the page."""

    status: int
    location: str
    body: bytes


@dataclass(slots=True)
class Browser:
    """A connection that is kept, and the cookies that were set on it; a lost connection is opened anew once."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = None
    _file: BinaryIO | None = None

    def get(self, path: str, *, expect: int = 200) -> Answer:
        """Ask for a page; raises Unexpected."""
        return self.send("GET", path, expect=expect)

    def post(self, path: str, fields: Mapping[str, str], *, expect: int | tuple[int, ...] = 303) -> Answer:
        """Send a form; raises Unexpected."""
        return self.send("POST", path, urlencode(fields).encode(), FORM, expect=expect)

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = "", *, expect: int | tuple[int, ...]
    ) -> Answer:
        """Send a request and read its answer, of which the status is expected; raises Unexpected."""
        try:
            answer = self._exchange(method, path, body, kind)
        except Closed:
            answer = self._exchange(method, path, body, kind)  # the server had ended a connection that was idle
        if answer.status not in ((expect,) if isinstance(expect, int) else expect):
            text = re.sub(rb"\s+|<[^>]+>", b" ", answer.body)[:2000].decode(errors="replace")
            raise Unexpected(f"{method} {path}: {answer.status} {answer.location} {' '.join(text.split())[:300]}")
        return answer

    def _exchange(self, method: str, path: str, body: bytes, kind: str) -> Answer:
        """Send on the connection that is open, else on a new one; raises Closed when the old one had ended."""
        kept = self._socket is not None
        if self._socket is None or self._file is None:
            self._socket = socket.create_connection((HOST, self.port), timeout=SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._file = self._socket.makefile("rb")
        try:
            self._socket.sendall(self._head(method, path, body, kind) + body)
            return self._read(self._file)
        except (Closed, ConnectionError):
            self.close()
            if kept:
                raise Closed from None
            raise

    def close(self) -> None:
        """Close the connection; the cookies stay."""
        if self._socket is not None:
            self._socket.close()
        self._socket = self._file = None

    def _head(self, method: str, path: str, body: bytes, kind: str) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Sec-Fetch-Site: same-origin"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if method == "POST":
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        return "\r\n".join((*lines, "", "")).encode()

    def _read(self, file: BinaryIO) -> Answer:
        first = file.readline().split()
        if len(first) < 2:
            raise Closed("the server closed the connection")
        length, location, chunked, closes = 0, "", False, False
        while (line := file.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            match name.lower():
                case b"content-length":
                    length = int(value)
                case b"location":
                    location = value.strip().decode()
                case b"set-cookie":
                    cookie, _, text = value.strip().decode().partition(";")[0].partition("=")
                    self.cookies[cookie] = text
                case b"transfer-encoding":
                    chunked = b"chunked" in value
                case b"connection":
                    closes = b"close" in value.lower()
        body = _chunks(file) if chunked else file.read(length)
        if closes:
            self.close()
        return Answer(int(first[1]), location, body)


@dataclass(slots=True)
class Submitted:
    """A bericht that the portal acknowledged, and the seconds that the last step (sending it) took."""

    bericht: UUID
    seconds: float


class Visitor:
    """Somebody at the portal; every method is what a person does, with all its requests."""

    def __init__(self, browser: Browser) -> None:
        """Take a browser, logged in or not."""
        self.browser = browser

    def log_in(self, account: str, password: str) -> None:
        """Log in through the form."""
        token = found(TOKEN, self.browser.get("/inloggen").body)
        self.browser.post("/inloggen", {"account": account, "wachtwoord": password, "csrf_token": token})

    def fill_in_melding(self, bsn: str) -> UUID:
        """Fill in a whole melding, which takes no files: the form, and one POST of 2 KB that saves and checks."""
        page = self.browser.get(f"/nieuw/{MELDING}").body
        return self._send_form(MELDING, answers(bsn, MELDING) | {"csrf_token": found(TOKEN, page), "versie": "0"}, {})

    def fill_in(self, bsn: str, files: Mapping[str, bytes] | None = None) -> UUID:
        """Fill in a whole verzoek with its two files: the form, and one POST that saves, attaches and checks."""
        page = self.browser.get(f"/nieuw/{MAILBOX}").body
        return self.attach(bsn, found(TOKEN, page), files or dict.fromkeys(FILES, SMALL_PDF))

    def attach(self, bsn: str, token: str, files: Mapping[str, bytes]) -> UUID:
        """Send the filled-in form of a new concept with these files."""
        return self._send_form(MAILBOX, answers(bsn) | {"csrf_token": token, "versie": "0"}, files)

    def _send_form(self, mailbox: str, fields: Mapping[str, str], files: Mapping[str, bytes]) -> UUID:
        """Post the form of a new concept as a browser does; raises Unexpected when something in it is refused."""
        concept = uuid.uuid4()
        # The form of a mailbox that takes no files is a plain one.
        body = multipart(fields, files) if files else urlencode(fields).encode()
        kind = f"multipart/form-data; boundary={EDGE}" if files else FORM
        answer = self.browser.send("POST", f"/concepten/{concept}?soort={mailbox}", body, kind, expect=303)
        if not answer.location.endswith("/controleren"):
            raise Unexpected(f"the form was not accepted: {answer.location}")
        return concept

    def submit(self, concept: UUID) -> Submitted:
        """Look at the page with all answers, send it, and see the receipt."""
        page = self.browser.get(f"/concepten/{concept}/controleren").body
        fields = {"csrf_token": found(TOKEN, page), "versie": found(VERSION, page)}
        begun = perf_counter()
        answer = self.browser.post(f"/concepten/{concept}/indienen", fields)
        seconds = perf_counter() - begun
        match = OUR_ID.search(answer.location)
        if match is None:
            raise Unexpected(f"not sent: {answer.location}")
        self.browser.get(f"/berichten/{match[1]}/ontvangst")
        return Submitted(UUID(match[1]), seconds)

    def worklist(self) -> bytes:
        """See the first page of the werkvoorraad."""
        return self.browser.get("/werkvoorraad").body

    def open(self, bericht: UUID) -> bytes:
        """Open a bericht."""
        return self.browser.get(f"/berichten/{bericht}").body

    def search_token(self) -> str:
        """Open the page to search on; its token holds for every search of this session."""
        return found(TOKEN, self.browser.get("/zoeken").body)

    def search(self, bsn: str, token: str) -> bytes:
        """Search on a burgerservicenummer."""
        fields = {"csrf_token": token, "soort": "bsn", "bsn": bsn}
        return self.browser.post("/zoeken", fields, expect=200).body


def answers(bsn: str, mailbox: str = MAILBOX) -> dict[str, str]:
    """Return what the form posts: a little over 2 KB, of a verzoek with its two small files."""
    typed = {"beschrijving": "Dit is een verzonnen voorval. " * 40} if mailbox == MELDING else {}
    example = Voorbeeld(account="", dagen=0, client=("B.", "Belasting", "1-2-1990"), mailbox=mailbox, antwoorden=typed)
    ruw = antwoorden(example, bsn, vandaag=datetime.now(UTC).date())
    return {name: values[0] for name, values in ruw.items()}


def multipart(fields: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """Write a form with files as a browser does; every file is a pdf of the bijlage of that name."""
    parts = [
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{w}\r\n'.encode() for n, w in fields.items()
    ]
    for name, content in files.items():
        head = f'--{EDGE}\r\nContent-Disposition: form-data; name="bijlage-{name}"; filename="{name}.pdf"\r\n'
        parts += [head.encode(), b"Content-Type: application/pdf\r\n\r\n", content, b"\r\n"]
    return b"".join((*parts, f"--{EDGE}--\r\n".encode()))


def found(pattern: re.Pattern[bytes], page: bytes) -> str:
    """Return what stands in a page; raises Unexpected."""
    match = pattern.search(page)
    if match is None:
        raise Unexpected(f"{pattern.pattern!r} is not in the page")
    return unescape(match[1].decode())


def _chunks(file: BinaryIO) -> bytes:
    pieces = []
    while size := int(file.readline().split(b";")[0], 16):
        pieces.append(file.read(size))
        file.readline()
    file.readline()
    return b"".join(pieces)


SMALL_PDF: Final = pdf("Verzonnen bijlage van een meting")
