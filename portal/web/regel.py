"""The rule of an endpoint, declared where it is registered: who may come, how large a body, what if the session ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias, TypeVar
from uuid import UUID

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.bericht.bijlagen import Upload
from portal.domain.rechten import Recht

KIB: Final = 1024
FORM_BODY: Final = 64 * KIB
TEXT_BODY: Final = 1024 * KIB
FILES_BODY: Final = 128 * 1024 * KIB

View: TypeAlias = Callable[..., ResponseReturnValue]
V = TypeVar("V", bound=View)
# Seals what was typed for somebody whose session has ended, and returns the path to come back to.
Bewaarder: TypeAlias = Callable[[Gebruiker, Mapping[str, Any]], str]
# Gives, per file field, the stream that the form parser writes to; None for a field that takes no file.
Ontvanger: TypeAlias = Callable[[Gebruiker, Mapping[str, Any]], Callable[[str], "Upload | None"]]


class GeenRegel(Exception):
    """An endpoint without a rule, or a form of which it is not said what becomes of its text: the app refuses to start."""


class Zonder(Enum):
    """Why nothing of a form is kept when the session ended meanwhile; said for each form, so that none is forgotten."""

    KNOP = "there is a button, or a box to tick: no word was typed"
    GEHEIM = "a password or a code, which is kept nowhere"


class Ingelogd:
    """The rule of a page for everyone with a full session."""


INGELOGD: Final = Ingelogd()


@dataclass(frozen=True, slots=True, kw_only=True)
class Regel:
    """Who may come in and with what; `rechten` empty means everyone with a full session.

    `niveau` 1 is for the pages that finish a login. `body` in bytes. `bij_verlopen` keeps what was typed when
    the session ended meanwhile, `zonder` says why there is nothing to keep. `bestanden` makes an endpoint take files, straight into sealed parts.
    """

    publiek: bool = False
    rechten: tuple[Recht, ...] = ()
    niveau: int = 2
    body: int = FORM_BODY
    bij_verlopen: Bewaarder | None = None
    zonder: Zonder | None = None
    bestanden: Ontvanger | None = None


def page(
    bp: Blueprint,
    path: str,
    *,
    methods: tuple[str, ...] | list[str] = ("GET",),
    recht: Recht | tuple[Recht, ...] | Ingelogd | None = None,
    publiek: bool = False,
    niveau: int = 2,
    body: int = FORM_BODY,
    bij_verlopen: Bewaarder | Zonder | None = None,
    bestanden: Ontvanger | None = None,
) -> Callable[[V], V]:
    """Register a view with its rule; exactly one of `recht` and `publiek` must be given, and for a form `bij_verlopen`."""
    if (recht is None) != publiek:
        raise GeenRegel(f"{path}: noem een recht, INGELOGD of publiek")
    if bij_verlopen is None and "POST" in methods:
        raise GeenRegel(f"{path}: zeg met bij_verlopen wat er met het getypte gebeurt als de sessie is verlopen")
    rechten = recht if isinstance(recht, tuple) else (recht,) if isinstance(recht, Recht) else ()
    regel = Regel(
        publiek=publiek,
        rechten=rechten,
        niveau=niveau,
        body=body,
        bij_verlopen=None if isinstance(bij_verlopen, Zonder) else bij_verlopen,
        zonder=bij_verlopen if isinstance(bij_verlopen, Zonder) else None,
        bestanden=bestanden,
    )

    def register(view: V) -> V:
        bp.add_url_rule(path, endpoint=view.__name__, view_func=view, methods=list(methods))
        bp.record(lambda state: _remember(state.app.extensions, f"{bp.name}.{view.__name__}", regel))
        return view

    return register


def rule_of(app: Flask, endpoint: str) -> Regel:
    """Return the rule of an endpoint; raises GeenRegel."""
    try:
        regel: Regel = app.extensions["regels"][endpoint]
    except KeyError:
        raise GeenRegel(endpoint) from None
    return regel


def check_rules(app: Flask) -> None:
    """Refuse to start while any endpoint has no rule; raises GeenRegel."""
    zonder = {rule.endpoint for rule in app.url_map.iter_rules()} - set(app.extensions.get("regels", {})) - {"static"}
    if zonder:
        raise GeenRegel(", ".join(sorted(zonder)))


def subject_of(arguments: Mapping[str, Any], name: str) -> UUID:
    """Return an id out of the path of a request."""
    found: UUID = arguments[name]
    return found


def _remember(extensions: dict[str, Any], endpoint: str, regel: Regel) -> None:
    extensions.setdefault("regels", {})[endpoint] = regel
