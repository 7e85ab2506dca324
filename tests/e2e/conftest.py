"""One demo for all tests of this folder: started as a user would, looked at with a real Chromium, ended without a trace."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.demo.running import STOP_SECONDS, Demo, demo, free_port, wait_for
from tests.e2e.bezoek import SCHERMEN, Portaal

LIMIETEN = "200"  # all accounts of one organisation test at once: what the vault allows a person is tested there


@pytest.fixture(scope="session")
def running(demo_data: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo; when the last test is done it is stopped by its process id, and nothing of it is left."""
    with started(demo_data(tmp_path_factory.mktemp("e2e") / "data")) as found:
        yield found


@pytest.fixture(scope="session")
def open_portaal(running: Demo, chromium: Browser) -> Portaal:
    """The demo with the sessions of its accounts."""
    return Portaal(running, chromium)


@pytest.fixture
def portaal(open_portaal: Portaal) -> Iterator[Portaal]:
    """The portal for one test; whatever its pages did, no browser complained."""
    yield open_portaal
    assert open_portaal.sluit() == []


@contextmanager
def started(data: Path) -> Iterator[Demo]:
    """Start a demo; afterwards end it and look for what it left."""
    SCHERMEN.mkdir(exist_ok=True)
    temp = data.parent / "temp"
    temp.mkdir(exist_ok=True)
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            for naam, waarde in {"PORTAL_LIMIETEN": LIMIETEN, "TMPDIR": str(temp)}.items():
                patch.setenv(naam, waarde)
            found = stack.enter_context(demo(data, free_port()))
        yield found.wait_until_ready()
        family = found.family()
    assert wait_for(lambda: found.gone(family), STOP_SECONDS), found.printed()
