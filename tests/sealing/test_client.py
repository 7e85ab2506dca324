"""The client of the vault over a real socket, and what it says when the vault is away."""

import os
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from portal.db import is_writing
from portal.sealing import client as client_module
from portal.sealing.client import LoginRefused, Refused, TeVeel, VaultClient, VaultDown, Verbs
from portal.sealing.frames import MAX_FRAME, decode, encode, receive_frame, send_frame
from portal.vault import server
from portal.vault.server import CannotServe, make_socket_dir, serve
from tests.vault.world import ASSEN, HIER, WACHTWOORD, World, settings_for


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    database = tmp_path / "portal.db"
    database.write_bytes(sqlite_template.read_bytes())
    world = World(settings_for(tmp_path, f"sqlite:///{database}", demo=True))
    # The vault behind the socket reads the real clock; this sets it to where the region is.
    world.settings = replace(world.settings, klok=int((world.moment - datetime.now(UTC)).total_seconds()))
    yield world
    world.vault.close()


class Serving:
    """A vault behind its socket, in a thread of this process."""

    def __init__(self, world: World, **options: object) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=serve, args=(world.settings, self.stop), kwargs=options)
        self.thread.start()
        deadline = time.monotonic() + 10
        while not (world.settings.vault_socket.exists() and reachable(world.settings.vault_socket)):
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def end(self) -> None:
        self.stop.set()
        self.thread.join()


