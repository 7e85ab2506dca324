"""Afmaken: a process that is asked to stop ends when the last request has, so that none is cut off and none holds it up."""

import asyncio

from portal.web.bodies import Application, Receive, Scope, Send


class UntilDone:
    """Stands before the app and answers the server's lifespan: it is over when no request is under way any more.

    The server stops its loop when the last byte has left. The thread that made the answer still has to say there that it
    has come to its end, and would wait for that for ever.
    """

    def __init__(self, app: Application) -> None:
        """Let `app` finish."""
        self._app = app
        self._under_way = 0
        self._none = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or go along with the life of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self._under_way += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        while self._under_way:
            self._none.clear()
            await self._none.wait()
        await send({"type": "lifespan.shutdown.complete"})
