"""What is left of a text whose bericht is elsewhere now: with another team of the writer, or handed on by his own."""

from uuid import UUID

from flask import g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.bericht.zicht import kop
from portal.core.insturen.elders import Elders, elders
from portal.core.opening import NietGevonden
from portal.domain.formulier import Ruw
from portal.web import stukken
from portal.web.filters import short_moment
from portal.web.fouten import NIET_GEVONDEN, fout, is_script
from portal.web.kader import gebruiker, services

VELDEN = ("tekst", "team", "reden", "dag", "getekend_op", "gezien_door", "termijn", "grond", "uiterlijk", "aantal")


def typed() -> dict[str, list[str]]:
    """Return what was typed in the form of an act."""
    return {naam: request.form.getlist(naam) for naam in _fields() if naam in request.form}


def _fields() -> tuple[str, ...]:
    """Name the fields of an act, with those of the form that a step of this name asks."""
    code = (request.view_args or {}).get("code")
    stappen = (o for mailbox in services().mailboxen.alle() for o in mailbox.levensloop.overgangen if o.code == code)
    eigen = (veld.naam for stap in stappen if stap.formulier is not None for veld in stap.formulier.veldinfo())
    return (*VELDEN, *dict.fromkeys(eigen))


def mailbox_of(wie: Gebruiker, bericht: UUID) -> str:
    """Return the mailbox of a bericht that this person has, or had; raises NietGevonden."""
    try:
        return kop(services(), wie, bericht).mailbox.code
    except NietGevonden:
        plek = elders(services(), wie, bericht)
        if plek is None:
            raise
        return plek.mailbox


def not_here(_error: NietGevonden) -> ResponseReturnValue:
    """Give the text back and say where the bericht is; to who never had it, it is not there."""
    arguments = request.view_args or {}
    plek = elders(services(), gebruiker(), arguments["bericht"])
    if plek is None:
        return fout(NIET_GEVONDEN)
    if is_script():
        return jsonify(
            melding=f"Niet opgeslagen. {_why(plek)} Uw tekst staat hier nog. Kopieer wat u wilt bewaren."
        ), 409
    ruw: Ruw = typed() if request.method == "POST" else g.get("bewaarde_tekst", {})
    pagina = render_template(
        "bericht/weggegaan.html",
        plek=plek,
        waarom=_why(plek),
        tekst=next((waarde for naam in ("tekst", "reden") for waarde in ruw.get(naam, ())), ""),
        veld="reden" if "reden" in ruw else "tekst",
        verborgen=[
            (naam, waarde)
            for naam in ("sleutel", "versie", stukken.VELD, stukken.VERSIE, stukken.GETOOND, *_fields()[1:])
            for waarde in request.form.getlist(naam)
        ],
        bericht=arguments["bericht"],
        code=arguments["code"],
        concept=arguments.get("concept") if "bewaarde_tekst" in g else None,
        bewaard=stukken.kept(arguments["bericht"], arguments["code"]) if not ruw else (),
    )
    return make_response(pagina, 409)


def _why(plek: Elders) -> str:
    if plek.moment is None:
        return (
            f"Dit hoort bij {plek.hoort_bij}, en u werkt nu voor {gebruiker().namens.naam}. Dat hebt u in een ander "
            "venster gewisseld."
        )
    return f"{plek.door} heeft dit bericht doorgestuurd naar {plek.naar}, {short_moment(plek.moment)}."
