"""What an act sets in motion, in words, before it is done: status, clocks, mail and taken."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.behandelen.gevolgen import who_would_do
from portal.core.behandelen.overgang import TELLS_SENDER
from portal.core.behandelen.verloop import is_terminal
from portal.core.bericht.zicht import BerichtKop
from portal.core.klokken.klokken import begins_at
from portal.core.lezen.reading import GeopendBericht
from portal.domain.gevolg import Taak
from portal.domain.levensloop import Actie, Overgang
from portal.domain.partij import Partij
from portal.domain.regiowoorden import in_regio
from portal.domain.rollen import Rol
from portal.domain.termijn import BijAntwoord, BijOvergang, BijTaak, Termijn
from portal.domain.voorwaarde import Feiten
from portal.web.kader import services, vandaag


@dataclass(frozen=True, slots=True, kw_only=True)
class Vervolgtaak:
    """A taak that will follow: what, who does it here, and after which others."""

    titel: str
    uitleg: str
    rol: str
    na: tuple[str, ...]


def effects(
    zicht: BerichtKop, overgang: Overgang, geopend: GeopendBericht | None, taken: tuple[Taak, ...]
) -> tuple[str, ...]:
    """Say what happens next, one sentence each; `geopend` None while the answers cannot be opened, `taken` those that follow."""
    feiten = geopend.antwoorden.feiten() if geopend is not None else None
    return tuple(_effects(zicht, overgang, feiten, taken))


def following(zicht: BerichtKop, taken: tuple[Taak, ...]) -> tuple[Vervolgtaak, ...]:
    """Return the taken that will follow, as this gemeente divides them, and those of the aanbieder that sent it."""
    titels = {taak.code: taak.titel for taak in taken}
    rollen = who_would_do(services(), zicht.id, taken, op=vandaag())
    return tuple(
        Vervolgtaak(
            titel=taak.titel,
            uitleg=in_regio(taak.uitleg, services().regio),
            rol="de aanbieder" if rollen[taak.code] is Rol.INDIENER else rollen[taak.code].titel,
            na=tuple(titels[code] for code in taak.na if code in titels),
        )
        for taak in taken
    )


def _effects(zicht: BerichtKop, overgang: Overgang, feiten: Feiten | None, taken: tuple[Taak, ...]) -> Iterator[str]:
    if overgang.uitleg:
        yield overgang.uitleg
    naar = zicht.naar(overgang)
    if naar.code != zicht.toestand.code:
        yield f"De status wordt: {naar.titel.lower()}."
    yield from _clocks(zicht, overgang, feiten)
    yield from (_starts(taak.termijn, overgang) for taak in taken if taak.termijn and _at_once(taak.termijn))
    yield from _mail(zicht, overgang)


def _clocks(zicht: BerichtKop, overgang: Overgang, feiten: Feiten | None) -> Iterator[str]:
    naar = zicht.naar(overgang)
    klaar = is_terminal(zicht.mailbox.levensloop, naar)
    for termijn in zicht.mailbox.termijnen:
        loopt = any(t.code == termijn.code and t.gehaald is None for t in zicht.termijnen)
        if begins_at(termijn, overgang.code) and (
            termijn.als is None or (feiten is not None and termijn.als.geldt(feiten))
        ):
            yield _starts(termijn, overgang)
        elif loopt and (klaar or overgang.code in (*termijn.eindigt, *termijn.vervalt)):
            yield f"Deze termijn stopt: {termijn.titel}."
        elif loopt and overgang.code in termijn.schorst:
            yield f"Deze termijn staat stil tot het antwoord er is: {termijn.titel}."


def _at_once(termijn: Termijn) -> bool:
    """Tell whether the clock of a taak runs as soon as the taak is set, and not first after another taak."""
    return not isinstance(termijn.begint, BijTaak)


def _starts(termijn: Termijn, overgang: Overgang) -> str:
    """Say that a clock starts, and from which day when that is asked: of the step, or in its form."""
    vanaf = ""
    if isinstance(termijn.begint, BijAntwoord):
        velden = overgang.formulier.veldinfo() if overgang.formulier is not None else ()
        moet = any(veld.verplicht for veld in velden if veld.naam == termijn.begint.veld)
        grens = "vanaf" if termijn.aantal else "tot"
        vanaf = f", {grens} de dag die u invult" if moet else f" als u een dag invult, {grens} die dag"
    elif overgang.dag and termijn.begint == BijOvergang(overgang.code):
        vanaf = ", vanaf de dag die u invult"
    return f"Deze termijn gaat lopen{vanaf}: {termijn.titel}."


def _mail(zicht: BerichtKop, overgang: Overgang) -> Iterator[str]:
    if "e-mail" in overgang.uitleg or (zicht.is_beide and overgang.actie is not Actie.DOORSTUREN):
        return
    if overgang.door is Partij.AFZENDER:
        yield f"{zicht.team_naam} krijgt een e-mail, zonder inhoud."
    elif overgang.actie is Actie.DOORSTUREN:
        yield f"Het nieuwe team en {zicht.afzender_naam} krijgen een e-mail, zonder inhoud."
    elif overgang.actie in TELLS_SENDER:
        yield f"{zicht.afzender_naam} krijgt een e-mail, zonder inhoud."
