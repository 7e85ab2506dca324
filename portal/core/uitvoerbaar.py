"""What the core carries out of a declaration today: a mailbox that asks more refuses to start, so that nothing goes silently wrong."""

from collections.abc import Iterable

from portal.domain.levensloop import BeeindigClient, Gevolg, LeegRegister, Taak, VulRegister
from portal.domain.mailbox import FouteDeclaratie, Mailbox, Verbandsoort
from portal.domain.routering import Keuze, OpAntwoord, OpVerband, Routering, VastTeam
from portal.domain.termijnstappen import DOORLOPEN, OPSCHORTEN, VERLENGEN


def check_uitvoerbaar(mailboxen: Iterable[Mailbox]) -> None:
    """Refuse with FouteDeclaratie a mailbox with a rule, link or consequence that the core does not carry out yet."""
    for mailbox in mailboxen:
        if meer := _beyond(mailbox):
            raise FouteDeclaratie(f"mailbox '{mailbox.code}' vraagt wat de kern nog niet uitvoert: {', '.join(meer)}")


def _beyond(mailbox: Mailbox) -> list[str]:
    gevolgen = (gevolg for overgang in mailbox.levensloop.overgangen for gevolg in overgang.gevolgen)
    return sorted(
        {
            *(type(gevolg).__name__ for gevolg in gevolgen if not _carried_out(gevolg)),
            *_rules_beyond(mailbox.routering),
            *(["Deel zonder reden"] if any(not deel.reden_nodig for deel in mailbox.delen) else []),
            *(["meer dan een Deel"] if len(mailbox.delen) > 1 else []),
            *(f"het verband '{code}'" for code in _links_unasked(mailbox)),
            *(["per_ontvanger"] if mailbox.per_ontvanger else []),
            *("Overgang.formulier" for o in mailbox.levensloop.overgangen if o.formulier),
            *(f"de stap '{code}'" for code in _steps_missing(mailbox)),
            *("Afzender.register" for afzender in mailbox.afzenders if afzender.register),
        }
    )


def _carried_out(gevolg: Gevolg) -> bool:
    """Tell whether the core does this: of a register only that an organisation stands in it, not what was answered."""
    return isinstance(gevolg, Taak | LeegRegister | BeeindigClient) or (
        isinstance(gevolg, VulRegister) and not gevolg.velden
    )


def _links_unasked(mailbox: Mailbox) -> list[str]:
    """Name the links that no field of the form asks, or that must be chosen where the field may stay empty."""
    gevraagd = {veld.naam: veld.verplicht for veld in mailbox.formulier.veldinfo() if veld.soort == "verband"}
    return [
        verband.code
        for verband in mailbox.verbanden
        if verband.code not in gevraagd or (verband.soort is Verbandsoort.MOET and not gevraagd[verband.code])
    ]


def _steps_missing(mailbox: Mailbox) -> set[str]:
    """Name the steps that a clock needs to stand still or become longer, and that the levensloop has not."""
    stil = any(termijn.opschorten for termijn in mailbox.termijnen)
    langer = any(termijn.verlengen for termijn in mailbox.termijnen)
    nodig = ({OPSCHORTEN.code, DOORLOPEN.code} if stil else set()) | ({VERLENGEN.code} if langer else set())
    return nodig - {overgang.code for overgang in mailbox.levensloop.overgangen}


def _rules_beyond(regel: Routering) -> list[str]:
    match regel:
        case OpAntwoord() | VastTeam():
            return []
        case OpVerband(anders=anders):
            return _rules_beyond(anders) if anders is not None else []
        case Keuze(dan=dan, anders=anders):
            return [*_rules_beyond(dan), *_rules_beyond(anders)]
        case _:
            return [type(regel).__name__]
