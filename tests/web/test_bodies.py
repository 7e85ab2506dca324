"""The gate for bodies, on an event loop of its own: whole, paced, cut, drained; its clock jumps where it would wait."""

import asyncio
import selectors
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from portal.web.bodies import DRAIN_BYTES, SLOW_BYTES, SMALL, TOO_SLOW, BodyGate, Message, Receive, Scope, Send

SECONDS = 20.0
ENOUGH = b"x" * int(SLOW_BYTES * SECONDS)
ANSWER: list[Message] = [
    {"type": "http.response.start", "status": 200, "headers": []},
    {"type": "http.response.body", "body": b"", "more_body": False},
]


class Jumping(asyncio.SelectorEventLoop):
    """A loop that waits for nothing: its clock goes to the next moment at which something happens, however busy it is here."""

    def __init__(self) -> None:
        self._now = 0.0
        selector = selectors.SelectSelector()
        select = selector.select

        def jump(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            self._now += timeout or 0.0
            return select(0)

        selector.select = jump  # type: ignore[method-assign]  # the one place where a loop waits
        super().__init__(selector)

    def time(self) -> float:
        return self._now


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run to the end in a thread of its own: a browser of an earlier test may have a loop running in this one."""

    def run() -> None:
        with asyncio.Runner(loop_factory=Jumping) as runner:
            runner.run(work)

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


class Exchange:
    """One request at the gate: what the sender sends and when, what the app read, what went back."""

    def __init__(self, parts: Iterable[tuple[float, bytes]], *, length: int | None, reads: bool = True) -> None:
        self._parts = self._sent(list(parts))
        self._reads = reads
        self.scope: Scope = {"type": "http", "headers": []}
        if length is not None:
            self.scope["headers"] = [(b"content-length", str(length).encode())]
        else:
            self.scope["headers"] = [(b"transfer-encoding", b"chunked")]
        self.asked = 0
        self.asked_before_app = -1
        self.got: list[Message] = []
        self.back: list[Message] = []

    async def _sent(self, parts: list[tuple[float, bytes]]) -> AsyncIterator[Message]:
        for number, (after, body) in enumerate(parts, 1):
            await asyncio.sleep(after)
            yield {"type": "http.request", "body": body, "more_body": number < len(parts)}
        await asyncio.Event().wait()

    async def _receive(self) -> Message:
        self.asked += 1
        return await anext(self._parts)

    async def _app(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self.asked_before_app = self.asked
        while self._reads:
            self.got.append(await receive())
            if self.got[-1]["type"] != "http.request" or not self.got[-1]["more_body"]:
                break
        for message in ANSWER:
            await send(message)

    async def _send(self, message: Message) -> None:
        self.back.append(message)

    def run(self) -> "Exchange":
        gate = BodyGate(self._app, slow_seconds=SECONDS)

        async def within() -> None:
            async with asyncio.timeout(10_000):
                await gate(self.scope, self._receive, self._send)

        run_apart(within())
        return self

    @property
    def cut(self) -> bool:
        return self.scope.get(TOO_SLOW, False) and self.got[-1:] in ([], [{"type": "http.disconnect"}])


def test_a_small_body_is_whole_before_the_app_begins() -> None:
    exchange = Exchange([(0, b"a"), (SECONDS / 4, b"b"), (SECONDS / 4, b"c")], length=3).run()
    assert (exchange.asked_before_app, exchange.cut) == (3, False)
    assert [message["body"] for message in exchange.got] == [b"a", b"b", b"c"]
    assert exchange.back == ANSWER


def test_a_large_body_and_one_of_unknown_length_are_read_while_the_app_reads() -> None:
    for length in (SMALL + 1, None):
        exchange = Exchange([(0, b"a"), (0, b"b")], length=length).run()
        assert (exchange.asked_before_app, exchange.asked, exchange.cut) == (0, 2, False)


@pytest.mark.parametrize("length", [500, SMALL, SMALL + 1, 10**9, None])
def test_a_body_that_stays_away_is_cut_and_answered(length: int | None) -> None:
    exchange = Exchange([(0, b"a"), (60, b"b")], length=length).run()
    assert exchange.cut
    assert exchange.back == ANSWER


@pytest.mark.parametrize("length", [500, 10**9])
def test_a_trickle_below_8_kib_a_second_is_cut(length: int) -> None:
    exchange = Exchange([(SECONDS / 10, ENOUGH[: len(ENOUGH) // 20])] * 100, length=length).run()
    assert exchange.cut
    assert 8 <= exchange.asked <= 11


def test_a_body_above_8_kib_a_second_may_take_its_time() -> None:
    exchange = Exchange([(SECONDS / 4, ENOUGH[: len(ENOUGH) // 2])] * 20, length=10**9).run()
    assert (exchange.cut, len(exchange.got)) == (False, 20)


def test_time_that_the_app_takes_does_not_count_against_the_sender() -> None:
    exchange = Exchange([(0, b"a")] * 20, length=10**9)

    async def slow_app(scope: Scope, receive: Receive, send: Send) -> None:
        async def slowly() -> Message:
            await asyncio.sleep(SECONDS / 10)
            return await receive()

        await exchange._app(scope, slowly, send)

    run_apart(BodyGate(slow_app, slow_seconds=SECONDS)(exchange.scope, exchange._receive, exchange._send))
    assert (exchange.cut, len(exchange.got)) == (False, 20)


@pytest.mark.parametrize(
    ("length", "parts", "asked"),
    [
        (SMALL + 1, [(0, b"x")] * 3, 3),  # read to its end, so that the browser reads the answer
        (None, [(0, b"x" * (DRAIN_BYTES // 4))] * 9, 5),  # as far as 32 MiB and no further
        (DRAIN_BYTES + 1, [(0, b"x")] * 3, 0),  # too much to read
        (10**9, [(0, b"x")] * 3, 0),
    ],
)
def test_what_the_app_refuses_unread_is_read_on_up_to_32_mib(
    length: int | None, parts: list[tuple[float, bytes]], asked: int
) -> None:
    exchange = Exchange(parts, length=length, reads=False).run()
    assert (exchange.asked, exchange.back) == (asked, ANSWER)


def test_an_answer_for_a_browser_that_has_gone_comes_to_its_end() -> None:
    def failing(error: Exception) -> Callable[[Message], Any]:
        async def send(_message: Message) -> None:
            raise error

        return send

    for error in (RuntimeError("the transport is closed"), ConnectionResetError()):
        exchange = Exchange([(0, b"x")], length=1)
        run_apart(BodyGate(exchange._app)(exchange.scope, exchange._receive, failing(error)))
        assert exchange.got != []
