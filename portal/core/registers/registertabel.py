"""A register as a table for one reader: only the columns that are his, filtered and sorted; for the page and the file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final, TypeAlias

from portal.core.accounts import Gebruiker
from portal.core.registers.registerregels import Inschrijving, Waarde, aanbieders, inschrijvingen
from portal.core.services import Services
from portal.domain.datums import datum_in_nederland, opsomming, voluit
from portal.domain.gemeenten import Regio
from portal.domain.gevolg import VulRegister
from portal.domain.registers import (
    KAARTBEHEER,
    LOCATIES,
    ONDERAANNEMERS,
    REGISTERS,
    VRIJE_PLEKKEN,
    Inhoud,
    Register,
    Registerveld,
)
from portal.domain.teams import Teamsoort

AANBIEDERS: Final = "aanbieders"
TITELS: Final[Mapping[str, str]] = {AANBIEDERS: "Aanbieders"} | {r.code: r.titel for r in (ONDERAANNEMERS, LOCATIES)}
KAART: Final = ("kaart", "Sociale kaart")
Cel: TypeAlias = str | int | date


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabel:
    """What is shown: `kolommen` are (code, title); `gemeenten` and `producten` what one can narrow it by, none where it has not."""

    code: str
    titel: str
    uitleg: str
    kolommen: tuple[tuple[str, str], ...]
    rijen: tuple[tuple[Cel, ...], ...]
    gemeenten: tuple[tuple[str, str], ...] = ()
    producten: tuple[tuple[str, str], ...] = ()


def kept(services: Services) -> frozenset[str]:
    """Return which registers some mailbox of this region fills; the others are not offered here."""
    mailboxen = [m for m in services.mailboxen.alle() if services.regio.code in m.regios]
    gevolgen = chain.from_iterable(
        (*m.bij_indienen, *(g for o in m.levensloop.overgangen for g in o.gevolgen)) for m in mailboxen
    )
    return frozenset(gevolg.register for gevolg in gevolgen if isinstance(gevolg, VulRegister))


def offered(services: Services) -> Mapping[str, str]:
    """Return the registers one can look at in this region, with their titles."""
    hier = {AANBIEDERS} | kept(services)
    return {code: titel for code, titel in TITELS.items() if code in hier}


def register_table(
    services: Services,
    gebruiker: Gebruiker,
    code: str,
    *,
    gemeente: str = "",
    product: str = "",
    sorteer: str = "",
    aflopend: bool = False,
) -> Tabel:
    """Return the register with this code, that of the aanbieders for any other; raises NietToegestaan."""
    register = REGISTERS.get(code) if code in offered(services) else None
    tabel = (
        _aanbieders(services, gebruiker)
        if register is None
        else _lines(services, gebruiker, register, gemeente=gemeente, product=product)
    )
    kolom = next((nummer for nummer, (naam, _) in enumerate(tabel.kolommen) if naam == sorteer), 0)
    rijen = sorted(tabel.rijen, key=lambda rij: _order(rij[kolom]), reverse=aflopend)
    return Tabel(
        code=tabel.code,
        titel=tabel.titel,
        uitleg=tabel.uitleg,
        kolommen=tabel.kolommen,
        rijen=tuple(rijen),
        gemeenten=tabel.gemeenten,
        producten=tabel.producten,
    )


def _aanbieders(services: Services, gebruiker: Gebruiker) -> Tabel:
    hier, kolommen, rijen = kept(services), [("aanbieder", "Aanbieder")], list[tuple[Cel, ...]]()
    met_derden = ONDERAANNEMERS.code in hier
    if met_derden:
        kolommen.append(("onderaannemers", "Onderaannemers"))
    ziet_plekken, ziet_kaart = _sees_places(services, gebruiker), _sees_kaart(services, gebruiker)
    if ziet_plekken:
        kolommen += [("vrij", "Vrije plekken"), ("opgave", "Volgens opgave van")]
    if ziet_kaart:
        kolommen.append(KAART)
    ziet_beheerder = KAARTBEHEER.code in hier and _is_cmo(services, gebruiker)
    if ziet_beheerder:
        kolommen.append(("beheerder", "Beheerder sociale kaart"))
    for rij in aanbieders(services, gebruiker):
        plekken: tuple[Cel, ...] = ("", "")
        if rij.vrij is not None:
            plekken = (int(str(rij.vrij.gegevens["vrij"])), datum_in_nederland(rij.vrij.vanaf))
        derden: tuple[Cel, ...] = (_several(rij.onderaannemers),) if met_derden else ()
        kaart: tuple[Cel, ...] = (_kaart(rij.afgekoppeld),) if ziet_kaart else ()
        wie: tuple[Cel, ...] = (rij.beheerder,) if ziet_beheerder else ()
        rijen.append((rij.naam, *derden, *(plekken if ziet_plekken else ()), *kaart, *wie))
    return Tabel(
        code=AANBIEDERS,
        titel=TITELS[AANBIEDERS],
        uitleg="De aanbieders met een overeenkomst, en de onderaannemers die zij mogen inzetten."
        if met_derden
        else "De aanbieders met een overeenkomst.",
        kolommen=tuple(kolommen),
        rijen=tuple(rijen),
    )


def _kaart(sinds: datetime | None) -> str:
    """Say of an aanbieder that is cut off that nobody can be placed there, as long as its places are not known (Handboek §2.4)."""
    return f"afgekoppeld sinds {voluit(datum_in_nederland(sinds))}: geen plaatsingen" if sinds else ""


def _sees_places(services: Services, gebruiker: Gebruiker) -> bool:
    return VRIJE_PLEKKEN.code in kept(services) and bool(_visible(services, gebruiker, VRIJE_PLEKKEN))


def _sees_kaart(services: Services, gebruiker: Gebruiker) -> bool:
    """Tell whether he may know who is cut off: who places burgers, and CMO."""
    return VRIJE_PLEKKEN.code in kept(services) and (_sees_places(services, gebruiker) or _is_cmo(services, gebruiker))


def _is_cmo(services: Services, gebruiker: Gebruiker) -> bool:
    """Tell whether he acts for CMO, which is told of every afkoppeling."""
    soort, code = gebruiker.namens.sleutel
    team = services.regio.team_met_code(code) if soort == "team" else None
    return team is not None and team.soort is Teamsoort.CMO


def _visible(services: Services, gebruiker: Gebruiker, register: Register) -> tuple[Registerveld, ...]:
    """Return the fields of a register that this person may see for whom he acts now."""
    soort, code = gebruiker.namens.sleutel
    team = services.regio.team_met_code(code) if soort == "team" else None
    return register.zichtbaar(gebruiker.rollen, team.soort if team is not None else None)


def _lines(services: Services, gebruiker: Gebruiker, register: Register, *, gemeente: str, product: str) -> Tabel:
    regio, velden = services.regio, _visible(services, gebruiker, register)
    regels = [
        regel
        for regel in inschrijvingen(services, gebruiker, register)
        if _has(regel, "gemeente", gemeente) and _has(regel, "producten", product)
    ]
    inhoud, kaart = {veld.inhoud for veld in velden}, register is LOCATIES and _sees_kaart(services, gebruiker)
    return Tabel(
        code=register.code,
        titel=register.titel,
        uitleg=register.uitleg,
        kolommen=(
            ("aanbieder", "Aanbieder"),
            *((veld.code, veld.titel) for veld in velden),
            *((KAART,) if kaart else ()),
            ("sinds", "Sinds"),
        ),
        rijen=tuple(_row(regel, velden, regio, kaart=kaart) for regel in regels),
        gemeenten=tuple(sorted(((g.cbs, g.naam) for g in regio.gemeenten), key=lambda g: g[1]))
        if Inhoud.GEMEENTE in inhoud
        else (),
        producten=tuple((p.sleutel, p.naam) for p in regio.producten) if Inhoud.PRODUCTEN in inhoud else (),
    )


def _row(regel: Inschrijving, velden: Iterable[Registerveld], regio: Regio, *, kaart: bool) -> tuple[Cel, ...]:
    cellen = (_cell(veld, regel.gegevens.get(veld.code, ""), regio) for veld in velden)
    ook = (_kaart(regel.afgekoppeld),) if kaart else ()
    return (regel.naam, *cellen, *ook, datum_in_nederland(regel.vanaf))


def _cell(veld: Registerveld, waarde: Waarde, regio: Regio) -> Cel:
    match veld.inhoud:
        case Inhoud.GEMEENTE:
            gemeente = regio.gemeente(str(waarde))
            return gemeente.naam if gemeente is not None else str(waarde)
        case Inhoud.PRODUCTEN:
            gekozen = waarde if isinstance(waarde, tuple) else (str(waarde),)
            return _several([product.naam for product in regio.producten if product.sleutel in gekozen])
        case _:
            return waarde if isinstance(waarde, int) else str(waarde)


def _has(regel: Inschrijving, veld: str, gezocht: str) -> bool:
    waarde = regel.gegevens.get(veld, "")
    return not gezocht or (gezocht in waarde if isinstance(waarde, tuple) else waarde == gezocht)


def _several(delen: Sequence[str]) -> str:
    return opsomming(delen) if delen else ""


def _order(cel: Cel) -> tuple[int, str]:
    """Sort numbers by their value and before words."""
    return (cel, "") if isinstance(cel, int) else (-1, str(cel).casefold())
