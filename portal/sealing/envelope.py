"""The envelope: what a sealed item is bound to, the keys of a data key, and self-describing bytes."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import ClassVar, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
# Every sealed value begins with six bytes: 'BPZ', its kind, the format version and the algorithm.
AES_256_GCM: Final = b"\x01\x01"
CONTENT: Final = b"BPZC" + AES_256_GCM


class NotGenuine(Exception):
    """A sealed value was altered, moved, cut, or does not belong to this key or place."""

    tekst: ClassVar[str] = (
        "Dit onderdeel kan niet worden geopend, omdat het is beschadigd of veranderd. "
        "Meld dit bij de beheerder van het portaal."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The one place where a sealed item belongs; `subject` is the bericht or concept it is part of."""

    installation: str
    purpose: str
    subject: UUID
    item: UUID
    form_version: int

    def aad(self) -> bytes:
        """Give the bytes that bind an item to this place."""
        return frame(
            b"berichtenportaal/context/1",
            self.installation.encode(),
            self.purpose.encode(),
            self.subject.bytes,
            self.item.bytes,
            self.form_version.to_bytes(4),
        )


# Most fields are short, and every line of the log has twelve of them.
_LENGTHS: Final = tuple(length.to_bytes(4) for length in range(512))


def frame(*fields: bytes) -> bytes:
    """Join fields, each behind its length in four bytes, so that no two lists give the same bytes."""
    parts = []
    for field in fields:
        length = len(field)
        parts.append(_LENGTHS[length] if length < len(_LENGTHS) else length.to_bytes(4))
        parts.append(field)
    return b"".join(parts)


def new_id() -> UUID:
    """Make an id of 128 random bits; made before sealing, never taken from a row."""
    return UUID(bytes=secrets.token_bytes(16))


def new_dek() -> bytes:
    """Make a data key of 32 random bytes, for one item or one file part only."""
    return secrets.token_bytes(KEY_BYTES)


def derive(secret: bytes, use: str, *, salt: bytes | None = None) -> bytes:
    """Derive the 32-byte key of one use ("content", "name", "manifest") from a full-strength secret, by HKDF-SHA256."""
    if len(secret) < KEY_BYTES:
        raise ValueError("a key is derived from 32 random bytes or more")
    info = frame(b"berichtenportaal/derive/1", use.encode())
    return HKDF(hashes.SHA256(), KEY_BYTES, salt, info).derive(secret)


def commitment(dek: bytes) -> bytes:
    """Name a data key without telling it: AES-GCM alone lets one ciphertext open under two keys."""
    return derive(dek, "commitment")


def seal_content(dek: bytes, plaintext: bytes, context: Context, *, use: str = "content") -> bytes:
    """Seal one item under its data key, bound to its context."""
    return box(CONTENT + commitment(dek), derive(dek, use), plaintext, context.aad())


def open_content(dek: bytes, sealed: bytes, context: Context, *, use: str = "content") -> bytes:
    """Open one item; raises NotGenuine when anything at all differs."""
    return unbox(CONTENT + commitment(dek), derive(dek, use), sealed, context.aad())


def digest(sealed: bytes) -> bytes:
    """Give the SHA-256 of a sealed value, for the audit line of the act."""
    return hashlib.sha256(sealed).digest()


def box(header: bytes, key: bytes, plaintext: bytes, bound: bytes) -> bytes:
    """Encrypt with AES-256-GCM: header, random nonce, ciphertext, tag; header and `bound` are authenticated."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return b"".join((header, nonce, AESGCM(key).encrypt(nonce, plaintext, frame(header, bound))))


def unbox(header: bytes, key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Undo `box`; raises NotGenuine."""
    start = len(header) + NONCE_BYTES
    if sealed[: len(header)] != header or len(sealed) < start + TAG_BYTES:
        raise NotGenuine
    try:
        return AESGCM(key).decrypt(sealed[len(header) : start], sealed[start:], frame(header, bound))
    except InvalidTag:
        raise NotGenuine from None
