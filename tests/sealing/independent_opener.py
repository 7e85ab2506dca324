"""A second opener, written from docs/sealing-format.md alone: it knows neither portal.sealing nor the hpke module."""

import hashlib
import hmac
import struct
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = b"HPKE" + struct.pack(">HHH", 0x647A, 0x0001, 0x0002)


def frame(*fields: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(field)) + field for field in fields)


def hkdf(secret: bytes, info: bytes, salt: bytes = bytes(32)) -> bytes:
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\x01", "sha256")


def derive(secret: bytes, use: str, salt: bytes = bytes(32)) -> bytes:
    return hkdf(secret, frame(b"berichtenportaal/derive/1", use.encode()), salt)


def aad(c: dict[str, Any]) -> bytes:
    names = [b"berichtenportaal/context/1", c["installation"].encode(), c["purpose"].encode()]
    ids = [UUID(c["subject"]).bytes, UUID(c["item"]).bytes]
    return frame(*names, *ids, struct.pack(">I", c["form_version"]))


def receiver(r: dict[str, Any]) -> list[bytes]:
    return [r["kind"].encode(), r["id"].encode(), UUID(r["key_id"]).bytes, struct.pack(">I", r["epoch"])]


def extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + SUITE + label + secret, "sha256")


def expand(prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = struct.pack(">H", length) + b"HPKE-v1" + SUITE + label + info
    return hmac.digest(prk, labeled + b"\x01", "sha256")[:length]


def open_seal(sealed: bytes, private: bytes, context: dict[str, Any], recipient: dict[str, Any]) -> bytes:
    header, kem, point, ciphertext = sealed[:26], sealed[26:1114], sealed[1114:1146], sealed[1146:]
    x25519 = X25519PrivateKey.from_private_bytes(private[64:])
    shared = MLKEM768PrivateKey.from_seed_bytes(private[:64]).decapsulate(kem)
    agreed = x25519.exchange(X25519PublicKey.from_public_bytes(point))
    own = x25519.public_key().public_bytes_raw()
    secret = hashlib.sha3_256(shared + agreed + point + own + bytes.fromhex("5c2e2f2f5e5c")).digest()
    info = frame(header, aad(context), *receiver(recipient))
    schedule = b"\x00" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    prk = extract(secret, b"secret", b"")
    key, nonce = expand(prk, b"key", schedule, 32), expand(prk, b"base_nonce", schedule, 12)
    return AESGCM(key).decrypt(nonce, ciphertext, b"")


def open_box(sealed: bytes, key: bytes, bound: bytes, header: int = 6) -> bytes:
    nonce, rest = sealed[header : header + 12], sealed[header + 12 :]
    return AESGCM(key).decrypt(nonce, rest, frame(sealed[:header], bound))


def open_content(sealed: bytes, dek: bytes, context: dict[str, Any], use: str = "content") -> bytes:
    assert sealed[6:38] == derive(dek, "commitment")
    return open_box(sealed, derive(dek, use), aad(context), header=38)


def open_session(sealed: bytes, token: bytes, context: dict[str, Any]) -> bytes:
    return open_box(sealed, derive(token, "sessie"), aad(context))


def open_list_value(sealed: bytes, key: bytes, bericht: str, recipient: dict[str, Any]) -> str:
    return open_box(sealed, key, frame(UUID(bericht).bytes, *receiver(recipient))).decode()


def open_stream(sealed: bytes, dek: bytes, context: dict[str, Any]) -> bytes:
    header, body, plain = sealed[:54], sealed[54:], b""
    assert header[6:38] == derive(dek, "commitment")
    cipher = AESGCM(derive(dek, "stream", salt=header[38:]))
    for index in range(len(body) // 65552 + 1):
        chunk = body[index * 65552 : (index + 1) * 65552]
        nonce = bytes(7) + struct.pack(">I?", index, len(chunk) < 65552)
        plain += cipher.decrypt(nonce, chunk, frame(header, aad(context)))
    return plain


def index_term(key: bytes, purpose: str, value: str) -> bytes:
    return hmac.digest(key, frame(purpose.encode(), value.encode()), "sha256")[:16]


def verify(public: bytes, domain: str, message: bytes, signature: bytes) -> None:
    signed = frame(b"berichtenportaal/handtekening/1", domain.encode(), message)
    Ed25519PublicKey.from_public_bytes(public).verify(signature, signed)
