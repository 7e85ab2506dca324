"""What somebody typed in a form that could not be done, given back on the page that says so: to read and to send again.

A browser that goes back asks for a page that it may not have kept (`Cache-Control: no-store`) and shows it empty.
"""

from dataclasses import dataclass
from typing import Final

from flask import current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.web.guard import check_head, csrf
from portal.web.regel import rule_of
from portal.web.uploads import current_request, discard_file

UNSEEN: Final = frozenset({"csrf_token"})
# What a page of ours puts in its forms by itself: a form with nothing else in it was a button.
EIGEN: Final = frozenset({"sleutel", "versie", "actie", "later", "stukken", "tekstversie", "getoond", "meegezien"})
# What an act asks in words, however short the answer.
WOORDEN: Final = frozenset({"tekst", "reden"})
# voorstel: as many words are a text of somebody's own, and shown; the rest goes along unseen.
WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Teruggave:
    """The fields of a form in their order: `teksten` are those that somebody wrote at length; `pad` is where it goes.

    `bestanden` are the names of the files that were chosen: no browser can be given those back.
    """

    pad: str
    teksten: tuple[tuple[str, str], ...]
    velden: tuple[tuple[str, str], ...]
    bestanden: tuple[str, ...]

    @property
    def is_getypt(self) -> bool:
        """Whether somebody filled in anything at all."""
        return any(naam not in EIGEN for naam, _ in (*self.teksten, *self.velden))


def given_back() -> Teruggave | None:
    """Return what was typed in this request when it is our own form, arrived whole, and one whose text is kept.

    No form with a password is: `bij_verlopen` of its rule says which are.
    """
    if not _is_ours():
        return None
    velden = [(naam, waarde) for naam, waarde in request.form.items(multi=True) if naam not in UNSEEN and waarde]
    teksten = tuple(veld for veld in velden if _is_text(*veld))
    rest = tuple(veld for veld in velden if not _is_text(*veld))
    pad = request.full_path if request.query_string else request.path
    return Teruggave(pad, teksten, rest, tuple(naam for _, naam in current_request().gekozen))


def _is_text(naam: str, waarde: str) -> bool:
    return naam in WOORDEN or len(waarde.split()) >= WORDS


def _is_ours() -> bool:
    if request.method != "POST" or request.endpoint is None:
        return False
    regel = rule_of(current_app, request.endpoint)
    if regel.bij_verlopen is None:
        return False
    if g.get("csrf_valid"):
        return True
    if current_request().body_input.taken:
        return False  # cut off half-way, or from a page that is not ours
    # Whoever looks for the session finds no database, and the body was left unread.
    current_request().open_file = discard_file
    try:
        check_head(regel)
        csrf.protect()
    except (CSRFError, HTTPException):
        return False
    return True
