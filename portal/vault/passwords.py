"""Passwords and second factors: how they are checked, and what a person must still set."""

import ctypes
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from hmac import compare_digest
from typing import Final

import pyotp
from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

SHORTEST: Final = 12
TOTP_SECONDS: Final = 30
MEMORY_KIB = 19 * 1024
M_MMAP_THRESHOLD: Final = -3
LARGE: Final = 1024 * 1024


class Passwords:
    """Argon2id with 19 MiB, t=2, p=1 (OWASP Password Storage); at most two at a time, so at most 38 MiB.

    Two threads of its own do the work: in whatever thread asked, the allocator would keep 19 MiB for each of them.
    """

    def __init__(self) -> None:
        """Make the verifier that an unknown account is checked against, so that it costs the same work."""
        with suppress(AttributeError):  # of glibc alone, which learns to keep what it was once given back
            ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
        self._two = ThreadPoolExecutor(2, thread_name_prefix="argon2")
        self.unknown = self.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """Give the PHC string to keep."""
        return self._two.submit(_hash, password).result()

    def check(self, phc: str, password: str) -> bool:
        """Tell whether this is the password."""
        return self._two.submit(_check, phc, password).result()


def _hash(password: str) -> str:
    kdf = Argon2id(salt=os.urandom(16), length=32, iterations=2, lanes=1, memory_cost=MEMORY_KIB)
    return kdf.derive_phc_encoded(password.encode())


def _check(phc: str, password: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password.encode(), phc)
    except InvalidKey:
        return False
    return True


def one_time_password() -> str:
    """Make a password that must be changed at first use: 100 random bits in five readable groups."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(5))


def totp_secret() -> str:
    """Make a second-factor secret in base32."""
    return pyotp.random_base32()


def totp_counter(secret: str, code: str, now: datetime) -> int | None:
    """Give the counter that this code belongs to (now, one before or one after); None when it belongs to none."""
    current, hotp = int(now.timestamp()) // TOTP_SECONDS, pyotp.HOTP(secret)
    given = code.replace(" ", "").encode()
    return next((n for n in (current, current - 1, current + 1) if compare_digest(hotp.at(n).encode(), given)), None)
