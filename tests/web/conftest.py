"""The portal as the tests of its pages visit it, with the clock in their hand."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page
from werkzeug.serving import make_server

from portal.app import create_app
from tests.bezoeker import Portaal
from tests.installatie import Installatie
from tests.web.reizen import WACHT, Reis


@pytest.fixture
def portal(huis: Installatie) -> Portaal:
    """The app on a whole installation; once per engine."""
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False  # an error is answered with its page, as it is for people
    return Portaal(huis, app)


@pytest.fixture
def client(portal: Portaal) -> FlaskClient:
    """A browser that is not logged in."""
    return portal.app.test_client()


@pytest.fixture
def address(portal: Portaal) -> Iterator[str]:
    """Where the portal serves for the length of a test."""
    server = make_server("127.0.0.1", 0, portal.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def reis(page: Page, address: str, portal: Portaal, tmp_path: Path) -> Iterator[Reis]:
    """A journey through the portal, in a browser in which no script fails."""
    fouten: list[str] = []
    page.set_default_timeout(WACHT)
    page.on("pageerror", lambda fout: fouten.append(str(fout)))
    yield Reis(page, address, portal.huis, tmp_path)
    assert fouten == []
