"""The acts on a bericht: a page that says what each sets in motion, and the one place where it is done.

Nothing typed is lost: a colleague who was first, a vault that is away and a session that has ended all give
the page back with the text in it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from portal.core.accounts import Gebruiker
from portal.core.behandelen.handling import doe
from portal.core.behandelen.nogmaals import AndersGedaan, fingerprint_of, is_done
from portal.core.bericht.bijlagen import verwijder_bijlage
from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.bericht.zicht import BerichtKop
from portal.core.insturen import concepten
from portal.core.lezen.reading import GeopendBericht
from portal.core.opening import NietGevonden
from portal.domain.datums import in_nederland
from portal.domain.formulier import Ruw
from portal.domain.levensloop import Actie, Overgang
from portal.domain.rechten import RECHT_VOOR
from portal.domain.termijnstappen import KLOKACTIES
from portal.sealing.client import TeVeel
from portal.web import stukken
from portal.web.actieformulier import form_for
from portal.web.actiepagina import errors_of, meanwhile, question_of
from portal.web.afsluiten import death_before
from portal.web.berichten import RETRY_SECONDS, read, readable
from portal.web.formulierpagina import lost_files
from portal.web.gedaan import done_page, first_stands
from portal.web.gevolgen import effects, following
from portal.web.guard import page
from portal.web.kader import gebruiker, now, services
from portal.web.meeschuiven import look_first
from portal.web.regel import FILES_BODY, TEXT_BODY, subject_of
from portal.web.weergave import new_key
from portal.web.weggegaan import mailbox_of, not_here, typed
from portal.web.weigering import Weigering, refusal

bp = Blueprint("doen", __name__)
bp.register_error_handler(NietGevonden, not_here)

# Whoever may do any act at all; which one, on which bericht and now, the core says.
DOEN: Final = tuple(dict.fromkeys(r for actie, r in RECHT_VOOR.items() if actie is not Actie.OPENEN))


def keep_text(wie: Gebruiker, arguments: Mapping[str, Any]) -> str:
    """Seal what was typed for somebody whose session has ended, and return the path where it is filled in again."""
    bericht, code = subject_of(arguments, "bericht"), str(arguments["code"])
    mailbox = mailbox_of(wie, bericht)
    ruw, hier = typed(), request.form.get(stukken.VELD, type=UUID)
    if not any(waarde.strip() for waarden in ruw.values() for waarde in waarden) and hier is None:
        g.niets_getypt = True  # an act of one click: nobody may say that a text was kept
        flash("Er is nog niets gedaan. Kies op de pagina van het bericht nog een keer wat u wilt doen.", "let-op")
        return url_for("berichten.tonen", bericht=bericht)
    bewaard = stukken.keep(wie, bericht, mailbox, code, ruw=ruw, concept=hier)
    if melding := stukken.said(bewaard):
        flash(melding, "let-op")
    return url_for("doen.verder", bericht=bericht, code=code, concept=bewaard.concept)


@page(
    bp,
    "/berichten/<uuid:bericht>/doen/<code>",
    methods=["GET", "POST"],
    recht=DOEN,
    body=FILES_BODY,
    bij_verlopen=keep_text,
    bestanden=stukken.open_files,
)
def doen(bericht: UUID, code: str) -> ResponseReturnValue:
    """Ask for what an act needs and say what it sets in motion; on POST, do it."""
    return _do(bericht, code) if request.method == "POST" else _draw(bericht, code, {})


@page(
    bp,
    "/berichten/<uuid:bericht>/doen/<code>/bewaren",
    methods=["POST"],
    recht=DOEN,
    body=TEXT_BODY,
    bij_verlopen=keep_text,
)
def bewaren(bericht: UUID, code: str) -> ResponseReturnValue:
    """Save by script while somebody types; from then on the text has an address, for a colleague as well."""
    zicht = readable(bericht)
    regel, ruw, hier = _rule(zicht, code), typed(), request.form.get(stukken.VELD, type=UUID)
    antwoord: dict[str, object] = {"om": f"{in_nederland(now()):%H:%M}"}
    if hier is not None or any(waarde.strip() for waarden in ruw.values() for waarde in waarden):
        bewaard = stukken.keep(gebruiker(), bericht, zicht.mailbox.code, regel.code, ruw=ruw, concept=hier)
        antwoord |= {
            "stukken": str(bewaard.concept),
            "tekstversie": bewaard.versie,
            "melding": stukken.said(bewaard),
            "url": url_for("doen.verder", bericht=bericht, code=code, concept=bewaard.concept),
            "doen_url": url_for("doen.doen", bericht=bericht, code=code),
            "bewaar_url": url_for("doen.bewaren", bericht=bericht, code=code),
        }
    return jsonify(antwoord)


@page(bp, "/berichten/<uuid:bericht>/doen/<code>/<uuid:concept>", recht=DOEN)
def verder(bericht: UUID, code: str, concept: UUID) -> ResponseReturnValue:
    """Go on with a text that was kept while it was typed, or when a session ended."""
    bewaard = concepten.open_concept(services(), gebruiker(), concept)
    if (bewaard.bericht, bewaard.actie) != (bericht, code):
        raise NietGevonden
    g.bewaarde_tekst = bewaard.ruw
    return _draw(bericht, code, bewaard.ruw, hier=stukken.Ontvangen(concept=concept, versie=bewaard.versie))


@page(
    bp,
    "/berichten/<uuid:bericht>/doen/<code>/<uuid:concept>/stukken/<uuid:bijlage>/verwijderen",
    methods=["POST"],
    recht=DOEN,
    body=FILES_BODY,
    bij_verlopen=keep_text,
    bestanden=stukken.open_files,
)
def stuk_verwijderen(bericht: UUID, code: str, concept: UUID, bijlage: UUID) -> ResponseReturnValue:
    """Take a file off a text that is being written; what was typed in the same form is kept as well."""
    zicht = readable(bericht)
    regel = _rule(zicht, code)
    ontvangen = stukken.receive(zicht, regel, typed(), altijd=True)
    if ontvangen.melding and ontvangen.concept is not None:
        flash(ontvangen.melding, "let-op")  # the file hangs on what somebody else made of the text, or is gone with it
        return redirect(url_for("doen.verder", bericht=bericht, code=code, concept=ontvangen.concept), 303)
    verwijder_bijlage(services(), gebruiker(), concept=concept, bijlage=bijlage, now=now())
    flash("Het bestand is verwijderd.", "goed")
    return redirect(url_for("doen.verder", bericht=bericht, code=code, concept=concept), 303)


def _do(bericht: UUID, code: str) -> ResponseReturnValue:
    sleutel, versie = request.form.get("sleutel", type=UUID), request.form.get("versie", type=int)
    if sleutel is None or versie is None:
        abort(400)
    ruw = typed()
    act: dict[str, Any] = {"bericht": bericht, "code": code, "sleutel": sleutel, "versie": versie, "now": now()}
    act["afdruk"] = fingerprint_of(sleutel, ruw, stukken.chosen())
    try:
        return _act(readable(bericht), ruw, act)
    except NietGevonden:
        if _is_readable(bericht):
            raise
        # Handed on, so no longer ours: the same request for the second time, else it is not there.
        try:
            doe(services(), gebruiker(), **act)
        except AndersGedaan:
            return redirect(keep_text(gebruiker(), {"bericht": bericht, "code": code}), 303)
        return redirect(url_for("werkvoorraad.tonen"), 303)


def _is_readable(bericht: UUID) -> bool:
    try:
        readable(bericht)
    except NietGevonden:
        return False
    return True


def _act(zicht: BerichtKop, ruw: Ruw, act: dict[str, Any]) -> ResponseReturnValue:
    """Do the act on a bericht that was ours a moment ago; raises NietGevonden when it was handed on meanwhile."""
    regel = _rule(zicht, str(act["code"]))
    sent = partial(is_done, services(), gebruiker(), zicht.id, regel.code, sleutel=act["sleutel"], afdruk=act["afdruk"])
    ontvangen = stukken.Ontvangen()
    try:
        if sent():
            return done_page(zicht, regel)  # its files are there: those that came along again go with the request
        try:
            ontvangen = stukken.receive(zicht, regel, ruw)
        except NietGevonden:
            if not sent():
                raise
            return done_page(zicht, regel)  # the same form, at this very moment, took the kept text away
        if request.form.get("actie") == "toevoegen" and ontvangen.concept is not None and not ontvangen.fouten:
            if ontvangen.melding:
                flash(ontvangen.melding, "let-op")
            return redirect(url_for("doen.verder", bericht=zicht.id, code=regel.code, concept=ontvangen.concept), 303)
        weigering = _why_not(zicht, regel, ruw, act, ontvangen)
    except AndersGedaan:
        return _keep_second(zicht, regel, ruw, ontvangen)
    if weigering is not None:
        return _draw(zicht.id, regel.code, ruw, weigering=weigering, hier=ontvangen)
    stukken.drop_twin(ontvangen)
    return done_page(zicht, regel)


def _why_not(
    zicht: BerichtKop, regel: Overgang, ruw: Ruw, act: dict[str, Any], ontvangen: stukken.Ontvangen
) -> Weigering | None:
    """Do the act when its form is right; return why it was not done, None when it was. Raises AndersGedaan."""
    formulier = form_for(zicht, regel, ruw)
    # What a clock offers changes with every step on it: who is too late hears that, not that his choice is gone.
    ingehaald = regel.actie in KLOKACTIES and act["versie"] != zicht.versie
    fouten = (*(formulier.fouten() if formulier is not None and not ingehaald else ()), *ontvangen.fouten)
    eerst = None if fouten or ingehaald else look_first(zicht, regel, formulier)
    eerst = Weigering(status=422, fouten=fouten) if fouten else eerst
    return eerst or refusal(formulier, {**act, **ontvangen.invoer()})


def _keep_second(zicht: BerichtKop, regel: Overgang, ruw: Ruw, ontvangen: stukken.Ontvangen) -> Response:
    """Keep what came after the text that was sent, with its files, and give it back with a word about the first one."""
    if not ontvangen.bewaard:
        ontvangen = stukken.receive(zicht, regel, ruw, altijd=True)
    return _draw(zicht.id, regel.code, ruw, weigering=first_stands(ontvangen.fouten), hier=ontvangen)


def _draw(
    bericht: UUID, code: str, ruw: Ruw, *, weigering: Weigering | None = None, hier: stukken.Ontvangen = stukken.GEEN
) -> Response:
    if hier.melding:
        flash(hier.melding, "let-op")
    zicht, geopend, weigering = _read(bericht, weigering, getypt=any(any(waarden) for waarden in ruw.values()))
    regel = _rule(zicht, code)
    mogelijk = regel in (zicht.acties if geopend is None else geopend.acties)
    mogelijk = mogelijk and (weigering is None or weigering.mogelijk)
    if not mogelijk and weigering is None:
        titel = zicht.toestand.titel.lower()
        tekst = f"De status van het bericht is '{titel}'. Kijk op de pagina van het bericht wat u nu kunt doen."
        weigering = Weigering(status=409, titel="Dit kan nu niet", tekst=tekst)
    formulier = form_for(zicht, regel, ruw)
    if formulier is not None and weigering is not None:
        formulier.toon_fouten(weigering.fouten)
    taken = geopend.gevolgen(regel) if geopend is not None else ()
    bestandsfouten = weigering.fouten if weigering is not None else lost_files(regel.bijlagen)
    blokken = stukken.blocks(regel, hier.concept, bestandsfouten)
    response = make_response(
        render_template(
            "bericht/doen.html",
            zicht=zicht,
            regel=regel,
            mogelijk=mogelijk,
            formulier=formulier,
            getypt=any(waarde for waarden in ruw.values() for waarde in waarden),
            weigering=weigering,
            intussen=meanwhile(zicht) if weigering is not None and weigering.status == 409 else None,
            gevolgen=effects(zicht, regel, geopend, taken),
            taken=following(zicht, taken),
            dood=death_before(zicht, regel) if mogelijk else None,
            vraag=question_of(zicht) if regel.actie is Actie.BEANTWOORDEN else None,
            bewaard=stukken.kept(bericht, code) if request.endpoint == "doen.doen" and request.method == "GET" else (),
            sleutel=new_key(),
            stukken=hier.concept,
            tekstversie=hier.versie,
            blokken=blokken,
            fouten=[*errors_of(formulier), *((blok.veld, blok.fout) for blok in blokken if blok.fout)],
        ),
        weigering.status if weigering is not None else 200,
    )
    if response.status_code == 503:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _read(
    bericht: UUID, weigering: Weigering | None, *, getypt: bool
) -> tuple[BerichtKop, GeopendBericht | None, Weigering | None]:
    """Return the bericht; what is sealed in it is left out when it cannot be opened now, so that the form still shows.

    What is not as it was taken in gets its own page, unless there is a text to give back: then it is said above that.
    """
    try:
        return *read(bericht), weigering
    except TeVeel:
        return readable(bericht), None, weigering
    except (KloptNiet, NogNietOpgenomen) as niet:
        if not getypt and weigering is None:
            raise
        nieuw = Weigering(
            status=409, titel="Dit kan nu niet", tekst=niet.tekst, mogelijk=not isinstance(niet, KloptNiet)
        )
        return readable(bericht), None, weigering or nieuw


def _rule(zicht: BerichtKop, code: str) -> Overgang:
    """Return the declared act of this side of the bericht; raises NietGevonden, NietToegestaan."""
    regel = zicht.mailbox.levensloop.overgang(code)
    if regel is None or regel.door not in zicht.kanten or regel.actie not in RECHT_VOOR or regel.actie is Actie.OPENEN:
        raise NietGevonden
    gebruiker().eis(RECHT_VOOR[regel.actie])
    return regel
