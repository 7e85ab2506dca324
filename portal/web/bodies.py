"""Bodies as the network brings them: small ones come in whole before they cost a thread, slow ones are cut."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MIB: Final = 1024 * 1024
SMALL: Final = 64 * 1024  # a form without files; comes in whole
SLOW_BYTES: Final = 8 * 1024
SLOW_SECONDS: Final = 20
DRAIN_BYTES: Final = 32 * MIB
DRAIN_SECONDS: Final = 20
TOO_SLOW: Final = "portal.too_slow"  # in the scope: the body was cut
GONE: Final = {"type": "http.disconnect"}


class BodyGate:
    """Stands before the app on the event loop, so that a slow sender holds a socket and never a thread."""

    def __init__(self, app: Application, *, slow_seconds: float = SLOW_SECONDS) -> None:
        """Guard `app`; a body must bring 8 KiB a second over each `slow_seconds`, or its rest."""
        self._app = app
        self._slow_seconds = slow_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, self._slow_seconds)
        await body.take_small()
        answer = _Answer(body, send)
        await self._app(scope, body.receive, answer.send)


class _Body:
    """One body, counted and timed; it is over when it ended, was cut, or its sender left."""

    def __init__(self, scope: Scope, receive: Receive, slow_seconds: float) -> None:
        self._scope = scope
        self._receive = receive
        self._slow_seconds = slow_seconds
        self._ready: deque[Message] = deque()
        self._waited = 0.0
        self._came = 0
        self._taken = 0
        self._length = announced(scope)
        self._over = self._length == 0

    def is_over(self) -> bool:
        """Tell whether nothing more will come."""
        return self._over

    async def take_small(self) -> None:
        """Bring in a small body whole."""
        if self._length is not None and 0 < self._length <= SMALL:
            while not self.is_over():
                self._ready.append(await self._paced())

    async def receive(self) -> Message:
        """Give the next part."""
        return self._ready.popleft() if self._ready else await self._paced()

    async def drain(self) -> None:
        """Read on and forget for a while: a browser that is still sending reads no answer."""
        if self.is_over() or (self._length or 0) - self._taken > DRAIN_BYTES:
            return
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                while not self.is_over() and self._taken <= DRAIN_BYTES:
                    await self._paced()
        except TimeoutError:
            self._over = True

    async def _paced(self) -> Message:
        """Wait for the next part, as long as the pace allows: only the time that the sender lets us wait counts."""
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            async with asyncio.timeout(self._slow_seconds - self._waited):
                message = await self._receive()
        except TimeoutError:
            return self._cut()
        self._count(len(message.get("body", b"")), clock() - begun)
        self._over = self._over or message["type"] != "http.request" or not message.get("more_body", False)
        if not self._over and self._waited >= self._slow_seconds:
            return self._cut()
        return message

    def _count(self, size: int, waited: float) -> None:
        self._taken += size
        self._came += size
        self._waited += waited
        if self._came >= SLOW_BYTES * self._slow_seconds:
            self._came, self._waited = 0, 0.0

    def _cut(self) -> Message:
        self._over = self._scope[TOO_SLOW] = True
        return GONE


class _Answer:
    """The answer on its way out, after what is left of the body; nobody waits for a browser that has gone."""

    def __init__(self, body: _Body, send: Send) -> None:
        self._body = body
        self._send = send
        self._lost = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._body.drain()
        if self._lost:
            return
        try:
            await self._send(message)
        except (OSError, RuntimeError):
            self._lost = True  # the thread that makes the answer must come to its end


def announced(scope: Scope) -> int | None:
    """Return the length of the body in bytes: 0 when there is none, None when it comes in chunks of unknown number."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else None
