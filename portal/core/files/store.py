"""Where sealed parts are kept: the port, and the adapter for a directory on this machine."""

import errno
import fcntl
import logging
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, ClassVar, Protocol

log = logging.getLogger("portal.files")


class Writer(Protocol):
    """One part on its way into the store; nobody sees it before `commit`."""

    def write(self, sealed: bytes | bytearray | memoryview) -> None:
        """Add sealed bytes; raises `NietOpgeslagen`."""

    def commit(self) -> None:
        """Make the part durable and visible under its key; raises `NietOpgeslagen` or `AlreadyStored`."""

    def abort(self) -> None:
        """Forget the part; after a commit or an abort it does nothing."""


class Store(Protocol):
    """Keeps sealed bytes under a key of 32 to 64 hex digits. A key is written once and never overwritten."""

    def create(self, key: str) -> Writer:
        """Start a new part; raises `AlreadyStored` or `NietOpgeslagen`."""

    def open(self, key: str) -> BinaryIO:
        """Open the sealed bytes, seekable; raises `NotStored`."""

    def delete(self, key: str) -> None:
        """Remove the part for good; a part that is not there is no error, so that a removal can be repeated."""

    def size(self, key: str) -> int:
        """Return the number of sealed bytes; raises `NotStored`."""

    def keys(self, older_than: datetime) -> Iterator[str]:
        """Give the key of each part last written before this moment, so that a sweep can find what nobody knows."""

    def free_bytes(self) -> int:
        """Return the number of bytes that still fit."""

    def sweep(self, older_than: datetime) -> int:
        """Remove parts abandoned on their way in, untouched since this moment; returns how many."""


class NietOpgeslagen(Exception):
    """The store cannot take the part; `tekst` is what the page says, the same for all."""

    waarom: ClassVar[str]

    def __init__(self) -> None:
        """Say why, and what can be done."""
        self.tekst = (
            f"Uw bestand is niet opgeslagen: {self.waarom} Dit ligt niet aan uw bestand. "
            "Probeer het later opnieuw of neem contact op met de beheerder van het portaal."
        )
        super().__init__(self.tekst)


class OpslagVol(NietOpgeslagen):
    """There is no room for the part."""

    waarom = "er is op dit moment te weinig ruimte."


class OpslagStuk(NietOpgeslagen):
    """The store cannot be written: read-only, broken, taken away, or not allowed."""

    waarom = "het portaal kan op dit moment geen bestanden bewaren."


class AlreadyStored(Exception):
    """A part with this key exists."""


class NotStored(Exception):
    """There is no part with this key."""


class LocalStore:
    """A `Store` in a directory: folders 0700, files 0600, spread over folders by the first two digits of the key."""

    def __init__(self, root: Path) -> None:
        """Make the directory when it is not there."""
        self._root = root
        self._incoming = root / "incoming"
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._incoming.mkdir(mode=0o700, exist_ok=True)

    def create(self, key: str) -> "LocalWriter":
        """Start a new part; raises `AlreadyStored` or `NietOpgeslagen`."""
        final = self._path(key)
        with _failure_named():
            taken = final.exists()
        if taken:
            raise AlreadyStored(key)
        return LocalWriter(self._incoming / f"{key}.{secrets.token_hex(8)}", final)

    def open(self, key: str) -> BinaryIO:
        """Open the sealed bytes, seekable; raises `NotStored`."""
        with _absence_named(key):
            return self._path(key).open("rb")

    def delete(self, key: str) -> None:
        """Remove the part for good; a part that is not there is no error."""
        path = self._path(key)
        try:
            path.unlink()
        except FileNotFoundError:
            return
        _sync_directory(path.parent)

    def size(self, key: str) -> int:
        """Return the number of sealed bytes; raises `NotStored`."""
        with _absence_named(key):
            return self._path(key).stat().st_size

    def keys(self, older_than: datetime) -> Iterator[str]:
        """Give the key of each part last written before this moment."""
        for path in sorted(self._root.glob("[0-9a-f][0-9a-f]/*")):
            if path.stat().st_mtime < older_than.timestamp():
                yield path.name

    def free_bytes(self) -> int:
        """Return the number of bytes that an ordinary user can still write here."""
        disk = os.statvfs(self._root)
        return disk.f_bavail * disk.f_frsize

    def sweep(self, older_than: datetime) -> int:
        """Remove abandoned parts untouched since this moment; a part that a living process writes is left alone."""
        old = [path for path in self._incoming.iterdir() if path.stat().st_mtime < older_than.timestamp()]
        return sum(_remove_when_free(path) for path in old)

    def _path(self, key: str) -> Path:
        """Return the place of this key; anything but hex digits is refused, so that no key is ever a path."""
        if not _KEY.fullmatch(key):
            message = "a key of the store is 32 to 64 hex digits in lower case"
            raise ValueError(message)
        return self._root / key[:2] / key


class LocalWriter:
    """One part on its way into a `LocalStore`, locked for as long as it is open, so that no sweep takes it."""

    def __init__(self, part: Path, final: Path) -> None:
        """Create the part; it stays in a folder apart until it is complete."""
        self._part = part
        self._final = final
        with _failure_named():
            self._fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._open = True
        fcntl.flock(self._fd, fcntl.LOCK_EX)

    def write(self, sealed: bytes | bytearray | memoryview) -> None:
        """Add sealed bytes; raises `NietOpgeslagen`."""
        left = memoryview(sealed)
        with _failure_named():
            while left:
                left = left[os.write(self._fd, left) :]

    def commit(self) -> None:
        """Make the part durable and visible under its key; raises `NietOpgeslagen` or `AlreadyStored`."""
        try:
            with _failure_named():
                os.fsync(self._fd)
                self._publish()
        except FileExistsError:
            raise AlreadyStored(self._final.name) from None
        finally:
            self.abort()

    def abort(self) -> None:
        """Forget the part; after a commit or an abort it does nothing. What cannot be removed now, the sweep removes."""
        if self._open:
            self._open = False
            with suppress(OSError):
                self._part.unlink()
            with suppress(OSError):
                os.close(self._fd)

    def _publish(self) -> None:
        """Give the part its place in one step. A link fails where a name is taken; a rename would overwrite."""
        folder = self._final.parent
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            _sync_directory(folder.parent)
        os.link(self._part, self._final)
        _sync_directory(folder)


@contextmanager
def _failure_named() -> Iterator[None]:
    """Call it `OpslagVol` when the disk, the quota or the largest file size is reached, and `OpslagStuk` whatever else.

    A name that is taken is no failure of the store.
    """
    try:
        yield
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise OpslagVol from error
        log.exception("the store of files cannot be written")
        raise OpslagStuk from error


@contextmanager
def _absence_named(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotStored(key) from None


def _sync_directory(folder: Path) -> None:
    """Make a new or removed name in this folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _remove_when_free(part: Path) -> bool:
    """Remove this part unless its writer lives, which shows by its lock."""
    with part.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        part.unlink(missing_ok=True)
    return True


_KEY = re.compile(r"[0-9a-f]{32,64}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
