"""The portal that is broken on purpose here, on both engines, with the clock in hand."""

import pytest

from portal.app import create_app
from tests.bezoeker import Portaal
from tests.installatie import Installatie


@pytest.fixture
def portal(huis: Installatie) -> Portaal:
    """The app on a whole installation; an error is answered with its page, as it is for people."""
    app = create_app(huis.services.settings, huis.services, klok=lambda: huis.now)
    app.testing = False
    return Portaal(huis, app)
