"""An aanbieder with a plain HTTP client: logs in, fills in a verzoek, sends it, and tries again when nobody answers."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection, HTTPException
from uuid import UUID

from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import MAILBOX, antwoorden, pdf
from tests.demo.running import Demo, wait_for

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
VERSIE = re.compile(r'name="versie" value="(\d+)"')
BIJLAGEN = ("toestemmingsformulier", "onderbouwing")


@dataclass
class Antwoord:
    """What came back; status 0 when the connection broke."""

    status: int
    naar: str = ""
    tekst: str = ""


@dataclass
class Bezoeker:
    """One browser without pictures, at a demo."""

    demo: Demo
    cookies: dict[str, str] = field(default_factory=dict)

    def log_in(self, account: str) -> None:
        token = self.token("/inloggen")
        fields = {"account": account, "wachtwoord": self.demo.accounts()[account], "csrf_token": token}
        assert self.post("/inloggen", fields).status == 303

    def fill_in(self, bsn: str) -> UUID:
        """Fill in a whole verzoek with its files, up to the page that shows all answers."""
        concept = uuid.uuid4()
        ruw = antwoorden(
            Voorbeeld(account="", dagen=0, client=("H.", "Herhaald", "1-2-1990")), bsn, vandaag=datetime.now(UTC).date()
        )
        fields = {naam: waarden[0] for naam, waarden in ruw.items()}
        fields |= {"csrf_token": self.token(f"/nieuw/{MAILBOX}"), "versie": "0"}
        answer = self.post(f"/concepten/{concept}?soort={MAILBOX}", fields, files=BIJLAGEN)
        assert answer.naar.endswith("/controleren"), re.sub(r"<[^>]+>", "", answer.tekst)
        return concept

    def submit(self, concept: UUID) -> Antwoord:
        """Press the button of the page that shows all answers."""
        page = self.request("GET", f"/concepten/{concept}/controleren")
        if page.status != 200:
            return page
        fields = {"csrf_token": found(CSRF, page.tekst), "versie": found(VERSIE, page.tekst)}
        return self.post(f"/concepten/{concept}/indienen", fields)

    def submit_until_received(self, concept: UUID) -> str:
        """Try as somebody does who sees an error page: again, until there is a receipt."""
        places: list[str] = []

        def received() -> bool:
            places.append(self.submit(concept).naar)
            return "/berichten/" in places[-1]

        assert wait_for(received, 30), places[-3:]
        return places[-1]

    def token(self, path: str) -> str:
        return found(CSRF, self.request("GET", path).tekst)

    def post(self, path: str, fields: dict[str, str], files: tuple[str, ...] = ()) -> Antwoord:
        edge = "----einde-van-een-veld"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{w}\r\n'.encode() for n, w in fields.items()
        ]
        for naam in files:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="bijlage-{naam}"; filename="{naam}.pdf"\r\n'
            parts.append(head.encode() + b"Content-Type: application/pdf\r\n\r\n" + pdf(naam) + b"\r\n")
        body = b"".join((*parts, f"--{edge}--\r\n".encode()))
        return self.request("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def request(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Antwoord:
        connection = HTTPConnection("127.0.0.1", self.demo.port, timeout=20)
        sent = {"Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{n}={w}" for n, w in self.cookies.items())}
        try:
            connection.request(method, path, body, sent | (headers or {}))
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                naam, _, waarde = line.partition(";")[0].partition("=")
                self.cookies[naam] = waarde
            return Antwoord(answer.status, answer.headers.get("Location", ""), answer.read().decode())
        except (OSError, HTTPException):
            return Antwoord(0)
        finally:
            connection.close()


def found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    assert match is not None, re.sub(r"<[^>]+>", "", text)[:500]
    return unescape(match[1])
