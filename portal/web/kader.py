"""What every view stands on: the services, the moment, who is asking, and the cookie that holds his session."""

from datetime import date, datetime, timedelta
from typing import Final

from flask import current_app, g, request
from werkzeug.wrappers import Response

from portal.core.accounts import Gebruiker
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland

EXTENSION: Final = "portal"
KLOK: Final = "klok"
OPNIEUW: Final = "getypt"  # in the form cookie, sealed: what was typed when a session ended
KWIJT: Final = "kwijt"  # in the form cookie: where a file was chosen that could not be kept, never its name


def services() -> Services:
    """Return the parts the use cases work with."""
    found: Services = current_app.extensions[EXTENSION]
    return found


def now() -> datetime:
    """Return the moment, aware UTC; a demo or test installation may have shifted its clock."""
    moment: datetime = current_app.extensions[KLOK]()
    return moment + timedelta(seconds=services().settings.klok)


def vandaag() -> date:
    """Return today's date in the Netherlands; of one request it is one day, also of one that passes midnight."""
    if "vandaag" not in g:
        g.vandaag = datum_in_nederland(now())
    dag: date = g.vandaag
    return dag


def gebruiker() -> Gebruiker:
    """Return who is asking; only behind a rule that demands a session."""
    found: Gebruiker = g.gebruiker
    return found


def herkomst() -> str:
    """Return the address a request came from, for throttling and the audit log."""
    return request.remote_addr or ""


def cookie_name() -> str:
    """Return the name of the session cookie: bound to this host over https, plain on loopback."""
    return "__Host-sessie" if services().settings.tls else "sessie"


def set_session_cookie(response: Response, token: str) -> None:
    """Hand a session to the browser, until it closes; the vault decides when the session itself ends."""
    response.set_cookie(cookie_name(), token, secure=services().settings.tls, httponly=True, samesite="Lax", path="/")


def clear_session_cookie(response: Response) -> None:
    """Take the session out of the browser, with all that it kept of our pages."""
    response.delete_cookie(cookie_name(), secure=services().settings.tls, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
