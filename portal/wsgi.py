"""The WSGI application that a server loads: `portal.wsgi:app`."""

from portal.app import create_app
from portal.cli.lifeline import end_with_parent, harden
from portal.config import Settings

harden()
end_with_parent()
app = create_app(Settings.from_env())
