"""Coming in and going out: login, the second factor, a new password, the choice of a team, logout."""

from typing import Final
from urllib.parse import quote, urlencode

import segno
from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.core.accounts import keuzes, switch_namens
from portal.core.beheer.afmelden import log_out
from portal.domain.datums import in_nederland
from portal.domain.formulier import Kader
from portal.domain.rechten import NietToegestaan
from portal.forms.accounts import InlogFormulier
from portal.sealing.client import CodeNodig, LoggedIn, LoginRefused, Refused, Throttled, VaultRefusal
from portal.sealing.sessie import VOLLEDIG
from portal.web.guard import INGELOGD, Zonder, is_local, page
from portal.web.kader import (
    KWIJT,
    OPNIEUW,
    clear_session_cookie,
    gebruiker,
    herkomst,
    now,
    services,
    set_session_cookie,
    vandaag,
)

bp = Blueprint("inloggen", __name__)

SHORTEST: Final = 12
PASSWORD_REFUSALS: Final = {
    "wachtwoord_te_kort": f"Kies een wachtwoord van minstens {SHORTEST} tekens, bijvoorbeeld vier losse woorden.",
    "wachtwoord_niet_nieuw": "Kies een ander wachtwoord dan het oude, en niet uw accountnaam.",
}


@page(bp, "/inloggen", methods=["GET", "POST"], publiek=True, bij_verlopen=Zonder.GEHEIM)
def inloggen() -> ResponseReturnValue:
    """Show the login form, or log in and go where one was."""
    terug = request.values.get("terug", "")
    terug = terug if is_local(terug) else ""
    if g.gebruiker is not None and g.gebruiker.niveau >= VOLLEDIG:
        return redirect(terug or "/", 303)
    formulier = InlogFormulier.vul(_typed(), Kader(vandaag=vandaag(), regio=services().regio))
    if request.method == "GET":
        return _login_page(formulier, terug)
    fouten = [(formulier[fout.veld].anker, fout.tekst) for fout in formulier.fouten()]
    if fouten:
        return _login_page(formulier, terug, fouten, 422)
    feiten = formulier.feiten()
    try:
        logged_in = services().vault.login(
            str(feiten["account"]), str(feiten["wachtwoord"]), str(feiten.get("code", "")), adres=herkomst()
        )
    except Throttled as throttled:
        return _login_page(formulier, terug, [("account", _later(throttled))], 429)
    except CodeNodig as nodig:
        return _login_page(formulier, terug, [("code", nodig.tekst)], 422)
    except LoginRefused as refused:
        return _login_page(formulier, terug, [("account", refused.tekst)], 422)
    return _begin(logged_in, terug)


@page(bp, "/inloggen/tweede-factor", methods=["GET", "POST"], recht=INGELOGD, niveau=1, bij_verlopen=Zonder.GEHEIM)
def tweede_factor() -> ResponseReturnValue:
    """Set up the second factor: a QR code for the app, and a first code from it."""
    if "wachtwoord" in session.get("nodig", []):
        return redirect(url_for("inloggen.wachtwoord"), 303)
    if gebruiker().niveau >= VOLLEDIG:
        return redirect("/", 303)
    fouten: list[tuple[str, str]] = []
    if request.method == "POST":
        code = "".join(request.form.get("code", "").split())
        try:
            logged_in = services().vault.totp_confirm(gebruiker().token, code, herkomst=herkomst())
            return _begin(logged_in, session.get("terug", ""))
        except Throttled as throttled:
            fouten = [("code", _later(throttled))]
        except VaultRefusal:
            fouten = [("code", "Deze code klopt niet. Wacht op de volgende code in uw app en vul die in.")]
    secret = services().vault.totp_begin(gebruiker().token)
    return (
        render_template("inloggen/tweede_factor.html", secret=_in_fours(secret), qr=_qr(secret), fouten=fouten),
        422 if fouten else 200,
    )


