"""What every page shows around its content: the menu for these roles, who is logged in, and the banner of a demo."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, g, request, url_for

from portal.config import Settings, shared_dir
from portal.core.accounts import Gebruiker
from portal.core.herinneren.vergaderingen import meets
from portal.core.klokken.verplichtingen import is_open_here
from portal.domain.datums import opsomming
from portal.domain.rechten import Recht
from portal.sealing.sessie import VOLLEDIG
from portal.web.kader import services
from portal.web.weergave import burger

VERGADERINGEN: Final = "/vergaderingen"
# What stands in the menu, in its order: the words, where it leads, and the rights of which one shows it.
MENU: Final[tuple[tuple[Any, ...], ...]] = (
    ("Start", "/", Recht.BERICHT_INDIENEN),
    ("Werkvoorraad", "/werkvoorraad", Recht.BERICHT_LEZEN),
    ("Taken", "/taken", Recht.TAAK_AFHANDELEN),
    ("Bericht registreren", "/registreren", Recht.BERICHT_REGISTREREN),
    ("Nieuw bericht", "/nieuw", Recht.BERICHT_INDIENEN),
    ("Onderweg", "/onderweg", Recht.BERICHT_VOLGEN),
    ("Concepten", "/concepten", Recht.BERICHT_INDIENEN),
    ("Termijnen", "/termijnen", Recht.BERICHT_LEZEN, Recht.BERICHT_VOLGEN),
    ("Vergaderingen", VERGADERINGEN, Recht.BERICHT_LEZEN),
    ("Toewijzingen", "/toewijzingen", Recht.TOEWIJZING_LEZEN),
    ("Verplichtingen", "/verplichtingen", Recht.VERPLICHTINGEN_BEHEREN),
    ("Registers", "/registers", Recht.REGISTERS_LEZEN),
    ("Zoeken", "/zoeken", Recht.ZOEKEN),
    ("Overzicht", "/overzicht", Recht.CIJFERS_LEZEN),
    ("Organisatie", "/organisatie", Recht.COLLEGA_TOELATEN),
    ("Beheer", "/beheer", Recht.PORTAAL_BEHEREN),
)
ONTVANGEN: Final = "Ontvangen"  # what lies with an aanbieder: the werkvoorraad of who receives
# Of a team only who can send something is shown where one does.
ZENDEN: Final = {"/registreren": (True,), "/nieuw": (False,), "/onderweg": (True, False), "/concepten": (True, False)}


def install_navigatie(app: Flask, settings: Settings) -> None:
    """Give every template its frame."""
    banner = banner_of(settings)

    @app.context_processor
    def _frame() -> dict[str, Any]:
        gebruiker: Gebruiker | None = g.get("gebruiker")
        if gebruiker is None or gebruiker.niveau < VOLLEDIG:
            return {"banner": banner}
        # A page of refusal is the same wherever one asked for what is not there.
        path = "" if g.get("is_fout") else request.path
        return {"banner": banner, "navigatie": menu(gebruiker, path), "gebruiker": who(gebruiker)}

    app.jinja_env.globals["vast"] = static_url
    app.jinja_env.globals["burger"] = burger


def menu(gebruiker: Gebruiker, path: str) -> list[tuple[str, str, bool]]:
    """Return the menu of these roles; the part one is in is marked."""
    # On every page the same for who may do the same here: all mailboxen are gone through once under one set of rules.
    wie = ("menu", gebruiker.namens.sleutel, gebruiker.rollen, gebruiker.niveau)
    parts = services().regels.eens(wie, lambda: _parts(gebruiker))
    here = [url for _, url in parts if path == url or (url != "/" and path.startswith(f"{url}/"))]
    return [(titel, url, url in here) for titel, url in parts]


def _parts(gebruiker: Gebruiker) -> tuple[tuple[str, str], ...]:
    """Return what is in the menu of these roles, in its order."""
    parts = [(titel, url) for titel, url, *rechten in MENU if _is_for(gebruiker, url, rechten)]
    if gebruiker.namens.soort == "organisatie":
        parts = [(ONTVANGEN if url == "/werkvoorraad" else titel, url) for titel, url in parts]
    return tuple(parts)


def _is_for(gebruiker: Gebruiker, url: str, rechten: Iterable[Recht]) -> bool:
    """Tell whether a part of the menu is of any use: no start page beside a werkvoorraad, nothing to send without a mailbox."""
    if not any(gebruiker.mag(recht) for recht in rechten):
        return False
    if url == VERGADERINGEN:
        return meets(services(), gebruiker)
    if gebruiker.namens.soort != "team":
        return True
    return url != "/" and (url not in ZENDEN or any(_sends(gebruiker, voor_burger=wijze) for wijze in ZENDEN[url]))


def _sends(gebruiker: Gebruiker, *, voor_burger: bool) -> bool:
    return any(
        afzender.voor_burger is voor_burger and not gebruiker.rollen.isdisjoint(afzender.rollen)
        for mailbox in services().mailboxen.alle()
        if is_open_here(services(), mailbox)
        for afzender in mailbox.afzenders
    )


def who(gebruiker: Gebruiker) -> dict[str, Any]:
    """Return who is logged in, as the head of the page says it."""
    keuzes = {(lid.soort, lid.code) for lid in gebruiker.lidmaatschappen}
    rollen = sorted(rol.titel for rol in gebruiker.rollen)
    return {
        "organisatie": gebruiker.namens.naam,
        "naam": gebruiker.naam,
        "rol": opsomming(rollen) if rollen else "",
        "instellingen_url": "/instellingen",
        "watkan_url": "/wat-kan-ik",
        "is_aanbieder": gebruiker.namens.soort == "organisatie",
        "wij": "uw team" if gebruiker.namens.soort == "team" else "uw organisatie",
        "registreert": gebruiker.namens.soort == "team" and gebruiker.mag(Recht.BERICHT_REGISTREREN),
        "wissel_url": "/wissel" if len(keuzes) > 1 else None,
    }


def banner_of(settings: Settings) -> str:
    """Say what is different about this installation; empty in production."""
    delen = []
    if settings.demo:
        delen.append("Dit is een demonstratie met verzonnen gegevens.")
    if not settings.tweede_factor:
        delen.append("De tweede factor bij het inloggen staat uit.")
    if settings.klok:
        delen.append("De klok is verzet.")
    return " ".join(delen)


@cache
def static_url(filename: str) -> str:
    """Return the address of a static file; the same on every page, so it is made once."""
    # Not the font: its stylesheet names it without, and then a browser would fetch it twice.
    if filename.endswith(".woff2"):
        return url_for("static", filename=filename)
    return url_for("static", filename=filename, v=fingerprint(shared_dir("static") / filename))


@cache
def fingerprint(path: Path) -> str:
    """Return a short hash of a static file, so that a browser may keep it and still gets the next version."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
