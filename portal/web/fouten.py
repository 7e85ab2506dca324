"""The pages that say no: what happened in plain Dutch, what to do next, and nothing that tells whether a thing exists."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import Flask, g, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from portal.core.bericht.kwitantie import KloptNiet, NogNietOpgenomen
from portal.core.files.store import NotStored, OpslagStuk, OpslagVol
from portal.core.insturen.concepten import AlIngediend
from portal.core.lezen.reading import Teruggehaald
from portal.core.opening import NietGevonden
from portal.db import DatabaseBezet, is_full
from portal.domain.rechten import NietToegestaan
from portal.sealing.client import Refused, TeVeel, VaultDown
from portal.sealing.envelope import NotGenuine
from portal.sealing.seal import UnsignedKey
from portal.web.teruggave import Teruggave, given_back
from portal.web.uploads import BACK

log = logging.getLogger("portal.web")

AGAIN: Final = "Met de knop hieronder verstuurt u hetzelfde nog een keer."
BELOW: Final = "Wat u hebt ingevuld, staat hieronder en is nog niet verstuurd."


@dataclass(frozen=True, slots=True, kw_only=True)
class Foutpagina:
    """A page: its status, its title, and what the reader should know and do.

    `getypt`: it may follow on a form that arrived whole, whose text is then given back; what to do with it is `daarna`.
    `opnieuw`: sending the same again can help, else the text is there to copy.
    """

    status: int
    titel: str
    regels: tuple[str, ...]
    getypt: bool = False
    daarna: str = ""
    opnieuw: bool = True


def _pagina(
    status: int, titel: str, *regels: str, getypt: bool = False, daarna: str = "", opnieuw: bool = True
) -> Foutpagina:
    return Foutpagina(status=status, titel=titel, regels=regels, getypt=getypt, daarna=daarna, opnieuw=opnieuw)


NIET_GEVONDEN: Final = _pagina(
    404,
    "Deze pagina is er niet",
    "Misschien klopt het adres niet, of mag u deze pagina niet zien met de rol die u nu heeft.",
    "Werkt u voor meer teams of organisaties? Kijk dan of u voor de juiste bent ingelogd. Begin anders op de startpagina.",
)
# The same for what is not there, is of others, or was his until a role changed while he typed: he has only his own text back.
NIET_GEDAAN: Final = _pagina(
    404,
    "Dit is niet gedaan",
    "Misschien is uw rol net veranderd, is dit er niet meer, of werkt u nu voor een ander team of een andere organisatie.",
    getypt=True,
    daarna="Kopieer uw tekst als u hem nog nodig heeft. Werkt u voor meer teams of organisaties? Wissel dan in een ander "
    "venster naar de juiste en verstuur dit nog een keer.",
)
NIET_OPGESLAGEN: Final = _pagina(
    404, "Niet opgeslagen", *NIET_GEDAAN.regels, "Uw tekst staat hier nog. Kopieer wat u wilt bewaren."
)
PAGINAS: Final = {
    pagina.status: pagina
    for pagina in (
        _pagina(
            400,
            "Dit formulier kan zo niet worden verwerkt",
            "De pagina was te lang open, is in een ander venster vernieuwd, of kwam niet van het portaal. Er is niets verstuurd.",
            f"{BACK} Kopieer uw tekst, laad de pagina opnieuw en probeer het nog een keer.",
        ),
        _pagina(
            401,
            "U bent niet meer ingelogd",
            "Uw sessie is verlopen of uw rol is beëindigd. Er is niets verstuurd of bewaard.",
            getypt=True,
            daarna="Kopieer uw tekst als u hem nog nodig heeft. Of log in een ander venster opnieuw in en verstuur dit nog een keer.",
        ),
        NIET_GEVONDEN,
        _pagina(
            405, "Dit kan op deze manier niet", "Open de pagina met de knop of link op het portaal, niet rechtstreeks."
        ),
        _pagina(
            408,
            "Het versturen ging te langzaam",
            "De verbinding was te traag of viel weg. Er is niets verstuurd.",
            f"{BACK} Probeer het opnieuw, bijvoorbeeld via een andere verbinding.",
        ),
        _pagina(
            409,
            "Iemand was u voor",
            "Dit is intussen veranderd. Ga terug, laad de pagina opnieuw en kijk wat er nu staat.",
        ),
        _pagina(
            413,
            "Dit is te groot om te versturen",
            "Alle bestanden samen zijn groter dan wij in één keer aannemen. Er is niets verstuurd.",
            f"{BACK} Kies kleinere bestanden, of voeg ze één voor één toe en kies na elk bestand 'Bewaren en later verder'.",
        ),
        _pagina(415, "Dit soort bestand nemen wij niet aan", "Sla het bestand op als pdf en probeer het opnieuw."),
        _pagina(422, "Er klopt iets niet", getypt=True, daarna="Controleer wat u hebt ingevuld."),
        _pagina(
            429,
            "U heeft in korte tijd veel geopend",
            "Om misbruik te voorkomen kunt u even niets openen. Wacht een paar minuten en probeer het dan opnieuw.",
            "Er is niets verloren gegaan.",
            getypt=True,
        ),
        _pagina(
            500,
            "Er ging iets mis bij ons",
            "Probeer het over een paar minuten opnieuw. Blijft het misgaan? Bel de beheerder van het portaal en noem het tijdstip.",
            getypt=True,
        ),
        _pagina(503, "Het portaal is even te druk", "Wacht een minuut en probeer het opnieuw.", getypt=True),
    )
}
KLUIS: Final = _pagina(
    503,
    "De kluis is even niet bereikbaar",
    "Berichten, bijlagen en bewaarde concepten kunnen nu niet worden geopend, en inloggen lukt niet. Er is niets verloren.",
    "Bent u al ingelogd? Een bericht dat u nu invult kunt u gewoon bewaren en versturen: het wordt opgeslagen en komt aan. "
    "Ook de lijst van berichten onderweg blijft werken.",
    "Probeer het over een paar minuten opnieuw.",
    getypt=True,
)
NIET_ECHT: Final = _pagina(
    500,
    "Dit kan niet veilig worden geopend",
    "De inhoud klopt niet met het zegel. Daarom tonen wij haar niet.",
    "Bel de beheerder van het portaal en noem het nummer van het bericht.",
)
NIET_VERZEGELD: Final = _pagina(
    503,
    "Dit kan nu niet veilig worden verstuurd",
    "De sleutel van de ontvanger klopt niet of ontbreekt. Wij versturen pas als dat in orde is. Uw concept is bewaard.",
    "Bel de beheerder van het portaal.",
)
KLOPT_NIET: Final = _pagina(
    409,
    "Dit bericht klopt niet",
    "De gegevens van dit bericht zijn niet zoals ze zijn ingediend. Daarom tonen wij de inhoud niet en kunt u er niets mee doen.",
    "Bel de beheerder van het portaal en noem het nummer van het bericht.",
    getypt=True,
    opnieuw=False,
)
WORDT_VERWERKT: Final = _pagina(
    409,
    "Dit bericht wordt net verwerkt",
    "De kluis neemt het bericht nog op. Tot dan tonen wij de inhoud niet.",
    "Probeer het over een minuut opnieuw. Er is niets verloren.",
    getypt=True,
)
DATABASE: Final = _pagina(
    503,
    "Het portaal kan nu even niet bij zijn gegevens",
    "Wat eerder is verstuurd, is niet verloren. Weet u niet of het net is gelukt? Dubbel versturen kan hier niet.",
    getypt=True,
    daarna="Wacht een minuut en verstuur het gerust nog een keer.",
)
DATABASE_VOL: Final = _pagina(
    507,
    "Er is nu geen ruimte om iets op te slaan",
    "Wat eerder is verstuurd, is niet verloren. Wat u net verstuurde, is niet opgeslagen.",
    getypt=True,
    daarna="Bel de beheerder van het portaal en verstuur het later nog een keer.",
)
OPSLAG: Final = _pagina(
    507,
    "Er is nu geen ruimte voor dit bestand",
    "Uw tekst is niet verloren. Probeer het later opnieuw, of bel de beheerder van het portaal.",
)
OPSLAG_STUK: Final = _pagina(
    503,
    "Het portaal kan nu geen bestanden bewaren",
    "Uw tekst is niet verloren. Probeer het later opnieuw, of bel de beheerder van het portaal.",
)
VERSTUURD: Final = _pagina(
    409,
    "Dit bericht is intussen verstuurd",
    "U of een collega heeft het verstuurd, met de tekst die hier staat. U hoeft niets meer te doen.",
)
TERUGGEHAALD: Final = _pagina(
    409,
    "Dit bericht is teruggehaald",
    "De afzender heeft het teruggehaald voordat uw team het aanvaardde. Er is niets meer van te lezen en u hoeft niets te doen.",
    "Wilt u weten waarom? Bel het team dat het stuurde.",
)
BESTAND_WEG: Final = _pagina(
    500,
    "Dit bestand is er niet meer",
    "Het bericht noemt dit bestand, maar het ligt niet meer in de opslag. De rest van het bericht kunt u gewoon lezen.",
    "Bel de beheerder van het portaal en noem het nummer van het bericht. Vraag de afzender om het bestand nog een keer.",
)


def install_fouten(app: Flask) -> None:
    """Give every refusal its page."""
    app.register_error_handler(HTTPException, _http)
    for kind, pagina in (
        (NietGevonden, NIET_GEVONDEN),
        (Teruggehaald, TERUGGEHAALD),
        (NietToegestaan, NIET_GEVONDEN),
        (Refused, NIET_GEVONDEN),
        (VaultDown, KLUIS),
        (TeVeel, PAGINAS[429]),
        (NotGenuine, NIET_ECHT),
        (UnsignedKey, NIET_VERZEGELD),
        (KloptNiet, KLOPT_NIET),
        (NogNietOpgenomen, WORDT_VERWERKT),
        (OpslagVol, OPSLAG),
        (OpslagStuk, OPSLAG_STUK),
        (NotStored, BESTAND_WEG),
        (Exception, PAGINAS[500]),
    ):
        app.register_error_handler(kind, _handler(pagina))
    app.register_error_handler(DatabaseBezet, _database)
    app.register_error_handler(AlIngediend, _submitted)


def fout(pagina: Foutpagina) -> ResponseReturnValue:
    """Draw a page of refusal, or its words alone for a script that asked for JSON."""
    getypt = _typed() if pagina is NIET_GEVONDEN else None
    if getypt is not None:
        pagina = NIET_OPGESLAGEN if is_script() else NIET_GEDAAN
    if is_script():
        answer = make_response(jsonify(melding=" ".join((f"{pagina.titel}.", *pagina.regels))))
    else:
        g.is_fout = True
        getypt = getypt or (given_back() if pagina.getypt else None)
        regels = (*pagina.regels, *_about_text(pagina, getypt))
        answer = make_response(render_template("fouten/fout.html", pagina=pagina, regels=regels, getypt=getypt))
    answer.status_code = pagina.status
    return answer


def _typed() -> Teruggave | None:
    """Return what was typed in the form that leads nowhere; None for a button or a page that was only asked for."""
    getypt = given_back()
    return getypt if getypt is not None and getypt.is_getypt else None


def _about_text(pagina: Foutpagina, getypt: Teruggave | None) -> tuple[str, ...]:
    """Say where the text is that somebody typed, and what to do with it; nothing on a page that was only asked for."""
    daarna = (pagina.daarna,) if pagina.daarna else ()
    if not pagina.getypt or request.method != "POST":
        return daarna
    if getypt is not None and not getypt.teksten:
        return (AGAIN, *daarna) if pagina.opnieuw else daarna
    return (f"{BELOW if getypt is not None else BACK} {pagina.daarna}".strip(),)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    # 403 would tell that there is something to be forbidden.
    pagina = PAGINAS.get(404 if code == 403 else code, PAGINAS[400 if code < 500 else 500])
    if code == 503 and error.description != type(error).description and error.description:
        pagina = _pagina(503, pagina.titel, error.description)
    answer = make_response(fout(pagina))
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return answer


def _handler(pagina: Foutpagina) -> Callable[[Exception], ResponseReturnValue]:
    def handler(error: Exception) -> ResponseReturnValue:
        if pagina.status >= 500:
            # The class and the place only: a message or traceback may hold what somebody typed.
            log.error("%s in %s", type(error).__name__, request.endpoint)
        return fout(pagina)

    return handler


def _database(error: DatabaseBezet) -> ResponseReturnValue:
    """Say whether it is full or away; whoever waits a minute or calls needs to know which."""
    return _handler(DATABASE_VOL if is_full(error) else DATABASE)(error)


def _submitted(error: AlIngediend) -> ResponseReturnValue:
    """Lead to what a concept has become, however late its form is posted; a script saves no more."""
    return fout(VERSTUURD) if is_script() else redirect(f"/berichten/{error.bericht}/ontvangst", 303)


def is_script() -> bool:
    """Tell whether a script asks, which shows a sentence and no page."""
    return request.accept_mimetypes.best == "application/json"
