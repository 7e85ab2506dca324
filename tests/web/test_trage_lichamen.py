"""The real web server under bodies that never come: forms and pages keep answering, and every sender reads why."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from portal.web.bodies import SLOW_SECONDS
from tests.demo.running import Demo, demo, free_port

pytestmark = pytest.mark.slow

SMALL_BODIES = 300
LARGE_BODIES = 40
ANSWERED_WITHIN = 5


@pytest.fixture(scope="module")
def running(demo_data: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo, with the web server that people meet."""
    with demo(demo_data(tmp_path_factory.mktemp("traag") / "data"), free_port()) as found:
        yield found.wait_until_ready()


def test_slow_bodies_hold_nobody_up_and_are_cut_after_20_seconds(running: Demo) -> None:
    with ExitStack() as stack:
        begun = time.monotonic()
        small = [stack.enter_context(_begin(running.port, 500)) for _ in range(SMALL_BODIES)]
        large = [stack.enter_context(_begin(running.port, 100_000)) for _ in range(LARGE_BODIES)]
        for _ in range(5):
            assert [_status(running.port, "GET", page) for page in ("/healthz", "/inloggen")] == [200, 200]
            assert _status(running.port, "POST", "/inloggen") == 400  # a form without its token: read and refused
            for trickling in small[::10]:
                trickling.sendall(b"x")
        waited = {_first_line(one) for one in small + large}
        if time.monotonic() - begun < SLOW_SECONDS:  # a busy machine may need longer for all these senders
            assert waited == {""}
        assert _first_line(small[0], SLOW_SECONDS) == "HTTP/1.1 408"
        assert time.monotonic() - begun >= SLOW_SECONDS
        assert {_first_line(one, ANSWERED_WITHIN) for one in small[1:]} == {"HTTP/1.1 408"}
        assert {_first_line(one, ANSWERED_WITHIN) for one in large} == {"HTTP/1.1 413"}
        assert time.monotonic() - begun < SLOW_SECONDS + 3 * ANSWERED_WITHIN


def test_a_refused_body_of_10_gb_is_answered_at_once(running: Demo) -> None:
    with _begin(running.port, 10_000_000_000) as one:
        one.settimeout(ANSWERED_WITHIN)
        assert one.recv(12) == b"HTTP/1.1 413"


def test_the_answer_to_a_refused_body_of_20_mb_is_read_by_who_goes_on_sending(running: Demo) -> None:
    with _begin(running.port, 20_000_000) as one:
        one.sendall(b"x" * (20_000_000 - len(b"account=x")))
        one.settimeout(ANSWERED_WITHIN)
        assert one.recv(12) == b"HTTP/1.1 413"


def _begin(port: int, length: int) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=ANSWERED_WITHIN)
    head = f"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n"
    one.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\naccount=x".encode())
    return one


def _first_line(one: socket.socket, seconds: float = 0.05) -> str:
    one.settimeout(seconds)
    try:
        return one.recv(12, socket.MSG_PEEK).decode()  # left there, to be read again
    except TimeoutError:
        return ""


def _status(port: int, method: str, page: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWERED_WITHIN)
    body, kind = ("account=x", {"Content-Type": "application/x-www-form-urlencoded"}) if method == "POST" else ("", {})
    connection.request(method, page, body, kind)
    status = connection.getresponse().status
    connection.close()
    return status
