"""The client of the vault: over its socket, or in process with the same frames."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Protocol

from portal.sealing.frames import decode, encode, receive_frame, send_frame
from portal.sealing.verbs import (
    REFUSALS,
    CodeNodig,
    LoggedIn,
    LoginRefused,
    OpenRequest,
    Refused,
    Resealed,
    TeVeel,
    Throttled,
    Toelating,
    VaultDown,
    VaultRefusal,
    Verbs,
)

__all__ = [
    "CodeNodig",
    "LocalClient",
    "LoggedIn",
    "LoginRefused",
    "OpenRequest",
    "Refused",
    "Resealed",
    "TeVeel",
    "Throttled",
    "Toelating",
    "VaultClient",
    "VaultDown",
    "VaultRefusal",
    "Verbs",
]

CONNECT_SECONDS: Final = 1.0
CALL_SECONDS: Final = 10.0
# A page does without what these would add to it, so it does not wait long for a vault that hangs.
LIST_SECONDS: Final = 3.0
OF_LISTS: Final = frozenset({"open_list"})
# After a call that was waited for in vain, others hear at once that the vault is away: each waits in a thread of the web.
PATIENCE_SECONDS: Final = 3.0
# The vault is there and can do nothing: its disk is full, or the database away. It is not a refusal, and passes.
STORING: Final = "storing"


class Handler(Protocol):
    """The vault in process."""

    def handle(self, verb: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Do one verb and give the reply."""


class LocalClient(Verbs):
    """The vault in the same process, for tests and tools; what goes to and fro is encoded all the same."""

    def __init__(self, vault: Handler, is_writing: Callable[[], bool]) -> None:
        self._vault, self._is_writing = vault, is_writing

    def _call(self, verb: str, **arguments: Any) -> Any:  # noqa: ANN401 - see Verbs
        _refuse_while(self._is_writing)
        sent = decode(encode(arguments))
        return _result(decode(encode(self._vault.handle(verb, sent))))


class VaultClient(Verbs):
    """The vault behind its socket; connections are kept and shared by the threads of one process."""

    def __init__(self, path: Path, is_writing: Callable[[], bool]) -> None:
        self._path, self._is_writing = path, is_writing
        self._idle: list[socket.socket] = []
        self._lock = threading.Lock()
        self._away_until = 0.0

    def close(self) -> None:
        """Close the connections that are not in use."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    def _call(self, verb: str, **arguments: Any) -> Any:  # noqa: ANN401 - see Verbs
        _refuse_while(self._is_writing)
        frame = encode({"verb": verb, "arguments": arguments})
        seconds = LIST_SECONDS if verb in OF_LISTS else CALL_SECONDS
        if time.monotonic() < self._away_until:
            raise VaultDown
        with self._lock:
            kept = self._idle.pop() if self._idle else None
        if kept is not None:
            # A kept connection may be one of a vault that has stopped since: then once more, on a new one.
            with suppress(ConnectionError):
                return self._ask(kept, frame, seconds)
            self.close()
        try:
            return self._ask(self._connect(), frame, seconds)
        except ConnectionError:
            raise VaultDown from None

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(str(self._path))
        except OSError:
            connection.close()
            raise VaultDown from None
        return connection

    def _ask(self, connection: socket.socket, frame: bytes, seconds: float) -> Any:  # noqa: ANN401 - see Verbs
        try:
            connection.settimeout(seconds)
            send_frame(connection, frame)
            reply = decode(receive_frame(connection))
        except TimeoutError:
            connection.close()
            self._away_until = time.monotonic() + PATIENCE_SECONDS
            raise VaultDown from None
        except OSError:
            connection.close()
            raise ConnectionError from None
        with self._lock:
            self._idle.append(connection)
        return _result(reply)


def _result(reply: dict[str, Any]) -> Any:  # noqa: ANN401 - see Verbs
    if reply.get("code") == STORING:
        raise VaultDown
    if "refusal" in reply:
        raise REFUSALS[reply["refusal"]](reply["code"], reply["until"])
    return reply["value"]


def _refuse_while(is_writing: Callable[[], bool]) -> None:
    if is_writing():
        raise RuntimeError("the vault is never called inside schrijven(): it writes too, and would wait for ever")
