"""The guard before every endpoint: route, session, right, size and origin of the body, and only then the body itself."""

import re
from typing import Final

from flask import Flask, Request, abort, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException

from portal.core.accounts import Gebruiker, GeenRol, GeenSessie, SessieVerlopen, load_gebruiker
from portal.core.insturen.concepten import AlIngediend
from portal.core.opening import NietGevonden
from portal.sealing.sessie import VOLLEDIG
from portal.web.kader import KWIJT, cookie_name, herkomst, now, services
from portal.web.regel import INGELOGD, TEXT_BODY, Regel, Zonder, page, rule_of
from portal.web.uploads import NUL, current_request, discard_file, take_slot

__all__ = ["INGELOGD", "Zonder", "install_guard", "is_local", "page"]

UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
# Our own paths hold ids and words only: no query, no host, nothing a browser could read as another address.
LOCAL: Final = re.compile(r"/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]*")
KEPT: Final = "Uw sessie is verlopen. Uw tekst is bewaard. Log opnieuw in, dan gaat u verder waar u was."
FILE_NOT_KEPT: Final = "Het bestand dat u koos, is niet bewaard. Voeg het daarna opnieuw toe."
FILES_NOT_KEPT: Final = "De bestanden die u koos, zijn niet bewaard. Voeg ze daarna opnieuw toe."
LOST: Final = (
    "U was niet meer ingelogd. Wat u net verstuurde, is niet bewaard. Had u tekst ingevuld? Ga in uw browser één pagina "
    "terug en kopieer hem als hij daar nog staat. Log daarna in en vul het formulier opnieuw in."
)
KEPT_STALE: Final = "Deze pagina was verouderd. Uw tekst is bewaard. Controleer hem en verstuur hem opnieuw."

csrf = CSRFProtect()


class Bezoeker(UserMixin):  # type: ignore[misc]  # flask-login ships without types
    """A person as flask-login knows him: a name for the vault's session, which alone is proof."""

    def __init__(self, gebruiker: Gebruiker) -> None:
        self.gebruiker = gebruiker
        self.id = str(gebruiker.persoon)


def install_guard(app: Flask) -> None:
    """Put the guard before everything else; call this first, and `check_rules` once all pages are registered."""
    app.before_request(_guard)
    app.teardown_request(_end)
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # the guard calls protect() itself, after the checks that need no body
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open as long as the session
        WTF_CSRF_SSL_STRICT=False,  # pages send no referrer; the guard checks where a request comes from
    )
    csrf.init_app(app)
    logins = LoginManager()
    logins.session_protection = None
    logins.init_app(app, add_context_processor=False)  # no page asks it who is there: the frame says it
    logins.request_loader(_visitor)


def is_local(path: str) -> bool:
    """Tell whether a path leads to a page of this portal and nowhere else."""
    return LOCAL.fullmatch(path) is not None


def _visitor(_request: Request) -> Bezoeker | None:
    gebruiker = g.get("gebruiker")
    return None if gebruiker is None else Bezoeker(gebruiker)


def _guard() -> ResponseReturnValue | None:
    g.gebruiker = None
    request.max_content_length = 0
    if request.method == "HEAD":
        # A view asks whether it is a GET, and would take anything else for a form that was sent.
        request.method = "GET"
    if request.endpoint in {"static", "algemeen.healthz"}:
        return None  # the same for everyone
    services().database.begin_request()
    verlopen = _load()
    if NUL in request.path or "%00" in request.query_string.decode("latin-1"):
        abort(404)  # no database of ours holds it, so nothing has such a name
    if request.endpoint is None:
        return None  # Flask answers: not found, or not this method
    regel = rule_of(current_app, request.endpoint)
    if verlopen is not None and request.method in UNSAFE and regel.bij_verlopen is not None:
        return _keep(verlopen, regel)
    if not regel.publiek:
        refused = _admit(regel)
        if refused is not None:
            return refused
        # A page for everyone shows no rule of the region, and is there while the database is away.
        services().regels.ververs()
    if request.method in UNSAFE:
        return _take_body(regel)
    return None


def _end(_error: BaseException | None) -> None:
    services().database.end_request()


def _load() -> Gebruiker | None:
    """Put the person of the session into g.gebruiker; return him instead when his session is over."""
    token = request.cookies.get(cookie_name(), "")
    if not token:
        return None
    try:
        g.gebruiker = load_gebruiker(services(), token, herkomst=herkomst(), now=now())
    except SessieVerlopen as verlopen:
        return verlopen.gebruiker
    except GeenSessie as geen:
        g.zonder_rol = isinstance(geen, GeenRol)
        return None
    return None


