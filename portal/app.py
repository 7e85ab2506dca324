"""The app: the only place where services, guard and pages meet."""

import os
import pkgutil
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask
from flask.sessions import SecureCookieSessionInterface
from jinja2 import StrictUndefined, Template
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import web
from portal.config import Settings, shared_dir
from portal.core.services import Services
from portal.web.filters import install_filters
from portal.web.formulierpagina import install_drawing
from portal.web.fouten import install_fouten
from portal.web.guard import install_guard
from portal.web.headers import install_headers
from portal.web.kader import EXTENSION, KLOK
from portal.web.navigatie import install_navigatie
from portal.web.regel import check_rules
from portal.web.uploads import install_uploads
from portal.wiring import make_services

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer

# Measured on two cores: more threads make no submission faster, and uploads may hold half of them.
THREADS: Final = 16
UPLOAD_SLOTS: Final = THREADS // 2
YEAR: Final = 365 * 24 * 3600


def create_app(
    settings: Settings, services: Services | None = None, *, klok: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Flask:
    """Make the app; raises GeenRegel when a page has no rule, FouteDeclaratie when a mailbox contradicts itself."""
    app = Flask("portal", template_folder=str(shared_dir("templates")), static_folder=str(shared_dir("static")))
    app.extensions[EXTENSION] = services or make_services(settings)
    app.extensions[KLOK] = _forward_only(klok)
    app.config.update(
        SECRET_KEY=secret_key(settings.secret_key_file),
        SESSION_COOKIE_NAME="__Host-formulier" if settings.tls else "formulier",
        SESSION_COOKIE_SECURE=settings.tls,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=YEAR,  # the address of a static file holds its fingerprint
        TRAP_HTTP_EXCEPTIONS=False,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.session_interface = Formuliersessie()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.template_class = Sjabloon
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    install_guard(app)
    install_uploads(app, slots=UPLOAD_SLOTS)
    install_headers(app, tls=settings.tls)
    install_filters(app)
    install_navigatie(app, settings)
    install_drawing(app)
    install_fouten(app)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    check_rules(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]  # how Flask takes a middleware
    return app


class Sjabloon(Template):
    """A template of which the macros are made once: none here is loaded with globals of its own, which Jinja looks for each time."""

    def _get_default_module(self, _context: Context | None = None) -> TemplateModule:
        module: TemplateModule = super()._get_default_module()
        return module


class Formuliersessie(SecureCookieSessionInterface):
    """The form cookie; what signs it is made once for the app, and not at the begin and the end of every request."""

    _signer: "URLSafeTimedSerializer | None" = None

    def get_signing_serializer(self, app: Flask) -> "URLSafeTimedSerializer | None":
        """Return what signs and checks the cookie of this app."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer


def blueprints() -> tuple[Blueprint, ...]:
    """Return the pages: every module in portal/web with a blueprint named `bp`."""
    modules = (import_module(f"{web.__name__}.{found.name}") for found in pkgutil.iter_modules(web.__path__))
    return tuple(module.bp for module in modules if isinstance(getattr(module, "bp", None), Blueprint))


def _forward_only(klok: Callable[[], datetime]) -> Callable[[], datetime]:
    """Return a clock that stands still while the one of the system goes back: the log must not."""
    last = datetime.min.replace(tzinfo=UTC)

    def now() -> datetime:
        nonlocal last
        last = max(last, klok())
        return last

    return now


def secret_key(path: Path) -> bytes:
    """Return the key that signs the form cookie; made at the first start, 0600, one for all processes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # the first process wins, whole; the others read what it wrote
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
