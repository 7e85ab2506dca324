"""What a routing rule says of itself: the answers, links, parts and teams it needs, and its sentence in Dutch."""

from collections.abc import Iterator

from portal.domain.datums import opsomming
from portal.domain.gemeenten import Regio
from portal.domain.routering import (
    GEEN_TEAM,
    HEEL,
    Delen,
    Keuze,
    OpAfzender,
    OpAntwoord,
    OpRegister,
    OpVerband,
    Routering,
    VastTeam,
    geen_team,
)
from portal.domain.teams import Teamsoort
from portal.domain.voorwaarde import Feiten


def velden_van(routering: Routering) -> frozenset[str]:
    """Name the answers a rule looks at, so that a declaration can be checked when it is built."""
    velden = frozenset[str]().union(*(velden_van(regel) for regel in (*_vast(routering), *_reserve(routering))))
    match routering:
        case Keuze(als=als):
            velden |= als.velden()
        case OpAntwoord(veld=veld, onbekend=onbekend, buiten=buiten, verschil=verschil):
            velden |= {v for v in (veld, onbekend, buiten, verschil) if v}
        case OpAfzender(veld=veld):
            velden |= {veld}
        case _:
            pass
    return velden


def veld_van(routering: Routering, feiten: Feiten) -> str:
    """Name the answer, or the link, by which the sender chooses who gets it, '' when he does not."""
    match routering:
        case OpAntwoord(veld=veld) | OpAfzender(veld=veld) | OpVerband(verband=veld):
            return veld
        case Keuze(als=als, dan=dan, anders=anders):
            return veld_van(dan if als.geldt(feiten) else anders, feiten)
        case OpRegister(anders=anders):
            return veld_van(anders, feiten)
        case _:
            return ""


def verbanden_van(routering: Routering) -> frozenset[str]:
    """Name the links a rule follows."""
    verbanden = frozenset[str]().union(*(verbanden_van(regel) for regel in (*_vast(routering), *_reserve(routering))))
    return verbanden | {routering.verband} if isinstance(routering, OpVerband) else verbanden


def delen_van(routering: Routering) -> frozenset[str]:
    """Name the parts a rule gives to its receivers."""
    return frozenset(deel for deel, _ in routering.delen) if isinstance(routering, Delen) else frozenset({HEEL})


def teamsoorten_van(routering: Routering) -> frozenset[Teamsoort]:
    """Name the kinds of team that a region must have for this rule; what a rule only falls back on need not be there."""
    soorten = frozenset[Teamsoort]().union(*(teamsoorten_van(regel) for regel in _vast(routering)))
    match routering:
        case OpAntwoord(anders_soort=Teamsoort() as soort):
            return soorten | {soort}
        case OpAntwoord(soort=soort) | OpRegister(soort=soort) | VastTeam(soort=soort):
            return soorten | {soort}
        case _:
            return soorten


def regels_van(routering: Routering) -> Iterator[Routering]:
    """Yield the rules within a rule of which each leads to one kind of receiver."""
    match routering:
        case Delen(delen=delen):
            for _, regel in delen:
                yield from regels_van(regel)
        case Keuze(dan=dan, anders=anders):
            yield from (*regels_van(dan), *regels_van(anders))
        case OpRegister(anders=anders):
            yield from (routering, *regels_van(anders))
        case OpVerband(anders=anders):
            yield from (routering, *(regels_van(anders) if anders is not None else ()))
        case _:
            yield routering


def beschrijf(routering: Routering, feiten: Feiten | None = None) -> str:
    """Say a rule in Dutch, for 'Nieuw bericht', beheer and the printed declarations; `feiten` are known of who asks."""
    match routering:
        case Keuze(als=als, dan=dan, anders=anders) if feiten and als.velden() <= feiten.keys():
            tekst = beschrijf(dan if als.geldt(feiten) else anders)
        case Delen(delen=delen):
            tekst = " en ".join(beschrijf(regel) for _, regel in delen)
        case Keuze(dan=dan, anders=anders):
            tekst = f"{beschrijf(dan)} of {beschrijf(anders)}, dat hangt af van de antwoorden"
        case OpAntwoord(rol=rol, soort=soort, anders_soort=Teamsoort() as reserve):
            tekst = f"{soort.titel} van de {rol}, of {reserve.titel} als dat er niet is"
        case OpAntwoord(rol=rol, soort=soort) | OpRegister(rol=rol, soort=soort):
            tekst = f"{soort.titel} van de {rol}"
        case OpVerband():
            tekst = "het team van het bericht waar dit bij hoort"
        case OpAfzender():
            tekst = "de ontvanger die u kiest"
        case _:
            tekst = routering.soort.titel
    return tekst


def terugval(routering: Routering, regel: str, regio: Regio, team: str) -> str:
    """Say why it went to another team of the gemeente, '' when it did not; `regel` is the rule by which it went."""
    bij = regio.team_met_code(team)
    if not isinstance(routering, OpAntwoord) or regel != f"{routering.regel}{GEEN_TEAM}" or bij is None:
        return ""
    gemeenten = [gemeente.naam for gemeente in regio.gemeenten if gemeente.cbs in bij.gemeenten]
    return geen_team(routering.soort, opsomming(gemeenten), bij.naam)


def zonder_team(soort: Teamsoort, regio: Regio) -> tuple[str, ...]:
    """Name the gemeenten of a region that have no team of this kind."""
    return tuple(gemeente.naam for gemeente in regio.gemeenten if regio.team(soort, gemeente.cbs) is None)


def _vast(routering: Routering) -> tuple[Routering, ...]:
    """The rules within a rule of which the answers choose."""
    match routering:
        case Delen(delen=delen):
            return tuple(regel for _, regel in delen)
        case Keuze(dan=dan, anders=anders):
            return (dan, anders)
        case _:
            return ()


def _reserve(routering: Routering) -> tuple[Routering, ...]:
    """The rule that is followed when a register or a link gives nothing."""
    reserve = routering.anders if isinstance(routering, OpRegister | OpVerband) else None
    return () if reserve is None else (reserve,)
