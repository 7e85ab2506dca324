"""The regions as data: one TOML file each with its gemeenten, teams, contact lines, products and settings."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from portal.domain.bron import Bron
from portal.domain.buiten import Buitenzaak
from portal.domain.gemeenten import Buitengemeente, Gemeente, Product, Regio
from portal.domain.rollen import Rol
from portal.domain.teams import Team, Teamsoort


class OnbekendeRegio(Exception):
    """There is no region with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"De regio '{code}' bestaat niet. Kies uit: {', '.join(regiocodes())}.")


class FouteRegio(ValueError):
    """The file of a region contradicts itself or leaves something out; the app refuses to start with it."""


@cache
def laad_regio(code: str) -> Regio:
    """Read a region by its code ('groningen'); raises OnbekendeRegio or FouteRegio."""
    if code not in regiocodes():
        raise OnbekendeRegio(code)
    return regio_uit(files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))


def laad_regios() -> tuple[Regio, ...]:
    """Read every region there is, in order of code."""
    return tuple(laad_regio(code) for code in regiocodes())


@cache
def regiocodes() -> tuple[str, ...]:
    """Name the regions there are."""
    return tuple(sorted(bestand.name[:-5] for bestand in files(__name__).iterdir() if bestand.name.endswith(".toml")))


def regio_uit(tekst: str) -> Regio:
    """Make a region from the text of its TOML file; raises FouteRegio saying what is wrong."""
    try:
        regio = _read(tomllib.loads(tekst))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as fout:
        raise FouteRegio(f"Het bestand van de regio klopt niet: {fout}") from fout
    _check(regio)
    return regio


def _read(data: Mapping[str, Any]) -> Regio:
    gemeenten = tuple(_gemeente(g) for g in data["gemeenten"])
    teams = tuple(_team(t, gemeenten) for t in data["teams"])
    return Regio(
        code=data["code"],
        naam=data["naam"],
        centrumgemeente=data["centrumgemeente"],
        bron=Bron(plaats=data["bron"]),
        gemeenten=gemeenten,
        teams=(*_toegangen(gemeenten, teams), *teams, *(_colleges(gemeenten) if data.get("colleges") else ())),
        producten=tuple(Product(**p) for p in data.get("producten", ())),
        buiten=tuple(_buiten(b) for b in data.get("buiten", ())),
        gesloten_mailboxen=tuple(data.get("gesloten_mailboxen", ())),
        registers=tuple(data.get("registers", {}).items()),
        woorden=tuple(data.get("woorden", {}).items()),
        buitenzaken=tuple(_buitenzaak(z, data["code"]) for z in data.get("buitenzaken", ())),
        mapjes_van=data.get("mapjes_van", ""),
        instellingen=tuple(data.get("instellingen", {}).items()),
    )


def _gemeente(data: Mapping[str, Any]) -> Gemeente:
    anders = {
        "vlaggen": tuple(data.get("vlaggen", ())),
        "taakrollen": tuple((taak, Rol(rol)) for taak, rol in data.get("taakrollen", {}).items()),
        "zonder_rollen": tuple(Rol(rol) for rol in data.get("zonder_rollen", ())),
    }
    return Gemeente(**{**data, **anders})


def _buiten(data: Mapping[str, Any]) -> Buitengemeente:
    return Buitengemeente(**{**data, "zoekwoorden": tuple(data.get("zoekwoorden", ()))})


def _buitenzaak(data: Mapping[str, Any], regio: str) -> Buitenzaak:
    """Read what is not for the portal in this region; without a `bron` where it belongs is a proposal."""
    bron = data.get("bron", "")
    return Buitenzaak(
        titel=data["titel"],
        waar=data["waar"],
        zoekwoorden=tuple(data["zoekwoorden"]),
        regios=(regio,),
        bron=Bron(plaats=bron, voorstel=not bron),
    )


def _team(data: Mapping[str, Any], gemeenten: tuple[Gemeente, ...]) -> Team:
    """Read a team; without `gemeenten` it works for the whole region."""
    anders = {
        "soort": Teamsoort(data["soort"]),
        "gemeenten": tuple(data.get("gemeenten", (g.cbs for g in gemeenten))),
        "vlaggen": tuple(data.get("vlaggen", ())),
    }
    return Team(**{**data, **anders})


def _toegangen(gemeenten: tuple[Gemeente, ...], teams: tuple[Team, ...]) -> tuple[Team, ...]:
    """Make the Toegang of every gemeente that does not share one with others (mandate, joint organisation)."""
    gedeeld = {cbs for team in teams if team.soort is Teamsoort.TOEGANG for cbs in team.gemeenten}
    return tuple(
        Team(
            code=f"toegang-{gemeente.cbs}",
            soort=Teamsoort.TOEGANG,
            naam=f"Toegang {gemeente.naam}",
            gemeenten=(gemeente.cbs,),
            contact=gemeente.contact,
            vlaggen=gemeente.vlaggen,
        )
        for gemeente in gemeenten
        if gemeente.cbs not in gedeeld
    )


def _colleges(gemeenten: tuple[Gemeente, ...]) -> tuple[Team, ...]:
    """Make the college of every gemeente: toezicht reports to it (Handboek §7)."""
    return tuple(
        Team(
            code=f"college-{gemeente.cbs}",
            soort=Teamsoort.COLLEGE,
            naam=f"College van burgemeester en wethouders van {gemeente.naam}",
            gemeenten=(gemeente.cbs,),
            contact="Nog niet bekend",
            vlaggen=("Het handboek noemt geen adres van het college. Beheer vult het aan.",),
        )
        for gemeente in gemeenten
    )


def _check(regio: Regio) -> None:
    cbs = [g.cbs for g in regio.gemeenten]
    teams = [t.code for t in regio.teams]
    if len(set(cbs)) != len(cbs) or len(set(teams)) != len(teams):
        raise FouteRegio(f"Regio '{regio.code}': een gemeente of team komt twee keer voor.")
    genoemd = {regio.centrumgemeente}.union(*(t.gemeenten for t in regio.teams))
    if genoemd - set(cbs):
        raise FouteRegio(f"Regio '{regio.code}' noemt gemeenten die er niet zijn: {sorted(genoemd - set(cbs))}.")
    if any(len(code) != 4 or not code.isdigit() for code in cbs):
        raise FouteRegio(f"Regio '{regio.code}': een CBS-code heeft vier cijfers.")
