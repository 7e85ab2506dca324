"""What the vault signs and anyone with the pinned public key can check: session tokens, person records, receipts, steps."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar, Final, Self
from uuid import UUID

from portal.domain.rechten import Lidmaatschap
from portal.domain.rollen import Rol
from portal.sealing.envelope import NotGenuine
from portal.sealing.seal import sign, verify

SESSION_DOMAIN: Final = "sessie"
RECORD_DOMAIN: Final = "persoon"
RECEIPT_DOMAIN: Final = "kwitantie"
STEP_DOMAIN: Final = "stap"
VOLLEDIG: Final = 2


class Ongeldig(Exception):
    """A token or record that this installation did not sign, or not for this place."""

    tekst: ClassVar[str] = "U bent niet ingelogd. Log opnieuw in."


class Verlopen(Ongeldig):
    """A genuine token whose absolute end has passed."""

    tekst: ClassVar[str] = "Uw sessie is voorbij. Log opnieuw in."


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """The file that web and worker pin: the id of the installation and its public signing key."""

    installation: str
    public: bytes

    def dump(self) -> str:
        """Write it as the text of the file."""
        return _canonical({"installatie": self.installation, "publiek": self.public.hex()}) + "\n"

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file; raises OSError or ValueError."""
        data = json.loads(path.read_text(encoding="utf-8"))
        return cls(installation=data["installatie"], public=bytes.fromhex(data["publiek"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A session: `niveau` 2 may open; 1 may only finish logging in (a password or second factor to set)."""

    id: UUID
    persoon: UUID
    niveau: int
    begonnen: datetime
    eindigt: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersoonRecord:
    """A person as the vault signed it; `verifiers` (password, second factor) are wrapped for the vault alone."""

    id: UUID
    account: str
    naam: str
    email: str
    organisatie: str
    actief: bool
    versie: int
    lidmaatschappen: tuple[Lidmaatschap, ...]
    verifiers: str


def make_token(private: bytes, token: Token, *, geheim: bytes) -> str:
    """Mint a token; `geheim` is fresh randomness, so that what the database knows of a session never gives it."""
    payload = {
        "id": str(token.id),
        "persoon": str(token.persoon),
        "niveau": token.niveau,
        "begonnen": token.begonnen.isoformat(),
        "eindigt": token.eindigt.isoformat(),
        "geheim": geheim.hex(),
    }
    body = _canonical(payload).encode()
    return f"{_b64(body)}.{_b64(sign(private, SESSION_DOMAIN, body))}"


def read_token(public: bytes, text: str) -> Token:
    """Check the signature of a token, not its end; raises Ongeldig."""
    try:
        body, signature = (_unb64(part) for part in text.split("."))
        verify(public, SESSION_DOMAIN, body, signature)
        data = json.loads(body)
        return Token(
            id=UUID(data["id"]),
            persoon=UUID(data["persoon"]),
            niveau=data["niveau"],
            begonnen=datetime.fromisoformat(data["begonnen"]),
            eindigt=datetime.fromisoformat(data["eindigt"]),
        )
    except (ValueError, NotGenuine):
        raise Ongeldig from None


def verify_token(public: bytes, text: str, now: datetime) -> Token:
    """Check a token; raises Ongeldig or Verlopen. Revoking and idle time stand elsewhere."""
    token = read_token(public, text)
    if now >= token.eindigt:
        raise Verlopen
    return token


def sign_record(private: bytes, record: PersoonRecord) -> tuple[str, bytes]:
    """Give the canonical JSON of a person and its signature."""
    text = _canonical(
        {
            "id": str(record.id),
            "account": record.account,
            "naam": record.naam,
            "email": record.email,
            "organisatie": record.organisatie,
            "actief": record.actief,
            "versie": record.versie,
            "lidmaatschappen": [membership_data(lid) for lid in record.lidmaatschappen],
            "verifiers": record.verifiers,
        }
    )
    return text, sign(private, RECORD_DOMAIN, text.encode())


def verify_record(public: bytes, *, persoon: UUID, record: str, signature: bytes) -> PersoonRecord:
    """Check the record in the row of this person; raises Ongeldig. Only the vault knows which version is the last."""
    try:
        verify(public, RECORD_DOMAIN, record.encode(), signature)
    except NotGenuine:
        raise Ongeldig from None
    data = json.loads(record)
    if UUID(data["id"]) != persoon:
        raise Ongeldig
    return PersoonRecord(
        id=persoon,
        account=data["account"],
        naam=data["naam"],
        email=data["email"],
        organisatie=data["organisatie"],
        actief=data["actief"],
        versie=data["versie"],
        lidmaatschappen=memberships_from(data["lidmaatschappen"]),
        verifiers=data["verifiers"],
    )


def sign_receipt(private: bytes, facts: dict[str, Any]) -> bytes:
    """Make a receipt: facts about a bericht taken in, with their signature."""
    return _signed(private, RECEIPT_DOMAIN, facts)


def verify_receipt(public: bytes, receipt: bytes) -> dict[str, Any]:
    """Give the facts of a receipt; raises Ongeldig."""
    return _verified(public, RECEIPT_DOMAIN, receipt)


def sign_step(private: bytes, facts: dict[str, Any]) -> bytes:
    """Make the proof of a step: who did what on a bericht, with which text and files."""
    return _signed(private, STEP_DOMAIN, facts)


def verify_step(public: bytes, proof: bytes) -> dict[str, Any]:
    """Give the facts of a step; raises Ongeldig."""
    return _verified(public, STEP_DOMAIN, proof)


def membership_data(lid: Lidmaatschap) -> dict[str, str | None]:
    """Write a membership as JSON data."""
    tot = None if lid.tot is None else lid.tot.isoformat()
    return {"soort": lid.soort, "code": lid.code, "rol": lid.rol.value, "vanaf": lid.vanaf.isoformat(), "tot": tot}


def memberships_from(data: Sequence[dict[str, Any]]) -> tuple[Lidmaatschap, ...]:
    """Read memberships from JSON data; raises ValueError or KeyError."""
    return tuple(
        Lidmaatschap(
            soort=item["soort"],
            code=item["code"],
            rol=Rol(item["rol"]),
            vanaf=date.fromisoformat(item["vanaf"]),
            tot=None if item["tot"] is None else date.fromisoformat(item["tot"]),
        )
        for item in data
    )


def _signed(private: bytes, domain: str, facts: dict[str, Any]) -> bytes:
    body = _canonical(facts)
    # The name of the part is that of the domain, so that one is never read as the other.
    return _canonical({domain: body, "handtekening": _b64(sign(private, domain, body.encode()))}).encode()


def _verified(public: bytes, domain: str, text: bytes) -> dict[str, Any]:
    try:
        data = json.loads(text)
        verify(public, domain, data[domain].encode(), _unb64(data["handtekening"]))
        facts: dict[str, Any] = json.loads(data[domain])
    except (ValueError, KeyError, TypeError, AttributeError, NotGenuine):
        raise Ongeldig from None
    return facts


def _canonical(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