def reachable(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


@pytest.fixture(autouse=True)
def no_change_to_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests go on in this process, so its memory stays open to tools; a process of its own shows the rest."""
    monkeypatch.setattr(server, "keep_memory_private", lambda: None)


@pytest.fixture
def serving(world: World) -> Iterator[Serving]:
    running = Serving(world)
    yield running
    running.end()


@pytest.fixture
def client(world: World, serving: Serving) -> Iterator[VaultClient]:
    client = VaultClient(world.settings.vault_socket, is_writing)
    yield client
    client.close()


def test_the_whole_story_over_the_socket(world: World, client: VaultClient) -> None:
    assert world.consulent
    bericht, answers, _ = world.bericht()
    client.take_in(bericht)
    token = client.login("consulent", WACHTWOORD, "", adres=HIER).token
    assert client.open(token, ASSEN, [answers.seals[ASSEN]], herkomst=HIER) == [answers.dek]
    assert client.search(token, ASSEN, "bsn", "999900006", herkomst=HIER) == [bericht]
    client.logout(token, herkomst=HIER)
    with pytest.raises(Refused, match="ingetrokken"):
        client.open(token, ASSEN, [answers.seals[ASSEN]], herkomst=HIER)


def test_a_refusal_comes_over_with_its_moment(world: World, client: VaultClient) -> None:
    with pytest.raises(LoginRefused) as refused:
        client.login("niemand", "x", "", adres=HIER)
    assert (refused.value.code, refused.value.until) == ("loginrefused", None)
    token = world.consulent
    for _ in range(60):
        client.open_list(token, ASSEN, [], herkomst=HIER)
        client.search(token, ASSEN, "kenmerk", "x", herkomst=HIER)
    with pytest.raises(TeVeel) as te_veel:
        client.search(token, ASSEN, "kenmerk", "x", herkomst=HIER)
    assert te_veel.value.until is not None


def test_status_tells_how_the_vault_is(client: VaultClient) -> None:
    status = client.status()
    assert {"version", "epochs", "head", "keten", "unchained", "broken", "uptime"} == set(status)
    assert status["epochs"] == 5


def test_a_question_that_makes_no_sense_is_refused_and_harms_nothing(client: VaultClient) -> None:
    questions: list[tuple[str, dict[str, object]]] = [
        ("close", {}),
        ("open", {}),
        ("take_in", {"bericht": "x" * 3}),
        ("login", {"account": 1, "wachtwoord": 2, "code": 3, "adres": 4}),
        ("logout", {"token": None, "herkomst": None}),
    ]
    for verb, arguments in questions:
        with pytest.raises(Refused):
            client._call(verb, **arguments)
    assert client.status()["broken"] is False


def test_a_vault_without_its_database_says_so(world: World, client: VaultClient) -> None:
    world.sql("ALTER TABLE audit RENAME TO elders")
    with pytest.raises(VaultDown):
        client.take_in(uuid4())
    world.sql("ALTER TABLE elders RENAME TO audit")


def test_the_vault_is_never_called_while_writing(world: World, client: VaultClient) -> None:
    for one in (client, world.client):
        with world.vault.database.schrijven(), pytest.raises(RuntimeError, match="schrijven"):
            one.status()


def test_many_threads_share_the_connections(client: VaultClient) -> None:
    failures: list[Exception] = []

    def ask() -> None:
        try:
            for _ in range(20):
                assert client.status()["broken"] is False
        except Exception as failure:  # noqa: BLE001 - whatever a thread meets is shown by the test
            failures.append(failure)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(client._idle) <= 8


def test_after_a_restart_of_the_vault_the_client_goes_on(world: World) -> None:
    client = VaultClient(world.settings.vault_socket, is_writing)
    with pytest.raises(VaultDown):
        client.status()
    first = Serving(world)
    assert client.status()["broken"] is False
    kept = client._idle[0]
    first.end()
    kept.shutdown(socket.SHUT_RDWR)
    second = Serving(world)
    assert client.status()["broken"] is False
    second.end()
    client._idle[0].shutdown(socket.SHUT_RDWR)
    with pytest.raises(VaultDown):
        client.status()
    client.close()


def answering(path: Path, answer: Callable[[socket.socket], None]) -> threading.Thread:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def run() -> None:
        connection, _ = listener.accept()
        with connection, listener:
            receive_frame(connection)
            answer(connection)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_vault_that_keeps_silent_or_breaks_off_is_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "CALL_SECONDS", 0.1)
    enough = threading.Event()
    answers: list[Callable[[socket.socket], object]] = [
        lambda _connection: enough.wait(5),
        lambda connection: connection.close(),
        lambda connection: connection.sendall((MAX_FRAME + 1).to_bytes(4)),
    ]
    for number, answer in enumerate(answers):
        path = tmp_path / f"{number}.sock"
        thread = answering(path, answer)  # type: ignore[arg-type]  # what an answer returns is of no use here
        with pytest.raises(VaultDown):
            VaultClient(path, is_writing).status()
        enough.set()
        thread.join()


def test_a_list_does_not_wait_long_for_a_vault_that_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "CALL_SECONDS", 600.0)
    monkeypatch.setattr(client_module, "LIST_SECONDS", 0.1)
    enough = threading.Event()
    thread = answering(tmp_path / "stil.sock", lambda _connection: enough.wait(5))  # type: ignore[arg-type]  # as below
    with pytest.raises(VaultDown):
        VaultClient(tmp_path / "stil.sock", is_writing).open_list("token", ("team", "x"), [], herkomst="")
    enough.set()
    thread.join()


def test_after_one_waited_in_vain_the_others_hear_at_once(
    world: World, serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "CALL_SECONDS", 0.1)
    monkeypatch.setattr(client_module, "PATIENCE_SECONDS", 60.0)
    enough = threading.Event()
    thread = answering(tmp_path / "stil.sock", lambda _connection: enough.wait(5))  # type: ignore[arg-type]  # as above
    client = VaultClient(tmp_path / "stil.sock", is_writing)
    with pytest.raises(VaultDown):
        client.status()
    enough.set()
    thread.join()
    client._path = world.settings.vault_socket  # a vault that answers is not even asked
    with pytest.raises(VaultDown):
        client.status()
    client._away_until = 0.0
    assert client.status()
    client.close()


def test_a_frame_that_is_too_large_or_no_question_ends_the_connection(world: World, serving: Serving) -> None:
    for sent in ((MAX_FRAME + 1).to_bytes(4), b"\0\0\0\1x", b"\0\0\0\2[]", b"\0\0\0\2{}"):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(world.settings.vault_socket))
            connection.sendall(sent)
            assert connection.recv(1) == b""


def test_bytes_ids_and_moments_travel_unharmed() -> None:
    message = {"a": b"\x00\xff", "b": uuid4(), "c": datetime(2026, 1, 2, tzinfo=UTC), "d": [{"e": "f"}, {}]}
    assert decode(encode(message)) == message
    with pytest.raises(TypeError):
        encode({"a": object()})
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send_frame(ours, b"x" * 100)
        assert receive_frame(theirs) == b"x" * 100


def test_the_verbs_alone_reach_nobody() -> None:
    with pytest.raises(NotImplementedError):
        Verbs().status()


def test_a_second_vault_on_one_data_directory_is_refused(world: World, serving: Serving) -> None:
    with pytest.raises(CannotServe, match="al een kluis"):
        serve(world.settings, threading.Event())


def test_the_socket_of_a_vault_that_was_killed_is_no_hindrance(world: World) -> None:
    path = world.settings.vault_socket
    path.parent.mkdir(mode=0o755)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    running = Serving(world)
    assert path.parent.stat().st_mode & 0o777 == 0o750
    assert path.stat().st_mode & 0o777 == 0o660
    running.end()
    assert not path.exists()


def test_a_socket_directory_that_is_a_link_or_of_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "echt").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    with pytest.raises(CannotServe):
        make_socket_dir(tmp_path / "link")
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(CannotServe):
        make_socket_dir(tmp_path / "echt")


def test_another_user_of_the_system_gets_no_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    running = Serving(world)
    monkeypatch.setattr(server, "peer", lambda _connection: os.geteuid() + 1)
    client = VaultClient(world.settings.vault_socket, is_writing)
    with pytest.raises(VaultDown):
        client.status()
    running.end()
    running = Serving(world, users=[os.geteuid() + 1])
    assert client.status()["broken"] is False
    running.end()
    client.close()


def test_the_kernel_says_who_the_peer_is() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        assert server.peer(ours) == os.geteuid()
    assert struct.calcsize("3i") == server.CREDENTIALS.size


def test_the_process_makes_no_core_dumps() -> None:
    program = (
        "import ctypes, resource; from portal.vault.server import keep_memory_private; keep_memory_private();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0) 0\n"
