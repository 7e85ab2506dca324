"""The application that a server loads, `portal.asgi:app`: the Flask app in threads, behind the gate for bodies."""

from a2wsgi import WSGIMiddleware

from portal.app import THREADS, create_app
from portal.cli.lifeline import harden
from portal.config import Settings
from portal.web.bodies import BodyGate

harden()
website = WSGIMiddleware(create_app(Settings.from_env()), workers=THREADS)  # type: ignore[arg-type]  # it has a type per message
app = BodyGate(website)  # type: ignore[arg-type]  # as above
