"""The seal: a data key closed for one recipient or session, and what is signed, listed and searched per recipient."""

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from portal.sealing.envelope import AES_256_GCM, Context, NotGenuine, box, derive, frame, unbox

# KEM 0x647a of draft-ietf-hpke-pq, with HKDF-SHA256 and AES-256-GCM: algorithm 2 of this format.
SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
SEAL: Final = b"BPZD\x01\x02"
SESSION: Final = b"BPZZ" + AES_256_GCM
LIST_VALUE: Final = b"BPZL" + AES_256_GCM
SEED_BYTES: Final = 64
MLKEM_PUBLIC_BYTES: Final = 1184
TERM_BYTES: Final = 16
KEY_DOMAIN: Final = "sleutel"


class UnsignedKey(NotGenuine):
    """A public key that this installation has not signed for this recipient; nothing may be sealed to it."""

    tekst: ClassVar[str] = (
        "De sleutel van de ontvanger klopt niet. Daarom is er niets verstuurd. "
        "Meld dit bij de beheerder van het portaal en probeer het later opnieuw."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who may open: a "team" or an "organisatie", with one of its keys."""

    kind: str
    id: str
    key_id: UUID
    epoch: int

    def fields(self) -> tuple[bytes, ...]:
        """Give the bytes that bind a value to this recipient and key."""
        return self.kind.encode(), self.id.encode(), self.key_id.bytes, self.epoch.to_bytes(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamKey:
    """One line of the signed directory; `gemeente` is the CBS code, None for an organisation."""

    recipient: Recipient
    gemeente: str | None
    public: bytes
    signature: bytes


def generate_private() -> bytes:
    """Make a private key: 64 bytes of ML-KEM-768 seed, then 32 bytes of X25519."""
    return MLKEM768PrivateKey.generate().private_bytes_raw() + X25519PrivateKey.generate().private_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Give the public key: 1184 bytes of ML-KEM-768, then 32 bytes of X25519."""
    seed, scalar = private[:SEED_BYTES], private[SEED_BYTES:]
    mlkem = MLKEM768PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()
    return mlkem + X25519PrivateKey.from_private_bytes(scalar).public_key().public_bytes_raw()


def seal_dek(dek: bytes, public: bytes, context: Context, recipient: Recipient) -> bytes:
    """Seal a data key to a public key whose signature was verified before."""
    header = _seal_header(recipient)
    info = frame(header, context.aad(), *recipient.fields())
    return header + SUITE.encrypt(dek, _public_key(public), info)


def open_dek(sealed: bytes, private: bytes, context: Context, recipient: Recipient) -> bytes:
    """Open a sealed data key; raises NotGenuine."""
    header = _seal_header(recipient)
    if sealed[: len(header)] != header:
        raise NotGenuine
    info = frame(header, context.aad(), *recipient.fields())
    try:
        return SUITE.decrypt(sealed[len(header) :], _private_key(private), info)
    except InvalidTag:
        raise NotGenuine from None


def forget_private_keys() -> None:
    """Forget the keys that were opened with or signed with; they are read anew when they are needed."""
    _private_key.cache_clear()
    _signing_key.cache_clear()


# Reading a key costs as much as using it, and the same few are used over and over.
@lru_cache(maxsize=512)
def _private_key(private: bytes) -> hpke.MLKEM768X25519PrivateKey:
    mlkem = MLKEM768PrivateKey.from_seed_bytes(private[:SEED_BYTES])
    return hpke.MLKEM768X25519PrivateKey(mlkem, X25519PrivateKey.from_private_bytes(private[SEED_BYTES:]))


@lru_cache(maxsize=512)
def _public_key(public: bytes) -> hpke.MLKEM768X25519PublicKey:
    mlkem = MLKEM768PublicKey.from_public_bytes(public[:MLKEM_PUBLIC_BYTES])
    return hpke.MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[MLKEM_PUBLIC_BYTES:]))


def _seal_header(recipient: Recipient) -> bytes:
    return SEAL + recipient.key_id.bytes + recipient.epoch.to_bytes(4)


def seal_dek_session(dek: bytes, token: bytes, context: Context) -> bytes:
    """Seal a data key to a live session: its raw cookie token opens it, the hash in the database does not."""
    return box(SESSION, derive(token, "sessie"), dek, context.aad())


def open_dek_session(sealed: bytes, token: bytes, context: Context) -> bytes:
    """Open a data key with the raw cookie token; raises NotGenuine."""
    return unbox(SESSION, derive(token, "sessie"), sealed, context.aad())


def sign(private: bytes, domain: str, message: bytes) -> bytes:
    """Sign with Ed25519 for one domain; a signature never holds in another."""
    return _signing_key(private).sign(_signed(domain, message))


def verify(public: bytes, domain: str, message: bytes, signature: bytes) -> None:
    """Check a signature of `sign`; raises NotGenuine."""
    try:
        _verifying_key(public).verify(signature, _signed(domain, message))
    except InvalidSignature:
        raise NotGenuine from None


_signing_key = lru_cache(maxsize=8)(Ed25519PrivateKey.from_private_bytes)
_verifying_key = lru_cache(maxsize=8)(Ed25519PublicKey.from_public_bytes)


def _signed(domain: str, message: bytes) -> bytes:
    return frame(b"berichtenportaal/handtekening/1", domain.encode(), message)


def sign_key(private: bytes, recipient: Recipient, *, gemeente: str | None, public: bytes) -> TeamKey:
    """Make a line of the directory, signed with the installation's Ed25519 key."""
    signature = sign(private, KEY_DOMAIN, _key_line(recipient, gemeente, public))
    return TeamKey(recipient=recipient, gemeente=gemeente, public=public, signature=signature)


def verify_key(pinned: bytes, key: TeamKey) -> None:
    """Check a line of the directory against the pinned public key; raises UnsignedKey."""
    try:
        verify(pinned, KEY_DOMAIN, _key_line(key.recipient, key.gemeente, key.public), key.signature)
    except NotGenuine:
        raise UnsignedKey from None


def _key_line(recipient: Recipient, gemeente: str | None, public: bytes) -> bytes:
    # No gemeente is no field, so that it never equals an empty one.
    return frame(public, *recipient.fields(), *(() if gemeente is None else (gemeente.encode(),)))


def index_term(key: bytes, purpose: str, value: str) -> bytes:
    """Give the 16-byte search term of a value under the index key of one recipient."""
    return hmac.digest(key, frame(purpose.encode(), value.encode()), hashlib.sha256)[:TERM_BYTES]


def seal_list_value(list_key: bytes, text: str, *, bericht: UUID, recipient: Recipient) -> bytes:
    """Seal the shorthand of one row of a werkvoorraad under the recipient's list key of this epoch."""
    return box(LIST_VALUE, list_key, text.encode(), frame(bericht.bytes, *recipient.fields()))


def open_list_value(list_key: bytes, sealed: bytes, *, bericht: UUID, recipient: Recipient) -> str:
    """Open a shorthand; raises NotGenuine."""
    return unbox(LIST_VALUE, list_key, sealed, frame(bericht.bytes, *recipient.fields())).decode()
