"""The frames between the vault and its clients: a length, then JSON in which bytes and ids are marked."""

import base64
import json
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

MAX_FRAME: Final = 4 * 1024 * 1024


def send_frame(connection: socket.socket, body: bytes) -> None:
    """Send one frame: its length in four bytes, then the body."""
    connection.sendall(len(body).to_bytes(4) + body)


def receive_frame(connection: socket.socket) -> bytes:
    """Receive one frame; raises ConnectionError at the end or when it is too large."""
    size = int.from_bytes(_exactly(connection, 4))
    if size > MAX_FRAME:
        raise ConnectionError("a frame is too large")
    return _exactly(connection, size)


def encode(message: Any) -> bytes:  # noqa: ANN401 - JSON is made of anything
    """Write a message as JSON; bytes, UUID and datetime travel as marked values."""
    return json.dumps(message, default=_mark, separators=(",", ":")).encode()


def decode(body: bytes) -> Any:  # noqa: ANN401 - JSON gives anything
    """Read a message of `encode`; raises ValueError."""
    return json.loads(body, object_hook=_unmark)


def _mark(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, UUID):
        return {"$uuid": value.hex}
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    raise TypeError(type(value).__name__)


UNMARK: Final[dict[str, Callable[[str], Any]]] = {
    "$bytes": base64.b64decode,
    "$uuid": UUID,
    "$moment": datetime.fromisoformat,
}


def _unmark(value: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON gives anything
    if len(value) == 1:
        key, inner = next(iter(value.items()))
        if key in UNMARK:
            return UNMARK[key](inner)
    return value


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = connection.recv(min(size - len(data), 1 << 20))
        if not piece:
            raise ConnectionError("the other side closed")
        data += piece
    return bytes(data)
