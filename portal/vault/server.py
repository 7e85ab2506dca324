"""The socket server: one vault per data directory, one thread per connection, peers known by their OS user."""

import ctypes
import fcntl
import logging
import os
import resource
import socket
import stat
import struct
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from portal.config import Settings
from portal.sealing.frames import decode, encode, receive_frame, send_frame
from portal.vault.door import Vault

LOG: Final = logging.getLogger(__name__)
PR_SET_DUMPABLE: Final = 4
CREDENTIALS: Final = struct.Struct("3i")
STOP_SECONDS: Final = 5.0


class CannotServe(Exception):
    """The vault cannot serve here; the text says why and what to do."""


def serve(settings: Settings, stop: threading.Event, *, users: Collection[int] = ()) -> None:
    """Serve until told to stop; `users` are the OS users beside the own one that may ask. Raises CannotServe."""
    keep_memory_private()
    with _only_one(settings.vault_dir / "slot"):
        vault = Vault(settings)
        chaining = threading.Thread(target=vault.chain.run, args=(stop,), name="keten")
        with _listening(settings.vault_socket) as listener:
            chaining.start()
            _Server(vault, frozenset({os.geteuid(), *users})).accept(listener, stop)
        chaining.join()
        vault.close()


def keep_memory_private() -> None:
    """Make no core dumps, and let no other process of this user look into the memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


class _Server:
    def __init__(self, vault: Vault, users: frozenset[int]) -> None:
        self._vault, self._users = vault, users
        self._busy = threading.Condition()
        self._running = 0

    def accept(self, listener: socket.socket, stop: threading.Event) -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                connection, _ = listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()
        with self._busy:
            self._busy.wait_for(lambda: self._running == 0, STOP_SECONDS)

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, ValueError, KeyError, TypeError):
            if peer(connection) not in self._users:
                LOG.warning("een onbekende gebruiker van het systeem klopte aan: %s", peer(connection))
                return
            while True:
                self._answer(connection, decode(receive_frame(connection)))

    def _answer(self, connection: socket.socket, question: dict[str, Any]) -> None:
        with self._busy:
            self._running += 1
        try:
            reply = self._vault.handle(question["verb"], question["arguments"])
            send_frame(connection, encode(reply))
        finally:
            with self._busy:
                self._running -= 1
                self._busy.notify_all()


def peer(connection: socket.socket) -> int:
    """Give the OS user at the other side, as the kernel knows it."""
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    uid: int = CREDENTIALS.unpack(data)[1]
    return uid


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise CannotServe("Er draait al een kluis op deze map. Stop die eerst.") from None
    finally:
        os.close(handle)


@contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    make_socket_dir(path.parent)
    # We hold the only lock, so a socket that is still there belongs to a vault that has ended.
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        path.chmod(0o660)
        listener.settimeout(0.2)
        listener.listen(128)
        yield listener
    path.unlink(missing_ok=True)


def make_socket_dir(path: Path) -> None:
    """Make the directory of the socket, 0750; raises CannotServe when it is someone else's or a link."""
    with suppress(FileExistsError):
        path.mkdir(mode=0o750)
    status = path.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise CannotServe(f"{path} is niet van de kluis. Haal die map weg, of kies een andere plaats voor de socket.")
    path.chmod(0o750)
