"""The root of the vault's keys: who may unwrap the root key, and how every other key is wrapped under it."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, Self

from portal.sealing.envelope import AES_256_GCM, KEY_BYTES, box, derive, frame, new_dek, unbox

ROW: Final = b"BPZW" + AES_256_GCM
ROOT: Final = b"BPZR" + AES_256_GCM


class KeyFileRefused(Exception):
    """The root key file is missing, already there, damaged, or can be read by others."""

    def __init__(self, path: Path, tekst: str) -> None:
        """Keep the file and what the operator must do."""
        super().__init__(f"{path}: {tekst}")
        self.path = path
        self.tekst = tekst


class KeyWrapper(Protocol):
    """Guards the one root key: a file here, an HSM or a transit service in production."""

    def wrap(self, root: bytes) -> bytes:
        """Wrap the root key for keeping."""

    def unwrap(self, wrapped: bytes) -> bytes:
        """Give the root key back; raises NotGenuine."""


@dataclass(frozen=True, slots=True)
class FileKeyWrapper:
    """Wraps the root under a 32-byte key in a file of mode 0600 that only the vault's user can read."""

    path: Path

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make the file, durable and whole or not at all; raises KeyFileRefused when it is there already."""
        try:
            write_whole(path, new_dek())
        except FileExistsError:
            raise KeyFileRefused(path, "Er is al een sleutelbestand. Het wordt nooit overschreven.") from None
        return cls(path)

    def wrap(self, root: bytes) -> bytes:
        """Wrap the root key under the key in the file."""
        return box(ROOT, self._read(), root, b"")

    def unwrap(self, wrapped: bytes) -> bytes:
        """Give the root key back; raises NotGenuine or KeyFileRefused."""
        return unbox(ROOT, self._read(), wrapped, b"")

    def _read(self) -> bytes:
        try:
            with os.fdopen(os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
                self._refuse_open_to_others(os.fstat(file.fileno()))
                key = file.read(KEY_BYTES + 1)
        except OSError as error:
            tekst = f"Het sleutelbestand is niet te lezen ({error.strerror}). Zet het terug uit de kopie."
            raise KeyFileRefused(self.path, tekst) from None
        if len(key) != KEY_BYTES:
            raise KeyFileRefused(self.path, f"Een sleutelbestand telt {KEY_BYTES} bytes. Zet het terug uit de kopie.")
        return key

    def _refuse_open_to_others(self, status: os.stat_result) -> None:
        if not stat.S_ISREG(status.st_mode) or status.st_mode & 0o077 or status.st_uid != os.geteuid():
            tekst = "Alleen de gebruiker van de kluis mag dit bestand lezen. Geef het mode 0600 en de juiste eigenaar."
            raise KeyFileRefused(self.path, tekst)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of mode 0600 that is there whole or not at all, durable; raises FileExistsError."""
    half = half_of(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(half, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    finally:
        half.unlink()
    sync_directory(path.parent)


def half_of(path: Path) -> Path:
    """Name what a file is called until it is whole."""
    return path.with_name(f"{path.name}.half")


def sync_directory(path: Path) -> None:
    """Make the names in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def row_key(root: bytes) -> bytes:
    """Derive from the root the key under which the rows of keys are wrapped."""
    return derive(root, "rows")


def wrap(key: bytes, plaintext: bytes, *, installation: str, kind: str, owner: str, epoch: int) -> bytes:
    """Wrap one key of the vault under `row_key`, bound to whose it is."""
    return box(ROW, key, plaintext, _place(installation, kind, owner, epoch))


def unwrap(key: bytes, wrapped: bytes, *, installation: str, kind: str, owner: str, epoch: int) -> bytes:
    """Unwrap a key; raises NotGenuine when it was changed or put in another's place."""
    return unbox(ROW, key, wrapped, _place(installation, kind, owner, epoch))


def _place(installation: str, kind: str, owner: str, epoch: int) -> bytes:
    return frame(installation.encode(), kind.encode(), owner.encode(), epoch.to_bytes(4))
