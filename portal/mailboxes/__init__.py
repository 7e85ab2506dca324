"""De mailboxen: per mailbox één module met één verklaring, gevonden door te zoeken en geladen in één register."""

import pkgutil
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from types import ModuleType

from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Regio
from portal.domain.mailbox import FouteDeclaratie, Groep, Mailbox
from portal.domain.regiowoorden import genoemd, in_regio, spreek
from portal.domain.rollen import Rol
from portal.domain.routeregel import teamsoorten_van
from portal.domain.teams import Organisatiesoort
from portal.forms import VAN_DE_STAP, FoutFormulier
from portal.mailboxes.buiten import BUITEN, in_andere_gemeente

PAKKETTEN = ("portal.mailboxes.groningen_bw", "portal.mailboxes.limburg_mo", "portal.mailboxes.gemeenten")
_GROEPEN = tuple(Groep)


@dataclass(frozen=True, slots=True)
class Register:
    """Alle mailboxen die geladen zijn, in de volgorde van 'Nieuw bericht'."""

    mailboxen: tuple[Mailbox, ...]

    def buiten(self, *regios: Regio) -> tuple[Buitenzaak, ...]:
        """Geef wat in deze regio's niet in het portaal hoort, met waar het wel hoort; wat van één regio is, in haar woorden."""
        hier = (zaak for regio in regios for zaak in (*regio.buitenzaken, *in_andere_gemeente(regio)))
        waar = ((zaak, [regio for regio in regios if werkt_als(regio, zaak.regios)]) for zaak in (*BUITEN, *hier))
        return tuple(spreek(zaak, van[0]) if len(van) == 1 else zaak for zaak, van in waar if van)

    def alle(self) -> tuple[Mailbox, ...]:
        """Geef alle mailboxen, ook die in een regio gesloten zijn: hun oude berichten blijven."""
        return self.mailboxen

    def met_code(self, code: str) -> Mailbox | None:
        """Geef de mailbox met deze code, als die er is."""
        return next((m for m in self.mailboxen if m.code == code), None)

    def voor(self, regio: Regio, soort: Organisatiesoort, rollen: Collection[Rol]) -> tuple[Mailbox, ...]:
        """Geef de mailboxen die in deze regio open zijn voor iemand met deze rollen bij zo'n organisatie."""
        return tuple(
            mailbox
            for mailbox in self.mailboxen
            if regio.code in mailbox.regios
            and mailbox.code not in regio.gesloten_mailboxen
            and any(a.soort is soort and set(a.rollen) & set(rollen) for a in mailbox.afzenders)
        )


def laad_mailboxen(regios: Iterable[Regio], *, pakketten: Iterable[str] = PAKKETTEN, hier: str = "") -> Register:
    """Vind en controleer alle mailboxen van deze pakketten; weigert met FouteDeclaratie wat niet klopt.

    De stappen heten zoals in de regio `hier`; van een mailbox die daar niet is, zoals in zijn eerste regio.
    """
    bekend = {regio.code: regio for regio in regios}
    verklaard = (_mailbox(module) for pakket in pakketten for module in _modules(pakket))
    mailboxen = [_met_regios(mailbox, bekend.values()) for mailbox in verklaard]
    _check_codes(mailboxen)
    for mailbox in mailboxen:
        _check_regions(mailbox, bekend)
        _check_steps(mailbox)
    mailboxen = [
        _in_woorden(mailbox, bekend[hier if hier in mailbox.regios else mailbox.regios[0]]) for mailbox in mailboxen
    ]
    return Register(tuple(sorted(mailboxen, key=lambda m: (_GROEPEN.index(m.groep), m.titel))))


def werkt_als(regio: Regio, codes: Collection[str]) -> bool:
    """Zeg of wat voor deze regio's is verklaard ook voor deze regio geldt: zij is er een van, of gebruikt haar mapjes."""
    return regio.code in codes or regio.mapjes_van in codes


def _met_regios(mailbox: Mailbox, regios: Iterable[Regio]) -> Mailbox:
    """Laat een mailbox ook gelden in een regio die de mapjes van een andere gebruikt: haar eigen gegevens zeggen wat er verschilt."""
    ook = tuple(r.code for r in regios if r.code not in mailbox.regios and werkt_als(r, mailbox.regios))
    return replace(mailbox, regios=(*mailbox.regios, *ook)) if ook else mailbox


