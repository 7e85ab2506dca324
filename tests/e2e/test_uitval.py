"""Processes that are killed while somebody submits: nothing that was acknowledged is lost, nothing is there twice."""

import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Browser, CDPSession, Error, expect

from portal.demo.voorbeelden import pdf
from tests.demo.running import STOP_SECONDS, Demo, is_zombie, parents, wait_for
from tests.e2e.bezoek import Bezoek, Portaal
from tests.e2e.conftest import started
from tests.e2e.verzoek import (
    AKKOORD,
    CODE,
    Verzoek,
    bestanden,
    concept,
    dien_snel_in,
    doe_snel,
    getypt,
    snel_concept,
    vul_in,
)

pytestmark = [pytest.mark.slow, pytest.mark.browser]

MOTIVERING = "De Tureluur mag blijven."
BACK_SECONDS = 40  # the supervisor waits a little longer each time


class Breekbaar(Portaal):
    """A portal of its own, whose processes may die, all of them at once too."""

    start: Callable[[], Demo]

    def opnieuw(self) -> None:
        """Start it again on the same data."""
        self.demo = self.start()


@pytest.fixture(scope="module")
def open_breekbaar(
    demo_data: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Breekbaar]:
    """The portal for the tests of this file."""
    data = demo_data(tmp_path_factory.mktemp("breekbaar") / "data")
    with ExitStack() as stack:
        portaal = Breekbaar(stack.enter_context(started(data)), chromium)
        portaal.start = lambda: stack.enter_context(started(data))
        yield portaal


@pytest.fixture
def breekbaar(open_breekbaar: Breekbaar) -> Iterator[Breekbaar]:
    """The portal for one test, with all that runs."""
    assert wait_for(lambda: open_breekbaar.demo.get("/healthz") == 200, BACK_SECONDS)
    yield open_breekbaar
    open_breekbaar.sluit()  # a browser rightly complains when nobody answers


def test_while_the_vault_is_down_one_submits_and_opening_says_so(breekbaar: Breekbaar, tmp_path: Path) -> None:
    indiener, consulent = breekbaar.bezoek("indiener.schakel"), breekbaar.bezoek("consulent")
    eerder = dien_snel_in(indiener, Verzoek())
    consulent.naar("/werkvoorraad")
    with stopped(breekbaar.demo, "kluis"):
        adres = concept(indiener, Verzoek(), bestanden(tmp_path))
        indiener.doe("Versturen")
        assert "Uw bericht is verstuurd" in indiener.kop()
        indiener.in_orde("60-verstuurd-zonder-kluis")
        said_while_down(indiener, consulent, eerder)
        refused_to_log_in(breekbaar)
    bericht = adres.replace("/concepten/", "/berichten/").removesuffix("/controleren")
    assert wait_for(lambda: "Wervelwind" in consulent.haal(bericht)[1], BACK_SECONDS)
    assert wait_for(lambda: "Q.W. · 1984" in row_of(consulent, bericht), BACK_SECONDS)


def said_while_down(indiener: Bezoek, consulent: Bezoek, eerder: str) -> None:
    """Every page that needs the vault says so in plain Dutch, and what can be done goes on."""
    consulent.naar(eerder)
    expect(consulent.page.locator("main")).to_contain_text("De inhoud kan nu even niet worden geopend")
    consulent.in_orde("61-bericht-zonder-kluis")
    consulent.naar("/werkvoorraad")
    expect(consulent.page.locator("main")).to_contain_text("De kluis is niet bereikbaar")
    assert eerder in consulent.page.content()
    consulent.in_orde("62-werkvoorraad-zonder-kluis")
    consulent.naar("/zoeken").get_by_label("Burgerservicenummer", exact=True).last.fill("999900006")
    consulent.doe("Zoeken")
    expect(consulent.page.locator("main")).to_contain_text("De kluis is even niet bereikbaar")
    indiener.naar("/onderweg")
    assert eerder in indiener.page.content()
    for path in ("/", "/onderweg", f"/nieuw/{CODE}", "/concepten"):
        assert (path, indiener.haal(path)[0]) == (path, 200)


def refused_to_log_in(portaal: Portaal) -> None:
    """Somebody who comes in now is told to wait."""
    niemand = portaal.bezoek()
    niemand.naar("/inloggen")
    niemand.page.get_by_label("Account").fill("indiener.diep")
    niemand.page.get_by_label("Wachtwoord").fill(portaal.wachtwoord("indiener.diep"))
    niemand.doe("Inloggen")
    expect(niemand.page.locator("main")).to_contain_text("De kluis is even niet bereikbaar")
    niemand.in_orde("63-inloggen-zonder-kluis")


