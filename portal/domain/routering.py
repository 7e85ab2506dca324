"""Routing as data, and the one function that follows it.

A rule names how the receiver is found: from an answer, a register, a link or a fixed desk. `route`
follows the rule with the facts and the region and says which team gets the bericht and why; it
refuses before anything is stored when there is none. What a rule says of itself stands in `routeregel.py`.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

from portal.domain.gemeenten import Regio
from portal.domain.teams import Team, Teamsoort, als_team
from portal.domain.voorwaarde import En, Feit, Feiten, Gelijk, Ingevuld, Niet, Voorwaarde


@dataclass(frozen=True, slots=True, kw_only=True)
class OpAntwoord:
    """To the team of the gemeente that was answered in `veld` (its CBS code).

    `rol` says which gemeente that is ('latende gemeente'). `onbekend` names the field that is used
    instead when the answer is 'weet ik niet'; `buiten` the field whose gemeente keeps the task when
    the answered one lies outside the region (Wmo 1.2.1 b). Without them such answers are refused.
    `reserve` says which gemeente those fields name ('gemeente van verblijf'). `verschil` names a second gemeente:
    when it differs from the one that gets the bericht, the reason says so. A gemeente without a team of this `soort` gets it
    at its team of `anders_soort`. `voorstellen` False: the answer is asked anew each time, never proposed.
    """

    regel: str
    veld: str
    rol: str
    soort: Teamsoort = Teamsoort.TOEGANG
    onbekend: str | None = None
    buiten: str | None = None
    reserve: str = ""
    verschil: str | None = None
    anders_soort: Teamsoort | None = None
    voorstellen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpRegister:
    """To the gemeente found in a register ('toewijzing', 'locatie'); not found, not allowed or vault down: `anders`.

    The search is done before routing, unless `anders` was answered; its outcome is the fact `register.<naam>`, and
    `register.<naam>.uit` says where exactly it was found.
    """

    regel: str
    register: str
    rol: str
    anders: "Routering"
    soort: Teamsoort = Teamsoort.TOEGANG


@dataclass(frozen=True, slots=True, kw_only=True)
class OpVerband:
    """To the team that has, or sent, the bericht this one is linked to; without a link: `anders`.

    Its code is the fact `verband.<naam>`.
    """

    regel: str
    verband: str
    anders: "Routering | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpAfzender:
    """To the aanbieders that were chosen in `veld`: gemeente to aanbieder, aanbieder to aanbieders."""

    regel: str
    veld: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VastTeam:
    """To the one team of this kind in the region: CMO, toezicht, regioadviseur; else that of the centrumgemeente."""

    regel: str
    soort: Teamsoort


@dataclass(frozen=True, slots=True, kw_only=True)
class Keuze:
    """One rule when the condition holds, another when it does not."""

    als: Voorwaarde
    dan: "Routering"
    anders: "Routering"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delen:
    """Several receivers, each for a part of the answers (zorgbeeindiging: CMO and the consulent).

    A part is the code of a Deel of the mailbox, HEEL for all of it, or ROMP for what is in no Deel. A team
    that is found twice gets the bericht once, and all of it when the parts differ.
    """

    delen: tuple[tuple[str, "Routering"], ...]


Routering: TypeAlias = OpAntwoord | OpRegister | OpVerband | OpAfzender | VastTeam | Keuze | Delen

HEEL = "heel"
ROMP = "romp"
WEET_IK_NIET = "weet-ik-niet"
BUITEN_DE_REGIO = "buiten-de-regio"
BUITENLAND = "buitenland"
REGIO_GEMEENTEN = "regio.gemeenten"
# What the rule is called by which a gemeente without a team of this kind gets it at another of hers.
GEEN_TEAM = "-geen-team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bestemming:
    """One receiver: the code of the team (see `plek_van`), the rule that chose it, why in Dutch, and for which part."""

    team: str
    regel: str
    uitleg: str
    deel: str = HEEL


class GeenBestemming(Exception):
    """No team in the region has this task; `veld` is the answer to change, `tekst` says what to do."""

    def __init__(self, veld: str, tekst: str) -> None:
        """Keep the field and the text for the page."""
        super().__init__(tekst)
        self.veld = veld
        self.tekst = tekst


def route(routering: Routering, feiten: Feiten, regio: Regio) -> tuple[Bestemming, ...]:
    """Follow the rule and return the receivers, at least one.

    Raises GeenBestemming when the answers lead to no team.
    """
    match routering:
        case Delen(delen=delen):
            gevonden = _parts(delen, feiten, regio)
        case Keuze(als=als, dan=dan, anders=anders):
            gevonden = route(dan if als.geldt({**feiten, **van_regio(regio)}) else anders, feiten, regio)
        case OpAntwoord():
            gevonden = (_by_answer(routering, feiten, regio),)
        case OpRegister():
            gevonden = _by_register(routering, feiten, regio)
        case OpVerband():
            gevonden = _by_link(routering, feiten, regio)
        case OpAfzender():
            gevonden = _chosen(routering, feiten)
        case _:
            gevonden = (_fixed(routering, regio),)
    return gevonden


def van_regio(regio: Regio) -> dict[str, Feit]:
    """Return as the fact 'regio.gemeenten' which gemeenten are of the region, so that no rule names one."""
    return {REGIO_GEMEENTEN: tuple(gemeente.cbs for gemeente in regio.gemeenten)}


def buiten_regio(veld: str) -> En:
    """Make the condition that the gemeente answered in this field is known, and is not of the region."""
    return En(Ingevuld(veld), Niet(Gelijk(veld, REGIO_GEMEENTEN)))


def bij_team(feiten: Feiten, regio: Regio, code: str) -> dict[str, Feit]:
    """Add the facts of the region and of the team that has the bericht now: 'team.gemeente', one or several, and 'team.soort'."""
    team, hier = regio.team_met_code(code), van_regio(regio)
    if team is None:
        return {**feiten, **hier, "team.gemeente": ()}
    return {**feiten, **hier, "team.gemeente": team.gemeenten, "team.soort": team.soort.value}


def _parts(delen: tuple[tuple[str, Routering], ...], feiten: Feiten, regio: Regio) -> tuple[Bestemming, ...]:
    gevonden: dict[str, Bestemming] = {}
    for deel, regel in delen:
        for bestemming in route(regel, feiten, regio):
            eerder = gevonden.get(bestemming.team)
            if eerder is None:
                gevonden[bestemming.team] = replace(bestemming, deel=deel)
            elif eerder.deel != deel:
                gevonden[bestemming.team] = replace(eerder, deel=HEEL)
    return tuple(gevonden.values())


def _by_answer(regel: OpAntwoord, feiten: Feiten, regio: Regio) -> Bestemming:
    cbs = _text(feiten, regel.veld)
    if cbs == WEET_IK_NIET and regel.onbekend:
        why, code, veld = f"De afzender weet niet welke gemeente de {regel.rol} is.", "onbekend", regel.onbekend
    elif cbs not in {"", WEET_IK_NIET} and regio.gemeente(cbs) is None and regel.buiten:
        why, code, veld = f"De {regel.rol} ligt buiten de regio.", "buiten", regel.buiten
        if cbs == BUITENLAND:
            why = f"Er is geen {regel.rol}: het antwoord is het buitenland."
    else:
        gevonden = _to_gemeente(cbs, regel, regel.veld, regio)
        return replace(gevonden, uitleg=f"{gevonden.uitleg}{_difference(regel, cbs, feiten, regio)}")
    reserve = _to_gemeente(_text(feiten, veld), replace(regel, rol=regel.reserve), veld, regio)
    return replace(reserve, regel=f"{regel.regel}-{code}", uitleg=f"{why} {reserve.uitleg}")


def _difference(regel: OpAntwoord, cbs: str, feiten: Feiten, regio: Regio) -> str:
    """Say that another gemeente was named as well, and which."""
    ander = _text(feiten, regel.verschil) if regel.verschil else ""
    if ander in {"", cbs}:
        return ""
    gemeente = regio.gemeente(ander)
    naam = gemeente.naam if gemeente is not None else "een gemeente buiten de regio"
    return f" Let op: de {regel.reserve} is een andere: {naam}."


def _to_gemeente(cbs: str, regel: OpAntwoord | OpRegister, veld: str, regio: Regio) -> Bestemming:
    gemeente = regio.gemeente(cbs)
    if gemeente is None:
        raise GeenBestemming(veld, _outside(cbs, regio))
    team = regio.team(regel.soort, cbs)
    anders = regel.anders_soort if isinstance(regel, OpAntwoord) else None
    if team is None and anders is not None and (reserve := regio.team(anders, cbs)) is not None:
        code = f"{regel.regel}{GEEN_TEAM}"
        return Bestemming(team=reserve.code, regel=code, uitleg=geen_team(regel.soort, gemeente.naam, reserve.naam))
    if team is None:
        raise GeenBestemming(
            veld,
            f"Voor gemeente {gemeente.naam} is nog geen team ingesteld dat dit bericht kan ontvangen. Bel de gemeente: {gemeente.contact}.",
        )
    return Bestemming(
        team=team.code,
        regel=regel.regel,
        uitleg=f"{team.naam} behandelt berichten van de {regel.rol}: {gemeente.naam}.",
    )


def geen_team(soort: Teamsoort, gemeente: str, team: str) -> str:
    """Say why another team of the gemeente gets it: in the portal she has none of this kind."""
    kaal = soort.titel.partition(" ")[2]
    return f"{gemeente} heeft in het portaal geen {kaal}. Daarom krijgt {team} dit bericht."


def _outside(cbs: str, regio: Regio) -> str:
    elders = next((b for b in regio.buiten if b.cbs == cbs), None)
    if elders is not None:
        return f"{elders.naam} doet niet mee in dit portaal. {elders.verwijzing}"
    if cbs in {"", WEET_IK_NIET}:
        return "Kies een gemeente. Weet u niet welke gemeente het is? Vraag het aan de burger of bel de gemeente waar hij woont."
    return f"Deze gemeente hoort niet bij de regio {regio.naam}. Kies een gemeente uit de lijst, of neem contact op met de gemeente zelf."


def _by_register(regel: OpRegister, feiten: Feiten, regio: Regio) -> tuple[Bestemming, ...]:
    cbs = _text(feiten, f"register.{regel.register}")
    if not cbs:
        if isinstance(regel.anders, OpAntwoord) and not _text(feiten, regel.anders.veld):
            raise GeenBestemming(regel.anders.veld, f"Wij vonden de {regel.rol} niet. Kies de gemeente uit de lijst.")
        return route(regel.anders, feiten, regio)
    gevonden = _to_gemeente(cbs, regel, "", regio)
    waar = _text(feiten, f"register.{regel.register}.uit") or f"het register {regel.register}"
    return (replace(gevonden, uitleg=f"{gevonden.uitleg} Gevonden in {waar}."),)


def _by_link(regel: OpVerband, feiten: Feiten, regio: Regio) -> tuple[Bestemming, ...]:
    code = _text(feiten, f"verband.{regel.verband}")
    team: Team | None = regio.team_met_code(code) if code else None
    if team is not None:
        return (
            Bestemming(team=team.code, regel=regel.regel, uitleg=f"{team.naam} heeft het bericht waar dit bij hoort."),
        )
    if regel.anders is None:
        raise GeenBestemming(f"verband.{regel.verband}", "Kies het bericht waar dit bij hoort.")
    return route(regel.anders, feiten, regio)


def _chosen(regel: OpAfzender, feiten: Feiten) -> tuple[Bestemming, ...]:
    feit = feiten.get(regel.veld, ())
    ontvangers = tuple(o for o in ((feit,) if isinstance(feit, str) else feit) if o)
    if not ontvangers:
        raise GeenBestemming(regel.veld, "Kies voor wie dit bericht is.")
    uitleg = "De ontvanger die de afzender heeft gekozen."
    teams = (als_team("organisatie", o) for o in dict.fromkeys(ontvangers))
    return tuple(Bestemming(team=team, regel=regel.regel, uitleg=uitleg) for team in teams)


def _fixed(regel: VastTeam, regio: Regio) -> Bestemming:
    team = regio.team(regel.soort, regio.centrumgemeente) or regio.team(regel.soort)
    if team is None:
        raise GeenBestemming(
            "", f"In deze regio is {regel.soort.titel} niet ingesteld. Bel de beheerder van het portaal."
        )
    return Bestemming(team=team.code, regel=regel.regel, uitleg=f"{team.naam} krijgt alle berichten van deze soort.")


def _text(feiten: Feiten, veld: str) -> str:
    feit = feiten.get(veld, "")
    return feit if isinstance(feit, str) else (feit[0] if feit else "")
