"""What somebody reads when an act was done, and where he goes on."""

from collections.abc import Mapping
from typing import Final

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.core.bericht.zicht import BerichtKop
from portal.domain.formulier import Fout
from portal.domain.levensloop import Actie, Overgang
from portal.web.weigering import Weigering

GEDAAN: Final[Mapping[Actie, str]] = {
    Actie.OPPAKKEN: "U bent nu de behandelaar van dit bericht.",
    Actie.VRAAG_STELLEN: "Uw vraag is verstuurd. {afzender} krijgt een e-mail dat er iets klaarstaat.",
    Actie.BEANTWOORDEN: "Uw antwoord is verstuurd. {team} ziet het meteen.",
    Actie.SCHRIJVEN: "Uw bericht is verstuurd. {afzender} krijgt een e-mail dat er iets klaarstaat.",
    Actie.TOEVOEGEN: "Verstuurd. {team} krijgt een e-mail dat er iets klaarstaat.",
    Actie.NOTEREN: "Uw notitie is bewaard. Alleen uw team kan hem lezen.",
    Actie.HERVATTEN: "U gaat verder zonder antwoord. {afzender} krijgt daarover een e-mail.",
    Actie.BESLUITEN: "Uw besluit is vastgelegd. {afzender} krijgt een e-mail dat er iets klaarstaat.",
    Actie.DOORSTUREN: "Het bericht is doorgestuurd. Het nieuwe team en {afzender} krijgen een e-mail.",
    Actie.OPSCHORTEN: "De termijn staat stil. {afzender} krijgt daarover een e-mail.",
    Actie.DOORLOPEN: "De termijn loopt weer. De nieuwe laatste dag staat bij het bericht.",
    Actie.VERLENGEN: "Dit is vastgelegd. {afzender} krijgt daarover een e-mail.",
    Actie.UITSTEL_INTREKKEN: "De verlenging of het uitstel telt niet meer. {afzender} krijgt daarover een e-mail.",
    Actie.VERBETEREN: "De begindatum is verbeterd. De nieuwe laatste dag staat bij het bericht.",
    Actie.DAG_VERBETEREN: "De dag is verbeterd. Of de termijn op tijd is gehaald, staat bij het bericht.",
    Actie.INTREKKEN: "Het bericht is ingetrokken. {team} krijgt daarover een e-mail.",
    Actie.AFSLUITEN: "Het bericht is afgesloten. {afzender} krijgt een e-mail, en leest niet waarom.",
    Actie.HEROPENEN: "Het bericht is weer open. {afzender} krijgt daarover een e-mail.",
}
EERSTE_STAAT: Final = (
    "Wij hadden dit formulier al van u ontvangen, en dat staat bij het bericht. Wat u daarna typte of toevoegde, is niet mee "
    "verstuurd. Uw tekst is bewaard en staat er nog."
)


def done_page(zicht: BerichtKop, regel: Overgang) -> ResponseReturnValue:
    """Say that it was done, and lead to the bericht, or to the list of who handed it on."""
    tekst = GEDAAN.get(regel.actie, f"Gedaan: {regel.titel}.")
    flash(tekst.format(afzender=zicht.afzender_naam, team=zicht.team_naam), "goed")
    if regel.actie is Actie.DOORSTUREN:
        return redirect(url_for("werkvoorraad.tonen"), 303)
    return redirect(url_for("berichten.tonen", bericht=zicht.id), 303)


def first_stands(fouten: tuple[Fout, ...] = ()) -> Weigering:
    """Say to who sent the same form again with another text that the first one stands; `fouten` are those of its files."""
    return Weigering(status=409, titel="Uw eerste tekst is al verstuurd", tekst=EERSTE_STAAT, fouten=fouten)