def test_a_question_and_a_motivering_wait_for_the_vault_with_their_text_on_the_page(breekbaar: Breekbaar) -> None:
    """The vault signs each act that carries a text (docs/adr/0013), so both wait; once it is back the same button sends."""
    bericht = dien_snel_in(breekbaar.bezoek("indiener.schakel"), Verzoek())
    consulent = breekbaar.bezoek("consulent")
    doe_snel(consulent, bericht, "oppakken")
    page = consulent.naar(f"{bericht}/doen/akkoord-zelfde-gemeente")
    page.get_by_label("Motivering").fill(MOTIVERING)
    vraag = consulent.context.new_page()
    vraag.goto(f"{breekbaar.basis}{bericht}/doen/vraag-stellen")
    vraag.get_by_label("Wat wilt u weten?").fill("Staat de Tureluur ingeschreven?")
    with stopped(breekbaar.demo, "kluis"):
        consulent.doe(AKKOORD)
        expect(page.locator("main")).to_contain_text("Uw tekst staat er nog")
        assert page.get_by_label("Motivering").input_value() == MOTIVERING
        consulent.in_orde("64-besluit-zonder-kluis")
        vraag.get_by_role("button", name="Vraag stellen").last.click()
        expect(vraag.locator("main")).to_contain_text("Uw tekst staat er nog")
        assert vraag.get_by_label("Wat wilt u weten?").input_value() == "Staat de Tureluur ingeschreven?"
    assert wait_for(lambda: consulent.haal(bericht)[0] == 200, BACK_SECONDS)
    vraag.get_by_role("button", name="Vraag stellen").last.click()
    expect(vraag.locator("main")).to_contain_text("Uw vraag is verstuurd.")
    said = consulent.naar(bericht).locator(".bp-gesprek li").all_inner_texts()
    assert (len(said), "Staat de Tureluur ingeschreven?" in said[0]) == (1, True)


def test_a_killed_web_server_loses_no_text_that_was_on_the_screen(breekbaar: Breekbaar) -> None:
    """Killed before the POST, master and workers: loading the page of the error again sends all that was typed."""
    indiener = breekbaar.bezoek("indiener.schakel")
    page = indiener.naar(f"/nieuw/{CODE}")
    vul_in(indiener, Verzoek())
    before = getypt(indiener)
    with stopped(breekbaar.demo, "website"), page.expect_event("requestfailed"):
        page.get_by_role("button", name="Controleren", exact=True).click(no_wait_after=True)
    page.reload()
    assert getypt(indiener) == before


def test_a_web_worker_killed_during_an_upload_leaves_the_form_and_no_half_file(
    breekbaar: Breekbaar, tmp_path: Path
) -> None:
    indiener = breekbaar.bezoek("indiener.schakel")
    page = indiener.naar(f"/nieuw/{CODE}")
    page.locator("#reden").fill("De Scholekster blijft staan.")
    groot = tmp_path / "groot.png"
    groot.write_bytes(noise())
    page.locator("#bijlage-onderbouwing").set_input_files(groot)
    knop = page.locator(".bp-veld:has(#bijlage-onderbouwing) button[value=toevoegen]")
    line = indiener.context.new_cdp_session(page)
    line.send("Network.enable")
    throttle(line, 400_000)
    knop.click()
    page.wait_for_function("() => document.querySelector('progress')?.value > 20")
    kill_workers(breekbaar.demo)
    # A browser may send it again by itself when its connection was an old one; else the page says what to do.
    gezegd, bijlage = page.get_by_text("Wat u hebt ingevuld staat hier nog"), page.locator(".bp-bijlage")
    expect(gezegd.or_(bijlage).first).to_be_visible(timeout=60_000)
    assert page.locator("#reden").input_value() == "De Scholekster blijft staan."
    throttle(line, -1)
    assert wait_for(lambda: breekbaar.demo.get("/healthz") == 200, BACK_SECONDS)
    if not bijlage.count():
        knop.click()
    expect(bijlage).to_have_count(1, timeout=20_000)
    assert page.locator("#reden").input_value() == "De Scholekster blijft staan."
    concept_id = UUID(indiener.path.split("/")[2]).hex
    assert breekbaar.vraag("SELECT count(*) FROM bijlagen WHERE subject = ?", concept_id) == [(1,)]


def noise() -> bytes:
    """Make a picture of about 3 MB that does not shrink."""
    out = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), os.urandom(3_000_000)).save(out, "PNG")
    return out.getvalue()


def throttle(line: CDPSession, bytes_per_second: int) -> None:
    """Set how fast a browser sends; -1 is as fast as it can."""
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    line.send("Network.emulateNetworkConditions", conditions)


@pytest.mark.parametrize("wie", ["webwerker", "website", "kluis", "werker"])
@pytest.mark.parametrize("wait", [0.0])
def test_whoever_is_killed_around_the_submission_it_is_there_once_and_whole(
    breekbaar: Breekbaar, wie: str, wait: float
) -> None:
    """Killed at once or a little later: what was acknowledged is there, what was not can be sent again."""
    indiener, consulent = breekbaar.bezoek("indiener.schakel"), breekbaar.bezoek("consulent")
    adres = snel_concept(indiener, Verzoek())
    status = submit_while(breekbaar, indiener, adres, lambda: kill(breekbaar.demo, wie), wait)
    id_ = UUID(adres.rpartition("/")[2]).hex
    stored = breekbaar.vraag("SELECT count(*) FROM berichten WHERE id = ?", id_)
    assert stored == [(1,)] or status == 0, "acknowledged and lost"
    assert wait_for(lambda: again(indiener, adres) == 303, BACK_SECONDS)
    assert breekbaar.vraag("SELECT count(*) FROM berichten WHERE id = ?", id_) == [(1,)]
    whole_and_once(breekbaar, consulent, adres.replace("/concepten/", "/berichten/"), id_)


