"""The portal as the tests of its pages visit it, with the clock in their hand."""

import pytest
from flask.testing import FlaskClient

from portal.app import create_app
from tests.bezoeker import Portaal
from tests.installatie import Installatie


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
