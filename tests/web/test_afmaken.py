"""The end of a process of the website: requests that are under way are finished first, and a start that is broken off just ends."""

import asyncio
import subprocess
import sys
from typing import Final

from portal.web.afmaken import UntilDone
from portal.web.bodies import Message, Receive, Scope, Send
from tests.web.test_bodies import run_apart

STARTING: Final = """
import signal
from portal.cli import website

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, lambda *_: None)  # what a worker has from its parent
website._end_at_once()
print(*(signal.getsignal(number).name for number in (signal.SIGTERM, signal.SIGINT)))
"""


def test_the_end_waits_for_what_is_under_way() -> None:
    said: list[str] = []

    async def life() -> None:
        asked: asyncio.Queue[Message] = asyncio.Queue()
        goes_on = asyncio.Event()

        async def answer(_scope: Scope, _receive: Receive, _send: Send) -> None:
            await goes_on.wait()
            said.append("klaar")

        async def say(message: Message) -> None:
            said.append(message["type"])

        app = UntilDone(answer)
        requests = [asyncio.create_task(app({"type": "http"}, asked.get, say)) for _ in range(2)]
        server = asyncio.create_task(app({"type": "lifespan"}, asked.get, say))
        await asked.put({"type": "lifespan.startup"})
        await asked.put({"type": "lifespan.shutdown"})
        for _ in range(10):  # as far as it can come
            await asyncio.sleep(0)
        goes_on.set()
        await asyncio.gather(server, *requests)

    run_apart(life())
    assert said == ["lifespan.startup.complete", "klaar", "klaar", "lifespan.shutdown.complete"]


def test_with_nothing_under_way_it_ends_at_once() -> None:
    said: list[str] = []

    async def life() -> None:
        asked: asyncio.Queue[Message] = asyncio.Queue()

        async def nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
            raise AssertionError

        async def say(message: Message) -> None:
            said.append(message["type"])

        await asked.put({"type": "lifespan.startup"})
        await asked.put({"type": "lifespan.shutdown"})
        await UntilDone(nothing)({"type": "lifespan"}, asked.get, say)

    run_apart(life())
    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_worker_that_does_not_serve_yet_just_ends_when_it_is_asked_to_stop() -> None:
    done = subprocess.run([sys.executable, "-c", STARTING], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["SIG_DFL", "SIG_DFL"], done.stderr
