"""The page of a bericht, for its sender and for its team, and its bijlagen to view or to download."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue

from portal.core.behandelen.nog_open import still_open
from portal.core.bericht.bundels import others
from portal.core.bericht.openingen import Inzage, inzagen
from portal.core.bericht.verwant import related
from portal.core.bericht.zicht import BerichtKop, kop
from portal.core.insturen.meenemen import follow_ups
from portal.core.insturen.waarschuwen import warnings_for
from portal.core.lezen.reading import GeopendBericht, open_bericht, open_bijlage
from portal.core.opening import NietGevonden
from portal.core.taken.na_overlijden import of_no_use
from portal.domain.levensloop import Actie, Overgang
from portal.domain.rechten import Recht
from portal.sealing.client import VaultDown
from portal.web.guard import page
from portal.web.headers import name_file
from portal.web.kader import gebruiker, now, services, vandaag
from portal.web.klokweergave import clocks, ended_clocks
from portal.web.taakfout import Taakfout, aanbieders_for, kept_fout, plannen_for
from portal.web.weergave import ZONDER_KLUIS, as_typed, buttons, done, new_key, steps

bp = Blueprint("berichten", __name__)

LEZEN: Final = (Recht.BERICHT_LEZEN, Recht.BERICHT_VOLGEN)
RETRY_SECONDS: Final = "120"
# Nothing a file holds may run, load or lead anywhere: it is shown as if it came from no site at all.
SANDBOX: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@page(bp, "/berichten/<uuid:bericht>", recht=LEZEN)
def tonen(bericht: UUID) -> ResponseReturnValue:
    """Show a bericht; while the vault is away, all of it that stands in clear."""
    return draw(bericht)


@page(bp, "/berichten/<uuid:bericht>/bijlagen/<uuid:bijlage>", recht=LEZEN)
def downloaden(bericht: UUID, bijlage: UUID) -> ResponseReturnValue:
    """Send a bijlage as a file."""
    return _file(bericht, bijlage, bekijken=False)


@page(bp, "/berichten/<uuid:bericht>/bijlagen/<uuid:bijlage>/bekijken", recht=LEZEN)
def bekijken(bericht: UUID, bijlage: UUID) -> ResponseReturnValue:
    """Show a bijlage in the browser, sandboxed; only the kinds that are safe to show."""
    return _file(bericht, bijlage, bekijken=True)


def draw(bericht: UUID, *, taakfout: Taakfout | None = None, status: int = 200) -> Response:
    """Draw the page; `taakfout` is a taak that could not be done, what was typed, and why."""
    zicht, geopend = read(bericht)
    taakfout = taakfout or kept_fout(zicht.taken)
    acties = [o for o in zicht.acties if o.actie in ZONDER_KLUIS] if geopend is None else geopend.acties
    response = make_response(
        render_template(
            "bericht/bericht.html",
            zicht=zicht,
            geopend=geopend,
            klokken=clocks(zicht),
            afgelopen=ended_clocks(zicht),
            stappen=steps(zicht),
            gesprek=[(done(zicht, r), r) for r in zicht.verloop if (r.tekst or r.secties) and not r.intern],
            notities=[regel for regel in zicht.verloop if regel.tekst and regel.intern],
            schrijven=_written(acties, Actie.SCHRIJVEN, Actie.TOEVOEGEN),
            noteren=_written(acties, Actie.NOTEREN),
            knoppen=buttons(zicht, acties),
            ontbreekt=_missing(geopend),
            waarschuwingen=warnings_for(services(), gebruiker(), zicht, geopend.feiten) if geopend else (),
            mag_identiteit=gebruiker().mag(Recht.IDENTITEIT_LEZEN),
            inzagen=_openings(zicht, geopend),
            vervolg=follow_ups(services(), gebruiker(), zicht, geopend.feiten if geopend else None),
            verwant=related(services(), gebruiker(), zicht),
            nog_open=still_open(services(), gebruiker(), zicht),
            nog_taken=of_no_use(services(), gebruiker(), zicht),
            sleutel=new_key(),
            anderen=others(services(), gebruiker(), zicht),
            mag_taken=gebruiker().mag(Recht.TAAK_AFHANDELEN),
            vandaag=vandaag(),
            vandaag_getypt=as_typed(vandaag()),
            taakfout=taakfout,
            aanbieders=aanbieders_for(zicht.taken),
            plannen=plannen_for(zicht.taken) if gebruiker().mag(Recht.TAAK_AFHANDELEN) else {},
            fouten=[(taakfout.anker, taakfout.tekst)] if taakfout else [],
        ),
        503 if geopend is None else status,
    )
    if geopend is None:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response


def read(bericht: UUID) -> tuple[BerichtKop, GeopendBericht | None]:
    """Return the bericht and what is sealed in it, None while the vault is away; raises NietGevonden."""
    try:
        geopend = open_bericht(services(), gebruiker(), bericht, now=now())
    except VaultDown:
        return readable(bericht), None
    return geopend.kop, geopend


def readable(bericht: UUID) -> BerichtKop:
    """Return what stands in clear, for who may read the rest as well; raises NietGevonden, NietToegestaan."""
    zicht = kop(services(), gebruiker(), bericht)
    gebruiker().eis(Recht.BERICHT_VOLGEN if zicht.is_afzender else Recht.BERICHT_LEZEN)
    return zicht


def _openings(zicht: BerichtKop, geopend: GeopendBericht | None) -> Sequence[Inzage]:
    """Return who of one's own opened what is sealed apart, for who may open it."""
    mag = zicht.is_afzender or gebruiker().mag(Recht.IDENTITEIT_LEZEN)
    return inzagen(services(), gebruiker(), zicht.id) if geopend is not None and geopend.apart and mag else ()


def _written(acties: Sequence[Overgang], *soort: Actie) -> Overgang | None:
    return next((overgang for overgang in acties if overgang.actie in soort), None)


def _missing(geopend: GeopendBericht | None) -> list[str]:
    """Name the bijlagen that these answers ask for and that are not there."""
    if geopend is None:
        return []
    feiten = geopend.antwoorden.feiten()
    aanwezig = {bijlage.eis for bijlage in geopend.bijlagen}
    return [eis.titel for eis in geopend.kop.mailbox.bijlagen if eis.geldt(feiten) and eis.code not in aanwezig]


def _file(bericht: UUID, bijlage: UUID, *, bekijken: bool) -> Response:
    zicht, stukken = open_bijlage(services(), gebruiker(), bericht, bijlage=bijlage)
    if bekijken and not zicht.soort.veilig_te_bekijken:
        raise NietGevonden
    response = Response(_from_first(stukken), mimetype=zicht.soort.media_type)
    name_file(response, zicht.naam, bekijken=bekijken)
    response.headers["Content-Length"] = str(zicht.bytes)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def _from_first(stukken: Iterator[bytes]) -> Iterator[bytes]:
    """Open the first piece before the headers leave, so that a file that cannot be opened gets its page."""
    eerste = next(stukken, b"")
    return chain([eerste], stukken)