def submit_while(portaal: Portaal, indiener: Bezoek, adres: str, harm: Callable[[], None], wait: float) -> int:
    """Submit on a line of one's own and do harm meanwhile; gives the status, 0 when no answer came."""
    form = urlencode({"csrf_token": indiener.token(), "versie": "1"})
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in indiener.context.cookies())
    found = [0]

    def send() -> None:
        connection = HTTPConnection("127.0.0.1", portaal.demo.port, timeout=20)
        try:
            headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", f"{adres}/indienen", body=form, headers=headers)
            found[0] = connection.getresponse().status
        except (OSError, HTTPException):
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=send)
    thread.start()
    time.sleep(wait)
    harm()
    thread.join(30)
    return found[0]


def again(indiener: Bezoek, adres: str) -> int:
    """Send the same once more, as somebody does who saw no answer; 0 when nobody answers yet."""
    with suppress(Error):
        return indiener.stuur(f"{adres}/indienen", {"versie": "1"})[0]
    return 0


def whole_and_once(portaal: Portaal, consulent: Bezoek, bericht: str, id_: str) -> None:
    """Taken in once, its two files open whole, one line in the worklist."""
    opgenomen = "SELECT count(*) FROM berichten WHERE id = ? AND opgenomen IS NOT NULL"
    assert wait_for(lambda: portaal.vraag(opgenomen, id_) == [(1,)], BACK_SECONDS)
    assert wait_for(lambda: consulent.haal(bericht)[0] == 200, BACK_SECONDS)
    links = consulent.naar(bericht).get_by_role("link", name=re.compile("^Downloaden")).all()
    files = [consulent.context.request.get(f"{portaal.basis}{link.get_attribute('href')}").body() for link in links]
    assert files == [pdf("toestemmingsformulier"), pdf("onderbouwing")]
    assert consulent.naar("/werkvoorraad").locator(f'a[href="{bericht}"]').count() == 1
    assert portaal.vraag("SELECT count(*) FROM bijlagen WHERE subject = ?", id_) == [(2,)]


def test_a_killed_demo_leaves_no_process_and_starts_again_with_the_bericht(breekbaar: Breekbaar) -> None:
    indiener, consulent = breekbaar.bezoek("indiener.schakel"), breekbaar.bezoek("consulent")
    bericht = dien_snel_in(indiener, Verzoek())
    family, demo = breekbaar.demo.family(), breekbaar.demo
    os.kill(demo.process.pid, signal.SIGKILL)
    demo.process.wait(STOP_SECONDS)
    assert wait_for(lambda: demo.gone(family), STOP_SECONDS)
    breekbaar.opnieuw()
    consulent = breekbaar.bezoek("consulent", vers=True)
    assert "Wervelwind" in consulent.haal(bericht)[1]
    assert wait_for(lambda: "Q.W. · 1984" in row_of(consulent, bericht), BACK_SECONDS)
    assert verified(breekbaar.demo) == (0, True)


def verified(demo: Demo) -> tuple[int, bool]:
    """What `portal audit verify` says after all that was killed here."""
    env = os.environ | {"PORTAL_DATA": str(demo.data), "PORTAL_DEMO": "ja", "PORTAL_TWEEDE_FACTOR": "nee"}
    command = [sys.executable, "-m", "portal", "audit", "verify"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, "Het logboek klopt." in done.stdout


def row_of(consulent: Bezoek, bericht: str) -> str:
    """What the worklist says about a bericht."""
    row = consulent.naar("/werkvoorraad").locator(f'tr:has(a[href="{bericht}"])')
    return row.inner_text() if row.count() else ""


@contextmanager
def stopped(demo: Demo, naam: str) -> Iterator[None]:
    """Kill a process and keep it away: the supervisor, started here, sleeps meanwhile."""
    os.kill(demo.process.pid, signal.SIGSTOP)
    pid = demo.pids()[naam]
    workers = children(pid)
    os.kill(pid, signal.SIGKILL)
    try:
        assert wait_for(lambda: all(is_zombie(found) for found in {pid, *workers}), 10)
        yield
    finally:
        os.kill(demo.process.pid, signal.SIGCONT)
        assert wait_for(lambda: demo.pids()[naam] != pid and demo.get("/healthz") == 200, BACK_SECONDS), demo.printed()


def kill(demo: Demo, wie: str) -> None:
    """Kill one process of the demo, or all that serve pages."""
    if wie == "webwerker":
        kill_workers(demo)
    else:
        os.kill(demo.pids()[wie], signal.SIGKILL)


def kill_workers(demo: Demo) -> None:
    """Kill all processes that serve pages; the one above them starts others."""
    for pid in children(demo.pids()["website"]):
        os.kill(pid, signal.SIGKILL)


def children(pid: int) -> set[int]:
    """The living processes right below this one."""
    return {found for found, parent in parents().items() if parent == pid and not is_zombie(found)}
