"""The end of a process of the website: requests that are under way are finished first, and a start that is broken off just ends."""

import asyncio
import itertools
import re
import signal
import subprocess
import sys
import threading
from typing import Final

from portal.web.afmaken import UntilDone
from portal.web.bodies import Message, Receive, Scope, Send
from tests.demo.running import free_port
from tests.web.test_bodies import run_apart

SECONDS: Final = 40
STARTING: Final = """
import signal
import sys
import time
from portal.cli import website

def begin() -> None:
    print("bij TERM:", signal.getsignal(signal.SIGTERM).name, flush=True)
    time.sleep(60)

website.end_with_parent = begin
website.serve_app(None, "127.0.0.1", int(sys.argv[1]))
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
    command = [sys.executable, "-c", STARTING, str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        too_long = threading.Timer(SECONDS, server.kill)  # else what is never said would be waited for without end
        too_long.start()
        # whatever the server says itself may stand in the same line
        said = (what for line in server.stdout for what in re.findall(r"bij TERM: (\w+)", line))
        at_term = list(itertools.islice(said, 2))
        server.send_signal(signal.SIGTERM)
        server.wait()
        too_long.cancel()
    assert (at_term, server.returncode) == (["SIG_DFL"] * 2, 0)