@page(bp, "/inloggen/wachtwoord", methods=["GET", "POST"], recht=INGELOGD, niveau=1, bij_verlopen=Zonder.GEHEIM)
def wachtwoord() -> ResponseReturnValue:
    """Choose a password of one's own, at the first login and whenever one wants."""
    fouten: list[tuple[str, str]] = []
    if request.method == "POST":
        oud, nieuw, nogmaals = (request.form.get(naam, "") for naam in ("oud", "nieuw", "nogmaals"))
        fouten = _password_mistakes(oud, nieuw, nogmaals)
        if not fouten:
            try:
                logged_in = services().vault.password(gebruiker().token, oud=oud, nieuw=nieuw, herkomst=herkomst())
            except Throttled as throttled:
                fouten = [("oud", _later(throttled))]
            except LoginRefused:
                fouten = [("oud", "Uw oude wachtwoord klopt niet. Controleer het en probeer het opnieuw.")]
            except Refused as refused:
                if refused.code not in PASSWORD_REFUSALS:
                    raise
                fouten = [("nieuw", PASSWORD_REFUSALS[refused.code])]
            else:
                return _begin(logged_in, session.get("terug", ""))
    return render_template("inloggen/wachtwoord.html", fouten=fouten, kortste=SHORTEST), 422 if fouten else 200


@page(bp, "/uitloggen", methods=["POST"], recht=INGELOGD, niveau=1, bij_verlopen=Zonder.KNOP)
def uitloggen() -> ResponseReturnValue:
    """End the session here and at the vault, and empty what the browser kept."""
    log_out(services(), gebruiker(), now=now())
    session.clear()
    flash("U bent uitgelogd.", "goed")
    response = redirect(url_for("inloggen.inloggen"), 303)
    clear_session_cookie(response)
    return response


@page(bp, "/wissel", methods=["GET", "POST"], recht=INGELOGD, bij_verlopen=Zonder.KNOP)
def wissel() -> ResponseReturnValue:
    """Choose the team or organisation one works for now."""
    if request.method == "GET":
        return render_template("inloggen/wissel.html", keuzes=keuzes(services(), gebruiker()), nu=gebruiker().namens)
    soort, _, code = request.form.get("namens", "").partition(":")
    try:
        switch_namens(services(), gebruiker(), soort=soort, code=code, now=now())
    except NietToegestaan:
        flash("Voor dat team of die organisatie kunt u niet werken. Kies er een uit de lijst.", "fout")
        return redirect(url_for("inloggen.wissel"), 303)
    return redirect("/", 303)


def _typed() -> dict[str, list[str]]:
    return {naam: request.form.getlist(naam) for naam in ("account", "wachtwoord", "code") if naam in request.form}


def _login_page(
    formulier: InlogFormulier, terug: str, fouten: list[tuple[str, str]] | None = None, status: int = 200
) -> ResponseReturnValue:
    pagina = render_template(
        "inloggen/inloggen.html",
        formulier=formulier,
        fouten=fouten or [],
        terug=terug,
        tweede_factor=services().settings.tweede_factor,
    )
    return pagina, status


def _begin(logged_in: LoggedIn, terug: str) -> ResponseReturnValue:
    """Start with a fresh form cookie, so that no token from before the login holds; then finish or go on."""
    blijft = {naam: session[naam] for naam in (OPNIEUW, KWIJT) if naam in session}
    session.clear()
    session.update(blijft)
    if logged_in.nodig:
        session["nodig"], session["terug"] = list(logged_in.nodig), terug
        response = redirect(url_for("inloggen.tweede_factor"), 303)
    else:
        response = redirect(terug if is_local(terug) else "/", 303)
    set_session_cookie(response, logged_in.token)
    return response


def _later(throttled: Throttled) -> str:
    if throttled.until is None:
        return throttled.tekst
    return f"Er is te vaak iets verkeerds ingevuld. Probeer het na {in_nederland(throttled.until):%H:%M} uur opnieuw."


def _password_mistakes(oud: str, nieuw: str, nogmaals: str) -> list[tuple[str, str]]:
    mistakes = []
    if not oud:
        mistakes.append(("oud", "Vul uw oude wachtwoord in."))
    if len(nieuw) < SHORTEST:
        mistakes.append(("nieuw", PASSWORD_REFUSALS["wachtwoord_te_kort"]))
    elif nieuw != nogmaals:
        mistakes.append(("nogmaals", "Dit is niet hetzelfde als uw nieuwe wachtwoord. Vul het nog een keer in."))
    return mistakes


def _qr(secret: str) -> str:
    """Return the QR code as an image in the page itself: it never has an address of its own."""
    label = quote(f"Berichtenportaal:{gebruiker().account}")
    uri = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': 'Berichtenportaal'})}"
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="white", dark="black"))


def _in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
