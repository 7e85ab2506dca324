"""The demo as its user meets it: it starts, keeps its data, survives the loss of a process and leaves nothing behind."""

import os
import signal
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from portal.config import socket_path
from portal.demo.voorbeeld import Voorbeeld
from portal.demo.voorbeelden import VOORBEELDEN
from tests.demo.bezoeker import Bezoeker
from tests.demo.running import STOP_SECONDS, Demo, demo, free_port, run_demo, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One demo for the tests that leave it running, deep in a long path."""
    data = tmp_path_factory.mktemp("demo") / ("lange-map-" * 8) / ("nog-een-lange-map-" * 6) / "data"
    data.parent.mkdir(parents=True)
    with demo(data, free_port()) as found:
        yield found.wait_until_ready()


@pytest.mark.parametrize("page", ["/healthz", "/inloggen"])
def test_the_demo_answers_without_a_session(ready: Demo, page: str) -> None:
    assert ready.get(page) == 200


def test_the_data_directory_may_lie_deep(ready: Demo) -> None:
    assert len(str(ready.data)) > 150


def test_the_demo_shows_where_it_is_and_every_account(ready: Demo) -> None:
    printed = ready.printed()
    missing = [account for account, wachtwoord in ready.accounts().items() if f"{wachtwoord}" not in printed]
    assert (missing, f"http://127.0.0.1:{ready.port}/inloggen" in printed) == ([], True)


def test_there_is_an_account_for_every_role_of_the_region_and_two_for_beheer(ready: Demo) -> None:
    text = (ready.data / "demo-accounts.json").read_text(encoding="utf-8")
    rollen = {rol: text.count(f'"{rol} bij') for rol in ROLLEN}
    assert (min(rollen.values()), rollen["functioneel_beheerder"]) == (1, 2)


def test_a_vault_that_is_lost_while_the_examples_are_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    with demo(tmp_path / "data", free_port()) as found:
        assert wait_for(lambda: "Voorbeeldberichten" in found.printed(), STOP_SECONDS)
        os.kill(found.pids()["kluis"], signal.SIGKILL)
        assert wait_for(lambda: found.process.poll() is not None, STOP_SECONDS)
        said = found.printed()
    assert (found.process.returncode, "De kluis viel weg" in said, "Traceback" in said) == (1, True, False)


def test_the_accounts_promise_no_page_that_is_not_there(ready: Demo) -> None:
    text = (ready.data / "demo-accounts.json").read_text(encoding="utf-8")
    assert [word for word in ("registreert", 'beheert"') if word in text] == []


def test_only_this_user_can_read_the_data(ready: Demo) -> None:
    accounts = ready.data / "demo-accounts.json"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (ready.data, accounts)] == [0o700, 0o600]
    assert [p for p in ready.data.rglob("*") if not p.is_symlink() and p.stat().st_mode & 0o007] == []


def test_the_berichten_of_the_demo_stand_in_different_states(ready: Demo) -> None:
    wanted = {"ingediend", "in_behandeling", "vraag_uit", "aangevuld", "besloten", "ingetrokken", "verslag_uit"}
    assert wanted - states(ready.data) == set()


def test_the_demo_of_the_other_region_is_made_with_all_its_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_REGIO", "noord-midden-limburg")
    with demo(tmp_path / "data", free_port()) as found:
        data = found.wait_until_ready().data
        made = Counter(mailbox for (mailbox,) in query(data, "SELECT mailbox FROM berichten"))
        written = query(data, "SELECT count(*) FROM toewijzingen")
    berichten = [v for v in VOORBEELDEN["noord-midden-limburg"] if isinstance(v, Voorbeeld)]
    assert (made, written) == (
        Counter(v.mailbox for v in berichten),
        [(len(VOORBEELDEN["noord-midden-limburg"]) - len(berichten),)],
    )


def test_the_worker_takes_in_every_bericht_and_mails_without_content(ready: Demo) -> None:
    assert wait_for(lambda: query(ready.data, "SELECT count(*) FROM berichten WHERE opgenomen IS NULL") == [(0,)], 30)
    assert wait_for(lambda: query(ready.data, "SELECT count(*) FROM uitgaand WHERE status <> 'gedaan'") == [(0,)], 30)
    mails = [path.read_text(encoding="utf-8") for path in (ready.data / "mail").glob("*.eml")]
    assert [mail for mail in mails if "Voorbeeld" in mail or "9999" in mail] == []
    assert len(mails) == query(ready.data, "SELECT count(*) FROM uitgaand WHERE soort LIKE '%mail-een'")[0][0]


def test_the_late_herindicatie_says_that_the_beschikking_may_come_after_the_indicatie(ready: Demo) -> None:
    [(bericht,)] = query(
        ready.data, "SELECT id FROM berichten WHERE status = 'verslag_uit' AND mailbox = 'herindicatie'"
    )
    consulent = Bezoeker(ready)
    consulent.log_in("consulent2")

    def page() -> str:
        return consulent.request("GET", f"/berichten/{UUID(str(bericht))}").tekst

    assert wait_for(lambda: "Beschikking kan na " in page(), 30), page()[-4000:]


def test_a_second_portal_on_the_same_data_is_refused(ready: Demo) -> None:
    code, said = run_demo("--data", str(ready.data), "--port", str(free_port()))
    assert (code, "Er draait al een portaal op" in said) == (1, True)


def test_a_port_in_use_is_refused_before_anything_is_made(ready: Demo, tmp_path: Path) -> None:
    code, said = run_demo("--data", str(tmp_path / "nieuw"), "--port", str(ready.port))
    assert (code, "is al in gebruik" in said, (tmp_path / "nieuw").exists()) == (1, True, False)


@pytest.mark.parametrize("naam", ["kluis", "werker", "website"])
def test_a_process_that_is_killed_is_started_again_and_the_log_says_so(ready: Demo, naam: str) -> None:
    before = ready.pids()[naam]
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: ready.pids()[naam] != before and ready.get("/healthz") == 200, 30), ready.printed()
    assert f"{naam} is gestopt (code -9)" in (ready.data / "log" / "demo.log").read_text(encoding="utf-8")


def test_a_web_worker_that_is_killed_is_started_again(ready: Demo) -> None:
    def workers() -> set[int]:
        from tests.demo.running import is_zombie, parents

        return {pid for pid, parent in parents().items() if parent == ready.pids()["website"] and not is_zombie(pid)}

    assert wait_for(lambda: len(workers()) == 2, 20)
    victim = min(workers())
    os.kill(victim, signal.SIGKILL)
    assert wait_for(lambda: len(workers()) == 2 and victim not in workers(), 30)
    assert wait_for(lambda: ready.get("/inloggen") == 200, 30)


@pytest.mark.parametrize(
    ("number", "ignore_int"),
    [
        (signal.SIGINT, False),
        (signal.SIGINT, True),
        (signal.SIGTERM, False),
        (signal.SIGHUP, False),
        (signal.SIGKILL, False),
    ],
)
def test_however_the_demo_ends_no_process_is_left(
    demo_data: Callable[[Path], Path], tmp_path: Path, number: signal.Signals, *, ignore_int: bool
) -> None:
    with demo(demo_data(tmp_path / "data"), free_port(), ignore_int=ignore_int) as found:
        family = found.wait_until_ready().family()
        os.kill(found.process.pid, number)
        code = found.process.wait(STOP_SECONDS)
        assert wait_for(lambda: found.gone(family), STOP_SECONDS), found.printed()
    assert (len(family) >= 6, code) == (True, -9 if number == signal.SIGKILL else 0)


def test_a_second_start_keeps_accounts_and_berichten_and_leaves_no_socket_behind(
    demo_data: Callable[[Path], Path], tmp_path: Path
) -> None:
    data = demo_data(tmp_path / ("lange-map-" * 12) / "data")
    accounts = (data / "demo-accounts.json").read_bytes()
    before = query(data, "SELECT id, status FROM berichten ORDER BY id")
    with demo(data, free_port()) as found:
        found.wait_until_ready()
        after = query(data, "SELECT id, status FROM berichten ORDER BY id")
        assert socket_path(data).is_socket()
    assert ((data / "demo-accounts.json").read_bytes(), after) == (accounts, before)
    assert (socket_path(data).is_relative_to(data), socket_path(data).parent.exists()) == (False, False)


def test_a_first_start_that_is_killed_half_way_is_done_over(demo_data: Callable[[Path], Path], tmp_path: Path) -> None:
    data, whole = tmp_path / "data", demo_data(tmp_path / "whole")
    with demo(data, free_port()) as first:
        # later than this, for the steps of the installation before it are killed one by one in tests/faults
        assert wait_for((data / "log" / "kluis.log").exists, 60)
        os.kill(first.process.pid, signal.SIGKILL)
        first.process.wait()
        assert wait_for(lambda: first.gone({first.process.pid}), STOP_SECONDS)
    assert not (data / "demo-klaar").exists()
    with demo(data, free_port()) as second:
        second.wait_until_ready()
        made = "SELECT mailbox FROM berichten ORDER BY mailbox"
        assert (second.get("/inloggen"), query(data, made)) == (200, query(whole, made))


def states(data: Path) -> set[object]:
    return {row[0] for row in query(data, "SELECT DISTINCT status FROM berichten")}


def query(data: Path, sql: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"file:{data / 'portaal.db'}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


ROLLEN = (
    "indiener",
    "organisatiebeheerder",
    "frontoffice",
    "consulent",
    "backoffice",
    "beleid",
    "toezichthouder",
    "contractmanager",
    "functioneel_beheerder",
)