def _admit(regel: Regel) -> ResponseReturnValue | None:
    gebruiker: Gebruiker | None = g.gebruiker
    if gebruiker is None:
        if request.method in UNSAFE:
            if regel.bij_verlopen is not None and g.get("zonder_rol"):
                abort(401)  # the page that gives him his text back
            flash(LOST, "let-op")
        return redirect(url_for("inloggen.inloggen", terug=_back()), 303)
    if gebruiker.niveau < regel.niveau:
        return redirect(url_for("inloggen.tweede_factor"), 303)
    if regel.rechten and not any(gebruiker.mag(recht) for recht in regel.rechten):
        abort(404)
    return None


def _take_body(regel: Regel) -> ResponseReturnValue | None:
    """Check size and origin, read the body, then its CSRF token; a stale page loses no text."""
    check_head(regel)
    if regel.bestanden is not None and g.gebruiker is not None:
        current_request().open_file = regel.bestanden(g.gebruiker, request.view_args or {})
    try:
        csrf.protect()
    except CSRFError:
        if regel.bij_verlopen is None or g.gebruiker is None or request.headers.get("Sec-Fetch-Site") != "same-origin":
            raise
        # The browser says it is our own page, so this is no forgery but a page from before a new login.
        g.csrf_valid = True
        path = regel.bij_verlopen(g.gebruiker, request.view_args or {})
        if not g.get("niets_getypt"):
            flash(KEPT_STALE, "let-op")
        _say_which_file(path)
        return redirect(path, 303)
    return None


def _keep(gebruiker: Gebruiker, regel: Regel) -> ResponseReturnValue:
    """Keep what was typed by somebody whose session has just ended, then ask him to log in."""
    check_head(regel)
    mag = not regel.rechten or any(gebruiker.mag(recht) for recht in regel.rechten)
    if not mag:
        abort(401)  # kept for a role that ended meanwhile it would be read by nobody: the page gives it back
    if gebruiker.niveau < VOLLEDIG or regel.bij_verlopen is None:
        return redirect(url_for("inloggen.inloggen"), 303)
    if regel.bestanden is not None:
        current_request().open_file = discard_file
    try:
        csrf.protect()
        path = regel.bij_verlopen(gebruiker, request.view_args or {})
    except AlIngediend as al:
        # Nothing was typed, or it would have been kept: all there is to see is the receipt.
        return redirect(url_for("inloggen.inloggen", terug=f"/berichten/{al.bericht}/ontvangst"), 303)
    except (CSRFError, HTTPException, NietGevonden):
        flash(LOST, "let-op")
        return redirect(url_for("inloggen.inloggen"), 303)
    if not g.get("niets_getypt"):
        flash(KEPT, "goed")
    _say_which_file(path)
    return redirect(url_for("inloggen.inloggen", terug=path), 303)


def _say_which_file(path: str) -> None:
    """Say that the file which came along was not kept; the page at `path` says once, at its field, which one that was."""
    velden = [veld for veld, _ in current_request().gekozen]
    if velden:
        flash(FILE_NOT_KEPT if len(velden) == 1 else FILES_NOT_KEPT, "let-op")
        session[KWIJT] = {"pad": path, "velden": velden}


def check_head(regel: Regel) -> None:
    """Refuse by the headers alone: a body too large, or sent from another site."""
    # Only files may be large: they go on in constant memory, text does not.
    most = regel.body if request.mimetype == "multipart/form-data" else min(regel.body, TEXT_BODY)
    request.max_content_length = most
    request.max_form_memory_size = min(most, TEXT_BODY)
    request.max_form_parts = 500
    if (request.content_length or 0) > most:
        abort(413)
    if not _is_same_origin():
        abort(400)
    take_slot()


def _is_same_origin() -> bool:
    """Believe the browser's own word; without it the Origin, which is 'null' under our referrer policy."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    return request.headers.get("Origin", "null") in {"null", request.host_url.rstrip("/")}


def _back() -> str | None:
    """Return the path to come back to after logging in: this one, if it is a page that can be asked for."""
    if not is_local(request.path) or request.path == "/":
        return None
    if request.method in {"GET", "HEAD"}:
        return request.path
    try:
        current_app.create_url_adapter(request).match(request.path, method="GET")  # type: ignore[union-attr]  # never None inside a request
    except HTTPException:
        return None
    return request.path