def _in_woorden(mailbox: Mailbox, regio: Regio) -> Mailbox:
    """Laat een mailbox spreken zoals de regio: haar woord voor om wie het gaat, en in de stappen ook haar andere woorden."""
    mailbox = spreek(mailbox, regio)
    loop = mailbox.levensloop
    if not any("{" in o.titel + o.uitleg for o in loop.overgangen):
        return mailbox
    stappen = (
        replace(o, titel=in_regio(o.titel, regio), uitleg=in_regio(o.uitleg, regio)) if "{" in o.titel + o.uitleg else o
        for o in loop.overgangen
    )
    return replace(mailbox, levensloop=replace(loop, overgangen=tuple(stappen)))


def _modules(pakket: str) -> list[ModuleType]:
    paden = import_module(pakket).__path__
    return [_module(f"{pakket}.{module.name}") for module in pkgutil.iter_modules(paden)]


def _module(naam: str) -> ModuleType:
    try:
        return import_module(naam)
    except FoutFormulier as fout:
        raise FouteDeclaratie(f"module {naam} heeft een formulier dat niet kan: {fout}") from fout


def _mailbox(module: ModuleType) -> Mailbox:
    """Neem de ene verklaring van een module: hij heet MAILBOX, en er is geen tweede."""
    verklaringen = [waarde for waarde in vars(module).values() if isinstance(waarde, Mailbox)]
    mailbox = getattr(module, "MAILBOX", None)
    if not isinstance(mailbox, Mailbox) or len(verklaringen) != 1:
        raise FouteDeclaratie(f"module {module.__name__} hoort precies één mailbox te hebben, met de naam MAILBOX")
    return mailbox


def _check_codes(mailboxen: Iterable[Mailbox]) -> None:
    dubbel = sorted(code for code, aantal in Counter(m.code for m in mailboxen).items() if aantal > 1)
    if dubbel:
        raise FouteDeclaratie(f"deze codes komen twee keer voor: {dubbel}")


def _check_regions(mailbox: Mailbox, bekend: dict[str, Regio]) -> None:
    """Weiger een mailbox voor een regio die er niet is, of waar teams of registers ontbreken."""
    onbekend = sorted(set(mailbox.regios) - bekend.keys())
    if onbekend:
        raise FouteDeclaratie(f"mailbox '{mailbox.code}' noemt regio's die er niet zijn: {onbekend}")
    for code in mailbox.regios:
        aanwezig = {team.soort for team in bekend[code].teams}
        registers = {naam for naam, _ in bekend[code].registers}
        zonder = sorted({a.register for a in mailbox.afzenders if a.register} - registers)
        if zonder:
            raise FouteDeclaratie(
                f"mailbox '{mailbox.code}' vraagt in regio '{code}' registers die er niet zijn: {zonder}"
            )
        open_woorden = genoemd(_teksten(mailbox)) - dict(bekend[code].woorden).keys()
        if open_woorden:
            raise FouteDeclaratie(
                f"mailbox '{mailbox.code}' laat in regio '{code}' woorden open die er niet zijn: {sorted(open_woorden)}"
            )
        ontbreekt = sorted(soort.value for soort in teamsoorten_van(mailbox.routering) - aanwezig)
        if ontbreekt:
            raise FouteDeclaratie(
                f"mailbox '{mailbox.code}' stuurt in regio '{code}' naar teams die er niet zijn: {ontbreekt}"
            )


def _check_steps(mailbox: Mailbox) -> None:
    """Weiger een vraag bij een stap met een naam die de pagina van elke stap zelf meestuurt: het antwoord ging verloren."""
    for stap in mailbox.levensloop.overgangen:
        velden = {veld.naam for veld in stap.formulier.veldinfo()} if stap.formulier is not None else set()
        if eigen := sorted(velden & VAN_DE_STAP):
            raise FouteDeclaratie(
                f"mailbox '{mailbox.code}' vraagt bij stap '{stap.code}' velden met een naam van de pagina zelf: {eigen}"
            )


def _teksten(mailbox: Mailbox) -> Iterator[str]:
    """De teksten waarin een verklaring een woord aan de regio mag laten: stappen, uitleg bij taken, en wat een formulier vraagt."""
    yield from (taak.uitleg for taak in mailbox.taken())
    for overgang in mailbox.levensloop.overgangen:
        yield from (overgang.titel, overgang.uitleg)
    for veld in mailbox.formulier.veldinfo():
        yield from (veld.label, veld.hint)
