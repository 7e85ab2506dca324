"""What was typed in a small form when the session ended: kept in the browser, sealed, until its writer has logged in again.

A concept would be there for all of the organisation, and this is for one person on one page. Only the portal opens it.
"""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import abort, current_app, g, request, session, url_for

from portal.core.accounts import Gebruiker
from portal.sealing.envelope import box, derive, unbox
from portal.web.kader import OPNIEUW, gebruiker

LARGEST_IN_COOKIE: Final = 1500  # bytes: a cookie holds four thousand, with what is said on the next page
UNKEPT: Final = frozenset({"csrf_token", "sleutel"})
SEALED: Final = b"BPO1"


def typed() -> dict[str, list[str]]:
    """Return what was typed, now or just before the session ended."""
    if request.method == "POST":
        return {naam: request.form.getlist(naam) for naam in request.form}
    bewaard: dict[str, Any] = session.get(OPNIEUW, {})
    if (bewaard.get("wie"), bewaard.get("pad")) != (str(gebruiker().persoon), request.path):
        return {}
    sealed = session.pop(OPNIEUW)["velden"]
    opened = unbox(SEALED, _key(), urlsafe_b64decode(sealed), _bound(gebruiker(), request.path))
    velden: dict[str, list[str]] = json.loads(zlib.decompress(opened))
    return velden


def remember(wie: Gebruiker, _arguments: Mapping[str, Any]) -> str:
    """Keep a small form for the page that it stands on, and return its path. No such form has a password."""
    return keep_for(wie, request.path)


def remember_on(endpoint: str, *names: str) -> Callable[[Gebruiker, Mapping[str, Any]], str]:
    """Make what keeps a form for another page than the one it is sent to; `names` are the parts that its path takes along."""

    def keep(wie: Gebruiker, arguments: Mapping[str, Any]) -> str:
        return keep_for(wie, url_for(endpoint, **{naam: arguments[naam] for naam in names}))

    return keep


def keep_for(wie: Gebruiker, pad: str, **ook: str) -> str:
    """Keep what was typed for a page, with what else it needs to know; returns the page. Too much is refused with 413."""
    velden = {naam: request.form.getlist(naam) for naam in request.form if naam not in UNKEPT}
    if not any(waarde.strip() for waarden in velden.values() for waarde in waarden):
        g.niets_getypt = True
        return pad
    velden |= {naam: [waarde] for naam, waarde in ook.items()}
    plain = zlib.compress(json.dumps(velden, ensure_ascii=False).encode())
    if len(json.dumps(velden)) > LARGEST_IN_COOKIE or len(plain) > LARGEST_IN_COOKIE:
        abort(413)
    sealed = urlsafe_b64encode(box(SEALED, _key(), plain, _bound(wie, pad))).decode()
    session[OPNIEUW] = {"wie": str(wie.persoon), "pad": pad, "velden": sealed}
    return pad


def _key() -> bytes:
    secret: bytes = current_app.config["SECRET_KEY"]
    return derive(secret, "opnieuw")


def _bound(wie: Gebruiker, pad: str) -> bytes:
    return wie.persoon.bytes + pad.encode()
