"""The real web server under bodies that never come: pages keep answering, and what is refused is answered at once."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from tests.demo.running import Demo, demo, free_port, wait_for

pytestmark = pytest.mark.slow

SILENT = 60
TRICKLING = 10
ANSWERED_WITHIN = 5
PLACES = 2 * 8  # half of the threads of each of the two processes


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo, with the web server that people meet."""
    with demo(tmp_path_factory.mktemp("traag") / "data", free_port()) as found:
        yield found.wait_until_ready()


def test_pages_keep_answering_while_bodies_stay_away(running: Demo) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(_begin(running.port, 500)) for _ in range(SILENT + TRICKLING)]
        for _ in range(3):
            time.sleep(1)
            for trickling in sockets[SILENT:]:
                _send_one(trickling)
            assert [_status(running.port, page) for page in ("/healthz", "/inloggen")] == [200, 200]
        answers = [_first_line(one) for one in sockets]
    refused = [answer for answer in answers if answer]
    assert set(refused) - {"closed"} == {"HTTP/1.1 503"}
    assert {"closed"} & set(answers[:SILENT]) == set()  # who sends nothing more reads why
    assert 0 < len(answers) - len(refused) <= PLACES
    assert wait_for(lambda: _post(running.port) == 400, ANSWERED_WITHIN)  # a form without its token: read and refused


def test_a_refused_body_of_10_gb_is_answered_at_once(running: Demo) -> None:
    with _begin(running.port, 10_000_000_000) as one:
        one.settimeout(ANSWERED_WITHIN)
        assert one.recv(12) == b"HTTP/1.1 413"


def _begin(port: int, length: int) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=ANSWERED_WITHIN)
    head = f"POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n"
    one.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\naccount=x".encode())
    return one


def _send_one(one: socket.socket) -> None:
    try:
        one.sendall(b"x")
    except OSError:
        return  # refused and closed: that is an answer too


def _first_line(one: socket.socket) -> str:
    one.settimeout(0.1)
    try:
        return one.recv(12).decode()
    except TimeoutError:
        return ""
    except ConnectionError:
        return "closed"  # an answer that is lost when one goes on sending after it


def _status(port: int, page: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWERED_WITHIN)
    connection.request("GET", page)
    status = connection.getresponse().status
    connection.close()
    return status


def _post(port: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWERED_WITHIN)
    connection.request("POST", "/inloggen", "account=x", {"Content-Type": "application/x-www-form-urlencoded"})
    status = connection.getresponse().status
    connection.close()
    return status
