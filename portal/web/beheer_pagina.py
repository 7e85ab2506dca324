"""What the pages of beheer and organisatiebeheer share: their parts, an act that may be refused, the password shown once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from flask import Response, abort, make_response, render_template, request, url_for

from portal.core.beheer.toelating import NietToegelaten
from portal.forms.formulier import BerichtFormulier
from portal.sealing.client import Toelating, VaultDown
from portal.web.kader import services

T = TypeVar("T")
ONDERDELEN: Final = (
    ("Overzicht", "beheer.tonen"),
    ("Organisaties", "beheer_organisaties.lijst"),
    ("Wachtend", "beheer_wachtend.lijst"),
    ("Regio", "beheer.regio"),
    ("Kalender", "beheer_kalender.tonen"),
    ("Taakverdeling", "beheer_taakrollen.tonen"),
    ("Mailboxen", "beheer_mailboxen.lijst"),
    ("Logboek", "beheer_logboek.tonen"),
    ("Post", "beheer_post.tonen"),
    ("Kluis", "beheer.kluis"),
)
BEHEER: Final = ("Beheer", "/beheer")
KLUIS_WEG: Final = "Dit lukt nu even niet, omdat de kluis niet bereikbaar is. Er is niets veranderd. Probeer het over een paar minuten opnieuw."


@dataclass(frozen=True, slots=True, kw_only=True)
class Weigering:
    """Why an act was not done: the answer's status, the field to change (empty for none) and the text."""

    status: int
    veld: str
    tekst: str


def draw(template: str, *, hier: str, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 - what a template takes
    """Draw a page of beheer; `hier` is the part it belongs to."""
    onderdelen = [(titel, url_for(endpoint), None, titel == hier) for titel, endpoint in ONDERDELEN]
    return make_response(render_template(template, onderdelen=onderdelen, **context), status)


def form_page(
    formulier: BerichtFormulier,
    *,
    weigering: Weigering | None = None,
    **context: Any,  # noqa: ANN401 - what the template takes
) -> Response:
    """Draw a form of beheer: titel, intro, knop, terug, hier and kruimels; a refusal stands at its field, or above."""
    if weigering is not None and weigering.veld:
        formulier[weigering.veld].errors = [weigering.tekst]
    fouten = [(veld.anker, veld.errors[0]) for veld in formulier.velden() if veld.errors]
    return draw(
        "beheer/formulier.html",
        status=weigering.status if weigering is not None else 422 if fouten else 200,
        formulier=formulier,
        sleutel=uuid4(),
        weigering=weigering if weigering is not None and not weigering.veld else None,
        fouten=fouten,
        **context,
    )


def attempt(act: Callable[[], T]) -> T | Weigering:
    """Do an act, or return why not as the page must say it; what is not there stays a 404."""
    try:
        return act()
    except NietToegelaten as niet:
        return Weigering(status=422 if niet.veld else 409, veld=niet.veld, tekst=niet.tekst)
    except VaultDown:
        return Weigering(status=503, veld="", tekst=KLUIS_WEG)


def form_key() -> UUID:
    """Return the key of the form that was posted: what makes a double click one act."""
    sleutel = request.form.get("sleutel", type=UUID)
    if sleutel is None:
        abort(400)
    return sleutel


def page_of(rijen: Sequence[T], per_pagina: int) -> tuple[Sequence[T], int, bool]:
    """Return the rows of the page that the address asks for, its number from 1, and whether there are more."""
    nummer = max(request.args.get("bladzijde", 1, type=int), 1)
    nummer = min(nummer, max(-(-len(rijen) // per_pagina), 1))
    begin = (nummer - 1) * per_pagina
    return rijen[begin : begin + per_pagina], nummer, begin + per_pagina < len(rijen)


def once_shown(toelating: Toelating, *, naam: str, account: str, terug: tuple[str, str], nieuw: bool) -> Response:
    """Show the one-time password: in this answer and nowhere else."""
    return make_response(
        render_template(
            "organisatie/eenmalig.html",
            naam=naam,
            account=account,
            wachtwoord=toelating.wachtwoord,
            terug=terug,
            nieuw=nieuw,
            adres=services().settings.basis_url,
            tweede_factor=services().settings.tweede_factor,
        )
    )
